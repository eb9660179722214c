"""A plan from the cache is the plan that was read; nothing about the cache is ever an error."""

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from plandiff.corpus import parsing, plan_cache
from plandiff.corpus.formats import converter
from plandiff.corpus.model import Pack, Plan
from plandiff.corpus.reading import read_plan
from plandiff.tui.command_line.running import run
from tests.word_documents import docx, p, r

LINES = [
    "# 青桥县教育工作计划",
    *(
        f"## {place}号任务\n\n新建学校{place}所，入学率达到9{place}.5%以上。"
        for place in range(1, 9)
    ),
    "## 保障\n\n" + "各校要抓好落实，县教育局每月通报进展。" * 100,
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "cache" / "plans"
    monkeypatch.setattr(plan_cache, "_folder", lambda: found)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text("\n\n".join(LINES), encoding="utf-8")
    return path


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*_: object, **__: object) -> Plan:
        pytest.fail("the plan was read again")

    monkeypatch.setattr(parsing, "parse", parse)


def test_a_plan_that_was_read_before_is_not_read_again(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, first = read_plan(file), read_plan(file, cache=True)
    no_reading(monkeypatch)
    assert read_plan(file, cache=True) == first == plain
    assert len(entries(folder)) == 1


def test_a_copy_in_another_folder_is_the_same_plan_and_one_of_another_name_is_not(
    folder: Path, file: Path
) -> None:
    read_plan(file, cache=True)
    (file.parent / "copies").mkdir()
    copy, renamed = file.parent / "copies" / file.name, file.with_name("other.md")
    for path, count in ((copy, 1), (renamed, 2)):
        path.write_bytes(file.read_bytes())
        assert read_plan(path, cache=True) == read_plan(path)
        assert len(entries(folder)) == count


def test_what_another_libreoffice_converted_is_another_plan(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, document = file.with_name("soffice"), file.with_name("plan.rtf")
    document.write_bytes(rb"{\rtf1 " + b" " * plan_cache.LEAST + b"}")
    monkeypatch.setattr(converter, "find_program", lambda _: str(program))
    monkeypatch.setattr(
        converter, "convert_to_docx", lambda *_: docx("".join(p(r(line)) for line in LINES))
    )
    for version, count in (("7.6", 1), ("7.6", 1), ("24.8.1", 2)):
        program.write_text(version, encoding="utf-8")
        os.utime(program, ns=(0, 0))
        read_plan(document, cache=True)
        assert len(entries(folder)) == count


def test_other_options_are_other_plans(folder: Path, file: Path) -> None:
    pack = Pack("own", (("units", ("所",)),))
    plans = [
        read_plan(file, cache=True),
        read_plan(file, cache=True, original=True),
        read_plan(file, cache=True, encoding="utf-8"),
        read_plan(file, cache=True, packs=[pack]),
    ]
    assert len(entries(folder)) == len(plans)
    assert plans[3].packs == (pack,)


def test_a_changed_file_and_changed_code_are_read(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_plan(file, cache=True)
    monkeypatch.setattr(plan_cache, "_state_of_code", lambda: "other code")
    read_plan(file, cache=True)
    assert len(entries(folder)) == 2
    file.write_text(file.read_text(encoding="utf-8").replace("新建", "扩建"), encoding="utf-8")
    assert "扩建学校1所" in read_plan(file, cache=True).sections[1].body
    assert len(entries(folder)) == 3


@pytest.mark.parametrize("at", [0, 20, 60, -1])
def test_a_damaged_entry_is_read_and_written_anew(folder: Path, file: Path, at: int) -> None:
    plan = read_plan(file, cache=True)
    (entry,) = entries(folder)
    good = entry.read_bytes()
    for damaged in (good[:at] + bytes([good[at] ^ 1]) + good[at:][1:], good[:at], b""):
        entry.write_bytes(damaged)
        assert read_plan(file, cache=True) == plan
        assert entry.read_bytes() == good


class Hostile:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 7",)


def test_an_entry_that_holds_anything_but_a_plan_is_not_used(folder: Path, file: Path) -> None:
    plan = read_plan(file, cache=True)
    (entry,) = entries(folder)
    for value in (Hostile(), plan.sections[0], "a plan", [plan]):
        packed = pickle.dumps(value, protocol=5)
        entry.write_bytes(b"plandiff-plan-1\n" + hashlib.sha256(packed).digest() + packed)
        assert read_plan(file, cache=True) == plan


def test_the_entries_that_were_not_used_for_longest_go_first(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_cache, "MOST_ENTRIES", 2)
    kept: list[Path] = []
    for day in range(1, 4):
        path = file.with_name(f"{day}.md")
        path.write_bytes(file.read_bytes())
        read_plan(path, cache=True)
        (entry,) = set(entries(folder)) - set(kept)
        os.utime(entry, (day * 86_400, day * 86_400))
        kept = [*kept, entry][-2:]
        assert set(entries(folder)) == set(kept)


def test_what_a_killed_process_left_unfinished_goes_too(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_cache, "MOST_ENTRIES", 1)
    folder.mkdir(parents=True)
    unfinished = folder / ".0123456789abcdef0123456789abcdef.01234567"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (0, 0))
    read_plan(file, cache=True)
    assert [entry.suffix for entry in entries(folder)] == [".plan"]


@pytest.mark.parametrize("packed", [b"\x80\x05\x96" + b"\xff" * 8, b"", b"\x80\x05N."])
def test_an_entry_with_a_right_digest_of_wrong_bytes_is_not_used(
    folder: Path, file: Path, packed: bytes
) -> None:
    plan = read_plan(file, cache=True)
    (entry,) = entries(folder)
    entry.write_bytes(plan_cache._MAGIC + hashlib.sha256(packed).digest() + packed)
    assert read_plan(file, cache=True) == plan


def test_all_entries_together_are_bounded(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_cache, "MOST_BYTES", 10)
    assert read_plan(file, cache=True) == read_plan(file)
    assert entries(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows folders have no modes")
def test_other_users_cannot_open_the_folder(folder: Path, file: Path) -> None:
    read_plan(file, cache=True)
    assert folder.stat().st_mode & 0o077 == 0


def test_without_a_folder_plans_are_read(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.write_bytes(b"a file where the folder should be")
    assert read_plan(file, cache=True) == read_plan(file)
    monkeypatch.setattr(plan_cache, "_folder", lambda: None)
    assert read_plan(file, cache=True) == read_plan(file)


def test_small_plans_and_unreadable_ones_are_not_kept(folder: Path, file: Path) -> None:
    file.write_text("# 计划\n\n## 建校\n\n新建一所。", encoding="utf-8")
    read_plan(file, cache=True)
    assert not folder.exists()


def test_the_command_gives_the_same_bytes_with_and_without_the_cache(
    folder: Path, file: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    command = ["show", str(file), "--format", "json"]
    outputs: list[bytes] = []
    for more in (["--no-cache"], [], []):
        assert folder.exists() is (len(outputs) == 2)
        assert run([*command, *more]) == 0
        outputs.append(capfdbinary.readouterr().out)
    assert len(set(outputs)) == 1
