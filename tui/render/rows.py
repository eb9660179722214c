"""Paints the rows of a comparison: labels, headings, edits, targets and their badges.

>>> RowRenderer(comparison, Words("zh", "app"), UNICODE).split(row)  # doctest: +SKIP
>>> RowRenderer(comparison, Words("zh", "app"), UNICODE).unified(row)  # doctest: +SKIP
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, RowKind, Side
from plandiff.comparison.model import Comparison, Row, TargetChange, TargetChangeKind
from plandiff.corpus.locales import Words
from plandiff.corpus.model import Plan, Section, Target
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width
from plandiff.tui.layout.geometry import Chunk, Paragraph, RowDrawing
from plandiff.tui.render.canvas import BothTexts, Canvas, shown_text
from plandiff.tui.render.context import Glyphs, RenderContext
from plandiff.tui.render.row_changes import ChangePainter, RowChanges, anchor_places
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import signed

_SENTENCE_ENDS = "。；！？"
_LEVEL_CELLS = 80
"""A run between two equal sentence ends whose sides differ by this many cells (about two lines)
is padded, so that the text after it is aligned again."""
_CALM_CELLS = 80
"""Longer edits are whole sentences: they are drawn in the text colour only, without a background.
The edit on the other side is drawn in the same way, however short it is."""
_NATURES = {
    EditNature.FORM: "form",
    EditNature.REORDERED: "reordered",
    EditNature.MOVED: "carried",
    EditNature.IGNORED: "ignored",
}


class RowRenderer:
    """Paints rows and caches them, for one comparison, language and set of glyphs.

    ``hide_form``: differences in punctuation, width, script and numbering are not drawn.
    """

    def __init__(
        self, comparison: Comparison, words: Words, glyphs: Glyphs, *, hide_form: bool = False
    ) -> None:
        self.comparison = comparison
        self.hide_form = hide_form
        self.words = words
        self.glyphs = glyphs
        self.changes = RowChanges(comparison)
        self._painter = ChangePainter(self.changes, words, glyphs)
        self._split: dict[str, RowDrawing] = {}
        self._unified: dict[str, RowDrawing] = {}

    def suits(self, looks: RenderContext) -> bool:
        """Return whether language, glyphs and options are those of the context."""
        own = (self.words, self.glyphs, self.hide_form)
        return own == (looks.words, looks.glyphs, looks.hide_form)

    def targets_of(self, row: Row) -> list[TargetChange]:
        """Return the changed targets of a row."""
        return self.changes.targets.get(row.id, [])

    def split(self, row: Row) -> RowDrawing:
        """Return the drawing of a row for two panes."""
        if row.id not in self._split:
            self._split[row.id] = self._draw_split(row)
        return self._split[row.id]

    def unified(self, row: Row) -> RowDrawing:
        """Return the drawing of a row for one pane: equal text once, edits in place."""
        if row.id not in self._unified:
            self._unified[row.id] = self._draw_unified(row)
        return self._unified[row.id]

    def _draw_split(self, row: Row) -> RowDrawing:
        edits = self._edits(row)
        left, right = self._side(row, Side.OLD, edits), self._side(row, Side.NEW, edits)
        cuts = list(_cuts(edits)) if row.old and row.new else [(0, 0)]
        sides = zip(
            left.paragraphs([cut[0] for cut in cuts]),
            right.paragraphs([cut[1] for cut in cuts]),
            strict=True,
        )
        chunks: tuple[Chunk, ...] = tuple(sides)
        if not (row.old and row.new) and chunks:
            chunks = (self._with_absence(row, chunks[0]), *chunks[1:])
        tags = self._tags(row)
        return RowDrawing((tags, *chunks) if tags else chunks)

    def _edits(self, row: Row) -> tuple[Edit, ...]:
        edits = _sound_edits(row)
        if not self.hide_form:
            return edits
        return tuple(
            replace(edit, nature=EditNature.IGNORED) if edit.nature is EditNature.FORM else edit
            for edit in edits
        )

    def _is_left_out(self, edit: Edit) -> bool:
        """Return whether the unified view omits an edit: old punctuation if form is hidden."""
        return self.hide_form and edit.op is Op.DELETE and edit.nature is EditNature.IGNORED

    def _side(self, row: Row, side: Side, edits: tuple[Edit, ...]) -> Canvas:
        canvas = Canvas(shown_text(row.text(side)))
        self._paint_headings(canvas, row, side, lambda offset: offset)
        if row.kind in {RowKind.ADDED, RowKind.REMOVED}:
            added = row.kind is RowKind.ADDED
            canvas.paint(0, len(canvas.text), "insert-soft" if added else "delete-soft")
            canvas.sign(0, len(canvas.text), "+" if added else "-")
        else:
            self._paint_edits(canvas, edits, side.op)
        for change in self.targets_of(row):
            self._paint_target(canvas, change, row, side)
        self._painter.paint(canvas, row, side, lambda offset: offset)
        anchor_places(canvas, row, side, lambda offset: offset)
        return canvas

    def _paint_headings(
        self, canvas: Canvas, row: Row, side: Side, place: Callable[[int], int]
    ) -> None:
        relabelled = _relabelled(row) and not self.hide_form
        for section, start in _section_starts(row, side):
            if section.label:
                name = "label-changed" if relabelled else "label"
                canvas.insert(place(start), _label(section), name, of_plan=True)
            end = start + len(section.heading)
            canvas.paint(place(start), place(end), "title" if section.level == 0 else "heading")

    def _paint_edits(self, canvas: Canvas, edits: tuple[Edit, ...], op: Op) -> None:
        offset = 0
        for index, edit in enumerate(edits):
            if edit.op is Op.EQUAL:
                offset += len(edit.text)
            elif edit.op is op:
                _paint_edit(canvas, edit, offset, _partners(edits, index))
                offset += len(edit.text)

    def _paint_target(self, canvas: Canvas, change: TargetChange, row: Row, side: Side) -> None:
        target = change.target(side)
        if target is None:
            return
        start = _target_start(row, side, target)
        if start is None:
            return
        end = start + len(target.quote)
        canvas.paint(start, end, f"target-{_drawn_as(change)}")
        canvas.sign(start, end, self.glyphs.target)
        canvas.anchor(start, end, self.changes.id_of(change))
        if side is Side.NEW or change.new is None:
            canvas.insert(end, self.badge(change), f"badge-{_drawn_as(change)}", of_plan=False)

    def badge(self, change: TargetChange) -> str:
        """Return the short badge of a target change: ``▲+4``, ``▼-2``, ``+新增``."""
        words = self.words
        if change.kind is TargetChangeKind.RAISED:
            text = self.glyphs.up
        elif change.kind is TargetChangeKind.LOWERED:
            text = self.glyphs.down
        else:
            rescheduled = change.kind is TargetChangeKind.UNCHANGED and change.deadline
            text = "" if rescheduled else words(f"badge.{_drawn_as(change)}")
        if change.delta is not None:
            text += signed(change.delta)
            if change.new and change.delta_unit not in ("pp", change.new.unit):
                text += visible_line(change.delta_unit or "")
        if change.deadline in {"earlier", "later"}:
            text += words(f"badge.{change.deadline}")
        return f"[{text.strip()}]"

    def _with_absence(self, row: Row, chunk: Chunk) -> Chunk:
        """Add a message on the empty side of a section that exists in one plan only."""
        absence = (_tag_paragraph(self.words(f"tag.none.{row.side.other.value}")),)
        return (absence, chunk[1]) if not row.old else (chunk[0], absence)

    def _tags(self, row: Row) -> Chunk | None:
        old_tag, new_tag = self.tag(row, Side.OLD), self.tag(row, Side.NEW)
        if not old_tag and not new_tag:
            return None
        return (_tag_paragraph(old_tag),), (_tag_paragraph(new_tag),)

    def tag(self, row: Row, side: Side) -> str:
        """Return the line above a row that was moved, split or merged; empty for other rows."""
        words, parts = self.words, []
        if row.moved:
            other = side.other
            place = self._place(row, other)
            key = "tag.moved_to" if side is Side.OLD else "tag.moved_from"
            parts.append(f"{self.glyphs.moved} {words(key, place=place)}")
        if row.kind in {RowKind.SPLIT, RowKind.MERGED, RowKind.REGROUPED}:
            counts = {"old": len(row.old), "new": len(row.new)}
            parts.append(words(f"tag.{row.kind.value}", **counts))
        if row.pinned:
            parts.append(words("tag.pinned"))
        return "  ".join((*parts, *self._carried(row, side)))

    def _carried(self, row: Row, side: Side) -> Iterator[str]:
        """Yield a tag for each section to or from which single sentences of a side moved."""
        op, other = side.op, side.other
        key = "tag.carried_to" if side is Side.OLD else "tag.carried_from"
        plan = self.comparison.plan(other)
        ends = (edit.section for edit in row.edits if edit.op is op and edit.section)
        for section in dict.fromkeys(ends):
            place = place_of(plan, section)
            yield f"{self.glyphs.moved} {self.words(key, place=place)}"

    def _place(self, row: Row, side: Side) -> str:
        plan: Plan = self.comparison.plan(side)
        sections = row.sections(side)
        return place_of(plan, sections[0].id) if sections else ""

    def _draw_unified(self, row: Row) -> RowDrawing:
        edits = self._edits(row)
        canvas = Canvas(shown_text("".join(e.text for e in edits if not self._is_left_out(e))))
        where = BothTexts(edits, self._is_left_out)
        if row.new:
            self._unify_labels(canvas, row, where)
        else:
            self._paint_headings(canvas, row, Side.OLD, where.of_old)
        offset = 0
        for index, edit in enumerate(edits):
            if self._is_left_out(edit):
                continue
            if edit.op is not Op.EQUAL:
                _paint_unified(canvas, edit, offset, row, _partners(edits, index))
            offset += len(edit.text)
        for change in self.targets_of(row):
            self._paint_unified_target(canvas, change, row, where)
        for side, at in ((Side.NEW, where.of_new), (Side.OLD, where.of_old)):
            self._painter.paint(canvas, row, side, at)
            anchor_places(canvas, row, side, at)
        tag = "  ".join(filter(None, (self.tag(row, Side.NEW), *self._carried(row, Side.OLD))))
        chunk: Chunk = ((), canvas.paragraphs([0])[0])
        tags: Chunk = ((), (_tag_paragraph(tag),))
        return RowDrawing((tags, chunk) if tag else (chunk,))

    def _unify_labels(self, canvas: Canvas, row: Row, where: BothTexts) -> None:
        if _relabelled(row) and not self.hide_form:
            for section, start in _section_starts(row, Side.OLD):
                if section.label:
                    at = where.of_old(start)
                    canvas.insert(at, _label(section), "label-old", of_plan=True)
        self._paint_headings(canvas, row, Side.NEW, where.of_new)

    def _paint_unified_target(
        self, canvas: Canvas, change: TargetChange, row: Row, where: BothTexts
    ) -> None:
        side = change.side
        target = change.new or change.old
        if target is None or (start := _target_start(row, side, target)) is None:
            return
        at = where.of_new if side is Side.NEW else where.of_old
        end = at(start + len(target.quote) - 1) + 1
        canvas.paint(at(start), end, f"target-{_drawn_as(change)}")
        canvas.sign(at(start), end, self.glyphs.target)
        canvas.anchor(at(start), end, self.changes.id_of(change))
        canvas.insert(end, self.badge(change), f"badge-{_drawn_as(change)}", of_plan=False)


def new_renderer(comparison: Comparison, looks: RenderContext) -> RowRenderer:
    """Create a renderer with the current options of the context."""
    return RowRenderer(comparison, looks.words, looks.glyphs, hide_form=looks.hide_form)


def _drawn_as(change: TargetChange) -> str:
    """Return the kind that a target is drawn as; a moved deadline alone is drawn as changed."""
    unchanged = change.kind is TargetChangeKind.UNCHANGED
    return (TargetChangeKind.CHANGED if unchanged else change.kind).value


def _sound_edits(row: Row) -> tuple[Edit, ...]:
    """Return the row's edits, or one edit per text if the edits do not reproduce the texts."""
    old, new = row.text(Side.OLD), row.text(Side.NEW)
    if (
        "".join(edit.text for edit in row.edits if edit.op is not Op.INSERT) == old
        and "".join(edit.text for edit in row.edits if edit.op is not Op.DELETE) == new
    ):
        return row.edits
    if old == new:
        return (Edit(Op.EQUAL, old),)
    return tuple(edit for edit in (Edit(Op.DELETE, old), Edit(Op.INSERT, new)) if edit.text)


