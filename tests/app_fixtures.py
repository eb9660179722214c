"""A small comparison made by hand, with every kind of row, for tests of the app and its drawing."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widget import Widget

from plandiff.comparison.edits import Edit, EditNature, Op, RowKind
from plandiff.comparison.model import Comparison, Replacement, Row, TargetChange
from plandiff.comparison.model import TargetChangeKind as Kind
from plandiff.corpus.model import Plan, Relation, Section, Source, Span, Target
from plandiff.tui.app.review_app import PlandiffApp
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.review import ReviewScreen
from plandiff.tui.settings import Settings
from plandiff.tui.view.model import View
from plandiff.tui.view.search import numbers_of
from tests.timing import Patience

_OLD = [
    (0, None, "云桥区2031年教育工作计划", "根据上级部署，结合本区实际，制定本计划。"),
    (1, "一、", "总体要求", "坚持立德树人，推动教育高质量发展。"),
    (1, "二、", "主要任务", ""),
    (2, "（一）", "扩大学前教育供给", "新建公办幼儿园3所，学前三年毛入园率达到92%以上。"),
    (2, "（二）", "办好义务教育", "巩固率保持在99.5%以上。推进集团化办学，组建教育集团4个。"),
    (2, "（三）", "发展职业教育", "建设实训基地。开展校企合作。"),
    (2, "（四）", "加强教师队伍", "全年培训教师1,200人次。"),
    (2, "（五）", "家校共育", "办好家长学校，每学期开展活动2次。"),
    (2, "（六）", "清理闲置校舍", "完成闲置校舍清理。"),
    (1, "三、", "保障措施", ""),
    (2, "（一）", "经费保障", "安排专项经费3,640万元，确保按时到位。"),
    (2, "（二）", "督导评估", "建立督导机制 , 每年通报一次."),
    (2, "（三）", "安全管理", "落实安全责任。"),
    (2, "（四）", "宣传引导", "做好宣传工作。"),
]
_NEW = [
    (0, None, "云桥区2032年教育工作计划", "根据上级部署，结合本区实际，制定本计划。"),
    (1, "一、", "总体要求", "坚持立德树人，推动教育高质量发展。"),
    (1, "二、", "主要任务", ""),
    (2, "（一）", "家校共育", "办好家长学校，每学期开展活动2次。"),
    (2, "（二）", "扩大学前教育供给", "新建公办幼儿园5所，学前三年毛入园率达到95%以上。"),
    (2, "（三）", "办好义务教育", "巩固率保持在99%以上。推进集团化办学，组建教育集团6个。"),
    (2, "（四）", "建设实训基地", "建设实训基地。"),
    (2, "（五）", "深化校企合作", "开展校企合作。"),
    (2, "（六）", "加强教师队伍", "全年培训教师1,200人次。"),
    (
        2,
        "（七）",
        "推进教育数字化",
        "建设“智慧课堂”20间，实现校园网络全覆盖——到2032年底完成……",
    ),
    (1, "三、", "保障措施", ""),
    (2, "（一）", "经费保障", "安排专项经费0.4亿元，确保按时足额到位。"),
    (2, "（二）", "督导评估", "建立督导机制，每年通报一次。"),
    (2, "（三）", "安全与宣传", "落实安全责任。做好宣传工作。"),
]


def make_plan(name: str, rows: list[tuple[int, str | None, str, str]]) -> Plan:
    """A plan of (level, label, heading, body); a section's parent is the last one above it."""
    sections: list[Section] = []
    above: dict[int, str] = {}
    for index, (level, label, heading, body) in enumerate(rows):
        parent = above.get(level - 1)
        number = next(iter(numbers_of(label)), None) if label else None
        sections.append(Section(f"s{index}", parent, level, label, number, heading, body))
        above[level] = f"s{index}"
    source = Source(name, "txt", "utf-8", "0" * 64, sum(len(s.text) for s in sections))
    return Plan(source, rows[0][2], None, None, tuple(sections))


def edits_between(
    old: str, new: str, nature: EditNature = EditNature.SUBSTANCE
) -> tuple[Edit, ...]:
    """Edits by characters: enough to look at and to test with."""
    edits: list[Edit] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            edits.append(Edit(Op.EQUAL, old[i1:i2]))
            continue
        if i2 > i1:
            edits.append(Edit(Op.DELETE, old[i1:i2], nature))
        if j2 > j1:
            edits.append(Edit(Op.INSERT, new[j1:j2], nature))
    return tuple(edits)


