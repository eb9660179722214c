"""A target before it has its id: what the grammars of the languages hand over."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from plandiff.corpus.model import Relation, Section, Span, Target


@dataclass(frozen=True, slots=True)
class Draft:
    """A target at ``start:end`` of a section's text; phrases are spans of that text or None."""

    start: int
    end: int
    indicator: tuple[int, int] | None
    relation: Relation
    value: float | None
    upper: float | None = None
    unit: str = ""
    masked: bool = False
    scope: tuple[int, int] | None = None
    deadline: tuple[int, int] | None = None
    modality: str | None = None
    baseline: tuple[int, int] | None = None
    tail: tuple[int, int] | None = None
    """Words that the indicator shares with the last of its list: 入学率 in 小学、初中入学率."""
    of: tuple[int, int] | None = None
    """Whose quantity it is."""
    does: tuple[int, int] | None = None
    """The verb that belongs to its name: 新建 of 新建幼儿园."""
    whole: tuple[int, int] | None = None
    """Its name as printed, where the qualifier does not stand in front of the indicator."""


class Inserted(NamedTuple):
    """The text of a section as it was read, with ``start:end`` put in from the section before."""

    folded: str
    printed: str
    start: int
    end: int

    def place(self, position: int) -> int:
        """Where a position of the read text is in the section's own."""
        return position if position < self.end else position - (self.end - self.start)


def make_target(draft: Draft, number: int, section: Section, read: Inserted) -> Target:
    """The target with its phrases as they are printed."""
    text = read.printed

    def printed(span: tuple[int, int] | None) -> str | None:
        return text[slice(*span)] if span else None

    indicator = (printed(draft.indicator) or "") + (printed(draft.tail) or "")
    of = printed(draft.of)
    return Target(
        id=f"t{number}",
        section=section.id,
        span=Span(read.place(draft.start), read.place(draft.end)),
        quote=text[draft.start : draft.end],
        indicator=indicator,
        relation=draft.relation,
        value=draft.value,
        upper=draft.upper,
        unit=draft.unit,
        masked=draft.masked,
        scope=printed(draft.scope),
        deadline=printed(draft.deadline),
        modality=draft.modality,
        baseline=printed(draft.baseline),
        of=of,
        name=printed(draft.whole) or _name(of, printed(draft.does), indicator),
    )


_REST_OF_LIST = re.compile(r"等(?:\w{0,6}?)(?:项目|工程|建设|任务)+\Z")


def _name(of: str | None, does: str | None, indicator: str) -> str:
    """What a row that stands alone shows.

    >>> _name("奋斗镇", "新建", "蔬菜仓储等项目"), _name("旧城区改造", None, "计划投资")
    ('奋斗镇新建蔬菜仓储', '旧城区改造计划投资')
    >>> _name("boys", None, "absence rate")
    'absence rate (boys)'
    """
    noun = _REST_OF_LIST.sub("", indicator) or indicator
    if does and indicator.startswith(does):
        does = None
    if of and of[-1].isascii() and noun[:1].isascii():
        return f"{noun} ({of})"
    if of and (noun.startswith(of) or of.endswith(noun)):
        return (does or "") + (noun if noun.startswith(of) else of)
    return (of or "") + (does or "") + noun
