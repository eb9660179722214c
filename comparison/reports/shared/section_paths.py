"""The path of a section, as a reader would cite it: ``三、重点任务 › （二）扩充学位``."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from plandiff.comparison.edits import Edit, EditNature, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.folding import fold

_LONG = 24
"""Maximum characters of a heading in a path; the number suffices to find the place."""

_ARTICLE = re.compile(r"\s*(?:第.*[条條章节節款]|(?:Article|Section|Art\.)\s*\w)", re.IGNORECASE)
"""Labels that identify a section without its heading."""
_JOINT = " + "
"""Separator between the places of several sections in one row."""
_ABOVE = 12
"""Like `_LONG`, for the headings above the section."""


def shorten(text: str, limit: int = _LONG) -> str:
    """The text in one line, cut with … when it is longer than ``limit`` characters.

    It is cut before a comma if there is one in the second half of what fits.

    >>> shorten("坚持五育并举，促进学生全面发展", 10)
    '坚持五育并举…'
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    stop = max(line.rfind(mark, 0, limit) for mark in "，、；：,;: ")
    return f"{line[: stop if stop >= limit // 2 else limit - 1]}…"


def reads_alike(place: str, other: str) -> bool:
    """Whether two places differ in form only: ``第一章 总则`` and ``第一章 总 则``."""
    return "".join(fold(place).split()) == "".join(fold(other).split())


def joined(label: str, name: str) -> str:
    """Join label and heading as printed.

    A space is inserted after a label that ends in a letter, a digit or a Han character, and
    before Latin text: ``第一章 总则``, ``1.1 目标``, ``1. Goals``; but ``一、目标``.
    """
    if not label or not name:
        return label or name
    apart = label[-1].isalnum() or (name[0].isascii() and label[-1].isascii())
    return f"{label} {name}" if apart else f"{label}{name}"


def plan_name(plan: Plan) -> str:
    """The title of a plan; without a title, its file name without the suffix."""
    return visible_line(plan.title) or visible_line(PurePath(plan.source.name).stem.strip("-"))


def short_place(section: Section, limit: int = _LONG) -> str:
    """Label and heading of one section.

    Without a heading, the label of an article (``第十二条``) suffices; any other label, or none,
    is followed by the beginning of the text.
    """
    label = section.label or ""
    if not section.heading and _ARTICLE.match(label):
        return label.strip()
    return joined(label, shorten(section.heading or section.body, limit))


class SectionPaths:
    """Paths of the sections of one plan, with an index by id."""

    def __init__(self, plan: Plan) -> None:
        self._sections: Mapping[str, Section] = {s.id: s for s in plan.sections}
        self._plan = plan

    def section(self, section_id: str) -> Section:
        """The section with this id."""
        return self._sections[section_id]

    def has(self, section_id: str) -> bool:
        """Whether the plan has a section with this id."""
        return section_id in self._sections

    def name(self, section: Section) -> str:
        """Label and heading of the section only; the plan's name for a root without a title."""
        if section.id == self._plan.root.id and not (section.heading or section.label):
            return shorten(plan_name(self._plan)) or short_place(section)
        return short_place(section)

    def chain(self, section: Section) -> tuple[Section, ...]:
        """The section and its ancestors, outermost first; the root only if it is the section."""
        chain = [section]
        while chain[-1].parent is not None and chain[-1].parent in self._sections:
            chain.append(self._sections[chain[-1].parent])
        chain.reverse()
        return tuple(chain[1:] if len(chain) > 1 and chain[0].parent is None else chain)

    def path(self, section: Section) -> str:
        """``一、总体要求 › （二）主要目标``, ancestors are cut shorter than the section."""
        *above, last = self.chain(section)
        return " › ".join([*(short_place(s, _ABOVE) for s in above), self.name(last)])

    def above(self, section: Section) -> str:
        """The path of the section's ancestors; empty for a chapter."""
        return visible_line(" › ".join(short_place(s) for s in self.chain(section)[:-1]))

    def paths(self, sections: Sequence[Section]) -> str:
        """The escaped paths of several sections; the common path of siblings appears once.

        ``一、任务 › （一）课程 + （二）师资``.
        """
        names: list[str] = []
        above: tuple[Section, ...] | None = None
        for section in sections:
            chain = self.chain(section)
            names.append(self.name(section) if chain[:-1] == above else self.path(section))
            above = chain[:-1]
        return visible_line(_JOINT.join(names))

    def names(self, sections: Iterable[Section]) -> str:
        """The escaped labels and headings of the sections."""
        return visible_line(_JOINT.join(self.name(section) for section in sections))


def row_path(row: Row, places: Mapping[Side, SectionPaths]) -> str:
    """The path of the row, in the new plan if it is there."""
    side = row.side
    return places[side].paths(row.sections(side))


def end_of(edit: Edit) -> str | None:
    """The section or row at the other end of a moved sentence, as a key of `end_paths`.

    >>> from plandiff.comparison.edits import Op
    >>> end_of(Edit(Op.DELETE, "甲。", EditNature.MOVED, link="r3", section="s5"))
    'new/s5'
    """
    if edit.nature is not EditNature.MOVED or edit.section is None:
        return edit.link
    return f"{edit.op.side.other}/{edit.section}"


def end_paths(comparison: Comparison, places: Mapping[Side, SectionPaths]) -> dict[str, str]:
    """Paths of rows by id, and of the other ends of moved sentences by the key of `end_of`."""
    paths = {row.id: row_path(row, places) for row in comparison.rows}
    for row in comparison.rows:
        for edit in row.edits:
            if edit.section is not None:
                side = places[edit.op.side.other]
                paths[end_of(edit) or ""] = side.paths((side.section(edit.section),))
    return paths


def section_paths_of(comparison: Comparison) -> dict[Side, SectionPaths]:
    """The section paths of both plans."""
    return {side: SectionPaths(comparison.plan(side)) for side in Side}
