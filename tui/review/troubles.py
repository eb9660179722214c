"""What can be wrong with a review store: told to the reader, who goes on working."""

from dataclasses import dataclass
from enum import StrEnum


class TroubleKind(StrEnum):
    """Why a review is not saved, or what happened to the store."""

    DAMAGED = "damaged"
    """The store could not be read and was set aside under another name; a new one was begun."""
    READ_ONLY = "read-only"
    FULL = "full"
    NO_ROOM = "no-room"
    """The disk was full already when the store was opened: what was never open is not saved."""
    NEWER = "newer"
    """The store was written by a later version of plandiff; it is left alone."""
    FOREIGN = "foreign"
    """The file is not a review; it is left alone."""
    BUSY = "busy"
    """Another process keeps the store locked."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened, and to which file."""

    kind: TroubleKind
    path: str
    detail: str = ""
    """For a damaged store the name under which it was set aside; else the system's reason."""

    @property
    def saving(self) -> bool:
        """Whether actions are kept all the same."""
        return self.kind is TroubleKind.DAMAGED

    def sentence(self, language: str = "zh") -> str:
        """One line for the reader: what is wrong and what to do.

        >>> Trouble(TroubleKind.BUSY, "/a/reviews.sqlite3").sentence("en")
        '/a/reviews.sqlite3: is locked by another program; marks and notes are not saved yet'
        """
        words = _SENTENCES[self.kind][0 if language == "zh" else 1]
        return words.format(path=self.path, detail=self.detail)


class StoreError(Exception):
    """A store refused; the keeper decides how to go on."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.sentence("en"))


_SENTENCES: dict[TroubleKind, tuple[str, str]] = {
    TroubleKind.DAMAGED: (
        "{path}：审阅记录已损坏，原文件改名为 {detail}，已另建新文件",
        "{path}: the review store was damaged; it is now {detail}, and a new one was begun",
    ),
    TroubleKind.READ_ONLY: (
        "{path}：不能写入，标记和批注不会保存；请检查权限和磁盘空间",
        "{path}: cannot be written; marks and notes are not saved; check permissions and room",
    ),
    TroubleKind.FULL: (
        "{path}：磁盘已满，标记和批注暂未保存；腾出空间后会自动补存",
        "{path}: the disk is full; marks and notes will be saved once there is room",
    ),
    TroubleKind.NO_ROOM: (
        "{path}：磁盘已满，审阅记录打不开，本次标记和批注不会保存；请腾出空间后重新运行",
        "{path}: the disk is full, marks and notes are not saved; make room and start again",
    ),
    TroubleKind.NEWER: (
        "{path}：由更新版本的 plandiff 写成，本次不保存；请升级 plandiff",
        "{path}: written by a newer plandiff; nothing is saved this time; update plandiff",
    ),
    TroubleKind.FOREIGN: (
        "{path}：不是审阅记录文件，未作改动，本次不保存；请换一个文件名",
        "{path}: is not a review; it is left alone and nothing is saved; name another file",
    ),
    TroubleKind.BUSY: (
        "{path}：被另一个程序占用，标记和批注暂未保存",
        "{path}: is locked by another program; marks and notes are not saved yet",
    ),
    TroubleKind.FAILED: (
        "{path}：不能使用（{detail}），标记和批注不会保存",
        "{path}: cannot be used ({detail}); marks and notes are not saved",
    ),
}
