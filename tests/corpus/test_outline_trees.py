"""Outlines as a careful reader would draw them: the text on top, its tree below."""

from collections.abc import Sequence
from itertools import chain

import pytest

from plandiff.corpus.model import Document, Finding, Line, Plan, Source
from plandiff.corpus.parsing import parse


def read(text: str, table: Sequence[Line] = ()) -> Plan:
    """Read the lines of a text; ``table`` replaces the line 表."""
    source = Source("a.txt", "txt", "utf-8", "", len(text))
    lines = [Line(line) for line in text.split("\n")]
    at = next((i for i, line in enumerate(lines) if line.text == "表"), len(lines))
    return parse(Document(source, (*lines[:at], *table, *lines[at + 1 :])))


def tree(plan: Plan) -> list[str]:
    return [
        "  " * (s.level - 1) + " ".join(part for part in (s.label, s.heading) if part)
        for s in plan.sections[1:]
    ]


def numbers(plan: Plan) -> list[int | None]:
    return [s.number for s in plan.sections[1:]]


def odd(plan: Plan) -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in plan.findings]


def test_a_run_in_heading_ends_at_its_first_stop() -> None:
    plan = read("云溪县计划\n一、目标\n（一）学前教育。新建3所。增加学位。\n（二）安全\n没有事故。")
    assert [(s.heading, s.body) for s in plan.sections[1:]] == [
        ("目标", ""),
        ("学前教育", "新建3所。增加学位。"),
        ("安全", "没有事故。"),
    ]


def test_a_stop_within_quotes_does_not_end_a_heading() -> None:
    plan = read("计划\n一、践行“好校风。好学风。”行动。全校参加。")
    assert plan.sections[1].heading == "践行“好校风。好学风。”行动"


def test_a_short_heading_may_end_with_a_colon() -> None:
    plan = read(
        "计划\n（一）指导思想：以立德树人为根本任务，办好学校。\n（二）目标：升学率达到90%以上。"
    )
    assert [s.heading for s in plan.sections[1:]] == ["指导思想：", "目标："]


def test_all_levels_of_official_documents_nest() -> None:
    text = """白石镇中心校计划
一、重点
（一）教学
1.课程
（1）备课
①写教案。
②磨课。
（2）上课
2.教研
（二）德育
二、保障"""
    assert tree(read(text)) == [
        "一、 重点",
        "  （一） 教学",
        "    1. 课程",
        "      （1） 备课",
        "        ① 写教案",
        "        ② 磨课",
        "      （2） 上课",
        "    2. 教研",
        "  （二） 德育",
        "二、 保障",
    ]


def test_levels_come_from_nesting_and_not_from_the_kind_of_label() -> None:
    text = """计划
1.教学
（一）课程
（二）教研
2.德育
（一）班会
（二）家访"""
    assert tree(read(text)) == [
        "1. 教学",
        "  （一） 课程",
        "  （二） 教研",
        "2. 德育",
        "  （一） 班会",
        "  （二） 家访",
    ]


def test_numbering_may_run_on_across_chapters() -> None:
    plan = read(
        "计划\n一、教学\n（一）课程\n（二）教研\n二、德育\n（三）班会\n三、后勤\n（四）食堂"
    )
    assert tree(plan) == [
        "一、 教学",
        "  （一） 课程",
        "  （二） 教研",
        "二、 德育",
        "  （三） 班会",
        "三、 后勤",
        "  （四） 食堂",
    ]
    assert numbers(plan) == [1, 1, 2, 2, 3, 3, 4]
    assert odd(plan) == []


def test_articles_keep_their_lists_and_stand_under_their_chapter() -> None:
    text = """云溪县教育促进条例
第一章　总　则
第一条　为了促进教育，制定本条例。
第二条　教育包括：
（一）学前教育；
（二）义务教育。
第二章　学　校
第一节　设　立
第三条　设立学校应当有：
1．章程；
2．教师。
第四条　依照本条例第三条第（一）项设立。第五条规定的除外。
第二节　管　理
第五条　学校实行校长负责制。
第五条之一　校长应当称职。"""
    plan = read(text)
    assert tree(plan) == [
        "第一章 总则",
        "  第一条",
        "  第二条",
        "第二章 学校",
        "  第一节 设立",
        "    第三条",
        "    第四条",
        "  第二节 管理",
        "    第五条",
        "    第五条之一",
    ]
    assert plan.sections[3].body == "教育包括：\n（一）学前教育；\n（二）义务教育。"
    assert odd(plan) == []


def test_an_article_may_have_a_title_and_a_bullet_before_its_label() -> None:
    plan = read(
        "社团章程\n- 第1条 名称\n本社叫作晨光社。\n- 第2条 【宗旨】读书。\n- 第3条\n按时缴费。"
    )
    assert [(s.label, s.heading, s.body) for s in plan.sections[1:]] == [
        ("第1条", "名称", "本社叫作晨光社。"),
        ("第2条", "【宗旨】", "读书。"),
        ("第3条", "", "按时缴费。"),
    ]
    assert [r.reason for r in plan.removed] == ["bullet"] * 3


def test_masked_numbers_are_counted_within_their_parent() -> None:
    plan = read("计划\n一、教学\n*.课程。好。\n*.教研。好。\n二、德育\n*.班会。好。\n*,家访。好。")
    assert numbers(plan) == [1, 1, 2, 2, 1, 2]
    assert odd(plan)[:1] == [("masked-number", "*.")]


def test_masked_articles_are_counted_on() -> None:
    plan = read("章程\n第一章 总则\n第一条 甲。\n第n条 乙。\n第二章 会员\n第n条 丙。\n第五条 丁。")
    assert numbers(plan) == [1, 1, 2, 2, 3, 5]


def test_lost_digits_are_repaired_from_the_sequence() -> None:
    parts = [f"{n % 10 if 10 <= n < 20 else n}.事项{chr(0x4E00 + n)}。做好。" for n in range(1, 23)]
    plan = read("计划\n" + "\n".join(parts))
    assert numbers(plan) == list(range(1, 23))
    assert [f.kind for f in plan.findings] == ["damaged-number"] * 10
    assert plan.sections[10].label == "0."


