"""Compute the numbers that a browser displays before the items of an ordered list."""

from msgspec import Struct

from plandiff.corpus.formats.number_formats import format_number
from plandiff.corpus.formats.web.tree import Element
from plandiff.corpus.text import lazy_re as re

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]{1,80})", re.IGNORECASE)
_WITHOUT = frozenset({"none", "disc", "circle", "square"})
_OWN_LABEL = re.compile(
    r"[（(\[【]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z])[、.．)）\]】]|第.{1,5}[章节条篇部]|[①-⑳]"
)


class ListState(Struct):
    """The counter of a list; ``form`` is None for bullets."""

    form: str | None
    next: int = 1
    step: int = 1

    def label(self, item: Element) -> str | None:
        """Advance the counter and return the item's label (``1.``, ``a.``, ``一、``) or None."""
        value = _whole(item.get("value"))
        if value is not None:
            self.next = value
        number, self.next = self.next, self.next + self.step
        form = self._form_of(item)
        if form is None:
            return None
        printed = format_number(number, form)
        return printed + ("、" if printed[:1] >= "\u3000" else ".")

    def _form_of(self, item: Element) -> str | None:
        return _named_form(item, self.form)


def open_list(element: Element) -> ListState:
    """Create the state of an ``ol``, ``ul`` or ``menu`` before its first item."""
    if element.tag != "ol":
        return ListState(_named_form(element, None))
    start = _whole(element.get("start"))
    if element.get("reversed") is None:
        return ListState(_named_form(element, "decimal"), 1 if start is None else start)
    items = sum(1 for _ in element.iterchildren("li"))
    return ListState(_named_form(element, "decimal"), items if start is None else start, -1)


def has_own_label(text: str) -> bool:
    """Whether an item starts with a label in its text, which the list's own would duplicate.

    >>> has_own_label("（一）总体要求"), has_own_label("总体要求")
    (True, False)
    """
    return _OWN_LABEL.match(text.lstrip()) is not None


def _named_form(element: Element, form: str | None) -> str | None:
    """The numbering form given by ``type`` or ``list-style``, else ``form``."""
    style = _STYLE.search((element.get("style") or "")[:2000])
    words = style[1].lower().split() if style else [element.get("type") or ""]
    for word in words:
        if word in _WITHOUT:
            return None
        if word in _FORMS or word == "decimal":
            return _FORMS.get(word, "decimal")
    return form


def _whole(text: str | None) -> int | None:
    found = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "")
    return int(found[1]) if found else None
