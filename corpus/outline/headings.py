"""Find where a heading ends, and which lines without a label are headings."""

from plandiff.corpus.cleaning.characters import FULL_STOPS, ends_sentence, is_han, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import Kind
from plandiff.corpus.text import lazy_re as re

_STOP = re.compile(r"[。｡！？!?](?![！？!?])")
_PAIRS = ("“”", "（）", "《》", "()")
_ENGLISH_STOP = re.compile(r"\.(?=\s+[A-Z“\"(])")
_COLON = re.compile(r"[^，,、；;。：:“”《》（()）\s]{2,14}(?:(?<!\d)[:：]|[:：](?!\d))(?=\s*\S{8})")
"""The colon of 15:50 or 3:1 does not end a heading."""
_BRACKETED_TITLE = re.compile(r"\s*(?:【[^【】]{1,30}】|（[^（）。；，]{1,20}）(?=\S{6}))")
_DATE = re.compile(
    r"[\dXx*×〇○零一二三四五六七八九十]{1,4}\s*年\s*[\dXx*×一二三四五六七八九十]{1,3}\s*月"
)
_CAPTION = re.compile(r"[图圖表]\s?(?:\d|[一二三四五六七八九十]{1,3}(?=[ \u3000:：]))")
"""A caption of a picture or a table, which is no heading."""
_NAME = re.compile(
    r"[^\W\da-zA-Z_](?:[^\W\da-zA-Z_]{1,2}|\s+[^\W\da-zA-Z_]{1,2}|[^\W\da-zA-Z_]\s+[^\W\da-zA-Z_]{1,2})$"
)
_TABLE = re.compile(r"\t|\|| {3,}")
_IN_BRACKETS = re.compile(r"(?:【[^【】\d\s]{2,20}】|\[[^\[\]\d\sa-zA-Z]{2,20}\])")
_OUTER_PART = re.compile(
    r"(?:前\s*言|序\s*[言章]|[引导導]\s*言|[结結]\s*[语語]|[结結]束[语語]|[后後]\s*[记記]|致\s*[谢謝])"
    r"|(?:(?:Executive\s)?Summary|Introduction|Foreword|Preface|Overview|Background|Conclusion"
    r"|Acknowledge?ments?|Glossary|References|Next Steps|(?:A\s)?Message\sfrom\s.+|Contents"
    r"|(?:Appendix|Annex):\s.+"
    r"|(?:How\s(?:we|the)\s(?:plan\s)?(?:will\s)?)?(?:Monitor(?:ing|ed)?|Review(?:ing|ed)?|Evaluat(?:ion|ing))"
    r"(?:(?:,|\sand|,\sand|\s&)\s(?:Monitoring|Review(?:ing)?|Evaluation|Reporting|Accountability))*"
    r"(?:\s(?:of\s)?(?:the|this)\splan)?)",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’.-]*")