def test_a_number_that_is_lost_altogether_is_found_by_the_hole_it_left() -> None:
    first = "计划一、坚持立德树人,抓好德育工作.深入开展活动。全校参加。2.加强班会。每周一次。"
    plan = read(f"{first}3.家访。每年一次。二、教学4.备课。每周一次。5.教研。每月一次。")
    assert numbers(plan) == [1, 1, 2, 3, 2, 4, 5]
    assert plan.sections[2].label == "."
    assert plan.sections[1].heading == "坚持立德树人,抓好德育工作"


def test_a_number_used_twice_is_repaired_where_the_next_one_shows_it() -> None:
    plan = read("计划\n（一）甲事项。\n（二）乙事项。\n（二）丙事项。\n（四）丁事项。")
    assert numbers(plan) == [1, 2, 3, 4]
    assert odd(plan) == [("duplicate-number", "（二）")]


def test_a_gap_and_a_missing_first_member_are_reported() -> None:
    plan = read("计划\n二、教学\n抓好。\n三、德育\n抓好。\n五、后勤\n抓好。")
    assert numbers(plan) == [2, 3, 5]
    assert odd(plan) == [("number-gap", "… → 二、"), ("number-gap", "三、 → 五、")]


def test_a_chapter_whose_sisters_are_lost_explains_why_counting_starts_anew() -> None:
    first = "计划要点。(一)教学。抓好课程。(二)德育。抓好班会。"
    plan = read(f"要点\n{first}三、保障措施(一)领导。加强领导。(二)经费。保障经费。")
    assert tree(plan) == ["(一) 教学", "(二) 德育", "三、 保障措施", "  (一) 领导", "  (二) 经费"]


def test_lists_within_a_sentence_are_no_sections() -> None:
    text = """城南小学计划
一、目标
今年有三个目标：1.质量目标，优秀率30%；2.安全目标，事故为0；3.满意目标，满意度95%。
二、工作
重点抓好：（1）抓教学，（2）抓安全，（3）抓服务。
三、依据
按照第三条第（二）项和附件1、2的要求，做好一、二年级工作。"""
    assert tree(read(text)) == ["一、 目标", "二、 工作", "三、 依据"]


def test_headings_without_labels_stand_above_what_they_head() -> None:
    text = """松岗区要点
今年要坚持稳中求进，全面落实立德树人根本任务，推动教育高质量发展。
加强党的建设，落实主体责任
1.学习教育。开展学习教育，推动全体党员学深悟透，指导实践，推动工作。
2.廉政建设。落实八项规定，加强监督检查，营造风清气正的教育环境。
提高教育质量，促进学生发展
3.课程改革。开齐开足课程，提高课堂效率，减轻学生过重的课业负担。"""
    assert tree(read(text)) == [
        "加强党的建设，落实主体责任",
        "  1. 学习教育",
        "  2. 廉政建设",
        "提高教育质量，促进学生发展",
        "  3. 课程改革",
    ]


def test_headings_without_labels_are_found_where_all_line_ends_are_lost() -> None:
    parts = [
        f"加强{name}，提高工作水平{2 * n + 1}.甲项{name}。抓好。{2 * n + 2}.乙项{name}。抓好。"
        for n, name in enumerate(("党的建设", "教学管理", "校园安全"))
    ]
    assert tree(read("松岗区要点\n今年要办好教育。" + "".join(parts)))[:4] == [
        "加强党的建设，提高工作水平",
        "  1. 甲项党的建设",
        "  2. 乙项党的建设",
        "加强教学管理，提高工作水平",
    ]


def test_a_number_inside_a_word_of_numbers_starts_no_chapter() -> None:
    text = "要点。一、教学。实施五证合一、一照一码改革。二、德育。抓好班会。"
    assert tree(read(text)) == ["一、 教学", "二、 德育"]


def test_english_labels_within_a_line_follow_a_full_stop() -> None:
    text = "School Plan\nWe act. 1. Early years. We open 5 nurseries. 2. Schools. We paint."
    assert tree(read(text)) == ["1. Early years.", "2. Schools."]


def test_within_one_line_a_small_gap_is_bridged() -> None:
    plan = read("要点。(一)甲事项。抓好。(二)乙事项。抓好。(四)丁事项。抓好。(五)戊事项。抓好。")
    assert numbers(plan) == [1, 2, 4, 5]


def test_short_items_in_passing_are_no_sections_where_lines_lead() -> None:
    items = "做法：好。(1)备课。(2)上课。(3)辅导。"
    text = f"要点\n一、甲\n{items}\n二、乙\n抓好。\n三、丙\n抓好。\n四、丁\n抓好。"
    assert tree(read(text)) == ["一、 甲", "二、 乙", "三、 丙", "四、 丁"]


def test_a_number_beyond_all_counting_is_no_label() -> None:
    assert tree(read("要点\n一、甲\n500.六百名学生参加。\n二、乙\n抓好。")) == [
        "一、 甲",
        "二、 乙",
    ]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("加强自身建设加快推进教育发展是今年的主线，必须压实责任。", "加强自身建设"),
        ("指导思想以立德树人为根本任务，坚持五育并举，办好学校。", "指导思想"),
        ("2023年工作回顾过去一年是极不平凡的一年。", "2023年工作回顾"),
        ("落实根本任务，加强和改进德育工作", "落实根本任务，加强和改进德育工作"),
        ("坚持教育教学中心地位。", "坚持教育教学中心地位"),
        (
            "抓好工作坚持质量为本，努力办好人民满意的教育。",
            "抓好工作坚持质量为本，努力办好人民满意的教育",
        ),
        ("推进“双减工作。", "推进“双减工作"),
    ],
)
def test_a_heading_may_run_into_its_text_without_any_mark(text: str, heading: str) -> None:
    plan = read(f"要点。一、开头。抓好。二、{text}(一)甲。抓好。(二)乙。抓好。")
    assert plan.sections[2].heading == heading


def test_a_plan_may_have_headings_without_labels_only() -> None:
    text = """松岗区思路

总体目标

坚持稳中求进，全面落实立德树人根本任务，推动教育高质量发展，办好学校。

保障措施

加强组织领导，落实经费投入，强化督导检查，确保各项任务按时全部完成。"""
    assert tree(read(text)) == ["总体目标", "保障措施"]


