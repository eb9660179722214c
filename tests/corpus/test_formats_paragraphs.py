"""Paragraphs as a format marks them are believed unless all of them are printed lines."""

from plandiff.corpus.formats.reading_parts import heading_text, soft_lines, without_false_wholes
from plandiff.corpus.model import Line

SENTENCE = "全县教育系统要坚持立德树人根本任务，新增公办幼儿园学位810个，"


def whole(texts: list[str]) -> tuple[Line, ...]:
    return tuple(Line(text, whole=True) for text in texts)


def test_pasted_lines_of_one_length_are_not_whole_paragraphs() -> None:
    text = SENTENCE * 20
    lines = whole([text[n : n + 25] for n in range(0, len(text), 25)])
    assert not any(line.whole for line in without_false_wholes(lines))


def test_paragraphs_that_end_their_sentences_are_whole() -> None:
    lines = whole([SENTENCE[:-1] + "。"] * 20)
    assert without_false_wholes(lines) == lines


def test_paragraphs_of_many_lengths_are_whole() -> None:
    lines = whole([SENTENCE * (n % 7 + 1) for n in range(20)])
    assert without_false_wholes(lines) == lines


def test_a_few_lines_prove_nothing() -> None:
    lines = whole([SENTENCE] * 5)
    assert without_false_wholes(lines) == lines


def test_breaks_in_headings_vanish_beside_chinese() -> None:
    assert heading_text("关于印发\n《工作要点》\n的通知") == "关于印发《工作要点》的通知"
    assert heading_text("Work\nPlan") == "Work Plan"
    assert soft_lines(" 甲 \n\n乙") == ["甲", "乙"]
