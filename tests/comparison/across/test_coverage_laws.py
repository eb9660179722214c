"""What always holds of a coverage: of plans that were made for it, and of a plan and itself."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff import read_plan
from plandiff.comparison.across.coverage import (
    Addressee,
    Coverage,
    Demand,
    Likeness,
    Status,
    cover,
)
from plandiff.corpus.model import Plan

ACTS = (
    "各学校要建立图书借阅登记制度",
    "配备专职图书管理员",
    "每年举办一次校园读书节活动",
    "将阅读指导纳入教师全员培训课程体系",
    "建设乡镇流动书屋",
    "鼓励退休教师担任阅读辅导员",
    "完善书香校园评价办法",
    "公开采购图书目录",
)
"""What a province might ask of its counties; each is an act of its own."""


def plan(*sentences: str, title: str = "云川省中小学阅读工作意见") -> Plan:
    body = "".join(f"{sentence}。\n" for sentence in sentences)
    text = f"{title}\n一、主要任务\n{body}二、组织实施\n召开动员部署会议。\n"
    return read_plan("plan.txt", data=text.encode())


def local(*sentences: str) -> Plan:
    return plan(*sentences, title="青禾县中小学阅读工作方案")


def answers(coverage: Coverage) -> dict[str, tuple[Status, Demand | None]]:
    return {
        requirement.quote.text: (answer.status, answer.demand)
        for requirement, answer in zip(coverage.requirements, coverage.answers_of(0), strict=True)
    }


@pytest.mark.parametrize("dropped", ACTS)
def test_a_sentence_that_a_plan_drops_is_missing_and_a_gap(dropped: str) -> None:
    coverage = cover(plan(*ACTS), [local(*(act for act in ACTS if act != dropped))])
    assert answers(coverage)[dropped] == (Status.MISSING, None)
    assert coverage.gaps(0) == 1


@settings(max_examples=20)
@given(st.permutations(ACTS))
def test_the_order_of_a_local_plan_changes_no_status(acts: list[str]) -> None:
    coverage = cover(plan(*ACTS), [local(*acts)])
    assert {answer.status for answer in coverage.answers_of(0)} == {Status.COVERED}
    assert coverage.additions == ()


@given(st.lists(st.sampled_from(ACTS), unique=True, min_size=1), st.sampled_from(",，；。"))
def test_requirements_are_places_of_the_superior_plan_in_order_that_do_not_overlap(
    acts: list[str], mark: str
) -> None:
    superior = plan(mark.join(acts))
    sections = {section.id: section for section in superior.sections}
    order = {section.id: at for at, section in enumerate(superior.sections)}
    places = [requirement.quote.place for requirement in cover(superior, []).requirements]
    ends = [(order[place.section], place.start, place.end) for place in places]
    assert all(one[0] < two[0] or one[2] <= two[1] for one, two in pairwise(ends))
    for requirement in cover(superior, []).requirements:
        place = requirement.quote.place
        assert sections[place.section].text[place.start : place.end] == requirement.quote.text
    whole = "".join(requirement.quote.text for requirement in cover(superior, []).requirements)
    assert all(act in whole for act in acts)


def test_a_plan_covers_itself_in_copied_words_and_adds_nothing() -> None:
    superior = plan(*ACTS)
    coverage = cover(superior, [superior])
    assert {(a.status, a.demand, a.likeness) for a in coverage.answers_of(0)} == {
        (Status.COVERED, Demand.SAME, Likeness.COPIED)
    }
    assert coverage.additions == ()


def test_every_requirement_has_one_answer_of_each_plan_in_their_order() -> None:
    coverage = cover(plan(*ACTS), [local(*ACTS), local(ACTS[0]), local(*ACTS[:4])])
    assert len(coverage.answers) == len(coverage.requirements)
    assert {tuple(a.local for a in answers) for answers in coverage.answers} == {(0, 1, 2)}
    for at, found in enumerate(coverage.locals):
        assert coverage.answers_of(at) == tuple(
            replace(answer, local=at) for answer in cover(coverage.superior, [found]).answers_of(0)
        )


def test_quotes_and_additions_are_places_of_the_local_plan() -> None:
    coverage = cover(plan(*ACTS), [local(*ACTS[:5], "开通家校共读热线")])
    sections = {section.id: section.text for section in coverage.locals[0].sections}
    found = [quote for answer in coverage.answers_of(0) for quote in answer.quotes]
    found += [addition.quote for addition in coverage.additions]
    assert found
    for quote in found:
        assert sections[quote.place.section][quote.place.start : quote.place.end] == quote.text


def test_an_answer_is_found_in_any_section() -> None:
    text = (
        "青禾县中小学阅读工作方案\n一、主要任务\n配备专职图书管理员。\n"
        "二、保障措施\n完善评价办法。各学校要建立图书借阅登记制度。\n"
    )
    coverage = cover(plan(*ACTS[:2]), [read_plan("local.txt", data=text.encode())])
    assert answers(coverage)[ACTS[0]][0] is Status.COVERED


def test_progress_counts_the_local_plans() -> None:
    calls: list[tuple[int, int]] = []
    cover(plan(*ACTS), [local(*ACTS), local(ACTS[0])], lambda *call: calls.append(call))
    assert calls == [(1, 2), (2, 2)]


def test_what_a_plan_adds_is_listed_also_inside_a_sentence_that_it_copied() -> None:
    copied = "各学校要建立图书借阅登记制度，开通家校共读热线"
    coverage = cover(plan(*ACTS), [local(copied, *ACTS[1:], "选聘百名民间说书人进校园")])
    assert [addition.quote.text for addition in coverage.additions] == [
        "开通家校共读热线",
        "选聘百名民间说书人进校园",
    ]


@pytest.mark.parametrize(
    ("detail", "own"),
    [
        ("由骨干教师兼任管理员", False),
        ("配备登记设备", False),
        ("配备登记设备5台", False),
        ("登记簿学生人手一册", False),
        ("做到专人保管", False),
        ("10月举办校园书展", True),
        ("评选读书达人50名", True),
        ("各镇向区教育局报告借阅情况", True),
    ],
)
def test_behind_an_answer_only_an_act_of_its_own_is_an_addition(detail: str, own: bool) -> None:
    coverage = cover(plan(*ACTS), [local(f"{ACTS[0]}，{detail}", *ACTS[1:])])
    assert [addition.quote.text for addition in coverage.additions] == [detail] * own
    assert (detail in coverage.answers[0][0].quotes[0].text) is not own


def test_how_often_and_in_which_case_an_act_is_done_belongs_to_it() -> None:
    asked = ("健全四级预警网络，每月至少研判一次", "学校发现险情的，应当在2小时内报告")
    quotes = [one.quote.text for one in cover(plan(*asked), []).requirements]
    assert quotes[: len(asked)] == list(asked)


def test_rates_of_different_things_do_not_answer_each_other() -> None:
    asked = "开展心理健康教育的指导站点比例达到60%"
    said = "配备专职心理健康教育教师的学校比例达到95%"
    assert cover(plan(asked), [local(said)]).gaps(0) == 1


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("各学校要建立图书借阅登记制度", Addressee.LOWER),
        ("各市、县要建设乡镇流动书屋", Addressee.LOWER),
        ("开展省、市、县级阅读示范学校评选", Addressee.LOWER),
        ("省财政安排专项资金用于流动书屋建设", Addressee.SELF),
        ("举办省级师生诵读展演", Addressee.SELF),
        ("普通高校要开设阅读通识选修课", Addressee.OTHER),
        ("鼓励高校毕业生到乡村学校任教", Addressee.OTHER),
    ],
)
def test_the_addressee_is_the_one_who_must_act(sentence: str, addressee: Addressee) -> None:
    coverage = cover(plan(sentence), [local("落实阅读经费")])
    assert coverage.requirements[0].addressee is addressee
    assert coverage.is_gap(0, 0) is (addressee is Addressee.LOWER)


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("市财政安排专项资金用于流动书屋建设", Addressee.SELF),
        ("举办全市“书香少年”评选", Addressee.SELF),
        ("各城市社区要开展阅读评选", Addressee.LOWER),
    ],
)
def test_a_city_keeps_what_is_its_own_and_not_what_is_in_cities(
    sentence: str, addressee: Addressee
) -> None:
    superior = plan(sentence, title="云川市中小学阅读工作意见")
    assert cover(superior, []).requirements[0].addressee is addressee


def test_a_sentence_without_a_subject_has_that_of_the_sentence_before() -> None:
    superior = plan("普通高校要开设阅读通识选修课。要建设数字图书馆联盟")
    assert [r.addressee for r in cover(superior, []).requirements[:2]] == [Addressee.OTHER] * 2


def test_a_heading_that_names_universities_says_who_must_act_below_it() -> None:
    text = (
        "云川省中小学阅读工作意见\n一、深化高校阅读教育改革\n完善阅读通识课程体系。\n"
        "二、建设书香校园\n配备专职图书管理员。\n"
    )
    found = cover(read_plan("superior.txt", data=text.encode()), []).requirements
    assert [one.addressee for one in found] == [Addressee.OTHER, Addressee.LOWER]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("适时开展阅读工作专项督导", "适时开征车船税"),
        ("巩固提升书香校园建设成果", "巩固提升园林城区创建成果"),
        ("持续开展经典诵读进校园活动", "持续开展冰雪旅游推介活动"),
        ("将阅读贯穿于学校教育教学全过程", "将节约贯穿于机关运行各领域全过程"),
    ],
)
def test_sentences_that_share_their_verbs_only_answer_nothing(asked: str, said: str) -> None:
    assert cover(plan(asked), [local(said)]).answers_of(0)[0].status is Status.MISSING


@pytest.mark.parametrize(
    ("asked", "said", "demand"),
    [
        ("每年举办一次校园读书节活动", "适时举办校园读书节活动", Demand.LESS),
        ("每三年举办一次校园读书节活动", "每年举办一次校园读书节活动", Demand.MORE),
        ("生均图书达到30册以上", "生均图书达到35册以上", Demand.MORE),
        ("生均图书达到30册以上", "生均图书达到25册以上", Demand.LESS),
        ("2030年底前建成乡镇流动书屋", "2029年底前建成乡镇流动书屋", Demand.MORE),
        ("2030年底前建成乡镇流动书屋", "2032年底前建成乡镇流动书屋", Demand.LESS),
        ("建设一批书香校园示范学校", "建设20所书香校园示范学校", Demand.MORE),
        ("必须配备专职图书管理员", "鼓励配备专职图书管理员", Demand.LESS),
        ("逐步开放学校图书馆和阅览室", "开放学校图书馆和阅览室", Demand.MORE),
        ("开设古诗、寓言、童话阅读课程", "开设古诗、寓言、童话、科普阅读课程", Demand.MORE),
        ("开设古诗、寓言、童话、科普阅读课程", "开设古诗、寓言、童话阅读课程", Demand.LESS),
        ("全省建设乡镇流动书屋", "全县建设乡镇流动书屋", Demand.SAME),
        ("新建乡镇流动书屋300个", "新建乡镇流动书屋12个", Demand.SAME),
        ("各级各类学校要开展师生共读", "各中小学校要开展师生共读", Demand.SAME),
        ("各校每学年设立1个阅读周", "春秋两季各设立1个阅读周", Demand.MORE),
        ("乡镇学校应当建设流动书屋", "乡镇学校流动书屋建设比例达到80%", Demand.LESS),
        ("阅读课每周不少于1课时", "阅读课每周不少于1节", Demand.SAME),
        ("用5年时间，将图书管理员轮训一遍", "用3年时间，将图书管理员轮训一遍", Demand.MORE),
        ("乡镇学校可以设立流动书屋", "乡镇学校设立流动书屋", Demand.MORE),
        ("每三年走访一次流动书屋", "每三天走访一次流动书屋", Demand.MORE),
        ("学校每年举办校园读书节活动", "学校每年10月举办校园读书节活动", Demand.SAME),
    ],
)
def test_more_or_less_is_asked(asked: str, said: str, demand: Demand) -> None:
    """A share of the superior level's total is no lower standard."""
    coverage = cover(plan(asked), [local(said)])
    answer = coverage.answers_of(0)[0]
    assert answer.status is not Status.MISSING
    assert answer.demand is demand
    assert bool(answer.differences) is (demand is not Demand.SAME)