def test_headings_in_brackets_may_run_into_their_text() -> None:
    text = """安全工作计划
【指导思想】坚持安全第一的方针，进一步加强各项管理工作。
【具体措施】
一、加强领导。明确职责。
二、强化教育。每周一次。"""
    plan = read(text)
    assert tree(plan) == ["【指导思想】", "【具体措施】", "  一、 加强领导", "  二、 强化教育"]
    assert plan.sections[1].body == "坚持安全第一的方针，进一步加强各项管理工作。"


@pytest.mark.parametrize(
    "line",
    ["牵头部门：市教育局", "李　明", "王小明", "2024年3月1日", "——坚持质量", "（此页无正文）"],
)
def test_short_lines_that_head_nothing_are_text(line: str) -> None:
    prose = "坚持稳中求进，全面落实立德树人根本任务，推动教育高质量发展，办好学校。"
    plan = read(f"要点\n一、甲\n{prose}\n{line}\n{prose}\n二、乙\n{prose}\n{line}\n{prose}")
    assert tree(plan) == ["一、 甲", "二、 乙"]


def test_attachments_have_outlines_of_their_own() -> None:
    text = """南浦区教育局关于印发要点的通知
各学校：
附件：1.工作要点
      2.分解表
附件1
工作要点
一、要求
坚持立德树人。
二、任务
提高质量。
附件2
分解表
一、学前教育
新建2所。"""
    assert tree(read(text)) == [
        "附件1 工作要点",
        "  一、 要求",
        "  二、 任务",
        "附件2 分解表",
        "  一、 学前教育",
    ]


def test_decimals_nest_by_their_length() -> None:
    text = """方案
1 范围
适用于全校。
2 内容
2.1 主干网
带宽10G。
2.2 接入网
2.2.1 有线
覆盖率100%。
2.2.2 无线
3.5亿元用于设备。
3 进度
年底完成。"""
    assert tree(read(text)) == [
        "1 范围",
        "2 内容",
        "  2.1 主干网",
        "  2.2 接入网",
        "    2.2.1 有线",
        "    2.2.2 无线",
        "3 进度",
    ]


def test_english_prose_is_read_too() -> None:
    text = """Riverside Education Plan 2024
All children shall learn.
Chapter 1 Early years
1. SectionPaths. We will open 5 nurseries. Enrolment will reach 92 per cent.
2. Staff
Train 300 teachers.
Chapter 2 Schools
1. Roofs
Renovate 2. Then paint."""
    plan = read(text)
    assert tree(plan) == [
        "Chapter 1 Early years",
        "  1. SectionPaths.",
        "  2. Staff",
        "Chapter 2 Schools",
        "  1. Roofs",
    ]
    assert plan.year == 2024


def test_english_bylaws_and_goals_are_read_too() -> None:
    text = """Bylaws of the Riverside Foundation
ARTICLE I
Name
Section 1. Name. It is called the Foundation.
Section 2. Purpose. It raises money
for schools:
(a) every year;
ARTICLE II Members
Section 1. Dues. See Article I, Section 2."""
    assert tree(read(text)) == [
        "ARTICLE I Name",
        "  Section 1. Name.",
        "  Section 2. Purpose.",
        "ARTICLE II Members",
        "  Section 1. Dues.",
    ]
    goals = "Strategic Plan\nGoal 1: Learn\n1.1 Read\n1.2 Write\nGoal 2: Grow\n2.1 Play"
    assert tree(read(goals)) == [
        "Goal 1: Learn",
        "  1.1 Read",
        "  1.2 Write",
        "Goal 2: Grow",
        "  2.1 Play",
    ]


def test_headings_of_the_format_rank_above_labels_in_the_text() -> None:
    lines = (
        Line("2024年工作计划", 1),
        Line("一、教学", 2),
        Line("（一）课程。开齐课程。", whole=True),
        Line("（二）教研。每周一次。", whole=True),
        Line("德育", 2),
        Line("开展活动。", whole=True),
        Line("家访", None, "1.", whole=True),
    )
    plan = parse(Document(Source("a.docx", "docx", None, "", 60), lines))
    assert plan.title == "2024年工作计划"
    assert tree(plan) == ["一、 教学", "  （一） 课程", "  （二） 教研", "德育", "  1. 家访"]


def test_a_plan_that_breaks_off_says_so() -> None:
    end = "建立数字化学生成长档案，针对不同学生身心特点和成长"
    plan = read(f"计划\n一、教学\n抓好课程，开齐开足各门课程。\n二、德育\n{end}")
    assert plan.findings == (Finding("truncated-end", "s2", end[-20:]),)


def test_labels_glued_to_the_headings_above_them_go_on_the_sequence_of_the_lines() -> None:
    text = """计划
一、贯彻会议精神1、根据会议要求，制订任务分解表
二、深化改革2、推进人事改革。
3、深化办学体制改革。
4、优化资源结构。"""
    assert tree(read(text)) == [
        "一、 贯彻会议精神",
        "  1、 根据会议要求，制订任务分解表",
        "二、 深化改革",
        "  2、 推进人事改革",
        "  3、 深化办学体制改革",
        "  4、 优化资源结构",
    ]


def test_a_decimal_label_glued_to_the_heading_above_begins_what_the_next_line_goes_on() -> None:
    text = "方案\n一、背景1.1政策\n国家重视学前教育。\n1.2需求\n人口增长1.1倍。\n1.3现状\n有12所。"
    assert tree(read(text)) == ["一、 背景", "  1.1 政策", "  1.2 需求", "  1.3 现状"]


def test_decimals_within_sentences_are_quantities() -> None:
    plan = read("报告\n一、回顾\n产值为上年1.1倍于目标。\n二、安排\n投入比上年1.2亿多。")
    assert tree(plan) == ["一、 回顾", "二、 安排"]


def test_a_plan_all_in_one_line_has_its_second_part_too() -> None:
    text = (
        "春苗园安全计划范文一、指导思想:安全第一，人人有责。二、目标:1.演练每月一次。2.事故为零。"
    )
    plan = read(text)
    assert plan.title == "春苗园安全计划范文"
    assert [s.label for s in plan.sections[1:]] == ["一、", "二、", "1.", "2."]


