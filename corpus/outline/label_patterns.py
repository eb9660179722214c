"""Patterns of labels, and the numerals that occur only in labels: 參, 丙, B.

Each named group of a regular expression identifies the form that matched;
`plandiff.corpus.outline.labels` converts the groups into kind and number.
"""

from plandiff.corpus.text.numerals import read_count

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The ten heavenly stems, which count like letters."""
FORMAL_NUMERALS = "壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰零"
"""The formal (banker's) numerals, simplified and traditional."""

SPELLED = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
"""English numerals after a word: ``Goal Two``."""
_PLAIN_FORMS = str.maketrans(FORMAL_NUMERALS, "一二二二三三三四五六六七八九十百零")


def formal_number(text: str) -> int | None:
    """Return the value of a formal numeral.

    >>> [formal_number(c) for c in ("壹", "參", "叁", "拾貳")]
    [1, 3, 3, 12]
    """
    return read_count(text.translate(_PLAIN_FORMS))


def count_of(text: str) -> int | None:
    """Return the value of a numeral of any script; None for masked ones.

    >>> [count_of(t) for t in ("１２", "十二", "B", "*")]
    [12, 12, 2, None]
    """
    if not text:
        return None
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.upper()) - ord("A") + 1
    return read_count(text)


_DIGIT = "[0-9０-９]"
_NUMERAL = "[〇零○一二三四五六七八九十百千两]"
_HAN = "[\u4e00-\u9fff]"

