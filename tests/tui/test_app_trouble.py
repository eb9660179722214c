"""What is wrong with the review store is told once, and stays as a mark while nothing is kept."""

from plandiff.tui.review.memory import MemoryStore
from plandiff.tui.review.protocol import Mark
from plandiff.tui.review.troubles import Trouble, TroubleKind
from tests.app_fixtures import opened

FULL = Trouble(TroubleKind.FULL, "/家/reviews.sqlite3")
DAMAGED = Trouble(TroubleKind.DAMAGED, "/家/reviews.sqlite3", "reviews.damaged")


class Troubled(MemoryStore):
    """Keeps everything, and says that it does not."""

    def __init__(self, trouble: Trouble | None = None, at_mark: Trouble | None = None) -> None:
        super().__init__()
        self.told = trouble
        self.at_mark = at_mark

    @property
    def trouble(self) -> Trouble | None:
        return self.told

    def set_mark(self, row: str, mark: Mark) -> None:
        super().set_mark(row, mark)
        self.told = self.at_mark


async def test_a_store_that_was_damaged_is_told_of_when_it_is_opened() -> None:
    async with opened(open_store=lambda: Troubled(DAMAGED)) as drive:
        assert DAMAGED.sentence("zh")[:30] in drive.review.status.text
        await drive.press("j")
        assert "损坏" not in drive.review.status.text
        assert "未保存" not in drive.review.status.text


async def test_a_disk_that_fills_up_is_told_of_once_and_marked_until_there_is_room() -> None:
    store = Troubled(at_mark=FULL)
    async with opened(store=store) as drive:
        assert "磁盘" not in drive.review.status.text
        await drive.press("]", "r")
        assert "磁盘已满" in drive.review.status.text
        await drive.press("j", "r")
        assert "磁盘已满" not in drive.review.status.text
        assert "未保存" in drive.review.status.text
        store.told = None
        await drive.press("j")
        assert "未保存" not in drive.review.status.text


async def test_a_narrow_screen_names_the_file_without_its_folder() -> None:
    async with opened(size=(60, 20), open_store=lambda: Troubled(FULL)) as drive:
        assert " reviews.sqlite3：磁盘已满" in drive.review.status.text


async def test_trouble_is_told_in_the_language_of_the_screen() -> None:
    async with opened(open_store=lambda: Troubled(FULL), language="en") as drive:
        assert "the disk is full" in drive.review.status.text
