"""The tokens that are cut by rule before dictionary segmentation: a table of patterns.

The order decides if two rules match at one place.  Repetitions are possessive or bounded, so
that no text, however long, makes a rule slow.
"""

HAN = r"\u3400-\u9fff\uf900-\ufaff"
LETTER = r"A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f\u0370-\u052f"
DIGIT = r"0-9０-９"
_ONES = "一二两三四五六七八九几"
_NUMERAL = "[一二两三四五六七八九十百千万亿零〇○]"
BEGINNING = "第一二两三四五六七八九几十百千万亿零"
"""Han characters with which a rule can begin, except for `QUOTED`."""
_DASH = r"[-－—–―~～∼−]{1,2}"
_PLAIN = (
    rf"(?:[{DIGIT}]{{1,3}}(?:[,，][{DIGIT}]{{3}})+(?![{DIGIT}])|[{DIGIT}]++)"
    rf"(?:[.．][{DIGIT}]+)*"
)
_AMOUNT = rf"(?:{_PLAIN}|[*＊]+)(?:\s?[%％‰]|[百千]万|[万亿]+)?"
_NO_NUMERAL_BEFORE = "(?<![统同唯专单归])"
"""Excludes numerals inside words: 统一百分制 contains no 一百."""

OPENING_QUOTE = "[“‘「『]"
QUOTED = rf"(?<={OPENING_QUOTE})[{HAN}{DIGIT}{LETTER}+＋]{{2,8}}(?=[”’」』])"
LINE_LABEL = rf"(?:(?<=\n)|(?<=^))(?:[{DIGIT}]{{1,2}}[.．、](?![{DIGIT}])|{_NUMERAL}{{1,3}}、)"
NUMERAL = (
    rf"{_NO_NUMERAL_BEFORE}(?:[{_ONES}]?[十百千]|[{_ONES}][万亿])[零〇]?{_NUMERAL}{{1,12}}"
    rf"|{_NO_NUMERAL_BEFORE}[{_ONES}][十百千万亿][万亿]*+"
)
"""一千三百二十万, 十四, 二十"""

_MONTH_DAY = (
    rf"[{DIGIT}]{{1,2}}月(?:[{DIGIT}]{{1,2}}[日号])?"
    rf"(?:{_DASH}[{DIGIT}]{{1,2}}(?:月[{DIGIT}]{{1,2}}[日号]|月|日))?"
)
_ISO_DATE = (
    rf"(?:19|20)[{DIGIT}]{{2}}(?P<mark>[-/.])[{DIGIT}]{{1,2}}(?P=mark)[{DIGIT}]{{1,2}}"
    rf"(?![{DIGIT}])"
)
_FRACTION = (
    rf"[百千]分之(?:{_NUMERAL}{{1,12}}(?:点{_NUMERAL}{{1,12}})?|{_PLAIN})"
    rf"|{_NUMERAL}{{1,12}}分之{_NUMERAL}{{1,12}}"
)
RULES: dict[str, str] = {
    "document number: 〔2024〕3号": (
        rf"[〔\[［【(（][{DIGIT}]{{4}}[〕\]］】)）]第?[{DIGIT}]{{1,5}}号"
    ),
    "address": r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,64}",
    "date: 2024-05-01": _ISO_DATE,
    "years: 2021—2025年": rf"[{DIGIT}]{{4}}年?{_DASH}[{DIGIT}]{{4}}年?(?![{DIGIT}])",
    "year: 2024年": rf"[{DIGIT}]{{4}}年",
    "month: 9月15日, 3月-5月": _MONTH_DAY,
    "written date: 二〇二五年": (
        rf"[{_ONES}〇零○０Ｏ]{{4}}年|[{_ONES}十]{{1,3}}月[{_ONES}十]{{1,3}}日"
    ),
    "clock, ratio: 8:30": rf"[{DIGIT}]{{1,3}}(?:[:：∶][{DIGIT}]{{1,3}}){{1,2}}(?![{DIGIT}])",
    "sum as a name: 1+X": (
        rf"[{DIGIT}]{{1,3}}(?:[+＋][{LETTER}{DIGIT}]{{1,3}})+(?![{DIGIT}{LETTER}])"
    ),
    "Latin word: 5G, COVID-19": (
        rf"[{DIGIT}]*+[{LETTER}](?:[-'’.·&/+]?[{LETTER}{DIGIT}\u0300-\u036f])*+"
    ),
    "amount, range: ≥95%, 3—5万, *%": (
        rf"[≥≤＞＜><≈±＋+－−-]?{_AMOUNT}(?:(?:{_DASH}|[至到](?=[{DIGIT}])){_AMOUNT})?"
    ),
    "fraction: 百分之十五": _FRACTION,
    "article: 第三十条": rf"第(?:[{DIGIT}]++|{_NUMERAL}{{1,12}})[章条款项编]",
    "ordinal: 第十四": rf"第(?:[{DIGIT}]++|{_NUMERAL}{{2,12}})",
    "counting word: 一是, 二要": (
        r"(?:(?<=[。；：，！？\n])|(?<=^))[一二三四五六七八九十]{1,2}[是要]"
    ),
    "numeral": NUMERAL,
    "label: （一）, (12)": rf"[(（](?:{_NUMERAL}{{1,3}}|[{DIGIT}]{{1,3}})[)）]",
    "flag": r"[\U0001f1e6-\U0001f1ff]{2}",
    "line end, repeated sign": r"\r?\n|[—–]{2,}|…+|\.{3,}",
    "white space that tears no word": rf"[^\S\n]++(?![{HAN}])|(?<![{HAN}\s])[^\S\n]+",
}
CLINGING = (
    r"[\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
    r"\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""Combining marks, joiners, variation selectors, skin tones: part of the grapheme before."""
