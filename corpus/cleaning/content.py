"""Signs that a line is content, whatever noise surrounds it: quantities and table cells."""

from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.quantities import find_quantities, only_scale
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_DATE = re.compile(
    r"(?:[12]\d{3}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*"
    r"(?:[\d一二三四五六七八九十]{1,3}\s*[月./-]\s*(?:[\d一二三四五六七八九十]{1,3}\s*[日号]?)?)?"
    r"|第\s*[\d〇零一二三四五六七八九十百]{1,6}|[共总]\s*\d{1,4}\s*[页頁]|\d{1,2}\s*[:：]\s*\d{2}"
)
"""Years, dates, times, ordinals and counts of pages: numbers with a unit that no plan promises."""


def holds_quantity(text: str) -> bool:
    """Whether the text has a number with a unit; dates, ordinals and time spans excluded.

    >>> [holds_quantity(t) for t in ("培训教师120人", "2026年3月2日", "第五次会议", "五年规划")]
    [True, False, False, False]
    """
    folded = fold(_DATE.sub(" ", text))
    return any(
        quantity.unit
        and quantity.base_unit not in vocabulary.TIME_UNITS
        and not only_scale(folded[quantity.start : quantity.end].rstrip(quantity.unit))
        for quantity in find_quantities(folded)
    )


def is_table_row(text: str) -> bool:
    r"""Whether the line is a row of cells, separated by tabs or by bars.

    >>> is_table_row("1\t维修校舍\t12所"), is_table_row("| 甲 | 乙 |"), is_table_row("甲|乙")
    (True, True, False)
    """
    bare = text.strip()
    return "\t" in bare or bare.count("|") > 1
