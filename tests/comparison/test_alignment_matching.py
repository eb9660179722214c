"""Which sections belong together: the cases a reader would check first."""

import pytest
from msgspec.structs import replace

from plandiff.comparison.alignment import align
from plandiff.comparison.alignment.linking import UnionFind
from plandiff.comparison.alignment.weights import MAX_ROW_WIDTH
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from plandiff.corpus.model import Plan
from tests.alignment_plans import flat, generated_texts, links_of, plan, row_of

READING = ("晨读活动", "各校每天安排二十分钟晨读，由语文教师轮流领读，学期末评选书香班级。")
KITCHEN = ("食堂卫生", "食堂每日公示菜谱和进货票据，家长委员会每月抽查一次后厨。")
BUSES = ("校车调度", "校车实行定点定线运行，驾驶员每季度参加安全培训，车内安装监控。")
CHOIR = ("合唱排练", "每所小学组建一支合唱团，聘请县文化馆教师每周辅导两次。")
FIELD = ("操场翻修", "暑期翻修北桥小学操场，铺设塑胶跑道，更换破损的篮球架。")
ALL = [READING, KITCHEN, BUSES, CHOIR, FIELD]


def names(match: Match) -> list[str]:
    return [item.name for item in match.evidence]


def test_a_reworded_section_is_found_by_what_only_it_says() -> None:
    reworded = (
        "校园合唱",
        "小学普遍建立合唱社团，由县文化馆派教师到校辅导，每年举办一次班级歌咏会。",
    )
    matches = align(flat(ALL), flat([READING, KITCHEN, BUSES, reworded, FIELD]))
    assert row_of(matches, "s4").old == ("s4",)


def test_identical_sections_say_so() -> None:
    match = row_of(align(flat(ALL), flat(ALL[1:])), "s1")
    assert (match.old, match.confidence, names(match)) == (("s2",), 1.0, ["identical"])


def test_sections_that_differ_in_numbers_only_say_so() -> None:
    other = (CHOIR[0], CHOIR[1].replace("两次", "3次").replace("一支", "2支"))
    old = flat([READING, (CHOIR[0], CHOIR[1].replace("两次", "2次").replace("一支", "1支"))])
    assert names(row_of(align(old, flat([READING, other])), "s2")) == ["numbers"]


def test_a_section_cut_in_two_is_one_row_with_both_parts() -> None:
    whole = ("后勤保障", KITCHEN[1] + BUSES[1])
    matches = align(flat([READING, whole, FIELD]), flat([READING, KITCHEN, BUSES, FIELD]))
    match = row_of(matches, "s2")
    assert (match.old, match.new) == (("s2",), ("s2", "s3"))
    assert match.links == (("s2", "s2"), ("s2", "s3"))


def test_parts_of_a_split_may_stand_far_apart() -> None:
    whole = ("后勤保障", KITCHEN[1] + BUSES[1])
    matches = align(
        flat([whole, READING, CHOIR, FIELD]), flat([KITCHEN, READING, CHOIR, FIELD, BUSES])
    )
    assert row_of(matches, "s1", Side.OLD).new == ("s1", "s5")
    assert not any(match.moved for match in matches)


def test_two_sections_made_one_are_one_row_with_both() -> None:
    whole = ("后勤保障", KITCHEN[1] + BUSES[1])
    matches = align(flat([READING, KITCHEN, BUSES, FIELD]), flat([READING, whole, FIELD]))
    assert row_of(matches, "s2").old == ("s2", "s3")


def test_repeated_texts_have_one_partner_each() -> None:
    gone = ("", "（删除）")
    matches = align(
        flat([READING, gone, KITCHEN, gone, BUSES]), flat([READING, gone, KITCHEN, BUSES])
    )
    assert next(m for m in matches if m.new == ("s2",)).old == ("s2",)
    assert row_of(matches, "s4", Side.OLD).new == ()


