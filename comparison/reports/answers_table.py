"""意见采纳情况表: how each remark was handled, as a table or as JSON (``plandiff.answers/1``)."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from plandiff.comparison.across.answers import Answers, Change, RemarkAnswer, RemarkStatus
from plandiff.comparison.edits import Edit, EditNature, Op, Place
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import PlainTable, render_table
from plandiff.comparison.reports.shared.json_values import (
    edit_to_dict,
    place_to_dict,
    plan_to_dict,
    to_json_bytes,
)
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import SectionPaths, plan_name, shorten
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.escape import visible_line

_WIDTHS = {
    "serial": 6,
    "who": 10,
    "text": 34,
    "place": 20,
    "quote": 34,
    "status": 12,
    "done": 36,
    "reason": 24,
}
_MOST_CHANGES = 6
"""Changes that are listed for one remark; any further ones are only counted."""
_LONGEST = 120
"""Maximum number of characters of a quoted text."""
_MAGNITUDE = re.compile("[百千]?[万亿萬億]+")
_QUIET = (EditNature.FORM, EditNature.IGNORED)


def render_answers(answers: Answers, form: str, options: ReportOptions) -> bytes:
    """Render the answers in a format; raises `UsageError` for an unknown format."""
    if form == "json":
        return to_json_bytes(_document(answers))
    return render_table(_table(answers, options.language), form, options)


def _document(answers: Answers) -> dict[str, Any]:
    return {
        "schema": "plandiff.answers/1",
        "old": plan_to_dict(answers.comparison.old),
        "new": plan_to_dict(answers.comparison.new),
        "answers": [_answer(answer) for answer in answers.answers],
        "counts": dict(sorted(answers.counts.items())),
    }


def _answer(answer: RemarkAnswer) -> dict[str, Any]:
    remark = answer.remark
    return {
        "note": remark.id,
        "who": remark.who,
        "text": remark.text,
        "when": remark.when,
        "about": remark.heading,
        "quote": remark.quote,
        "places": [place_to_dict(place) for place in remark.places],
        "status": answer.status.value,
        "change": _place(answer.place),
        "changes": [
            {"place": _place(change.place), "edits": [edit_to_dict(edit) for edit in change.edits]}
            for change in answer.changes
        ],
        "decided_by": "person" if answer.by_person else "rule",
        "reason": remark.decision.reason if remark.decision else "",
        "uncertain": answer.uncertain,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return place_to_dict(place) if place else None


def _table(answers: Answers, language: str) -> PlainTable:
    labels = labels_for(language)
    places = SectionPaths(answers.comparison.old), SectionPaths(answers.comparison.new)
    return PlainTable(
        title=labels["answers.title"],
        facts=_facts(answers, labels),
        columns=tuple((labels[f"answers.{name}"], width) for name, width in _WIDTHS.items()),
        rows=tuple(
            _row(number, answer, places, labels) for number, answer in enumerate(answers.answers, 1)
        ),
        language="zh-CN" if language.startswith("zh") else "en",
    )


def _facts(answers: Answers, labels: Labels) -> tuple[str, ...]:
    counts = answers.counts
    old, new = (plan_name(plan) for plan in (answers.comparison.old, answers.comparison.new))
    names = {status.value: counts[status.value] for status in RemarkStatus}
    facts = [
        labels("answers.plans", old=old, new=new),
        labels("answers.counts", count=len(answers.answers), **names),
    ]
    if counts["uncertain"]:
        facts.append(labels("answers.look", count=counts["uncertain"]))
    return tuple(facts)


def _row(
    number: int, answer: RemarkAnswer, places: tuple[SectionPaths, SectionPaths], labels: Labels
) -> tuple[str, ...]:
    remark = answer.remark
    status = labels[f"answers.status.{answer.status.value}"]
    if answer.by_person:
        status = labels("answers.by-person", status=status)
    elif answer.uncertain:
        status = labels("answers.uncertain", status=status)
    reason = remark.decision.reason if remark.decision else ""
    return (
        str(number),
        visible_line(remark.who),
        visible_line(remark.text) or labels["answers.question"],
        _where(answer, places[0], labels),
        shorten(visible_line(remark.quote), _LONGEST),
        status,
        labels["list.semicolon"].join(_done(answer, places[1], labels)),
        visible_line(reason),
    )


def _where(answer: RemarkAnswer, old: SectionPaths, labels: Labels) -> str:
    remark = answer.remark
    if remark.whole:
        return labels["answers.whole"]
    sections = [old.section(section) for section in dict.fromkeys(p.section for p in remark.places)]
    return old.paths(sections) if sections else visible_line(remark.heading)


def _done(answer: RemarkAnswer, new: SectionPaths, labels: Labels) -> Iterator[str]:
    """Describe the changes: the new place if it moved, and what was changed, added and dropped."""
    changes = [text for change in answer.changes for text in _words(change, labels)]
    if answer.place is None and not changes:
        yield labels["answers.see" if answer.remark.whole else "answers.none"]
        return
    if answer.place is not None:
        section = new.section(answer.place.section)
        yield labels("answers.now", place=new.paths((section,)))
    yield from changes[:_MOST_CHANGES]
    if len(changes) > _MOST_CHANGES:
        yield labels("answers.more", count=len(changes) - _MOST_CHANGES)
    if not changes:
        yield labels["answers.same"]


def _words(change: Change, labels: Labels) -> Iterator[str]:
    """The edits of one passage in words: ``“80%”改为“85%”``, ``增加“…”``, ``删去“…”``."""
    waiting: str | None = None
    end = Edit(Op.EQUAL, "")
    for edit, behind in pairwise((*_marked(change.edits), end, end)):
        text = visible_line(edit.text)
        if edit.op is Op.INSERT and text:
            # “2万”改为“3万”: the marks leave out a magnitude that both numbers have.
            magnitude = _MAGNITUDE.match(behind.text) if text[-1].isdecimal() else None
            more = magnitude.group() if magnitude and waiting else ""
            old, new = (shorten(side + more, _LONGEST) for side in (waiting or "", text))
            yield labels(f"answers.{'changed' if waiting else 'added'}", old=old, new=new)
            waiting = None
            continue
        if waiting:
            yield labels("answers.dropped", old=shorten(waiting, _LONGEST))
        waiting = text if edit.op is Op.DELETE else None


def _marked(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits without changes of form and without sentences that moved elsewhere."""
    for edit in edits:
        if edit.op is Op.EQUAL or (
            edit.nature not in _QUIET and edit.nature is not EditNature.MOVED
        ):
            yield edit
