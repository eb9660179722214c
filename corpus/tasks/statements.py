"""Find statements of responsibility and deadline in brackets, field lines and running text.

（牵头单位：基教科；责任单位：人事科、财务科；完成时限：2025年6月）
牵头部门：市教育局　配合部门：市财政局
（市教育局牵头，市财政局配合，2025年6月底前完成）
由市教育局牵头，市财政局、市人社局配合，……
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from plandiff.corpus.packs import BODIES, TASK_LABELS, pack_words
from plandiff.corpus.tasks.bodies import acts, are_bodies, split_bodies
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold
from plandiff.corpus.word_lists import read_lists

_WORDS = read_lists(Path(__file__).with_name("statements.txt"))
_LABELS = ("PERSON", "LEAD", "OWNER", "HELPER", "DUE")
"""Kinds of labels; if two match, the earlier one takes precedence."""


def _any_of(*names: str) -> str:
    """The entries of the named lists as one regex alternation."""
    return "|".join(entry.replace("_", " ") for name in names for entry in _WORDS[name])


class _Labels(Struct, frozen=True):
    """Patterns for the labels of fields, including labels from packs."""

    kind: re.Pattern[str]
    """Matches a label; the name of the matching group is its kind."""
    before_value: re.Pattern[str]
    alone: re.Pattern[str]


def _labels() -> _Labels:
    return _labels_with(tuple(pack_words(name) for name in TASK_LABELS))


@cache
def _labels_with(more: tuple[tuple[str, ...], ...]) -> _Labels:
    """Compile the patterns; ``more``: labels added by packs, one tuple per kind."""
    added = dict(zip(TASK_LABELS, more, strict=True))
    kinds = {
        name: "|".join([*map(re.escape, map(fold, added.get(name.lower(), ()))), _any_of(name)])
        .replace("OF", f"(?:{_any_of('OF')})")
        .replace("AGENCY", f"(?:{_any_of('AGENCY')})")
        for name in _LABELS
    }
    every = "|".join(kinds.values())
    groups = "|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items())
    return _Labels(
        re.compile(rf"(?:{groups})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<![一-鿿A-Za-z])(?:{every})\)? ?:|\[(?:{every})\]:?", re.IGNORECASE),
        re.compile(every, re.IGNORECASE),
    )


_SAYS_DUE = re.compile(r"完成|办[结理]|截止|时限|期限|(?i:deadline|due|when|completion)")
"""Labels of a real deadline; without owners a bare 时间 is ambiguous: 发布时间, 会议时间."""
_GAP = re.compile(r"[\s;;,，。.、|]*\)?\s*")
_DATED_END = re.compile(
    r"[;,。 ] ?(?P<due>(?:20\d\d ?年|\d{1,2}月|年内|年底|长期|持续)[^;,。]{0,12})\Z"
)
_DASHED = re.compile(r"(?m)^[-\u2014\u2015\u2500]{1,3} ?(?P<who>[^\n]{2,80}?)[。;]?$")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\[([^\[\]]*)\]")
_VALUE_END = re.compile(r"[;;。\n\]\[]|\.(?= |\Z|\n)")
_MARKED_LEAD = re.compile(r" ?\((?:牵头(?:单位|部门)?|主办)\)\Z")
_SHARES = f"(?:{_any_of('SHARING')}){{0,4}}"
_COOPERATE, _LEADS = _any_of("HELPING"), _any_of("LEADING")
_LED = re.compile(rf"(?P<who>[^。;;:]{{2,80}}?)(?:{_SHARES})?(?:{_LEADS})")
_HELPED = re.compile(
    rf"[,;; ]{{0,4}}(?:会同|联合)?(?P<who>[^。;;:]{{2,200}}?)(?:{_SHARES})?"
    rf"(?:{_COOPERATE}|负责|落实)(?:实施)?"
)
_OWNED = re.compile(
    rf"(?P<who>[^。;;:]{{2,200}}?)(?:{_SHARES})?(?:负责|落实|承办|组织实施)(?:实施)?(?=[,;; ]|\Z)"
)
_FINISHED = re.compile(r"(?P<due>[^,;;。]{2,24}?)(?:完成|办结|到位)?\Z")
_BY_WHOM = re.compile(
    rf"由(?P<lead>[^,。;;:由]{{2,60}}?)(?:{_any_of('LEADING', 'CHARGED', 'JOINED')})"
    rf"(?:[,]?(?P<help>(?<=会同)[^,。;;]{{2,60}}|(?<=联合)[^,。;;]{{2,60}}|[^。;;:]{{2,120}}?(?:{_SHARES})(?:{_COOPERATE})))?"
)
_TOGETHER = re.compile(
    r"(?:\A|(?<=[,。;;:\n]))(?P<lead>[^,。;;:\n]{2,30}?)(?:要|应当?|须|必须|负责)?"
    rf"(?:{_any_of('JOINED')})(?P<help>[^,。;;:\n]{{2,60}})"
)
_AS_LEAD = re.compile(
    r"(?:\A|(?<=[,。;;:\n]))(?P<lead>[^,。;;:\n]{2,20}?)(?:作为|是|为)"
    r"(?:牵头|责任)(?:单位|部门|主体)"
    r"(?:,(?P<help>[^。;;:\n]{2,80}?)(?:作为|是|为)(?:配合|协办|参与|成员|协作)(?:单位|部门))?"
)
_NAMED_AS = re.compile(
    r"(?:\A|(?<=[,。;;:\n]))(?:牵头|责任)(?:单位|部门|主体|科室)(?:为|是)(?P<lead>[^,。;;:\n]{2,60})"
    r"(?:[,;;](?:配合|协办|参与|成员|协作)(?:单位|部门|科室)(?:为|是)(?P<help>[^,。;;:\n]{2,80}))?"
)
"""牵头部门为县教育局,配合部门为县财政局."""
_CHARGED = re.compile(
    rf"(?:\A|(?<=[,。;;:\n-]))(?P<lead>[^,。;;:\n-]{{2,40}}?)(?:{_any_of('LEADING', 'CHARGED')})"
    rf"(?:[^,。;;:\n]{{1,30}},(?P<help>[^。;;:\n]{{2,80}}?)(?:{_SHARES})(?:{_COOPERATE}))?"
)
_HELPS_LEAD = re.compile(
    r"(?:\A|(?<=[,。;;:\n]))(?P<who>[^,。;;:\n]{2,60}?)(?:要|应当?|须|负责|积极|主动|密切|共同){0,3}"
    r"(?:配合|协助)(?P<led>[^,。;;:\n]{2,60})"
)
"""Cooperating bodies before their lead: 区编办、区人社局配合区教育局制定细则."""
_WILL_LEAD = re.compile(
    r"\b(?:will lead|shall lead|is to lead|leads)\b"
    r"(?:,? (?:supported|assisted) by (?:the )?(?P<help>[^,.;]{3,60}))?"
)
_MOST_WORDS, _REACH = 6, 80
"""Maximum number of words in an English body's name, and of characters searched for them."""
_LEADS_CLAUSE = re.compile(
    rf"(?:\A|(?<=[,。;;:\n]))(?P<lead>[^,。;;:\n]{{2,40}}?)(?:{_LEADS})[,]"
    rf"(?P<help>[^。;;:\n]{{2,120}}?)(?:{_SHARES})(?:{_COOPERATE})"
)
_VERB = re.compile(f"{acts()}|{_any_of('BEGINNING')}")
_OFFICE = re.compile(r"(?:局|厅|委|办|处|科|股|室|部|部门|政府|单位)(?=[、,;; ]|\Z)")
_NO_LEADER = re.compile(
    r"[的在对把将和与]|鼓励|支持|引导|推动|促进|允许|探索|组织|建立|加强|健全|称"
)
_ANY = re.compile(
    r"牵头|责任|负责|配合|会同|联合|主办|协办|承办|落实|时限|期限|\)|\]|"
    r"(?i:lead|owner|responsib|due|deadline|by when)|^[-\u2014\u2015\u2500]",
    re.MULTILINE,
)
"""Cheap pre-filter: a text without a match has no statement, as is the case for most sections."""


