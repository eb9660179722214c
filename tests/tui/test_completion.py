"""``plandiff completion``: every command, option and file name, tried in the real shells."""

import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest

from plandiff.tui.command_line.arguments import COMMANDS
from plandiff.tui.command_line.completion import FORMS, generate

ASKED = {
    "seri": "series",
    "--no-t": "--no-tui",
    "show 要": "要点.docx",
    "要": "要点.docx",
    "review exp": "export",
    "--lang z": "zh",
}


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds one plan, and the script of each shell."""
    (tmp_path / "要点.docx").touch()
    for form in FORMS[:3]:
        (tmp_path / form).write_text(generate(form, "en"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_command_and_long_option_is_completed_and_described(form: str, language: str) -> None:
    script = generate(form, language).replace("\\-", "-")
    assert [name for name in COMMANDS if name not in script] == []
    assert [
        name for name in ("exit-code", "native-moves", "scheduler-file") if name not in script
    ] == []


@pytest.mark.parametrize(("words", "completed"), [*ASKED.items()])
def test_bash_completes_what_was_begun(words: str, completed: str, folder: Path) -> None:
    needs("bash")
    # Readline looks for files where the function has no answer: `complete -o default`.
    code = """
      source ./bash; complete -p plandiff | grep -q -- '-o default' || exit 1
      COMP_WORDS=(plandiff "$@"); COMP_CWORD=$#; _shtab_plandiff
      echo "${COMPREPLY[@]:-$(compgen -f -- "${!#}")}"
    """
    run = subprocess.run(
        ["bash", "-c", code, "bash", *words.split()], cwd=folder, capture_output=True, check=True
    )
    assert run.stdout.decode().split() == [completed]


@pytest.mark.parametrize(("words", "completed"), [*ASKED.items()])
def test_fish_completes_what_was_begun(words: str, completed: str, folder: Path) -> None:
    needs("fish")
    code = f"source ./fish; complete -C 'plandiff {words}'"
    run = subprocess.run(["fish", "-c", code], cwd=folder, capture_output=True, check=True)
    assert completed in [line.split("\t")[0] for line in run.stdout.decode().splitlines()]


def test_zsh_completes_what_was_begun(folder: Path) -> None:
    needs("zsh")
    environ = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb",
               "LANG": "C.UTF-8"}  # fmt: skip
    zsh = pexpect.spawn("zsh -f", encoding="utf-8", timeout=60, cwd=folder, env=environ)
    zsh.sendline("autoload -U compinit; compinit -u; eval \"$(cat ./zsh)\"; print rea''dy")
    zsh.expect("ready")
    for words, completed in ASKED.items():
        zsh.send(f"plandiff {words}\t")
        zsh.expect_exact(f"plandiff {words.rpartition(' ')[0]}{' ' * (' ' in words)}{completed}")
        zsh.send("\x15")
    zsh.close()