def _section_starts(row: Row, side: Side) -> Iterator[tuple[Section, int]]:
    start = 0
    for section in row.sections(side):
        yield section, start
        start += len(section.text) + 1


def _relabelled(row: Row) -> bool:
    return bool(row.old and row.new) and [s.label for s in row.old] != [s.label for s in row.new]


def _label(section: Section) -> str:
    label = shown_text(section.label or "").replace("\n", " ")
    latin = label[-1:].isascii() and section.text[:1].isascii()
    return f"{label} " if label and (label[-1].isalnum() or latin) else label


def _target_start(row: Row, side: Side, target: Target) -> int | None:
    for section, start in _section_starts(row, side):
        if section.id == target.section:
            return start + target.span.start
    return None


def _partners(edits: tuple[Edit, ...], index: int) -> tuple[Edit, ...]:
    """Return the counterpart of a replacement's deletion or insertion; empty if there is none."""
    if edits[index].op is Op.DELETE:
        return tuple(edit for edit in edits[index + 1 : index + 2] if edit.op is Op.INSERT)
    return tuple(edit for edit in edits[max(index - 1, 0) : index] if edit.op is Op.DELETE)


def _is_calm(edit: Edit, partners: tuple[Edit, ...]) -> bool:
    """Return whether an edit or its counterpart is longer than `_CALM_CELLS`."""
    return any(cell_width(own.text) > _CALM_CELLS for own in (edit, *partners))


