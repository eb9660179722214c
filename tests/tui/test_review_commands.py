"""``plandiff review``: what it prints, asks, refuses."""

import io
import json
from pathlib import Path

import pytest

from plandiff.comparison.review.anchors import this_person
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import default_path, open_store
from plandiff.corpus.errors import (
    NotFoundError,
    OutputError,
    PlandiffError,
    UnreadableError,
    UsageError,
)
from plandiff.tui.cli import main
from plandiff.tui.command_line.review_commands import run
from tests.review_plans import Part, compared

OLD: list[Part] = [(0, "教育计划", ""), (1, "扩大供给", "新建3所。"), (1, "办好小学", "集团4个。")]
NEW = [(level, name, body.replace("。", "，年内完成。")) for level, name, body in OLD]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def review(who: str = "李", mark: Mark = Mark.ACCEPTED, file: str | None = None) -> None:
    store, _ = open_store(None, None, Path(file) if file else None, author=who)
    store.attach(compared(OLD, NEW))
    store.set_mark("r1", mark)
    store.add_note("r2", f"{who}：从何而来？")
    store.close()


def spoken(*words: str, language: str = "en") -> tuple[int, str, str]:
    """Status, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    return (run(list(words), language, out, err), out.getvalue(), err.getvalue())


def test_without_reviews_the_list_says_so_and_begins_no_store() -> None:
    assert spoken("list") == (0, "no saved reviews\n", "")
    assert spoken("show") == (0, "no saved reviews\n", "")
    assert spoken("list", language="zh") == (0, "没有审阅记录\n", "")
    assert not default_path().exists()


def test_the_list_tells_plans_progress_and_time() -> None:
    review()
    status, out, _ = spoken("list")
    assert status == 0
    assert out.split()[0] == "1"
    assert out.split()[2] == "1/2"
    assert out.endswith("old.txt ⟷ new.txt\n")


def test_show_tells_marks_notes_pins_in_the_order_of_the_plan() -> None:
    review()
    from plandiff.comparison.options import Pin, PinKind

    store, _ = open_store(None, None, author="李")
    store.attach(compared(OLD, NEW))
    store.add_general_note("总体可行\n请核")
    store.add_pin(Pin(PinKind.APART, "s1", "s2"))
    store.close()
    _, out, _ = spoken("show", "1", language="zh")
    lines = out.splitlines()
    assert lines[0] == "old.txt ⟷ new.txt"
    assert "已阅 1/2" in lines[1]
    shown = [line.partition(" 20")[0] for line in lines[2:]]  # without the time
    assert shown == [
        "", "整体", "  批注 李", "    总体可行", "    请核",
        "", "1. 扩大供给", "  [同意] 李",
        "", "2. 办好小学", "  批注 李", "    李：从何而来？",
        "", "人工配对", "  [分开] 1. 扩大供给 ⟷ 2. 办好小学",
    ]  # fmt: skip


@pytest.mark.parametrize("which", [(), ("1",), ("old.txt",)])
def test_a_review_is_named_by_number_file_or_not_at_all(which: tuple[str, ...]) -> None:
    review()
    assert spoken("show", *which)[1].startswith("old.txt ⟷ new.txt\n")


def test_a_review_is_named_by_its_id() -> None:
    review()
    name = json.loads(spoken("export")[1])["reviews"][0]["id"]
    assert spoken("show", name[:8])[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say what to do"),
        (("paint",), "no command is called 'paint'"),
        (("export", "9"), "no review is called '9'"),
        (("clear",), "say which review, or --all"),
        (("merge",), "see plandiff review --help"),
    ],
)
def test_what_cannot_be_is_a_usage_error(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        spoken(*words)


def test_two_reviews_of_one_name_are_told_apart_by_number() -> None:
    review()
    store, _ = open_store(None, None)
    store.attach(compared([(0, "医疗", ""), (1, "医院", "建1所。")], [(0, "医疗", "")]))
    store.set_mark("r1", Mark.REVIEWED)
    store.close()
    with pytest.raises(UsageError, match="say which review: its number or id"):
        spoken("show")
    with pytest.raises(UsageError, match="no review is called '9'"):
        spoken("show", "9")
    with pytest.raises(UsageError, match=r"several reviews are called 'old\.txt'"):
        spoken("show", "old.txt")
    assert spoken("show", "2")[0] == 0


def test_clear_takes_away_only_what_was_named() -> None:
    review()
    assert spoken("clear", "1", "--yes") == (0, "", "removed: old.txt ⟷ new.txt\n")
    assert spoken("list")[1] == "no saved reviews\n"
    assert spoken("clear", "--all") == (0, "", "no saved reviews\n")


def test_without_a_terminal_clear_wants_to_be_told_that_it_may() -> None:
    review()
    with pytest.raises(UsageError, match="--yes"):
        spoken("clear", "--all")


@pytest.mark.parametrize(("answer", "left"), [("y\n", 0), ("是\n", 0), ("\n", 1), ("n\n", 1)])
def test_clear_asks_the_person_at_the_terminal(
    monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    review()
    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    status, _, err = spoken("clear", "1")
    assert (status == 0) == (left == 0)
    assert "remove 1 review? [y/N]" in err
    assert spoken("list")[1].count("old.txt") == left


def test_an_exported_review_can_be_imported_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review()
    shown = spoken("show")[1]
    assert spoken("export", "1", "-o", "mine.json") == (0, "", "")
    with pytest.raises(OutputError, match="--force"):
        spoken("export", "-o", "mine.json")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    status, out, err = spoken("import", "mine.json")
    assert (status, out, err) == (0, "", "old.txt ⟷ new.txt: 1 mark, 1 note, 0 pins\n")
    assert spoken("show")[1] == shown
    assert spoken("import", "mine.json") == (0, "", "nothing new\n")


def test_merging_two_people_tells_where_they_disagree() -> None:
    review("李", Mark.ACCEPTED, "l.json")
    review("王", Mark.QUESTIONED, "w.json")
    status, out, err = spoken("merge", "l.json", "w.json")
    assert status == 0
    assert len(json.loads(out)["reviews"]) == 1
    assert err.splitlines() == [
        "old.txt ⟷ new.txt: 2 marks, 2 notes, 0 pins",
        "old.txt ⟷ new.txt: people disagree in 1 place",
        "  1. 扩大供给  李: accepted, 王: questioned",
    ]
    spoken("merge", "l.json", "w.json", "-o", "both.json")
    assert "people disagree" in spoken("show", "--review", "both.json")[1]
    assert spoken("list", "--review", "both.json")[1].count("old.txt") == 1


def test_two_people_of_one_name_stay_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "one")
    review("李", Mark.ACCEPTED, "l.json")
    monkeypatch.setattr("socket.gethostname", lambda: "two")
    review("李", Mark.QUESTIONED, "w.json")
    err = spoken("merge", "l.json", "w.json")[2]
    assert err.splitlines()[-1].count("李#") == 2


def test_merge_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    review(file="l.json")
    data = Path("l.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert spoken("merge", "-")[1].encode() == data


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK", "is not a review"),
        (b'{"schema": "plandiff.review/9"}', "newer plandiff"),
        (b'{"schema": "plandiff.review/1", "reviews": [{}]}', "damaged"),
    ],
)
def test_files_that_cannot_be_merged_are_refused(content: bytes, message: str) -> None:
    Path("x.json").write_bytes(content)
    for command in ("merge", "import"):
        with pytest.raises(PlandiffError, match=message):
            spoken(command, "x.json")


def test_missing_files_are_named() -> None:
    with pytest.raises(NotFoundError, match=r"none\.json"):
        spoken("merge", "none.json")
    with pytest.raises(UnreadableError, match=r"none\.json"):
        spoken("list", "--review", "none.json")


def test_a_damaged_store_is_told_and_listed_as_empty() -> None:
    review()
    default_path().write_bytes(b"\xa5" * 9000)
    status, out, err = spoken("list")
    assert (status, out) == (0, "no saved reviews\n")
    assert "was damaged; it is now" in err


def test_a_store_that_cannot_be_used_is_a_failure() -> None:
    Path("plan.docx").write_bytes(b"PK")
    with pytest.raises(PlandiffError, match="is not a review"):
        spoken("list", "--review", "plan.docx")


def test_a_hostile_plan_cannot_steer_the_terminal() -> None:
    store, _ = open_store(None, None)
    hostile = [(0, "甲", ""), (1, "\x1b]0;x\x07题", "文。")]
    store.attach(compared([(0, "甲", "")], hostile, ("a\x1b[2J", "b")))
    store.add_note("r1", "注\x1b[31m")
    store.set_mark("r1", Mark.REVIEWED)
    store.close()
    assert "\x1b" not in spoken("list")[1] + spoken("show")[1]


def test_help_is_spoken_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for language, word in (("zh", "审阅记录"), ("en", "saved reviews")):
        with pytest.raises(SystemExit):
            spoken("--help", language=language)
        assert word in capsys.readouterr().out


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--lang", "zh", "review", "list"], ["--lang=zh", "review", "list"]):
        assert main(words) == 0
        assert capsys.readouterr().out == "没有审阅记录\n"


def test_a_review_is_cleared_from_a_file_of_ones_own() -> None:
    review(file="mine.json")
    assert spoken("clear", "1", "--yes", "--review", "mine.json")[0] == 0
    assert spoken("list", "--review", "mine.json")[1] == "no saved reviews\n"


def test_who_has_no_login_is_known_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_login() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", no_login)
    name, _, digits = this_person().partition("#")
    assert (name.isdecimal() or name == "user", len(digits)) == (True, 6)
    assert this_person("王老师").startswith("王老师#")
