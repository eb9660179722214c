"""The picker of two plans: what a folder lists, how Tab completes, what Enter and Esc do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.pilot import Pilot

from plandiff.comparison.library.store import StoredPlan
from plandiff.tui.screens.path_completion import (
    Item,
    completed,
    fitting,
    folder_above,
    list_folder,
    typed_path,
)
from plandiff.tui.screens.picker import Pair, PickerApp
from plandiff.tui.view.search import searchable
from tests.app_fixtures import context, settle
from tests.timing import Patience

NAMES = ("云桥区2031年计划.docx", "云桥区2032年计划.docx", "Budget 2031.pdf", "存档.txt")


def items(*names: str) -> list[Item]:
    return [
        Item(name.rstrip("/"), searchable(name.rstrip("/")), name.endswith("/")) for name in names
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*NAMES, "图.png", ".hidden.txt"):
        (tmp_path / name).write_text("一、目标")
    (tmp_path / "附件").mkdir()
    return tmp_path


def test_a_folder_lists_folders_and_then_what_can_be_read_with_numbers_in_order(
    tmp_path: Path,
) -> None:
    for name in ("第10期.txt", "第9期.txt", "a.png", "b.docx"):
        (tmp_path / name).touch()
    (tmp_path / "子").mkdir()
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    assert [i.name for i in list_folder(tmp_path)] == ["子", "b.docx", "第9期.txt", "第10期.txt"]


@pytest.mark.parametrize(
    ("stem", "there"),
    [
        ("云桥", ["云桥区2031年计划.docx", "云桥区2032年计划.docx"]),
        ("2032", ["云桥区2032年计划.docx"]),
        ("计划 2031", ["云桥区2031年计划.docx"]),
        ("ｂｕｄｇｅｔ", ["Budget 2031.pdf"]),
        ("没有", []),
    ],
)
def test_every_word_that_is_typed_must_be_in_the_name(stem: str, there: list[str]) -> None:
    assert [item.name for item in fitting(items(*NAMES), stem)] == there


def test_what_begins_with_the_stem_comes_before_what_holds_it() -> None:
    found = fitting(items("旧计划.txt", "计划.txt", "计划", ".计划"), "计划")
    assert [item.name for item in found] == ["计划", "计划.txt", "旧计划.txt"]
    assert [item.name for item in fitting(items("计划", ".计划"), ".")] == [".计划"]


@pytest.mark.parametrize(
    ("stem", "longer"),
    [
        ("云", "云桥区203"),
        ("云桥区2032", "云桥区2032年计划.docx"),
        ("budget", "Budget 2031.pdf"),
        ("存", "存档.txt"),
        ("附", "附件/"),
        ("2032", "云桥区2032年计划.docx"),
        ("没有", "没有"),
    ],
)
def test_tab_completes_as_far_as_it_is_sure(stem: str, longer: str) -> None:
    assert completed(items(*NAMES, "附件/"), stem) == longer


@given(st.lists(st.text("ab甲乙1ＡA.", min_size=1, max_size=6), max_size=6), st.text("ab甲1Ａ"))
def test_completing_never_leaves_a_name_that_was_still_possible(
    names: list[str], stem: str
) -> None:
    found = items(*names)
    longer = completed(found, stem)
    possible = [i for i in fitting(found, stem) if i.folded.startswith(searchable(stem))]
    assert all(i.folded.startswith(searchable(longer)) for i in possible)
    assert searchable(longer).startswith(searchable(stem)) or not possible


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("~/a.txt", Path.home() / "a.txt"),
        ("～／a.txt", Path.home() / "a.txt"),
        ('"/甲 乙.txt"', Path("/甲 乙.txt")),
        (r"/甲\ 乙.txt ", Path("/甲 乙.txt")),
        ("file:///%E7%94%B2.txt", Path("/甲.txt")),
        ("~no-such-reader/a", Path("~no-such-reader/a")),
    ],
)
def test_a_path_may_be_typed_pasted_or_dropped(typed: str, meant: Path) -> None:
    assert typed_path(typed) == meant


@pytest.mark.parametrize("start", ["", "a/", "../", "~/", "/x/y/", "./", "/"])
def test_the_folder_above_is_above(start: str) -> None:
    below = typed_path(start or ".").absolute().resolve()
    assert typed_path(folder_above(start)).absolute().resolve() == below.parent


class Picked:
    """The picker, driven by keys."""

    def __init__(self, pilot: Pilot[Pair]) -> None:
        app = pilot.app
        assert isinstance(app, PickerApp)
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.settle()
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the folder is read."""
        patience = Patience()
        await self.pilot.pause(0.02)
        while "正在读取文件夹…" in self.listed:
            assert not patience.is_over(), self.listed
            await self.pilot.pause(0.02)

    @property
    def values(self) -> tuple[str, str]:
        old, new = self.app._fields
        return old.value, new.value

    @property
    def listed(self) -> list[str]:
        return [entry.cells[0][0] for entry in self.app.list.entries]


