"""``plandiff show``: one plan as a tree, with its targets, findings and what was taken away."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from wcwidth import wcswidth

from plandiff.comparison.reports.places import joined
from plandiff.comparison.reports.visible import visible_line
from plandiff.corpus.model import Finding, Plan, Removed, Section, Target

_WORDS = {
    "zh": {
        "sections": "{} 节",
        "targets": "{} 项指标",
        "characters": "{} 字",
        "removed": "去掉的杂质（{} 处）",
        "removed_hint": "去掉杂质 {} 处（--removed 列出）",
        "findings": "需要留意（{} 处）",
        "masked": "数字被遮",
    },
    "en": {
        "sections": "{} sections",
        "targets": "{} targets",
        "characters": "{} characters",
        "removed": "taken away as noise ({})",
        "removed_hint": "{} pieces taken away as noise (--removed lists them)",
        "findings": "worth a look ({})",
        "masked": "masked",
    },
}
_FINDINGS = {
    "damaged-number": "序号残缺",
    "masked-number": "序号被遮",
    "duplicate-number": "序号重复",
    "number-gap": "序号不连续",
    "truncated-end": "结尾疑似截断",
    "hidden-characters": "含不可见字符",
    "hidden-text": "含隐藏文字",
    "tracked-changes": "含修订痕迹",
    "hidden-sheet": "有隐藏的工作表",
    "hidden-rows": "有隐藏的行或列",
    "hidden-slide": "有隐藏的幻灯片",
    "formula-without-value": "公式没有存下结果",
    "attachment": "带有附件，未读",
}


def outline_text(plan: Plan, *, language: str, width: int, colour: bool, removed: bool) -> str:
    """The plan as lines of text no wider than ``width`` columns, except for single long words."""
    words = _WORDS[language]
    style = _Style(on=colour)
    lines = [
        style.bold(visible_line(plan.title or plan.source.name)),
        style.dim(_facts(plan, words)),
        "",
        *_tree(plan, width, style, words),
    ]
    lines += _findings(plan.findings, language, style)
    lines += _removed(plan.removed, words, style, listed=removed)
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


def _facts(plan: Plan, words: Mapping[str, str]) -> str:
    source = plan.source
    facts = [
        visible_line(source.name),
        f"{source.format} {source.encoding}" if source.encoding else source.format,
        *([str(plan.year)] if plan.year else []),
        *([visible_line(plan.issuer)] if plan.issuer else []),
        words["characters"].format(source.characters),
        words["sections"].format(len(plan.sections)),
        words["targets"].format(len(plan.targets)),
    ]
    return " · ".join(facts)


def _tree(plan: Plan, width: int, style: _Style, words: Mapping[str, str]) -> Iterator[str]:
    targets = {
        section: list(group) for section, group in groupby(plan.targets, key=lambda t: t.section)
    }
    for section in plan.sections:
        indent = "  " * max(0, section.level - 1)
        heading = visible_line(joined(section.label or "", section.heading))
        if section.level and heading:
            number = _repaired(section)
            yield style.bold(_cut(indent + heading, width - len(number))) + style.warning(number)
        if section.body:
            yield style.dim(_cut(f"{indent}  {visible_line(section.body)}", width))
        for target in targets.get(section.id, []):
            yield style.target(_cut(f"{indent}  # {_target(target, words)}", width))


def _repaired(section: Section) -> str:
    """The number that a damaged or masked label must have said."""
    label = section.label or ""
    damaged = section.number is not None and ("*" in label or label[:1] in "0.")
    return f"  → {section.number}" if label and damaged else ""


def _target(target: Target, words: Mapping[str, str]) -> str:
    value = words["masked"] if target.masked else _value(target)
    facts = [f"{target.relation} {value}{target.unit}", target.deadline or "", target.scope or ""]
    details = ", ".join(visible_line(fact) for fact in facts if fact)
    return f"{visible_line(target.indicator)}: {visible_line(target.quote)}  [{details}]"


def _value(target: Target) -> str:
    if target.value is None:
        return ""
    upper = f"–{target.upper:.15g}" if target.upper is not None else ""
    return f"{target.value:.15g}{upper}"


def _findings(findings: Iterable[Finding], language: str, style: _Style) -> Iterator[str]:
    found = list(findings)
    if found:
        yield ""
        yield style.bold(_WORDS[language]["findings"].format(len(found)))
    for finding in found:
        kind = _FINDINGS.get(finding.kind, finding.kind) if language == "zh" else finding.kind
        yield style.warning(f"  ! {kind}: {visible_line(finding.text)}")


def _removed(
    removed: tuple[Removed, ...], words: Mapping[str, str], style: _Style, *, listed: bool
) -> Iterator[str]:
    if not removed:
        return
    yield ""
    if not listed:
        yield style.dim(words["removed_hint"].format(len(removed)))
        return
    yield style.bold(words["removed"].format(len(removed)))
    for piece in removed:
        yield f"  - [{piece.reason}] {visible_line(piece.text)}"


def _cut(text: str, width: int) -> str:
    """The text cut to a width in terminal cells, with … where something is left out."""
    text = text.replace("\n", " ")
    if len(text) * 2 <= width or wcswidth(text) <= width:
        return text
    cells = 0
    for end, character in enumerate(text):
        cells += max(0, wcswidth(character))
        if cells > width - 2:
            return text[:end] + "…"
    return text
