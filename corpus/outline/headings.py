"""Where a heading ends, and which lines without a label are headings."""

from plandiff.corpus.cleaning.characters import FULL_STOPS, ends_sentence, is_han, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.glued import find_glued_end
from plandiff.corpus.outline.labels import Kind
from plandiff.corpus.text import lazy_re as re

_STOP = re.compile(r"[。｡！？!?](?![！？!?])")
_PAIRS = ("“”", "（）", "《》", "()")
_ENGLISH_STOP = re.compile(r"\.(?=\s+[A-Z“\"(])")
_COLON = re.compile(r"[^，,、；;。：:“”《》（()）\s]{2,14}(?:(?<!\d)[:：]|[:：](?!\d))(?=\s*\S{8})")
"""The colon of 15:50 or 3:1 ends no heading."""
_BRACKETED_TITLE = re.compile(r"\s*(?:【[^【】]{1,30}】|（[^（）。；，]{1,20}）(?=\S{6}))")
_DATE = re.compile(
    r"[\dXx*×〇○零一二三四五六七八九十]{1,4}\s*年\s*[\dXx*×一二三四五六七八九十]{1,3}\s*月"
)
_CAPTION = re.compile(r"[图圖表]\s?(?:\d|[一二三四五六七八九十]{1,3}(?=[ \u3000:：]))")
"""Of a picture or a table: it heads no text."""
_NAME = re.compile(
    r"[^\W\da-zA-Z_](?:[^\W\da-zA-Z_]{1,2}|\s+[^\W\da-zA-Z_]{1,2}|[^\W\da-zA-Z_]\s+[^\W\da-zA-Z_]{1,2})$"
)
_TABLE = re.compile(r"\t|\|| {3,}")
_IN_BRACKETS = re.compile(r"(?:【[^【】\d\s]{2,20}】|\[[^\[\]\d\sa-zA-Z]{2,20}\])")
_OUTER_PART = re.compile(
    r"(?:前\s*言|序\s*[言章]|[引导導]\s*言|[结結]\s*[语語]|[结結]束[语語]|[后後]\s*[记記]|致\s*[谢謝])"
    r"|(?:(?:Executive\s)?Summary|Introduction|Foreword|Preface|Overview|Background|Conclusion"
    r"|Acknowledge?ments?|Glossary|References|Next Steps|(?:A\s)?Message\sfrom\s.+|Contents"
    r"|(?:How\s(?:we|the)\s(?:plan\s)?(?:will\s)?)?(?:Monitor(?:ing|ed)?|Review(?:ing|ed)?|Evaluat(?:ion|ing))"
    r"(?:(?:,|\sand|,\sand|\s&)\s(?:Monitoring|Review(?:ing)?|Evaluation|Reporting|Accountability))*"
    r"(?:\s(?:of\s)?(?:the|this)\splan)?)",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’.-]*")
_SMALL_WORD = re.compile(
    "an?|and|as|at|but|by|for|from|in|into|of|on|onto|or|our|per|the|to|via|with"
)
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d"
)
_MOST_WORDS = 12
_MOST_SENTENCE_WORDS = 8
_LONGEST_PLAIN = 80
"""Columns of a heading without label."""
_LONGEST_ARTICLE_TITLE = 60


def split_heading(text: str, kind: Kind, *, inline: bool = False) -> tuple[str, str]:
    """Heading and rest of the text after a label; the 。 between them is dropped.

    ``inline``: the label stands within a line, so the line's end after the heading may be lost.

    >>> split_heading("提升质量。开展培训。", Kind.ARABIC)
    ('提升质量', '开展培训。')
    >>> split_heading("为了促进教育，制定本法。", Kind.ARTICLE)
    ('', '为了促进教育，制定本法。')
    """
    text = text.strip()
    if kind is Kind.ARTICLE:
        return _split_article(text)
    glued = find_glued_end(text, inline=inline)
    if glued:
        return text[:glued], text[glued:].strip()
    colon = _COLON.match(text)
    if colon:
        return text[: colon.end()], text[colon.end() :].strip()
    end = _heading_end(text)
    if end is None:
        return text, ""
    closing = text[end] in "。｡"
    return text[: end if closing else end + 1].rstrip(), text[end + 1 :].strip()