@pytest.mark.parametrize(
    ("said", "likeness"),
    [
        ("各学校要建立图书借阅登记制度和定期盘点制度", Likeness.COPIED),
        ("学校建好图书借阅登记台账", Likeness.REWORDED),
    ],
)
def test_likeness_says_in_whose_words_an_answer_is(said: str, likeness: Likeness) -> None:
    answer = cover(plan(*ACTS), [local(said)]).answers_of(0)[0]
    assert answer.likeness is likeness


def test_an_item_that_is_gone_makes_an_answer_partial() -> None:
    asked = "建设校园图书馆、乡镇流动书屋和社区共读空间"
    said = "建设校园图书馆和乡镇流动书屋"
    assert cover(plan(asked), [local(said)]).answers_of(0)[0].status is Status.PARTLY


def test_preamble_ideology_definitions_accounts_and_who_is_in_charge_ask_nothing() -> None:
    text = (
        "云川省中小学阅读工作意见\n为推进阅读工作，制定本意见。\n"
        "一、指导思想\n坚持立德树人，弘扬优秀文化。\n"
        "二、工作回顾\n建设流动书屋。\n"
        "三、主要任务\n阅读课程主要包括古诗、寓言。配备专职图书管理员。\n"
        "牵头单位：省教育厅\n配合单位：省财政厅\n"
    )
    superior = read_plan("superior.txt", data=text.encode())
    assert [r.quote.text for r in cover(superior, []).requirements] == ["配备专职图书管理员"]


