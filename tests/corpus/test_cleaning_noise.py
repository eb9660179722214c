"""Noise: what is taken away, with which reason, and what must stay although it looks alike."""

import pytest

from plandiff.corpus.cleaning.boilerplate import is_site_line
from plandiff.corpus.cleaning.steps import Cleaned, clean
from plandiff.corpus.model import Document, Line, Removed, Source

PROSE = "全区教育系统要坚持党的全面领导，落实立德树人根本任务，深化教育改革，提高教育质量"


def clean_text(text: str, title: str | None = None) -> Cleaned:
    source = Source("a.txt", "txt", "utf-8", "", len(text))
    lines = tuple(Line(line) for line in text.split("\n"))
    return clean(Document(source, lines, title=title))


def texts(cleaned: Cleaned) -> list[str]:
    return [line.text.strip() for line in cleaned.lines]


def taken(cleaned: Cleaned, reason: str) -> list[str]:
    return [removed.text for removed in cleaned.removed if removed.reason == reason]


def test_words_of_a_sharing_page_go_before_and_after_the_plan() -> None:
    cleaned = clean_text(f"""我的收藏
云溪县2024年教育工作要点.docx
大小:21.14KB
温馨提示:
1. 本文档由用户上传,版权归属用户,请放心下载。
云溪县2024年教育工作要点
一、目标
{PROSE}。
下载文档
你可能关注的文档
云溪县2023年教育工作总结""")
    assert cleaned.title == "云溪县2024年教育工作要点"
    assert texts(cleaned) == ["一、目标", f"{PROSE}。"]
    assert taken(cleaned, "site-words") == [
        "我的收藏",
        "云溪县2024年教育工作要点.docx",
        "大小:21.14KB",
        "温馨提示:",
        "1. 本文档由用户上传,版权归属用户,请放心下载。",
        "下载文档",
        "你可能关注的文档",
        "云溪县2023年教育工作总结",
    ]


def test_short_lines_of_the_page_go_amidst_the_plan_too() -> None:
    cleaned = clean_text(f"要点\n一、目标\n{PROSE}。\n点击下载全文\n二、任务\n{PROSE}。")
    assert taken(cleaned, "site-words") == ["点击下载全文"]
    assert len(cleaned.lines) == 4


@pytest.mark.parametrize(
    "line",
    [
        "三、加强门户网站和公众号建设",
        "完善会员制度，规范会员登录、注册和积分管理，推荐免费下载资源。",
        "- 社团网址：https://example.org/charter/；",
        "建设教育平台网站",
    ],
)
def test_what_the_plan_says_about_websites_stays(line: str) -> None:
    cleaned = clean_text(f"要点\n一、目标\n{PROSE}。\n{line}\n{PROSE}。\n二、任务\n{PROSE}。")
    assert line in texts(cleaned)


def test_a_title_inside_the_words_of_the_page_becomes_the_title() -> None:
    cleaned = clean_text(f"本站小编为你精心准备了云溪区2024年工作要点参考范文。\n{PROSE}。")
    assert cleaned.title == "云溪区2024年工作要点"
    assert taken(cleaned, "site-words") == ["本站小编为你精心准备了", "参考范文。"]


def test_a_title_glued_to_its_text_is_known_from_the_page() -> None:
    page = "《云溪教育要点.docx》由会员分享,可在线阅读,请在某某文库上搜索。"
    cleaned = clean_text(f"{page}\n云溪教育要点{PROSE}。")
    assert (cleaned.title, texts(cleaned)) == ("云溪教育要点", [f"{PROSE}。"])


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["云溪县2024年工作要点", "云溪县2024年工作要点"], "云溪县2024年工作要点"),
        (
            ["云溪县人民政府办公室", "关于印发教育规划的通知"],
            "云溪县人民政府办公室关于印发教育规划的通知",
        ),
        (["云溪县教育发展规划", "（2021—2025年）"], "云溪县教育发展规划（2021—2025年）"),
        (
            ["云溪县国民经济和社会发展", "第九个五年规划纲要"],
            "云溪县国民经济和社会发展第九个五年规划纲要",
        ),
        (["云溪县工作要点 " + PROSE + "。"], "云溪县工作要点"),
        (["2024 年 度 工 作 计 划"], "2024年度工作计划"),
        (["晨光社团章程", "第一章 总则"], "晨光社团章程"),
    ],
)
def test_a_title_may_stand_twice_or_on_two_lines(lines: list[str], title: str) -> None:
    assert clean_text("\n".join([*lines, f"{PROSE}。", f"{PROSE}。"])).title == title


