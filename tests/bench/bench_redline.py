"""Redlines of twelve pairs of whole Word documents, beside the tools that one would use instead.

``python -m tests.bench.bench_redline [--tools DIR]`` writes the pairs, redlines them and prints a
table; ``DIR`` is the ``bin`` folder of a virtual environment with prosediff or jubarte-redlines.
Needs LibreOffice.  A redline is right where accepting its changes gives the new document and
rejecting them the old one, text, tables and looks; changes of others stay as they are.
"""

import argparse
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from plandiff.comparison.reports.word.word_resolution import plain, resolve, shape_of
from plandiff.comparison.reports.word.word_source import (
    ObjectCharacters,
    SourceDocument,
    read_blocks,
)
from tests.bench.redline_pairs import OTHER, Pair, pairs, written
from tests.comparison.reports.test_redline import libreoffice_lines
from tests.comparison.reports.test_word_schema import misplaced
from tests.reports_plans import WORD, document_xml
from tests.word_documents import redline

_CHANGES = tuple(f"{WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_ACCEPT, _REJECT = "AcceptAllTrackedChanges", "RejectAllTrackedChanges"

Tool = Callable[[Path, Path, Path], None]
"""Writes the redline of two files to a third."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one tool made of one pair; every check is true where it is as it should be."""

    checks: dict[str, bool]
    touched: int
    """Paragraphs with a change of the tool in them."""


def _is_ours(node: etree._Element) -> bool:
    return node.get(f"{WORD}author") != OTHER


def _changes(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter(*_CHANGES) if _is_ours(node))


def touched(root: etree._Element) -> int:
    """The paragraphs that bear a change, those of inserted and deleted rows too."""
    found = set()
    for node in _changes(root):
        above = [one for one in node.iterancestors() if one.tag in {f"{WORD}p", f"{WORD}tr"}]
        if above:
            found |= {above[0], *above[0].iter(f"{WORD}p")} - {*root.iter(f"{WORD}tr")}
    return len(found)


def _shape(root: etree._Element) -> object:
    return shape_of(read_blocks(root, ObjectCharacters(), {}), plain)


def _looks(root: etree._Element) -> list[tuple[str, bytes]]:
    """Each character of the text with the properties of its run."""
    looks = []
    for run in root.iter(f"{WORD}r"):
        own = run.find(f"{WORD}rPr")
        look = b"" if own is None else etree.tostring(own, method="c14n", exclusive=True)
        looks += [(sign, look) for text in run.iter(f"{WORD}t") for sign in text.text or ""]
    return looks


def _resolved(data: bytes, *, accept: bool) -> etree._Element:
    root = etree.fromstring(document_xml(data))
    resolve(root, _is_ours, accept=accept)
    return root


def _paragraphs(root: etree._Element) -> Counter[bytes]:
    return Counter(
        etree.tostring(paragraph, method="c14n", exclusive=True)
        for paragraph in root.iter(f"{WORD}p")
    )


def score(pair: Pair, old: bytes, new: bytes, marked: bytes) -> Score:
    """All that can be said without LibreOffice."""
    root, wanted = (etree.fromstring(document_xml(data)) for data in (marked, new))
    accepted, rejected = (_resolved(marked, accept=accept) for accept in (True, False))
    before, after = (
        shape_of(SourceDocument(data, "a.docx", ObjectCharacters()).blocks, plain)
        for data in (old, new)
    )
    rows = Counter(
        str(mark.tag)
        for row in root.iter(f"{WORD}tr")
        for mark in row.iterfind(f"{WORD}trPr/*")
        if mark.tag in _CHANGES
    )
    lost = (_paragraphs(wanted) - _paragraphs(root)).total()
    count = touched(root)
    tables = [sum(1 for _ in tree.iter(f"{WORD}tbl")) for tree in (wanted, root)]
    return Score(
        {
            "accepting gives NEW": _shape(accepted) == after,
            "rejecting gives OLD": _shape(rejected) == before,
            "looks of NEW kept": _looks(accepted) == _looks(wanted),
            "tables kept": tables[0] == tables[1],
            "rows told right": (rows[f"{WORD}ins"], rows[f"{WORD}del"]) == pair.rows,
            "other paragraphs byte for byte": lost <= pair.changed,
            "order of the schema": not misplaced(document_xml(marked)),
            "at most 1.1 × the changed paragraphs": count <= pair.changed * 1.1,
        },
        count,
    )


def _by_libreoffice(made: Sequence[tuple[Path, Path, Path]]) -> list[tuple[bool, bool]]:
    """Whether accepting and rejecting in LibreOffice leads to both documents.

    Changes of others are resolved with ours, so they are in what is compared with as well.
    """
    jobs = []
    for old, new, marked in made:
        jobs += [(marked, _ACCEPT), (new, _ACCEPT), (marked, _REJECT), (old, _REJECT)]
    lines = [[line for line in found if line.strip()] for found in libreoffice_lines(*jobs)]
    fours = [lines[at : at + 4] for at in range(0, len(lines), 4)]
    return [(four[0] == four[1], four[2] == four[3]) for four in fours]


def _plandiff(old: Path, new: Path, target: Path) -> None:
    target.write_bytes(redline(old.read_bytes(), new.read_bytes()))


def _command(*words: str) -> Tool:
    def run(old: Path, new: Path, target: Path) -> None:
        names = {"OLD": str(old), "NEW": str(new), "OUT": str(target)}
        subprocess.run([names.get(word, word) for word in words], check=True, capture_output=True)

    return run


def tools(folder: Path | None) -> dict[str, Tool]:
    """Plandiff, and those of the others that are installed in the folder."""
    found: dict[str, Tool] = {"plandiff": _plandiff}
    if folder and (program := folder / "prosediff").exists():
        found["prosediff"] = _command(
            str(program), "--files", "OLD", "NEW", "--format", "docx", "--full", "-o", "OUT"
        )
    if folder and (program := folder / "jubarte-redlines").exists():
        found["jubarte-redlines"] = _command(str(program), "compare", "OLD", "NEW", "-o", "OUT")
    return found


def measure(folder: Path, bench: Mapping[str, Tool]) -> dict[str, list[Score]]:
    """The scores of each tool, in the order of the pairs."""
    made = list(written(pairs(), folder))
    scores: dict[str, list[Score]] = {}
    for name, run in bench.items():
        files = [(old, new, folder / f"{old.stem}-{name}.docx") for _, old, new in made]
        for three in files:
            run(*three)
        scores[name] = []
        for (pair, *_), three, resolved in zip(made, files, _by_libreoffice(files), strict=True):
            found = score(pair, *(file.read_bytes() for file in three))
            names = ("LibreOffice accepts", "LibreOffice rejects")
            checks = found.checks | dict(zip(names, resolved, strict=True))
            scores[name].append(Score(checks, found.touched))
    return scores


def _report(scores: dict[str, list[Score]]) -> Iterator[str]:
    names = list(scores)
    yield f"| of {len(pairs())} pairs | {' | '.join(names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for check in scores[names[0]][0].checks:
        counts = (sum(score.checks[check] for score in scores[name]) for name in names)
        yield f"| {check} | {' | '.join(map(str, counts))} |"
    changed = sum(pair.changed for pair in pairs())
    counts = (sum(score.touched for score in scores[name]) for name in names)
    yield f"| paragraphs revised ({changed} truly changed) | {' | '.join(map(str, counts))} |"
    yield ""
    for name in names:
        for pair, one in zip(pairs(), scores[name], strict=True):
            failed = [check for check, right in one.checks.items() if not right]
            if failed:
                paragraphs = f"({one.touched}/{pair.changed})"
                yield f"{name}: {pair.name}: not: {', '.join(failed)} {paragraphs}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tools", type=Path, help="bin folder with prosediff, jubarte-redlines")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for line in _report(measure(Path(name), tools(arguments.tools))):
            print(line)


if __name__ == "__main__":
    main()
