"""A report is written while the reader goes on; it is finished, or nothing is left of it."""

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from plandiff.comparison.model import Comparison
from plandiff.corpus.errors import OutputError
from plandiff.tui.app import _finish
from plandiff.tui.context import Export
from plandiff.tui.i18n import Words
from plandiff.tui.work.apart import DefectError, Heard, StoppedError
from plandiff.tui.work.writing import Writing
from tests.app_fixtures import opened

FORMATS = (("docx-table", ".docx"),)


class Slow:
    """A report that is written when the test says so."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.given_up = False
        self.finished = False

    def export(self, _comparison: Comparison, path: Path, _name: str) -> Writing:
        return Writing(path, self.write, self.stop)

    def write(self, heard: Heard) -> None:
        heard(1, 4)
        self.go_on.wait(20)
        if self.given_up:
            raise StoppedError
        self.finished = True

    def stop(self) -> None:
        self.given_up = True
        self.go_on.set()


def failing(error: Exception) -> Export:
    def write(_heard: Heard) -> None:
        raise error

    return lambda _comparison, path, _name: Writing(path, write)


async def test_keys_are_answered_while_a_report_is_being_written() -> None:
    slow = Slow()
    async with opened(export=slow.export, formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter", "]")
        before = drive.row
        await drive.press("]")
        assert drive.row != before
        assert "正在写" in drive.review.status.text
        assert "25%" in drive.review.status.text
        slow.go_on.set()
        await drive.written()
        assert "已写入" in drive.review.status.text
    assert slow.finished


async def test_e_gives_up_the_report_that_is_being_written() -> None:
    slow = Slow()
    async with opened(export=slow.export, formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter", "E")
        await drive.written()
        assert "已停止" in drive.review.status.text
    assert not slow.finished


async def test_why_a_report_was_not_written_is_told() -> None:
    export = failing(OutputError("gone/r.docx", "disk full"))
    async with opened(export=export, formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter")
        await drive.written()
        assert "r.docx" in drive.review.status.text


async def test_a_defect_in_a_report_leaves_the_app_running_and_tells_no_values() -> None:
    export = failing(KeyError("秘密"))
    async with opened(export=export, formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter")
        await drive.written()
        assert "KeyError" in drive.review.status.text
        assert "秘密" not in drive.screen
        await drive.press("]")
        assert drive.view.cursor > 0


async def test_a_lack_of_memory_is_no_defect() -> None:
    async with opened(export=failing(MemoryError()), formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter")
        await drive.written()
        assert "内存不够" in drive.review.status.text
        assert "内部出错" not in drive.review.status.text


async def test_a_defect_met_in_another_process_is_named_as_it_was_there() -> None:
    error = DefectError("KeyError", "")
    async with opened(export=failing(error), formats=lambda: FORMATS) as drive:
        await drive.press("E", "enter")
        await drive.written()
        assert "（KeyError）" in drive.review.status.text


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
def test_a_signal_gives_up_the_report_that_is_finished_after_the_app(
    ending: type[BaseException], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = Slow()
    writing = slow.export(None, tmp_path / "r.docx", "docx")  # type: ignore[arg-type]
    writing.start(lambda: None)
    signals = [ending]

    def wait() -> None:
        if signals:
            raise signals.pop()
        Writing.wait(writing)

    monkeypatch.setattr(writing, "wait", wait)
    with suppress(SystemExit):
        _finish(writing, Words("zh"))
    assert slow.given_up
    assert not writing.running


def test_what_was_begun_when_the_reader_leaves_is_finished(tmp_path: Path) -> None:
    slow = Slow()
    writing = slow.export(None, tmp_path / "r.docx", "docx")  # type: ignore[arg-type]

    def too_late() -> None:
        raise RuntimeError("the loop is closed")

    writing.start(too_late)
    slow.go_on.set()
    writing.wait()
    assert slow.finished
    assert writing.error is None