def test_sections_of_one_mould_are_rivals_and_never_parts() -> None:
    def served(town: str, number: int) -> tuple[str, str]:
        return (
            f"{town}教育服务",
            f"{town}新建幼儿园{number}所，配齐保育员和校医，落实收费公示制度。",
        )

    old = flat([served("雁渡", 12), served("松石", 34), served("云溪", 56)])
    new = flat([served("雁渡", 13), served("松石", 34), served("青屏", 56)])
    assert {(a, b) for a, b in links_of(align(old, new)) if a != "s0"} == {
        ("s1", "s1"),
        ("s2", "s2"),
        ("s3", "s3"),
    }


def test_two_sections_of_one_mould_are_merged_only_where_there_is_room_for_both() -> None:
    first = ("雁渡", "雁渡片区新建幼儿园12所，配齐保育员和校医，落实收费公示制度。")
    second = ("松石", "松石片区新建幼儿园34所，配齐保育员和校医，落实收费公示制度。")
    old = flat([READING, first, second, BUSES])
    both = align(old, flat([READING, ("两地", first[1] + second[1]), BUSES]))
    either = align(old, flat([READING, ("两地", first[1].replace("雁渡", "青屏")), BUSES]))
    assert row_of(both, "s2").old == ("s2", "s3")
    assert len(row_of(either, "s2").old) == 1


def test_bare_headings_are_linked_when_their_sections_went_together() -> None:
    def chaptered(first: str, second: str) -> Plan:
        culture = [(1, first, ""), (2, *READING), (2, *CHOIR)]
        return plan([(0, "计划", ""), *culture, (1, second, ""), (2, *KITCHEN), (2, *BUSES)])

    matches = align(chaptered("德育美育", "后勤"), chaptered("以文化人", "服务保障"))
    assert row_of(matches, "s1").old == ("s1",)
    assert row_of(matches, "s4").old == ("s4",)
    assert "children" in names(row_of(matches, "s4"))


def test_roots_always_stand_side_by_side() -> None:
    first, second = plan([(0, "蓝川县计划", "")]), plan([(0, "雁渡镇总结", "全年无事。")])
    assert [(m.old, m.new) for m in align(first, second)] == [(("s0",), ("s0",))]
    assert names(align(first, second)[0]) == ["place"]


def test_what_has_no_partner_names_what_came_nearest() -> None:
    other = ("课间活动", "每天安排两次大课间，由体育教师轮流领操，学期末评选阳光班级。")
    fresh = ("夜校课程", "街道夜校开设插花、烘焙与木工课程，向在职青年开放报名。")
    matches = align(flat([READING, KITCHEN, BUSES]), flat([READING, KITCHEN, BUSES, other, fresh]))
    match = row_of(matches, "s4")
    assert (match.old, match.confidence > 0.5) == ((), True)
    assert all(
        identity == "s4" and runner.side is Side.OLD for identity, runner in match.candidates
    )


def test_sections_of_other_subjects_are_added_and_removed() -> None:
    fresh = ("夜校课程", "街道夜校开设插花、烘焙与木工课程，向在职青年开放报名。")
    matches = align(
        flat([*ALL, *generated_texts(1, 6)]), flat([*ALL[:4], *generated_texts(1, 6), fresh])
    )
    assert row_of(matches, "s11").old == ()
    assert row_of(matches, "s5", Side.OLD).new == ()


def test_removed_sections_are_shown_where_they_stood() -> None:
    matches = align(flat(ALL), flat([READING, BUSES, FIELD]))
    assert [(m.old or m.new)[0] for m in matches] == ["s0", "s1", "s2", "s3", "s4", "s5"]


def test_a_removed_first_section_stands_before_the_others() -> None:
    matches = align(flat(ALL), flat(ALL[1:]))
    assert [m.old for m in matches][:3] == [("s0",), ("s1",), ("s2",)]


