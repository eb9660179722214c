"""What a summary says beside changes: wording changed throughout, what is left out, oddities."""

from collections import Counter
from collections.abc import Iterator, Mapping

from comparison.model import Comparison, Side
from comparison.reports.items import Item, text_detail
from comparison.reports.labels import Labels
from comparison.reports.places import Places, shorten
from comparison.reports.row_groups import RowGroups
from comparison.reports.visible import visible_line
from corpus.model import Finding, Plan


def replacement_items(comparison: Comparison, labels: Labels) -> Iterator[Item]:
    """Each wording changed throughout, with its count."""
    for item in comparison.replacements:
        title = labels.say(
            "replaced.line",
            old=visible_line(item.old),
            new=visible_line(item.new),
            count=item.count,
            rows=len(item.rows),
        )
        yield Item("≈", title, None)


def left_out_items(rows: RowGroups, labels: Labels) -> Iterator[Item]:
    """What was not itemised, each kind with its count."""
    counts = {
        "left-out.rolled-up": len(rows.rolled_up),
        "left-out.formal": len(rows.formal),
        "left-out.form-places": rows.form_places,
        "left-out.renumbered": len(rows.renumbered),
    }
    for key, count in counts.items():
        if count:
            yield Item("·", labels.say(key, count=count), None)


def _finding(finding: Finding, places: Places, labels: Labels) -> str:
    what = labels.maybe(f"finding.{finding.kind}", finding.kind)
    text = visible_line(shorten(finding.text, 40))
    place = (
        visible_line(places.path(places.section(finding.section)))
        if finding.section is not None and places.has(finding.section)
        else ""
    )
    return labels.say(
        "finding.line" if place else "finding.plain", what=what, text=text, place=place
    )


def _removed(plan: Plan, labels: Labels) -> str:
    counts = Counter(removed.reason for removed in plan.removed)
    return labels["list.comma"].join(
        labels.say("removed.count", what=labels.maybe(f"removed.{reason}", reason), count=count)
        for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def hint_items(
    comparison: Comparison, places: Mapping[Side, Places], labels: Labels
) -> Iterator[Item]:
    """Notices of the comparison; what is odd in each plan; what reading took away as noise."""
    for notice in comparison.notices:
        yield Item("!", visible_line(notice.text), notice.row)
    for side in Side:
        plan = comparison.plan(side)
        name = labels[f"side.{side.value}"]
        details = tuple(
            text_detail("", _finding(finding, places[side], labels)) for finding in plan.findings
        )
        if details:
            yield Item(
                "?", labels.say("hint.findings", side=name, count=len(details)), None, details
            )
        if plan.removed:
            yield Item(
                "·", labels.say("hint.removed", side=name, what=_removed(plan, labels)), None
            )
