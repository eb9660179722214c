"""Two plans in, one `Comparison` out: align, words, targets, in that order.

>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> old, new = (read_plan(str(path)) for path in sample_paths())
>>> compare(old, new).target_counts["raised"] > 0
True
"""

from collections.abc import Iterable

from plandiff.comparison.alignment import align
from plandiff.comparison.force import compare_force
from plandiff.comparison.model import Comparison, Match, Notice, Op, Row, RowKind, Side
from plandiff.comparison.numbering import renumbered
from plandiff.comparison.options import Options
from plandiff.comparison.removed_text import compare_removed
from plandiff.comparison.target_changes import match_targets
from plandiff.comparison.words import (
    diff_sections,
    find_replacements,
    ignored_notices,
    link_moved_sentences,
)
from plandiff.corpus.model import Plan, Section

_DEFAULT = Options()


def compare(old: Plan, new: Plan, options: Options = _DEFAULT) -> Comparison:
    """Compare two plans; the result holds every section of both in exactly one row.

    Pins in ``options`` are hard constraints.  Comparing the plans the other way round gives the
    mirror of the result.
    """
    matches = align(old, new, options)
    rows, notices = _compare_words(old, new, matches, options)
    rows = link_moved_sentences(rows)
    return Comparison(
        old=old,
        new=new,
        rows=rows,
        targets=match_targets(old, new, rows),
        replacements=find_replacements(rows),
        notices=(*notices, *ignored_notices(rows, options), *compare_removed(old, new)),
        force=compare_force(rows),
    )


def _compare_words(
    old: Plan, new: Plan, matches: Iterable[Match], options: Options
) -> tuple[tuple[Row, ...], tuple[Notice, ...]]:
    sections = {
        Side.OLD: {section.id: section for section in old.sections},
        Side.NEW: {section.id: section for section in new.sections},
    }
    rows: list[Row] = []
    notices: list[Notice] = []
    for index, match in enumerate(matches):
        row, row_notices = _row(
            f"r{index}",
            match,
            tuple(sections[Side.OLD][identity] for identity in match.old),
            tuple(sections[Side.NEW][identity] for identity in match.new),
            options,
        )
        rows.append(row)
        notices.extend(row_notices)
    return tuple(rows), tuple(notices)


def _row(
    identity: str,
    match: Match,
    old: tuple[Section, ...],
    new: tuple[Section, ...],
    options: Options,
) -> tuple[Row, tuple[Notice, ...]]:
    diff = diff_sections(old, new, options, row=identity)
    kind = _kind(old, new, same=all(edit.op is Op.EQUAL for edit in diff.edits))
    return Row(
        id=identity,
        kind=kind,
        old=old,
        new=new,
        links=match.links,
        edits=diff.edits,
        moved=match.moved,
        block=match.block,
        renumbered=renumbered(old, new),
        substantive=not old or not new or diff.substantive,
        confidence=match.confidence,
        evidence=match.evidence,
        candidates=match.candidates,
        pinned=match.pinned,
    ), diff.notices


def _kind(old: tuple[Section, ...], new: tuple[Section, ...], *, same: bool) -> RowKind:
    if not old:
        return RowKind.ADDED
    if not new:
        return RowKind.REMOVED
    if len(old) > 1 or len(new) > 1:
        return {(False, True): RowKind.SPLIT, (True, False): RowKind.MERGED}.get(
            (len(old) > 1, len(new) > 1), RowKind.REGROUPED
        )
    return RowKind.UNCHANGED if same else RowKind.MODIFIED
