"""Build the passages and the edits of rows from matched sections.

cut into units -> group units within rows -> find sentences that left their row -> compare words
within each group -> assemble the edits of the row
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.edits import Edit, EditNature, Op, Passage, RowKind, Side
from plandiff.comparison.model import Notice, Row
from plandiff.comparison.options import Options
from plandiff.comparison.passages.linking import Group, group_by_offset, group_units
from plandiff.comparison.passages.moves import MovedUnit, find_moves
from plandiff.comparison.passages.scoring import LITTLE_KEPT, SHIPPED, PassageWeights
from plandiff.comparison.passages.units import Unit, cut_units, units_text
from plandiff.comparison.row_edits import lay_out
from plandiff.comparison.words import diff_many, is_formal, is_substantive, limit_notices
from plandiff.comparison.words.weights import CLAUSE_ENDS

_DEFAULT = Options()
_FORMAL = (EditNature.FORM, EditNature.IGNORED)
_MAGNITUDES = "百千万亿萬億"
_CLAUSE = 4
"""Characters without signs from which an equal clause is kept in a rewritten passage."""


class Draft(Struct, frozen=True):
    """A row with the units of both sides, before they are grouped."""

    row: Row
    old: list[Unit]
    new: list[Unit]
    formal: bool
    """Whether its texts differ in form only."""

    def units(self, side: Side) -> list[Unit]:
        """Return the units of one side."""
        return self.old if side is Side.OLD else self.new


def compare_passages(
    rows: Iterable[Row], options: Options = _DEFAULT
) -> tuple[tuple[Row, ...], tuple[Notice, ...]]:
    """Return the rows with passages, edits and ``substantive``, and notices on texts too long.

    Only ids, kinds, sections and links of the given rows are read.
    """
    table = tuple(rows)
    drafts = [draft_row(row, options) for row in table if row.kind is not RowKind.UNCHANGED]
    idf = unit_idf(drafts)
    groups = [group_row(draft, idf) for draft in drafts]
    moves = find_moves(
        [
            (draft.row, draft.old, draft.new, *_without_group(draft, found))
            for draft, found in zip(drafts, groups, strict=True)
        ],
        table,
    )
    texts = [
        _texts(draft, group) for draft, found in zip(drafts, groups, strict=True) for group in found
    ]
    edits = iter(diff_many(texts, options))
    compared: dict[str, Row] = {}
    notices: list[Notice] = []
    for at, (draft, found) in enumerate(zip(drafts, groups, strict=True)):
        matched = _matched(draft, found, list(islice(edits, len(found))))
        passages = [*matched, *_unmatched(draft, at, found, moves)]
        compared[draft.row.id] = _finished(draft, passages)
        notices += _notices(draft, found)
    compared = _with_other_halves(compared)
    return tuple(compared.get(row.id) or _unchanged(row) for row in table), tuple(notices)


def draft_row(row: Row, options: Options) -> Draft:
    """Cut a row into units."""
    formal = bool(row.old and row.new) and is_formal(
        row.text(Side.OLD), row.text(Side.NEW), options
    )
    return Draft(row, cut_units(row.old), cut_units(row.new), formal)


def _unchanged(row: Row) -> Row:
    text = row.text(Side.NEW)
    return replace(row, edits=(Edit(Op.EQUAL, text),) if text else (), substantive=False)


def unit_idf(drafts: Sequence[Draft]) -> IdfWeights:
    """Compute the weights of grams; the documents are the units of all changed rows."""
    units = [unit for draft in drafts for unit in (*draft.old, *draft.new)]
    frequency = Counter(chain.from_iterable([unit.grams for unit in units]))
    return IdfWeights(frequency, len(units))


def group_row(draft: Draft, idf: IdfWeights, weights: PassageWeights = SHIPPED) -> list[Group]:
    """Group a row's units; the smaller text is used as the old one, so that results mirror."""
    if not draft.old or not draft.new:
        return []
    if draft.formal:
        return group_by_offset(draft.old, draft.new)
    headings = list(_linked_headings(draft))
    if draft.row.text(Side.OLD) <= draft.row.text(Side.NEW):
        return group_units(draft.old, draft.new, idf, headings, weights)
    mirrored = group_units(draft.new, draft.old, idf, sorted((b, a) for a, b in headings), weights)
    return sorted((old, new) for new, old in mirrored)


