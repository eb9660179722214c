"""The output of ``plandiff show`` and ``plandiff config``: a plan as a tree, settings as TOML."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from plandiff.comparison.reports.shared.section_paths import joined
from plandiff.corpus.locales import Words
from plandiff.corpus.model import Finding, Plan, Removed, Section, Target
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut
from plandiff.tui.keys import ACTIONS, keys_of
from plandiff.tui.settings import Settings, described, settings_path, toml_value


def outline_text(plan: Plan, *, language: str, width: int, colour: bool, removed: bool) -> str:
    """The plan as lines of text no wider than ``width`` columns, except for single long words."""
    words = Words(language, "show")
    style = _Style(on=colour)
    lines = [
        style.bold(visible_line(plan.title or plan.source.name)),
        style.dim(_facts(plan, words)),
        "",
        *_tree(plan, width, style, words),
    ]
    lines += _findings(plan.findings, words, style)
    lines += _removed(plan.removed, words, style, listed=removed)
    return "\n".join(lines) + "\n"


def full_text(plan: Plan, language: str) -> str:
    """Every heading and paragraph on a separate line, in full, then the removed text.

    Two such texts can be compared line by line, as git does; apart from the plan's text, nothing
    in them depends on the version of plandiff.
    """
    lines = [visible_line(plan.title or plan.source.name)]
    for section in plan.sections:
        heading = visible_line(joined(section.label or "", section.heading))
        lines += ["", heading] if heading else []
        lines += [visible_line(line) for line in section.body.splitlines()]
    lines += _removed(plan.removed, Words(language, "show"), _Style(on=False), listed=True)
    return "\n".join(lines) + "\n"


class _Style:
    """ANSI styles, or none."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on else text

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        return self._paint("2", text)

    def target(self, text: str) -> str:
        return self._paint("36", text)

    def warning(self, text: str) -> str:
        return self._paint("33", text)


def _facts(plan: Plan, words: Words) -> str:
    source = plan.source
    facts = [
        visible_line(source.name),
        f"{source.format} {source.encoding}" if source.encoding else source.format,
        *([str(plan.year)] if plan.year else []),
        *([visible_line(plan.issuer)] if plan.issuer else []),
        words("characters", count=source.characters),
        words("sections", count=len(plan.sections)),
        words("targets", count=len(plan.targets)),
    ]
    return " · ".join(facts)


def _tree(plan: Plan, width: int, style: _Style, words: Words) -> Iterator[str]:
    targets = {
        section: list(group) for section, group in groupby(plan.targets, key=lambda t: t.section)
    }
    for section in plan.sections:
        indent = "  " * max(0, section.level - 1)
        heading = visible_line(joined(section.label or "", section.heading))
        if section.level and heading:
            number = _repaired(section)
            yield style.bold(cut(indent + heading, width - len(number))) + style.warning(number)
        if section.body:
            yield style.dim(cut(f"{indent}  {visible_line(section.body)}", width))
        for target in targets.get(section.id, []):
            yield style.target(cut(f"{indent}  # {_target(target, words)}", width))


def _repaired(section: Section) -> str:
    """The inferred number of a damaged or masked label."""
    label = section.label or ""
    damaged = section.number is not None and ("*" in label or label[:1] in "0.")
    return f"  → {section.number}" if label and damaged else ""


def _target(target: Target, words: Words) -> str:
    value = words["masked"] if target.masked else _value(target)
    facts = [f"{target.relation} {value}{target.unit}", target.deadline or "", target.scope or ""]
    details = ", ".join(visible_line(fact) for fact in facts if fact)
    return f"{visible_line(target.indicator)}: {visible_line(target.quote)}  [{details}]"


def _value(target: Target) -> str:
    if target.value is None:
        return ""
    upper = f"–{target.upper:.15g}" if target.upper is not None else ""
    return f"{target.value:.15g}{upper}"


def _findings(findings: Iterable[Finding], words: Words, style: _Style) -> Iterator[str]:
    found = list(findings)
    if found:
        yield ""
        yield style.bold(words("findings", count=len(found)))
    for finding in found:
        kind = words.maybe(f"finding.{finding.kind}", visible_line(finding.kind))
        yield style.warning(f"  ! {kind}: {visible_line(finding.text)}")


def _removed(
    removed: tuple[Removed, ...], words: Words, style: _Style, *, listed: bool
) -> Iterator[str]:
    if not removed:
        return
    yield ""
    if not listed:
        yield style.dim(words("removed-hint", count=len(removed)))
        return
    yield style.bold(words("removed", count=len(removed)))
    for piece in removed:
        reason = words.maybe(f"removed.{piece.reason}", visible_line(piece.reason))
        yield f"  - [{reason}] {visible_line(piece.text)}"


_VALUES, _KEYS = 28, 44
"""Column, in cells, of the explanation of a setting, and of a key binding."""


def settings_text(settings: Settings, language: str) -> str:
    """The settings as the text of a valid settings file.

    Key bindings that the user has not set are comments; removing the ``#`` enables a line.
    """
    return "\n".join(_lines(settings, Words(language, "app"))) + "\n"


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
