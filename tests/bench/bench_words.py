"""Word marks against the edits that were really made, beside the tools that one would use instead.

Paragraphs of invented towns are edited by a reviser that knows what it did: it changes numbers,
puts words for words, inserts adverbs, drops, adds and replaces clauses.  Every method marks the
pair, and is measured by marked characters (precision, recall), by replaced words and numbers of
which only a part is marked, by numbers that a mark cuts in two, and by time.  A second table is
of one long text of 12,000 words of which 30 % are others.

wdiff, dwdiff and the package redlines take part where they are installed.
"""

import argparse
import difflib
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import jieba
from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from plandiff.comparison.edits import Op
from plandiff.comparison.words import diff_texts, segmentation

_CLAUSES = """
加强青石镇中心小学校舍建设 推进河湾县义务教育优质均衡发展 完善校外培训治理长效机制
落实立德树人根本任务 提高乡村教师待遇 开展防溺水专题教育 规范幼儿园保教行为 优化中小学布局
促进普通高中多样化发展 实施教师素质提升工程 健全家校社协同育人机制 扩大普惠性学前教育资源
打造一批特色学校 强化校园食品安全管理 建立心理健康教育档案 巩固控辍保学成果 提升课后服务质量
加快智慧校园建设 深化新时代教育评价改革 引导学生参加社会实践活动 支持民办教育健康发展
严格执行教学常规 充分发挥名师工作室作用 切实减轻学生过重作业负担 完成薄弱学校改造任务
组织教师参加全员培训 制定年度督导计划
"""
CLAUSES = tuple(_CLAUSES.split())
_TARGETS = """
学前三年毛入园率达到{a}% 义务教育巩固率保持在{a}%以上 新增公办学位{b}个 培训骨干教师{b}人次
总投资{c}亿元 新建改扩建学校{d}所 每周体育课不少于{d}节 校园网络覆盖率达到{e}% 招聘教师{b}名
改造校舍{c}万平方米 计划投入资金{b}万元 近视率下降{c}个百分点
"""
TARGETS = tuple(_TARGETS.split())
_SYNONYMS = """
加强=强化 推进=推动 完善=健全 提高=提升 开展=组织开展 落实=贯彻落实 规范=规整 优化=改进
促进=助推 实施=施行 建立=构建 加快=加速 引导=指导 支持=鼓励 打造=建设 严格=从严
教师=教职工 学生=学员 机制=制度 质量=水平
"""
SYNONYMS: dict[str, str] = dict(pair.split("=") for pair in _SYNONYMS.split())
ADVERBS = ("进一步", "持续", "切实", "大力", "统筹")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
SIGN = re.compile(r"(?<=[0-9])[%万亿]")
SYNONYM = re.compile("|".join(SYNONYMS))

Marks = list[tuple[str, str]]
"""``=``, ``-`` or ``+``, and a text."""


@dataclass
class Pair:
    """Two versions of a paragraph, the characters that were edited, and the replaced ones."""

    old: str = ""
    new: str = ""
    edited: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    replaced: tuple[list[range], list[range]] = field(default_factory=lambda: ([], []))

    def keep(self, text: str) -> None:
        self.old += text
        self.new += text

    def edit(self, old: str, new: str, *, word: bool = False) -> None:
        spans = (
            range(len(self.old), len(self.old) + len(old)),
            range(len(self.new), len(self.new) + len(new)),
        )
        for side, span in enumerate(spans):
            self.edited[side].update(span)
            if word and span:
                self.replaced[side].append(span)
        self.old, self.new = self.old + old, self.new + new


def clause(rng: random.Random) -> str:
    if rng.random() < 0.7:
        return rng.choice(CLAUSES)
    return rng.choice(TARGETS).format(
        a=rng.randint(60, 98),
        b=rng.randrange(100, 3000, 10),
        c=f"{rng.uniform(0.5, 9.5):.1f}",
        d=rng.randint(2, 12),
        e=f"{rng.uniform(60, 99):.1f}",
    )


def edited_paragraph(rng: random.Random, clauses: int) -> Pair:
    """A paragraph of so many clauses, about a third of them edited."""
    pair = Pair()
    for at in range(clauses):
        text, mark = clause(rng), "。" if at % 5 == 4 else "，"
        number, synonym, draw = NUMBER.search(text), SYNONYM.search(text), rng.random()
        if number and draw < 0.4:
            pair.keep(text[: number.start()])
            pair.edit(number.group(), redraw(number.group(), rng), word=True)
            pair.keep(text[number.end() :] + mark)
        elif synonym and draw < 0.2:
            pair.keep(text[: synonym.start()])
            pair.edit(synonym.group(), SYNONYMS[synonym.group()], word=True)
            pair.keep(text[synonym.end() :] + mark)
        elif draw < 0.23:
            pair.edit("", rng.choice(ADVERBS))
            pair.keep(text + mark)
        elif draw < 0.27:
            pair.edit(text + mark, "")
        elif draw < 0.31:
            pair.edit("", clause(rng) + mark)
            pair.keep(text + mark)
        elif draw < 0.35:
            pair.edit(text + mark, clause(rng) + mark)
        else:
            pair.keep(text + mark)
    return pair


