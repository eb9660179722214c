"""Help and command palette: the signs, and every action with the keys that are bound to it now."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from textual.keys import _character_to_key, _get_unicode_name_from_key

from plandiff.tui.drawing.looks import Looks
from plandiff.tui.drawing.signs import legend, state_legend
from plandiff.tui.keys import ACTIONS, BY_NAME, Action, Group, shown_key
from plandiff.tui.screens.dialog import Dialog
from plandiff.tui.widgets.pane import sign_style
from plandiff.tui.widgets.rows import Entry


class ActionsDialog(Dialog[str]):
    """Type to filter; Enter does what the line says."""

    HINT_KEY = "hint.help"
    COLUMNS = 2
    FIELD = True

    def __init__(self, looks: Looks, keys: Mapping[str, tuple[str, ...]], *, grouped: bool) -> None:
        super().__init__(looks)
        self.keys = keys
        self.grouped = grouped
        self.TITLE_KEY = "title.help" if grouped else "title.palette"  # type: ignore[misc]

    def entries(self) -> Sequence[Entry]:
        """Actions, under the headings of their groups in the help."""
        if not self.grouped:
            return [self._entry(action) for action in ACTIONS if action.name != "palette"]
        return list(self._by_group())

    def _legend(self) -> Iterator[Entry]:
        words, glyphs = self.looks.words, self.looks.glyphs
        yield Entry(((words("legend"), "strong"),))
        for name, sign in legend(glyphs):
            yield Entry(((sign, sign_style(sign, glyphs)), (words(f"legend.{name}"), "")))

    def _states(self) -> Iterator[Entry]:
        for name, sign in state_legend(self.looks.glyphs):
            yield Entry(((sign, "accent"), (self.looks.words(f"legend.{name}"), "")))

    def _by_group(self) -> Iterator[Entry]:
        yield from self._legend()
        for group in Group:
            yield Entry(((self.looks.words(f"group.{group.value}"), "strong"),))
            if group is Group.REVIEW:
                yield from self._states()
            yield from (self._entry(action) for action in ACTIONS if action.group is group)

    def _entry(self, action: Action) -> Entry:
        keys = "  ".join(_readable(key, action.name) for key in self.keys.get(action.name, ()))
        text = self.looks.words(f"do.{action.name}")
        return Entry(((keys, "accent"), (text, "")), action.name, action.name)


def _readable(key: str, action: str) -> str:
    """A bound key (``right_square_bracket``) as it is printed on the keyboard."""
    for written in BY_NAME[action].keys:
        if key in (written, _character_to_key(written) if len(written) == 1 else written):
            return shown_key(written)
    name = _get_unicode_name_from_key(key).replace("_", " ").upper()
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return shown_key(key)
