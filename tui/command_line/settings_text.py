"""What ``plandiff config`` prints: settings and keys in force, explained, as TOML to start from."""

from collections.abc import Iterator

from plandiff.tui.i18n import Words
from plandiff.tui.keys import ACTIONS, keys_of
from plandiff.tui.layout.width import cell_width
from plandiff.tui.settings import Settings, described, settings_path, toml_value

_VALUES, _KEYS = 28, 44
"""Cells before the explanation of a setting, and of a key."""


def settings_text(settings: Settings, language: str) -> str:
    """The settings as a file that could stand in the place of the reader's own.

    Keys that are not the reader's own are comments: whoever wants another takes the ``#`` away.
    """
    return "\n".join(_lines(settings, Words(language))) + "\n"


def _lines(settings: Settings, words: Words) -> Iterator[str]:
    path = settings_path()
    yield f"# {path}"
    if not path.exists():
        yield f"# {words('config.no_file')}"
    yield ""
    for name, value in described(settings):
        if not name.startswith("keys."):
            yield _explained(f"{name} = {value}", _VALUES, words(f"setting.{name}"))
    yield ""
    yield f"# {words('setting.keys')}"
    yield "[keys]"
    keys = keys_of(settings.keys)
    for action in ACTIONS:
        own = "" if action.name in settings.keys else "# "
        line = f"{own}{action.name} = {toml_value(', '.join(keys[action.name]))}"
        yield _explained(line, _KEYS, words(f"do.{action.name}"))


def _explained(line: str, room: int, words: str) -> str:
    return f"{line}{' ' * max(room - cell_width(line), 0)} # {words}"
