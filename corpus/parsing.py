"""Parse a document's lines into a plan: cleaning, outline, targets, findings.

Invariant: every character of the input except white space is in exactly one heading, body, label
or removed text; only the 。 between a run-in heading and its body is dropped.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import ends_sentence, is_han, squash
from plandiff.corpus.cleaning.odd_contents import find_odd_contents
from plandiff.corpus.cleaning.removed_content import find_removed_content, on_one_line
from plandiff.corpus.cleaning.steps import clean
from plandiff.corpus.model import Document, Finding, Line, Pack, Plan, Section
from plandiff.corpus.outline.candidates import find_candidates
from plandiff.corpus.outline.facts import find_issuer, find_year
from plandiff.corpus.outline.numbering import find_anomalies, find_unread, repair_numbers
from plandiff.corpus.outline.tree import cut_sections, find_nodes
from plandiff.corpus.packs import using
from plandiff.corpus.targets.finding import find_targets
from plandiff.corpus.tasks import find_tasks
from plandiff.corpus.text import lazy_re as re

TRUNCATED = "truncated-end"


def parse(document: Document, *, outline_only: bool = False, packs: Iterable[Pack] = ()) -> Plan:
    """Parse a document into a plan; ``outline_only`` omits targets and tasks.

    >>> from plandiff.corpus.model import Source
    >>> lines = tuple(Line(text) for text in ("学校工作计划", "一、目标。办好学校。"))
    >>> plan = parse(Document(Source("a.txt", "txt", "utf-8", "", 20), lines))
    >>> [(s.level, s.label, s.heading, s.body) for s in plan.sections]
    [(0, None, '学校工作计划', ''), (1, '一、', '目标', '办好学校。')]
    """
    cleaned = clean(document)
    candidates = find_candidates(cleaned.lines)
    nodes = find_nodes(cleaned.lines, candidates)
    numbers = repair_numbers(nodes)
    sections, bullets = cut_sections(cleaned.title, cleaned.lines, nodes, numbers)
    findings = [*document.findings, *cleaned.findings, *find_anomalies(nodes, numbers)]
    findings += find_unread(cleaned.lines, candidates, nodes)
    findings += _truncation(sections, cleaned.lines)
    findings += find_odd_contents(cleaned.lines, document.attachments)
    removed = (*cleaned.removed, *bullets)
    kept = sum(len(squash(section.text)) for section in sections)
    findings += find_removed_content(removed, kept)
    year = find_year(cleaned.title, sections)
    packs = tuple(packs)
    with using(packs):
        targets = () if outline_only else find_targets(sections)
        tasks = () if outline_only else find_tasks(sections, year)
    return Plan(
        source=document.source,
        title=cleaned.title,
        year=year,
        issuer=find_issuer(cleaned.title, sections),
        sections=tuple(sections),
        targets=targets,
        removed=removed,
        findings=tuple(replace(f, text=on_one_line(f.text)) for f in findings),
        tasks=tasks,
        packs=packs,
    )


_AFTER_TEXT = re.compile(r"印[发發]\Z|抄送|[联聯][系繫絡]人|[电電][话話]|地址|[邮郵信][箱编編]|@")
"""The imprint of a document or where to ask: lines without a full stop below the text."""


def _truncation(sections: Sequence[Section], lines: Sequence[Line]) -> list[Finding]:
    """A finding if the last long line ends without a full stop although the others have one."""
    last = sections[-1]
    end = lines[-1].text.rstrip() if lines else ""
    if not lines or lines[-1].row or _AFTER_TEXT.search(end):
        return []
    stopped = sum("。" in line.text for line in lines)
    if len(end) < 20 or not stopped or ends_sentence(end) or not is_han(end[-1]) or end[-1] == "日":
        return []
    return [Finding(TRUNCATED, last.id, end[-20:])]