class Statement(Struct, frozen=True):
    """Lead, cooperating bodies and deadline of a task, with the span of the statement."""

    start: int
    end: int
    lead: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    due: tuple[int, int] | None = None
    """Span of the date as printed."""
    closes: bool = True
    """Whether it follows its task; otherwise the task is part of the same sentence."""
    whole_lines: bool = False
    """Whether it occupies whole lines and therefore applies to the whole section."""


def find_statements(text: str) -> list[Statement]:
    """Return the statements of folded ``text`` (newlines kept) in order, without overlap.

    >>> found = find_statements("开展排查。(牵头单位:市教育局;配合单位:市住建局)")
    >>> [(statement.lead, statement.helpers) for statement in found]
    [(('市教育局',), ('市住建局',))]
    >>> [(s.lead, s.helpers) for s in find_statements("由市教育局牵头,市财政局配合,制定办法。")]
    [(('市教育局',), ('市财政局',))]
    """
    added = [word for name in TASK_LABELS for word in pack_words(name)]
    if not (_ANY.search(text) or any(fold(word) in text for word in added)):
        return []
    found = [*_in_brackets(text), *_below_dashes(text)]
    found += [*_in_fields(text), *_in_running_text(text)]
    found.sort(key=lambda statement: (statement.start, -statement.end))
    apart: list[Statement] = []
    for statement in found:
        if not apart or statement.start >= apart[-1].end:
            apart.append(statement)
    return apart


