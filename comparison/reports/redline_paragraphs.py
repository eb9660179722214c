"""The stream of a redline as Word paragraphs with tracked changes.

A paragraph mark that was inserted or deleted is a revision in the paragraph's own properties:
that is what parts and joins paragraphs when somebody accepts or rejects.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import quoteattr

from plandiff.comparison.model import Op
from plandiff.comparison.reports.word.parts import paragraph, run
from plandiff.comparison.reports.word.redline_chunks import Chunk

_HEADING_LEVELS = 9
BODY_STYLE = "PlanText"
"""Style of the paragraphs under the headings."""


@dataclass(slots=True)
class Revisions:
    """Hands out what every revision element must bear: an id of its own, author and date.

    The one place with state: ids must be unique over the whole document, comments included.
    """

    author: str
    date: str
    later_date: str
    """Some minutes after ``date``: see `_collides`."""
    native_moves: bool = False
    late: bool = False
    """Whether the paragraph that is being written bears the later date."""
    comments: list[tuple[int, str]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _moves: dict[str, str] = field(default_factory=dict)

    def next_id(self) -> int:
        """A number that no other revision or comment bears."""
        return next(self._ids)

    def signed(self) -> str:
        """The attributes of one revision."""
        date = self.later_date if self.late else self.date
        return f'w:id="{self.next_id()}" w:author={quoteattr(self.author)} w:date="{date}"'

    def move_name(self, line: str) -> str:
        """The name that ties both ends of a native move together."""
        return self._moves.setdefault(line, f"move{len(self._moves) + 1}")

    def comment(self, text: str) -> int:
        """Keep a comment for the comments part; its id."""
        identity = self.next_id()
        self.comments.append((identity, text))
        return identity


_TAGS = {
    (Op.INSERT, False): "w:ins",
    (Op.DELETE, False): "w:del",
    (Op.INSERT, True): "w:moveTo",
    (Op.DELETE, True): "w:moveFrom",
}

Remarks = Callable[[Chunk], Iterable[str]]
"""What is to be said, as comments, of the place where a chunk stands."""


def _tag(chunk: Chunk, revisions: Revisions) -> str:
    return _TAGS[chunk.op, chunk.move is not None and revisions.native_moves]


def _revised_run(chunk: Chunk, revisions: Revisions) -> str:
    if not chunk.text:  # a place to comment on
        return ""
    if chunk.op is Op.EQUAL:
        return run(chunk.text)
    tag = _tag(chunk, revisions)
    # Within a move Word wants plain text even where it is taken away.
    return f"<{tag} {revisions.signed()}>{run(chunk.text, deleted=tag == 'w:del')}</{tag}>"


def _commented(xml: str, texts: Iterable[str], revisions: Revisions) -> str:
    """A run with comments on it."""
    for text in texts:
        identity = revisions.comment(text)
        xml = (
            f'<w:commentRangeStart w:id="{identity}"/>{xml}<w:commentRangeEnd w:id="{identity}"/>'
            f'<w:r><w:commentReference w:id="{identity}"/></w:r>'
        )
    return xml


def _style(chunks: Iterable[Chunk]) -> str:
    """The style of the new plan's text in the paragraph; of the old plan's where there is none."""
    ordered = sorted(chunks, key=lambda chunk: chunk.op is Op.DELETE)
    level = ordered[0].level if ordered else None
    if level is None:
        return BODY_STYLE
    return f"Heading{min(level, _HEADING_LEVELS)}" if level else "Title"


def _mark(chunks: list[Chunk], end: Chunk | None, revisions: Revisions) -> str:
    """The revision of the paragraph mark; it moves where the text that it ends moves."""
    if end is None or end.op is Op.EQUAL:
        return ""
    last = chunks[-1] if chunks else end
    moved = last.move is not None and last.op is end.op
    tag = _TAGS[end.op, moved and revisions.native_moves]
    return f"<w:rPr><{tag} {revisions.signed()}/></w:rPr>"


def _ranged(xml: str, chunks: list[Chunk], revisions: Revisions) -> str:
    """The runs of a paragraph inside the range marks of a native move."""
    first = chunks[0] if chunks else None
    if first is None or first.move is None or not revisions.native_moves:
        return xml
    kind = "moveFrom" if first.op is Op.DELETE else "moveTo"
    identity = revisions.next_id()
    name = revisions.move_name(first.move)
    start = (
        f'<w:{kind}RangeStart w:id="{identity}" w:name="{name}" '
        f"w:author={quoteattr(revisions.author)} w:date={quoteattr(revisions.date)}/>"
    )
    return f'{start}{xml}<w:{kind}RangeEnd w:id="{identity}"/>'


def _paragraph(
    chunks: list[Chunk], end: Chunk | None, revisions: Revisions, remarks: Remarks
) -> str:
    runs = "".join(
        _commented(_revised_run(chunk, revisions), remarks(chunk), revisions) for chunk in chunks
    )
    mark = _mark(chunks, end, revisions)
    return paragraph(_ranged(runs, chunks, revisions), _style(chunks), mark)


def _collides(before: list[Chunk], end: Chunk | None, chunks: list[Chunk]) -> bool:
    """Whether an insertion ends one paragraph and another begins the next, the mark being old.

    LibreOffice joins two insertions at such a place into one that takes the mark with it, unless
    their dates are more than a minute apart.
    """
    return (
        end is not None
        and end.op is Op.EQUAL
        and bool(before and chunks)
        and before[-1].op is Op.INSERT
        and chunks[0].op is Op.INSERT
    )


def redline_paragraphs(
    stream: Iterable[Chunk], revisions: Revisions, remarks: Remarks
) -> Iterator[str]:
    """Paragraphs of WordprocessingML, one after the other."""
    before: list[Chunk] = []
    before_end: Chunk | None = None
    for chunks, end in _by_paragraph(stream):
        revisions.late = not revisions.late and _collides(before, before_end, chunks)
        yield _paragraph(chunks, end, revisions, remarks)
        before, before_end = chunks, end


def _by_paragraph(stream: Iterable[Chunk]) -> Iterator[tuple[list[Chunk], Chunk | None]]:
    """The chunks of each paragraph, and the newline that ends it; None at the end of all."""
    chunks: list[Chunk] = []
    for chunk in stream:
        if chunk.text == "\n":
            yield chunks, chunk
            chunks = []
        else:
            chunks.append(chunk)
    yield chunks, None
