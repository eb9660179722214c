"""Scans are recognised: level pages, marked doubts, an error that names the extra without it."""

import importlib.util
import io
import re
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from plandiff.corpus.errors import BrokenFileError, NoTextError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.scan import reader
from plandiff.corpus.formats.scan.engine import Engine, Picture, ReadLine, Recognition, rapid_engine
from plandiff.corpus.formats.scan.pages import doubtful_places, printed_text, scanned_page
from plandiff.corpus.model import Document, Source, Target
from plandiff.corpus.parsing import parse

WIDTH, HEIGHT = 1240, 1754
SIZE = 28.0
"""Pixels of a line as the detector measures it, of a font of 20."""


def line(
    text: str,
    top: float,
    left: float = 150,
    slope: float = 0.0,
    *,
    confidences: tuple[float, ...] = (),
    again: str | None = None,
) -> ReadLine:
    """One line of the page that the engine gives, turned by ``slope``."""
    right = left + 20 * len(text)
    corners = [(left, top), (right, top), (right, top + SIZE), (left, top + SIZE)]
    a, b, c, d = [(x - slope * y, y + slope * x) for x, y in corners]
    return ReadLine(text, confidences or (1.0,) * len(text), (a, b, c, d), again)


def giving(*lines: ReadLine) -> Engine:
    return lambda _: Recognition(lines, WIDTH, HEIGHT)


def scanned_pdf(*pages: str | None) -> bytes:
    """A PDF whose pages are pictures; a page with a text has no picture."""
    document = pypdfium2.PdfDocument.new()
    for text in pages:
        page = document.new_page(595, 842)
        if text is None:
            bitmap = pypdfium2.PdfBitmap.new_native(60, 84, pypdfium2.raw.FPDFBitmap_BGR)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, 60, 84)
            image = pypdfium2.PdfImage.new(document)
            image.set_bitmap(bitmap)
            image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
            page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def targets(*lines: ReadLine) -> tuple[Target, ...]:
    reading = reader.recognise_scan("a.pdf", "pdf", scanned_pdf(None), lambda: giving(*lines))
    source = Source("a.pdf", "pdf", None, "", 0)
    return parse(Document(source, reading.lines, reading.removed, reading.findings)).targets


def test_lines_of_a_turned_page_are_joined_in_reading_order() -> None:
    lines = [
        line("（一）新建学校12所，其中小学8所、初中4所，并", 300, 190, 0.03),
        line("于年底前投用，新增学位3600个，优先保障进城务工人", 334, 150, 0.03),
        line("员随迁子女就近入学。", 368, 150, 0.03),
        line("（二）招聘教师。", 402, 190, 0.03),
        line("一、重点任务", 266, 190, 0.03),
    ]
    reading = reader.recognise_scan("a.pdf", "pdf", scanned_pdf(None), lambda: giving(*lines))
    assert [x.text for x in reading.lines] == [
        "一、重点任务",
        "（一）新建学校12所，其中小学8所、初中4所，并于年底前投用，新增学位3600个，优先保障进城务工人员随迁子女就近入学。",
        "（二）招聘教师。",
    ]


def test_a_recognised_plan_bears_a_finding_that_names_its_pages() -> None:
    reading = reader.recognise_scan(
        "a.pdf", "pdf", scanned_pdf(None, None), lambda: giving(line("一、总体要求", 300))
    )
    assert [(f.kind, f.text) for f in reading.findings] == [("recognised-page", "1-2")]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (line("新增学位12350个", 300, confidences=(1, 1, 1, 1, 1, 1, 0.6, 1, 1, 1)), "12□50个"),
        (line("新增学位12350个", 300, again="新增学位12850个"), "12□50个"),
        (line("完成投资483亿元", 300, again="完成投资4.83亿元"), "□□3亿元"),
        (line("完成投资4.83亿元", 300, again="完成投资483亿元"), "4□83亿元"),
        (line("新增学位1O0个", 300), "1□0个"),
        (line("新建学校二十所", 300, confidences=(1, 1, 1, 1, 0.5, 1, 1)), "□十所"),
    ],
)
def test_a_digit_that_was_not_read_for_certain_makes_its_target_masked(
    read: ReadLine, printed: str
) -> None:
    (target,) = targets(read)
    assert target.quote.endswith(printed)
    assert (target.masked, target.value) == (True, None)


def test_a_number_read_alike_twice_is_kept_and_doubtful_words_are_shown() -> None:
    read = line("抓好美育提升，新建12所。", 300, again="抓好美育提升，新建12所。")
    doubtful = line("抓好美育提升。", 340, confidences=(1, 1, 0.4, 1, 1, 1, 0.3))
    scanned = scanned_page(Recognition((read, doubtful), WIDTH, HEIGHT), 2, 0.48)
    assert [piece.text for piece in scanned.page.pieces] == [read.text, doubtful.text]
    assert [(f.kind, f.text) for f in scanned.findings] == [
        ("doubtful-characters", "3: 抓好〔美〕育提升。")
    ]


def test_signs_beside_chinese_are_full_width_and_others_stay() -> None:
    read = printed_text("完成12所,(一)Plan A, B (1)", frozenset())
    assert read == "完成12所，（一）Plan A, B (1)"


def test_letters_within_words_are_no_digits() -> None:
    assert not doubtful_places(line("CO2 emissions of 5G and PM2.5", 300))


