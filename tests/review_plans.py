"""Small plans and comparisons made by hand, for tests of the review store.

Sections are paired by their headings, so that a test says with two lists what changed; the real
alignment has tests of its own.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from plandiff.comparison.edits import Edit, Op, RowKind
from plandiff.comparison.model import Comparison, Row, TargetChange, TargetChangeKind
from plandiff.corpus.model import Plan, Relation, Section, Source, Span, Target

Part = tuple[int, str, str]
"""Level, heading, body."""


def plan(parts: Sequence[Part], name: str = "plan.txt", targets: bool = False) -> Plan:
    """A plan of these sections; the first is the root."""
    sections: list[Section] = []
    stack: list[Section] = []
    for index, (level, heading, body) in enumerate(parts):
        del stack[level:]
        parent = stack[-1].id if stack else None
        section = Section(f"s{index}", parent, level, f"{index}.", index, heading, body)
        sections.append(section)
        stack.append(section)
    digest = sha256(repr(parts).encode()).hexdigest()
    source = Source(name, "txt", "utf-8", digest, sum(len(s.text) for s in sections))
    found = tuple(_targets(sections)) if targets else ()
    return Plan(source, sections[0].heading, None, None, tuple(sections), found)


def comparison(old: Plan, new: Plan) -> Comparison:
    """Sections with the same heading side by side, the rest as removed and added."""
    partners: dict[str, list[Section]] = {}
    for section in new.sections[1:]:
        partners.setdefault(section.heading, []).append(section)
    pairs: list[tuple[Section | None, Section | None]] = [(old.root, new.root)]
    taken: set[str] = set()
    for section in old.sections[1:]:
        free = partners.get(section.heading, [])
        partner = free.pop(0) if free else None
        pairs.append((section, partner))
        taken |= {partner.id} if partner else set()
    pairs += [(None, section) for section in new.sections[1:] if section.id not in taken]
    rows = tuple(_row(index, *pair) for index, pair in enumerate(pairs))
    bare = Comparison(old, new, rows)
    return Comparison(old, new, rows, tuple(_target_changes(bare)))


def compared(
    old: Sequence[Part], new: Sequence[Part], names: tuple[str, str] = ("old.txt", "new.txt")
) -> Comparison:
    """The comparison of two plans given by their parts."""
    return comparison(plan(old, names[0]), plan(new, names[1]))


def row_of(result: Comparison, heading: str) -> str:
    """Id of the row that bears this heading."""
    return next(
        row.id
        for row in result.rows
        if any(section.heading == heading for section in (*row.old, *row.new))
    )


def _row(index: int, old: Section | None, new: Section | None) -> Row:
    edits: list[Edit] = []
    kind = RowKind.MODIFIED
    if old and new and old.text == new.text:
        kind = RowKind.UNCHANGED
        edits = [Edit(Op.EQUAL, old.text)]
    else:
        edits += [Edit(Op.DELETE, old.text)] if old else []
        edits += [Edit(Op.INSERT, new.text)] if new else []
    if not old or not new:
        kind = RowKind.REMOVED if old else RowKind.ADDED
    links = ((old.id, new.id),) if old and new else ()
    sides = ((old,) if old else (), (new,) if new else ())
    changed = kind is not RowKind.UNCHANGED
    return Row(f"r{index}", kind, *sides, links, tuple(edits), substantive=changed)


def _targets(sections: Iterable[Section]) -> Iterable[Target]:
    """One target for each body that holds ``达到N``."""
    for section in sections:
        at = section.text.find("达到")
        if at >= 0:
            quote = section.text[at:].partition("。")[0]
            number = float("".join(c for c in quote if c.isdecimal()))
            span = Span(at, at + len(quote))
            name = f"t{section.id[1:]}"
            yield Target(
                name, section.id, span, quote, section.heading, Relation.EQUAL, number, unit="%"
            )


def _target_changes(result: Comparison) -> Iterable[TargetChange]:
    for row in result.rows:
        old, new = (
            next((t for t in found.targets for s in sections if t.section == s.id), None)
            for found, sections in ((result.old, row.old), (result.new, row.new))
        )
        if old or new:
            kind = TargetChangeKind.CHANGED if old and new else TargetChangeKind.ADDED
            yield TargetChange(kind, old, new, row.id)