_ORDINAL = (
    rf"第\s?(?P<ordinal>{_NUMERAL}{{1,8}}|{_DIGIT}{{1,5}}|[nN×]|[xX*]{{1,2}})"
    rf"(?:\s?(?P<link>[之\-－—])\s?(?P<within>{_NUMERAL}{{1,3}}|{_DIGIT}{{1,2}})(?=\s?[条條]))?\s?"
    r"(?P<unit>部分|[编編篇卷章节節条條])"
    rf"(?:\s?(?:之|[-－](?=\d{{1,2}}\s))\s?(?P<sub>{_NUMERAL}{{1,3}}|{_DIGIT}{{1,2}}))?(?:[:：、.．](?!\d))?"
)
_CHINESE = rf"(?P<chinese>{_NUMERAL}{{1,7}})\s?(?:、|[．.](?!\d))"
_BRACKETED = (
    rf"(?:[（(]|〔(?!\s?{_DIGIT}))\s?(?P<bracketed>{_NUMERAL}{{1,7}}|{_DIGIT}{{1,3}}|\*{{1,2}}|[ivxIVX]{{2,5}}|[A-Za-z]"
    rf"|[{FORMAL_NUMERALS}]{{1,3}}|[{STEMS}])\s?[）)〕](?:、|[.．](?!\d))?"
)
_CIRCLED = r"(?P<circled>[①-⑳㉑-㉟⑴-⒇⒈-⒛㈠-㈩❶-❿])[、.．]?"
_TIME = r"\d{1,2}[:：][0-5]\d(?!\d)|\d{1,2}月\d{1,2}日"
"""Text after a label that begins with a digit: ``1．8:40开幕式``, ``2.9月10日``."""
_ARABIC = (
    rf"(?P<arabic>\*{{1,2}}|{_DIGIT}{{1,5}})"
    rf"(?:\s?(?P<dot>[.．、])(?:(?![\d*%])|(?=\d{{4}}年)|(?={_TIME}))|(?P<comma>[,，])(?!\d))"
)
_FORMAL = (
    rf"(?P<formal>[{FORMAL_NUMERALS}]{{1,4}})"
    rf"(?:\s?[、.．:：](?!\d)|(?P<gap>(?=[ \u3000]{{1,4}}{_HAN})))"
)
_LOST = r"(?P<lost>[.．])(?=[^\s\d.．])"
_DECIMAL = (
    rf"(?P<decimal>{_DIGIT}{{1,2}}(?:[.．]{_DIGIT}{{1,2}}){{1,3}})"
    r"(?:[.．、]|(?=\s|[^\d%.．,，、:：/\-－—~～]))(?!月\d)"
)
_LETTERED = r"(?P<lettered>[A-Z]\.\d{1,2}(?:\.\d{1,2})?)[.:：]?(?=\s+\S)"
"""``A.1`` of Part A, the clause numbers in annexes of standards."""
_HALF = rf"(?P<half>{_DIGIT}{{1,3}}|{_NUMERAL}{{1,3}})\s?[）)]、?"
_LETTER = r"(?P<letter>[A-Z])(?:[.．、](?![A-Za-z0-9.])|[)）](?!\w))"
_LOWER = r"(?P<lower>[a-z]|[ivx]{2,5})[.．)）](?=\s+\S)"
_BARE = r"(?:N[oO]\.\s?)?(?P<bare>\d{1,2})(?=[ \u3000]{1,4}[^\W\d_])"
_ROMAN = r"(?P<roman>[IVX]{1,8}|[XLC][IVXLC]{1,7}|[Ⅰ-Ⅻ])[.．、](?=\s|[^\x00-\x7f])"
_STEM = rf"(?P<stem>[{STEMS}])[、.．](?![{STEMS}]\S?[、方双两])"
_STEM_PART = rf"(?P<stem_part>[{STEMS}])\s?(?:部分?|篇|編)(?=[ \u3000:：、]{{1,4}}{_HAN})[:：、]?"
"""甲部　學校抱負, the part names in plans of Hong Kong."""
_ATTACHMENT = (
    rf"附\s?(?:件|录|表|錄)\s?(?P<attachment>{_NUMERAL}{{1,3}}|{_DIGIT}{{1,2}}|[A-Z]|)"
    r"\s?[:：.．、]?"
)
_ENGLISH = (
    r"(?P<english>Part|Chapter|Section|Article|Appendix|Annex|PART|CHAPTER|SECTION|ARTICLE"
    r"|APPENDIX|ANNEX)\s+"
    r"(?P<count>\d{1,3}|[IVXLC]{1,6}\b|[A-Z]\b)(?:\.(?!\d)|[:：—–-](?=\s)|(?!\w))"
)
_STRATEGIC = (
    r"(?=[A-Z])(?:(?i:strategic|key|core|priority|focus|goal|guiding)\s)?(?:"
    r"(?P<goal>(?i:area\sof\s(?:focus|need|improvement)|goal|objective|priority|theme|pillar|area|aim|outcome|recommendation"
    r"|commitment))"
    r"|(?P<deed>(?i:strategy|action(?:\s(?:step|item))?|initiative|step|task|activity|measure|tactic"
    r"|milestone|deliverable|kpi|indicator|metric)))"
    r"\s+#?(?P<strategic>\d{1,2}(?:\.\d{1,2}){0,3}(?:\.?[a-z](?![A-Za-z]))?|[ivx]{1,4}(?=[.:)]\s)|[a-z](?=[.:)]\s)|[A-Z](?:[.-]?\d{1,2})(?:\.\d{1,2}){0,2}|[A-Z]\b|[IVX]{1,4}\b"
    r"|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    r"(?:(?:\s?[:：]|[.)]|\s[—–-])(?=\s|$)|(?<=\d)(?=\s+[A-Z“\"])|(?=\s*$))"
)
_WORDS = (
    "任务|任務|举措|舉措|措施|行动|行動|目标|目標|工程|步骤|步驟|项目|項目|专题|專題|模块|板块|策略"
    "|专栏|專欄|要点|要點|方向|原则|原則|环节|環節|阶段|階段|重点|重點|主题|主題|关键结果|關鍵結果"
    "|面向|构面|構面|主轴|主軸|议题|議題|愿景|願景|方案|计划|計畫|计畫|作法|做法|层面|層面|领域|領域|对策|對策"
)
_COLON = r"(?:：|:(?!\d\d(?!\d)))"
"""Excludes the colon of a time of day."""
_COUNT = rf"{_NUMERAL}{{1,3}}|{_DIGIT}{{1,2}}"
_WORD = (
    rf"(?:(?P<named>{_HAN}{{0,4}}?(?:{_WORDS})(?:[A-Z]{{1,2}}(?=\d))?)\s?"
    rf"(?P<nth>{_COUNT}|[A-Z])(?P<within_named>(?:[-－—–.．](?:{_COUNT})){{0,2}})\s?"
    rf"(?:{_COLON}|[、.．](?!\d)|(?=[ \u3000]\s*\S)|[—–-]+(?=\s*{_HAN}))"
    rf"|(?P<coded>(?!第){_HAN}{{2,6}}?)\s?(?P<nth_coded>(?:{_DIGIT}{{1,2}}|[A-Z])(?:[-－—–.．]{_DIGIT}{{1,2}}){{1,2}})"
    rf"(?:\s?(?:{_COLON}|、)|(?=[ \u3000]\s*{_HAN})|(?=\s*$))"
    rf"|【(?P<nth_bare>{_COUNT})】(?=\s*{_HAN})"
    rf"|[【\[](?P<boxed>{_HAN}{{1,6}}?)\s?(?P<nth_boxed>{_COUNT})[】\]](?:{_COLON})?"
    rf"|(?P<word>(?!第){_HAN}{{1,6}}?)\s?(?P<nth_word>{_COUNT}|[A-Z])\s?{_COLON})"
)
_STEPS = (
    "步骤?|步驟|阶段|階段|环节|環節|季度|学期|學期|[周週轮輪期批步类類组組]|方面|板块|模块|单元|單元"
    "|层次|層次|任务|任務|工程|行动|行動"
)
_STEP = (
    rf"第\s?(?P<nth_step>{_COUNT})(?:\s?[-－—–~～至到、]\s?第?(?:{_COUNT}))?\s?(?:(?P<step>{_STEPS})"
    rf"(?:\s?[:：、]|(?=\s?[（(])|(?=[ \u3000]\s*\S)|(?=\s*$))|(?P<measure>{_HAN}{{1,4}})\s?[:：])"
)
_CODE = (
    r"(?P<code>[A-Z]{1,3})(?P<nth_code>\d{1,2})(?:\s?[-－—–~～至、]\s?(?P=code)?\d{1,2})?\s?"
    r"(?:(?P<colon>：|:(?![\d/]))|、(?!\d)|(?=[（(]))"
)
_MONTH = (
    rf"(?:20\d\d年)?(?P<month>{_COUNT})(?:\s?[、和与與及至到\-－—–~～]\s?(?:{_COUNT}))?\s?"
    r"月(?:份\s?[:：]?|\s?[:：])(?=[^\d，,。；;：:、]{0,20}$)"
)
"""A month alone on its line or before a few words, as in school calendars: ``二月份``,
``五、六月份：感恩成长``."""
_HYPHENED = rf"(?P<hyphened>\d{{1,2}}[-－]\d{{1,2}})(?=[ \u3000]{{1,4}}{_HAN})"
_ROMAN_BARE = rf"(?P<roman_bare>[Ⅰ-Ⅻ])(?=[ \u3000]{{1,4}}{_HAN})"
_TITLED = (
    r"(?!Table|Figure|Note|Page|Chart|Exhibit|Box)(?P<titled>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s"
    r"(?P<nth_titled>\d{1,2}|[A-Z]|[IVX]{1,4})\s?(?:[:：]|\s[—–-])(?=\s)"
)

ANYWHERE = f"{_DECIMAL}|{_ORDINAL}|{_BRACKETED}|{_CIRCLED}|{_CHINESE}|{_ARABIC}|{_FORMAL}|{_LOST}"
"""Forms that are searched for within a line."""
AT_START = (
    f"{_MONTH}|{_DECIMAL}|{_HYPHENED}|{_ORDINAL}|{_BRACKETED}|{_CIRCLED}|{_CHINESE}|{_ARABIC}"
    f"|{_LETTERED}|{_HALF}|{_BARE}|{_ROMAN}|{_LETTER}|{_LOWER}|{_ATTACHMENT}|{_ENGLISH}|{_STRATEGIC}"
    f"|{_FORMAL}|{_STEM}|{_STEM_PART}|{_STEP}|{_WORD}|{_CODE}|{_TITLED}|{_ROMAN_BARE}"
)
"""Forms that are searched for at the start of a line."""
