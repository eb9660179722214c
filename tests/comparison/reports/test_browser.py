"""The HTML page in a browser: it works, it is accessible, it prints, and nothing of a plan runs.

Needs Chromium; Playwright drives it, axe-core judges what can be used without eyes or a mouse.
"""

import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, Review, ReviewMark, ReviewNote, render
from plandiff.comparison.reports.options import ReviewForm
from plandiff.comparison.review.json_form import from_json
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.records import Records
from plandiff.comparison.review.reporting import anchors_of, review_form
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.parsing import parse
from tests.app_terminal import Terminal
from tests.command_line import plandiff
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


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("zh", "dark"), ("en", "dark")])
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
        for folded in tab.locator("details summary").all():
            folded.click()
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


@pytest.mark.slow
def test_a_mark_made_in_the_page_arrives_in_the_app(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = {name: str(tmp_path / name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    for name, home in homes.items():
        monkeypatch.setenv(name, home)
    plans = [str(tmp_path / name) for name in ("old.txt", "new.txt")]
    for plan, count in zip(plans, (3, 5), strict=True):
        Path(plan).write_text(f"一、目标\n新建学校{count}所。\n二、保障\n落实经费。\n", "utf-8")
    page, saved = tmp_path / "page.html", tmp_path / "saved.json"
    assert plandiff(*plans, "--lang", "zh", "--no-tui", "-o", str(page)).returncode == 0
    with (
        browser.new_context(accept_downloads=True) as context,
        _opened(context, page, page.read_bytes()) as tab,
    ):
        tab.get_by_label("姓名").fill("王芳")
        tab.locator("article:has(.review)").first.get_by_role("button", name="存疑").first.click()
        with tab.expect_download() as download:
            tab.get_by_role("button", name="保存意见").click()
        download.value.save_as(saved)
    assert plandiff("review", "import", str(saved)).returncode == 0
    app = Terminal(["plandiff", *plans, "--lang", "zh"], environment=homes)
    app.wait_ready()
    outline = next(line for line in app.lines if "一、目标" in line).split("│")[0]
    assert outline.rstrip().endswith("?")
    app.press("q")
    assert app.end() == 0


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


def _saved_by_li(form: ReviewForm, unit: str) -> dict[str, Any]:
    """A review in which 李强 questions one change and has a note on it."""
    item = json.loads(form.anchors[unit]) | {
        "marks": [{"by": "李强#1f3a9c", "mark": "questioned", "when": "2031-03-01"}],
        "notes": [{"id": "n1", "by": "李强#1f3a9c", "text": "甲", "created": "", "when": ""}],
    }
    return {
        "schema": "plandiff.review/1",
        "reviews": [json.loads(form.review) | {"items": [item]}],
    }


def _save(tab: Page, file: Path) -> Records:
    with tab.expect_download() as download:
        tab.get_by_role("button", name="保存意见").click()
    download.value.save_as(file)
    ((_, records),) = from_json(file.read_bytes())
    return records


def test_marks_of_a_colleague_stay_under_the_name_of_the_colleague(
    browser: Browser, tmp_path: Path
) -> None:
    few = few_of_each()
    form = review_form(few)
    row = next(iter(form.anchors))
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(_saved_by_li(form, row)), encoding="utf-8")
    with (
        browser.new_context(accept_downloads=True) as context,
        _opened(context, tmp_path / "page.html", _reviewable(few)) as tab,
    ):
        tab.get_by_label("姓名").fill("王芳")
        box = tab.locator(f"#{row}")
        box.get_by_role("button", name="同意").click()
        tab.locator("#review-open").set_input_files(saved)
        box.get_by_text("李强：存疑").wait_for()
        assert box.get_by_text("李强：甲").is_visible()
        assert box.get_by_role("textbox").input_value() == ""
        records = _save(tab, saved)
        # Who continues under the name says so.
        tab.get_by_role("button", name="我是李强").click()
        assert box.get_by_role("textbox").input_value() == "甲"
        assert tab.get_by_label("姓名").input_value() == "李强"
    marks = {(mark.by.partition("#")[0], mark.said) for mark in records.marks.values()}
    assert marks == {("王芳", Mark.ACCEPTED), ("李强", Mark.QUESTIONED)}
    assert [note.by for note in records.live_notes()] == ["李强#1f3a9c"]


def test_a_review_of_other_plans_is_refused(browser: Browser, tmp_path: Path) -> None:
    few = few_of_each()
    form = review_form(few)
    whole = _saved_by_li(form, next(iter(form.anchors)))
    whole["reviews"][0]["new"]["sha256"] = "0" * 64
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(whole), encoding="utf-8")
    with (
        browser.new_context() as context,
        _opened(context, tmp_path / "page.html", _reviewable(few)) as tab,
    ):
        tab.locator("#review-open").set_input_files(saved)
        tab.get_by_text("没有对这两份文件的意见").wait_for()
        assert tab.locator(".review.said").count() == 0


def test_each_passage_of_a_section_can_be_marked_and_noted(
    browser: Browser, tmp_path: Path
) -> None:
    old = "一、保障\n每学期演练2次。各校必须配备保安员。食堂由校长陪餐。\n"
    new = "一、保障\n每学期演练4次。各校鼓励配备保安员。食堂由校长陪餐。\n"
    before, after = (parse(read_document("a.txt", data=text.encode())) for text in (old, new))
    comparison = compare(before, after)
    first, second = next(row for row in comparison.rows if row.changed).changed_passages
    with (
        browser.new_context(accept_downloads=True) as context,
        _opened(context, tmp_path / "page.html", _reviewable(comparison)) as tab,
    ):
        tab.get_by_text("逐处审阅（已审 0/2 处）").click()
        for passage in (first, second):
            place = tab.locator(f"[id='{passage.id}']")
            place.get_by_role("button", name="同意").click()
        place.get_by_role("textbox").fill("请核对")
        assert tab.get_by_text("逐处审阅（已审 2/2 处）").is_visible()
        assert tab.get_by_text("已审 1/1 处，意见 1 条").is_visible()
        records = _save(tab, tmp_path / "saved.json")
    ids = {anchor: passage for passage, anchor in anchors_of(comparison).items()}
    assert {ids[mark.anchor] for mark in records.marks.values()} == {first.id, second.id}
    assert [ids[note.anchor] for note in records.live_notes()] == [second.id]


@pytest.mark.parametrize(
    "width", [400, 1400, *(pytest.param(width, marks=pytest.mark.slow) for width in (320, 800))]
)
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
