"""Find the year and the issuer of a plan in its title, its opening or its signature."""

from collections.abc import Sequence

from plandiff.corpus.cleaning.characters import squash
from plandiff.corpus.model import Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import simplify
from plandiff.corpus.text.numerals import read_count

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:[-—–~～至]|年|学年|學年|[-/.]\d))")
_CHINESE_YEAR = re.compile(r"((?:一九|二[〇○零])[〇○零一二三四五六七八九]{2})年")
_REPUBLIC = re.compile(
    r"民[国國]\s*(?P<named>\d{2,3}|[〇零一二三四五六七八九十百]{1,6})\s*(?=[年学學])"
    r"|(?<![\d.年])(?P<bare>1\d\d|[一][〇零一二三四五六七八九]{2}|一百[零一二三四五六七八九十]{1,4})"
    r"(?=\s*(?:年度|[学學]年|(?:[至到~～]|[-—–]{1,2})\s*1\d\d\s*(?:年|[学學]年)))"
)
"""A year of the Republic of China: named, or of three digits before 年度 or 學年."""
_OF_THE_COPY = re.compile(
    r"(?:检索|檢索|采集|抓取|更新|打印|列印|下[载載]|访问|訪問|浏览|瀏覽)(?:时间|時間|日期)\s*[:：][^\n]*"
)
"""The time when a copy was fetched or printed, which is no evidence of the plan's year."""
_FIRST_OF_REPUBLIC = 1912
_NAMED_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度?|学年度?|學年度?)[^，。；：\n\d]{0,14}(?:[计計][划劃]|要[点點]|[规規][划劃]|方案|安排)"
)
_FIVE_YEARS = re.compile(
    r"第(十?[一二三四五六七八九]|十|二十)[个個]五年(?:[规計规計]?[划劃]|[规規计計])"
    r"|[“\"「『]?(十[一二三四五六七八九]|[六七八九十])五[”\"」』]?(?=[^，。]{0,12}(?:[规規计計][划劃]|[纲綱]要|方案|行[动動]))"
)
_BARE_YEAR = re.compile(r"(?<!\bto )(?<!\bby )(?<!\bVision )\b((?:19|20)\d\d)\b")
"""Excludes the end of a plan: ``Roadmap to 2030``."""
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_PASSED = re.compile(
    r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日[^，。\n]{0,60}?(?:通过|修订|修正|公布|批准)"
)
_BODY = (
    r"(?:人民政府(?:办公[厅室])?|国务院(?:办公厅)?|人民代表大会(?:常务委员会)?|委员会|教育[厅局部]|教育体育局|教体局"
    r"|发展和?改革委|党委|办公[厅室]|[厅局委部]|政府)"
)
_ISSUER_BEFORE = re.compile(rf"^([^\W\da-zA-Z_]{{2,24}}?{_BODY})(?=关于|印发|(?:19|20)\d\d)")
_SIGNATURE = re.compile(rf"^([^\W\da-zA-Z_]{{2,24}}{_BODY})$")
_SPEAKER = re.compile(r"([^\W\da-zA-Z_]{2,20}人民政府)(?:代)?[区县市州旗省]长")
_REPORTER = re.compile(r"我代表([^\W\da-zA-Z_]{0,20}?(?:人民政府|国务院|委员会))")
_LAWGIVER = re.compile(
    r"第[一二三四五六七八九十]+届(全国人民代表大会(?:常务委员会)?)[^。\n]{0,40}(?:通过|修订|修正)"
)


def find_year(title: str, sections: Sequence[Section]) -> int | None:
    """Return the year of a plan (of a span the first); of a law the year it was last passed.

    >>> find_year("二〇二四年工作要点", []), find_year("115至119學年度校務計畫", [])
    (2024, 2026)
    """
    stated = _first_year(title) or _bare_year(title) or _first_of_five_years(title)
    if stated is not None or not sections:
        return stated
    opening = _OF_THE_COPY.sub("", _opening(sections, 600))
    passed = _PASSED.findall(simplify(opening))
    if passed:
        return int(passed[-1])
    number = re.search(r"[〔\[（(]((?:19|20)\d\d)[〕\])）]\s*\d+\s*号", opening)
    if number:
        return int(number[1])
    return (
        _year_of_plan(opening)
        or _first_year(sections[-1].text[-60:])
        or max(
            (year for s in sections if s.level == 1 and (year := _first_year(s.heading))),
            default=None,
        )
    )


def _bare_year(title: str) -> int | None:
    """Return a year without 年: ``Education Plan 2024``, ``2024学校工作计划``."""
    found = _BARE_YEAR.search(title) if title.isascii() else None
    found = found or re.match(r"((?:19|20)\d\d)(?!\d)", title)
    return int(found[1]) if found else None


def _year_of_plan(opening: str) -> int | None:
    """Return the year in the plan's name in the opening, or the only year mentioned there."""
    named = _NAMED_YEAR.search(opening.translate(_WIDE_DIGITS))
    if named:
        return int(named[1])
    first = _first_year(opening)
    years = {int(year) for year in _YEAR.findall(opening.translate(_WIDE_DIGITS))}
    return first if len(years) <= 1 else None


def _first_of_five_years(title: str) -> int | None:
    """Return the first year of a numbered five-year plan; the eleventh began in 2006.

    >>> _first_of_five_years("云溪县“十五五”规划"), _first_of_five_years("第十四个五年规划")
    (2026, 2021)
    """
    found = _FIVE_YEARS.search(squash(title))
    number = read_count(found[1] or found[2]) if found else None
    return 2006 + 5 * (number - 11) if number and 6 <= number <= 20 else None


def _first_year(text: str) -> int | None:
    text = text.translate(_WIDE_DIGITS)
    found = _YEAR.search(text)
    republic = _REPUBLIC.search(text)
    if republic and (found is None or republic.start() < found.start()):
        count = read_count(republic["named"] or republic["bare"])
        return _FIRST_OF_REPUBLIC - 1 + count if count else None
    if found:
        return int(found[1])
    chinese = _CHINESE_YEAR.search(text)
    return read_count(chinese[1]) if chinese else None


def find_issuer(title: str, sections: Sequence[Section]) -> str | None:
    """Return the plan's issuer: before 关于 in the title, in the opening, or in the signature."""
    named = _name_in(squash(title), _ISSUER_BEFORE)
    if named or not sections:
        return named
    opening = _opening(sections, 400)
    for pattern in (_REPORTER, _SPEAKER, _LAWGIVER):
        named = _name_in(opening, pattern)
        if named:
            return named
    ending = (squash(line) for line in sections[-1].text.split("\n")[-3:])
    return next((name for line in ending if (name := _name_in(line, _SIGNATURE))), None)


def _opening(sections: Sequence[Section], length: int) -> str:
    """Return the first characters of the text before the first label and heading."""
    text = sections[0].body
    for section in sections[1:]:
        # a heading right below the title, such as 政策全文, is part of the opening
        if section.label or len(text) >= length or (section.heading and squash(text)):
            break
        text += f"\n{section.body}"
    return text[:length]


def _name_in(text: str, pattern: re.Pattern[str]) -> str | None:
    """Return the first group of a pattern as printed; the pattern matches simplified forms."""
    found = pattern.search(simplify(text))
    return text[found.start(1) : found.end(1)] if found else None