def _in_brackets(text: str) -> Iterator[Statement]:
    """Statements in brackets: with labels, in plain words, or bare offices at a sentence end."""
    for bracket in _BRACKET.finditer(text):
        group = 1 if bracket[1] is not None else 2
        if _labels().alone.fullmatch(bracket[group].strip()):
            continue
        begin, end = bracket.span(group)
        place = bracket.span()
        statement = _labelled(text, begin, end, place) or _worded(text, begin, end, place)
        if statement:
            yield statement
        elif bare := _bare_bodies(text, begin, end, place):
            # Below its task, on a line of its own, one office may also be the author's.
            below = _fills_line(text, bracket) and (bare.due or len(bare.lead) > 1)
            if below or _ends_sentence(text, bracket):
                yield bare


def _bare_bodies(text: str, begin: int, end: int, place: tuple[int, int]) -> Statement | None:
    """Offices only, optionally with a date after them: (市体育局,市教育局;2026年11月底前)."""
    due = None
    if dated := _DATED_END.search(text, begin, end):
        due, end = dated.span("due"), dated.start()
    bodies = text[begin:end]
    return Statement(*place, split_bodies(bodies), due=due) if _names_offices(bodies) else None


def _below_dashes(text: str) -> Iterator[Statement]:
    """A line of offices after a dash, below their task: ——市残联、市教育局."""
    for line in _DASHED.finditer(text):
        if bare := _bare_bodies(text, *line.span("who"), line.span()):
            yield bare