def test_english_plans_are_matched_by_their_words() -> None:
    old = flat(
        [
            ("Reading hour", "Every school sets aside twenty minutes for silent reading."),
            ("School meals", "Kitchens publish menus and invoices; parents inspect monthly."),
            ("Buses", "Drivers take part in quarterly safety training on fixed routes."),
        ]
    )
    new = flat(
        [
            ("Canteens", "Menus and invoices are published and parents inspect kitchens."),
            ("Transport", "Fixed routes are driven by staff with quarterly safety training."),
            ("Quiet reading", "Twenty minutes of silent reading are set aside each morning."),
        ]
    )
    assert links_of(align(old, new)) == {("s0", "s0"), ("s1", "s3"), ("s2", "s1"), ("s3", "s2")}


@pytest.mark.parametrize("ends", ["", "。"])
def test_a_long_section_without_any_break_is_matched_like_the_rest(ends: str) -> None:
    long = "".join(body.rstrip("。") + ends for _, body in generated_texts(5, 70))
    assert len(long) > 5000
    changed = long.replace("惠及", "覆盖").replace("所学校", "个校区")
    matches = align(flat([READING, ("长篇", long), BUSES]), flat([READING, ("", changed), BUSES]))
    assert row_of(matches, "s2").old == ("s2",)


def test_plans_of_one_section_are_compared() -> None:
    matches = align(flat([READING]), flat([(READING[0], READING[1] + "优秀班级授牌。")]))
    assert links_of(matches) == {("s0", "s0"), ("s1", "s1")}


def test_the_place_between_two_partners_decides_for_a_rewritten_section() -> None:
    old, new = generated_texts(3, 9), generated_texts(3, 9)
    old[4] = ("", "乡镇图书室向学生开放，由值班员登记借还。")
    new[4] = ("", "镇里的图书室对外开放后，学生凭证入内阅读，损坏照价赔偿。")
    assert row_of(align(flat(old), flat(new)), "s5").old == ("s5",)


def test_no_row_grows_wider_than_a_reader_can_follow() -> None:
    groups = UnionFind()
    assert all(groups.union((0, place)) for place in range(MAX_ROW_WIDTH))
    assert not groups.union((0, MAX_ROW_WIDTH))
    assert groups.union((1, MAX_ROW_WIDTH))
    assert groups.union((0, 0))


def test_chapters_of_which_little_went_together_are_no_pair() -> None:
    texts = [(2, *text) for text in generated_texts(47, 6)]
    others = [(2, word, f"{word} alone.") for word in ("alpha", "beta", "gamma", "delta", "eta")]
    old = plan([(0, "计划", ""), (1, "前篇", ""), *texts])
    new = plan([(0, "计划", ""), (1, "新编", ""), *others, texts[0]])
    assert row_of(align(old, new), "s1").old == ()


def test_repeated_texts_below_unlike_parents_are_paired_in_order() -> None:
    gone = (2, "", "（删除）")
    first, second = ((2, *text) for text in generated_texts(41, 2))
    old = plan(
        [(0, "计划", ""), (1, "甲", READING[1]), gone, first, (1, "乙", BUSES[1]), gone, gone]
    )
    new = plan([(0, "计划", ""), (1, "丙", CHOIR[1]), second, gone, (1, "丁", FIELD[1])])
    assert [a for a, b in links_of(align(old, new)) if b == "s3"] == ["s2"]


def test_of_two_chapters_that_share_sections_the_one_with_more_is_the_partner() -> None:
    texts = [(2, *text) for text in generated_texts(43, 6)]
    old = plan([(0, "计划", ""), (1, "前篇", ""), *texts[:4], (1, "后篇", ""), *texts[4:]])
    new = plan([(0, "计划", ""), (1, "合编", ""), *texts])
    assert row_of(align(old, new), "s1").old == ("s1",)


def test_a_link_that_completes_a_split_says_so() -> None:
    whole = ("后勤保障", KITCHEN[1] + BUSES[1])
    matches = align(flat([READING, whole, FIELD]), flat([READING, KITCHEN, BUSES, FIELD]))
    assert "residual" in names(row_of(matches, "s2"))


