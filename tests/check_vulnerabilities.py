"""Known weaknesses of what plandiff needs to run: ``python -m tests.check_vulnerabilities``.

Asks pip-audit about the installed versions of plandiff's own dependencies, and theirs.  Where
pip-audit or the network is missing it says that nothing was checked, and does not fail: an
offline machine must be able to check everything else.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.check_licences import licences

PATIENCE = 120
"""Seconds for all of it; a network that lets nothing through may not even refuse."""


def pinned() -> list[str]:
    """Every package that plandiff needs to run, with the version that is installed."""
    return [f"{name}=={version(name)}" for name in licences("plandiff") if name != "plandiff"]


def ask(requirements: list[str]) -> tuple[str, str]:
    """What pip-audit prints as data and as talk; raises `subprocess.TimeoutExpired`."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "requirements.txt")
        listed.write_text("\n".join(requirements) + "\n", "utf-8")
        words = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
        run = subprocess.run(
            [sys.executable, "-m", "pip_audit", "-r", str(listed), "--timeout", "10", *words],
            capture_output=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    return run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of the packages."""

    weaknesses: tuple[str, ...]
    asked: int
    """Packages that somebody knew something about; the others were passed over."""
    why: str = ""
    """Why the first of the others was."""


def read_answer(data: str) -> Answer:
    """What pip-audit found; nothing asked where it gave no data.

    >>> read_answer('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}]}')
    Answer(weaknesses=('a 1: X-1',), asked=1, why='')
    """
    try:
        packages: list[dict[str, Any]] = json.loads(data)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer((), 0)
    known = [package for package in packages if "skip_reason" not in package]
    why = next((str(p["skip_reason"]) for p in packages if "skip_reason" in p), "")
    found = (f"{p['name']} {p['version']}: {v['id']}" for p in known for v in p.get("vulns", ()))
    return Answer(tuple(found), len(known), why)


def summary(answer: Answer, needed: int, talk: str) -> str:
    """One line that says what was checked, and what was not."""
    if not answer.asked:
        why = answer.why or talk.strip().split("\n")[-1]
        return (
            "known weaknesses: NOT CHECKED, the data cannot be reached from here: "
            f"none of {needed} packages could be looked up ({why[:200]})"
        )
    passed_over = f", {needed - answer.asked} could not be looked up"
    return (
        f"known weaknesses: {len(answer.weaknesses)} in {answer.asked} packages"
        f"{passed_over if answer.asked < needed else ''}"
    )


def main() -> int:
    """Print what was found; 1 where there is a known weakness."""
    if find_spec("pip_audit") is None:
        sys.stdout.write("known weaknesses: NOT CHECKED, pip-audit is not installed\n")
        return 0
    requirements = pinned()
    try:
        data, talk = ask(requirements)
    except subprocess.TimeoutExpired:
        data, talk = "", f"no answer within {PATIENCE} s"
    answer = read_answer(data)
    for line in answer.weaknesses:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"{summary(answer, len(requirements), talk)}\n")
    return 1 if answer.weaknesses else 0


if __name__ == "__main__":
    sys.exit(main())
