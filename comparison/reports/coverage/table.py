"""A coverage as the lines of a table, control characters escaped, in the report's language.

Gaps come first: requirements that a plan must answer and does not, then partial or weaker answers.
"""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from plandiff.comparison.across.coverage.model import (
    Addressee,
    Answer,
    Coverage,
    Demand,
    Likeness,
    Quote,
    Requirement,
    Status,
)
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.section_paths import SectionPaths, plan_name
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.escape import visible_line

_ISSUER_END = re.compile("人民政府|教育[局厅]|委员会|关于|印发")
_SUBJECT_START = re.compile("关于|印发")

_MOST_NAMES = 8
"""Number of plans that are listed by name; further ones are only counted."""


class Cell(Struct, frozen=True):
    """The answer of one plan to one requirement."""

    answer: Answer
    gap: bool
    status: str
    """In words; ``—`` if no answer is required and none is given."""
    remarks: tuple[str, ...]
    """Whether more or less is asked, with the reason, and whether the wording was copied."""
    quotes: tuple[str, ...]
    """The answering sentences; for a doubtful gap, the possible answer."""
    places: tuple[str, ...]
    """Path of the section of each quote."""

    @property
    def brief(self) -> str:
        """Status and remarks in one line."""
        return " · ".join([self.status, *self.remarks])


class Line(Struct, frozen=True):
    """One requirement and the answers of all plans."""

    number: int
    """1-based, in the order of the superior plan."""
    requirement: Requirement
    chapter: str
    place: str
    quote: str
    addressee: str
    cells: tuple[Cell, ...]


class Standing(Struct, frozen=True):
    """The results of one plan over all requirements."""

    local: int
    name: str
    owed: int
    """Number of requirements that are addressed to the lower level."""
    covered: int
    partly: int
    gaps: int
    more: int
    less: int
    copied: int
    answered: int
    additions: int

    @property
    def share(self) -> float:
        """Share of the owed requirements that are answered, partial ones as 0.5; 1 if none."""
        return (self.covered + self.partly / 2) / self.owed if self.owed else 1.0

    @property
    def copied_share(self) -> float:
        """Share of the answers that were copied, 0 to 1."""
        return self.copied / self.answered if self.answered else 0.0


class Chapter(Struct, frozen=True):
    """One chapter of the superior plan: for each plan, the share of its answers that was copied."""

    name: str
    requirements: int
    copied: tuple[float | None, ...]
    """None for a plan that answers nothing in the chapter."""


class Added(Struct, frozen=True):
    """One addition of a plan."""

    local: int
    place: str
    quote: str