def redraw(number: str, rng: random.Random) -> str:
    while True:
        drawn = (
            f"{float(number) * rng.uniform(0.7, 1.4):.1f}"
            if "." in number
            else str(max(1, int(int(number) * rng.uniform(0.7, 1.4)) + rng.randint(-2, 2)))
        )
        if drawn != number:
            return drawn


def ours(old: str, new: str) -> Marks:
    signs = {Op.EQUAL: "=", Op.DELETE: "-", Op.INSERT: "+"}
    return [(signs[edit.op], edit.text) for edit in diff_texts(old, new)]


def by_words(old: str, new: str) -> Marks:
    a, b = (list(jieba.cut(text)) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return from_codes(a, b, ((tag, *places) for tag, *places in matcher.get_opcodes()))


def by_characters(old: str, new: str) -> Marks:
    codes = Indel.opcodes(old, new)
    return from_codes(
        old,
        new,
        ((c.tag, c.src_start, c.src_end, c.dest_start, c.dest_end) for c in codes),
    )


def from_codes(old: "str | list[str]", new: "str | list[str]", codes: Iterable[tuple]) -> Marks:  # type: ignore[type-arg]
    marks: Marks = []
    for tag, a, b, c, d in codes:
        if tag == "equal":
            marks.append(("=", "".join(old[a:b])))
        else:
            marks += (("-", "".join(old[a:b])), ("+", "".join(new[c:d])))
    return marks


def dmp(old: str, new: str, *, semantic: bool) -> Marks:
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    found = engine.diff_main(old, new)
    if semantic:
        engine.diff_cleanupSemantic(found)
    return [("-=+"[op + 1], text) for op, text in found]


def command(old: str, new: str, *words: str) -> str:
    """What a command prints that is given two files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("old", old), ("new", new)):
            Path(folder, name).write_text(f"{text}\n", encoding="utf-8")
        return subprocess.run(
            [*words, "old", "new"],
            cwd=folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        ).stdout


def git(old: str, new: str, *more: str) -> Marks:
    """``git diff --word-diff``: behind the line @@ each line is one run, its sign before it."""
    words = ("git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", "-U0", *more)
    lines = iter(command(old, new, *words).splitlines())
    for line in lines:
        if line.startswith("@@"):
            break
    return [(line[0].replace(" ", "="), line[1:]) for line in lines if line[0] in " -+"]


BRACKETS = ("<gone>", "</gone>", "<come>", "</come>")
IN_BRACKETS = re.compile("<(gone|come)>(.*?)</(?:gone|come)>", re.DOTALL)


def wdiff(old: str, new: str, *words: str) -> Marks:
    """wdiff and dwdiff, which take the same options."""
    options = [
        part for name, sign in zip("wxyz", BRACKETS, strict=True) for part in (f"-{name}", sign)
    ]
    text, at, marks = command(old, new, *words, *options).rstrip("\n"), 0, []
    for found in IN_BRACKETS.finditer(text):
        marks += [("=", text[at : found.start()]), ("-+"[found[1] == "come"], found[2])]
        at = found.end()
    return [*marks, ("=", text[at:])]


def redlines(old: str, new: str) -> Marks:
    found = json.loads(import_module("redlines").Redlines(old, new).output_json())
    marks: Marks = []
    for change in found["changes"]:
        if change["type"] == "equal":
            marks.append(("=", change["text"]))
        else:
            marks += [("-", change.get("source_text") or ""), ("+", change.get("test_text") or "")]
    return marks


CJK = "--word-diff-regex=[0-9.]+%?|[^[:space:]]"
"""The best that one can ask of git: numbers, else single characters."""
METHODS: dict[str, Callable[[str, str], Marks]] = {
    "plandiff": ours,
    "jieba + difflib": by_words,
    "diff-match-patch": lambda old, new: dmp(old, new, semantic=False),
    "… semantic": lambda old, new: dmp(old, new, semantic=True),
    "characters (Indel)": by_characters,
    "git --word-diff": git,
    "… CJK regex": lambda old, new: git(old, new, CJK),
    "wdiff": lambda old, new: wdiff(old, new, "wdiff"),
    "dwdiff -P": lambda old, new: wdiff(old, new, "dwdiff", "-P"),
    "redlines": redlines,
}
NEEDED: dict[str, Callable[[str], object]] = {
    "git": shutil.which,
    "wdiff": shutil.which,
    "dwdiff": shutil.which,
    "redlines": find_spec,
}


def installed() -> dict[str, Callable[[str, str], Marks]]:
    """The methods whose tool is there; says which are not."""
    missing = [name for name, found in NEEDED.items() if not found(name)]
    if missing:
        print(f"not installed: {', '.join(missing)}")
    starts = tuple(missing) + (("… CJK",) if "git" in missing else ())
    return {name: method for name, method in METHODS.items() if not name.startswith(starts or "-")}


def score(pairs: list[Pair], method: Callable[[str, str], Marks]) -> dict[str, float]:
    """Figures of one method over all pairs."""
    hit = marked_all = edited_all = links_here = replaced = split = 0
    start = time.perf_counter()
    results = [method(pair.old, pair.new) for pair in pairs]
    seconds = time.perf_counter() - start
    for pair, marks in zip(pairs, results, strict=True):
        for side, sign in ((0, "-"), (1, "+")):
            text = (pair.old, pair.new)[side]
            flags = "".join(op * len(piece) for op, piece in marks if op in ("=", sign))
            marked = {at for at, flag in enumerate(flags) if flag == sign}
            # Whether the % and 万 of a changed number are marked with it is a matter of taste.
            taste = {at for found in SIGN.finditer(text) for at in range(*found.span())}
            marked, edited = marked - taste, pair.edited[side] - taste
            hit += len(marked & edited)
            marked_all, edited_all = marked_all + len(marked), edited_all + len(edited)
            for span in pair.replaced[side]:
                replaced += 1
                links_here += 0 < len(marked & set(span)) < len(span)
            split += sum(
                flags[at] != flags[at - 1]
                for found in re.finditer(r"[0-9.]+%?", text)
                for at in range(found.start() + 1, found.end())
            )
    return {
        "precision": hit / max(1, marked_all),
        "recall": hit / max(1, edited_all),
        "half": links_here,
        "replaced": replaced,
        "split": split,
        "seconds": seconds,
    }


WORDS = (*_SYNONYMS.replace("=", " ").split(), "85%", "3所", "，", "。", "、", "和", "的")


def long_pair(rng: random.Random, words: int) -> tuple[str, str]:
    """A text of so many words, and another with 30 % of them drawn anew."""
    drawn = [rng.choice(WORDS) for _ in range(words)]
    again = [rng.choice(WORDS) if rng.random() < 0.3 else word for word in drawn]
    return "".join(drawn), "".join(again)


def dmp_in_time(old: str, new: str) -> Marks:
    """diff-match-patch as it comes, with a limit of one second."""
    found = diff_match_patch().diff_main(old, new)
    return [("-=+"[op + 1], text) for op, text in found]


LONG: dict[str, Callable[[str, str], Marks]] = {
    "plandiff": ours,
    "jieba + difflib": by_words,
    "diff-match-patch, 1 s": dmp_in_time,
    "characters (Indel)": by_characters,
}


def print_long(words: int) -> None:
    """One line a method: processor time, and how much of the old text it found again."""
    old, new = long_pair(random.Random(3), words)  # noqa: S311 - no secret
    print(f"\n{words:,} words, 30 % others: {len(old):,} characters\n{'':24}seconds  kept")
    for name, method in LONG.items():
        segmentation._cuts.clear()
        start = time.process_time()
        marks = method(old, new)
        seconds = time.process_time() - start
        kept = sum(len(text) for op, text in marks if op == "=") / len(old)
        print(f"{name:24}{seconds:7.2f}{kept:6.0%}")


def main(argv: list[str] | None = None) -> int:
    """Print one line a method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--clauses", type=int, default=25)
    parser.add_argument("--words", type=int, default=12_000, help="of the long text")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    rng = random.Random(options.seed)  # noqa: S311 - a reviser, not a secret
    pairs = [edited_paragraph(rng, options.clauses) for _ in range(options.paragraphs)]
    jieba.setLogLevel(60)
    jieba.initialize()
    diff_texts("教育", "教学")
    methods = installed()
    print(f"{'':20}precision  recall  half words  split numbers  ms a paragraph")
    for name, method in methods.items():
        figures = score(pairs, method)
        print(
            f"{name:20}{figures['precision']:9.3f}{figures['recall']:8.3f}"
            f"{figures['links_here']:5.0f} of {figures['replaced']:3.0f}{figures['split']:15.0f}"
            f"{1000 * figures['seconds'] / len(pairs):16.1f}"
        )
    print_long(options.words)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