def make_row(
    old: Plan, new: Plan, number: int, ids: tuple[list[int], list[int]], **more: object
) -> Row:
    """A row of sections by index; its kind follows from how many there are and what differs."""
    left = tuple(old.sections[i] for i in ids[0])
    right = tuple(new.sections[i] for i in ids[1])
    old_text, new_text = ("\n".join(s.text for s in side) for side in (left, right))
    if not left or not right:
        kind = RowKind.REMOVED if left else RowKind.ADDED
    elif len(left) > 1 or len(right) > 1:
        kind = RowKind.MERGED if len(right) == 1 else RowKind.SPLIT
    else:
        kind = RowKind.UNCHANGED if old_text == new_text else RowKind.MODIFIED
    nature = more.pop("nature", EditNature.SUBSTANCE)
    assert isinstance(nature, EditNature)
    return Row(
        f"r{number}",
        kind,
        left,
        right,
        tuple((a.id, b.id) for a in left for b in right),
        edits_between(old_text, new_text, nature),
        renumbered=bool(left and right) and left[0].label != right[0].label,
        substantive=kind is not RowKind.UNCHANGED and nature is EditNature.SUBSTANCE,
        **more,  # type: ignore[arg-type]
    )


def target(plan: Plan, number: int, section: int, quote: str, indicator: str) -> Target:
    """A target whose quote stands once in a section."""
    text = plan.sections[section].text
    start = text.index(quote)
    digits = "".join(c for c in quote if c.isdigit() or c == ".")
    unit = quote.rstrip("以上").lstrip("0123456789.,达到在")
    span = Span(start, start + len(quote))
    own = (f"t{number}", f"s{section}")
    return Target(*own, span, quote, indicator, Relation.AT_LEAST, float(digits), None, unit)


def _both(
    old: Plan, new: Plan, number: int, indicator: str, *places: tuple[int, str]
) -> tuple[Target, Target]:
    (old_section, old_quote), (new_section, new_quote) = places
    return (
        target(old, number, old_section, old_quote, indicator),
        target(new, number, new_section, new_quote, indicator),
    )


def sample() -> Comparison:
    """Fourteen rows with every kind of change, and seven targets."""
    old, new = make_plan("云桥区2031年计划.txt", _OLD), make_plan("云桥区2032年计划.txt", _NEW)
    pairs: list[tuple[list[int], list[int], dict[str, object]]] = [
        ([0], [0], {}),
        ([1], [1], {}),
        ([2], [2], {}),
        ([7], [3], {"moved": True, "block": 1}),
        ([3], [4], {}),
        ([4], [5], {}),
        ([5], [6, 7], {}),
        ([6], [8], {}),
        ([8], [], {}),
        ([], [9], {}),
        ([9], [10], {}),
        ([10], [11], {"confidence": 0.62}),
        ([11], [12], {"nature": EditNature.FORM}),
        ([12, 13], [13], {}),
    ]
    rows = tuple(
        make_row(old, new, number, (left, right), **more)
        for number, (left, right, more) in enumerate(pairs)
    )
    first = _both(old, new, 0, "新建公办幼儿园", (3, "3所"), (4, "5所"))
    second = _both(old, new, 1, "学前三年毛入园率", (3, "达到92%以上"), (4, "达到95%以上"))
    third = _both(old, new, 2, "巩固率", (4, "99.5%以上"), (5, "99%以上"))
    fourth = _both(old, new, 3, "教育集团", (4, "4个"), (5, "6个"))
    fifth = _both(old, new, 4, "培训教师", (6, "1,200人次"), (8, "1,200人次"))
    money = _both(old, new, 6, "专项经费", (10, "3,640万元"), (11, "0.4亿元"))
    changes = (
        TargetChange(Kind.RAISED, *first, "r4", 2.0),
        TargetChange(Kind.RAISED, *second, "r4", 3.0),
        TargetChange(Kind.LOWERED, *third, "r5", -0.5),
        TargetChange(Kind.RAISED, *fourth, "r5", 2.0),
        TargetChange(Kind.UNCHANGED, *fifth, "r7", 0.0),
        TargetChange(Kind.ADDED, None, target(new, 5, 9, "20间", "智慧课堂"), "r9"),
        TargetChange(Kind.RAISED, *money, "r11", 0.036, "earlier"),
    )
    return Comparison(
        old, new, rows, changes, (Replacement("按时到位", "按时足额到位", 1, ("r11",)),)
    )


