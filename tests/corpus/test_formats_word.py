"""What Word keeps in XML reads as the person who looks at the page would read it."""

import io
import zipfile

import pytest

from plandiff.corpus.errors import BrokenFileError
from plandiff.corpus.formats.number_formats import format_number
from plandiff.corpus.formats.word.reader import read_word
from plandiff.corpus.model import Line

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f"{W} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = f'<Relationship Id="r" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'


def package(body: str, **parts: str) -> bytes:
    """A .docx with the given body; ``styles``, ``numbering``, ``footer`` … are inner XML."""
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>'
        for kind in parts
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("[Content_Types].xml", "<Types>wordprocessingml</Types>")
        file.writestr("_rels/.rels", f"<Relationships {space}>{OFFICE}</Relationships>")
        file.writestr(
            "word/_rels/document.xml.rels", f"<Relationships {space}>{relations}</Relationships>"
        )
        file.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for kind, inner in parts.items():
            file.writestr(f"word/{kind}.xml", f"<w:{kind} {SPACES}>{inner}</w:{kind}>")
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def texts(body: str, *, original: bool = False, **parts: str) -> list[str]:
    """Label and text of each line."""
    lines = read_word("a.docx", package(body, **parts), original=original).lines
    return [f"{line.label or ''}{line.text}" for line in lines]


def level(place: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def item(text: str, place: int = 0, list_id: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{list_id}"/></w:numPr>')


OUTLINE = (
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def test_automatic_numbers_become_labels_and_restart_below_a_higher_level() -> None:
    body = (
        item("目标") + item("甲", 1) + item("乙", 1) + item("子", 2) + item("任务") + item("丙", 1)
    )
    assert texts(body, numbering=numbering(*OUTLINE)) == [
        "一、目标",
        "（一）甲",
        "（二）乙",
        "1.子",
        "二、任务",
        "（一）丙",
    ]


def test_a_level_with_restart_0_counts_on() -> None:
    articles = level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    body = item("总则") + item("甲", 1) + item("分则") + item("乙", 1)
    chapters = numbering(level(0, "chineseCounting", "第%1章"), articles)
    assert texts(body, numbering=chapters) == ["第一章总则", "第一条甲", "第二章分则", "第二条乙"]


def test_lists_that_share_their_definition_count_on_unless_a_start_is_overridden() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for n, more in ((1, ""), (2, ""), (3, override))
    )
    body = item("a") + item("b", list_id=2) + item("c", list_id=3) + item("d", list_id=3)
    simple = numbering(level(0, "decimal", "%1."), nums=nums)
    assert texts(body, numbering=simple) == ["1.a", "2.b", "5.c", "6.d"]


def test_legal_numbering_prints_the_higher_levels_as_digits() -> None:
    decimal = level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = item("章") + item("节", 1) + item("节", 1)
    mixed = numbering(level(0, "chineseCounting", "%1、"), decimal)
    assert texts(body, numbering=mixed) == ["一、章", "1.1节", "1.2节"]


def test_bullets_and_number_zero_give_no_label() -> None:
    bullets = numbering(level(0, "bullet", "\uf0b7"))
    assert texts(item("点") + item("无", list_id=0), numbering=bullets) == ["点", "无"]


def test_a_list_linked_to_heading_styles_numbers_the_headings() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/>'
        f'<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    linked = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    body = p("目标", '<w:pStyle w:val="H1"/>') + p("甲", '<w:pStyle w:val="H2"/>')
    read = read_word("a.docx", package(body, styles=styles, numbering=linked))
    assert read.lines == (
        Line("目标", 1, "一、", whole=True),
        Line("甲", 2, "（一）", whole=True),
    )


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 19, "十九"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2024, "二千零二十四"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 50, "㊿"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 2, "b"),
        ("decimalZero", 7, "07"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("none", 3, ""),
        ("unknownFormat", 3, "3"),
    ],
)
def test_numbers_are_printed_as_word_prints_them(form: str, number: int, printed: str) -> None:
    assert format_number(number, form) == printed


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ('<w:name w:val="heading 2"/>', 2),
        ('<w:name w:val="标题 3"/>', 3),
        ('<w:name w:val="二级标题"/>', 2),
        ('<w:name w:val="章"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>', 1),
        ('<w:name w:val="节"/><w:basedOn w:val="base"/>', 4),
        ('<w:name w:val="环"/><w:basedOn w:val="s"/>', None),
        ('<w:name w:val="Normal"/>', None),
    ],
)
def test_heading_levels_come_from_names_outline_levels_and_ancestors(
    style: str, expected: int | None
) -> None:
    base = '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="Heading 4"/></w:style>'
    styles = f'{base}<w:style w:type="paragraph" w:styleId="s">{style}</w:style>'
    read = read_word("a.docx", package(p("目标", '<w:pStyle w:val="s"/>'), styles=styles))
    assert read.lines[0].heading_level == expected