def _linked_headings(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield headings of linked sections, where each has no other link."""
    counts = [Counter(link[which] for link in draft.row.links) for which in (0, 1)]
    first = [
        {unit.place.section: at for at, unit in reversed(list(enumerate(side))) if unit.heading}
        for side in (draft.old, draft.new)
    ]
    for old, new in draft.row.links:
        if counts[0][old] == 1 == counts[1][new] and old in first[0] and new in first[1]:
            yield first[0][old], first[1][new]


def _without_group(draft: Draft, groups: Iterable[Group]) -> tuple[list[int], list[int]]:
    """Return the places of the units of both sides that are in no group."""
    grouped = {Side.OLD: set[int](), Side.NEW: set[int]()}
    for old, new in groups:
        grouped[Side.OLD].update(old)
        grouped[Side.NEW].update(new)
    old_free, new_free = (
        [at for at in range(len(draft.units(side))) if at not in grouped[side]] for side in Side
    )
    return old_free, new_free


def _texts(draft: Draft, group: Group) -> tuple[str, str]:
    """Return the text of a group on both sides."""
    old, new = group
    return units_text([draft.old[at] for at in old]), units_text([draft.new[at] for at in new])


def _matched(
    draft: Draft, groups: Sequence[Group], compared: Sequence[tuple[Edit, ...]]
) -> Iterator[Passage]:
    """Yield a passage for each group; ``compared`` are the edits of their texts."""
    for number, (group, found) in enumerate(zip(groups, compared, strict=True)):
        old, new = group
        old_units = [draft.old[at] for at in old]
        new_units = [draft.new[at] for at in new]
        edits = _edits(found, draft)
        yield Passage(
            id=f"m{number}",
            kind=_kind(len(old), len(new), same=all(edit.op is Op.EQUAL for edit in edits)),
            old=tuple(unit.place for unit in old_units),
            new=tuple(unit.place for unit in new_units),
            edits=edits,
            substantive=is_substantive(edits),
            kept=_kept(edits),
        )


def _edits(edits: tuple[Edit, ...], draft: Draft) -> tuple[Edit, ...]:
    """Return the edits to show: one deletion and one insertion if little text is kept."""
    if draft.formal:
        return tuple(
            edit if edit.op is Op.EQUAL or edit.nature in _FORMAL else _as_form(edit)
            for edit in edits
        )
    # Formal differences count as equal here; if little else is equal, marks join unrelated words.
    without_form = [
        replace(edit, op=Op.EQUAL) if edit.nature in _FORMAL and edit.op is Op.DELETE else edit
        for edit in _without_magnitudes(edits)
        if edit.op is not Op.INSERT or edit.nature not in _FORMAL
    ]
    if not is_substantive(edits) or _kept(without_form) > LITTLE_KEPT:
        return edits
    return tuple(_replaced_between_clauses(edits))


def _without_magnitudes(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits without a 万 or 亿 that is equal after a changed number: it keeps no text."""
    last = Op.EQUAL
    for edit in edits:
        follows = edit.op is Op.EQUAL and last is not Op.EQUAL
        yield replace(edit, text=edit.text.lstrip(_MAGNITUDES)) if follows else edit
        last = edit.op


def _replaced_between_clauses(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits of a rewritten passage: replaced text, and the whole clauses that are equal.

    >>> shown = [Edit(Op.DELETE, "甲"), Edit(Op.INSERT, "乙"), Edit(Op.EQUAL, "办，依法治教。")]
    >>> [(edit.op.value, edit.text) for edit in _replaced_between_clauses(shown)]
    [('delete', '甲办，'), ('insert', '乙办，'), ('equal', '依法治教。')]
    """
    texts = dict.fromkeys(Side, "")
    begins = True
    for at, edit in enumerate(edits):
        start, stop = 0, 0
        if edit.op is Op.EQUAL:
            start, stop = _whole_clauses(edit.text, begins=begins, ends=at + 1 == len(edits))
        for side in Side:
            if edit.op in (Op.EQUAL, side.op):
                texts[side] += edit.text[:start] if stop else edit.text
        if stop:
            yield from (Edit(side.op, text) for side, text in texts.items() if text)
            yield Edit(Op.EQUAL, edit.text[start:stop])
            texts = dict.fromkeys(Side, edit.text[stop:])
        begins = all(not text or text[-1] in CLAUSE_ENDS for text in texts.values())
    yield from (Edit(side.op, text) for side, text in texts.items() if text)


def _whole_clauses(text: str, *, begins: bool, ends: bool) -> tuple[int, int]:
    """Return the range of the whole clauses in equal text; (0, 0) if they are none or short.

    ``begins``, ``ends``: whether clauses begin and end with the text on both sides.
    """
    stops = [at + 1 for at, sign in enumerate(text) if sign in CLAUSE_ENDS]
    start = 0 if begins else (stops or [len(text)])[0]
    stop = len(text) if ends else (stops or [0])[-1]
    letters = sum(map(str.isalnum, text[start:stop]))
    return (start, stop) if letters >= _CLAUSE else (0, 0)


def _as_form(edit: Edit) -> Edit:
    return replace(edit, nature=EditNature.FORM, core=())


def _kind(old: int, new: int, *, same: bool) -> RowKind:
    if old > 1 or new > 1:
        return {(False, True): RowKind.SPLIT, (True, False): RowKind.MERGED}.get(
            (old > 1, new > 1), RowKind.REGROUPED
        )
    return RowKind.UNCHANGED if same else RowKind.MODIFIED


def _kept(edits: Sequence[Edit]) -> float:
    """Return the share of the shorter side's characters that is equal, white space excluded."""
    sizes = {
        op: len("".join("".join([edit.text for edit in edits if edit.op is op]).split()))
        for op in Op
    }
    shorter = sizes[Op.EQUAL] + min(sizes[Op.DELETE], sizes[Op.INSERT])
    return round(sizes[Op.EQUAL] / shorter, 4) if shorter else 0.0


def _unmatched(
    draft: Draft, at: int, groups: Sequence[Group], moves: dict[tuple[int, Side, int], MovedUnit]
) -> Iterator[Passage]:
    for side, free in zip(Side, _without_group(draft, groups), strict=True):
        kind = RowKind.REMOVED if side is Side.OLD else RowKind.ADDED
        for place in free:
            unit = draft.units(side)[place]
            end = moves.get((at, side, place))
            nature = EditNature.FORM if draft.formal else EditNature.SUBSTANCE
            edit = Edit(side.op, unit.text, nature)
            if end:
                edit = replace(edit, nature=EditNature.MOVED, link=end.row, section=end.section)
            yield Passage(
                id=f"{side.value}{place}",
                kind=kind,
                old=(unit.place,) if side is Side.OLD else (),
                new=(unit.place,) if side is Side.NEW else (),
                edits=(edit,),
                moved=end is not None,
                other=end.passage if end else None,
                substantive=not draft.formal,
            )


def _finished(draft: Draft, passages: Sequence[Passage]) -> Row:
    """Return the row with its passages in order; ``other`` still holds draft ids."""
    row = draft.row
    ordered, edits = lay_out(row, passages)
    substantive = not row.old or not row.new or is_substantive(edits)
    return replace(row, edits=edits, passages=ordered, substantive=substantive)


def _with_other_halves(rows: dict[str, Row]) -> dict[str, Row]:
    """Number the passages in order; moved ones get the final id of their other half."""
    final = {
        (row.id, passage.id): f"{row.id}.{number}"
        for row in rows.values()
        for number, passage in enumerate(row.passages, start=1)
    }
    return {
        row.id: replace(
            row,
            passages=tuple(
                replace(
                    passage,
                    id=final[row.id, passage.id],
                    other=_other(passage, final),
                )
                for passage in row.passages
            ),
        )
        for row in rows.values()
    }


def _other(passage: Passage, final: dict[tuple[str, str], str]) -> str | None:
    link = passage.edits[0].link
    return final[link, passage.other] if passage.other and link else None


def _notices(draft: Draft, groups: Iterable[Group]) -> Iterator[Notice]:
    """Yield notices on passages whose words were too many to compare at once."""
    for group in groups:
        yield from limit_notices(*_texts(draft, group), draft.row.id)