def test_strategies_and_numbered_objectives_stand_below_the_goals_of_an_english_plan() -> None:
    text = """School Plan
Strategic Goal 1: Literacy
Strategy 1: Read daily.
Strategy 2: Write weekly.
Priority #2: Safety
Objective 2.1: Hold drills.
Objective 2.2: Repair gates.
Goal 3 of the old plan was met in 2 schools."""
    assert tree(read(text)) == [
        "Strategic Goal 1: Literacy",
        "  Strategy 1: Read daily.",
        "  Strategy 2: Write weekly.",
        "Priority #2: Safety",
        "  Objective 2.1: Hold drills.",
        "  Objective 2.2: Repair gates.",
    ]


def test_items_that_a_page_ran_into_their_heading_are_cut_like_those_on_lines_of_their_own() -> (
    None
):
    lines = (
        (
            "一、加强党的建设，压实责任1．抓好理论学习。组织专题读书班，确保学深悟透。"
            "2．夯实支部。推进标准化建设，打造党建品牌。"
        ),
        "二、优化资源配置",
        "1．加快学校建设。开工建设北校区。",
        "2．发展学前教育。扩大公办学位。",
        "三、深化课程改革",
        "1．加强教研。开展质量调研。",
        "2．推广课题。培育教学成果。",
    )
    headings = [section.heading for section in read("\n".join(lines)).sections]
    assert headings[1:4] == ["加强党的建设，压实责任", "抓好理论学习", "夯实支部"]


def test_a_year_that_begins_the_text_behind_a_heading_parts_the_two() -> None:
    plan = read(
        "云溪县总结\n一、云溪县2022年工作情况2022年，全县推进改革，成效明显。\n二、2023年思路\n加快建设。"
    )
    assert plan.sections[1].heading == "云溪县2022年工作情况"
    both = read("云溪县总结\n一、2022年工作总结2023年工作计划，一并报告。\n二、附则\n另行通知。")
    assert both.sections[1].heading.startswith("2022年工作总结2023年工作计划")


def test_a_chapter_at_the_start_of_the_only_line_is_followed_by_those_within() -> None:
    plan = read(
        "云溪县章程\n第一章总则第一条本章程依法制定。第二章学生第二条学生守纪律等第三章附则第三条施行。"
    )
    assert [s.label for s in plan.sections if s.level == 1] == ["第一章", "第二章", "第三章"]


def test_long_numerals_and_stems_stand_above_plain_ones() -> None:
    text = """云溪縣教育施政計畫
壹、前言
貳、目標
一、學習環境
（一）校舍
（二）設備
二、師資
甲、招聘
乙、研習
參、附則"""
    assert tree(read(text)) == [
        "壹、 前言",
        "貳、 目標",
        "  一、 學習環境",
        "    （一） 校舍",
        "    （二） 設備",
        "  二、 師資",
        "    甲、 招聘",
        "    乙、 研習",
        "參、 附則",
    ]


def test_an_inserted_article_is_one_however_its_label_is_written() -> None:
    for label in ("第六條之一", "第六之一條", "第六條之1", "第 6-1 條", "第 6 條之 1"):
        plan = read(f"組織章程\n第六條　設校務會議。\n{label}　學生應出席。\n第七條　每月召開。")
        assert [s.label for s in plan.sections[1:]] == ["第六條", label, "第七條"]
        assert numbers(plan) == [6, 6, 7]


def test_words_with_numbers_are_labels_that_count_by_their_words() -> None:
    text = """云溪县方案
一、任务
任务一：排查
措施1：建账
措施2：执法
任务二：巩固
措施1：回访
措施2：通报
二、年度安排
第一阶段（3月）：动员
第二阶段（6月）：总结"""
    assert tree(read(text)) == [
        "一、 任务",
        "  任务一： 排查",
        "    措施1： 建账",
        "    措施2： 执法",
        "  任务二： 巩固",
        "    措施1： 回访",
        "    措施2： 通报",
        "二、 年度安排",
        "  第一阶段 （3月）：动员",
        "  第二阶段 （6月）：总结",
    ]


def test_a_word_with_a_number_that_no_other_follows_is_text() -> None:
    plan = read("云溪县方案\n一、任务\n会议统一：各校参加。\n任务一：排查。\n二、保障")
    assert tree(plan) == ["一、 任务", "二、 保障"]


def test_english_goals_objectives_steps_letters_and_romans_nest() -> None:
    text = """Maple County Plan
Goal 1: Reading
Objective 1.1 Start early
Action Step A: Hire coaches
(a) Place a coach in each school.
(i) Train them.
(ii) Keep them.
(b) Buy books.
Action Step B: Renew libraries
Objective 1.2 Keep on
Goal 2: Safety"""
    assert [(s.level, s.label) for s in read(text).sections[1:]] == [
        (1, "Goal 1:"),
        (2, "Objective 1.1"),
        (3, "Action Step A:"),
        (4, "(a)"),
        (5, "(i)"),
        (5, "(ii)"),
        (4, "(b)"),
        (3, "Action Step B:"),
        (2, "Objective 1.2"),
        (1, "Goal 2:"),
    ]


def test_the_letter_i_after_h_is_a_letter() -> None:
    letters = "abcdefghij"
    plan = read("Maple Plan\n" + "\n".join(f"({c}) Do {c * 9}." for c in letters))
    assert numbers(plan) == list(range(1, 11))
    assert {s.level for s in plan.sections[1:]} == {1}


def test_letters_of_a_list_within_a_sentence_are_text() -> None:
    plan = read("Maple Plan\n1. Staff\nWe will (a) hire coaches and (b) keep them.\n2. Books")
    assert tree(plan) == ["1. Staff", "2. Books"]


def test_a_time_of_day_does_not_end_a_heading() -> None:
    plan = read("云溪小学方案\n①15:50音乐社团，由教师负责。\n②16:40体育社团，由教练负责。")
    assert [s.heading for s in plan.sections[1:]] == [
        "15:50音乐社团，由教师负责",
        "16:40体育社团，由教练负责",
    ]


