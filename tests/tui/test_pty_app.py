"""The app in a real terminal: what reaches it byte by byte, how it ends, what it leaves behind."""

import re

from tests.app_terminal import play


def test_markup_of_a_plan_is_shown_as_it_stands() -> None:
    terminal = play("hostile")
    terminal.wait_ready()
    for mark in ("[/]", "[5%]", "[@click=app.quit]", "[bold]"):
        assert mark in terminal.text.replace(" ", "") or mark in terminal.text
    terminal.press("q")
    assert terminal.end() == 0


def test_it_leaves_a_clean_terminal() -> None:
    terminal = play("sample")
    terminal.wait_ready()
    terminal.press("q")
    assert terminal.end() == 0
    sent = terminal.sent.decode("utf-8", "replace")
    for mode in ("1049", "1000", "2004"):
        assert sent.rfind(f"\x1b[?{mode}l") > sent.rfind(f"\x1b[?{mode}h")
    assert sent.rfind("\x1b[?25h") > sent.rfind("\x1b[?25l")


def test_a_crash_leaves_a_clean_terminal_a_status_and_no_text_of_the_plans() -> None:
    terminal = play("broken")
    assert terminal.end() == 2
    sent = terminal.sent.decode("utf-8", "replace")
    assert sent.rfind("\x1b[?1049l") > sent.rfind("\x1b[?1049h")
    assert "PWNED" not in sent
    assert "Traceback" not in sent


def test_it_follows_the_size_of_the_terminal() -> None:
    terminal = play("sample", (140, 45))
    terminal.wait_ready()
    for width, height in ((80, 24), (200, 60), (58, 20)):
        terminal.resize(width, height)
        terminal.wait_for("退")
        assert "退" in terminal.last_line
        terminal.press("]")
    terminal.press("q")
    assert terminal.end() == 0


def test_full_width_keys_work_in_a_terminal() -> None:
    terminal = play("sample")
    terminal.wait_ready()
    terminal.press("】", "】")
    assert "3/11" in terminal.text
    terminal.press("【")
    assert "2/11" in terminal.text
    terminal.press("．")
    assert "3/11" in terminal.text
    terminal.press("Ｇ", "ｇ", "ｊ", "：", "二（七）", "\r")
    assert "8/11" in terminal.text
    terminal.press("？")
    assert "Shift+F7" in terminal.text
    terminal.press("\x1b", "ｑ")
    assert terminal.end() == 0


def test_ctrl_c_twice_ends_and_english_is_spoken() -> None:
    terminal = play("sample", language="en")
    terminal.wait_for("change 1/11")
    terminal.press("\x03")
    assert "Ctrl+C again" in terminal.text
    terminal.press("\x03")
    assert terminal.end() == 0


def test_no_colour_is_sent_where_none_is_wanted() -> None:
    terminal = play("mono")
    terminal.wait_ready()
    terminal.press("]", "t", "\x1b", "q")
    assert terminal.end() == 0
    sent = terminal.sent.decode("utf-8", "replace")
    coloured = r"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m"
    assert not re.search(coloured, sent)
    assert "\x1b[1" in sent