def test_the_title_style_is_a_hint_and_no_heading() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    read = read_word("a.docx", package(p("工作要点", '<w:pStyle w:val="t"/>'), styles=styles))
    assert (read.title, read.lines[0].heading_level) == ("工作要点", None)


def test_a_table_row_is_a_line_and_a_merged_cell_stands_once() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    rows = (
        row(cell("项目"), cell("指标"), cell("单位")),
        row(cell("学位", '<w:vMerge w:val="restart"/>'), cell("810个"), cell("教育局")),
        row(cell("", "<w:vMerge/>"), cell("合计", '<w:gridSpan w:val="2"/>')),
    )
    body = f"<w:tbl>{''.join(rows)}</w:tbl>"
    assert texts(body) == ["项目\t指标\t单位", "学位\t810个\t教育局", "合计"]


def test_a_table_of_one_column_is_only_a_frame() -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('甲')}{p('乙')}</w:tc></w:tr></w:tbl>"
    assert texts(body) == ["甲", "乙"]


def test_text_boxes_are_read_once_and_notes_follow_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    alternatives = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:p>{r('正文')}<w:r>{alternatives}</w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("后文")
    )
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("注文")}</w:footnote>'
    )
    assert texts(body, footnotes=notes) == ["正文", "框内", "注文", "后文"]


def field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + shown + mark.format("end")


def test_fields_show_their_result_and_not_their_code() -> None:
    assert texts(f"<w:p>{r('见')}{field('REF a', r('第三条'))}</w:p>") == ["见第三条"]


def test_a_contents_field_is_removed_with_its_heading() -> None:
    begin, end = field("TOC \\o", "|").split("|")
    body = (
        p("目 录")
        + f"<w:p>{begin}{r('一、目标')}<w:r><w:tab/></w:r>{r('1')}</w:p>"
        + f"<w:p>{r('二、任务')}{end}</w:p>"
        + p("一、目标")
    )
    read = read_word("a.docx", package(body))
    assert [line.text for line in read.lines] == ["一、目标"]
    assert [(x.text, x.reason) for x in read.removed] == [
        ("目 录", "contents"),
        ("一、目标\t1", "contents"),
        ("二、任务", "contents"),
    ]


def test_a_contents_control_is_removed() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('一、目标 1')}</w:sdtContent></w:sdt>"
    )
    assert texts(control + p("正文")) == ["正文"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = field("TOC", "|").split("|")[0]
    assert texts(f"<w:p>{begin}{r('甲')}</w:p>{p('乙')}") == ["甲", "乙"]


def test_content_controls_hyperlinks_and_formulas_are_text() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{r('链接')}</w:hyperlink><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>"
    )
    assert texts(body) == ["控件", "链接x+1"]


CHANGED = (
    f"<w:p>{r('新增')}<w:del>{'<w:r><w:delText>600</w:delText></w:r>'}</w:del>"
    f"<w:ins>{r('810')}</w:ins>{r('个')}</w:p>"
)


def test_tracked_changes_are_read_as_accepted_with_a_finding() -> None:
    read = read_word("a.docx", package(CHANGED))
    assert [line.text for line in read.lines] == ["新增810个"]
    assert [(f.kind, f.text) for f in read.findings] == [("tracked-changes", "+1 -1 accepted")]