def test_a_byline_or_a_date_is_no_title() -> None:
    cleaned = clean_text(f"—2024年2月1日在云溪县第九届人民代表大会上\n{PROSE}。\n{PROSE}。")
    assert cleaned.title == ""


def test_a_title_of_the_format_is_taken_where_the_text_has_it() -> None:
    cleaned = clean_text(f"我们的打算和做法\n{PROSE}。", title="我们的打算和做法")
    assert (cleaned.title, len(cleaned.lines)) == ("我们的打算和做法", 1)


def test_page_markers_in_sequence_are_cut_out_of_sentences() -> None:
    page = f"{PROSE}，{PROSE}，努力办好人民满意的教育，为学生成长"
    cleaned = clean_text(f"1、{page}\n2、奠基。{page}\n3、奠基。{page}\n4、奠基。")
    assert taken(cleaned, "page-marker") == ["1、", "2、", "3、", "4、"]
    assert texts(cleaned) == [f"{page}奠基。{page}奠基。{page}奠基。"]


def test_page_counts_are_cut_out_of_sentences() -> None:
    page = f"{PROSE}，{PROSE}，努力办好人民满意的教育，为学生成长"
    fractions = clean_text(f"1/3{page}2/3奠基。{page}3/3奠基。")
    assert taken(fractions, "page-marker") == ["1/3", "2/3", "3/3"]
    assert texts(fractions) == [f"{page}奠基。{page}奠基。"]
    counts = clean_text(f"要点\n{page} 第 1 页 共 2 页 奠基。")
    assert texts(counts) == [f"{page}奠基。"]


def test_page_markers_inside_one_line_are_cut_out_too() -> None:
    page = f"{PROSE}，{PROSE}，努力办好人民满意的教育，为学生成长"
    cleaned = clean_text(f"1、{page}2、奠基。{page}3、奠基。{page}4、奠基。")
    assert texts(cleaned) == [f"{page}奠基。{page}奠基。{page}奠基。"]


def test_pages_parted_by_blank_lines_are_joined() -> None:
    page = f"{PROSE}，{PROSE}，努力办好人民满意的教育，为学生成长"
    cleaned = clean_text(f"1、{page}\n\n2、奠基。{page}\n\n3、奠基。{page}")
    assert texts(cleaned) == [f"{page}奠基。{page}奠基。{page}"]


def test_bare_page_numbers_go_with_the_blank_lines_around_them() -> None:
    page = f"{PROSE}。\n" * 4
    cleaned = clean_text(f"要点\n{page}{PROSE}，推\n\n1\n\n动。\n{page}{PROSE}，推\n\n2\n\n动。")
    assert taken(cleaned, "page-number") == ["1", "2"]
    assert texts(cleaned)[4] == f"{PROSE}，推动。"


def test_the_cells_of_a_table_are_no_page_numbers() -> None:
    cells = ["序号", "1", "入园率", "2", "巩固率", "3", "升学率"]
    assert taken(clean_text("\n".join(["要点", f"{PROSE}。", *cells])), "page-number") == []


def test_numbered_points_are_no_page_markers() -> None:
    points = [f"{n}、{PROSE}，{PROSE}。" for n in range(1, 6)]
    cleaned = clean_text("\n".join(["要点", *points]))
    assert texts(cleaned) == points


def test_points_after_lines_without_a_stop_are_no_page_markers() -> None:
    points = [line for n in range(1, 5) for line in (f"{n}、{PROSE}，{PROSE}。", "牵头：教育局")]
    cleaned = clean_text("\n".join(["要点", PROSE + "。", *points]))
    assert taken(cleaned, "page-marker") == []


def test_counting_that_begins_late_in_a_document_is_no_page_marker() -> None:
    points = [f"{n}、{PROSE}，{PROSE}" for n in range(1, 4)]
    cleaned = clean_text("\n".join(["要点", *[f"{PROSE}。"] * 12, *points]))
    assert taken(cleaned, "page-marker") == []


def test_a_majority_of_two_thirds_is_no_page_count() -> None:
    text = "须经全体理事 2/3 以上通过，弃权超过 1/3 的无效，出席不足 2/3 的改期"
    assert texts(clean_text(f"章程\n{text}。\n{PROSE}。")) == [f"{text}。", f"{PROSE}。"]


