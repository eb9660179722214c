"""The safety net below cleaning: what was removed and reads as content is a finding."""

import pytest

from plandiff.corpus.cleaning.removed_content import find_removed_content, removed_pieces
from plandiff.corpus.model import Removed


def kinds(*removed: Removed, kept: int = 10_000) -> list[str]:
    return [finding.kind for finding in find_removed_content(removed, kept)]


@pytest.mark.parametrize(
    "text",
    [
        "学前三年毛入园率达到92%以上",
        "全年培训教师1200人次。",
        "2026年6月底前完成",
        "年底前完成整改",
    ],
)
def test_a_target_or_a_date_to_do_something_by_is_a_finding(text: str) -> None:
    assert kinds(Removed(text, "repeated-line")) == ["removed-content"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("开通VIP，免费享10亿+内容", "site-words"),
        ("浏览次数：1024次", "site-words"),
        ("云溪县教育局文件", "header"),
        ("12", "page-number"),
        ("一、新建幼儿园6所……3", "contents"),
    ],
)
def test_words_of_a_site_and_pages_are_none(text: str, reason: str) -> None:
    assert kinds(Removed(text, reason)) == []


def test_more_than_a_twentieth_of_a_document_is_a_finding() -> None:
    removed = Removed("首页" * 30, "navigation")
    assert kinds(removed, kept=600) == ["removed-share"]
    assert kinds(removed, kept=6000) == []


def test_a_finding_is_one_short_line() -> None:
    long = Removed("全县新建学校12所。" * 400, "hidden-text")
    (finding, *_) = find_removed_content([long], 10_000)
    assert len(finding.text) <= 81
    assert "\n" not in finding.text


def test_pieces_are_compared_without_counters_and_page_numbers() -> None:
    one = [Removed("浏览次数：25次 分享到", "site-words"), Removed("云溪要点 第3页", "header")]
    other = [Removed("浏览次数：3,025次 分享到", "site-words"), Removed("云溪要点 第4页", "header")]
    assert [p.key for p in removed_pieces(one)] == [p.key for p in removed_pieces(other)]
