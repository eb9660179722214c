"""An OFD reads to the same lines however its writer places the characters."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.errors import BrokenFileError, NoTextError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.ofd.places import Matrix, deltas, placement
from plandiff.corpus.model import Document
from tests.package_builders import (
    EM,
    LEFT,
    LINE,
    OFD,
    TOP,
    Placed,
    ofd,
    page_xml,
    text_object,
    wrapped,
    zipped,
)

HEADING = "一、督导重点"
BODY = "对全县32所义务教育学校开展综合督导，整改完成率达到95%以上，督导报告公开率达到100%。"
LINES = [(2.0, HEADING), *wrapped(BODY)]


def placed(attributes: str = "") -> list[Placed]:
    return [
        Placed(text, LEFT + indent * EM, TOP + row * LINE, attributes=attributes)
        for row, (indent, text) in enumerate(LINES)
    ]


def one_by_one() -> list[Placed]:
    """Each character an object of its own, the last one first."""
    single = []
    for text in placed():
        x = text.x
        for character in text.text:
            single.append(Placed(character, x, text.y))
            x += EM / 2 if character.isascii() else EM
    return single[::-1]


def read(*pages: str, **more: object) -> Document:
    return read_document("plan.ofd", data=ofd(pages, **more))  # type: ignore[arg-type] # as `ofd`


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def objects(texts: list[Placed]) -> str:
    return "".join(text_object(text, number) for number, text in enumerate(texts))


def in_points() -> str:
    """Objects as a converter of PDFs makes them: sizes in points, a matrix to millimetres."""
    scale = 25.4 / 72
    objects_ = []
    for text in placed():
        size = text.size / scale
        steps = " ".join(f"{size / 2 if c.isascii() else size:.4f}" for c in text.text[:-1])
        objects_.append(
            f'<ofd:TextObject CTM="{scale} 0 0 {scale} 0 0" Boundary="{text.x} {text.y} 160 6" '
            f'Size="{size}"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2">'
            f"<ofd:Glyphs>7 8</ofd:Glyphs></ofd:CGTransform>"
            f'<ofd:TextCode X="0" Y="{size * 0.88}" DeltaX="{steps}">{text.text}</ofd:TextCode>'
            "</ofd:TextObject>"
        )
    return page_xml([], more="".join(objects_))


def in_one_code() -> str:
    """All lines in one text code, with steps down and back."""
    text = "".join(line for _, line in LINES)
    across, down = [], []
    starts = [indent * EM for indent, _ in LINES]
    for row, (_, line) in enumerate(LINES):
        widths = [EM / 2 if c.isascii() else EM for c in line]
        last = row + 1 == len(LINES)
        back = 0.0 if last else starts[row + 1] - starts[row] - sum(widths[:-1])
        across += [*widths[:-1], back]
        down += [*("0" for _ in line[1:]), f"{LINE}"]
    steps = " ".join(f"{step:.4f}" for step in across[:-1])
    return page_xml(
        [],
        more=f'<ofd:TextObject Boundary="{LEFT} {TOP} 160 90" Size="{EM}"><ofd:TextCode '
        f'X="{starts[0]}" Y="5" DeltaX="{steps}" DeltaY="{" ".join(down[:-1])}">{text}'
        "</ofd:TextCode></ofd:TextObject>",
    )


def on_its_side() -> str:
    """A page that lies on its side: text running down from the upper right corner."""
    turned = [
        Placed(text.text, 210 - text.y, text.x, attributes='CTM="0 1 -1 0 0 0"')
        for text in placed()
    ]
    return page_xml(turned)


PAGES = {
    "plain": page_xml(placed()),
    "one by one": page_xml(one_by_one()),
    "in a block": page_xml([], more=f"<ofd:PageBlock>{objects(placed())}</ofd:PageBlock>"),
    "in points, with glyphs": in_points(),
    "in one code": in_one_code(),
    "on its side": on_its_side(),
    "without an order": page_xml(placed()[::-1]),
}


@pytest.mark.parametrize("way", PAGES)
def test_the_way_characters_are_placed_does_not_matter(way: str) -> None:
    assert texts(read(PAGES[way])) == [HEADING, BODY]


@pytest.mark.parametrize("space", ["http://www.ofdspec.org", "http://www.ofdspec.org/2018", "x"])
def test_the_name_of_the_vocabulary_does_not_matter(space: str) -> None:
    page = page_xml(placed(), space=space)
    assert texts(read(page, space=space)) == [HEADING, BODY]


def test_digits_in_squares_of_their_own_are_one_number() -> None:
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="g 13 {EM}">完成率达到95%，2026年</ofd:TextCode>'
    wide = f'<ofd:TextObject Boundary="28 37 99 6" Size="{EM}">{code}</ofd:TextObject>'
    assert texts(read(page_xml([], more=wide))) == ["完成率达到95%，2026年"]


def test_steps_that_the_file_leaves_out_are_estimated() -> None:
    code = '<ofd:TextCode X="0" Y="5">新增学位810个</ofd:TextCode>'
    more = f'<ofd:TextObject Boundary="28 37 99 6" Size="{EM}">{code}</ofd:TextObject>'
    assert texts(read(page_xml([], more=more))) == ["新增学位810个"]


def test_drawings_that_pages_refer_to_are_read_where_they_stand() -> None:
    unit = (
        f'<ofd:CompositeGraphicUnit ID="9" Width="99" Height="9"><ofd:Content>'
        f"{objects([Placed('新增学位', 0, 0)])}</ofd:Content></ofd:CompositeGraphicUnit>"
    )
    resources = f'<ofd:Res xmlns:ofd="{OFD}"><a>{unit}</a></ofd:Res>'
    use = f'<ofd:CompositeObject ResourceID="9" Boundary="{LEFT} {TOP} 99 9"/>'
    after = [Placed("810个。", LEFT + 4 * EM, TOP)]
    document = read(
        page_xml(after, more=use),
        common="<ofd:PublicRes>/Doc_0/PUBLICRES.xml</ofd:PublicRes>",
        parts={"Doc_0/PublicRes.xml": resources},
    )
    assert texts(document) == ["新增学位810个。"]


def template(texts: list[Placed]) -> dict[str, object]:
    return {
        "common": '<ofd:TemplatePage ID="77" BaseLoc="Tpls/T.xml"/>',
        "parts": {"Doc_0/Tpls/T.xml": page_xml(texts)},
    }


ON_TEMPLATE = '<ofd:Template TemplateID="77" ZOrder="Background"/>'


def test_the_words_of_a_form_are_text_and_those_behind_every_page_are_set_aside() -> None:
    words = template([Placed("姓名：", 28, 37)])
    form = read(page_xml([Placed("李明", 28 + 3 * EM, 37)], head=ON_TEMPLATE), **words)
    assert texts(form) == ["姓名：李明"]
    furniture = template([Placed("内部资料", 90, 150)])
    document = read(*(page_xml(placed(), head=ON_TEMPLATE) for _ in "ab"), **furniture)
    assert texts(document) == [HEADING, BODY, HEADING, BODY]
    assert [(r.text, r.reason) for r in document.removed] == [("内部资料", "template")]


def test_watermarks_annotations_hidden_objects_and_attachments_are_named() -> None:
    def annotation(kind: str, words: str) -> str:
        appearance = objects([Placed(words, 0, 0)])
        return (
            f'<ofd:Annot Type="{kind}"><ofd:Appearance Boundary="0 0 99 99">{appearance}'
            "</ofd:Appearance></ofd:Annot>"
        )

    notes = (
        annotation("Watermark", "下载1次") + annotation("Stamp", "已审") + annotation("Path", "注")
    )
    document = read(
        page_xml(
            [
                *placed(),
                Placed("征求意见稿", 60, 150, attributes='CTM="0.7 -0.7 0.7 0.7 0 0"'),
                Placed("旧数90%", 28, 200, attributes='Visible="false"'),
            ]
        ),
        document=(
            "<ofd:Annotations>Annots.xml</ofd:Annotations>"
            "<ofd:Attachments>Files.xml</ofd:Attachments>"
        ),
        parts={
            "Doc_0/Annots.xml": f'<a xmlns:ofd="{OFD}"><ofd:FileLoc>A.xml</ofd:FileLoc></a>',
            "Doc_0/A.xml": f'<ofd:PageAnnot xmlns:ofd="{OFD}">{notes}</ofd:PageAnnot>',
            "Doc_0/Files.xml": f'<a xmlns:ofd="{OFD}"><ofd:Attachment Name="附表"/></a>',
        },
    )
    assert texts(document) == [HEADING, BODY]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("征求意见稿", "watermark"),
        ("下载1次", "watermark"),
        ("已审", "stamp"),
        ("注", "annotation"),
        ("旧数90%", "hidden-text"),
    ]
    assert [(f.kind, f.text) for f in document.findings] == [
        ("attachment", "附表"),
        ("hidden-text", "旧数90%"),
    ]


def test_text_that_is_all_hidden_is_the_text() -> None:
    assert texts(read(page_xml(placed('Visible="false"')))) == [HEADING, BODY]


def test_characters_that_only_the_fonts_know_are_said() -> None:
    document = read(page_xml([Placed("目标\ue0ba\ue03e", 28, 37)]))
    assert [(f.kind, f.text) for f in document.findings] == [("damaged-text", "2 × U+E000–U+F8FF")]


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    document = read("<broken", page_xml(placed()))
    assert texts(document) == [HEADING, BODY]
    assert [(f.kind, f.text) for f in document.findings] == [("damaged-page", "1")]
    with pytest.raises(BrokenFileError, match="none of its pages"):
        read("<broken")
    with pytest.raises(BrokenFileError, match="password"):
        read("<broken", parts={"Encryptions.xml": "<a/>"})
    with pytest.raises(BrokenFileError, match="main part"):
        read_document("a.ofd", data=zipped({"OFD.xml": "<OFD/>"}))


def test_a_scan_and_a_blank_page_hold_no_text() -> None:
    with pytest.raises(NoTextError, match="pictures of text"):
        read(page_xml([], more='<ofd:ImageObject Boundary="0 0 210 297"/>'))
    with pytest.raises(NoTextError, match="blank"):
        read(page_xml([]))


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("5 5 2.5", 9, [5, 5, 2.5]),
        ("g 3 5 2.5", 9, [5, 5, 5, 2.5]),
        ("2 g 2 -1.5", 9, [2, -1.5, -1.5]),
        ("g 999999999 1", 3, [1, 1, 1]),
        ("g x 1 g", 9, [0.0]),
        ("nan 1e999 g 2", 4, [0, 0, 0, 2]),
        (None, 4, []),
    ],
)
def test_runs_of_steps_are_counted(text: str | None, most: int, expected: list[float]) -> None:
    assert deltas(text, most) == expected


MATRICES = st.builds(Matrix, *(st.floats(-9, 9) for _ in range(6)))


@given(MATRICES, MATRICES, st.floats(-99, 99), st.floats(-99, 99))
def test_a_matrix_after_another_does_both(
    first: Matrix, second: Matrix, x: float, y: float
) -> None:
    assert second.after(first).apply(x, y) == pytest.approx(second.apply(*first.apply(x, y)))


def test_a_boundary_moves_what_its_matrix_has_turned() -> None:
    assert placement("10 20 5 5", "0 1 -1 0 0 0").apply(1, 0) == (10, 21)
    assert placement("10 20 5 5", "0 1 x").apply(1, 0) == (11, 20)
    assert placement("a b", None).apply(1, 0) == (1, 0)


@given(
    st.lists(
        st.tuples(st.text("学位所123ab ", max_size=6), st.integers(0, 180), st.integers(0, 290)),
        min_size=1,
        max_size=12,
    )
)
def test_every_character_of_a_page_is_in_one_line_or_removed(
    texts_: list[tuple[str, int, int]],
) -> None:
    written = Counter("".join("".join(text.split()) for text, _, _ in texts_))
    if not written:
        return
    document = read(page_xml([Placed(text, x, y) for text, x, y in texts_ if text]))
    kept = [*texts(document), *(removed.text for removed in document.removed)]
    assert Counter("".join("".join(text.split()) for text in kept)) == written
