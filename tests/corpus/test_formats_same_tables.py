"""One plan of tables reads to the same rows and targets whatever wrote it."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import docx
import openpyxl
import pytest

from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from tests.package_builders import TOP, Placed, ofd, page_xml
from tests.timing import PATIENCE

TITLE = "云溪县2026年重点工作计划"
PLAN = """\
一、主要指标
类别 | 指标 | 数值 | <
^ | ^ | 2025年完成 | 2026年目标
普及 | 毛入园率（%） | 93.5 | 95
^ | 巩固率（%） | 98.2 | 98.8
质量 | 体质优良率（%） | 55 | 60
二、项目投资
单位：万元
领域 | 项目 | 2026年投资 | <
^ | ^ | 上半年 | 全年
交通 | 东溪大桥 | 800 | 2100
^ | 南环公路 | 650 | 1480
水利 | 堤防加固 | 420 | 960
三、分月进度
月份 | 开工面积 | 完成投资
1月 | 820平方米 | 46万元
2月 | 960平方米 | 52万元
四、乡镇任务
乡镇 | 停车泊位/个 | 绿道（公里） | 完成时间
云溪镇 | 260 | 4.5 | 10月
石门镇 | 180 | — | 11月
五、滚动指标
指标 | 单位 | 2024年实际 | 2025年预计 | 2026年计划 | 2027年计划
污水处理率 | % | 91.2 | 93.4 | 95 | 96.5
再生水量 | 万立方米 | 310 | 365 | 420 | 480
"""
"""Cells parted by bars; ``<`` belongs to the cell on its left, ``^`` to the one above."""

TARGETS = """\
毛入园率 95 % 2026年 (93.5)
巩固率 98.8 % 2026年 (98.2)
体质优良率 60 % 2026年 (55)
东溪大桥投资上半年 800 万元 2026年
东溪大桥投资全年 2100 万元 2026年
南环公路投资上半年 650 万元 2026年
南环公路投资全年 1480 万元 2026年
堤防加固投资上半年 420 万元 2026年
堤防加固投资全年 960 万元 2026年
1月开工面积 820 平方米
1月完成投资 46 万元
2月开工面积 960 平方米
2月完成投资 52 万元
云溪镇停车泊位 260 个 10月
云溪镇绿道 4.5 公里 10月
石门镇停车泊位 180 个 11月
污水处理率（2026年） 95 % 2026年 (93.4)
污水处理率（2027年） 96.5 % 2027年 (93.4)
再生水量（2026年） 420 万立方米 2026年 (365)
再生水量（2027年） 480 万立方米 2027年 (365)
"""

Table = list[list[str]]


def blocks() -> Iterator[str | Table]:
    """The paragraphs and tables of the plan."""
    table: Table = []
    for line in [*PLAN.splitlines(), ""]:
        if " | " in line:
            table.append(line.split(" | "))
            continue
        if table:
            yield table
            table = []
        if line:
            yield line


def cells(table: Table) -> Iterator[tuple[int, int, int, int, str]]:
    """First row and column, number of rows and columns, and text of each cell."""
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            if text not in {"<", "^"}:
                wide = next((n for n, t in enumerate(row[c + 1 :]) if t != "<"), len(row) - c - 1)
                below = [under[c] for under in table[r + 1 :]]
                high = next((n for n, t in enumerate(below) if t != "^"), len(below))
                yield r, c, high + 1, wide + 1, text


def as_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    for block in blocks():
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for r, c, high, wide, text in cells(block):
            table.cell(r, c).merge(table.cell(r + high - 1, c + wide - 1)).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html() -> bytes:
    parts = [f"<p>{TITLE}</p>"]
    for block in blocks():
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        rows = ["" for _ in block]
        for r, _, high, wide, text in cells(block):
            rows[r] += f'<td rowspan="{high}" colspan="{wide}">{text}</td>'
        parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def as_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([TITLE])
    for block in blocks():
        top = sheet.max_row + 1
        if isinstance(block, str):
            sheet.cell(top, 1, block)
            continue
        for r, c, high, wide, text in cells(block):
            number = text.replace(".", "").isdecimal()
            sheet.cell(top + r, c + 1, float(text) if number else text)
            if (high, wide) != (1, 1):
                sheet.merge_cells(None, top + r, c + 1, top + r + high - 1, c + wide)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_ofd() -> bytes:
    placed = [Placed(TITLE, 60, TOP)]
    y = TOP + 12
    for block in blocks():
        if isinstance(block, str):
            placed.append(Placed(block, 39.3, y))
        else:
            for r, c, _, _, text in cells(block):
                placed.append(Placed(text, 28 + 29 * c, y + 7 * r, 3.0))
            y += 7 * len(block)
        y += 9
    return ofd([page_xml(placed)])


def as_text() -> bytes:
    """Columns held apart by blanks."""
    lines = [TITLE]
    for block in blocks():
        if isinstance(block, str):
            lines.append(block)
            continue
        for row in block:
            texts = ("" if cell in {"<", "^"} else cell for cell in row)
            widths = (t + " " * (22 - len(t.encode("gb18030"))) for t in texts)
            lines.append("".join(widths).rstrip())
    return "\n".join(lines).encode()


def as_pdf(folder: Path) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice, which makes the PDF, is not installed")
    (folder / "plan.docx").write_bytes(as_docx())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "plan.docx")], check=True, capture_output=True, timeout=PATIENCE
    )
    return (folder / "plan.pdf").read_bytes()


def targets(plan: Plan) -> list[str]:
    """name value unit deadline (baseline)."""
    return [
        " ".join(
            [
                *(t.name, f"{t.value:g}", t.unit, *([t.deadline] if t.deadline else [])),
                *([f"({t.baseline})"] if t.baseline else []),
            ]
        )
        for t in plan.targets
    ]


WRITERS: dict[str, Callable[[], bytes]] = {
    "docx": as_docx,
    "html": as_html,
    "xlsx": as_xlsx,
    "ofd": as_ofd,
    "txt": as_text,
}


@pytest.mark.parametrize("suffix", [*WRITERS, pytest.param("pdf", marks=pytest.mark.slow)])
def test_every_format_reads_tables_to_the_same_targets(suffix: str, tmp_path: Path) -> None:
    data = as_pdf(tmp_path) if suffix == "pdf" else WRITERS[suffix]()
    plan = read_plan(f"plan.{suffix}", data=data)
    assert [s.heading for s in plan.sections] == [
        *(TITLE, "主要指标", "项目投资", "分月进度", "乡镇任务", "滚动指标"),
    ]
    assert targets(plan) == TARGETS.splitlines()


def test_merged_cells_leave_the_places_blank_that_they_cover() -> None:
    for suffix in ("docx", "html", "xlsx", "ofd"):
        plan = read_plan(f"plan.{suffix}", data=WRITERS[suffix]())
        assert plan.sections[1].body.split("\n") == [
            "类别\t指标\t数值",
            "\t\t2025年完成\t2026年目标",
            "普及\t毛入园率（%）\t93.5\t95",
            "\t巩固率（%）\t98.2\t98.8",
            "质量\t体质优良率（%）\t55\t60",
        ]
