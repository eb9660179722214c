"""The same plan written in every format reads to the same sections and the same text."""

import io
import shutil
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from opencc import OpenCC

from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from tests.package_builders import (
    drawn_table,
    ofd,
    pptx,
    shape,
    slide,
    table_page,
    typeset,
    zipped,
)
from tests.timing import PATIENCE

TITLE = "青禾县2024年教育工作要点"
PLAN = """\
2024年是实施“十四五”规划的关键一年。全县教育系统要坚持立德树人根本任务，紧盯办好家门口的学校这一目标，\
稳中求进，真抓实干，推动教育高质量发展。
# 一、总体要求
坚持党对教育工作的全面领导，坚持教育优先发展，以改革增动力，以质量求突破，办好每一所学校，成就每一位教师，\
关爱每一名学生。
# 二、重点任务
## （一）促进学前教育普惠发展
新建公办幼儿园3所，新增学位810个，普惠性幼儿园覆盖率达到88%以上。严格执行收费公示制度，年内开展办园行为专项\
督导不少于2次。
## （二）推进义务教育优质均衡
实施薄弱学校改造工程，计划投资2600万元，完成12所学校的操场和食堂改造。全县义务教育巩固率保持在99%以上。
## （三）办好特色普通高中
支持县一中建设科技特色高中，支持县二中建设艺术特色高中。普通高中毛入学率达到93%以上。
## （四）发展现代职业教育
深化产教融合，新增校企合作项目6个，中职毕业生就业率不低于95%。
# 三、队伍建设
## （一）加强师德师风建设
开展师德专题教育，把师德表现作为教师考核评价的第一标准。
## （二）提升教师专业能力
全年培训教师1500人次，选派120名骨干教师到县外跟岗学习，遴选县级名师工作室10个。
## （三）优化教师资源配置
推动校长教师交流轮岗，城区学校交流比例不低于10%。
# 四、条件保障
## （一）落实教育投入
依法保障教育经费“两个只增不减”，全年教育支出达到7.2亿元。
## （二）推进教育数字化
建设智慧校园8所，实现农村学校千兆宽带全覆盖。
## （三）守牢校园安全底线
落实校园安全责任制，每学期至少组织4次应急演练，坚决防止重特大事故发生。
# 五、组织实施
各学校要细化措施、压实责任，确保各项任务落到实处。县教育局将适时开展督查，督查结果纳入年度考核。
"""

Content = list[tuple[int, str]]


def content() -> Content:
    """Heading level (0 for text) and text of each paragraph."""
    lines = []
    for line in PLAN.splitlines():
        marks, _, text = line.rpartition("# ")
        lines.append((len(marks) + 1 if text != line else 0, text))
    return lines


def as_text() -> str:
    return "\n".join([TITLE, *(text for _, text in content())]) + "\n"


def as_markdown() -> str:
    return f"# {TITLE}\n\n" + "\n\n".join(f"{'#' * (n + 1)} {t}" if n else t for n, t in content())


def as_docx() -> bytes:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = "Noto Serif CJK SC"
    normal.font.size = Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    document.add_heading(TITLE, 0)
    for level, text in content():
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text).paragraph_format.first_line_indent = Pt(28)
    section = document.sections[0]
    section.header.paragraphs[0].text = "青禾县教育局文件"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(charset: str) -> bytes:
    body = "\n".join(
        f"<h{n + 1}>{escape(t)}</h{n + 1}>" if n else f"<p>{t}</p>" for n, t in content()
    )
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(5))
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{TITLE}</title>'
        f"<script>var a = '<p>x</p>';</script></head><body><ul class='nav'>{menu}</ul>"
        f"<h1>{TITLE}</h1>{body}<footer>版权所有</footer></body></html>"
    )
    return page.encode(charset)


def as_ofd() -> bytes:
    return ofd(typeset(TITLE, content(), header="青禾县教育局文件"))


def as_pptx() -> bytes:
    """A slide for each heading; what follows it is its text."""
    (_, preamble), *rest = content()
    slides = [slide(shape(TITLE, "ctrTitle"), shape(preamble, "subTitle"))]
    heading = ""
    for level, text in [*rest, (1, "")]:
        if level and heading:
            slides.append(slide(shape(heading, "title")))
        if level:
            heading = text
        else:
            slides.append(slide(shape(heading, "title"), shape(text, "body"), shape("7", "sldNum")))
            heading = ""
    return pptx(*slides)


def as_archive() -> bytes:
    return zipped(
        {"材料/": b"", "材料/青禾县要点.docx": as_docx(), "__MACOSX/._青禾县要点.docx": b"x"}
    )


@pytest.fixture(scope="module")
def pdf_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice, which makes the PDF, is not installed")
    return converted(program, tmp_path_factory.mktemp("pdf"), "pdf")


def converted(program: str, folder: Path, suffix: str) -> bytes:
    (folder / "plan.docx").write_bytes(as_docx())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "plan.docx")], check=True, capture_output=True, timeout=PATIENCE
    )
    return (folder / f"plan.{suffix}").read_bytes()


def outline(plan: Plan) -> list[tuple[int, str | None, int | None, str, str]]:
    return [(s.level, s.label, s.number, s.heading, s.body) for s in plan.sections]


def promised(plan: Plan) -> list[tuple[str, str, str, float | None, str]]:
    return [(t.section, t.quote, t.name, t.value, t.unit) for t in plan.targets]


@pytest.fixture(scope="module")
def expected_targets() -> list[tuple[str, str, str, float | None, str]]:
    return promised(read_plan("plan.txt", data=as_text().encode()))


@pytest.fixture(scope="module")
def expected() -> list[tuple[int, str | None, int | None, str, str]]:
    return outline(read_plan("plan.txt", data=as_text().encode()))