def test_clauses_of_manner_and_purpose_stay_with_their_act() -> None:
    sentence = (
        "依托省阅读服务平台，将图书资源输送到乡村学校，扩大优质图书覆盖面，"
        "配备专职图书管理员，促进师生共读"
    )
    assert [r.quote.text for r in cover(plan(sentence), []).requirements[:2]] == [
        "依托省阅读服务平台，将图书资源输送到乡村学校，扩大优质图书覆盖面",
        "配备专职图书管理员，促进师生共读",
    ]


def test_an_english_sentence_with_a_word_of_force_is_one_requirement() -> None:
    text = (
        "Reading Plan\n\n1. Libraries\n\nThe county has many readers, old and young. "
        "Schools must open their libraries, lend books, and keep records.\n"
    )
    superior = read_plan("plan.txt", data=text.encode())
    assert [one.quote.text for one in cover(superior, []).requirements] == [
        "Schools must open their libraries, lend books, and keep records"
    ]


def test_plans_without_any_text_that_asks_give_an_empty_coverage() -> None:
    empty = read_plan("empty.txt", data="云川省通知\n".encode())
    coverage = cover(empty, [empty])
    assert coverage.requirements == ()
    assert coverage.answers_of(0) == ()
    assert coverage.gaps(0) == 0


