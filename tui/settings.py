"""Display settings, read from ``config.toml`` in the user's configuration folder.

```toml
theme = "cb-dark"
language = "zh"
ambiguous_width = 2

[keys]
search = "ctrl+s,f3"
```
Settings are read from the user's own file only, never from the folder of a plan.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from plandiff.corpus import user_folders
from plandiff.corpus.errors import OutputError, Phrase, system_reason
from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.keys import BY_NAME

if TYPE_CHECKING:
    import tomllib

    import tomlkit

    from plandiff.tui.work import output
else:
    output = LazyModule("plandiff.tui.work.output")
    tomlkit = LazyModule("tomlkit")
    tomllib = LazyModule("tomllib")

_CHOICES: dict[str, tuple[object, ...]] = {
    "theme": ("auto", "dark", "light", "cb-dark", "cb-light", "ansi", "mono"),
    "language": ("auto", "zh", "en"),
    "layout": ("auto", "split", "unified"),
    "ambiguous_width": ("auto", 1, 2),
    "spacing": (0, 1),
    "folded": ("auto", True, False),
    "opening": ("summary", "change", "top"),
    "notes": ("auto", "margin", "below", "sign"),
}
_RANGES = {"context": (0, 99), "outline_width": (16, 80)}


class Settings(Struct, frozen=True):
    """Display settings; `plandiff.comparison.options.Options` has those of the comparison."""

    theme: str = "auto"
    """``auto dark light cb-dark cb-light ansi mono``; ``cb-`` is safe for the colour-blind."""
    language: str = "auto"
    """``zh``, ``en``, or ``auto``: from the locale; ``--lang`` takes precedence."""
    layout: str = "auto"
    """``split`` (two panes), ``unified`` (one), or ``auto``: by the width of the terminal."""
    ambiguous_width: int | str = "auto"
    """Cells of ambiguous-width characters (“ ” — … ①): 1, 2, or ``auto``: ask the terminal."""
    context: int = 1
    """Unchanged sections that stay visible before and after a change when folded."""
    folded: bool | str = "auto"
    """Start with unchanged sections folded: true, false, or ``auto``: if the plan is long."""
    opening: str = "summary"
    """Start of a new review: ``summary``, ``change`` (the first change), or ``top``."""
    notes: str = "auto"
    """Where notes are shown: in a ``margin``, ``below`` their text, only as a ``sign``, or
    ``auto``: in a margin if the screen is wide enough, else below."""
    legend: bool = True
    """Explain the signs above the status line, if the terminal is high enough."""
    outline: bool = True
    """Start with the outline open, if the terminal is wide enough."""
    outline_width: int = 32
    """Width of the outline in cells."""
    spacing: int = 1
    """Empty lines after each section: 0 or 1."""
    mouse: bool = True
    """Let the app use the mouse."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Maps action names to keys, separated by commas; names are those of the help."""


def settings_path() -> Path:
    """Return the path of the settings file."""
    return user_folders.config_folder() / "config.toml"


def load_settings(path: Path | None = None) -> tuple[Settings, tuple[Phrase, ...]]:
    """Read the settings of a file (default: the user's), with a warning for each invalid entry.

    Invalid entries keep their defaults; a missing file yields the defaults without a warning.
    """
    path = path or settings_path()
    try:
        data = _toml_of(path)
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (_unreadable(path, system_reason(error)),)
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, nested too deeply
        return Settings(), (_unreadable(path, _no_toml(error)),)
    sound: dict[str, object] = {}
    warnings: list[Phrase] = []
    for name, value in data.items():
        fault = _fault(str(path), name, value)
        if fault is not None:
            warnings.append(fault)
        else:
            sound[name] = value
    if isinstance(keys := sound.get("keys"), dict):
        warnings += _key_faults(str(path), keys)
        known = {name: keys[name] for name in keys if not any(_key_faults("", {name: keys[name]}))}
        sound["keys"] = MappingProxyType(known)
    return replace(Settings(), **sound), tuple(warnings)


def _unreadable(path: Path, reason: Phrase) -> Phrase:
    return Phrase("settings.unreadable", path=str(path), reason=reason)


def _no_toml(error: Exception) -> Phrase:
    """Describe a TOML error with its line, which `tomllib` reports in the message only."""
    if isinstance(error, UnicodeDecodeError):
        return Phrase("reason.not-utf8")
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    if place is None:
        return Phrase("reason.not-toml")
    return Phrase("reason.toml-at", line=int(place[1]), column=int(place[2]))


def _toml_of(path: Path) -> dict[str, object]:
    text = path.read_text("utf-8")
    return tomllib.loads(text)


def choice_words(choices: Sequence[object]) -> str:
    """Join choices by commas, booleans as TOML writes them: ``auto, true, false``."""
    return ", ".join(c if isinstance(c, str) else toml_value(c) for c in choices)


def described(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return name and TOML value of each setting."""
    pairs = []
    for name, value in asdict(settings).items():
        if name == "keys":
            pairs += [(f"keys.{action}", toml_value(keys)) for action, keys in value.items()]
        else:
            pairs.append((name, toml_value(value)))
    return tuple(pairs)


def save_setting(name: str, value: str | int | bool, path: Path | None = None) -> None:
    """Write one setting, keeping the file's comments and order.

    Raises `OutputError` if the file cannot be written or is not valid TOML.
    """
    path = path or settings_path()
    try:
        document = tomlkit.parse(path.read_text("utf-8") if path.exists() else "")
        path.parent.mkdir(parents=True, exist_ok=True)
    except ValueError as error:  # not UTF-8, not TOML
        raise OutputError(str(path), Phrase("reason.not-toml")) from error
    except OSError as error:
        raise OutputError(str(path), system_reason(error)) from error
    document[name] = value
    output.write_atomically(path, tomlkit.dumps(document).encode("utf-8"), overwrite=True)


def toml_value(value: object) -> str:
    r"""Format a value as TOML.

    >>> toml_value("\\"), toml_value(True), toml_value(2)
    ('"\\\\"', 'true', '2')
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _fault(path: str, name: str, value: object) -> Phrase | None:
    """Return why a setting is invalid; None if it is valid."""
    default = asdict(Settings())
    if name not in default:
        return Phrase("settings.unknown", path=path, name=name, known=", ".join(default))
    if name in _CHOICES:
        choices = _CHOICES[name]
        right = any(value == choice and type(value) is type(choice) for choice in choices)
        known = choice_words(choices)
        return None if right else Phrase("settings.choice", path=path, name=name, known=known)
    if name in _RANGES:
        low, high = _RANGES[name]
        right = type(value) is int and low <= value <= high
        fault = Phrase("settings.range", path=path, name=name, low=low, high=high)
        return None if right else fault
    if name == "keys":
        return None if isinstance(value, dict) else Phrase("settings.keys", path=path)
    return None if isinstance(value, bool) else Phrase("settings.flag", path=path, name=name)


def _key_faults(path: str, keys: Mapping[str, object]) -> Iterator[Phrase]:
    taken: dict[str, str] = {}
    for name, value in keys.items():
        if name not in BY_NAME:
            yield Phrase("settings.no-action", path=path, name=name)
        elif not isinstance(value, str):
            yield Phrase("settings.key-text", path=path, name=name)
        else:
            for key in (part.strip() for part in value.split(",")):
                if key in taken:
                    both = {"first": taken[key], "second": name}
                    yield Phrase("settings.key-twice", path=path, key=key, **both)
                taken[key] = name
