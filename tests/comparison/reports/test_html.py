"""Laws of the HTML page: one file, no request, no script of a plan, everything reachable."""

import base64
import hashlib
import json
import re

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import ReportOptions, Review, render
from plandiff.comparison.review.reporting import review_form
from tests.reports_plans import a_plan, in_order, sample_comparison
from tests.task_plans import plan_of

HOSTILE = (
    ("一、", '<script>alert(1)</script>"onload=alert(2)', "<img src=x onerror=alert(3)>"),
    ("二、", "javascript:alert(4)", "</style><style>*{display:none}"),
    ("三、", "{{ 7 * 7 }}{% raw %}", "&lt;b&gt; \x1b[31m \u202e \ud800 \uffff"),
)


def hostile_comparison() -> Comparison:
    root = (None, "<h1>计划</h1>", "")
    new = ((label, heading, f"{body}。另：javascript:x()") for label, heading, body in HOSTILE)
    return in_order(a_plan(root, *HOSTILE, name="<a>.txt"), a_plan(root, *new))


def _page(comparison: Comparison, options: ReportOptions | None = None) -> str:
    return render(comparison, "html", options).decode()


def test_nothing_of_a_plan_becomes_markup() -> None:
    page = _page(hostile_comparison())
    tree = HTMLParser(page)
    assert (
        tree.css("script, img, iframe, object, embed, link, base, form, h1 h1, style ~ style") == []
    )
    assert not re.search(r"<[^>]+\son\w+\s*=", page)
    assert all((a.attributes["href"] or "").startswith("#") for a in tree.css("a"))
    assert "{{ 7 * 7 }}{% raw %}" in tree.body.text() if tree.body else False
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_no_request_leaves_and_only_our_own_style_is_allowed() -> None:
    page = _page(sample_comparison())
    assert not re.search(r"(src|srcset|data|action)=|url\(|@import|https?:", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert "default-src 'none'" in policy[1]
    assert f"style-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'")
    assert " style=" not in page


def test_the_one_script_is_ours_and_what_it_reads_holds_no_markup() -> None:
    comparison = hostile_comparison()
    page = _page(comparison, ReportOptions(review=Review(form=review_form(comparison))))
    data, script = HTMLParser(page).css("script")
    assert data.attributes == {"type": "application/json", "id": "review-form"}
    assert not re.search("[<>&\u2028\u2029]", data.text())
    assert set(json.loads(data.text())["anchors"]) == {
        row.id for row in comparison.rows if row.changed
    }
    digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;;" in page
    assert "innerHTML" not in script.text()


def test_every_link_leads_to_a_row_and_ids_are_unique() -> None:
    tree = HTMLParser(_page(sample_comparison()))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {(a.attributes["href"] or "")[1:] for a in tree.css("a")} <= set(ids)


def test_rows_bear_a_sign_and_a_word_beside_their_colour() -> None:
    tree = HTMLParser(_page(sample_comparison()))
    kinds = {re.sub(r"\s+", " ", node.text().strip()) for node in tree.css(".kinds b")}
    assert {"~ 修改", "+ 新增", "− 删除", "⇄ 拆分", "· 未变"} <= kinds


def test_both_sides_of_a_changed_row_give_its_text() -> None:
    tree = HTMLParser(
        _page(in_order(a_plan((None, "计划", "甲81%。")), a_plan((None, "计划", "甲85%。"))))
    )
    assert [node.text(deep=True) for node in tree.css(".side.old p")] == ["计划", "甲81%。"]
    assert [node.text(deep=True) for node in tree.css(".side.new p")] == ["计划", "甲85%。"]
    assert [node.text() for node in tree.css(".side.new ins")] == ["5"]


def test_context_shortens_both_views() -> None:
    long = "前面的话很长，" * 20
    old, new = a_plan((None, "计划", f"{long}81%")), a_plan((None, "计划", f"{long}85%"))
    tree = HTMLParser(_page(in_order(old, new), ReportOptions(context=5)))
    for view in (".side.old p", ".unified p"):
        assert tree.css(view)[1].text(deep=True).startswith("……前面的话很长，8")


def test_every_change_of_force_and_of_tasks_is_listed_with_both_wordings() -> None:
    old = plan_of("学校必须开齐劳动课程。（牵头单位：人事科）")
    new = plan_of("学校鼓励开齐劳动课程。（牵头单位：基教科）")
    tree = HTMLParser(_page(compare(old, new)))
    for key, words in (
        ("force", ("力度减弱：必须→鼓励", "旧版：学校必须开齐", "新版：学校鼓励开齐")),
        ("tasks", ("人事科→基教科",)),
    ):
        (section,) = tree.css(f'[aria-labelledby="group-{key}"]')
        assert all(word in section.text(deep=True) for word in words), section.text()