def test_short_lines_behind_a_sign_are_headings_where_text_follows_each() -> None:
    text = """云溪县教育局思路
【重点工作】
◆ 学校建设
完成12所学校改造。
◆教师队伍
招聘教师150名。
1.公开招聘
2.定向培养
【工作要求】
● 加强领导
成立专班。
● 严格考核
纳入绩效。"""
    plan = read(text)
    assert tree(plan) == [
        "【重点工作】",
        "  ◆ 学校建设",
        "  ◆ 教师队伍",
        "    1. 公开招聘",
        "    2. 定向培养",
        "【工作要求】",
        "  ● 加强领导",
        "  ● 严格考核",
    ]
    assert {s.number for s in plan.sections if s.label in {"◆", "●"}} == {None}
    for other in "▍✦":
        assert tree(read(text.replace("◆", other))) == [
            line.replace("◆", other) for line in tree(plan)
        ]
    assert odd(plan) == []


@pytest.mark.parametrize(
    "items",
    [
        "● 建立台账\n● 联合执法\n● 通报结果",
        "◆ 完成12所学校改造，标准化率达到98%。\n各校落实。\n◆ 招聘教师150名。\n逐校分配。",
        "■ 学校建设：完成12所学校改造\n按期完成。\n■ 教师队伍：招聘教师150名\n择优录用。",
    ],
)
def test_items_of_a_list_behind_signs_are_text(items: str) -> None:
    plan = read(f"云溪县教育局思路\n一、任务\n{items}\n二、要求\n抓好落实。")
    assert tree(plan) == ["一、 任务", "二、 要求"]
    assert plan.sections[1].body == items


def test_spoken_counts_structure_a_text_that_nothing_else_structures() -> None:
    spoken = "一是加强领导。各校要落实责任。\n二是强化督导。每月检查一次。\n三是严格考核。"
    plan = read(f"云溪县通知\n各校要做好以下工作：\n{spoken}")
    assert tree(plan) == ["一是 加强领导", "二是 强化督导", "三是 严格考核"]
    assert tree(read(f"云溪县通知\n一、要求\n{spoken}\n二、时间")) == ["一、 要求", "二、 时间"]
    words = "首先，加强领导。\n其次，强化督导。\n最后，严格考核。"
    assert tree(read(f"云溪县通知\n{words}")) == [
        "首先， 加强领导",
        "其次， 强化督导",
        "最后， 严格考核",
    ]


def test_spoken_counts_in_a_passage_of_a_longer_text_leave_its_paragraphs() -> None:
    paragraph = "全县教育系统围绕立德树人的根本任务推进各项工作并且取得了新的成绩和经验。"
    text = "\n".join([paragraph] * 6 + ["一是加强领导。", "二是强化督导。"])
    assert {s.label for s in read(f"云溪县情况\n{text}").sections} == {None}


def test_key_figures_of_an_english_plan_hold_no_sections() -> None:
    text = """Maple County Plan
Goal 1: Reading
KPI: 90% of pupils read daily.
Strategy 1: Buy books.
Goal 2: Safety
KPI: No accident in any school.
Strategy 1: Hold drills."""
    assert tree(read(text)) == [
        "Goal 1: Reading",
        "  KPI: 90% of pupils read daily.",
        "  Strategy 1: Buy books.",
        "Goal 2: Safety",
        "  KPI: No accident in any school.",
        "  Strategy 1: Hold drills.",
    ]


def test_latin_lines_in_capitals_or_title_case_are_headings() -> None:
    text = """Maple County Plan
OUR VISION
Every child reads, writes and counts.
OUR PRIORITIES
1. Staff
Hire ten teachers.
Why Staff Matters
Teachers make the difference in every classroom.
2. Books
CONCLUSION
We keep our word."""
    assert tree(read(text)) == [
        "OUR VISION",
        "OUR PRIORITIES",
        "  1. Staff",
        "    Why Staff Matters",
        "  2. Books",
        "CONCLUSION",
    ]


def test_parts_before_and_after_the_goals_stand_beside_them() -> None:
    text = """Maple County Plan
Message from the Mayor
Our schools belong to the whole community, and so does this plan.
Goal 1: Reading
What We Will Do
We buy books for every school and every home.
Goal 2: Safety
Conclusion
We keep our word."""
    assert tree(read(text)) == [
        "Message from the Mayor",
        "Goal 1: Reading",
        "  What We Will Do",
        "Goal 2: Safety",
        "Conclusion",
    ]


@pytest.mark.parametrize(
    "line", ["Jane Doe", "March 2026", "Maple County School District", "Phone: 555-0100"]
)
def test_names_dates_and_addresses_are_no_latin_headings(line: str) -> None:
    plan = read(f"Maple County Plan\n{line}\nGoal 1: Reading\nGoal 2: Safety\n{line}")
    assert tree(plan) == ["Goal 1: Reading", "Goal 2: Safety"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "章程\n第一條　甲。\n第二條　乙。\n第三條　丙。\n第三增一條　丁。\n第四條　戊。",
            ("s3", "第三增一條 丁。"),
        ),
        (
            "云溪县方案\n任务一：排查\n任务二：建账\n任务三：执法\n任务（四）：总结\n任务（五）：通报",
            ("s3", "任务（四）：总结 ×2"),
        ),
    ],
)
def test_a_line_like_the_labels_of_the_document_that_was_not_read_is_a_finding(
    text: str, finding: tuple[str, str]
) -> None:
    found = [(f.section, f.text) for f in read(text).findings if f.kind == "unread-label"]
    assert found == [finding]


def test_cited_articles_and_lists_of_articles_are_no_findings() -> None:
    text = """云溪县教育促进条例
第一条　学校应当：
（一）守法；
（二）公开。
第二条　保障教师。
第三条　违反本条例
第二条规定的，予以处罚：
（一）警告；
（二）通报。
第四条　自公布之日起施行。"""
    assert odd(read(text)) == []


def test_the_name_of_an_attached_file_heads_nothing() -> None:
    plan = read("云溪县方案\n附件: 布局图.pdf (pdf)\n一、任务\n二、保障\n附件1：任务表")
    assert tree(plan) == ["一、 任务", "二、 保障", "附件1： 任务表"]