def _labelled(text: str, begin: int, end: int, place: tuple[int, int]) -> Statement | None:
    """Labelled fields that fill ``begin:end``: 牵头单位:…;完成时限:…."""
    labels = list(_labels().before_value.finditer(text, begin, end))
    if not labels or text[begin : labels[0].start()].strip():
        return None
    named: dict[str, list[str]] = {name: [] for name in _LABELS}
    due = None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        kind = _kind_of(label[0])
        stop = following.start() if following else end
        value_begin, value_end = _stripped(text, label.end(), stop)
        if kind == "DUE":
            due = (value_begin, value_end) if value_begin < value_end else None
            continue
        if tail := _DATED_END.search(text, value_begin, value_end):
            due, value_end = due or _stripped(text, *tail.span("due")), tail.start()
        named[kind] += split_bodies(text[value_begin:value_end])
    marked = [name for name in named["OWNER"] if _MARKED_LEAD.search(name)]
    if marked:  # 责任单位:县妇联(牵头)、县教育局
        named["LEAD"] += [_MARKED_LEAD.sub("", name) for name in marked]
        named["OWNER"] = [name for name in named["OWNER"] if name not in marked]
    lead, helpers = (named["LEAD"], named["OWNER"] + named["HELPER"])
    if not lead:
        lead, helpers = named["OWNER"] or named["PERSON"], named["HELPER"]
    dated = due is not None and any(_SAYS_DUE.search(label[0]) for label in labels)
    if not (lead or helpers or dated):
        return None
    return Statement(*place, tuple(lead), tuple(helpers), due)


def _kind_of(label: str) -> str:
    found = _labels().kind.match(label.lstrip("["))
    return found.lastgroup or "OWNER" if found else "OWNER"


def _stripped(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin] in " \n\t,;:、。.":
        begin += 1
    while end > begin and text[end - 1] in " \n\t,;、。.([":
        end -= 1
    return begin, end


def _worded(text: str, begin: int, end: int, place: tuple[int, int]) -> Statement | None:
    """A bracket in plain words, without labels: 市教育局牵头,市财政局配合,6月底前完成."""
    inner = text[begin:end]
    lead, helpers, rest = _who(inner)
    if not lead:
        return None
    due = None
    if finished := _FINISHED.search(inner, rest):
        if re.search(r"\d|年|月|季度|学期|长期|持续", finished["due"]) and rest < len(inner):
            due = _stripped(text, begin + finished.start("due"), begin + finished.end("due"))
        elif rest < len(inner):
            return None
    return Statement(*place, lead, helpers, due)