def many(count: int) -> Comparison:
    """As many rows as wanted, each of about forty characters, every seventh reworded."""
    body = "推进第{0}项工作，完成率达到{1}%以上，开展活动{0}次，覆盖全部学校。"
    old_rows: list[tuple[int, str | None, str, str]] = [(0, None, "大计划", "")]
    new_rows: list[tuple[int, str | None, str, str]] = [(0, None, "大计划", "")]
    for index in range(1, count):
        changed = index % 7 == 0
        old_rows.append((1, f"{index}.", f"任务{index}", body.format(index, 80)))
        new_rows.append((1, f"{index}.", f"任务{index}", body.format(index, 85 if changed else 80)))
    old, new = make_plan("old.txt", old_rows), make_plan("new.txt", new_rows)
    return Comparison(
        old, new, tuple(make_row(old, new, index, ([index], [index])) for index in range(count))
    )


SETTINGS = Settings(
    theme="dark", ambiguous_width=1, opening="top", folded=False, legend=False, notes="sign"
)
"""Nothing but the panes, so that a test names lines by their numbers."""


def context(**more: object) -> ReviewContext:
    """What the command line would hand over, with nothing kept and nothing written."""
    options: dict[str, object] = {
        "old_name": "云桥区2031年计划.txt",
        "new_name": "云桥区2032年计划.txt",
        "settings": SETTINGS,
        "no_colour": False,
    }
    return ReviewContext(**(options | more))  # type: ignore[arg-type]


_HOPS = 4
"""A key goes from the app to the screen, to a widget, and what that says comes back."""


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until all messages are processed, and those that came of them.

    Textual's own `pause` takes a process that waits for a core for an idle one.
    """
    app, patience = pilot.app, Patience()
    for _ in range(_HOPS):
        if not app.is_running or not app.screen_stack:
            return
        pumps: list[MessagePump] = [app, *app.screen_stack, *app.screen.walk_children()]
        waiting = {pump for pump in pumps if pump.is_running}

        def reached(pump: MessagePump, waiting: set[MessagePump] = waiting) -> None:
            waiting.discard(pump)

        for pump in tuple(waiting):
            if not pump.call_later(reached, pump):
                reached(pump)
        while any(pump.is_running for pump in waiting):
            assert not patience.is_over(), waiting
            await asyncio.sleep(0.001)
    await pilot.pause()


@asynccontextmanager
async def opened(
    load: Callable[[], Comparison] = sample, size: tuple[int, int] = (120, 40), **more: object
) -> AsyncIterator["Driver"]:
    """The app with its comparison on the screen, to be driven by keys."""
    ended = threading.Event()

    def loaded() -> Comparison:
        try:
            return load()
        finally:
            ended.set()

    app = PlandiffApp(loaded, context(**more))
    async with app.run_test(size=size) as pilot:
        drive = Driver(app, pilot)
        # Nothing is busy before the comparison has begun, either.
        await drive.until(
            lambda: (
                app.review.view is not None
                or (ended.is_set() and app.review.controllers.status_line.busy is None)
            )
        )
        await settle(pilot)
        yield drive


@dataclass
class Driver:
    """Presses keys and tells what is on the screen."""

    app: PlandiffApp
    pilot: Pilot[Exception | None]

    async def press(self, *keys: str) -> None:
        """Press keys, each when all is done that the one before it asked for."""
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fails when `PATIENCE` is over."""
        patience = Patience()
        while not holds():
            assert not patience.is_over(), self.screen
            await self.pilot.pause(0.01)

    async def rest(self) -> None:
        """Wait until nothing is being read or compared, and what was done is on the screen."""
        await self.until(lambda: self.review.controllers.status_line.busy is None)
        await settle(self.pilot)

    async def written(self) -> None:
        """Wait until no report is being written."""
        await self.until(lambda: self.review.controllers.export.writing is None)

    @property
    def review(self) -> ReviewScreen:
        """The review screen."""
        return self.app.review

    @property
    def view(self) -> View:
        """What is looked at."""
        view = self.review.view
        assert view is not None
        return view

    @property
    def row(self) -> str:
        """Id of the row under the cursor."""
        row = self.view.row()
        assert row is not None
        return row.id

    def lines(self, widget: Widget | None = None) -> list[str]:
        """The text of a widget, or of the whole screen, line by line."""
        if widget is not None:
            return [widget.render_line(y).text for y in range(widget.size.height)]
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """The text of the whole screen."""
        return "\n".join(self.lines())