def test_page_numbers_and_repeated_headers_go() -> None:
    pages = "\n".join(f"{PROSE}，推\n— {n} —\n云溪县教育局文件\n动发展。" for n in range(1, 4))
    cleaned = clean_text(f"要点\n{pages}")
    assert taken(cleaned, "page-number") == ["— 1 —", "— 2 —", "— 3 —"]
    assert taken(cleaned, "repeated-line") == ["云溪县教育局文件"] * 3
    assert texts(cleaned) == [f"{PROSE}，推动发展。"] * 3


def test_lines_that_a_list_repeats_are_no_headers() -> None:
    parts = [f"（{n}）事项。{PROSE}。\n牵头部门：市教育局" for n in "一二三四"]
    cleaned = clean_text("\n".join(["要点", *parts]))
    assert texts(cleaned).count("牵头部门：市教育局") == 4


@pytest.mark.parametrize("dots", ["……3", "..........3", "\t3", ""])
def test_a_table_of_contents_goes(dots: str) -> None:
    headings = ["一、教学", "（一）课程", "（二）教研", "二、德育"]
    contents = [f"{heading}{dots}" for heading in headings]
    body = [line for heading in headings for line in (heading, f"{PROSE}。")]
    cleaned = clean_text("\n".join(["云溪要点", "目　录", *contents, *body]))
    assert texts(cleaned) == body
    assert len(taken(cleaned, "contents")) == 5


def test_a_table_of_contents_goes_where_the_first_heading_is_glued_to_its_end() -> None:
    contents = ["一、现状分析", "1.1政策背景", "1.2社会需求", "二、目标设定", "2.1总体目标"]
    body = [
        f"一、现状分析1.1政策背景{PROSE}。",
        f"1.2社会需求{PROSE}。",
        f"二、目标设定2.1总体目标{PROSE}。",
    ]
    glued = [*contents[:-1], contents[-1] + body[0], *body[1:]]
    cleaned = clean_text("\n".join(["云溪方案", *glued]))
    assert texts(cleaned) == body
    assert taken(cleaned, "contents") == contents


def test_front_matter_and_comments_go_but_the_title_stays() -> None:
    cleaned = clean_text(
        "---\ntitle: 晨光社章程\ndate: 2024-01-01\n---\n第一条 读书。\n<!-- x\ny -->"
    )
    assert cleaned.title == "晨光社章程"
    assert texts(cleaned) == ["第一条 读书。"]
    assert taken(cleaned, "front-matter") == ["---", "title:", "date: 2024-01-01", "---"]
    assert taken(cleaned, "comment") == ["<!-- x\ny -->"]


def test_a_title_that_only_the_page_names_is_taken_from_its_words() -> None:
    cleaned = clean_text(f"《云溪县工作要点.docx》由会员分享，可在线阅读\n{PROSE}。\n{PROSE}。")
    assert cleaned.title == "云溪县工作要点"
    assert taken(cleaned, "site-words") == ["《", ".docx》由会员分享，可在线阅读"]
    shorter = clean_text(f"云溪县工作要点.docx\n在线阅读\n{PROSE}。\n{PROSE}。")
    assert shorter.title == "云溪县工作要点"
    parted = clean_text(f"购物车\n立即下载\n云溪县工作要点 {PROSE}。\n{PROSE}。")
    assert parted.title == "云溪县工作要点"
    nameless = clean_text(f"购物车\n立即下载\n{PROSE}。\n{PROSE}。")
    assert nameless.title == ""


def test_a_line_of_dashes_alone_opens_no_front_matter() -> None:
    assert taken(clean_text(f"---\n{PROSE}。\n---\n{PROSE}。"), "front-matter") == []
    blank = clean_text("---\ntitle: 章程\n\n---\n第一条 读书。")
    assert (blank.title, taken(blank, "front-matter")) == ("章程", ["---", "title:", "---"])


def test_hidden_characters_go_and_are_reported() -> None:
    cleaned = clean_text("要点\n一、教\u200b学\u202e\ufeff目标")
    assert texts(cleaned) == ["一、教学目标"]
    assert cleaned.removed == (Removed("\u200b\u202e\ufeff", "hidden-character"),)
    assert [finding.kind for finding in cleaned.findings] == ["hidden-characters"]