def _paint_edit(canvas: Canvas, edit: Edit, offset: int, partners: tuple[Edit, ...]) -> None:
    end = offset + len(edit.text)
    if edit.nature is EditNature.IGNORED:
        return
    if edit.nature is not EditNature.SUBSTANCE:
        canvas.paint(offset, end, _NATURES[edit.nature])
        canvas.sign(offset, end, "=" if edit.nature is EditNature.FORM else "~")
        return
    name = edit.op.value
    if edit.core or _is_calm(edit, partners):
        canvas.paint(offset, end, f"{name}-soft")
        for span in edit.core:
            canvas.paint(offset + span.start, offset + span.end, name)
    else:
        canvas.paint(offset, end, name)
    canvas.sign(offset, end, "~" if partners else ("-" if edit.op is Op.DELETE else "+"))


def _paint_unified(
    canvas: Canvas, edit: Edit, offset: int, row: Row, partners: tuple[Edit, ...]
) -> None:
    """Paint an edit in the merged text; deletions are struck out, also those of form only."""
    end = offset + len(edit.text)
    if row.kind in {RowKind.ADDED, RowKind.REMOVED}:
        name = "insert-soft" if row.kind is RowKind.ADDED else "delete-soft"
        canvas.paint(offset, end, name)
        canvas.sign(offset, end, "+" if row.kind is RowKind.ADDED else "-")
        return
    _paint_edit(canvas, edit, offset, partners)
    if edit.op is Op.DELETE:
        canvas.paint(offset, end, "gone")


def _cuts(edits: tuple[Edit, ...]) -> Iterator[tuple[int, int]]:
    """Yield offsets (old, new) where both sides start a line: equal newlines, aligned sentences."""
    yield 0, 0
    old = new = 0
    drift = 0  # cells by which the old side is longer since the last cut
    for edit in edits:
        if edit.op is Op.EQUAL:
            for index, character in enumerate(edit.text):
                levelled = character in _SENTENCE_ENDS and abs(drift) >= _LEVEL_CELLS
                follows = edit.text[index + 1 : index + 2] not in {"", "\n"}
                if character == "\n" or (levelled and follows):
                    drift = 0
                    yield old + index + 1, new + index + 1
            old += len(edit.text)
            new += len(edit.text)
        elif edit.op is Op.DELETE:
            old += len(edit.text)
            drift += cell_width(edit.text)
        else:
            new += len(edit.text)
            drift -= cell_width(edit.text)


def _tag_paragraph(text: str) -> Paragraph:
    shown = shown_text(text).replace("\n", " ")
    return Paragraph(
        shown, ((0, len(shown), "tag"),) if shown else (), ((0, len(shown)),), (), tag=True
    )