def _who(inner: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Lead bodies, cooperating bodies, and the end offset of the words that name them."""
    if led := _LED.match(inner):
        helped = _HELPED.match(inner, led.end())
        lead = led["who"]
        if are_bodies(lead) and (helped is None or are_bodies(helped["who"])):
            helpers = split_bodies(helped["who"]) if helped else ()
            return split_bodies(lead), helpers, helped.end() if helped else led.end()
    if owned := _OWNED.match(inner):
        helped = _HELPED.match(inner, owned.end())
        if are_bodies(owned["who"]):
            helpers = split_bodies(helped["who"]) if helped and are_bodies(helped["who"]) else ()
            return (
                split_bodies(owned["who"]),
                helpers,
                helped.end() if helped and helpers else owned.end(),
            )
    return (), (), 0


def _ends_sentence(text: str, bracket: re.Match[str]) -> bool:
    """Whether a bracket follows or precedes a full stop, as in 配齐教师(市教育局、市编办)。."""
    before = text[: bracket.start()].rstrip(" ")[-1:]
    after = text[bracket.end() : bracket.end() + 1]
    return before in tuple("。;") or (before not in ("", "\n") and after in ("", "\n", "。", ";"))


def _fills_line(text: str, bracket: re.Match[str]) -> bool:
    before, after = text[: bracket.start()].rstrip(" ")[-1:], text[bracket.end() :].lstrip(" 。")
    return before == "\n" and after[:1] in ("", "\n")


def _names_offices(words: str) -> bool:
    """Whether words are government offices, not an alias: 康纳学校(儿童康复中心)."""
    office = _OFFICE.search(words) is not None or words.endswith(pack_words(BODIES))
    return are_bodies(words, strict=True) and office and "称" not in words


def _in_fields(text: str) -> Iterator[Statement]:
    """Labelled fields outside brackets, on their own lines or at the end of a paragraph."""
    labels = [
        found
        for found in _labels().before_value.finditer(text)
        if _outside_brackets(text, found.start())
    ]
    at = 0
    while at < len(labels):
        begin, last = labels[at].start(), at
        end = _value_end(text, labels[at].end())
        while last + 1 < len(labels) and _GAP.fullmatch(
            text, min(end, labels[last + 1].start()), labels[last + 1].start()
        ):
            last += 1
            end = _value_end(text, labels[last].end())
        if statement := _labelled(text, begin, end, (begin, end)):
            alone = not text[text.rfind("\n", 0, begin) + 1 : begin].strip()
            yield Statement(
                begin, end, statement.lead, statement.helpers, statement.due, whole_lines=alone
            )
        at = last + 1


def _outside_brackets(text: str, place: int) -> bool:
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line.count("(") <= line.count(")") and line.count("[") <= line.count("]")


def _value_end(text: str, begin: int) -> int:
    found = _VALUE_END.search(text, begin)
    end = found.start() if found else len(text)
    following = _labels().before_value.search(text, begin, end)
    return following.start() if following else end


def _in_running_text(text: str) -> Iterator[Statement]:
    """Statements inside sentences, in Chinese and English."""
    yield from _led_in_english(text)
    for pattern in (_BY_WHOM, _LEADS_CLAUSE, _TOGETHER, _AS_LEAD, _NAMED_AS, _CHARGED):
        for found in pattern.finditer(text):
            named = found.groupdict()
            lead = named["lead"].rpartition("由")[2].strip()
            lead = lead.removeprefix("(") if ")" not in lead else lead
            if lead.count("(") > lead.count(")") or lead.count("[") > lead.count("]"):
                continue  # a statement in brackets, which `_in_brackets` reads
            helpers = _helpers(named.get("help"))
            strict = pattern in (_TOGETHER, _CHARGED)
            if not _is_leader(lead, strict=strict) or (
                named.get("help") and pattern is not _BY_WHOM and not helpers
            ):
                continue
            yield Statement(*found.span(), split_bodies(lead), helpers, closes=False)
    for found in _HELPS_LEAD.finditer(text):
        leaders = _helpers(found["led"])
        if leaders and are_bodies(found["who"], strict=True):
            helpers = split_bodies(found["who"])
            yield Statement(*found.span(), leaders, helpers, closes=False)


def _led_in_english(text: str) -> Iterator[Statement]:
    """English running text: The Estates Office will lead, supported by the Finance Unit."""
    for found in _WILL_LEAD.finditer(text):
        words = text[max(found.start() - _REACH, 0) : found.start()].rsplit(None, _MOST_WORDS)[
            -_MOST_WORDS:
        ]
        first = len(words)
        while first and words[first - 1][:1].isupper() and words[first - 1] != "The":
            first -= 1
        lead = " ".join(words[first:])
        if _is_leader(lead, strict=False):
            begin = text.rindex(words[first], 0, found.start())
            place = (begin, found.end())
            yield Statement(*place, split_bodies(lead), _helpers(found["help"]), closes=False)


def _is_leader(words: str, *, strict: bool) -> bool:
    return are_bodies(words, strict=strict) and not _NO_LEADER.search(words)


def _helpers(words: str | None) -> tuple[str, ...]:
    """The bodies at the beginning of ``words``; in running text a verb follows them."""
    if not words:
        return ()
    words = re.sub(rf"{_SHARES}(?:{_COOPERATE})\Z", "", words)
    if are_bodies(words):
        return split_bodies(words)
    named: list[str] = []
    for piece in re.split(r"(?<=[、,])", words):
        if are_bodies(piece.rstrip("、,")):
            named += split_bodies(piece.rstrip("、,"))
            continue
        verb = _VERB.search(piece, 2)
        most = verb.start() if verb else len(piece)
        longest = next((end for end in range(most, 1, -1) if are_bodies(piece[:end])), 0)
        if longest:
            named += split_bodies(piece[:longest])
        break
    return tuple(named)