def test_the_original_is_read_with_changes_rejected() -> None:
    read = read_word("a.docx", package(CHANGED), original=True)
    assert [line.text for line in read.lines] == ["新增600个"]
    assert [f.text for f in read.findings] == ["+1 -1 rejected"]


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="old"/>'])
def test_struck_text_does_not_count_and_is_a_finding(mark: str) -> None:
    styles = '<w:style w:type="character" w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style>'
    runs = (("参与率达到", ""), ("95%", mark), ("96%", '<w:strike w:val="0"/>'))
    body = f"<w:p>{''.join(r(*run) for run in runs)}</w:p>"
    read = read_word("a.docx", package(body, styles=styles))
    assert [line.text for line in read.lines] == ["参与率达到96%"]
    assert [(x.text, x.reason) for x in read.removed] == [("95%", "struck-text")]
    assert [x.kind for x in read.findings] == ["struck-text"]
    assert texts(body, original=True, styles=styles) == ["参与率达到95%96%"]


def test_a_tracked_paragraph_mark_joins_or_parts_paragraphs() -> None:
    deleted = p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半")
    inserted = p("前半", "<w:rPr><w:ins/></w:rPr>") + p("后半")
    assert texts(deleted) == ["前半后半"]
    assert texts(deleted, original=True) == ["前半", "后半"]
    assert texts(inserted) == ["前半", "后半"]
    assert texts(inserted, original=True) == ["前半后半"]


def test_inserted_and_deleted_table_rows_follow_the_view() -> None:
    def row(text: str, change: str) -> str:
        cells = f"<w:tc>{p(text)}</w:tc><w:tc>{p('x')}</w:tc>"
        return f"<w:tr><w:trPr>{change}</w:trPr>{cells}</w:tr>"

    body = f"<w:tbl>{row('旧', '<w:del/>')}{row('新', '<w:ins/>')}</w:tbl>"
    assert texts(body) == ["新\tx"]
    assert texts(body, original=True) == ["旧\tx"]


def test_the_original_has_the_old_style_of_a_restyled_paragraph() -> None:
    change = '<w:outlineLvl w:val="0"/><w:pPrChange><w:pPr/></w:pPrChange>'
    data = package(p("目标", change))
    assert read_word("a.docx", data).lines[0].heading_level == 1
    assert read_word("a.docx", data, original=True).lines[0].heading_level is None


def test_hidden_text_is_removed_and_reported() -> None:
    read = read_word("a.docx", package(f"<w:p>{r('明')}{r('暗', '<w:vanish/>')}</w:p>"))
    assert [line.text for line in read.lines] == ["明"]
    assert [(x.text, x.reason) for x in read.removed] == [("暗", "hidden-text")]
    assert [(f.kind, f.text) for f in read.findings] == [("hidden-text", "暗")]


def test_soft_breaks_part_lines_but_not_headings() -> None:
    broken = f"{r('关于印发')}<w:r><w:br/></w:r>{r('工作要点的通知')}"
    assert texts(f"<w:p>{broken}</w:p>") == ["关于印发", "工作要点的通知"]
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{broken}</w:p>'
    assert texts(heading) == ["关于印发工作要点的通知"]


def test_headers_and_footers_are_removed() -> None:
    read = read_word("a.docx", package(p("正文"), header=p("机密"), footer=p("第1页")))
    assert [line.text for line in read.lines] == ["正文"]
    assert [(x.text, x.reason) for x in read.removed] == [("机密", "header"), ("第1页", "footer")]


def test_strict_documents_read_like_usual_ones() -> None:
    data = package(p("正文"))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, content)
    assert [line.text for line in read_word("a.docx", strict.getvalue()).lines] == ["正文"]


def test_a_document_type_is_refused_before_entities_are_looked_at() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><w:document/>'
    data = package("")
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", bomb)
    with pytest.raises(BrokenFileError, match="declares a document type"):
        read_word("a.docx", stream.getvalue())


def test_markdown_pasted_into_word_is_read_as_markdown() -> None:
    texts = [
        "# 拓展计划",
        "## 一、目标",
        "- **门店**达到**120家**",
        "## 二、任务",
        "到**年达到**%。",
    ]
    reading = read_word(
        "a.docx", package("".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in texts))
    )
    assert [(line.text, line.heading_level) for line in reading.lines] == [
        ("拓展计划", 1),
        ("一、目标", 2),
        ("门店达到120家", None),
        ("二、任务", 2),
        ("到**年达到**%。", None),
    ]