def test_title_case_lines_stand_below_goals_and_objectives_and_before_appendices() -> None:
    text = """Pine County Plan
INTRODUCTION
Every learner thrives.
Priority 1: Reading
Objective 1.1: Start early
Action Steps
(a) Adopt materials.
(b) Train teachers.
Objective 1.2: Keep on
Priority 2: Staff
Objective 2.1: Keep teachers
Appendix A: Sources
State report card."""
    assert tree(read(text)) == [
        "INTRODUCTION",
        "Priority 1: Reading",
        "  Objective 1.1: Start early",
        "    Action Steps",
        "      (a) Adopt materials.",
        "      (b) Train teachers.",
        "  Objective 1.2: Keep on",
        "Priority 2: Staff",
        "  Objective 2.1: Keep teachers",
        "Appendix A: Sources",
    ]


def test_a_time_or_a_day_may_follow_a_number_without_a_space() -> None:
    plan = read("一、安排\n1．8:40开幕式\n2．14:10拔河\n3.9月10日表彰\n二、要求\n全员参加。")
    labels = [section.label for section in plan.sections[1:]]
    assert labels == ["一、", "1．", "2．", "3.", "二、"]


def test_numbered_cells_of_a_table_laid_down_one_a_line_are_no_sections() -> None:
    rows = "\n".join(f"{n}. 指标{n}号\n%\n{n + 80}\n{n + 85}\n预期性" for n in range(1, 6))
    plan = read(
        f"第一节 目标\n指标\n单位\n2025年\n2030年\n属性\n{rows}\n第二节 保障\n加强组织领导。"
    )
    assert [section.label for section in plan.sections[1:]] == ["第一节", "第二节"]


def test_parts_with_a_name_are_beside_the_numbered_chapters_of_an_english_plan() -> None:
    chapters = "1. Our Schools\n1.1 Pupils\nThere are many.\n1.2 Staff\nThey teach.\n2. Our Goals"
    plan = read(f"Valley Plan 2030\nForeword\nThis is our plan.\n{chapters}\nWe have two goals.")
    levels = [(section.level, section.heading) for section in plan.sections[1:]]
    names = [(1, "Foreword"), (1, "Our Schools"), (2, "Pupils"), (2, "Staff"), (1, "Our Goals")]
    assert levels == names


def test_lines_of_an_english_plan_that_end_with_a_stop_were_not_cut() -> None:
    plan = read(
        "Brook Improvement Plan\nOUR MISSION\nWe prepare every learner for a life of purpose.\n"
        "TEACHING\nPupils in the early grades will receive 45 minutes of phonics a day.\n"
        "Classes in grades 1 to 3 will have no more than 24 pupils by autumn 2027.\n"
        "Staffing and Training\nWe will train 310 teachers in the new course by 2028.\n"
        "REPORTING\nThe superintendent reports to the board each June."
    )
    headings = [section.heading for section in plan.sections[1:]]
    assert headings == ["OUR MISSION", "TEACHING", "Staffing and Training", "REPORTING"]


@pytest.mark.parametrize(
    "line",
    [
        "七年级（{n}）班优良率达到7{n}%，每日锻炼2小时。",
        "高一({n})班合唱达标率达到8{n}%。",
        "滨河路第（{n}）标段改造管网{n}公里。",
        "幸福里（{n}）号楼加装电梯{n}部。",
        "教研（{n}）组每学期上公开课{n}节。",
    ],
)
def test_a_name_that_counts_in_every_line_begins_no_section(line: str) -> None:
    lines = [line.format(n=n) for n in range(1, 6)]
    text = "\n".join(["桐坪中学2031年计划", "一、分班目标", *lines, "二、保障", "定期检查。"])
    plan = read(text)
    assert [s.label for s in plan.sections[1:]] == ["一、", "二、"]
    assert plan.sections[1].body.split("\n") == lines


@pytest.mark.parametrize("figure", ["{n:02}", "{n}", "PART {n:02}", "NO.{n}", "{dark}"])
def test_a_figure_on_a_line_of_its_own_is_the_label_of_the_heading_below_it(figure: str) -> None:
    headings = ["扩容提质", "减负增效", "强师赋能"]
    pieces = [
        [figure.format(n=n, dark="❶❷❸"[n - 1]), heading, f"建设示范点{n}个。"]
        for n, heading in enumerate(headings, start=1)
    ]
    plan = read("\n".join(["桐坪区2031年工作要点", *chain(*pieces)]))
    assert [s.heading for s in plan.sections[1:]] == headings
    assert [s.number for s in plan.sections[1:]] == [1, 2, 3]
    assert plan.sections[2].body == "建设示范点2个。"


def test_figures_between_the_cells_of_a_table_head_nothing() -> None:
    cells = ["序号", "项目", "数量", "1", "改造操场", "3个", "2", "新建食堂", "2座"]
    plan = read("\n".join(["桐坪区2031年任务表", *cells]))
    assert [s.heading for s in plan.sections] == ["桐坪区2031年任务表"]


def test_lettered_clauses_are_below_their_part() -> None:
    lines = ["PART A. LEARNING", "A.1 Hire 4 coaches.", "A.2 Buy 90 readers."]
    lines += ["PART B. MONEY", "B.1 Save $3,000 a year.", "B.2 Publish the budget."]
    plan = read("\n".join(["Oak Flats Plan 2031", *lines]))
    assert [(s.level, s.label) for s in plan.sections[1:]] == [
        (1, "PART A."),
        (2, "A.1"),
        (2, "A.2"),
        (1, "PART B."),
        (2, "B.1"),
        (2, "B.2"),
    ]


def test_months_of_a_calendar_are_headings_in_pairs_and_with_a_theme_too() -> None:
    months = ["二月份", "三月份：学雷锋活动月", "五、六月份"]
    lines = [line for month in months for line in (month, "1.开展活动。", "2.做好总结。")]
    plan = read("\n".join(["云溪小学2031年德育安排", *lines]))
    assert [s.label for s in plan.sections if s.level == 1] == ["二月份", "三月份：", "五、六月份"]
    assert plan.sections[4].heading == "学雷锋活动月"


def test_months_line_by_line_are_a_list() -> None:
    plan = read(
        "云溪县方案\n一、进度\n3月：完成招标\n4月：开工建设\n10月：竣工验收\n二、要求\n抓好。"
    )
    assert [s.heading for s in plan.sections[1:]] == ["进度", "要求"]


