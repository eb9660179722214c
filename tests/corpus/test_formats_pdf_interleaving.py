"""Signs that a PDF draws after the run in whose gaps they stand come back to their places."""

from plandiff.corpus.formats.pdf.layout import Box, Piece, Run, interleave, make_lines


def piece(text: str, left: float, line: int = 0) -> Piece:
    """A piece of ten points a character, half of that for a quote."""
    width = sum(5 if character in "“”" else 10 for character in text)
    return Piece(text, Box(left, 700.0 - 20 * line, left + width, 710.0 - 20 * line), 10.0)


def run(*parts: tuple[str, float], line: int = 0) -> Run:
    pieces = tuple(piece(text, left, line) for text, left in parts)
    first, last = pieces[0].box, pieces[-1].box
    whole = Piece(
        "".join(p.text for p in pieces), Box(first.left, first.bottom, last.right, first.top), 10.0
    )
    return Run(whole, pieces if len(pieces) > 1 else ())


def lines(*runs: Run) -> list[str]:
    return [line.text for line in make_lines(list(interleave(runs)), 0)]


def test_quotes_drawn_after_the_line_stand_round_their_word() -> None:
    text = run(("持续开展", 0), ("安心上学", 45), ("行动", 90))
    assert lines(text, run(("“", 40)), run(("”", 85))) == ["持续开展“安心上学”行动"]


def test_two_runs_that_stand_in_each_others_gaps_are_both_parted() -> None:
    first, second = run(("实行", 0), ("一", 25)), run(("“", 20), ("票否决", 35))
    assert lines(first, second) == ["实行“一票否决"]


def test_a_run_whose_gaps_are_empty_stays_whole() -> None:
    spread = run(("目", 0), ("标", 15), ("任", 30))
    assert list(interleave([spread])) == [spread.whole]


def test_what_stands_on_another_line_fills_no_gap() -> None:
    above, below = run(("开展", 0), ("行动", 25)), run(("“", 20), line=1)
    assert list(interleave([above, below])) == [above.whole, below.whole]