def test_a_text_that_runs_askew_is_a_watermark() -> None:
    stamp = ReadLine("内部资料", (1.0,) * 4, ((0, 0), (90, 60), (70, 90), (-20, 30)))
    reading = reader.recognise_scan(
        "a.pdf", "pdf", scanned_pdf(None), lambda: giving(line("一、总体要求与目标", 300), stamp)
    )
    assert [x.text for x in reading.lines] == ["一、总体要求与目标"]
    assert ("内部资料", "watermark") in [(r.text, r.reason) for r in reading.removed]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", scanned_pdf(None)), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.tif", b"II*\0")],
)
def test_without_the_extra_the_error_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    with pytest.raises(NoTextError, match=re.escape("plandiff[ocr]")):
        read_document(name, data=data)


def test_a_blank_page_is_no_scan() -> None:
    with pytest.raises(NoTextError, match="blank"):
        read_document("a.pdf", data=scanned_pdf(""))


def _font() -> Path | None:
    """A font with Chinese characters of this machine."""
    folders = [Path(base) / "fonts" for base in ("/usr/share", "/usr/local/share")]
    found = [path for folder in folders for path in sorted(folder.rglob("NotoSerifCJK*Regular*"))]
    return found[0] if found else None


PLAN = """云岭市教育事业发展2026年工作要点
一、总体要求
新增学前教育学位3860个，公办园在园幼儿占比达到56.5%，覆盖率不低于92%。
（一）扩大优质资源
新建改扩建学校17所，完成投资4.83亿元，新增学位12350个，招聘教师620名。
（二）加强经费保障
资助困难学生3.6万人次，发放补助资金2874万元，于12月15日前完成。"""


@pytest.mark.slow
@pytest.mark.skipif(
    not reader.can_recognise() or importlib.util.find_spec("PIL") is None,
    reason="the extra plandiff[ocr] is not installed",
)
@pytest.mark.skipif(_font() is None, reason="no font with Chinese characters is installed")
@pytest.mark.parametrize(
    ("dpi", "angle", "speckle", "points"),
    [
        *((150, 1.5, 0.001, 12), (150, -1.8, 0.002, 14), (150, 0.8, 0.002, 12)),
        *((150, -0.6, 0.001, 16), (200, -2.5, 0.003, 11), (200, 2.0, 0.003, 12)),
        *((200, -1.2, 0.002, 14), (300, 1.0, 0.004, 11), (300, -3.0, 0.003, 12)),
        (300, 2.0, 0.003, 14),
    ],
)
def test_a_skewed_and_speckled_page_is_read_without_a_wrong_digit(
    dpi: int, angle: float, speckle: float, points: int
) -> None:
    picture = _printed(dpi, angle, speckle, points)
    lines = rapid_engine()(picture).lines
    found = "".join(printed_text(read.text, doubtful_places(read)) for read in lines)
    steps = Levenshtein.opcodes(wanted := PLAN.replace("\n", ""), found := found.replace(" ", ""))
    changed = [
        (wanted[s.src_start : s.src_end], found[s.dest_start : s.dest_end])
        for s in steps
        if s.tag != "equal"
    ]
    assert sum(max(map(len, pair)) for pair in changed) <= 0.02 * len(wanted)
    assert not [b for a, b in changed if re.search(r"\d", a + b) and "□" not in b]


def _printed(dpi: int, angle: float, speckle: float, points: int) -> Picture:
    """A page of A4 with `PLAN`, turned by degrees, with specks on that share of its pixels."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    width, height, size = int(8.27 * dpi), int(11.69 * dpi), int(points * dpi / 72)
    image = Image.new("L", (width, height), 250)
    font = ImageFont.truetype(str(_font()), size, index=2)
    draw, top, left = ImageDraw.Draw(image), dpi, 1.1 * dpi
    row = int((width - 2 * left) / size)
    for paragraph in PLAN.split("\n"):
        for start in range(0, len(paragraph), row):
            draw.text((left, top), paragraph[start : start + row], font=font, fill=20)
            top += int(1.7 * size)
    pixels = np.array(image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250), dtype=float)
    random = np.random.default_rng(dpi + points)
    pixels += random.normal(0, 8, pixels.shape)
    pixels[random.random(pixels.shape) < speckle] = 60
    return Picture(width, height, pixels.clip(0, 255).astype("uint8").tobytes(), 72 / dpi)


def test_a_damaged_picture_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL", reason="the extra plandiff[ocr] is not installed")
    monkeypatch.setattr(reader, "can_recognise", lambda: True)
    with pytest.raises(BrokenFileError):
        reader.recognise_scan("a.png", "png", b"\x89PNG\r\n\x1a\n", giving)


@pytest.mark.parametrize(
    "failure", [TypeError("Missing dimensions"), struct.error("unpack"), ZeroDivisionError()]
)
def test_whatever_pillow_raises_on_a_damaged_picture_is_one_clear_error(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise failure

    pillow = SimpleNamespace(open=fail, DecompressionBombError=RecursionError)
    monkeypatch.setattr(reader, "Image", pillow)
    with pytest.raises(BrokenFileError):
        reader.recognise_scan("a.tif", "tiff", b"II*\0", giving)


def test_lines_without_height_are_read() -> None:
    flat = tuple(
        ReadLine(text, (1.0,) * len(text), ((9, top), (300, top), (300, top), (9, top)))
        for text, top in (("一、新建学校", 20), ("二、改建学校", 40))
    )
    reading = reader.recognise_scan("a.pdf", "pdf", scanned_pdf(None), lambda: giving(*flat))
    assert [x.text for x in reading.lines] == ["一、新建学校", "二、改建学校"]
