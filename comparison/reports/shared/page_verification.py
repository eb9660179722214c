"""Reads a finished HTML page back, with a parser that only pages need."""

from html.parser import HTMLParser

from plandiff.comparison.reports.shared.verification import FaultError, check_json

_VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements of HTML that have no end tag."""


def check_page(data: bytes) -> None:
    """Raise `FaultError` if a page has to be repaired to be shown."""
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    if page.opened:
        raise FaultError("markup", page.opened[-1])


class _Page(HTMLParser):
    """Requires that every element is closed where it was opened, and that script data are JSON.

    Parsers of HTML accept everything; this is what they would have to repair.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.opened: list[str] = []
        self._data: list[str] | None = None
        """The pieces of the JSON of the open script; None outside such a script."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.opened.append(tag)
        if tag == "script" and ("type", "application/json") in attrs:
            self._data = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag such as <rect/> opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            raise FaultError("markup", tag)
        if self._data is not None:
            check_json("".join(self._data).encode())
            self._data = None

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
