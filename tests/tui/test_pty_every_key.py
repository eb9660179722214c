"""Every key of the app on two real plans, in terminals of three sizes, resized in between."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.app_terminal import Terminal, open_on_the_text

pytestmark = pytest.mark.shared

SIZES = (
    pytest.param((80, 24), marks=pytest.mark.slow),
    (120, 40),
    pytest.param((200, 60), marks=pytest.mark.slow),
)
Check = Callable[[str, str], bool]
"""What the screen showed before the keys, and what it shows after."""
ESC, ENTER, TAB, UNDO, PALETTE = "\x1b", "\r", "\t", "\x1a", "\x10"
CTRL_R, CTRL_K, CTRL_Q, ALT_C = "\x12", "\x0b", "\x11", "\x1bc"
F1, F7, SHIFT_F7 = "\x1bOP", "\x1b[18~", "\x1b[18;2~"
UP, DOWN, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~"
HOME, END = "\x1b[H", "\x1b[F"


def place(screen: str) -> int:
    """Which change the status line counts the cursor at."""
    found = re.search(r"第 (\d+)/\d+ 处", screen)
    return int(found[1]) if found else 0


def reviewed(screen: str) -> int:
    found = re.search(r"已阅 (\d+)/", screen)
    return int(found[1]) if found else -1


def body(screen: str) -> str:
    """The screen without its status line."""
    return "\n".join(screen.split("\n")[:-2])


def at(number: int) -> Check:
    return lambda _, after: place(after) == number


def shows(*words: str) -> Check:
    return lambda _, after: all(word in after for word in words)


def went_to(words: str) -> Check:
    """The old plan has two such sections: where it has the focus, the reader chooses."""
    return lambda _, after: words in after and (place(after) > 1 or "去哪一处" in after)


def back(before: str, after: str) -> bool:
    return body(before) == body(after)


def other(before: str, after: str) -> bool:
    return body(before) != body(after)


def undone(_: str, after: str) -> bool:
    """What was taken back is said; where the line has no room beside it, the count waits."""
    return "已撤销" in after and reviewed(after) in {0, -1}


def names_turned(before: str, after: str) -> bool:
    return before.index("arts_fu") < before.index("arts_qu") and after.index(
        "arts_qu"
    ) < after.index("arts_fu")


KEYS: dict[str, tuple[tuple[tuple[str, ...], Check], ...]] = {
    "next and previous change": ((("]",), at(2)), (("]", "["), at(2)), (("[",), at(1))),
    "next and previous change by function keys": (((F7,), at(2)), ((SHIFT_F7,), at(1))),
    "next and previous change, full width": ((("】",), at(2)), (("【",), at(1))),
    "next and previous section": ((("}",), other), (("{",), back)),
    "next and previous section, full width": ((("｝",), other), (("｛",), back)),
    "next and previous changed target": (((".", ".", ","), other), (("g",), at(1))),
    "next and previous changed target, full width": (((".", "．", "，"), other), (("。",), other)),
    "outline on and off": ((("o",), other), (("o",), back)),
    "focus": (((TAB,), other),),
    "a line": ((("j",), other), (("k",), back), ((DOWN,), other), ((UP,), back)),
    "a page": (((" ",), other), (("b",), back), ((PAGE_DOWN,), other), ((PAGE_UP,), back)),
    "half a page": ((("d",), other), (("u",), back)),
    "both ends": ((("G",), other), (("g",), back), ((END,), other), ((HOME,), back)),
    "go to a section": (((":", "工作目标", ENTER), went_to("工作目标")),),
    "go to a section, full width": ((("：", "工作目标", ENTER), went_to("工作目标")),),
    "search": (
        (("/", "特长", ENTER), lambda _, after: bool(re.search(r"查找 特长\s+1/\d+", after))),
        (("n", "n"), lambda _, after: bool(re.search(r"查找 特长\s+3/\d+", after))),
        (("N",), lambda _, after: bool(re.search(r"查找 特长\s+2/\d+", after))),
        ((ESC,), lambda _, after: "查找 特长" not in after),
    ),
    "search, full width": ((("／", "特长", ENTER), shows("查找 特长")),),
    "filter": ((("f",), shows("显示哪些改动")), ((ESC,), back)),
    "targets": ((("t",), shows("指标变化", "回车跳转")), ((ENTER,), lambda _, s: place(s) > 1)),
    "summary": ((("s",), shows("摘要", "改动节")),),
    "fold here": ((("]", "z"), shows("折叠")),),
    "fold everywhere": ((("Z",), shows("没有可折叠")),),  # every section of this pair changed
    "fold what is reviewed": ((("H",), shows("已折起")), (("H",), shows("已展开"))),
    "since the last time": ((("D",), shows("上次打开后没有变化")),),
    "targets as bars": ((("B",), shows("指标图", "▒▒ 旧版")), ((ESC,), back)),
    "one pane, two panes, automatic": (
        (("2",), shows("合为一栏")),
        (("1",), shows("左右两栏")),
        (("0",), shows("版式：自动")),
        (("v",), shows("版式：左右两栏")),
        (("v",), shows("版式：合为一栏")),
        (("v",), shows("版式：自动")),
    ),
    "mark reviewed and undo": (
        (("r",), lambda _, s: reviewed(s) == 1 and place(s) > 1),
        ((UNDO,), undone),
    ),
    "mark the passage accepted or questioned": (
        (("]", "K"), lambda _, s: reviewed(s) == 1),
        (("Q",), lambda before, s: reviewed(s) == 1 and place(s) != place(before)),
        ((UNDO, UNDO), undone),
    ),
    "mark the section": (
        (("]", CTRL_R), lambda _, s: reviewed(s) > 0 and "改动节 0/" not in s),
        ((UNDO, CTRL_K), lambda _, s: reviewed(s) > 0),
        ((UNDO, CTRL_Q), lambda _, s: reviewed(s) == 0 and place(s) > 2),
        ((UNDO,), undone),
    ),
    "note on the section": (
        (("]", ALT_C, "整节看过", ENTER), shows("批注已保存")),
        (("@",), shows("整节看过")),
        ((UNDO,), shows("还没有批注")),
    ),
    "details and another candidate": (
        (("]", "i"), shows("匹配可信度")),
        (("\x1b5",), shows("没有这个候选")),
        (("i",), lambda _, s: "匹配可信度" not in s),
    ),
    "ignore form": ((("p",), shows("不再标出")), (("p",), shows("照常标出"))),
    "all changes": ((("O",), shows("按影响大小")), (("O",), shows("按文件顺序"))),
    "only unreviewed": ((("U",), shows("只看未阅")), (("U",), lambda _, s: "只看未阅" not in s)),
    "note, next note, notes": (
        (("]", "c", "再核对", ENTER), shows("批注已保存")),
        (("G", "m"), at(2)),
        (("g", "M"), at(2)),
        (("@",), shows("再核对", "批注")),
        ((UNDO,), shows("还没有批注")),
    ),
    "pin two sections and list pins": (
        (("}", "}", "a", TAB), shows("已选定")),
        ((ESC,), lambda _, s: "已选定" not in s),
        (("A",), shows("人工配对")),
    ),
    "swap": (
        (("x",), names_turned),
        (("x",), lambda _, s: s.index("arts_fu") < s.index("arts_qu")),
    ),
    "copy": ((("y",), shows("已复制")), (("]", "Y"), shows("已复制"))),
    "editor": ((("e",), lambda _, s: place(s) > 0 and "不能" not in s),),
    "export": ((("E",), shows("导出报告", ".docx", ".xlsx", ".html")),),
    "read again": ((("]", "]", "R"), at(3)),),
    "theme": ((("T",), shows("色弱友好", "单色")),),
    "help": ((("?",), shows("帮助", "Shift+F7")), ((ESC,), back), ((F1,), shows("Shift+F7"))),
    "help, full width": ((("？",), shows("Shift+F7")),),
    "palette": (((PALETTE,), lambda before, after: body(before) != body(after)),),
}


@pytest.fixture(scope="module", params=SIZES, ids=("80x24", "120x40", "200x60"))
def terminal(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Terminal]:
    home = str(tmp_path_factory.mktemp("home"))
    own = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), home)
    open_on_the_text(Path(home))
    plans = [str(shared / "plans" / f"edu_arts_{place}.txt") for place in ("fujian", "quanzhou")]
    app = Terminal(["plandiff", *plans, "--lang", "zh"], request.param, own | {"EDITOR": "true"})
    app.wait_for("第 1/")
    yield app
    app.press(ESC, ESC)
    app.press("q")
    assert app.end() == 0


def start(terminal: Terminal, size: tuple[int, int]) -> None:
    """At the first change in a pane, nothing open, in this size, after another one."""
    terminal.press(ESC, ESC, quiet=0.05)
    terminal.resize(size[0] - 6, size[1] + 3, quiet=0.05)
    terminal.resize(*size, quiet=0.05)
    terminal.settle()  # a layout that is still being made keeps the place that it began with
    if "▌目录" in terminal.text:  # in the outline `r` marks a whole chapter
        terminal.press(TAB, quiet=0.05)
        terminal.settle()
    terminal.press("0", quiet=0.05)
    terminal.settle()
    terminal.press("g", quiet=0.05)
    terminal.wait_for("第 1/")


@pytest.mark.parametrize("what", KEYS)
def test_every_key_does_what_it_says_at_every_size(terminal: Terminal, what: str) -> None:
    start(terminal, (terminal.screen.columns, terminal.screen.lines))
    before = terminal.text
    for keys, holds in KEYS[what]:
        terminal.press(*keys, quiet=0.05)
        terminal.wait(partial(holds, before), str(keys))
