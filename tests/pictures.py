"""Makes the pictures of the README: ``python -m tests.pictures docs``.

Needs Chromium.  The app runs on the sample plans; what it
shows is exported as SVG, and Chromium draws that with the fonts of the machine.
"""

import asyncio
import re
import shutil
import sys
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from pathlib import Path

from msgspec.structs import replace
from playwright.sync_api import ViewportSize, sync_playwright
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

from plandiff.comparison.engine import compare
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import sample_paths
from plandiff.corpus.text.width import cell_width
from tests.app_fixtures import SETTINGS, opened

_SETTINGS = replace(SETTINGS, opening="summary", legend=True, notes="auto")
_SIZE = (130, 38)
_SCENES: tuple[tuple[tuple[str, ...], float], ...] = (
    ((), 4),
    (("escape", "right_square_bracket"), 2),
    (("right_square_bracket",), 1.5),
    (("r",), 1.5),
    (("r",), 1.5),
    (("i",), 3.5),
    (("i", "full_stop"), 2),
    (("t",), 3),
    (("B",), 4),
    (("escape", "escape", "c", *"请发展规划科核对"), 2.5),
    (("enter",), 3),
    (("E",), 2.5),
)
"""Keys, and seconds that what they lead to stays in sight: half a minute."""


async def _scenes(language: str, theme: str) -> list[str]:
    """What the app shows after the keys of each scene, as SVG."""
    names = [path.name for path in sample_paths()]
    old, new = (read_plan(str(path)) for path in sample_paths())
    comparison = compare(old, new)
    shown = []
    formats = (("docx-table", ".docx"), ("docx", ".docx"), ("xlsx", ".xlsx"), ("html", ".html"))
    async with opened(
        lambda: comparison,
        size=_SIZE,
        language=language,
        settings=replace(_SETTINGS, theme=theme),
        old_name=names[0],
        new_name=names[1],
        formats=lambda: formats,
        export=lambda *_: None,
    ) as drive:
        for keys, _ in _SCENES:
            await drive.press(*keys)
            shown.append(svg_of(drive.app.screen._compositor.render_strips()))
    return shown


_CELL, _LINE = 9.6, 20
"""Pixels of a cell and of a line."""
_SOLID = "\xa0"
"""A blank that a browser neither drops nor joins with the next one."""


def svg_of(lines: Sequence[Strip]) -> str:
    """What a terminal shows, each letter at the place of its cells.

    Rich's own picture gives a Chinese letter one cell.
    """
    drawn = []
    for number, line in enumerate(lines):
        at = 0
        for segment in line:
            drawn.append(_piece(segment.text, segment.style or Style(), at, number))
            at += segment.cell_length
    width, height = max(line.cell_length for line in lines) * _CELL, len(lines) * _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}"'
        ' font-family="monospace" font-size="16" xml:space="preserve">'
        f'<rect width="100%" height="100%" fill="{_GROUND}"/>{"".join(drawn)}</svg>'
    )


_INK, _GROUND = "#d0d0d0", "#1c1c1c"
"""The terminal's own colours."""


def _hex(colour: Color | None, own: str) -> str:
    return own if colour is None or colour.is_default else colour.get_truecolor().hex


def _piece(text: str, style: Style, at: int, line: int) -> str:
    ink, ground = _hex(style.color, _INK), _hex(style.bgcolor, _GROUND)
    if style.reverse:
        ink, ground = ground, ink
    x, y, cells = at * _CELL, line * _LINE, cell_width(text)
    drawn = ""
    if ground != _GROUND:
        size = f'width="{cells * _CELL:.1f}" height="{_LINE}"'
        drawn += f'<rect x="{x:.1f}" y="{y}" {size} fill="{ground}"/>'
    if text.strip():
        ends = accumulate((cell_width(own) for own in text), initial=at)
        places = " ".join(f"{end * _CELL:.1f}" for end, _ in zip(ends, text, strict=False))
        lines = [
            n for n, on in (("underline", style.underline), ("line-through", style.strike)) if on
        ]
        look = ' font-weight="bold"' * bool(style.bold) + ' font-style="italic"' * bool(
            style.italic
        )
        look += f' text-decoration="{" ".join(lines)}"' if lines else ""
        shown = escape(text).replace(" ", _SOLID)
        drawn += f'<text x="{places}" y="{y + 15}" fill="{ink}"{look}>{shown}</text>'
    return drawn


def draw(svgs: list[str], files: list[Path]) -> None:
    """Draw SVGs to PNG files with a font that has Chinese letters of two cells."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for svg, file in zip(svgs, files, strict=True):
            box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
            assert box is not None
            size = ViewportSize(width=int(float(box[1])), height=int(float(box[2])))
            page = browser.new_page(viewport=size)
            page.set_content(f'<body style="margin:0;background:#1c1c1c">{svg}</body>')
            page.screenshot(path=str(file))
            page.close()
        browser.close()


def record(svgs: list[str], file: Path) -> None:
    """Join scenes to one SVG that shows them one after the other, without a script."""
    total = sum(seconds for _, seconds in _SCENES)
    frames, rules, begin = [], [], 0.0
    for number, (svg, (_, seconds)) in enumerate(zip(svgs, _SCENES, strict=True)):
        frames.append(f'<g class="scene s{number}">{svg}</g>')
        first, last = (100 * at / total for at in (begin, begin + seconds))
        rules.append(
            f"@keyframes k{number} {{ 0%, {first:.3f}% {{ visibility: hidden }}"
            f" {first + 0.001:.3f}%, {last:.3f}% {{ visibility: visible }}"
            f" {min(last + 0.001, 100):.3f}%, 100% {{ visibility: hidden }} }}"
            f" .s{number} {{ animation: k{number} {total}s step-end infinite }}"
        )
        begin += seconds
    box = re.search(r'viewBox="[^"]*"', svgs[0])
    assert box is not None
    style = f"<style>.scene {{ visibility: hidden }} {' '.join(rules)}</style>"
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" {box[0]}>{style}{"".join(frames)}</svg>'
    file.write_text(whole, "utf-8")


def main(folder: Path) -> None:
    """The picture in English and in Chinese, and the recording."""
    for language, name in (("en", "app.png"), ("zh", "app-zh.png")):
        scenes = asyncio.run(_scenes(language, "dark"))
        draw([scenes[3]], [folder / name])
        if language == "zh":
            draw([scenes[8]], [folder / "bars-zh.png"])
            record(scenes, folder / "review-zh.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