_SMALL_WORD = re.compile(
    "an?|and|as|at|but|by|for|from|in|into|of|on|onto|or|our|per|the|to|via|with"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = re.compile(rf"(?:{_MONTHS})\s+\d|\d\s+(?:{_MONTHS})\b", re.IGNORECASE)
_MOST_WORDS = 12
_MOST_SENTENCE_WORDS = 8
_LONGEST_PLAIN = 80
"""Columns of a heading without label."""
_LONGEST_ARTICLE_TITLE = 60


def split_heading(text: str, kind: Kind, *, inline: bool = False) -> tuple[str, str]:
    """Return the heading and the rest of the text after a label; the 。 between them is dropped.

    ``inline``: the label is within a line, so the line's end after the heading may be lost.

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
    """Split an article: its text is its body; only a separate title is a heading."""
    titled = _BRACKETED_TITLE.match(text)
    if titled:
        return titled.group().strip(), text[titled.end() :].strip()
    if width(text) <= _LONGEST_ARTICLE_TITLE and not re.search(r"[。；;：:，,！？]", text):
        return text, ""
    return "", text


def _heading_end(text: str) -> int | None:
    """Return the place of the stop that ends the heading, if possible outside quotes, brackets."""
    stops = [m.start() for m in _STOP.finditer(text[:2000])]
    for stop in stops[:8]:
        if all(text.count(pair[0], 0, stop) == text.count(pair[1], 0, stop) for pair in _PAIRS):
            return stop
    # a stop in a pair that closes later is not the end; a pair that never closes is a typing error
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
    """Whether a heading names a part that comes before or after all others.

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
    """Whether every word of a Latin line except articles and the like begins with a capital.

    >>> is_in_title_case("Why Reading Matters"), is_in_title_case("Why reading matters")
    (True, False)
    """
    if not _reads_as_latin_heading(text):
        return False
    words = _LATIN_WORD.findall(text)
    return words[0][0].isupper() and all(w[0].isupper() or _SMALL_WORD.fullmatch(w) for w in words)


def is_in_sentence_case(text: str) -> bool:
    """Whether a Latin line is a few words without pause or number, the first with a capital.

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
        or re.search(r"[,;|\t]|\.\s|(?<!Appendix)(?<!Annex):\s*\S|@|://| {3,}", text)
        or _MONTH.search(text)
    ):
        return False
    return text[0].isalpha()


def bracketed_heading(text: str) -> str:
    """Return ``【工作目标】`` or ``[工作目标]`` at the start of a line, else an empty string.

    >>> bracketed_heading("【工作目标】形成良好校风。"), bracketed_heading("【1】号")
    ('【工作目标】', '')
    """
    found = _IN_BRACKETS.match(text)
    return found[0] if found else ""


def is_prose(line: Line) -> bool:
    """Whether a line is a paragraph of sentences."""
    return width(line.text) > 40 and ends_sentence(line.text)


_WHOLE = re.compile(
    "(?:指导思想|总体要求|总体思路|总体目标|工作目标|主要目标|目标任务|任务目标|基本原则|工作原则"
    "|主要任务|重点任务|重点工作|工作重点|主要工作|工作任务|工作内容|工作措施|主要措施|具体措施"
    "|保障措施|工作要求|有关要求|组织领导|组织保障|实施步骤|方法步骤|工作步骤|工作安排|时间安排"
    "|工作思路|基本思路|工作背景|目标要求|总则|附则|指導思想|總體要求|總體思路|總體目標|工作目標"
    "|主要目標|基本原則|主要任務|重點任務|重點工作|工作重點|保障措施|組織領導)"
    "(?![和与及與、，,。：:的])"
)
_ENDINGS = (
    "建设|发展|工作|管理|水平|质量|保障|改革|体系|能力|任务|目标|要求|机制|领导|服务|稳定|队伍"
    "|作用|活动|行动|工程|制度|氛围|环境|格局|效益|效能|均衡|公平|创新|融合|提升|落实|措施|责任"
    "|监督|治理|培养|素质|成效|实效|思想|原则|回顾|安排|取向|成就|进步|台阶|突破|面貌|合力|活力|动力|建設|發展|質量|體系|任務|目標|機制|領導|服務|穩定"
    "|隊伍|環境|責任|監督|素質"
)
_OPENERS = (
    "加快|推进|今年|全面|要(?=[^素点求])|坚持|根据|为(?=[了贯进深全切认])|我们|按照|围绕"
    "|各(?=[级学校单地乡区县])|以(?=[习党邓科提创立学教“全推促实])|20\\d\\d年|\\*年|认真|深入"
    "|进一步|切实|学校|全县|全市|全区|全校|继续|大力|积极|充分|严格|高举|落实|加强|强化|过去|面对|近年来|一年来|五年来|随着|当前|“十|加強"
    "|推進|堅持|根據|圍繞|認真|進一步|繼續|積極|嚴格|高舉"
)
_TELLING = "(?:情况|情況|总结|總結|回顾|回顧|思路|打算)"
_YEAR = r"(?:20\d\d|20[*×xX]{1,2}|[*×xX]{1,4})年"
_YEAR_BEGINS = rf"{_TELLING}(?={_YEAR})"
_JOINT = re.compile(rf"(?:{_ENDINGS})(?={_OPENERS})|{_YEAR_BEGINS}")
_CLEAR_JOINT = re.compile(rf"(?:{_ENDINGS})(?=今年|过去|当前|近年来|一年来|五年来)|" + _YEAR_BEGINS)
"""Text that is no heading even where the sentence has no comma."""
_YEAR_JOINT = re.compile(
    rf"(?P<heading>[^，,；;：:。]{{2,34}}?{_TELLING}){_YEAR}(?![^，,。]{{0,6}}[工安计目])"
)
"""工作总结2022年,…: a lost line break; excludes 工作总结2022年工作计划."""
_SHORTEST_SENTENCE = 18
_SHORTEST_HEADING = 6
_LONGEST_HEADING = 36


def find_glued_end(text: str, *, inline: bool) -> int | None:
    """Return where a heading ends that no mark separates from its text; None if there is a mark.

    ``text`` is everything after the label; ``inline`` means that the document is one long line,
    so that lost line ends are to be expected.

    >>> text = "加强自身建设加快推进教育高质量发展是今年全系统的主线,必须坚持党的领导,压实责任。"
    >>> text[: find_glued_end(text, inline=True)]
    '加强自身建设'
    """
    stop = text.find("。")
    if stop < 0:
        return None
    sentence = text[:stop]
    if len(sentence) < _SHORTEST_SENTENCE:
        return None
    whole = _WHOLE.match(text)
    if whole:
        return whole.end()
    if not inline:
        year = _YEAR_JOINT.match(text)
        return year.end("heading") if year else None
    parted = re.search("[，,；;：:]", sentence) is not None
    first_clause = re.split("[，,；;：:、。]", sentence[:80], maxsplit=1)[0]
    for joint in (_JOINT if parted else _CLEAR_JOINT).finditer(first_clause):
        if _SHORTEST_HEADING <= joint.end() <= _LONGEST_HEADING:
            return joint.end()
    return None
