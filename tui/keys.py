"""All actions of the review screen with their keys; bindings, help, palette and footer use them.

The name of an action is also the id of its binding (``[keys]`` in the settings) and the key of its
texts in the catalogues.  Punctuation keys are also listed in their full-width forms, so that the
app can be used with a Chinese input method.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Group(StrEnum):
    """Groups of actions; each is a heading in the help."""

    CHANGES = "changes"
    MOVE = "move"
    FIND = "find"
    VIEW = "view"
    REVIEW = "review"
    FILES = "files"
    APP = "app"


class Action(Struct, frozen=True):
    """An action that the reader can trigger, with its default keys."""

    name: str
    keys: tuple[str, ...]
    group: Group
    footer: int = 0
    """Rank in the footer, in the order of a review: find, decide, export; 0: not in the footer."""
    priority: bool = False
    """Whether the keys also work while an input field has the focus."""


ACTIONS = (
    Action("next_change", ("]", "】", "f7", "alt+down"), Group.CHANGES, 1),
    Action("previous_change", ("[", "【", "shift+f7", "alt+up"), Group.CHANGES, 15),
    Action("next_target", (".", "。"), Group.CHANGES, 2),
    Action("previous_target", ("comma", "，"), Group.CHANGES),
    Action("next_section", ("}", "｝", "」"), Group.CHANGES),
    Action("previous_section", ("{", "｛", "「"), Group.CHANGES),
    Action("jump", ("enter",), Group.CHANGES),
    Action("line_down", ("j", "down"), Group.MOVE),
    Action("line_up", ("k", "up"), Group.MOVE),
    Action("page_down", ("space", "pagedown"), Group.MOVE),
    Action("page_up", ("b", "pageup"), Group.MOVE),
    Action("half_down", ("d", "ctrl+d"), Group.MOVE),
    Action("half_up", ("u", "ctrl+u"), Group.MOVE),
    Action("top", ("g", "home"), Group.MOVE),
    Action("bottom", ("G", "end"), Group.MOVE),
    Action("focus_right", ("tab",), Group.MOVE),
    Action("focus_left", ("shift+tab",), Group.MOVE),
    Action("search", ("/", "／", "、", "ctrl+f"), Group.FIND, 7),
    Action("next_match", ("n",), Group.FIND),
    Action("previous_match", ("N",), Group.FIND),
    Action("clear", ("escape",), Group.FIND),
    Action("go_to", (":", "："), Group.FIND),
    Action("targets", ("t",), Group.FIND, 8),
    Action("charts", ("B",), Group.FIND),
    Action("summary", ("s",), Group.FIND, 10),
    Action("changes", ("O",), Group.FIND, 13),
    Action("details", ("i",), Group.VIEW, 11),
    Action("filter", ("f",), Group.VIEW, 9),
    Action("roll_up", ("w",), Group.VIEW),
    Action("form", ("p",), Group.VIEW),
    Action("outline", ("o",), Group.VIEW, 14),
    Action("outline_filter", ("F",), Group.VIEW),
    Action("fold", ("z",), Group.VIEW),
    Action("fold_all", ("Z",), Group.VIEW),
    Action("more_context", ("+", "＋", "="), Group.VIEW),
    Action("less_context", ("-", "－"), Group.VIEW),
    Action("split", ("1",), Group.VIEW),
    Action("unified", ("2",), Group.VIEW),
    Action("automatic", ("0",), Group.VIEW),
    Action("next_layout", ("v",), Group.VIEW),
    Action("swap", ("x", "alt+backslash"), Group.VIEW),
    Action("unlock", ("S",), Group.VIEW),
    Action("map", ("f9",), Group.VIEW),
    Action("review", ("r",), Group.REVIEW, 4),
    Action("accept", ("K",), Group.REVIEW),
    Action("question", ("Q",), Group.REVIEW),
    Action("review_section", ("ctrl+r",), Group.REVIEW),
    Action("accept_section", ("ctrl+k",), Group.REVIEW),
    Action("question_section", ("ctrl+q",), Group.REVIEW),
    Action("unreviewed", ("U",), Group.REVIEW),
    Action("fold_reviewed", ("H",), Group.REVIEW),
    Action("since", ("D",), Group.REVIEW),
    Action("said", ("V",), Group.REVIEW),
    Action("note", ("c",), Group.REVIEW, 5),
    Action("note_section", ("alt+c",), Group.REVIEW),
    Action("note_on", ("C",), Group.REVIEW),
    Action("next_note", ("m",), Group.REVIEW),
    Action("previous_note", ("M",), Group.REVIEW),
    Action("notes", ("@", "＠"), Group.REVIEW, 12),
    Action("pin", ("a",), Group.REVIEW),
    Action("pins", ("A",), Group.REVIEW),
    # On a Mac, Alt with a digit types the character ``typed``, which is what Textual receives.
    *(
        Action(f"candidate_{number}", (f"alt+{number}", typed), Group.REVIEW)
        for number, typed in enumerate("¡™£¢∞", 1)
    ),
    Action("undo", ("ctrl+z",), Group.REVIEW),
    Action("redo", ("ctrl+y",), Group.REVIEW),
    Action("copy", ("y",), Group.FILES),
    Action("copy_full", ("Y",), Group.FILES),
    Action("edit", ("e",), Group.FILES),
    Action("export", ("E",), Group.FILES, 6),
    Action("read_again", ("R", "f5"), Group.FILES),
    Action("theme", ("T",), Group.APP),
    Action("language", ("L",), Group.APP),
    Action("help", ("?", "？", "f1"), Group.APP, 16),
    Action("palette", ("ctrl+p",), Group.APP),
    Action("quit", ("q",), Group.APP, 17),
)
"""All actions, in the order of the help."""

BY_NAME = {action.name: action for action in ACTIONS}

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "comma": ",",
    "backslash": "\\",
}


def shown_key(key: str) -> str:
    """Return the display name of a key.

    >>> shown_key("shift+f7"), shown_key("comma"), shown_key("ctrl+p")
    ('Shift+F7', ',', 'Ctrl+P')
    """
    parts = [_SHOWN.get(part, part) for part in key.split("+")] if len(key) > 1 else [key]
    if len(parts) == 1:
        return parts[0].upper() if parts[0][:1] == "f" and parts[0][1:].isdigit() else parts[0]
    return "+".join(part.capitalize() for part in parts)


def keys_of(remapped: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the keys of each action: those from the settings, else the defaults.

    A default key that the settings assign to another action is removed.

    >>> keys_of({"search": "ctrl+s,f3"})["search"]
    ('ctrl+s', 'f3')
    """
    own = {
        name: tuple(key.strip() for key in keys.split(",") if key.strip())
        for name, keys in remapped.items()
        if name in BY_NAME
    }
    taken = {key for keys in own.values() for key in keys}
    ours = {
        action.name: tuple(key for key in action.keys if key not in taken) for action in ACTIONS
    }
    return ours | own
