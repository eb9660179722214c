"""What a stranger could put where plandiff looks: names for editors, programs in a review store."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from plandiff.comparison.review.opening import open_storage
from plandiff.comparison.review.problems import ProblemKind
from plandiff.comparison.review.sqlite_opening import open_database
from plandiff.corpus.model import Section
from plandiff.tui.app.review_app import recent_pairs
from plandiff.tui.screens.editor import command_at, line_of
from plandiff.tui.settings import Settings, load_settings
from tests.app_fixtures import opened

ENDLESS = "AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) SELECT id FROM c"
PROGRAMS = [
    [f"CREATE VIEW more {ENDLESS}"],
    ["DROP TABLE review", f"CREATE VIEW review {ENDLESS}"],
    ["CREATE TRIGGER t AFTER INSERT ON mark BEGIN DELETE FROM note; END"],
    ["CREATE TABLE more (a, b AS (hex(zeroblob(400000000))))"],
    ["CREATE TABLE more (a CHECK (length(randomblob(1000000000)) > a))"],
    ["CREATE TABLE more (a DEFAULT (randomblob(1000000000)))"],
    ["CREATE INDEX i ON note (length(data))"],
]


@pytest.mark.parametrize("statements", PROGRAMS, ids=lambda s: s[-1][:40])
def test_a_review_store_that_holds_programs_is_left_alone(
    statements: Sequence[str], tmp_path: Path
) -> None:
    path = tmp_path / "review.sqlite3"
    open_database(path, shared=False).connection.close()
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    trouble = open_storage(path).trouble
    assert trouble is not None
    assert trouble.kind is ProblemKind.FOREIGN
    assert path.read_bytes() == before


@pytest.mark.parametrize("editor", ["vim", "code", "hx", "my-editor"])
@pytest.mark.parametrize("name", ["-x.txt", "+!touch harm.txt", "--cmd.txt"])
@pytest.mark.parametrize("line", [0, 12])
def test_no_name_of_a_plan_is_an_option_of_the_editor(editor: str, name: str, line: int) -> None:
    ours = ("--goto", "+12")
    words = command_at([editor], Path(name), line)[1:]
    assert [word for word in words if word[0] in "-+" and word not in ours] == []
    assert any(name in word for word in words)


def test_an_editor_is_started_without_a_shell(tmp_path: Path) -> None:
    plan = tmp_path / "$(touch harm);`touch harm`&x.txt"
    plan.write_text("一、目标", "utf-8")
    show = [sys.executable, "-c", "import sys;print(sys.argv[1:])"]
    run = subprocess.run(command_at(show, plan, 0), capture_output=True, check=True, cwd=tmp_path)
    assert "$(touch harm)" in run.stdout.decode()
    assert not (tmp_path / "harm").exists()


async def test_the_app_starts_the_editor_without_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, plan = tmp_path / "editor", tmp_path / "-x $(touch harm) `touch harm`;touch harm&.txt"
    editor.write_text('#!/bin/sh\nprintf "%s\n" "$@" > asked', "utf-8")
    editor.chmod(0o755)
    plan.write_text("一、目标", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISUAL", str(editor))
    name = Path(plan.name)
    async with opened(old_path=name, new_path=name) as drive:
        monkeypatch.setattr(drive.app, "suspend", nullcontext)
        await drive.press("e")
    assert (tmp_path / "asked").read_text("utf-8") == f"./{name}\n"
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("content", [b"a = " + b"[" * 50_000, b"\xff", b"a = {", b"=" * 9])
def test_settings_that_cannot_be_read_are_told_and_left_out(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    settings, warnings = load_settings(path)
    assert settings == Settings()
    assert len(warnings) == 1


@pytest.mark.parametrize("content", [b"[" * 100_000, b"{}", b"[1]", b"[[1, 2]]", b"\xff\xfe"])
def test_a_damaged_list_of_recent_plans_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    path.write_bytes(content)
    assert recent_pairs(path) == ()


def test_a_plan_that_became_a_pipe_has_no_line_to_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    assert line_of(tmp_path / "plan.txt", Section("s1", "s0", 1, "一、", 1, "目标", "")) == 0
