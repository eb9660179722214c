"""Files from the app, in a real terminal: the picker, the editor, watching, what stays in place."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app_terminal import ROOT, Terminal, open_on_the_text

TEXT = "一、总体要求\n坚持{0}发展。\n二、主要任务\n新建学校{1}所。\n" + "".join(
    f"（{n}）第{n}项\n推进第{n}项工作，{{2}}。\n" for n in "一二三四五六七八九十"
)


class Desk:
    """A folder with two plans, and a place of its own for settings and state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.old, self.new = folder / "云桥区2031年.txt", folder / "云桥区2032年.txt"
        self.old.write_text(TEXT.format("稳步", 3, "按时完成"), "utf-8")
        self.new.write_text(TEXT.format("全面", 5, "按期办结"), "utf-8")
        self.environment = {
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XDG_STATE_HOME": str(folder / ".state"),
            "XDG_DATA_HOME": str(folder / ".data"),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
        }
        open_on_the_text(folder / ".config")

    def start(self, *words: str, **more: str) -> Terminal:
        """``plandiff`` with these words, in Chinese, in the folder."""
        command = ["plandiff", *words, "--lang", "zh"]
        return Terminal(command, (100, 30), self.environment | more, self.folder)

    def editor(self, program: str) -> str:
        """An editor: a Python program that is given the words of its command."""
        path = self.folder / "editor"
        path.write_text(f"#!{sys.executable}\nimport sys\n{program}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def rewrite(self, path: Path, old: str, new: str) -> None:
        """Change a file, with a time that differs even where clocks are coarse."""
        before = path.stat().st_mtime_ns
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        os.utime(path, ns=(before + 10**9, before + 10**9))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def here(terminal: Terminal) -> str:
    """The line that the cursor is on, as far as it is text."""
    line = next(line for line in terminal.lines if "▌" in line)
    return line[line.index("▌") + 1 :].replace(" ", "")


def test_two_plans_are_completed_and_opened_and_come_first_the_next_time(desk: Desk) -> None:
    terminal = desk.start()
    terminal.wait_for("云桥区2032年.txt")
    terminal.press("云", "\t", "1", "\t", "\r", "2032", "\r")
    terminal.wait_ready()
    assert "云桥区2031年.txt ⇄ 云桥区2032年.txt" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    again = desk.start()
    again.wait_for("最近用过")
    again.press("\r")
    again.wait_ready()
    again.press("q")
    assert again.end() == 0


def test_escape_leaves_the_picker_with_a_clean_terminal(desk: Desk) -> None:
    terminal = desk.start()
    terminal.wait_for("云桥区2032年.txt")
    terminal.press("~", "\t", "\x1b")
    terminal.press("\x1b")
    assert terminal.end() == 0
    assert terminal.sent.rfind(b"\x1b[?1049l") > terminal.sent.rfind(b"\x1b[?1049h")


def test_a_plan_that_cannot_be_read_leads_back_to_the_picker_with_the_reason(desk: Desk) -> None:
    (desk.folder / "坏.txt").write_bytes(b"")
    terminal = desk.start()
    terminal.wait_for("坏.txt")
    terminal.press("坏.txt", "\r", "2032", "\r")
    terminal.wait_for("文件是空的")
    assert "坏.txt" in terminal.lines[1]
    terminal.press("\x1b", "2031", "\r")
    terminal.wait_ready()
    terminal.press("q")
    assert terminal.end() == 0


def test_e_opens_the_editor_at_the_place_and_the_change_is_seen(desk: Desk) -> None:
    editor = desk.editor(
        "open('said', 'w').write(repr(sys.argv[1:]))\n"
        "path = sys.argv[-1]\n"
        "text = open(path, encoding='utf-8').read()\n"
        "open(path, 'w', encoding='utf-8').write(text.replace('5所', '7所'))"
    )
    Path(editor).rename(desk.folder / "vim")
    terminal = desk.start(desk.old.name, desk.new.name, EDITOR=str(desk.folder / "vim"))
    terminal.wait_ready()
    terminal.press("]", "]")
    before = here(terminal)
    terminal.press("e")
    terminal.wait_for("7所")
    assert (desk.folder / "said").read_text() == repr(["+3", desk.new.name])
    assert here(terminal).replace("7", "5") == before
    assert "第 2/" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0


def test_an_editor_that_is_not_there_or_not_set_is_told(desk: Desk) -> None:
    terminal = desk.start(desk.old.name, desk.new.name, EDITOR="/no/such/editor", VISUAL="")
    terminal.wait_ready()
    terminal.press("e")
    assert "/no/such/editor" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0


def test_watching_reads_again_and_keeps_the_place(desk: Desk) -> None:
    terminal = desk.start(desk.old.name, desk.new.name, "--watch")
    terminal.wait_ready()
    terminal.press("]", "]")
    assert "新建学校5所" in terminal.text.replace(" ", "")
    desk.rewrite(desk.new, "5所", "9所")
    terminal.wait_for("已重新读取")
    assert "9所" in terminal.text
    assert "第 2/" in terminal.text
    desk.rewrite(desk.new, "一、总体要求\n", "〇、前言\n新的一段。\n一、总体要求\n")
    terminal.wait_for("前言")
    assert "第 4/15 节" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0


def test_a_file_that_goes_away_while_watching_leaves_what_was_there(desk: Desk) -> None:
    terminal = desk.start(desk.old.name, desk.new.name, "--watch")
    terminal.wait_ready()
    desk.new.unlink()
    terminal.wait_for("没有这个文件")
    assert "全面发展" in terminal.text.replace(" ", "")
    desk.new.write_text(TEXT.format("协调", 5, "按期办结"), "utf-8")
    terminal.wait_for("协调")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_comparison_table_is_written_where_the_reader_says(desk: Desk) -> None:
    terminal = desk.start(desk.old.name, desk.new.name)
    terminal.wait_ready()
    terminal.press("E", "\r")
    terminal.wait_for("已写入")
    assert (desk.folder / "云桥区2032年-plandiff-对照表.docx").read_bytes()[:2] == b"PK"
    terminal.press("q")
    assert terminal.end() == 0


def test_a_terminal_that_gives_two_cells_to_ambiguous_characters_is_drawn_in_ascii(
    desk: Desk,
) -> None:
    terminal = desk.start(desk.old.name, desk.new.name)
    terminal.wait_ready()
    assert "▌" in terminal.text
    assert b"\x1b[6n" in terminal.sent
    terminal.press("\x1b[1;3R", "]")
    assert "▌" not in terminal.text
    assert "⇄" not in terminal.text
    assert ">~" in terminal.text.replace(" ", "")
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.slow
def test_a_remark_that_an_agent_adds_reaches_the_app_that_is_open(desk: Desk) -> None:
    plans = (desk.old.name, desk.new.name)
    terminal = desk.start(*plans)
    terminal.wait_ready()
    words = ("review", "add", *plans, "--on", "r1", "--note", "请核实口径", "--author", "助手")
    added = subprocess.run(
        [sys.executable, "-m", "plandiff", *words],
        cwd=desk.folder,
        env=os.environ | desk.environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert added.returncode == 0, added.stderr.decode()
    terminal.wait_for("另一窗口有新的意见")
    terminal.press("@")
    terminal.wait_for("请核实口径")
    assert "助手" in terminal.text
    terminal.press("\x1b")
    terminal.press("q")
    assert terminal.end() == 0