def test_a_long_text_is_never_the_page() -> None:
    assert not is_site_line("下载文档会员上传" * 200)


@pytest.mark.parametrize(
    "title",
    [
        "云溪县关于进一步加强学校安全工作的若干措施",
        "云溪县教育局2023年教育事业发展有关情况说明（含2023年工作总结和2024年工作计划）",
    ],
)
def test_the_head_of_a_page_goes_and_the_title_above_it_stays(title: str) -> None:
    head = "发布时间：2024-02-07 14:56信息来源：县教育局阅读次数：编辑：办公室 字体：【"
    cleaned = clean_text(f"首页 > 政务公开\n{title}\n{head}\n一、目标\n{PROSE}。")
    assert cleaned.title == title
    assert taken(cleaned, "site-words") == ["首页 > 政务公开"]
    assert taken(cleaned, "fact-box") == [head]


def test_a_name_without_a_pause_before_a_list_that_goes_on_is_the_title() -> None:
    cleaned = clean_text(f"云溪县学校管理参考案例一、目标。{PROSE}。二、任务。{PROSE}。")
    assert cleaned.title == "云溪县学校管理参考案例"


def test_two_pages_are_known_by_the_word_that_the_second_one_cuts() -> None:
    page = f"1、云溪县学校章程第一章总则第一条为了{PROSE * 4}，依据教育法及实"
    cleaned = clean_text(f"{page}\n2、施条例制定本章程。第二章学生第二条{PROSE}。")
    assert taken(cleaned, "page-marker") == ["1、", "2、"]
    assert "及实施条例" in "".join(texts(cleaned))


@pytest.mark.parametrize(
    "lines",
    [
        [f"第{n}季度\t开展消防演练{n + 1}次\t安全股" for n in range(1, 5)],
        [f"{n}月份食堂明厨亮灶接入率达到{80 + n}%" for n in range(3, 9)],
        [f"第{n}条 事项" for n in range(1, 6)],
        ["牵头单位：教育局\t完成时限：6月底"] * 4,
        ["每校不少于2次"] * 4,
    ],
    ids=["rows", "monthly lines", "headings", "equal rows", "equal targets"],
)
def test_lines_that_hold_what_a_plan_promises_are_never_page_furniture(lines: list[str]) -> None:
    between = [f"{PROSE}，推", "动发展，落实到位，" + PROSE]
    body = [line for row in lines for line in (*between, "— 1 —", row)]
    cleaned = clean_text("\n".join(["云溪县工作要点", *body]))
    assert taken(cleaned, "repeated-line") == []


def test_a_header_goes_where_only_the_number_of_its_page_differs() -> None:
    pages = "\n".join(f"云溪县教育规划（2026） 第{n}页\n一、目标\n{PROSE}。" for n in range(1, 5))
    cleaned = clean_text(f"云溪县教育规划\n{pages}")
    assert len(taken(cleaned, "repeated-line")) == 4


def test_the_body_of_a_word_file_has_no_headers() -> None:
    lines = [line for _ in range(4) for line in (f"{PROSE}，推", "云溪县教育局文件", "动发展。")]
    document = Document(
        Source("a.docx", "docx", None, "", 0), tuple(Line(line) for line in ["要点", *lines])
    )
    assert taken(clean(document), "repeated-line") == []


@pytest.mark.parametrize(
    "line",
    [
        "报名网址：https://example.org/2026",
        "意见请发邮件至 office@school.example.cn，或登录 https://school.example.cn 留言。",
        "联系电话：0000-1234567，联系人：赵老师",
        "请登录县教育网站下载报名表",
    ],
)
def test_an_address_takes_nothing_with_it(line: str) -> None:
    above = ["云溪县科技节通知", "各学校：", "每校选送作品不少于8件。", "现场布置展板"]
    cleaned = clean_text("\n".join([*above, line, "云溪县教育局"]))
    assert cleaned.removed == ()


def test_one_line_of_a_site_takes_no_line_beside_it() -> None:
    cleaned = clean_text(f"云溪县要点\n早期阅读\n点击下载全文\n{PROSE}。")
    assert taken(cleaned, "site-words") == ["点击下载全文"]


def test_what_site_words_take_along_is_never_most_of_a_document() -> None:
    items = [f"校园文化活动第{n}项安排" for n in "甲乙丙丁戊己庚辛"]
    cleaned = clean_text("\n".join(["云溪县要点", "立即下载", *items, "加入收藏"]))
    assert set(items) <= set(texts(cleaned))


