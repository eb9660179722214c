"""Words that end titles of plans, and other signs that distinguish a title from a sentence."""

from plandiff.corpus.cleaning.characters import ends_sentence, is_han, squash, width
from plandiff.corpus.outline.labels import Kind, Label, find_labels, match_label
from plandiff.corpus.text import lazy_re as re

_NOUNS = (
    "要[点點]|[计計][划劃畫]|[规規][划劃]|方案|意[见見]|[纲綱]要|[报報]告|[总總][结結]|安排|[办辦]法|[规規]定"
    "|[条條]例|章程|通知|公告|[决決]定|[决決][议議]|[细細][则則]|[宪憲]法|法典?|公[约約]|制度|[设設]想|打算"
    "|思路|[讲講][话話]|[发發]言|建[议議]|[准準][则則]|[标標][准準]|指南|清[单單]|[汇匯][报報]|[任务務]{2}"
    "|合同|[协協][议議]|手[册冊]|指引|白皮[书書]|[战戰]略|[预預]案|大[纲綱]|守[则則]|批[复復]|函"
)
_KIND_OF_PAPER = (
    "试行|試行|暂行|暫行|草案|征求意见稿|送审稿|修订稿|修订|全文|讨论稿|初稿|节选|摘要|定稿"
)
_ENDING = re.compile(
    rf"(?:{_NOUNS})(?:[（(〔\[](?:{_KIND_OF_PAPER}|[^（()）]{{0,30}}(?:年|修正|通过|稿))[)）〕\]])*$"
)
_FILE_ENDING = re.compile(
    r"\.(?:docx?|pdf|txt|wps|ofd|pptx?|html?|md|ofd|xlsx?|et)$", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:Plan|Report|Act|Law|Strategy|Program(?:me)?|Agreement|Constitution|Bylaws|Policy|Charter"
    r"|Guidelines?|Regulations?|Rules|Framework|Roadmap"
    r"|PLAN|REPORT|ACT|LAW|STRATEGY|PROGRAM(?:ME)?|AGREEMENT|CONSTITUTION|BYLAWS|POLICY|CHARTER"
    r"|GUIDELINES?|REGULATIONS?|RULES|FRAMEWORK|ROADMAP)\b"
)
_OF_MEETING = re.compile(
    r"(?:report|minutes) (?:of|by|to|from)\b|agenda\b|item no|report (?:author|number|to)\b",
    re.IGNORECASE,
)
"""Lines of the papers of a meeting: who reports, and to whom."""
_GLUED = re.compile(
    rf"(?P<title>\S(?:[^。！？；\n]{{2,44}}?)(?:{_NOUNS}))"
    r"(?=各[^，。,]{1,40}[:：]|根据|根據|为(?:了|贯|深|全|认|进|切)|20\d\d年|[*×Xx]{1,4}年|今年|按照|本[规计方]|新的)"
)
_SAMPLE = re.compile(
    "(?:参考|參考|范文|範文|范本|模板|样本|精选|精選|通用版?|最新版?|全文|[一二三四五六七八九十\\d]+篇)+$"
)
"""Words that sample pages add to a title."""
_TOP_KINDS = {Kind.PART, Kind.CHAPTER, Kind.CHINESE, Kind.BRACKETED, Kind.ARTICLE}
_NAME = re.compile(r"[^\W_]{6,40}")
_FIRST_LABEL_WITHIN = 80
"""Characters of a line in which the first label ends the title."""
_LONGEST = 120
"""Columns; longer lines are sentences."""


def strip_file_ending(text: str) -> str:
    """Return a file name without its extension.

    >>> strip_file_ending("工作要点.docx")
    '工作要点'
    """
    return _FILE_ENDING.sub("", text.strip())


def has_file_ending(text: str) -> bool:
    """Whether the text is a file name of a document."""
    return bool(_FILE_ENDING.search(text.strip()))


def is_title_like(text: str) -> bool:
    """Whether a short line reads as a plan's title: it ends like one and is no sentence.

    >>> is_title_like("2024年教育工作要点"), is_title_like("我们制定了工作计划。")
    (True, False)
    """
    bare = squash(text).strip("*#《》“”")
    if not bare or width(bare) > _LONGEST or ends_sentence(bare) or bare[0] in "—-–（(":
        return False
    if re.search("[>|»→]", bare):
        return False
    if match_label(bare) is not None and not bare.startswith("第"):
        return False
    latin = not any(map(is_han, bare)) and not is_of_meeting(text)
    return bool(_ENDING.search(bare)) or (latin and bool(_ENGLISH.search(text)))


def is_of_meeting(text: str) -> bool:
    """Whether a line tells who reports to a meeting: REPORT OF THE DIRECTOR.

    >>> is_of_meeting("REPORT OF THE DIRECTOR"), is_of_meeting("Report 2026")
    (True, False)
    """
    return _OF_MEETING.match(text.strip()) is not None


def find_glued_title(text: str) -> str:
    """Return the title at the start of a line although a sentence follows it without any mark.

    >>> find_glued_title("2024年教育工作要点各乡镇学校:今年是关键的一年。")
    '2024年教育工作要点'
    """
    found = _GLUED.match(text)
    return found["title"] if found else ""


def find_title_before_label(text: str) -> str:
    """Return the title at the start of a line where the first label follows without a break.

    >>> find_title_before_label("校园安全工作计划范文一、指导思想：安全第一。")
    '校园安全工作计划范文'
    """
    for label in find_labels(text[:_FIRST_LABEL_WITHIN]):
        if label.number == 1 and label.kind in _TOP_KINDS:
            before = text[: label.start].rstrip()
            named = is_title_like(_SAMPLE.sub("", before)) or _is_name(before, text, label)
            return before if named else ""
    return ""


def _is_name(before: str, text: str, first: Label) -> bool:
    """Whether only words without a pause precede a list that continues: no sentence."""
    if not _NAME.fullmatch(before) or first.kind is not Kind.CHINESE:
        return False
    return any(label.kind is first.kind and label.number == 2 for label in find_labels(text))
