"""The commands that the documents tell people to type: each is run as it is printed."""

import re
import shlex
import subprocess
from pathlib import Path

import docx
import pytest

from plandiff import sample_paths
from plandiff.tui.command_line.arguments import COMMANDS
from tests.command_line import plandiff, plandiff_process

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("", ".zh")
EDITIONS = {
    "": ("2023.docx", "last.docx", "draft.docx", "next.docx", "superior.docx"),
    ".zh": ("前年.docx", "去年.docx", "今年.docx", "修改稿.docx", "上级.docx"),
}
FOLDERS = {"": ("archive", "schools-last", "schools-now"), ".zh": ("归档", "去年各校", "今年各校")}
FORM = {"": "form.docx", ".zh": "征求意见.docx"}


def typed(page: str) -> list[str]:
    """What follows ``$`` in the examples of a page."""
    return re.findall(
        r"^\$ (plandiff .+)$", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE
    )


def save(text: str, path: Path) -> None:
    document = docx.Document()
    for line in filter(None, text.splitlines()):
        document.add_paragraph(line)
    document.save(str(path))


def prepare(folder: Path, language: str) -> None:
    """The files that the cookbook speaks of, made from the sample plans, in a git repository."""
    older, newer = (path.read_text("utf-8") for path in sample_paths())
    before = older.replace("2024", "2023")
    after = newer.replace("招聘教师150名", "招聘教师160名")
    for name, text in zip(EDITIONS[language], (before, older, newer, after, older), strict=True):
        save(text, folder / name)
    archive, last, now = (folder / name for name in FOLDERS[language])
    for place, text in ((archive, older), (last, older), (now, newer)):
        place.mkdir()
        save(text, place / "a.docx")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *who, "commit", "-q", "-m", "a"], cwd=folder, check=True)


def fill_form(path: Path) -> None:
    """Write a comment into the first empty cell of a form, as a colleague does."""
    document = docx.Document(str(path))
    for table in document.tables:
        cell = table.rows[-1].cells[-1]
        if not cell.text.strip():
            cell.paragraphs[0].add_run("请说明。")
            break
    document.save(str(path))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_cookbook_runs_in_the_order_of_the_page(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STATE", "CACHE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "work"
    folder.mkdir()
    prepare(folder, language)
    monkeypatch.chdir(folder)
    commands = typed(f"cookbook{language}.md")
    assert len(commands) >= 20
    for line in commands:
        if "review merge" in line:
            fill_form(folder / FORM[language])
        run = plandiff_process(*shlex.split(line)[1:])
        expected = 1 if "--exit-code" in line else 0
        assert run.returncode == expected, (line, run.stderr.decode())
        for name in re.findall(r"-o (\S+)", line):
            assert (folder / name).exists(), line


def test_the_cookbook_has_the_same_ten_tasks_in_both_languages() -> None:
    pages = [
        (ROOT / "docs" / f"cookbook{language}.md").read_text("utf-8") for language in LANGUAGES
    ]
    for page in pages:
        assert re.findall(r"^## (\d+)\.", page, re.MULTILINE) == [str(n) for n in range(1, 11)]
    options = [re.findall(r"(?<=\s)(?:--?[a-z-]+)", " ".join(typed(f"cookbook{language}.md")))
               for language in LANGUAGES]  # fmt: skip
    assert options[0] == options[1]


def test_every_page_of_the_site_is_there_in_both_languages() -> None:
    english = {path.stem for path in (ROOT / "docs").glob("*.md") if ".zh" not in path.name}
    chinese = {path.name.removesuffix(".zh.md") for path in (ROOT / "docs").glob("*.zh.md")}
    assert english - chinese == {"api"}  # is for programmers


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_a_help_page_that_names_it_in_its_usage(language: str) -> None:
    assert all(name in plandiff("--help", "--lang", language).stdout.decode() for name in COMMANDS)
    for name in COMMANDS:
        run = plandiff(name, "--help", "--lang", language)
        first = run.stdout.decode().splitlines()[0]
        assert (run.returncode, f"plandiff {name}" in first) == (0, True), first
