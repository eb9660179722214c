"""Plans in a git repository: real git, a repository of the test's own."""

import os
import subprocess
from pathlib import Path

import pytest

from plandiff.corpus.errors import PlandiffError
from plandiff.tui.command_line.git import git_changes, git_setup
from tests.word_documents import docx, p, r

BEFORE = [
    "澜川区2025年教育工作要点",
    "一、扩大学位",
    "新建幼儿园3所。",
    "二、培训",
    "培训教师120人。",
]
AFTER = [line.replace("3所", "5所") for line in BEFORE]


class Repository:
    """A folder with git, where nothing of the user's own settings is read or written."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "仓库"
        self.folder.mkdir()
        home = folder / "home"
        home.mkdir()
        for name, value in {
            "HOME": home, "XDG_CONFIG_HOME": home / ".config", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t",
            "GIT_COMMITTER_EMAIL": "t@t",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, str(value))
        monkeypatch.delenv("GIT_DIR", raising=False)
        monkeypatch.chdir(self.folder)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        run = subprocess.run(["git", *words], cwd=self.folder, capture_output=True, check=True)
        return run.stdout.decode("utf-8", "replace")

    def write(self, name: str, lines: list[str]) -> None:
        path = self.folder / name
        path.write_bytes(
            docx("".join(p(r(line)) for line in lines))
            if name.endswith(".docx")
            else "\n".join(lines).encode()
        )
        self.git("add", "-A")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path, monkeypatch)
    made.write("要点.docx", BEFORE)
    made.write("删去.txt", BEFORE)
    made.git("commit", "-qm", "before")
    return made


def test_git_shows_a_word_file_as_text_until_the_setup_is_undone(repository: Repository) -> None:
    repository.write("要点.docx", AFTER)
    assert "Binary files" in repository.git("diff", "--cached")
    assert git_setup([], "zh") == git_setup([], "zh") == 0  # a second time changes nothing
    shown = repository.git("diff", "--cached")
    assert "-新建幼儿园3所。" in shown
    assert "+新建幼儿园5所。" in shown
    assert repository.git("config", "difftool.plandiff.cmd").strip().endswith('"$LOCAL" "$REMOTE"')
    git_setup(["--undo"], "zh")
    assert "Binary files" in repository.git("diff", "--cached")
    assert "plandiff" not in repository.git("config", "--list")
    assert (repository.folder / ".git/info/attributes").read_text("utf-8").find("plandiff") < 0


def test_what_stood_in_the_attributes_stays(repository: Repository) -> None:
    attributes = repository.folder / ".git/info/attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("*.png -text\n", "utf-8")
    git_setup([], "zh")
    assert "*.docx diff=plandiff" in attributes.read_text("utf-8")
    git_setup(["--undo"], "zh")
    assert attributes.read_text("utf-8") == "*.png -text\n"


def test_the_setup_of_a_user_writes_into_no_repository(repository: Repository) -> None:
    git_setup(["--global"], "zh")
    assert "plandiff" in repository.git("config", "--global", "--list")
    assert "plandiff" not in repository.git("config", "--local", "--list")
    assert (Path(os.environ["XDG_CONFIG_HOME"]) / "git/attributes").is_file()


def test_a_comment_tells_of_each_plan_that_changed_was_added_or_deleted(
    repository: Repository, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert git_changes([], "zh") == 0
    assert capfdbinary.readouterr().out == b""
    repository.write("要点.docx", AFTER)
    repository.write("新增.md", ["望江县文化规划", "一、场馆", "建成图书馆一座。"])
    repository.git("rm", "-q", "删去.txt")
    (repository.folder / "图.png").write_bytes(b"\x89PNG")
    assert git_changes([], "zh") == 1
    said = capfdbinary.readouterr().out.decode()
    assert "**删去.txt**：文件已删除。" in said
    assert "**新增.md**：新增文件。" in said
    assert "3所" in said
    assert "5所" in said
    assert "图.png" not in said
    repository.git("commit", "-qm", "after")
    assert git_changes(["HEAD~1", "HEAD"], "zh") == 1
    assert capfdbinary.readouterr().out.decode() == said


def test_a_plan_that_cannot_be_read_is_told_and_stops_no_other(
    repository: Repository, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (repository.folder / "要点.docx").write_bytes(b"PK\x03\x04 damaged")
    repository.write("删去.txt", AFTER)
    assert git_changes([], "en") == 1
    said = capfdbinary.readouterr().out.decode()
    assert "**要点.docx** could not be compared" in said
    assert "5所" in said


def test_an_unknown_revision_or_no_repository_is_a_clear_error(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del repository
    with pytest.raises(PlandiffError):
        git_changes(["no-such-revision"], "zh")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlandiffError):
        git_setup([], "zh")


@pytest.mark.parametrize("revisions", [[], ["HEAD~1", "HEAD"]])
def test_all_plans_are_compared_from_any_folder_with_any_name_and_settings(
    repository: Repository,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    revisions: list[str],
) -> None:
    below = repository.folder / "附件"
    below.mkdir()
    names = ["1:要点.txt", "附件/要点.txt"]
    for name in names:
        repository.write(name, BEFORE)
    repository.git("commit", "-qm", "before")
    for name in names:
        repository.write(name, AFTER)
    if revisions:
        repository.git("commit", "-qm", "after")
    repository.git("config", "diff.relative", "true")
    monkeypatch.chdir(below)
    assert git_changes(revisions, "zh") == 1
    assert capfdbinary.readouterr().out.decode().count("新建幼儿园") >= 2 * len(names)


def test_a_revision_is_no_option_of_git(repository: Repository) -> None:
    with pytest.raises(PlandiffError):
        git_changes(["--", "--output=written"], "zh")
    assert not (repository.folder / "written").exists()