def picker(recent: tuple[Pair, ...] = ()) -> PickerApp:
    return PickerApp(context(), recent)


async def test_two_names_are_completed_and_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.press(*"云", "tab", "1", "tab", "enter")
        assert drive.values[0] == "云桥区2031年计划.docx"
        await drive.press(*"2032", "enter")
    assert app.return_value == ("云桥区2031年计划.docx", "云桥区2032年计划.docx")


async def test_names_are_chosen_from_the_list_and_the_second_begins_in_the_same_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.press(*folder.name, "tab")
        assert drive.values == (f"{folder.name}/", "")
        assert {"../", "附件/", *NAMES} <= set(drive.listed)
        assert "图.png" not in drive.listed
        assert ".hidden.txt" not in drive.listed
        await drive.press(*"2031年", "enter")
        assert drive.values[1] == f"{folder.name}/"
        await drive.press("enter")  # the name behind the one that was taken
    chosen = tuple(f"{folder.name}/云桥区203{n}年计划.docx" for n in (1, 2))
    assert app.return_value == chosen


async def test_folders_open_and_two_dots_lead_out_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    async with picker().run_test() as pilot:
        drive = Picked(pilot)
        await drive.press("enter")
        assert drive.values[0] == "附件/"
        assert "这个文件夹里没有可读的文件" in drive.listed
        await drive.press("up", "enter")
        assert drive.values[0] == ""
        await drive.press(*"没有/")
        assert any("不能打开这个文件夹" in line for line in drive.listed)


async def test_escape_goes_back_a_step_at_a_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.press(*"存", "enter", *"云", "escape")
        assert drive.values == ("存档.txt", "")
        await drive.press("escape", "escape")
        assert drive.values == ("", "")
        assert app.is_running
        await drive.press("escape")
    assert app.return_value is None


async def test_a_path_that_is_not_there_is_told() -> None:
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.press(*"没有这样的文件", "enter")
        assert "没有这个文件" in app.hint.text
        await drive.press("x")
        assert "没有这个文件" not in app.hint.text


async def test_the_last_pair_stands_first_and_enter_opens_it() -> None:
    pairs = (("/甲/旧.txt", "/甲/新.txt"), ("/乙/一.txt", "/乙/二.txt"))
    app = picker(pairs)
    async with app.run_test() as pilot:
        assert "旧.txt ⇄ 新.txt" in Picked(pilot).listed
        await pilot.press("enter")
    assert app.return_value == pairs[0]


async def test_a_plan_that_may_be_the_one_before_is_offered_and_enter_opens_the_pair(
    folder: Path,
) -> None:
    old, new = (folder / name for name in NAMES[:2])
    given = replace(context(), new_path=new, offer=lambda: ((str(old), "早 1 年"),))
    app = PickerApp(given, ())
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        patience = Patience()
        while f"{old.name}  早 1 年" not in drive.listed:
            assert not patience.is_over(), drive.listed
            await pilot.pause(0.02)
        assert drive.values == ("", str(new))
        await pilot.press("enter")
    assert app.return_value == (str(old), str(new))


async def test_what_is_typed_finds_a_pair_by_its_folder() -> None:
    pairs = (("/甲/旧.txt", "/甲/新.txt"), ("/乙/一.txt", "/乙/二.txt"))
    app = picker(pairs)
    async with app.run_test() as pilot:
        await Picked(pilot).press("乙", "enter")
    assert app.return_value == pairs[1]


async def test_ten_thousand_names_are_listed_in_part_and_narrowed_by_typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10_000):
        (tmp_path / f"第{number}号.txt").touch()
    monkeypatch.chdir(tmp_path)
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.settle()
        assert "还有 9000 项：继续输入以缩小范围" in drive.listed
        await drive.press(*"9999")
        assert drive.listed[1:] == ["第9999号.txt"]


async def test_a_click_takes_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    app = picker()
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        await drive.settle()
        await pilot.click(app.list, offset=(5, drive.listed.index("存档.txt")))
        await drive.settle()
        assert drive.values[0] == "存档.txt"


async def test_a_plan_of_the_library_is_found_by_its_title_and_enter_takes_it(
    folder: Path,
) -> None:
    path = folder / NAMES[0]
    plans = tuple(
        StoredPlan(str(where), title, "云桥区教育局", 2031, "云桥区计划", 10, "")
        for where, title in ((path, "教育工作要点"), (folder / "存档.txt", "水利工作要点"))
    )
    app = PickerApp(replace(context(), shelf=lambda: plans), ())
    async with app.run_test() as pilot:
        drive = Picked(pilot)
        patience = Patience()
        while "教育工作要点  云桥区教育局" not in drive.listed:
            assert not patience.is_over(), drive.listed
            await pilot.pause(0.02)
        await drive.press(*"水利")
        assert "水利工作要点  云桥区教育局" in drive.listed
        assert "教育工作要点  云桥区教育局" not in drive.listed
        await drive.press("escape", *"教育", "down", "up", "enter")
        assert drive.values[0] == str(path)
