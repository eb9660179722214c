"""Comparisons for the tests of the reports: made by hand, at random, and read from a saved one."""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, Passage, Place, RowKind
from plandiff.comparison.model import (
    Candidate,
    Comparison,
    Evidence,
    Notice,
    Replacement,
    Row,
    TargetChange,
    TargetChangeKind,
)
from plandiff.comparison.reports.shared.selection import category_of
from plandiff.corpus.model import Finding, Plan, Relation, Removed, Section, Source, Span, Target

GOLDEN = Path(__file__).parent / "golden"
SAVED = GOLDEN / "samples.comparison.json"


def a_plan(*sections: tuple[str | None, str, str], name: str = "plan.txt") -> Plan:
    """A plan of (label, heading, body); all sections stand under the first."""
    made = tuple(
        Section(f"s{i}", "s0" if i else None, 1 if i else 0, label, None, heading, body)
        for i, (label, heading, body) in enumerate(sections)
    )
    characters = sum(len(section.text) for section in made)
    source = Source(name, "txt", "utf-8", "0" * 64, characters)
    return Plan(source, made[0].heading, 2031, None, made)


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Edits by characters: enough for a report, which takes them as they come."""
    if old == new:
        return (Edit(Op.EQUAL, old),) if old else ()
    made: list[Edit] = []
    for op, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            made.append(Edit(Op.EQUAL, old[i:j]))
            continue
        made += [Edit(Op.DELETE, old[i:j])] * (j > i) + [Edit(Op.INSERT, new[k:m])] * (m > k)
    return tuple(made)


def a_row(
    number: int, old: Sequence[Section], new: Sequence[Section], *, moved: bool = False
) -> Row:
    """A row of these sections, its kind and edits made from them."""
    texts = ["\n".join(section.text for section in side) for side in (old, new)]
    sizes = (len(old), len(new))
    kinds = {
        (False, True): RowKind.ADDED,
        (True, False): RowKind.REMOVED,
    }
    kind = kinds.get((bool(old), bool(new)))
    if kind is None and max(sizes) > 1:
        kind = {1: RowKind.SPLIT}.get(sizes[0], RowKind.MERGED)
        kind = RowKind.REGROUPED if min(sizes) > 1 else kind
    if kind is None:
        kind = RowKind.UNCHANGED if texts[0] == texts[1] else RowKind.MODIFIED
    return Row(
        f"r{number}",
        kind,
        tuple(old),
        tuple(new),
        tuple((a.id, b.id) for a in old for b in new),
        edits_between(*texts),
        moved=moved and bool(old and new),
        substantive=kind is not RowKind.UNCHANGED,
    )


def in_order(old: Plan, new: Plan) -> Comparison:
    """The two plans compared section by section, as they stand."""
    length = max(len(old.sections), len(new.sections))
    rows = (a_row(i, old.sections[i : i + 1], new.sections[i : i + 1]) for i in range(length))
    return Comparison(old, new, tuple(rows))


# Random comparisons: any text, any grouping, any order.

_TEXT = st.text(alphabet="甲乙丙丁，。0123%a \t\x07\u202e<&\ud800", max_size=12)
_BODY = st.lists(_TEXT, max_size=3).map("\n".join)
_SECTION = st.tuples(st.sampled_from([None, "一、", "(二)", "第三条", "1."]), _TEXT, _BODY)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Plans of up to six sections, put into rows in any way that uses each section once."""
    old, new = (a_plan(*draw(st.lists(_SECTION, min_size=1, max_size=6))) for _ in range(2))
    groups: dict[int, tuple[list[Section], list[Section]]] = {}
    for index, plan in enumerate((old, new)):
        for section in plan.sections:
            group = draw(st.integers(0, 7))
            groups.setdefault(group, ([], []))[index].append(section)
    order = draw(st.permutations(sorted(groups)))
    rows = tuple(
        a_row(i, *groups[group], moved=draw(st.booleans())) for i, group in enumerate(order)
    )
    return Comparison(old, new, rows)


# A saved comparison, so that golden files change only when a report changes.


def _plan(data: Mapping[str, Any]) -> Plan:
    sections = (
        Section(**{key: value for key, value in section.items() if key != "text"})
        for section in data["sections"]
    )
    targets = (
        Target(
            **{**target, "span": Span(*target["span"]), "relation": Relation(target["relation"])}
        )
        for target in data["targets"]
    )
    return Plan(
        Source(**data["source"]),
        data["title"],
        data["year"],
        data["issuer"],
        tuple(sections),
        tuple(targets),
        tuple(Removed(**removed) for removed in data["removed"]),
        tuple(Finding(**finding) for finding in data["findings"]),
    )