class CoverageTable:
    """All content of a coverage report."""

    def __init__(self, coverage: Coverage, language: str) -> None:
        self.coverage = coverage
        self.words = labels_for(language)
        self.superior = plan_name(coverage.superior)
        self.names = distinct_names(coverage.locals)
        self.short_names = _short(self.names)
        self._places = SectionPaths(coverage.superior)
        self._local_places = [SectionPaths(plan) for plan in coverage.locals]

    @property
    def title(self) -> str:
        """The title of the report."""
        return self.words("coverage.title", superior=self.superior)

    @cached_property
    def in_order(self) -> tuple[Line, ...]:
        """All lines in the order of the superior plan."""
        return tuple(
            self._line(at, requirement) for at, requirement in enumerate(self.coverage.requirements)
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, gaps first."""
        return tuple(sorted(self.in_order, key=lambda line: (*_urgency(line), line.number)))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The results of the plans, the best one first."""
        found = [self._standing(local) for local in range(len(self.coverage.locals))]
        return tuple(sorted(found, key=lambda one: (-one.share, one.gaps, one.local)))

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the superior plan that contain requirements, in order."""
        names = dict.fromkeys(line.chapter for line in self.in_order)
        return tuple(self._chapter(name) for name in names)

    @cached_property
    def additions(self) -> tuple[Added, ...]:
        """The additions of the plans, by plan, in the order of the text."""
        return tuple(
            Added(
                one.local, self._place(self._local_places[one.local], one.quote), _text(one.quote)
            )
            for one in self.coverage.additions
        )

    def head(self) -> list[tuple[str, str]]:
        """Name and text of each fact at the head of a report."""
        counts = [self.words("coverage.head.requirements", count=len(self.in_order))]
        for addressee in (Addressee.SELF, Addressee.OTHER):
            number = sum(one.addressee is addressee for one in self.coverage.requirements)
            if number:
                counts.append(self.words(f"coverage.head.{addressee.value}", count=number))
        return [
            (self.words["coverage.head.superior"], self.superior),
            (self.words["coverage.head.locals"], self.words["coverage.list"].join(self.names)),
            (self.words["coverage.head.counts"], self.words["coverage.list"].join(counts)),
        ]

    def standing_words(self, standing: Standing) -> str:
        """The figures of one plan in a sentence."""
        return self.words(
            "coverage.standing",
            share=f"{standing.share:.0%}",
            covered=standing.covered,
            partly=standing.partly,
            gaps=standing.gaps,
            more=standing.more,
            less=standing.less,
            copied=f"{standing.copied_share:.0%}",
            additions=standing.additions,
        )

    def spread(self, line: Line) -> str:
        """How many of several plans answer a requirement, which ask more, and which lag behind.

        Empty for a single plan, and if no answer is required.
        """
        cells = line.cells
        if len(cells) < 2 or line.requirement.addressee is not Addressee.LOWER:
            return ""
        answered = sum(cell.answer.status is not Status.MISSING for cell in cells)
        parts = [self.words("coverage.spread", answered=answered, plans=len(cells))]
        groups = self.coverage.leads_and_lags(line.number - 1)
        for key, group in zip(("leads", "lags"), groups, strict=True):
            if group:
                names = [self.short_names[local] for local in group[:_MOST_NAMES]]
                parts.append(
                    self.words(
                        f"coverage.{key}" if len(group) <= _MOST_NAMES else f"coverage.{key}-more",
                        names=self.words["list.comma"].join(names),
                        count=len(group),
                    )
                )
        return self.words["list.semicolon"].join(parts)

    def _line(self, at: int, requirement: Requirement) -> Line:
        section = self._places.section(requirement.quote.place.section)
        chain = self._places.chain(section)
        return Line(
            number=at + 1,
            requirement=requirement,
            chapter=self._places.names(chain[:1]),
            place=self._places.paths((section,)),
            quote=_text(requirement.quote),
            addressee=self.words[f"coverage.addressee.{requirement.addressee.value}"],
            cells=tuple(
                self._cell(answer, gap=self.coverage.is_gap(at, answer.local))
                for answer in self.coverage.answers[at]
            ),
        )

    def _cell(self, answer: Answer, *, gap: bool) -> Cell:
        places = self._local_places[answer.local]
        owed = gap or answer.status is not Status.MISSING
        shown = answer.quotes or answer.nearest
        return Cell(
            answer=answer,
            gap=gap,
            status=self.words[f"coverage.status.{answer.status.value}"]
            if owed
            else self.words["coverage.none"],
            remarks=tuple(self._remarks(answer)),
            quotes=tuple(_text(quote) for quote in shown),
            places=tuple(self._place(places, quote) for quote in shown),
        )

    def _remarks(self, answer: Answer) -> list[str]:
        remarks = [self.words["coverage.doubtful"]] if answer.doubtful else []
        if answer.demand in (Demand.MORE, Demand.LESS):
            reason = next(one for one in answer.differences if one.demand is answer.demand)
            key = "changed" if reason.superior and reason.local else "alone"
            key = "added" if key == "alone" and reason.local else key
            key = "dropped" if key == "alone" and reason.superior else key
            facts = {"superior": visible_line(reason.superior), "local": visible_line(reason.local)}
            name = self.words[f"coverage.demand.{answer.demand.value}"]
            remarks.append(self.words(f"coverage.reason.{key}", name=name, **facts))
        if answer.likeness is not None:
            remarks.append(self.words[f"coverage.likeness.{answer.likeness.value}"])
        return remarks

    def _place(self, places: SectionPaths, quote: Quote) -> str:
        return places.paths((places.section(quote.place.section),))

    def _standing(self, local: int) -> Standing:
        answers = self.coverage.answers_of(local)
        owed = [
            answer
            for requirement, answer in zip(self.coverage.requirements, answers, strict=True)
            if requirement.addressee is Addressee.LOWER
        ]
        counts = self.coverage.counts(local)
        return Standing(
            local=local,
            name=self.names[local],
            owed=len(owed),
            covered=sum(answer.status is Status.COVERED for answer in owed),
            partly=sum(answer.status is Status.PARTLY for answer in owed),
            gaps=counts["gaps"],
            more=counts[Demand.MORE.value],
            less=counts[Demand.LESS.value],
            copied=counts[Likeness.COPIED.value],
            answered=sum(answer.status is not Status.MISSING for answer in answers),
            additions=counts["additions"],
        )

    def _chapter(self, name: str) -> Chapter:
        lines = [line for line in self.in_order if line.chapter == name]
        shares: list[float | None] = []
        for local in range(len(self.coverage.locals)):
            found = [a.likeness for line in lines if (a := line.cells[local].answer).likeness]
            copied = sum(likeness is Likeness.COPIED for likeness in found)
            shares.append(copied / len(found) if found else None)
        return Chapter(name, len(lines), tuple(shares))


def _urgency(line: Line) -> tuple[int, int]:
    """Sort key: gaps first, most frequent first; then partial, weaker, stronger; not owed last."""
    cells = line.cells
    if gaps := sum(cell.gap for cell in cells):
        return 0, -gaps
    statuses = {cell.answer.status for cell in cells}
    demands = {cell.answer.demand for cell in cells}
    if line.requirement.addressee is not Addressee.LOWER:
        return (5, 0) if statuses == {Status.MISSING} else (4, 0)
    if Status.PARTLY in statuses:
        return 1, 0
    if Demand.LESS in demands:
        return 2, 0
    if Demand.MORE in demands:
        return 3, 0
    return (5, 0) if statuses == {Status.MISSING} else (4, 0)


def _short(names: Sequence[str]) -> tuple[str, ...]:
    """The names up to the body that issues, or to 关于 or 印发, if these parts are distinct."""
    for end in (_ISSUER_END, _SUBJECT_START):
        short = tuple(end.split(name)[0] or name for name in names)
        if len(set(short)) == len(names):
            return short
    return tuple(names)


def _text(quote: Quote) -> str:
    return visible_line(quote.text)


def distinct_names(plans: Sequence[Plan]) -> tuple[str, ...]:
    """The names of plans; if two are equal, with the name of the file."""
    names = [plan_name(plan) for plan in plans]
    return tuple(
        f"{name} ({visible_line(plan.source.name)})" if names.count(name) > 1 else name
        for name, plan in zip(names, plans, strict=True)
    )


def percent(share: float | None) -> str:
    """``50%``; a dash for None."""
    return "—" if share is None else f"{share:.0%}"
