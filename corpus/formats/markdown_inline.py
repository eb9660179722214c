r"""Parse inline Markdown: decide which characters of a line are marks and which are text.

CommonMark's rules (tested with markdown-it-py) fail on Chinese plans: a closing ``**`` between ：
and a Chinese character closes nothing, so ``达到**95%**以上`` keeps its marks, and the masks of
``到**年达到**%`` become emphasis.  So this parser is our own.  Every character is kept or removed;
only the command of a formula is shown as its sign.

>>> read_inline("**夯实基础：**覆盖率达到**%以上").text
'夯实基础：覆盖率达到**%以上'
"""

from collections.abc import Iterator
from typing import NamedTuple

from plandiff.corpus.model import STRUCK, Removed
from plandiff.corpus.text import lazy_re as re

MARKUP = "markup"

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|code|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p"
    r"|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DELETED = re.compile(r"<(del|s|strike)\b[^<>]*>(.*?)</\1\s*>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"<(?=(?:https?|ftp|mailto):[^\s<>]+>|[\w.+-]+@[\w.-]+>)([^\s<>]+)>", re.ASCII
)
_TARGET = r"\(\s*(?:<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = re.compile(rf"!\[[^\[\]]*\](?:{_TARGET}|\[[^\[\]]*\])")
_LINK = re.compile(
    rf"\[((?:[^\[\]]|\[[^\[\]]*\])+)\](?P<target>{_TARGET}|\[[^\[\]]*[\w-][^\[\]]*\])"
)
_WIKI_LINK = re.compile(
    r"(?P<embedded>!)?\[\[(?P<page>[^\[\]|\n]+)(?:\|(?P<shown>[^\[\]|\n]+))?\]\]"
)
"""A link of a wiki or a notebook: ``[[page]]``, ``[[page|shown]]``, and ``![[picture.png]]``."""
_PLACE = re.compile(r"[./#:?=]|^\(\s*\)$", re.ASCII)
"""Characters that occur in a link address; ``[2024](3号)`` has none and is no link."""
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,30}\]")
_STRUCK = re.compile(r"(?<!~)~~(?!~)(?=\S)(.+?)(?<=\S)~~(?!~)")
_HIGHLIGHT = re.compile(r"(?<![=<>])==(?![=\s])([^=]+?)(?<!\s)==(?![=>])")
_STARS = re.compile(r"\*+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIDE_UNDERSCORES = re.compile(r"(?<=[^\x00-\x7f])__(?![\s_])([^_]+?)(?<![\s_])__(?!_)")
"""Strong text in a Chinese sentence, where no space surrounds it."""
_UNDERSCORES = re.compile(r"(?<!\w)(__?)(?![\s_])([^_]+(?:(?<=\w)_(?=\w)[^_]+)*)(?<![\s_])\1(?!\w)")
_MATH = re.compile(r"(?<![\\$])\$(?=[^$\n]{0,60}\\[A-Za-z%])([^$\n]{1,60})\$(?!\d)")
"""A formula between dollar signs that holds a command: ``$\\geq 75\\%$``."""
_COMMAND = re.compile(r"\\(?:[gl]eq?(?:slant)?|approx|sim|times|pm|rightarrow|to)(?![A-Za-z]) ?")
_SIGNS = {
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    "approx": "≈",
    "sim": "～",
    "times": "×",
    "pm": "±",
    "rightarrow": "→",
    "to": "→",
}
"""What a command of a formula shows."""
_HARD_BREAK = re.compile(r"\\$")
_NUMBER_PLACE = re.compile(
    r"[%％‰年月日号條条章节節期次届區区县縣市乡鄉镇鎮校所个個名万萬亿億元周岁歲亩畝吨噸倍届人家项項件场場台座间間套户戶"
    r"节公平]|以[上下内內]|左右|[多余餘](?=[个個万萬所名人项項家])|[.．]\d"
)
"""Text that follows a number, hence also a mask in place of a number."""
_WORD = re.compile(
    r"个(?:人|性|体|别)|個(?:人|性|體|別)|人(?:才|民|员|員|口|数|均|工|事|文|生|力|大|社)|年(?:度|级|級|龄|均|轻|底|初|终)"
    r"|所(?:有|需|在|谓|属|得|以)|名(?:称|师|校|优|单|師|優)|区域|區域|校(?:园|長|长|本|内|外|际|园|企|地|外)|日(?:常|程|前)"
    r"|月(?:度|报)|市(?:场|民|场|級|级|場)|县(?:域|级)|乡(?:村|镇|土)|家(?:庭|校|长|園|园)|项(?:目|目)|件|期(?:间|限|末)"
    r"|节(?:约|能|日|假)|次(?:序|要)|号(?:召)|条件|章程|场(?:地|所)|台账|间接|套|户外|公(?:平|开|共|益|办|民|办|示|告)|平(?:安|台|等|均)"
    r"|周(?:边|期)|万众|倍增|元(?:旦|素)|亿众|镇(?:区)"
)
"""Words whose first character is a unit in other words: ``**人才**``."""


class Inline(NamedTuple):
    """The text of a line without its marks, and the removed pieces."""

    text: str
    removed: tuple[Removed, ...]


class _Cut(NamedTuple):
    """Characters ``start`` to ``end`` of the line are removed for ``reason``."""

    start: int
    end: int
    reason: str = MARKUP


class _Run(NamedTuple):
    """A run of asterisks."""

    start: int
    length: int
    masks: bool
    """Whether it is in the place of a number."""
    opens: bool
    closes: bool


def read_inline(line: str) -> Inline:
    """Return the line as a reader sees it: struck text and marks removed, masks kept.

    >>> read_inline("达到~~90%~~**95%**以上，见[计划](a.md)").text
    '达到95%以上，见计划'
    >>> read_inline("认定[[名单|县级基地]]18个，见[[附表]]").text
    '认定县级基地18个，见附表'
    """
    cuts: list[_Cut] = []
    hidden = _cut_by_patterns(line, cuts)
    cuts += _emphasis(hidden)
    cuts.sort()
    kept: list[str] = []
    taken: dict[str, list[str]] = {}
    at = 0
    for cut in cuts:
        if cut.end <= at:
            continue
        kept.append(line[at : cut.start])
        piece = line[max(at, cut.start) : cut.end]
        taken.setdefault(cut.reason, []).append(piece)
        kept.append("\n" if _BREAK.fullmatch(piece) else _SIGNS.get(piece.strip(" \\"), ""))
        at = cut.end
    kept.append(line[at:])
    removed = (Removed(" ".join(pieces), reason) for reason, pieces in taken.items())
    return Inline("".join(kept), tuple(removed))


def _cut_by_patterns(line: str, cuts: list[_Cut]) -> str:
    """Cut the marks that patterns match; return the line with matched characters blanked."""
    shown = line

    def blank(start: int, end: int) -> None:
        nonlocal shown
        shown = shown[:start] + "\x00" * (end - start) + shown[end:]

    def take(start: int, end: int, reason: str = MARKUP) -> None:
        cuts.append(_Cut(start, end, reason))
        blank(start, end)

    for found in _CODE.finditer(shown):
        if not _is_escaped(shown, found.start()):
            take(found.start(), found.end(1))
            take(found.end() - len(found[1]), found.end())
            blank(found.start(), found.end())
    for found in _MATH.finditer(shown):
        for command in _COMMAND.finditer(shown, *found.span(1)):
            take(*command.span())
        take(found.start(), found.start(1))
        take(found.end(1), found.end())
    for found in _ESCAPE.finditer(shown):
        take(found.start(), found.start() + 1)
        blank(found.start(), found.end())
    for pattern, group in ((_DELETED, 2), (_STRUCK, 1)):
        for found in pattern.finditer(shown):
            take(found.start(), found.start(group))
            take(*found.span(group), STRUCK)
            take(found.end(group), found.end())
    for found in _WIKI_LINK.finditer(shown):
        if found["embedded"]:
            take(*found.span())
            continue
        name = "page" if found["shown"] is None else "shown"
        take(found.start(), found.start(name))
        take(found.end(name), found.end())
    for pattern in (_IMAGE, _TAG, _FOOTNOTE):
        for found in pattern.finditer(shown):
            take(*found.span())
    for found in _LINK.finditer(shown):
        if _PLACE.search(found["target"]) or found["target"][0] == "[":
            take(found.start(), found.start() + 1)
            take(found.start("target") - 1, found.end())
    for found in _WIDE_UNDERSCORES.finditer(shown):
        if not _stands_for_number("", found[1]):
            take(found.start(), found.start(1))
            take(found.end(1), found.end())
    for pattern, group in ((_ADDRESS, 1), (_HIGHLIGHT, 1), (_UNDERSCORES, 2)):
        for found in pattern.finditer(shown):
            take(found.start(), found.start(group))
            take(found.end(group), found.end())
    for found in _HARD_BREAK.finditer(shown):
        take(*found.span())
    return shown


def _is_escaped(text: str, place: int) -> bool:
    return place > 0 and text[place - 1] == "\\"


def _emphasis(line: str) -> Iterator[_Cut]:
    """The asterisks that mark emphasis: pairs of equal length that are not masks of numbers."""
    runs: dict[int, list[_Run]] = {}
    for run in _runs(line):
        runs.setdefault(run.length, []).append(run)
    for group in runs.values():
        sure = [run for run in group if not run.masks]
        # with an odd count, one has its partner among the runs that may be masks
        for run in _paired(sure if len(sure) % 2 == 0 else group):
            yield _Cut(run.start, run.start + run.length)


def _runs(line: str) -> Iterator[_Run]:
    for found in _STARS.finditer(line):
        before, after = line[: found.start()][-1:], line[found.end() :]
        masks = _stands_for_number(before, after)
        opens = bool(after) and not after[0].isspace()
        closes = bool(before) and not before.isspace()
        length = found.end() - found.start()
        # four asterisks close one pair and open the next: **甲****乙**
        pieces = 2 if length == 4 and not masks else 1
        for piece in range(pieces):
            start = found.start() + piece * length // pieces
            yield _Run(start, length // pieces, masks, opens, closes)


def _stands_for_number(before: str, after: str) -> bool:
    """Whether a run between the two texts is a mask: a unit follows and no number precedes."""
    if before and (before.isdecimal() or before in "%％"):
        return False
    begins = not before or before in "。；;！？"
    if begins and after[:1] in {"、", "，", ",", ".", "．"} and after[1:2].strip():
        return True
    if before == "第":
        return True
    return _NUMBER_PLACE.match(after) is not None and _WORD.match(after) is None


def _paired(runs: list[_Run]) -> Iterator[_Run]:
    """The runs that form pairs; two runs that may both be masks form none."""
    opened: list[_Run] = []
    for run in runs:
        if run.closes and opened and not (opened[-1].masks and run.masks):
            if run.start > opened[-1].start + run.length:
                yield opened.pop()
                yield run
                continue
            opened.pop()
        if run.opens:
            opened.append(run)
