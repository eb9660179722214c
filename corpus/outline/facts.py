"""Year and issuer of a plan, where its title, its opening or its signature state them."""

import re
from collections.abc import Sequence

from plandiff.corpus.cleaning.characters import squash
from plandiff.corpus.folding import simplify
from plandiff.corpus.model import Section

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:[-—–~～至]|年|学年|學年|[-/.]\d))")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九]([〇○零一二三四五六七八九]{2})年")
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
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
    """The year that a plan is for (a span: its first year); for a law that of its last passing.

    >>> find_year("二〇二四年工作要点", [])
    2024
    """
    stated = _first_year(title) or _bare_year(title)
    if stated is not None or not sections:
        return stated
    opening = _opening(sections, 600)
    passed = _PASSED.findall(simplify(opening))
    if passed:
        return int(passed[-1])
    number = re.search(r"[〔\[（(]((?:19|20)\d\d)[〕\])）]\s*\d+\s*号", opening)
    if number:
        return int(number[1])
    return (
        _first_year(opening)
        or _first_year(sections[-1].text[-60:])
        or max(
            (year for s in sections if s.level == 1 and (year := _first_year(s.heading))),
            default=None,
        )
    )


def _bare_year(title: str) -> int | None:
    """``Education Plan 2024``, ``2024学校工作计划``: a year without 年."""
    found = re.search(r"\b((?:19|20)\d\d)\b", title) if title.isascii() else None
    found = found or re.match(r"((?:19|20)\d\d)(?!\d)", title)
    return int(found[1]) if found else None


def _first_year(text: str) -> int | None:
    text = text.translate(_WIDE_DIGITS)
    found = _YEAR.search(text)
    if found:
        return int(found[1])
    chinese = _CHINESE_YEAR.search(text)
    if chinese:
        century = "19" if chinese.group().startswith("一") else "20"
        return int(century + "".join(_DIGITS[c] for c in chinese[1]))
    return None


def find_issuer(title: str, sections: Sequence[Section]) -> str | None:
    """Who issued the plan: before 关于 in the title, in the opening, or in the signature."""
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
    """The first characters of what stands before the first label and heading."""
    text = sections[0].body
    for section in sections[1:]:
        if section.label or section.heading or len(text) >= length:
            break
        text += f"\n{section.body}"
    return text[:length]


def _name_in(text: str, pattern: re.Pattern[str]) -> str | None:
    """The first group of a pattern, as the text prints it; the pattern reads simplified forms."""
    found = pattern.search(simplify(text))
    return text[found.start(1) : found.end(1)] if found else None
