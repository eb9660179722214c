"""What must be said about the words of a whole comparison."""

from collections.abc import Iterable

from plandiff.comparison.model import EditNature, Notice, Op, Row
from plandiff.comparison.options import Options


def ignored_notices(rows: Iterable[Row], options: Options) -> tuple[Notice, ...]:
    """How many differences the user's ignore rules cover; nothing where there are no rules."""
    rules = (*sorted(options.ignore), *options.ignore_patterns)
    if not rules:
        return ()
    counts = [
        sum(edit.nature is EditNature.IGNORED and edit.op is not Op.EQUAL for edit in row.edits)
        for row in rows
    ]
    count, sections, named = str(sum(counts)), str(sum(map(bool, counts))), ", ".join(rules)
    text = f"{count} differences in {sections} sections are ignored by rule: {named}"
    facts = (("count", count), ("sections", sections), ("rules", named))
    return (Notice("ignored", text, facts=facts),)
