"""Character classes, display width of text, and joining of two pieces of a broken line."""

from plandiff.corpus.text import lazy_re as re

STOPS = "。！？!?；;：:…"
"""Marks after which a line may end without being broken."""

FULL_STOPS = "。！？!?…"
"""Marks that end a sentence."""

_CLOSERS = "”’〞\"'）)》】」』〗］]"
_OPENERS = "“‘（(《【「『〖［["
_SPACE = re.compile(r"\s+")
_HAN = "[\u3400-\u9fff]"
_GAP = "[ \u00a0\u2002-\u200a\u3000]"
_LETTER_GAP = re.compile(rf"{_HAN}{_GAP}+{_HAN}")
_SPACED_LETTERS = re.compile(
    rf"(?:\d{{1,4}}{_GAP}{{1,4}})?(?:{_HAN}{_GAP}{{1,8}}){{2,}}{_HAN}(?!{_HAN}{{2}})"
    rf"|^{_HAN}{_GAP}{{1,8}}{_HAN}$"
)
_LATIN_STOP = re.compile(r"[A-Za-z0-9%)]\.[\"'”’)]*\s*$")
_LINE_BREAKS = re.compile(r"[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")


def is_han(character: str) -> bool:
    """Whether the character is Chinese (and not a punctuation mark)."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\u2e80" <= character <= "\u2fdf"
        or character in "々〆〇"
    )


def is_cjk(character: str) -> bool:
    """Whether the character is Chinese or a full-width mark: no space is needed next to it."""
    return (
        is_han(character)
        or "\u3000" <= character <= "\u303f"
        or "\uff01" <= character <= "\uff65"
        or character in "“”‘’…—·"
    )


def width(text: str) -> int:
    """Return the columns of a text in a fixed-pitch Chinese font: two for a wide character.

    Characters of three bytes in UTF-8 count as wide, which is exact for Chinese text and its marks.

    >>> width("达到95%")
    7
    """
    return len(text) + (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2


def squash(text: str) -> str:
    """Return the text without any white space."""
    return _SPACE.sub("", text)


def without_letter_spaces(text: str) -> str:
    """Return the text of a heading without the spaces that typesetters put between its characters.

    Two spaced characters are joined only where they are the whole heading; three or more anywhere.

    >>> without_letter_spaces("2026 年 工 作 计 划"), without_letter_spaces("总　　则")
    ('2026年工作计划', '总则')
    >>> without_letter_spaces("优化布局 壮大产业")
    '优化布局 壮大产业'
    """
    if not _LETTER_GAP.search(text):
        return text
    return _SPACED_LETTERS.sub(lambda found: squash(found[0]), text)


def split_lines(text: str) -> list[str]:
    """Split the text at line breaks of every kind, including form feeds."""
    return _LINE_BREAKS.split(text)


def ends_sentence(text: str, marks: str = STOPS) -> bool:
    """Whether the text ends with one of ``marks``, ignoring closing quotes and brackets.

    >>> ends_sentence("他说:“好。”"), ends_sentence("推进“双减”")
    (True, False)
    """
    bare = text.rstrip().rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in marks


def is_finished(text: str) -> bool:
    """Whether the text ends with a stop, including the full stop of Latin scripts.

    >>> is_finished("By June 2027."), is_finished("全面推进。"), is_finished("No.")
    (True, True, True)
    """
    return ends_sentence(text) or _LATIN_STOP.search(text) is not None


def is_cut(text: str) -> bool:
    """Whether the text visibly breaks off: after a comma, or within brackets or quotes.

    >>> is_cut("落实《实施"), is_cut("全面推进，"), is_cut("工作目标")
    (True, True, False)
    """
    bare = text.rstrip()
    if not bare:
        return False
    if bare[-1] in "，、,(（《“‘【〔":
        return True
    tail = bare[-80:]
    return any(
        tail.rfind(left) > tail.rfind(right) for left, right in ("《》", "（）", "“”", "〔〕")
    )


def likeness(left: str, right: str) -> float:
    """Return the Dice coefficient of the character bigrams of two texts, 0 to 1.

    >>> round(likeness("推进普惠发展", "推进普及普惠发展"), 2)
    0.83
    """
    first = {left[i : i + 2] for i in range(len(left) - 1)}
    second = {right[i : i + 2] for i in range(len(right) - 1)}
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def is_open(character: str) -> bool:
    """Whether the character opens a bracket or a quotation."""
    return character in _OPENERS


def join(left: str, right: str) -> str:
    """Join two pieces of one broken line; insert a space only where a Latin word needs it.

    >>> join("扎实推进", "教育"), join("early", "education"), join("develop-", "ment")
    ('扎实推进教育', 'early education', 'develop-ment')
    """
    left, right = left.rstrip(), right.lstrip()
    return left + joint_of(left, right) + right


def joint_of(left: str, right: str) -> str:
    """Return the separator between two pieces of one line: nothing or one space."""
    if not left or not right or is_cjk(left[-1]) or is_cjk(right[0]):
        return ""
    return "" if left[-1] in "-–/(" or right[0] in ".,;:)%" else " "