def test_a_short_section_is_found_in_the_long_one_that_took_it_in() -> None:
    long = "".join(body for _, body in (KITCHEN, BUSES, FIELD)) + CHOIR[1].replace("一支", "")
    taken_in = ("合唱排练", "小学组建合唱团，聘请县文化馆教师每周辅导。")
    matches = align(flat([READING, taken_in]), flat([READING, ("综合事务", long)]))
    assert row_of(matches, "s2").old == ("s2",)


def test_a_further_part_must_say_what_the_first_does_not() -> None:
    same_heading = ("规范后勤保障", "档案室新添防潮柜，值周教师逐日登记。")
    whole = ("规范后勤保障", KITCHEN[1] + BUSES[1])
    matches = align(flat([READING, whole]), flat([READING, whole, same_heading]))
    assert row_of(matches, "s3").old == ()


def test_the_same_sign_off_makes_no_partners_of_two_last_sections() -> None:
    signed = "\n云溪县人民政府办公室\n2021年3月15日"
    old = flat([READING, KITCHEN, ("督促检查", "督查室每季度通报进展，重大情况报告。" + signed)])
    new = flat([READING, KITCHEN, ("新闻宣传", "利用广播和海报普及育儿知识。" + signed)])
    matches = align(old, new)
    assert (row_of(matches, "s3").old, row_of(matches, "s3", Side.OLD).new) == ((), ())


def test_a_chapter_goes_with_its_sections_and_not_with_one_that_is_named_like_it() -> None:
    old = plan(
        [
            (0, "蓝川县工作计划", ""),
            (1, "后勤", ""),
            (2, "推进食堂标准建设", KITCHEN[1]),
            (2, *BUSES),
            (1, "活动", ""),
            (2, *CHOIR),
            (2, *FIELD),
        ]
    )
    new = plan(
        [
            (0, "蓝川县工作计划", ""),
            (1, "推进食堂标准建设", ""),
            (2, "加快食堂达标", KITCHEN[1] + "新增营养师一名。"),
            (2, *BUSES),
            (1, "活动", ""),
            (2, *CHOIR),
            (2, *FIELD),
        ]
    )
    assert set(links_of(align(old, new))) == {(f"s{place}", f"s{place}") for place in range(7)}


def test_a_section_that_became_a_chapter_is_in_one_row_with_its_heading_and_its_parts() -> None:
    old = flat([READING, ("后勤保障", KITCHEN[1] + BUSES[1]), FIELD])
    new = plan(
        [
            (0, "蓝川县工作计划", ""),
            (1, *READING),
            (1, "后勤保障", ""),
            (2, *KITCHEN),
            (2, *BUSES),
            (1, *FIELD),
        ]
    )
    assert row_of(align(old, new), "s2").new == ("s2", "s3", "s4")


def test_two_sections_that_exchange_a_sentence_keep_a_row_each() -> None:
    fees = "一年不交纳会费的，视为自动退会。"
    leaving = ("退会", "会员退会应当书面通知本会，交回会员证，结清借用的图书。")
    expelled = ("除名", "会员严重违反章程的，经理事会三分之二以上表决通过，予以除名并公告。")
    old = flat([READING, (leaving[0], leaving[1] + fees), expelled, FIELD])
    new = flat([READING, leaving, (expelled[0], expelled[1] + fees), FIELD])
    assert set(links_of(align(old, new))) == {(f"s{place}", f"s{place}") for place in range(5)}


def test_what_was_planned_is_continued_by_the_next_plan_and_not_by_the_account_of_it() -> None:
    def report(account: str, planned: str) -> Plan:
        return plan(
            [
                (0, "政府工作报告", ""),
                (1, "去年工作回顾", ""),
                (2, "改革成效", account),
                (1, "今年工作安排", ""),
                (2, "改革开放", planned),
            ]
        )

    offices = "政务服务事项网办率达到98%，招商引资到位资金80亿元，新增市场主体6000户。"
    told = "完成林权确权登记，国有牧场改制收官。"
    asked = "推进高效办事，网办率达到99%，到位资金90亿元，培育经营主体。"
    matches = align(report(told, offices), report(offices, asked))
    assert row_of(matches, "s4").old == ("s4",)
    assert row_of(matches, "s2").old != ("s4",)