def test_an_answer_in_own_words_is_found_where_its_neighbours_are_answered() -> None:
    asked, said = "组织学生家长参与图书捐赠活动", "倡导家庭把闲置图书捐赠出来"
    superior = plan(*ACTS[:4], asked, *ACTS[4:])
    answered = cover(superior, [local(*ACTS[:4], said, *ACTS[4:])])
    dropped = cover(superior, [local(*ACTS)])
    assert answers(answered)[asked][0] is Status.COVERED
    assert answers(dropped)[asked][0] is Status.MISSING


@pytest.mark.parametrize(
    ("said", "status"), [("书架由专人值守", Status.COVERED), ("为山区添置校车", Status.MISSING)]
)
def test_what_lies_between_answers_in_the_order_of_topics_is_a_doubtful_answer(
    said: str, status: Status
) -> None:
    """Where both have a rare character in common: 专."""
    acts = (*ACTS, "开通家校共读热线", "组织师生诵读展演")
    coverage = cover(plan(*acts), [local(acts[0], said, *acts[2:])])
    answer = coverage.answers_of(0)[1]
    assert answer.status is status
    assert answer.doubtful or status is Status.MISSING
    assert [quote.text for quote in answer.quotes] == [said] * (status is Status.COVERED)
    assert [one.quote.text for one in coverage.additions] == [said] * (status is Status.MISSING)


