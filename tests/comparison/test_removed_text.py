"""Removed text of two plans: what differs in it is told, what a copy has of its own is not."""

from msgspec.structs import replace

from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror_notice
from plandiff.comparison.removed_text import compare_removed
from plandiff.corpus.model import Finding, Plan, Removed, Section, Source


def plan(*removed: str, reason: str = "site-words", findings: tuple[Finding, ...] = ()) -> Plan:
    root = Section("s0", None, 0, None, None, "云溪县要点", "加强管理。")
    return Plan(
        source=Source("a.txt", "txt", "utf-8", "", 10),
        title="云溪县要点",
        year=None,
        issuer=None,
        sections=(root,),
        removed=tuple(Removed(text, reason) for text in removed),
        findings=findings,
    )


def told(old: Plan, new: Plan) -> list[tuple[str, str]]:
    return [(dict(n.facts)["old"], dict(n.facts)["new"]) for n in compare_removed(old, new)]


def test_a_number_that_changed_in_removed_text_is_told_and_counts_as_a_difference() -> None:
    old, new = plan("合计\t2350\t安全股"), plan("合计\t9999\t安全股")
    assert told(old, new) == [("合计\t2350\t安全股", "合计\t9999\t安全股")]
    result = compare(old, new)
    assert [notice.kind for notice in result.notices] == ["removed-differs"]
    assert result.differs_in_substance


def test_counters_page_numbers_and_furniture_of_one_file_are_no_difference() -> None:
    old = plan("浏览次数：25", "— 3 —", "第3页 共9页")
    new = plan("浏览次数：1,025", "— 4 —", "第4页 共12页", "云溪县教育局文件")
    assert told(old, new) == []
    assert not compare(old, new).differs_in_substance


def test_a_header_that_comes_on_more_pages_is_no_difference() -> None:
    assert told(plan("云溪县要点 2026"), plan(*["云溪县要点 2026"] * 3)) == []


def test_content_that_only_one_plan_removed_is_told() -> None:
    finding = Finding("removed-content", None, "新建学校7所")
    assert told(plan(), plan("新建学校7所", findings=(finding,))) == [("", "新建学校7所")]


def test_entries_of_contents_differ_by_their_words_not_by_their_pages() -> None:
    old = plan("一、新建学校7所……3", reason="contents")
    assert told(old, plan("一、新建学校7所……5", reason="contents")) == []
    assert len(told(old, plan("一、新建学校9所……3", reason="contents"))) == 1


def test_exchanging_the_plans_mirrors_the_notices() -> None:
    old = plan("合计 2350 元", "本站提供优质文档下载", "发布日期：2025-03-01")
    new = plan("合计 9999 元", "本站提供优质文档在线阅读", "发布日期：2026-03-01")
    forth = list(compare_removed(old, new))
    back = [mirror_notice(notice) for notice in compare_removed(new, old)]
    assert forth
    assert sorted(forth, key=repr) == sorted(back, key=repr)
    assert told(old, old) == []


def test_a_long_piece_is_shown_around_its_first_difference() -> None:
    text = "全县各级各类学校" * 60
    ((old, new),) = told(plan(f"{text}12所"), plan(f"{text}13所"))
    assert old.endswith("12所")
    assert new.endswith("13所")
    assert max(len(old), len(new)) <= 122


def test_a_plan_against_itself_has_no_notices() -> None:
    one = replace(plan("合计 2350 元", "新建学校7所"), year=2026)
    assert compare(one, one).notices == ()


def test_every_number_that_changed_in_a_long_removed_text_is_told() -> None:
    items = [f"{name}学校{n}所" for n, name in enumerate("东南西北" * 20, 10)]
    changed = [
        item.replace("学校12所", "学校91所").replace("学校77所", "学校92所") for item in items
    ]
    pairs = told(plan("，".join(items)), plan("，".join(changed)))
    assert {new for _, new in pairs} == {"西学校91所", "北学校92所"}