def test_the_plan_has_its_sections_and_targets(
    expected: list[tuple[int, str | None, int | None, str, str]],
    expected_targets: list[tuple[str, str, str, float | None, str]],
) -> None:
    assert len(expected) == 16
    assert expected[0][3] == TITLE
    assert len(expected_targets) > 15
    assert expected[3][:4] == (2, "（一）", 1, "促进学前教育普惠发展")


ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
}


@pytest.mark.parametrize(("written", "told"), ENCODINGS.items())
def test_text_reads_the_same_in_every_encoding(
    written: str, told: str, expected: list[tuple[int, str | None, int | None, str, str]]
) -> None:
    plan = read_plan("plan.txt", data=as_text().encode(written))
    assert plan.source.encoding == told
    assert outline(plan) == expected


def test_the_traditional_plan_reads_the_same_in_big5_and_utf8() -> None:
    text = OpenCC("s2tw").convert(as_text())
    big5 = read_plan("plan.txt", data=text.encode("big5"))
    assert big5.source.encoding == "big5"
    assert outline(big5) == outline(read_plan("plan.txt", data=text.encode()))


FORMATS: dict[str, Callable[[], bytes]] = {
    "docx": as_docx,
    "md": lambda: as_markdown().encode(),
    "html": lambda: as_html("utf-8"),
    "htm": lambda: as_html("gb18030"),
    "ofd": as_ofd,
    "pptx": as_pptx,
    "zip": as_archive,
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_reads_to_the_same_sections_and_targets(
    suffix: str,
    expected: list[tuple[int, str | None, int | None, str, str]],
    expected_targets: list[tuple[str, str, str, float | None, str]],
) -> None:
    plan = read_plan(f"plan.{suffix}", data=FORMATS[suffix]())
    assert outline(plan) == expected
    assert promised(plan) == expected_targets


def test_a_pdf_reads_to_the_same_sections_and_targets(
    pdf_bytes: bytes,
    expected: list[tuple[int, str | None, int | None, str, str]],
    expected_targets: list[tuple[str, str, str, float | None, str]],
) -> None:
    plan = read_plan("plan.pdf", data=pdf_bytes)
    assert outline(plan) == expected
    assert promised(plan) == expected_targets
    assert {removed.text for removed in plan.removed} == {"青禾县教育局文件"}


@pytest.mark.parametrize(
    "suffix", ["doc", *(pytest.param(suffix, marks=pytest.mark.slow) for suffix in ("odt", "rtf"))]
)
def test_what_libreoffice_converts_reads_to_the_same_sections_and_targets(
    suffix: str,
    tmp_path: Path,
    expected: list[tuple[int, str | None, int | None, str, str]],
    expected_targets: list[tuple[str, str, str, float | None, str]],
) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    plan = read_plan(f"plan.{suffix}", data=converted(program, tmp_path, suffix))
    assert plan.source.format == suffix
    assert outline(plan) == expected
    assert promised(plan) == expected_targets


def test_a_wrong_suffix_does_not_matter(
    expected: list[tuple[int, str | None, int | None, str, str]],
) -> None:
    for name, data, told in (
        ("plan.txt", as_docx(), "docx"),
        ("plan.docx", as_html("utf-8"), "html"),
        ("plan", as_text().encode(), "txt"),
        ("plan.pdf", as_text().encode("gb18030"), "txt"),
    ):
        plan = read_plan(name, data=data)
        assert plan.source.format == told
        assert outline(plan) == expected


INDICATORS = """\
类别 指标 单位 2025年完成 2026年目标 责任股室
普及 学前三年毛入园率 % 94.2 95.5 学前股
条件 新增学位 个 900 1,260 计财股
条件 教育投入 万元 1850 2600 计财股"""
TABLE = [line.split(" ") for line in INDICATORS.splitlines()]
TABLE_TITLE = "青禾县教育局2026年主要指标"


def table_as_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(TABLE_TITLE)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_as_html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    return f"<html><body><p>{TABLE_TITLE}</p><table>{rows}</table></body></html>".encode()


def table_as_xlsx() -> bytes:
    """Numbers as numbers: the per cent and the thousands are how they are shown."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([TABLE_TITLE])
    sheet.merge_cells("A1:F1")
    for row in TABLE:
        sheet.append(
            [float(c.replace(",", "")) if c[0].isdigit() and "年" not in c else c for c in row]
        )
    sheet["E4"].number_format = "#,##0"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def table_as_pptx() -> bytes:
    return pptx(slide(shape(TABLE_TITLE, "title"), drawn_table(TABLE)))


def table_as_ofd() -> bytes:
    return ofd([table_page(TABLE_TITLE, TABLE, (22, 46, 16, 28, 28, 28))])


TABLES: dict[str, Callable[[], bytes]] = {
    "docx": table_as_docx,
    "html": table_as_html,
    "xlsx": table_as_xlsx,
    "pptx": table_as_pptx,
    "ofd": table_as_ofd,
}


@pytest.mark.parametrize("suffix", TABLES)
def test_every_format_reads_a_table_to_the_same_targets(suffix: str) -> None:
    plan = read_plan(f"plan.{suffix}", data=TABLES[suffix]())
    assert plan.title == TABLE_TITLE
    assert [
        (t.indicator, t.value, t.unit, t.deadline, t.baseline, t.quote) for t in plan.targets
    ] == [
        ("学前三年毛入园率", 95.5, "%", "2026年", "94.2", "95.5"),
        ("新增学位", 1260, "个", "2026年", "900", "1,260"),
        ("教育投入", 2600, "万元", "2026年", "1850", "2600"),
    ]
    assert plan.root.body == INDICATORS.replace(" ", "\t")
    assert (plan.removed, plan.findings) == ((), ())