def test_a_bound_without_a_verb_asks_for_something() -> None:
    found = cover(plan("鼓励学生担任图书管理员,高中学生累计不少于40学时"), []).requirements
    assert found[1].quote.text == "高中学生累计不少于40学时"


def test_whom_the_superior_level_pays_for_is_its_own_duty() -> None:
    superior = plan("省级财政安排奖补资金,支持山区建设流动书屋")
    assert [r.addressee for r in cover(superior, []).requirements[:2]] == [Addressee.SELF] * 2


def test_a_sentence_that_a_number_makes_a_heading_is_read() -> None:
    text = (
        "青禾县中小学阅读工作方案\n一、主要任务\n"
        "1.各学校要按照生均图书不低于30册的标准建立图书借阅登记制度。每年清点一次。\n"
    )
    numbered = read_plan("plan.txt", data=text.encode())
    assert answers(cover(plan(*ACTS), [numbered]))[ACTS[0]][0] is Status.COVERED


@pytest.mark.parametrize(
    "sentence", ["为推进阅读工作，制定本意见", "本意见所称书屋，是指以村为单位、由村民管理的场所"]
)
def test_a_sentence_about_the_plan_itself_asks_nothing(sentence: str) -> None:
    assert cover(plan(*ACTS, sentence), []).requirements == cover(plan(*ACTS), []).requirements


def test_what_the_superior_plan_states_without_asking_is_no_addition() -> None:
    principle = "坚持政府主导、家校协同推动阅读"
    text = f"云川省阅读意见\n一、指导思想\n{principle}。\n二、任务\n{ACTS[0]}。\n{ACTS[1]}。\n"
    superior = read_plan("superior.txt", data=text.encode())
    found = cover(superior, [local(principle, *ACTS[:2])])
    assert all(principle not in addition.quote.text for addition in found.additions)


@pytest.mark.parametrize(
    ("asked", "said", "demand"),
    [
        ("乡镇流动书屋覆盖率达到90%以上", "乡镇流动书屋实现全覆盖", Demand.MORE),
        ("每半年开展一次图书清点工作", "每季度开展一次图书清点工作", Demand.MORE),
        ("每校补助不低于3000元", "校均补助3500元", Demand.MORE),
        ("一年内完成乡镇流动书屋建设", "半年内完成乡镇流动书屋建设", Demand.MORE),
        ("新书要在三十天内上架流动书屋", "新书要在2个月内上架流动书屋", Demand.LESS),
        ("引导书店企业开办社区书屋", "引导书店企业参与社区书屋", Demand.SAME),
    ],
)
def test_a_higher_rate_and_a_shorter_time_ask_more_and_a_whole_is_a_hundred_per_cent(
    asked: str, said: str, demand: Demand
) -> None:
    found = cover(plan(asked, *ACTS), [local(said, *ACTS)])
    assert answers(found)[asked] == (Status.COVERED, demand)


def test_a_lesser_standard_and_a_threshold_ask_less() -> None:
    asked = ("县级教研机构要配备专职心理教研员", "各学校要建立图书借阅登记制度")
    said = ("区教研机构配备心理教研员1名，由教师兼任", "500人以上的学校要建立图书借阅登记制度")
    answers = cover(plan(*asked), [local(*said)]).answers_of(0)[: len(asked)]
    assert [answer.demand for answer in answers] == [Demand.LESS, Demand.LESS]


def test_numbers_of_groups_are_the_same_in_another_order() -> None:
    asked = "每所学校至少配备1名图书管理员，学生超过1000人的学校至少配备2名"
    answered = "图书管理员规模千人以上的学校不少于2人，其他学校不少于1人"
    answer = cover(plan(asked, *ACTS[2:]), [local(answered, *ACTS[2:])]).answers_of(0)[0]
    assert (answer.status, answer.demand) == (Status.COVERED, Demand.SAME)