def test_codes_before_a_number_are_labels_below_each_other() -> None:
    lines = ["O1：按期发布", "KR1：3月15日前完成", "KR2：缺陷不超过5个"]
    lines += ["O2：提升效率", "KR1：8分钟内构建", "KR2：覆盖率75%"]
    plan = read("\n".join(["研发中心2031年OKR", *lines]))
    shown = [f"{s.level} {s.label}" for s in plan.sections[1:]]
    assert shown == ["1 O1：", "2 KR1：", "2 KR2：", "1 O2：", "2 KR1：", "2 KR2："]


def test_objectives_are_counted_within_the_letter_of_their_priority() -> None:
    lines = [
        "Priority A: Clean Town",
        "Objective A1: Litter",
        "Empty 400 bins.",
        "Objective A2: Glass",
    ]
    lines += [
        "Collect it.",
        "Priority B: Safe Streets",
        "Objective B1: Speed",
        "Install 12 crossings.",
    ]
    lines += ["Objective B2: Light", "Replace 350 lamps."]
    plan = read("\n".join(["Eastmere Plan 2031", *lines]))
    assert [(s.level, s.label) for s in plan.sections[1:]] == [
        (1, "Priority A:"),
        (2, "Objective A1:"),
        (2, "Objective A2:"),
        (1, "Priority B:"),
        (2, "Objective B1:"),
        (2, "Objective B2:"),
    ]


def test_lessons_in_the_rows_of_a_timetable_head_nothing() -> None:
    rows = ["节次\t时间", "第1节\t8:20—9:05", "第2节\t9:15—10:00"]
    lines = (*map(Line, ["云溪小学作息安排", "一、时间"]), *(Line(r, row=True) for r in rows))
    plan = parse(Document(Source("a.docx", "docx", None, "", 60), (*lines, Line("二、要求"))))
    assert [s.label for s in plan.sections[1:]] == ["一、", "二、"]


def test_the_caption_of_a_picture_and_a_number_in_square_brackets_head_nothing() -> None:
    text = "坚持规划引领，优化全市空间布局，提升城市功能品质，建设宜居宜业的现代化城市。"
    plan = read(f"规划\n一、空间\n{text}\n图2 空间布局示意\n二、目标\n{text}\n死亡人数下降〔20〕")
    assert [s.heading for s in plan.sections[1:]] == ["空间", "目标"]


def test_a_name_of_a_part_may_be_spaced_and_followed_by_a_title() -> None:
    plan = read("规划\n第一章 任务\n新建水厂3座。\n附 录 名词解释\n漏损率：漏水量之比。")
    assert [(s.level, s.label, s.heading) for s in plan.sections[1:]] == [
        (1, "第一章", "任务"),
        (1, "附 录", "名词解释"),
    ]


def test_english_headings_above_and_below_tables_are_sections() -> None:
    texts = ["Wexley School Development Plan 2031", "Priorities for the year"]
    rows = ["Priority\tBy when", "Phonics\tJune 2031"]
    after = ["Review", "Governors review the plan each term."]
    lines = (*map(Line, texts), *(Line(row, row=True) for row in rows), *map(Line, after))
    plan = parse(Document(Source("a.docx", "docx", None, "", 120), lines))
    assert [s.heading for s in plan.sections[1:]] == ["Priorities for the year", "Review"]


def test_monitoring_is_beside_the_priorities_and_the_school_begins_the_title() -> None:
    lines = ["Marlow Junior School", "Improvement Plan 2031", "Priority One: Writing"]
    lines += ["Pupils write each week.", "Monitoring", "Governors visit twice a term."]
    plan = read("\n".join(lines))
    assert plan.title == "Marlow Junior School Improvement Plan 2031"
    assert [(s.level, s.heading) for s in plan.sections[1:]] == [(1, "Writing"), (1, "Monitoring")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2031年幼儿园保健\n工作计划\n一、目标\n办好。", "2031年幼儿园保健工作计划"),
        ("云溪县卫生健康局\n2031年工作要点\n一、目标\n办好。", "2031年工作要点"),
    ],
)
def test_a_line_that_only_says_what_kind_of_paper_it_is_ends_the_title(
    text: str, title: str
) -> None:
    assert read(text).title == title


def test_numbers_in_black_brackets_are_labels() -> None:
    plan = read("方案\n【一】作业管理\n不布置作业。\n【二】睡眠管理\n每天10小时。")
    assert [(s.label, s.heading) for s in plan.sections[1:]] == [
        ("【一】", "作业管理"),
        ("【二】", "睡眠管理"),
    ]


def test_quarters_have_their_line_for_themselves() -> None:
    quarters = [line for n in "一二" for line in (f"第{n}季度", "1.搬迁系统23个。", "2.培训40名。")]
    plan = read("\n".join(["数字办2031年台账", *quarters]))
    assert [s.label for s in plan.sections if s.level == 1] == ["第一季度", "第二季度"]


def test_small_letters_with_a_bracket_begin_a_line_of_their_own() -> None:
    lines = [
        "Library Plan 2031",
        "1. Readers",
        "a) Issue 250,000 loans.",
        "b) Sign up 3,000 members.",
    ]
    plan = read("\n".join([*lines, "2. Learning", "a) Run clubs.", "b) Train 45 volunteers."]))
    assert [s.label for s in plan.sections[1:]] == ["1.", "a)", "b)", "2.", "a)", "b)"]


def test_one_of_several_begins_the_text_below_a_heading() -> None:
    text = "今年全市计划完成审计项目86个，促进增收节支5亿元，培训审计干部400人次。"
    plan = read(
        f"提纲\n{text}\n一、提高站位，把牢方向\n其一，坚持领导。\n二、聚焦主业，提升质效\n{text}"
    )
    assert [s.heading for s in plan.sections[1:]] == ["提高站位，把牢方向", "聚焦主业，提升质效"]


def test_several_marks_at_the_end_of_a_heading_stay_with_it() -> None:
    plan = read("须知\nQ1：太吵了！！！\n关小音量。\nQ2：太轻了？！\n开大音量。")
    assert [(s.heading, s.body) for s in plan.sections[1:]] == [
        ("太吵了！！！", "关小音量。"),
        ("太轻了？！", "开大音量。"),
    ]


