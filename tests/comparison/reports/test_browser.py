"""The HTML page in a browser: it works, it is accessible, it prints, and nothing of a plan runs.

Needs Chromium; Playwright drives it, axe-core judges what can be used without eyes or a mouse.
"""

import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, Review, ReviewMark, ReviewNote, render
from plandiff.comparison.review.json_form import from_json
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.reporting import review_form
from tests.comparison.reports.test_html import hostile_comparison
from tests.reports_plans import few_of_each

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed")

_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield chromium
        chromium.close()


@contextmanager
def _opened(context: BrowserContext, file: Path, page: bytes) -> Iterator[Page]:
    """The page from a file; whatever it asks for beside itself fails the test."""
    file.write_bytes(page)
    asked: list[str] = []
    said: list[str] = []
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    tab.on("console", lambda line: said.append(line.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(file.as_uri())
    yield tab
    tab.close()
    assert asked == [file.as_uri()]
    assert said == []


_REVIEW = Review((ReviewMark("r4"),), (ReviewNote("r1", "请与财政局核对", "王芳", "2031-04-01"),))
_AXE = files("axe_playwright_python").joinpath("axe.min.js")


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("zh", "light"),
        *(
            pytest.param(*other, marks=pytest.mark.slow)
            for other in (("zh", "dark"), ("en", "dark"))
        ),
    ],
)
def test_axe_finds_no_violation_in_either_layout(
    browser: Browser, tmp_path: Path, language: str, scheme: str
) -> None:
    few = few_of_each()
    review = replace(_REVIEW, form=review_form(few))
    page = render(few, "html", ReportOptions(language=language, review=review))
    with (
        browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context,
        _opened(context, tmp_path / "page.html", page) as tab,
    ):
        for box in tab.locator("input[id^=show-]").all():
            box.check()
        tab.evaluate(_AXE.read_text(encoding="utf-8"))
        for view in ("side", "unified"):
            tab.locator(f"#view-{view}").check()
            found = tab.evaluate("axe.run()")
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
            assert len(found["passes"]) > 30


def _shown(tab: Page, selector: str) -> int:
    return sum(found.is_visible() for found in tab.locator(selector).all())


def test_switch_filters_and_jumps_work_without_a_script(browser: Browser, tmp_path: Path) -> None:
    page = render(few_of_each(), "html")
    with (
        browser.new_context(java_script_enabled=False) as context,
        _opened(context, tmp_path / "page.html", page) as tab,
    ):
        assert _shown(tab, ".row.c-modified") > 0
        assert _shown(tab, ".row.c-unchanged") == 0
        assert _shown(tab, ".sides") > 0
        assert _shown(tab, ".unified") == 0
        tab.get_by_label("合并显示").check()
        assert _shown(tab, ".sides:not(.alone)") == 0
        assert _shown(tab, ".unified") > 0
        tab.locator("#show-modified").uncheck()
        assert _shown(tab, ".row.c-modified") == 0
        hidden = tab.locator(".row.c-unchanged").first
        tab.locator(f"nav a[href='#{hidden.get_attribute('id')}']").click()
        assert hidden.is_visible()
        tab.locator("#show-unchanged").check()
        assert _shown(tab, ".row.c-unchanged") == tab.locator(".row.c-unchanged").count()


def test_everything_can_be_reached_by_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    with (
        browser.new_context() as context,
        _opened(context, tmp_path / "page.html", render(few_of_each(), "html")) as tab,
    ):
        reached: set[str] = set()
        for _ in range(80):
            tab.keyboard.press("Tab")
            focus = "document.activeElement"
            reached.add(tab.evaluate(f"{focus}.id || {focus}.getAttribute('href') || ''"))
        assert {"#rows", "view-side", "show-modified", "show-unchanged", "only-targets"} <= reached
        links = tab.locator("nav a").all()
        assert {link.get_attribute("href") for link in links} <= reached


def test_no_script_of_a_plan_runs_even_where_the_policy_is_switched_off(
    browser: Browser, tmp_path: Path
) -> None:
    page = render(hostile_comparison(), "html")
    with (
        browser.new_context(bypass_csp=True) as context,
        _opened(context, tmp_path / "page.html", page) as tab,
    ):
        for link in tab.locator("a").all():
            link.focus()
            link.press("Enter")
        assert tab.locator("body script, body style, img").count() == 0
        assert tab.locator("h1").is_visible()


def _reviewable(comparison: Comparison) -> bytes:
    review = Review(form=review_form(comparison))
    return render(comparison, "html", ReportOptions(review=review))


