"""Text cut into the units that a reader sees as one: numbers, dates, labels, words, signs.

Rules come before the dictionary, for a dictionary cuts ``1,200`` in three and ``一千三百二十万``
in two.  A number takes its magnitude and its sign along (``12.5%``, ``1.2万``, ``≥95%``), not its
unit of measure: ``3640万元`` is ``3640万`` and ``元``, so that a changed number lights up alone.
"""

import re
from functools import cache
from itertools import pairwise

from comparison.words.lexicon import terms
from comparison.words.segmentation import cut_run
from comparison.words.views import View

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_LETTER = r"A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f\u0370-\u052f"
_DIGIT = r"0-9０-９"
_ONES = "一二两三四五六七八九几"
_NUMERAL = "[一二两三四五六七八九十百千万亿零〇○]"
_DASH = r"[-－—–―~～∼−]{1,2}"
_PLAIN = (
    rf"(?:[{_DIGIT}]{{1,3}}(?:[,，][{_DIGIT}]{{3}})+(?![{_DIGIT}])|[{_DIGIT}]++)"
    rf"(?:[.．][{_DIGIT}]+)*"
)
_AMOUNT = rf"(?:{_PLAIN}|[*＊]+)(?:\s?[%％‰]|[百千]万|[万亿]+)?"
_RULES = (
    # document number: 〔2024〕3号
    rf"[〔\[［【(（][{_DIGIT}]{{4}}[〕\]］】)）]第?[{_DIGIT}]{{1,5}}号",
    # web and mail addresses
    r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,64}",
    # dates: 2024-05-01, 2024年, 2021—2025年, 9月15日, 二〇二五年
    rf"(?:19|20)[{_DIGIT}]{{2}}(?P<mark>[-/.])[{_DIGIT}]{{1,2}}(?P=mark)[{_DIGIT}]{{1,2}}"
    rf"(?![{_DIGIT}])",
    rf"[{_DIGIT}]{{4}}年?{_DASH}[{_DIGIT}]{{4}}年?(?![{_DIGIT}])|[{_DIGIT}]{{4}}年",
    rf"[{_DIGIT}]{{1,2}}月(?:[{_DIGIT}]{{1,2}}[日号])?"
    rf"(?:{_DASH}[{_DIGIT}]{{1,2}}(?:月[{_DIGIT}]{{1,2}}[日号]|月|日))?",
    rf"[{_ONES}〇零○０Ｏ]{{4}}年|[{_ONES}十]{{1,3}}月[{_ONES}十]{{1,3}}日",
    # clock and ratio: 8:30
    rf"[{_DIGIT}]{{1,3}}[:：∶][{_DIGIT}]{{1,3}}(?:[:：∶][{_DIGIT}]{{1,3}})?(?![{_DIGIT}])",
    # names with letters and digits: 5G, 1+X, COVID-19, Wi-Fi
    rf"[{_DIGIT}]{{1,3}}(?:[+＋][{_LETTER}{_DIGIT}]{{1,3}})+(?![{_DIGIT}{_LETTER}])",
    rf"[{_DIGIT}]*+[{_LETTER}](?:[-'’.·&/+]?[{_LETTER}{_DIGIT}\u0300-\u036f])*+",
    # amounts and ranges: ≥95%, 1-2, 3万—5万, *%
    rf"[≥≤＞＜><≈±＋+－−-]?{_AMOUNT}(?:(?:{_DASH}|[至到](?=[{_DIGIT}])){_AMOUNT})?",
    # numerals: 百分之十五, 三分之一, 第十四条, 一千三百二十万
    rf"[百千]分之(?:{_NUMERAL}{{1,12}}(?:点{_NUMERAL}{{1,12}})?|{_PLAIN})",
    rf"{_NUMERAL}{{1,12}}分之{_NUMERAL}{{1,12}}",
    rf"第(?:[{_DIGIT}]++|{_NUMERAL}{{1,12}})[章条款项编]|第(?:[{_DIGIT}]++|{_NUMERAL}{{2,12}})",
    rf"(?<![统同唯专单归])[{_ONES}]?[十百千][零〇]?{_NUMERAL}{{1,12}}"
    rf"|(?<![统同唯专单归])[{_ONES}][十百千][万亿]*+",
    # labels: （一）, (12)
    rf"[(（](?:{_NUMERAL}{{1,3}}|[{_DIGIT}]{{1,3}})[)）]",
    # flags, white space, signs that repeat
    r"[\U0001f1e6-\U0001f1ff]{2}|\r?\n|[—–]{2,}|…+|\.{3,}",
    # white space, unless it tears a run of Han characters
    rf"[^\S\n]++(?![{_HAN}])|(?<![{_HAN}\s])[^\S\n]+",
)
_NUMERAL_RULE = next(i for i, rule in enumerate(_RULES) if rule.startswith("(?<![统"))
_LINE_LABEL = rf"(?:(?<=\n)|(?<=^))(?:[{_DIGIT}]{{1,2}}[.．、](?![{_DIGIT}])|{_NUMERAL}{{1,3}}、)"
_QUOTED = rf"(?<=[“‘「『])[{_HAN}{_DIGIT}{_LETTER}+＋]{{2,8}}(?=[”’」』])"
_REST = re.compile(rf"[{_HAN}]+(?:[ \u3000]+[{_HAN}]+)*+|.", re.DOTALL)
_GAPS = re.compile(r"[ \u3000]+")
_TORN = re.compile(rf"[{_HAN}][ \u3000]+[{_HAN}]")
_CLINGING = re.compile(
    r"[\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
    r"\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)


@cache
def _rule() -> re.Pattern[str]:
    """Terms that the numeral rules would cut, then the rules in their order."""
    numeral = re.compile(_RULES[_NUMERAL_RULE])
    cut = sorted((term for term in terms() if numeral.search(term)), key=len, reverse=True)
    return re.compile("|".join((_QUOTED, *cut, _LINE_LABEL, *_RULES)))


def cut(text: str) -> list[int]:
    """Borders of the units of a text: from 0 to its length, ascending.

    >>> text = "到2025年，新增学位1,200个"
    >>> [text[a:b] for a, b in pairwise(cut(text))]
    ['到', '2025年', '，', '新增', '学位', '1,200', '个']
    """
    borders = [0]
    at = 0
    for match in _rule().finditer(text):
        _cut_rest(text, at, match.start(), borders)
        at = match.end()
        borders.append(at)
    _cut_rest(text, at, len(text), borders)
    return _without_clinging(text, borders) if _CLINGING.search(text) else borders


def _cut_rest(text: str, start: int, end: int, borders: list[int]) -> None:
    """Words and single signs between two matches of the rules."""
    for match in _REST.finditer(text, start, end):
        run = match.group()
        if len(run) == 1:
            borders.append(match.end())
        elif " " in run or "\u3000" in run:
            borders.extend(_cut_torn(run, match.start()))
        else:
            at = match.start()
            borders.extend([at + stop for stop in cut_run(run)])


def _cut_torn(run: str, start: int) -> list[int]:
    """Borders in a run with spaces: those inside a word (``资源管 理``) do not part it."""
    gaps = [match.span() for match in _GAPS.finditer(run)]
    ends = set(cut_run(_GAPS.sub("", run)))
    borders: list[int] = []
    squeezed = at = 0
    for gap_start, gap_end in (*gaps, (len(run), len(run))):
        borders += (
            at + stop - squeezed
            for stop in sorted(ends)
            if squeezed < stop <= squeezed + gap_start - at
        )
        squeezed += gap_start - at
        if squeezed in ends and gap_start < gap_end:
            borders.append(gap_end)
        at = gap_end
    return [start + border for border in borders]


def _without_clinging(text: str, borders: list[int]) -> list[int]:
    """Without the borders inside a grapheme: before a combining mark, round a joiner."""
    return [
        at
        for at in borders
        if not 0 < at < len(text) or not (_CLINGING.match(text, at) or text[at - 1] == "\u200d")
    ]


def pieces(text: str) -> list[str]:
    """The units of a text; joined they are the text."""
    return [text[start:end] for start, end in pairwise(cut(text))]


def keys(view: View, borders: list[int]) -> list[str]:
    """The units folded, and without white space inside words, so that form does not count."""
    folded, text = view.folded, view.text
    found = [folded[start:end] for start, end in pairwise(borders)]
    if "\n" in text:
        # A newline is white space like any other, but it ends a sentence.
        found = [
            "\n" if text[end - 1] == "\n" else key
            for key, end in zip(found, borders[1:], strict=True)
        ]
    if _TORN.search(text):
        return [_GAPS.sub("", key) or key for key in found]
    return found