def test_words_around_an_article_of_a_messenger_go() -> None:
    above = ["点击蓝字 关注我们", "云溪发布 2026-03-12 17:05 江苏"]
    below = [
        *("— END —", "来源｜云溪县教育局", "编辑：王某某", "一审：张三 二审：李四", "往期推荐"),
        *("云溪县召开教育工作会议", "阅读原文", "阅读 1.2万　赞 86　在看 35", "写留言"),
    ]
    plan = ["一、目标", f"{PROSE}，点赞优秀教师50名。"]
    cleaned = clean_text("\n".join(["云溪县2026年工作要点", *above, *plan, *below]))
    assert cleaned.title == "云溪县2026年工作要点"
    assert texts(cleaned) == plan
    assert taken(cleaned, "site-words") == [*above, *below]


def test_a_line_with_a_quantity_stays_below_the_end_of_a_page() -> None:
    lines = ["一、目标", f"{PROSE}。", "上一篇：云溪县工作总结", "新建学校26所", "关闭窗口"]
    assert texts(clean_text("\n".join(["云溪县工作要点", *lines]))) == [*lines[:2], lines[3]]


@pytest.mark.parametrize(
    "text",
    [
        "适老化改造200户，无障碍阅读室5个",
        "图片｜30张",
        "预算：¥50000",
        "继续阅读经典名著",
        "启动仪式 2026年3月5日 9:00",
    ],
)
def test_words_of_a_plan_are_no_words_of_a_page(text: str) -> None:
    cleaned = clean_text(f"云溪县工作要点\n一、目标\n{PROSE}。\n{text}\n{PROSE}。\n下载全文")
    assert text in texts(cleaned)


def test_captions_between_two_copies_of_a_title_are_the_pages() -> None:
    title = "云溪县2026年工作要点"
    head = ["首页", "政务公开", title, "云政发〔2026〕4号"]
    cleaned = clean_text("\n".join([title, *head, "一、目标", f"{PROSE}。"]))
    assert texts(cleaned) == ["云政发〔2026〕4号", "一、目标", f"{PROSE}。"]
    assert taken(cleaned, "site-words") == ["首页", "政务公开"]


def test_a_fraction_is_a_page_number_only_where_it_counts_pages() -> None:
    cells = ["机场吞吐量", "8358/244", "港口吞吐量", "2/9"]
    assert texts(clean_text("\n".join(["云溪县规划", "一、目标", *cells])))[1:] == cells
    pages = "\n".join(f"{n}、{PROSE}。\n{n}/3" for n in (1, 2, 3))
    assert taken(clean_text(f"云溪县规划\n{pages}"), "page-number") == ["1/3", "2/3", "3/3"]


@pytest.mark.parametrize(
    "line",
    [
        "附件下载：",
        "1.云溪县考核细则.docx（已下载71次）",
        "4.5分（共12人评价）　32次下载　全文共6页",
        "免费阅读剩余70%内容　开通会员",
        "云溪县道路交通工作总结　5页",
    ],
)
def test_what_a_page_counts_and_offers_is_its_own(line: str) -> None:
    assert is_site_line(line)


@pytest.mark.parametrize("line", ["附件：下载办法", "全年印发简报5页", "2.组织培训12次，共32人"])
def test_what_a_plan_counts_is_none_of_the_page(line: str) -> None:
    assert not is_site_line(line)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("当然可以！以下是根据您的要求整理的方案：", "希望对您有帮助！需要我再调整吗？"),
        ("好的，下面是为您撰写的工作计划，您可以直接使用：", "如需补充细节，请随时告诉我！"),
    ],
)
def test_what_an_assistant_says_around_a_plan_is_no_text_of_it(before: str, after: str) -> None:
    body = ["一、目标", f"{PROSE}。"]
    cleaned = clean_text("\n".join([before, "云溪县工作要点", *body, after]))
    assert (cleaned.title, texts(cleaned)) == ("云溪县工作要点", body)


def test_names_of_other_texts_below_a_list_of_them_are_no_text_of_the_plan() -> None:
    body = ["一、目标", f"{PROSE}。"]
    others = ["往期回顾", "我校招收新生90名", "长按识别二维码关注"]
    assert texts(clean_text("\n".join(["云溪县工作要点", *body, *others]))) == body
