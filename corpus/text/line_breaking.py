"""Line breaking for Chinese prose with Latin words and numbers.

A line never starts with a closing mark or ends with an opening one (the kinsoku lists of ECMA-376
for zh-Hans).  There is no break inside —— and ……, inside a number with its sign and unit, or inside
a Latin word that fits on a line.

>>> wrap("毛入园率达到85%以上。", 12)
(6, 12)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, pairwise

from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import HAN_NUMERAL
from plandiff.corpus.text.width import character_widths, cluster_insides

NO_START = frozenset(
    "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃々〉》」』】〕〗〞〟︶︺︾﹀﹄﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞"
    "！＂％＇），．／：；？］｀｜｝～￠｡｣､"
)
"""Characters that must not start a line; → is an addition, used between two values."""
NO_END = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝（［｛￡￥｢")
"""Characters that must not end a line."""

Segment = tuple[str, str]
"""A run of text and the name of its style."""

_JOINED = frozenset("—―─…⋯")
_SPACE = frozenset(" \u3000")
_PAUSES = frozenset("。，、；？！）】〕》〉」』”’…—,;?!)]} ")
"""Characters after which a reader pauses."""
_PAUSE_REACH = 5
"""With ``prefer_pauses`` a line may end earlier by this fraction (1/5) of its width."""
_DIGIT = "[0-9０-９]"
_UNIT = (
    "个百分点|百分点|平方公里|平方千米|平方米|立方米|千瓦时|公顷|公里|千米|小时|分钟|学年|年度|季度"
    "|周岁|人次|[%％‰℃°]|[A-Za-z]{1,6}|[\u4e00-\u9fff]"
)
NUMBER = re.compile(
    f"[第±+＋\\-－￥¥$]?{_DIGIT}+(?:(?:[.,，．:：/／~～〜\\-－–‐]|—{{1,2}}){_DIGIT}+)*"
    f"[%％‰℃°]?[ ]?[多余几]?[十百千万亿兆]*(?:{_UNIT})?"
    "|[*＊×○Xx]{1,9}(?:[.．][*＊×○Xx]{1,9})?[%％‰万亿元个所人名项年]"
    "|百分之[零〇一二三四五六七八九十百千点两]+"
    f"|第?[{HAN_NUMERAL}]{{2,}}[年月日个所人名元项条章节岁类级]?"
)
"""A number with sign, digit groups, range, multiplier and unit."""

_FREE, _START, _END, _WORD, _BLANK, _DASH = 0, 1, 2, 4, 8, 16


class _Classes(dict[str, int]):
    """Line-breaking class of each character, computed on first use."""

    def __missing__(self, character: str) -> int:
        flags = _FREE
        if character in NO_START:
            flags |= _START
        if character in NO_END:
            flags |= _END
        if character in _SPACE:
            flags |= _BLANK
        if character in _JOINED:
            flags |= _DASH
        if (character.isalnum() and character < "\u2e80") or character in "_'\"&@#+=*\\<>|~^`-/":
            flags |= _WORD
        self[character] = flags
        return flags


_classes = _Classes()


def wrap(
    text: str, width: int, keep: Sequence[tuple[int, int]] = (), *, prefer_pauses: bool = False
) -> tuple[int, ...]:
    """Break a paragraph without newlines at ``width`` cells; return the end offset of each line.

    ``keep`` are spans that are not broken if they fit on a line.  With ``prefer_pauses`` a line
    ends up to a fifth of its width earlier at a pause: after 、 or ，.  Spaces at the end of a line
    may exceed the width; the caller omits them when drawing.  A character wider than the line gets
    a line of its own.
    """
    length = len(text)
    reached = [0, *accumulate(character_widths(text))]
    if reached[-1] <= width:
        return (length,)
    insides = frozenset(cluster_insides(text))
    bound = _bound_offsets(text, keep)
    ends: list[int] = []
    start = 0
    while reached[length] - reached[start] > width:
        limit = max(bisect_right(reached, reached[start] + width) - 1, start + 1)
        if limit >= length:  # a single character wider than the line
            break
        end = _break_at(text, start, limit, bound, insides)
        if prefer_pauses:
            least = reached[end] - width // _PAUSE_REACH
            earliest = max(bisect_left(reached, least), start + 1)
            end = _last_pause(text, earliest, end, bound, insides)
        ends.append(end)
        start = end
        if start >= length:
            return tuple(ends)
    ends.append(length)
    return tuple(ends)


def wrap_segments(segments: Iterable[Segment], width: int) -> list[list[Segment]]:
    """Break the styled runs of a paragraph into lines of at most ``width`` cells, ending at pauses.

    Spaces at line ends are removed.  If ``width`` is not positive, there is one line.

    >>> wrap_segments([("毛入园率达到", "plain"), ("85%", "bold"), ("，", "plain")], 12)
    [[('毛入园率达到', 'plain')], [('85%', 'bold'), ('，', 'plain')]]
    """
    runs = _joined(segments)
    if width <= 0:
        return [runs]
    text = "".join(run for run, _ in runs)
    ends = wrap(text, width, prefer_pauses=True)
    spans = [
        (start, start + len(text[start:end].rstrip(" "))) for start, end in pairwise((0, *ends))
    ]
    return _sliced(runs, spans)


def _sliced(runs: Sequence[Segment], spans: Iterable[tuple[int, int]]) -> list[list[Segment]]:
    """The runs inside each span of their joined text; spans must be ascending."""
    lines: list[list[Segment]] = []
    first, offset = 0, 0  # index and start offset of the run in which the span begins
    for start, end in spans:
        while first < len(runs) - 1 and offset + len(runs[first][0]) <= start:
            offset += len(runs[first][0])
            first += 1
        line: list[Segment] = []
        at = offset
        for run, style in islice(runs, first, None):
            if at >= end:
                break
            if part := run[max(start - at, 0) : end - at]:
                line.append((part, style))
            at += len(run)
        lines.append(line)
    return lines


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """The non-empty runs, with adjacent runs of one style merged."""
    runs: list[Segment] = []
    for text, style in segments:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        elif text:
            runs.append((text, style))
    return runs


def _bound_offsets(text: str, keep: Sequence[tuple[int, int]]) -> frozenset[int]:
    bound: list[int] = []
    for number in NUMBER.finditer(text):
        bound.extend(range(number.start() + 1, number.end()))
    for start, end in keep:
        bound.extend(range(start + 1, end))
    return frozenset(bound)


def _break_at(
    text: str, start: int, limit: int, bound: frozenset[int], insides: frozenset[int]
) -> int:
    """The best break at or before ``limit``; after it only for hanging spaces or a wide cluster."""
    length = len(text)
    if text[limit : limit + 1] in _SPACE:
        end = limit
        while end < length and text[end] in _SPACE:
            end += 1
        if end not in bound and not _classes[text[end : end + 1]] & _START:
            return end
    for end in range(limit, start, -1):
        if end not in bound and end not in insides and _may_break(text, end):
            return end
    # No regular break: break a word or kept span, but still respect line-start and -end rules.
    allowed = [e for e in range(limit, start, -1) if e not in insides and not _forbidden(text, e)]
    if allowed:
        return next((end for end in allowed if end not in bound), allowed[0])
    # Last resort: break anywhere except inside a grapheme cluster.
    end = limit
    while end > start and end in insides:
        end -= 1
    if end > start:
        return end
    end = limit
    while end < length and end in insides:
        end += 1
    return end


def _last_pause(
    text: str, earliest: int, latest: int, bound: frozenset[int], insides: frozenset[int]
) -> int:
    """The last pause between ``earliest`` and ``latest`` where a break is allowed, or ``latest``.

    A pause is after a comma, and before an opening bracket or quote.
    """
    for end in range(latest, earliest - 1, -1):
        if (
            (text[end - 1] in _PAUSES or _classes[text[end : end + 1]] & _END)
            and end not in bound
            and end not in insides
            and (end == latest or _may_break(text, end))
        ):
            return end
    return latest


def _may_break(text: str, end: int) -> bool:
    before, after = _classes[text[end - 1]], _classes[text[end]]
    if after & (_START | _BLANK) or before & _END:
        return False
    if before & _BLANK:
        return True
    return not (before & after & (_WORD | _DASH))


def _forbidden(text: str, end: int) -> bool:
    before, after = _classes[text[end - 1]], _classes[text[end]]
    return bool(after & _START or before & _END or before & after & _DASH)