def _split_article(text: str) -> tuple[str, str]:
    """An article's text is its body; only a title set apart from it is a heading."""
    titled = _BRACKETED_TITLE.match(text)
    if titled:
        return titled.group().strip(), text[titled.end() :].strip()
    if width(text) <= _LONGEST_ARTICLE_TITLE and not re.search(r"[。；;：:，,！？]", text):
        return text, ""
    return "", text


def _heading_end(text: str) -> int | None:
    """Place of the stop that ends the heading, outside quotes and brackets if one is there."""
    stops = [m.start() for m in _STOP.finditer(text[:2000])]
    for stop in stops[:8]:
        if all(text.count(pair[0], 0, stop) == text.count(pair[1], 0, stop) for pair in _PAIRS):
            return stop
    # a pair that closes further on keeps its stop; one that never closes is a typing error
    if stops and any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        return stops[0]
    if not any(is_han(c) for c in text[:200]):
        found = _ENGLISH_STOP.search(text)
        return found.start() if found else None
    return None


def may_be_plain_heading(line: Line) -> bool:
    """Whether a line without label could be a heading: short, and no sentence, list or signature.

    >>> [may_be_plain_heading(Line(text)) for text in ("深入推进素质教育", "牵头部门：市教育局")]
    [True, False]
    """
    text = line.text.strip()
    if not 4 <= width(text) <= _LONGEST_PLAIN or (line.whole and line.heading_level is not None):
        return False
    if ends_sentence(text, FULL_STOPS + "；;：:，,、.") or text[0] in "—-–·•*（(【[<>|=+#":
        return False
    if not (is_han(text[0]) or text[0].isalpha() or text[0] in "“《‘") or _TABLE.search(text):
        return False
    if re.search(r"[：:。；;]", text) or _DATE.search(text):
        return False
    if _CAPTION.match(text):
        return False
    return not _NAME.fullmatch(text)


def is_outer_part(text: str) -> bool:
    """Whether a heading names a part that stands before or after all others.

    >>> is_outer_part("前言"), is_outer_part("Message from the Mayor"), is_outer_part("目标")
    (True, True, False)
    """
    return _OUTER_PART.fullmatch(text.strip()) is not None


def is_in_capitals(text: str) -> bool:
    """Whether a line of Latin words has no small letter.

    >>> is_in_capitals("OUR GOALS"), is_in_capitals("Our Goals"), is_in_capitals("115")
    (True, False, False)
    """
    return _reads_as_latin_heading(text) and text.upper() == text


def is_in_title_case(text: str) -> bool:
    """Whether every word of a Latin line but the small ones begins with a capital.

    >>> is_in_title_case("Why Reading Matters"), is_in_title_case("Why reading matters")
    (True, False)
    """
    if not _reads_as_latin_heading(text):
        return False
    words = _LATIN_WORD.findall(text)
    return words[0][0].isupper() and all(w[0].isupper() or _SMALL_WORD.fullmatch(w) for w in words)


def is_in_sentence_case(text: str) -> bool:
    """Whether a Latin line is some words without a pause or a number, the first with a capital.

    >>> is_in_sentence_case("Children and families"), is_in_sentence_case("By June 2027")
    (True, False)
    """
    words = text.split()
    return (
        _reads_as_latin_heading(text)
        and len(words) <= _MOST_SENTENCE_WORDS
        and text.strip()[0].isupper()
        and not re.search(r"[\d:?()]", text)
    )


def _reads_as_latin_heading(text: str) -> bool:
    text = text.strip()
    if not text.isascii() and any(is_han(c) for c in text):
        return False
    words = _LATIN_WORD.findall(text)
    if not 1 <= len(words) <= _MOST_WORDS or sum(map(len, words)) < 4:
        return False
    if (
        text[-1] in ".,;!"
        or re.search(r"[,;|\t]|\.\s|:\s*\S|@|://| {3,}", text)
        or _MONTH.search(text)
    ):
        return False
    return text[0].isalpha()


def bracketed_heading(text: str) -> str:
    """``【工作目标】`` or ``[工作目标]`` that a line opens with, else nothing.

    >>> bracketed_heading("【工作目标】形成良好校风。"), bracketed_heading("【1】号")
    ('【工作目标】', '')
    """
    found = _IN_BRACKETS.match(text)
    return found[0] if found else ""


def is_prose(line: Line) -> bool:
    """Whether a line is a paragraph of sentences."""
    return width(line.text) > 40 and ends_sentence(line.text)
