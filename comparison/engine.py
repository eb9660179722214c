"""Compare two plans: align sections, then passages and words, then targets.

>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> old, new = (read_plan(str(path)) for path in sample_paths())
>>> compare(old, new).target_counts["raised"] > 0
True
"""

from collections.abc import Iterable, Iterator, Sequence

from plandiff.comparison.alignment import align
from plandiff.comparison.edits import RowKind
from plandiff.comparison.force import ClauseReader, add_target_force, compare_force
from plandiff.comparison.model import Comparison, Match, Row
from plandiff.comparison.options import Options
from plandiff.comparison.passages import compare_passages
from plandiff.comparison.removed_text import compare_removed
from plandiff.comparison.target_changes import match_targets
from plandiff.comparison.task_changes import match_tasks
from plandiff.comparison.words import find_replacements, ignored_notices
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.packs import using
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_DEFAULT = Options()
_PUNCTUATION = re.compile(r"[\s()\[\].,:;、。·]+")


def compare(old: Plan, new: Plan, options: Options = _DEFAULT) -> Comparison:
    """Compare two plans; every section of both is in exactly one row of the result.

    Pins in ``options`` are hard constraints.  Exchanging the plans gives the mirrored result.
    """
    with using((*old.packs, *new.packs)):
        return _compare(old, new, options)


def _compare(old: Plan, new: Plan, options: Options) -> Comparison:
    matches = align(old, new, options)
    rows, notices = compare_passages(matched_rows(old, new, matches), options)
    reader = ClauseReader()
    return Comparison(
        old=old,
        new=new,
        rows=rows,
        targets=add_target_force(old, new, match_targets(old, new, rows), reader),
        replacements=find_replacements(rows),
        tasks=match_tasks(old, new, rows),
        notices=(*notices, *ignored_notices(rows, options), *compare_removed(old, new)),
        force=compare_force(old, new, rows, reader),
    )


def matched_rows(old: Plan, new: Plan, matches: Iterable[Match]) -> Iterator[Row]:
    """Yield rows whose words are not compared yet."""
    old_sections, new_sections = (
        {section.id: section for section in plan.sections} for plan in (old, new)
    )
    for index, match in enumerate(matches):
        old_part = tuple(old_sections[identity] for identity in match.old)
        new_part = tuple(new_sections[identity] for identity in match.new)
        yield Row(
            id=f"r{index}",
            kind=_kind(old_part, new_part),
            old=old_part,
            new=new_part,
            links=match.links,
            edits=(),
            moved=match.moved,
            block=match.block,
            renumbered=renumbered(old_part, new_part),
            confidence=match.confidence,
            evidence=match.evidence,
            candidates=match.candidates,
            pinned=match.pinned,
        )


def _kind(old: tuple[Section, ...], new: tuple[Section, ...]) -> RowKind:
    if not old:
        return RowKind.ADDED
    if not new:
        return RowKind.REMOVED
    if len(old) > 1 or len(new) > 1:
        return {(False, True): RowKind.SPLIT, (True, False): RowKind.MERGED}.get(
            (len(old) > 1, len(new) > 1), RowKind.REGROUPED
        )
    return RowKind.UNCHANGED if old[0].text == new[0].text else RowKind.MODIFIED


def renumbered(old: Sequence[Section], new: Sequence[Section]) -> bool:
    """Whether the two sides have no label in common.

    Width and punctuation of labels are form: ``（一）`` and ``(一)`` are the same label.

    >>> a = Section("s1", "s0", 1, "（二）", 2, "抓质量", "")
    >>> b = Section("s3", "s0", 1, "(三)", 3, "抓质量", "")
    >>> renumbered([a], [b]), renumbered([a], [a])
    (True, False)
    """
    if not old or not new:
        return False
    return not ({_label_key(s) for s in old} & {_label_key(s) for s in new})


def _label_key(section: Section) -> tuple[int | None, str]:
    label = section.label or ""
    # A masked or damaged label is replaced by its repaired number.
    printed = "" if section.number is not None and "*" in label else fold(label)
    return section.number, _PUNCTUATION.sub("", printed)
