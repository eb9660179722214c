"""Whole Word documents against other tools: does the redline mark what was really edited?

    python -m tests.bench.bench_peers [--tools FOLDER]

Forty paragraphs are edited as in `tests.bench.bench_words`, and in a second document five of them
stand elsewhere besides.  Each tool gets both documents and writes one with tracked changes; what it
marks is compared with what was edited, and the text of all its runs with both documents.  Tools are
looked for in FOLDER (the ``bin`` of an environment with prosediff, jubarte-redlines and
python-redlines installed), then on the path; those that are not there are named.
"""

import argparse
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import docx
from lxml import etree

from tests.bench.bench_words import SIGN, Marks, Pair, dmp, edited_paragraph, git

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
_INSERTED = {f"{_W}ins", f"{_W}moveTo"}
_DOCXODUS = """
import sys
from python_redlines import DocxodusEngine
old, new = (open(name, "rb").read() for name in sys.argv[1:3])
made = DocxodusEngine().run_redline("bench", old, new)[0]
open(sys.argv[3], "wb").write(made)
"""
LIMIT = 600
"""Seconds for one tool."""


@dataclass
class Documents:
    """The paragraphs of both documents, each with the characters that were edited."""

    old: list[tuple[str, set[int]]]
    new: list[tuple[str, set[int]]]

    def side(self, at: int) -> tuple[str, set[int]]:
        """The text of one document without breaks, and its edited characters."""
        text, edited = "", set()
        for paragraph, own in (self.old, self.new)[at]:
            edited |= {len(text) + place for place in own}
            text += paragraph
        return text, edited


def documents(pairs: list[Pair], moved: int) -> Documents:
    """``moved`` paragraphs are put elsewhere in the new document: their text is no edit."""
    old = [(pair.old, pair.edited[0]) for pair in pairs]
    new = [(pair.new, pair.edited[1]) for pair in pairs]
    for at in range(moved):
        new.insert(len(new) - 1 - 3 * at, new.pop(2 + 3 * at))
    return Documents(old, new)


def write(paragraphs: list[tuple[str, set[int]]], path: Path) -> None:
    document = docx.Document()
    for text, _ in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def marks_of(data: bytes) -> Marks:
    """The runs of a document with tracked changes, in order."""
    body = docx.Document(io.BytesIO(data)).element.body
    marks: Marks = []
    for text in body.iter(f"{_W}t", f"{_W}delText"):
        above = {ancestor.tag for ancestor in text.iterancestors()}
        deleted, inserted = bool(above & _DELETED), bool(above & _INSERTED)
        if not (deleted and inserted):  # inserted and deleted again: in neither document
            marks.append(("-" if deleted else "+" if inserted else "=", text.text or ""))
    return marks


def scored(found: Marks, both: Documents) -> tuple[float, float, bool]:
    """Precision and recall of the marked characters, and whether both texts come out."""
    hit = marked_all = edited_all = 0
    whole = True
    for side, sign in ((0, "-"), (1, "+")):
        text, edited = both.side(side)
        runs = [(op, piece.replace("\n", "")) for op, piece in found if op in ("=", sign)]
        whole = whole and "".join(piece for _, piece in runs) == text
        flags = "".join(op * len(piece) for op, piece in runs)
        taste = {at for place in SIGN.finditer(text) for at in range(*place.span())}
        marked = {at for at, flag in enumerate(flags) if flag == sign} - taste
        hit += len(marked & (edited - taste))
        marked_all, edited_all = marked_all + len(marked), edited_all + len(edited - taste)
    return hit / max(1, marked_all), hit / max(1, edited_all), whole


def tools(folder: Path | None) -> dict[str, list[str] | None]:
    """The words that start each tool, to be followed by old, new and output; None: not there."""
    places = os.pathsep.join([*([str(folder)] if folder else []), os.environ.get("PATH", "")])

    def there(name: str, *words: str) -> list[str] | None:
        path = shutil.which(name, path=places)
        return [path, *words] if path else None

    python = there("python", "-c", _DOCXODUS) if folder else [sys.executable, "-c", _DOCXODUS]
    return {
        "plandiff": [sys.executable, "-m", "plandiff", "OLD", "NEW", "-o", "OUT", "--force"],
        "prosediff": there("prosediff", "--files", "OLD", "NEW", "--format", "docx", "-o", "OUT"),
        "jubarte-redlines": there("jubarte-redlines", "compare", "OLD", "NEW", "-o", "OUT"),
        "docxodus (python-redlines)": python and [*python, "OLD", "NEW", "OUT"],
    }


def run(words: list[str], folder: Path) -> Marks | None:
    """What a tool marks; None where it fails."""
    names = {name: str(folder / f"{name.lower()}.docx") for name in ("OLD", "NEW", "OUT")}
    command = [names.get(word, word) for word in words]
    out = Path(names["OUT"])
    out.unlink(missing_ok=True)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    if not out.exists():
        sys.stderr.write(done.stderr.decode("utf-8", "replace")[-400:] + "\n")
        return None
    try:
        return marks_of(out.read_bytes())
    except (ValueError, KeyError, zipfile.BadZipFile, etree.LxmlError) as error:
        sys.stderr.write(f"{words[0]}: {error}\n")
        return None


def texts(both: Documents) -> tuple[str, str]:
    """Both documents as plain text, for tools that know no Word."""
    old, new = ("\n".join(text for text, _ in side) for side in (both.old, both.new))
    return old, new


PLAIN: dict[str, Callable[[str, str], Marks]] = {
    "diff-match-patch": lambda old, new: dmp(old, new, semantic=False),
    "git --word-diff": git,
}


def main(argv: list[str] | None = None) -> int:
    """Print one line a tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path)
    parser.add_argument("--paragraphs", type=int, default=40)
    asked = parser.parse_args(argv)
    rng = random.Random(1)  # noqa: S311 - a reviser, not a secret
    pairs = [edited_paragraph(rng, 25) for _ in range(asked.paragraphs)]
    for moved in (0, 5):
        both = documents(pairs, moved)
        print(f"\n{asked.paragraphs} paragraphs, {moved} of them moved")
        print(f"{'':28}precision  recall  both texts  seconds")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(both.old, folder / "old.docx")
            write(both.new, folder / "new.docx")
            for tool, words in tools(asked.tools).items():
                if words is None:
                    print(f"{tool:28}not installed")
                    continue
                report(tool, partial(run, words, folder), both)
            for tool, method in PLAIN.items():
                report(tool, partial(method, *texts(both)), both)
    return 0


def report(tool: str, method: Callable[[], Marks | None], both: Documents) -> None:
    """Time a tool, its children included, and print its figures."""
    before = _seconds()
    found = method()
    seconds = _seconds() - before
    if found is None:
        print(f"{tool:28}failed after {seconds:.1f} s")
        return
    precision, recall, whole = scored(found, both)
    said = "yes" if whole else "no"
    print(f"{tool:28}{precision:9.3f}{recall:8.3f}{said:>12}{seconds:9.1f}")


def _seconds() -> float:
    """Processor time of this process and those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    raise SystemExit(main())