def test_an_answer_of_some_of_those_who_are_asked_is_partial_and_asks_less() -> None:
    local_plan = local("规模较大的学校要建立图书借阅登记制度")
    answer = cover(plan("各学校要建立图书借阅登记制度"), [local_plan]).answers_of(0)[0]
    assert (answer.status, answer.demand) == (Status.PARTLY, Demand.LESS)


@pytest.mark.parametrize(
    ("detail", "acts"),
    [
        ("每学期开展1次图书清点", 1),
        ("图书完好率达到95%", 1),
        ("2027年底前建成不少于2个", 1),
        ("免费向师生开放", 1),
        ("各校每学期开展1次图书清点", 2),
        ("每三年举办全省阅读展演", 2),
        ("鼓励家长参与阅读", 2),
    ],
)
def test_the_standard_of_an_act_belongs_to_it_unless_somebody_else_acts(
    detail: str, acts: int
) -> None:
    superior = plan(f"健全图书室管理制度，{detail}")
    assert len(cover(superior, []).requirements) == acts + 1


def test_clauses_with_a_number_each_are_requirements_of_their_own() -> None:
    superior = plan("建设书香校园20所，图书完好率达到95%")
    assert len(cover(superior, []).requirements) == 3


def test_a_further_clause_is_answered_by_a_clause_beside_the_answer() -> None:
    asked = "建立阅读工作协调机制，每年至少召开2次会议"
    answered = "成立阅读工作协调小组，每季度至少召开1次会议"
    coverage = cover(plan(asked, *ACTS), [local(answered, *ACTS)])
    assert [quote.text for quote in coverage.answers_of(0)[0].quotes] == [answered]
    assert coverage.additions == ()


def test_a_verb_of_any_act_is_no_answer() -> None:
    asked, other = "推行跨学科主题阅读", "推广家庭蔬菜种植"
    coverage = cover(plan(*ACTS[:4], asked, *ACTS[4:]), [local(*ACTS[:4], other, *ACTS[4:])])
    assert answers(coverage)[asked] == (Status.MISSING, None)


def test_a_requirement_whose_number_is_gone_is_answered_in_part_and_asks_less() -> None:
    asked = "配备不少于3名专职图书管理员"
    found = cover(plan(asked, *ACTS), [local("配备专职图书管理员", *ACTS)])
    assert answers(found)[asked] == (Status.PARTLY, Demand.LESS)


def test_a_number_in_a_word_of_the_same_kind_is_not_gone() -> None:
    asked = "每年举办不少于3次校外名家讲座"
    found = cover(plan(asked, *ACTS), [local("校外名家讲座每年组织五场", *ACTS)])
    assert answers(found)[asked] == (Status.COVERED, Demand.MORE)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("为旧书建立档案并动态管理", "旧书设立台账"),
        ("严禁挪用购书经费", "购书款项不得挤占"),
        ("严禁以观看视频代替整本阅读", "坚决纠正用看短片顶替读整本书的做法"),
    ],
)
def test_an_answer_in_other_words_is_found_beside_answered_neighbours(
    asked: str, said: str
) -> None:
    found = cover(plan(*ACTS[:3], asked, *ACTS[3:]), [local(*ACTS[:3], said, *ACTS[3:])])
    assert answers(found)[asked][0] is Status.COVERED
    assert not [one.quote.text for one in found.additions]


@pytest.mark.shared
def test_a_gap_names_what_may_be_its_answer_or_nothing(shared: Path) -> None:
    superior, plan_ = (
        read_plan(shared / "coverage" / f"A_edu_arts_{name}.txt") for name in ("henan", "quanzhou")
    )
    answers_ = cover(superior, [plan_]).answers_of(0)
    assert any(answer.doubtful and answer.nearest for answer in answers_)
    for answer in answers_:
        assert not (answer.nearest and answer.quotes)
        assert bool(answer.nearest) is (answer.doubtful and answer.status is Status.MISSING)


def test_a_report_to_the_superior_level_is_the_lower_ones_duty() -> None:
    superior = plan("各县每季度向省教育厅报送工作进展", "全省统一建设阅读信息平台")
    addressees = [one.addressee for one in cover(superior, []).requirements[:2]]
    assert addressees == [Addressee.LOWER, Addressee.SELF]