def test_marks_and_notes_made_in_the_page_are_saved_as_a_review(
    browser: Browser, tmp_path: Path
) -> None:
    few = few_of_each()
    saved = tmp_path / "saved.json"
    with (
        browser.new_context(accept_downloads=True) as context,
        _opened(context, tmp_path / "page.html", _reviewable(few)) as tab,
    ):
        tab.get_by_label("姓名").fill("王芳")
        first, second = tab.locator("article:has(.review)").all()[:2]
        first.get_by_role("button", name="同意").click()
        second.get_by_role("button", name="存疑").click()
        second.get_by_role("button", name="存疑").click()
        second.get_by_role("textbox").fill("请与财政局核对\n</script>")
        with tab.expect_download() as download:
            tab.get_by_role("button", name="保存意见").click()
        download.value.save_as(saved)
        name = download.value.suggested_filename
        rows = [row.get_attribute("id") for row in (first, second)]
    ((header, records),) = from_json(saved.read_bytes())
    assert name == "审阅意见-王芳.json"
    assert [header.old.sha256, header.new.sha256] == [
        few.old.source.sha256,
        few.new.source.sha256,
    ]
    anchors = {anchor.id: few.rows[anchor.position].id for anchor in records.anchors.values()}
    marks = {anchors[mark.anchor]: mark.said for mark in records.marks.values()}
    assert marks == {rows[0]: Mark.ACCEPTED, rows[1]: None}
    (note,) = records.live_notes()
    assert (anchors[note.anchor], note.text) == (rows[1], "请与财政局核对\n</script>")
    assert note.by.startswith("王芳#")


def test_a_mark_stays_with_its_change_where_rows_are_numbered_otherwise(
    browser: Browser, tmp_path: Path
) -> None:
    page, file = _reviewable(few_of_each()), tmp_path / "page.html"
    renumbered = re.sub(rb'"r([0-9]+)"', lambda found: b'"r%d"' % (int(found[1]) + 1), page)
    with browser.new_context() as context:
        with _opened(context, file, page) as tab:
            first = tab.locator("article:has(.review)").first
            title = first.locator("h3").text_content()
            first.get_by_role("button", name="同意").click()
        with _opened(context, file, renumbered) as tab:
            marked = tab.locator("article:has(.review.said)")
            assert marked.locator("h3").all_text_contents() == [title]


def test_two_tabs_with_one_page_keep_the_marks_of_both(browser: Browser, tmp_path: Path) -> None:
    page, file = _reviewable(few_of_each()), tmp_path / "page.html"
    with (
        browser.new_context() as context,
        _opened(context, file, page) as one,
        _opened(context, file, page) as other,
    ):
        for tab, place in ((one, 0), (other, 1)):
            change = tab.locator("article:has(.review)").nth(place)
            change.get_by_role("button", name="同意").click()
            for seen in (one, other):
                seen.locator("article:has(.review.said)").nth(place).wait_for()


def test_a_saved_review_is_taken_up_again_in_the_page(browser: Browser, tmp_path: Path) -> None:
    few = few_of_each()
    form = review_form(few)
    row, anchor = next(iter(form.anchors.items()))
    item = json.loads(anchor) | {
        "marks": [{"by": "李强#1f3a9c", "mark": "questioned", "when": "2031-03-01"}],
        "notes": [{"id": "n1", "by": "李强#1f3a9c", "text": "甲", "created": "", "when": ""}],
    }
    saved = tmp_path / "saved.json"
    whole = {
        "schema": "plandiff.review/1",
        "reviews": [json.loads(form.review) | {"items": [item]}],
    }
    saved.write_text(json.dumps(whole), encoding="utf-8")
    with (
        browser.new_context() as context,
        _opened(context, tmp_path / "page.html", _reviewable(few)) as tab,
    ):
        tab.locator("#review-open").set_input_files(saved)
        box = tab.locator(f"#{row}")
        pressed = box.get_by_role("button", name="存疑", pressed=True)
        pressed.wait_for()
        assert box.get_by_role("textbox").input_value() == "甲"
        assert tab.get_by_label("姓名").input_value() == "李强"


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_no_width_needs_scrolling_to_the_side(browser: Browser, tmp_path: Path, width: int) -> None:
    with (
        browser.new_context(viewport={"width": width, "height": 800}) as context,
        _opened(context, tmp_path / "page.html", _reviewable(few_of_each())) as tab,
    ):
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        cells = tab.locator("td:visible").all()
        assert min((cell.bounding_box() or {"width": 0})["width"] for cell in cells) > 40


def test_the_printed_page_is_landscape_and_holds_both_sides_and_no_controls(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        browser.new_context() as context,
        _opened(context, tmp_path / "page.html", render(few_of_each(), "html")) as tab,
    ):
        data = tab.pdf(prefer_css_page_size=True)
    document = pdfium.PdfDocument(io.BytesIO(data))
    width, height = document[0].get_size()
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert width > height
    assert "指标变化" in text
    assert {"旧版", "新版"} <= set(text.split())
    assert "左右对照" not in text