def test_a_closing_part_without_a_label_stands_beside_the_labelled_ones() -> None:
    text = "云溪县方案\n行动一　扩容\n▪ 新建学校3所。\n行动二　提质\n▪ 建设基地5个。\n"
    assert tree(read(f"{text}保障机制\n▪ 建立会商制度。"))[-1] == "保障机制"


def test_english_headings_follow_fields_and_lines_of_addresses() -> None:
    text = (
        "Harbour School Plan 2026\noffice@harbour.example | www.harbour.example\nOur aims\n"
        "Every child will read daily.\nBudget: £4,000\nReporting and review\n"
        "The board will meet each term.\nAppendix: Planning Team\nTwelve parents took part."
    )
    headings = ["Our aims", "Reporting and review", "Appendix: Planning Team"]
    assert tree(read(text))[-3:] == headings


def test_a_lone_item_is_a_section_where_its_list_counts_on_elsewhere() -> None:
    plan = read(
        "計劃\n甲部　目標\n(a) 閱讀\n(i) 購書600冊。\n(ii) 講座3場。\n(b) 體育\n(i) 增聘教練2名。"
    )
    assert [(s.level, s.label) for s in plan.sections[1:]] == [
        *((1, "甲部"), (2, "(a)"), (3, "(i)"), (3, "(ii)"), (2, "(b)"), (3, "(i)"))
    ]


def test_a_latin_heading_behind_all_labels_is_beside_the_outermost_ones() -> None:
    plan = read(
        "Roadmap to 2030\nGoal 1: Read.\nObjective 1.1: Hire 12 coaches.\nGoal 2: Count.\n"
        "Objective 2.1: Train 30 teachers.\nOversight and Delivery\nThe board meets each month."
    )
    assert (plan.sections[-1].level, plan.sections[-1].heading) == (1, "Oversight and Delivery")


def test_short_lines_that_end_with_a_colon_are_headings_where_there_are_several() -> None:
    text = "加强教研组建设，每学期开展公开课24节，集体备课每周不少于1次，落实听课制度。"
    plan = read(f"学校工作计划\n工作目标：\n{text}\n主要措施：\n{text}")
    assert [s.heading for s in plan.sections[1:]] == ["工作目标：", "主要措施："]
    letter = read(f"学校工作计划\n家长朋友：\n{text}\n{text}")
    assert "家长朋友：" not in [s.heading for s in letter.sections]


def test_labels_alone_on_their_lines_have_the_heading_below() -> None:
    plan = read("云溪县实施方案\n第一章\n总则\n办好学校。\n第二章\n任务\n新建学校3所。")
    assert tree(plan) == ["第一章 总则", "第二章 任务"]


def test_a_note_that_the_text_refers_to_is_no_section() -> None:
    plan = read(
        "云溪县工作计划\n一、目标\n全年接待12万人次①。\n二、任务\n办好活动。\n①含流动服务。"
    )
    assert tree(plan) == ["一、 目标", "二、 任务"]


def test_an_emoji_before_a_label_is_no_part_of_the_heading() -> None:
    plan = read("云溪县工作计划\n📌 一、目标\n办好学校。\n🎯 二、任务\n新建学校3所。")
    assert tree(plan) == ["一、 目标", "二、 任务"]


def test_a_heading_that_ends_in_the_purpose_is_complete() -> None:
    plan = read("云溪县实施方案\n一、编制目的\n统筹各类资源。\n二、基本原则\n坚持公平。")
    assert tree(plan) == ["一、 编制目的", "二、 基本原则"]


def test_a_box_between_two_sections_contains_neither() -> None:
    parts = [
        "一、产业",
        "1.1升级制造",
        "发展制造。",
        "专栏1 重点行动",
        "建设中心3个。",
        "1.2扩大服务",
        "发展服务。",
    ]
    plan = read("\n".join(["云溪县五年规划", *parts, "二、教育", "办好学校。"]))
    assert tree(plan) == [
        "一、 产业",
        "  1.1 升级制造",
        "    专栏1 重点行动",
        "  1.2 扩大服务",
        "二、 教育",
    ]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (("策略一、", "策略二、"), ("行動方案1-1　", "行動方案1-2　", "行動方案2-1　")),
        (("目标1、", "目标2、"), ("具体措施1.1：", "具体措施1.2：", "具体措施2.1：")),
        (("主轴A、", "主轴B、"), ("工作项目A-1 ", "工作项目A-2 ", "工作项目B-1 ")),
    ],
)
def test_a_word_with_the_number_of_its_outer_section_is_a_label(
    outer: tuple[str, ...], inner: tuple[str, ...]
) -> None:
    plan = read(
        f"云溪县行动计划\n{outer[0]}打造环境\n{inner[0]}改善步道\n改善步道28处。\n{inner[1]}公交\n"
        f"增设站亭45座。\n{outer[1]}促进参与\n{inner[2]}学苑\n开设课程320班。"
    )
    assert [(s.level, s.label) for s in plan.sections[1:]] == [
        (1, outer[0]),
        (2, inner[0].strip()),
        (2, inner[1].strip()),
        (1, outer[1]),
        (2, inner[2].strip()),
    ]


def test_rows_below_a_column_of_numbers_are_no_sections() -> None:
    rows = "编号\t任务\t时限\n1.1\t扩大学位\t2027年\n1.2\t培训教师\t2026年"
    lines = [Line(row, row=True) for row in rows.split("\n")]
    plan = read("云溪县计划\n一、任务\n表\n二、保障\n落实责任。", lines)
    assert tree(plan) == ["一、 任务", "二、 保障"]


def test_the_words_above_the_links_to_files_are_no_section() -> None:
    plan = read("云溪县计划\n一、防汛\n加固水库。\n附件：\n附件1：项目表.docx")
    assert tree(plan) == ["一、 防汛"]


def test_an_attachment_that_is_a_file_of_its_own_lacks_no_number() -> None:
    plan = read("附件2\n任务清单\n一、稳增长\n增长。\n二、惠民生\n惠民。")
    assert plan.findings == ()


def test_lines_of_the_papers_of_a_meeting_are_no_title() -> None:
    plan = read("Item No. 7\nREPORT OF THE DIRECTOR\nCYCLE PLAN 2026\n1. Purpose\nTo build.")
    assert plan.title == "CYCLE PLAN 2026"