def test_a_further_part_of_a_split_has_something_that_the_first_part_has_not() -> None:
    duty = "学校对校园安全负主体责任，校长是第一责任人。学校应当配备专职或者兼职安全管理人员。"
    changed = duty.replace("专职或者兼职", "专职")
    new = "学校应当配备专职或者兼职心理健康教师，设立心理辅导室，及时疏导。"
    matches = align(
        flat([("", duty), KITCHEN, BUSES]), flat([("", changed), KITCHEN, BUSES, ("", new)])
    )
    assert row_of(matches, "s1").old == ("s1",)
    assert row_of(matches, "s4").old == ()


def test_a_paragraph_that_another_section_took_in_makes_that_section_a_further_partner() -> None:
    texts = generated_texts(61, 8)
    heading, body = texts[2]
    paragraph = "青屏片区每两年评选一次护学先锋，名单在乡镇政务栏公示，并邀请家长代表参加授牌仪式。"
    old = flat([*texts[:2], (heading, f"{body}\n{paragraph}"), *texts[3:]])
    taker = (texts[6][0], f"{texts[6][1]}\n{paragraph.replace('两年', '年')}")
    new = flat([*texts[:6], taker, texts[7]])
    assert {("s3", "s3"), ("s3", "s7"), ("s7", "s7")} <= links_of(align(old, new))


def test_a_lone_sentence_that_went_over_makes_no_partner() -> None:
    texts = generated_texts(61, 8)
    sentence = "青屏片区每两年评选一次护学先锋。"
    old = flat([*texts[:2], (texts[2][0], texts[2][1] + sentence), *texts[3:]])
    new = flat([*texts[:6], (texts[6][0], texts[6][1] + sentence), texts[7]])
    assert ("s3", "s7") not in links_of(align(old, new))


def test_repeated_texts_that_say_nothing_are_paired_by_their_labels() -> None:
    texts = generated_texts(62, 3)
    void = ("", "（略）")
    old = flat([texts[0], void, void, texts[1], texts[2]])
    sections = old.sections
    new = replace(old, sections=(*sections[:2], *sections[3:]))  # 2. is gone, 3. stays as 3.
    linked = links_of(align(old, new))
    assert ("s3", "s3") in linked
    assert not any(one == "s2" for one, _ in linked)


def test_a_section_that_became_a_chapter_is_linked_with_its_heading() -> None:
    texts = generated_texts(63, 6)
    whole = (1, "蓝川办学条件", f"{texts[1][1]}\n{texts[2][1]}")
    rest = [(1, *text) for text in (texts[0], *texts[3:])]
    chapter = [(1, "若干具体安排", ""), (2, "", texts[1][1]), (2, "", texts[2][1])]
    old = plan([(0, "蓝川县工作计划", ""), *rest, whole])
    new = plan([(0, "蓝川县工作计划", ""), *rest, *chapter])
    assert {("s5", "s5"), ("s5", "s6"), ("s5", "s7")} <= links_of(align(old, new))


def test_a_tiny_text_is_no_partner_of_a_long_one_unless_it_is_its_heading() -> None:
    texts = generated_texts(64, 5)
    long = (
        "农村校车",
        "农村校车由乡镇统一调度，驾驶员每学期培训一次，车辆每月检修，路线向家长公开。",
    )
    old = flat([*texts, ("", "校车")])
    assert ("s6", "s6") not in links_of(align(old, flat([*texts, long])))
    same = flat([*texts, ("校车", long[1])])
    assert ("s6", "s6") in links_of(align(flat([*texts, ("校车", "")]), same))
