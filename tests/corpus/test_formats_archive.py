"""A plan inside a zip archive: alone in it, or by its name."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from plandiff.corpus.errors import (
    BrokenFileError,
    NotFoundError,
    NotInArchiveError,
    SeveralPlansError,
    TooLargeError,
    UnknownFormatError,
)
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.locations import Location, locate
from plandiff.tui.cli import main
from tests.package_builders import zipped

PLAN = "青禾县工作计划\n一、目标\n新增学位810个。\n".encode()


def saved(folder: Path, data: bytes, name: str = "材料.zip") -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def in_gbk(name: str, content: bytes, extra: bytes = b"") -> bytes:
    """An archive as a Chinese Windows makes it: the name in GBK, and nothing that says so."""
    raw = name.encode("gbk")
    plain = "x" * len(raw)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo(plain)
        info.extra = extra
        archive.writestr(info, content)
    return stream.getvalue().replace(plain.encode(), raw)


@pytest.mark.parametrize("name", [b"\0\0\0\0", b"\0.md", b"\0\0\0/"])
def test_a_member_whose_name_begins_with_nul_hinders_no_other(name: bytes, tmp_path: Path) -> None:
    packed = zipped({"NAME": b"", "计划/要点.txt": PLAN}).replace(b"NAME", name)
    archive = saved(tmp_path, packed)
    assert read_document(f"{archive}::计划/要点.txt").lines[0].text == "青禾县工作计划"


def test_the_only_plan_needs_no_name_and_what_systems_add_is_none(tmp_path: Path) -> None:
    archive = saved(
        tmp_path,
        zipped(
            {
                "计划/": b"",
                "计划/要点.txt": PLAN,
                "__MACOSX/计划/._要点.txt": b"x",
                "计划/.DS_Store": b"x",
                "计划/~$要点.docx": b"x",
                "计划/封面.png": b"x",
            }
        ),
    )
    document = read_document(archive)
    assert document.source.name == "材料.zip::要点.txt"
    assert document.source.format == "txt"
    assert document.lines[2].text == "新增学位810个。"


@pytest.mark.parametrize("name", ["a/旧.txt", "旧.txt", "./a/旧.txt"])
def test_one_of_several_is_named_by_its_path_or_its_own_name(tmp_path: Path, name: str) -> None:
    archive = saved(tmp_path, zipped({"a/旧.txt": PLAN, "b/新.txt": b"x"}))
    assert read_document(f"{archive}::{name}").lines[1].text == "一、目标"


def test_several_plans_and_none_named_lists_them(tmp_path: Path) -> None:
    archive = saved(tmp_path, zipped({"b/新.docx": b"", "a/旧.txt": PLAN, "a/读我": b""}))
    with pytest.raises(SeveralPlansError) as met:
        read_document(archive)
    assert met.value.facts["plans"] == "::a/旧.txt  ::b/新.docx"


def test_a_name_that_is_not_inside_lists_what_is(tmp_path: Path) -> None:
    archive = saved(tmp_path, zipped({"旧.txt": PLAN}))
    with pytest.raises(NotInArchiveError, match=r"holds no 新\.txt; it holds: ::旧\.txt"):
        read_document(f"{archive}::新.txt")
    twice = saved(tmp_path, zipped({"a/旧.txt": PLAN, "b/旧.txt": PLAN}))
    with pytest.raises(SeveralPlansError):
        read_document(f"{twice}::旧.txt")


def test_names_in_gbk_and_in_the_extra_field_are_read() -> None:
    document = read_document("a.zip", data=in_gbk("工作要点.txt", PLAN))
    assert document.source.name == "a.zip::工作要点.txt"
    content = b"\x01" + struct.pack("<I", zlib.crc32("旧.txt".encode("gbk"))) + "新.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(content)) + content
    document = read_document("a.zip", data=in_gbk("旧.txt", PLAN, extra))
    assert document.source.name == "a.zip::新.txt"


def test_an_archive_in_an_archive_is_opened_but_not_without_end() -> None:
    inner = zipped({"要点.txt": PLAN})
    outer = zipped({"内.zip": inner})
    assert read_document("外.zip", data=outer).source.name == "外.zip::内.zip::要点.txt"
    for _ in range(3):
        outer = zipped({"内.zip": outer})
    with pytest.raises(TooLargeError, match="3 archives in each other"):
        read_document("外.zip", data=outer)


def test_an_archive_without_a_plan_or_locked_or_damaged_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="without a plan"):
        read_document("a.zip", data=zipped({"a.png": b"", "b.png": b""}))
    locked = bytearray(zipped({"旧.txt": PLAN}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BrokenFileError, match=r"a\.zip::旧\.txt.*password"):
        read_document("a.zip", data=bytes(locked))
    with pytest.raises(BrokenFileError, match="as zip"):
        read_document("a.zip", data=zipped({"旧.txt": PLAN})[:-30])
    with pytest.raises(NotFoundError):
        read_document(saved(tmp_path, PLAN, "要点.txt") + "::x.txt")


def test_a_bomb_in_an_archive_is_refused_by_what_it_would_unpack_to() -> None:
    with pytest.raises(TooLargeError, match="unpack"):
        read_document("a.zip", data=zipped({"旧.txt": b" " * 30 * 2**20}))


def test_a_file_that_is_called_so_itself_comes_before_an_archive(tmp_path: Path) -> None:
    name = saved(tmp_path, PLAN, "a.zip::b.txt")
    assert locate(name) == Location(name)
    assert locate(f"{tmp_path}/none.zip::b.txt") == Location(f"{tmp_path}/none.zip", "b.txt")
    with pytest.raises(NotFoundError, match=r"none\.zip: no such file"):
        read_document(f"{tmp_path}/none.zip::b.txt")


def test_plans_in_archives_are_compared_from_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    archive = saved(tmp_path, zipped({"旧.txt": PLAN, "新.txt": PLAN.replace(b"810", b"910")}))
    words = [f"{archive}::旧.txt", f"{archive}::新.txt", "--exit-code", "--lang", "zh"]
    assert main(words) == 1
    assert "910" in capfd.readouterr().out
    assert main([archive, archive, "--lang", "zh"]) == 2
    assert capfd.readouterr().err == (
        f"plandiff: {archive}：里面有多份文件，请在名称后加上其中一个：::新.txt  ::旧.txt\n"
    )