def _edit(data: Mapping[str, Any]) -> Edit:
    return Edit(
        Op(data["op"]),
        data["text"],
        EditNature(data.get("nature", "substance")),
        tuple(Span(*span) for span in data.get("core", ())),
        data.get("link"),
        data.get("section"),
    )


def _passage(data: Mapping[str, Any]) -> Passage:
    return Passage(
        id=data["id"],
        kind=RowKind(data["kind"]),
        old=tuple(Place(**place) for place in data["old"]),
        new=tuple(Place(**place) for place in data["new"]),
        edits=tuple(_edit(edit) for edit in data["edits"]),
        **{key: data[key] for key in ("moved", "other", "substantive", "kept")},
    )


def _row(data: Mapping[str, Any], old: Plan, new: Plan) -> Row:
    by_id = [{section.id: section for section in plan.sections} for plan in (old, new)]
    return Row(
        id=data["id"],
        kind=RowKind(data["kind"]),
        old=tuple(by_id[0][name] for name in data["old"]),
        new=tuple(by_id[1][name] for name in data["new"]),
        links=tuple((a, b) for a, b in data["links"]),
        edits=tuple(_edit(edit) for edit in data["edits"]),
        passages=tuple(_passage(passage) for passage in data["passages"]),
        evidence=tuple(Evidence(**evidence) for evidence in data["evidence"]),
        candidates=tuple(
            (found["of"], Candidate(found["section"], found["score"]))
            for found in data["candidates"]
        ),
        **{
            key: data[key]
            for key in ("moved", "renumbered", "substantive", "confidence", "block", "pinned")
        },
    )


def comparison_from_dict(data: Mapping[str, Any]) -> Comparison:
    """The comparison that `comparison_to_dict` was made from."""
    old, new = _plan(data["old"]), _plan(data["new"])
    targets = [{target.id: target for target in plan.targets} for plan in (old, new)]
    changes = (
        TargetChange(
            TargetChangeKind(change["kind"]),
            targets[0].get(change["old"]),
            targets[1].get(change["new"]),
            change["row"],
            **{key: change[key] for key in ("delta", "deadline", "relation", "effect")},
        )
        for change in data["targets"]
    )
    replacements = (
        Replacement(item["old"], item["new"], item["count"], tuple(item["rows"]))
        for item in data["replacements"]
    )
    return Comparison(
        old,
        new,
        tuple(_row(row, old, new) for row in data["rows"]),
        tuple(changes),
        tuple(replacements),
        tuple(Notice(**notice) for notice in data["notices"]),
    )


def sample_comparison() -> Comparison:
    """The two sample plans compared, as saved beside the golden files."""
    return comparison_from_dict(json.loads(SAVED.read_text(encoding="utf-8")))


def few_of_each(most: int = 2) -> Comparison:
    """Of the sample plans some rows of each category, with a doubtful one: a small full report."""
    whole = sample_comparison()
    kept: defaultdict[str, list[Row]] = defaultdict(list)
    for row in whole.rows:
        if len(kept[category_of(row)]) < most:
            kept[category_of(row)].append(replace(row, candidates=()))
    kept["modified"][0] = replace(kept["modified"][0], confidence=0.4)
    by_id = {row.id: row for rows in kept.values() for row in rows}
    ids = [row.id for row in whole.rows if row.id in by_id]
    return replace(
        whole,
        rows=tuple(by_id[row] for row in ids),
        targets=tuple(change for change in whole.targets if change.row in ids),
    )


# What a word processor does with tracked changes.

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_xml(docx: bytes, name: str = "word/document.xml") -> bytes:
    """One part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(name)


def resolved_paragraphs(docx: bytes, *, accept: bool) -> list[str]:
    """The paragraphs after accepting, or rejecting, all tracked changes.

    A paragraph whose mark goes away runs into the next one.
    """
    gone = {"del", "moveFrom"} if accept else {"ins", "moveTo"}
    body = etree.fromstring(document_xml(docx)).find(f"{WORD}body")
    assert body is not None
    paragraphs: list[str] = []
    current = ""
    for paragraph in body.findall(f"{WORD}p"):
        for text in paragraph.iter(f"{WORD}t", f"{WORD}delText"):
            if not gone & {str(parent.tag).removeprefix(WORD) for parent in text.iterancestors()}:
                current += text.text or ""
        marks = {
            str(m.tag).removeprefix(WORD) for m in paragraph.iterfind(f"{WORD}pPr/{WORD}rPr/*")
        }
        if not gone & marks:
            paragraphs.append(current)
            current = ""
    assert not current
    return paragraphs
