"""Tricky cases, numbered: old text, new text, and the marks that a careful editor would make.

Marks: [-deleted-] {+inserted+}; ``~`` before the text: form only, ``^``: reordered, ``!``: ignored.
"""

import pytest

from plandiff.comparison.edits import Edit, EditNature, Op
from plandiff.comparison.options import Ignore, Options
from plandiff.comparison.words import diff_texts, is_formal
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Span

SIGNS = {EditNature.FORM: "~", EditNature.REORDERED: "^", EditNature.IGNORED: "!"}


def marked(edits: tuple[Edit, ...]) -> str:
    brackets = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return "".join(
        brackets[edit.op].format(SIGNS.get(edit.nature, "") + edit.text) for edit in edits
    )


CASES = {
    "01 a number changes as a whole, its unit stays": (
        "新增学位3640个，巩固率达到96.5%。",
        "新增学位3860个，巩固率达到97.2%。",
        "新增学位[-3640-]{+3860+}个，巩固率达到[-96.5%-]{+97.2%+}。",
    ),
    "02 a written number is not cut in two": (
        "选派教师一百二十名",
        "选派教师一百五十名",
        "选派教师[-一百二十-]{+一百五十+}名",
    ),
    "03 words are replaced whole": (
        "做好教师培训工作",
        "做好教研员培养工作",
        "做好[-教师培训-]{+教研员培养+}工作",
    ),
    "04 an inserted clause takes the comma behind it": (
        "完善制度，强化监督。",
        "完善制度，开展自查，强化监督。",
        "完善制度，{+开展自查，+}强化监督。",
    ),
    "05 a last clause takes the comma before it": (
        "完善制度。",
        "完善制度，开展自查。",
        "完善制度{+，开展自查+}。",
    ),
    "06 an inserted sentence begins behind a sentence": (
        "甲镇建成新校。乙镇扩建旧校。",
        "甲镇建成新校。丙镇新建食堂。乙镇扩建旧校。",
        "甲镇建成新校。{+丙镇新建食堂。+}乙镇扩建旧校。",
    ),
    "07 a list item is inserted with one separator": (
        "加强安全、卫生工作",
        "加强安全、健康、卫生工作",
        "加强安全、{+健康、+}卫生工作",
    ),
    "08 an attribute is inserted with its 的": (
        "打造队伍",
        "打造高素质的队伍",
        "打造{+高素质的+}队伍",
    ),
    "09 chance 的 and 和 do not break a rewritten clause": (
        "建立学校的安全巡查和整改制度，按月通报。",
        "完善家长的沟通渠道和反馈平台，按月通报。",
        "[-建立学校的安全巡查和整改制度，-]{+完善家长的沟通渠道和反馈平台，+}按月通报。",
    ),
    "10 a common beginning of a rewritten clause is kept": (
        "各乡镇人民政府负责校舍的日常维修和排查。",
        "各乡镇人民政府保障教师津贴按时足额发放。",
        "各乡镇人民政府[-负责校舍的日常维修和排查-]{+保障教师津贴按时足额发放+}。",
    ),
    "11 width, quotes and brackets are form": (
        "（一）推进“双减”，达到８５％",
        "(一)推进「双减」,达到85%",
        "[-~（一）-]{+~(一)+}推进[-~“-]{+~「+}双减[-~”，-]{+~」,+}达到[-~８５％-]{+~85%+}",
    ),
    "12 traditional characters are form": (
        "加強學校管理，達到85%",
        "加强学校管理，达到90%",
        "[-~加強學校-]{+~加强学校+}管理，[-~達到-]{+~达到+}[-85%-]{+90%+}",
    ),
    "13 white space that tears a word is form": (
        "人力资源管 理",
        "人力资源管理",
        "人力[-~资源管 理-]{+~资源管理+}",
    ),
    "14 a decimal point is no punctuation": ("增长1.5倍", "增长15倍", "增长[-1.5-]{+15+}倍"),
    "15 items in another order are reordered": (
        "开设语文、数学、英语课程",
        "开设英语、语文、数学课程",
        "开设{+^英语、+}语文、数学[-^、英语-]课程",
    ),
    "15b the other changes of the sentence stay what they are": (
        "开设语文、数学、英语课程3门",
        "开设英语、语文、数学课程5门",
        "开设{+^英语、+}语文、数学[-^、英语-]课程[-3-]{+5+}门",
    ),
    "15c an item that moved beside one that is new": (
        "开设语文、数学、英语、体育课程",
        "开设英语、语文、数学、体育、美术课程",
        "开设{+^英语、+}语文、数学、[-^英语、-]体育{+、美术+}课程",
    ),
    "15d a word is not given up for two signs": (
        "数学、英语、体育课程",
        "数学、体育、美术课程",
        "数学、[-英语、-]体育{+、美术+}课程",
    ),
    "16 a paragraph that was cut in two is form": (
        "扩建校舍。改造食堂。",
        "扩建校舍。\n改造食堂。",
        "扩建校舍。{+~\n+}改造食堂。",
    ),
    "17 a document number is one unit": (
        "按照河教〔2023〕15号文件",
        "按照河教〔2024〕15号文件",
        "按照河教[-〔2023〕15号-]{+〔2024〕15号+}文件",
    ),
    "18 two numbers side by side are two changes": (
        "建成16所学校",
        "建成17所园舍",
        "建成[-16-]{+17+}所[-学校-]{+园舍+}",
    ),
    "19 Latin words are whole": (
        "use Wi-Fi daily",
        "use WiMax daily",
        "use [-Wi-Fi-]{+WiMax+} daily",
    ),
    "20 sentences rewritten one after the other are one block": (
        "第一中学扩建操场和宿舍。图书馆周末延长开放时间。",
        "卫生院派驻校医定期巡诊。社区组织志愿者假期托管。",
        "[-第一中学扩建操场和宿舍。图书馆周末延长开放时间-]{+卫生院派驻校医定期巡诊。社区组织志愿者假期托管+}。",
    ),
    "21 a dropped sentence and the word behind it are two changes": (
        "完善制度。每年培训教师一次。各乡镇按月上报。",
        "完善制度。各县区按月上报。",
        "完善制度。[-每年培训教师一次。-][-各乡镇-]{+各县区+}按月上报。",
    ),
    "22 a clause that follows a replaced word is a change of its own": (
        "严格落实责任。",
        "严格落实制度，每月通报进展。",
        "严格落实[-责任-]{+制度+}{+，每月通报进展+}。",
    ),
    "23 a number that another one replaced stands alone": (
        "可以处五十万元以下罚款",
        "可以处销售额百分之十以下的罚款；情节轻微的，处五百万元以下罚款",
        "可以处{+销售额百分之十以下的罚款；情节轻微的，处+}[-五十万-]{+五百万+}元以下罚款",
    ),
    "24 brackets stay with what they hold": (
        "开展活动，各市、县（区）至少举办一次",
        "开展活动，每年比赛。各县（市、区）至少举办一次",
        "开展活动，{+每年比赛。+}[-各市、县（区）-]{+各县（市、区）+}至少举办一次",
    ),
    "25 quotes stay with what they hold": (
        "深化“一网通办”改革试点",
        "推进“两不一奖”改革试点",
        "[-深化“一网通办”-]{+推进“两不一奖”+}改革试点",
    ),
    "26 quotes put round more than the replaced word are form": (
        "坚持立德树人根本任务",
        "落实“立德树人”根本任务",
        "[-坚持-]{+落实+}{+~“+}立德树人{+~”+}根本任务",
    ),
    "27 the length of spaces and dashes is form": (
        "——镇长　　张三",
        "—镇长 李四",
        "[-~——-]{+~—+}镇长[-~　　-]{+~ +}[-张三-]{+李四+}",
    ),
    "28 a word that stands elsewhere is reordered in lists only": (
        "加强社会治理创新，按月通报。",
        "加强和创新社会治理，按月通报。",
        "加强[-社会治理-]{+和+}创新{+社会治理+}，按月通报。",
    ),
    "29 the number of an article is one unit, whatever its last words are": (
        "依照本法第七十五条处理",
        "依照本法第八十五条处理",
        "依照本法[-第七十五条-]{+第八十五条+}处理",
    ),
    "30 a word is not cut in half for the equal half": (
        "在限定性选修课程基础上，每周开设社团活动",
        "在限定性选修课，每周开设社团活动",
        "在限定性[-选修课程基础上-]{+选修课+}，每周开设社团活动",
    ),
    "31 a label is one unit": ("（二）扩建校舍", "二、扩建校舍", "[-~（二）-]{+~二、+}扩建校舍"),
    "32 the sign behind a replaced word is form": (
        "由工作机构进行研究，必要时另行通报。",
        "由工作机构进行审查；必要时另行通报。",
        "由工作机构进行[-研究-]{+审查+}[-~，-]{+~；+}必要时另行通报。",
    ),
    "33 a word of a kind with the one it replaced stands apart from what came beside it": (
        "倾斜支持全省农村学校教师招聘",
        "倾斜支持全市特岗招聘和农村学校教师招聘",
        "倾斜支持[-全省-]{+全市+}{+特岗招聘和+}农村学校教师招聘",
    ),
    "34 brackets put round a word leave it alone": (
        "公共文化馆、博物馆免费开放",
        "公共艺术馆（文化馆）、博物馆免费开放",
        "公共{+艺术馆（+}文化馆{+）+}、博物馆免费开放",
    ),
    "35 a closing sign goes with the words that its partner opened": (
        "各县（市、区）定期通报",
        "各县、区定期通报",
        "各县[-（市-]、区[-）-]定期通报",
    ),
    "36 so does an opening one": (
        "开展“送教下乡、送培到县”活动",
        "开展送教下乡活动",
        "开展[-“-]送教下乡[-、送培到县”-]活动",
    ),
    "37 a number behind the same words became the other, whatever follows it": (
        "参保率达到98.4%，补助资金799万元。",
        "参保率达到98.9%。发放救助金110万元。",
        "参保率达到[-98.4%-]{+98.9%+}[-，补助资金799万-]{+。发放救助金110万+}元。",
    ),
    "38 beside a dropped sentence a word that stayed is no island": (
        "新建乡镇公立幼儿园三所。加强生活必需品供应，稳定价格",
        "加强大宗商品供应，稳定价格",
        "[-新建乡镇公立幼儿园三所。-]加强[-生活必需品-]{+大宗商品+}供应，稳定价格",
    ),
    "39 of two clauses the one that is alike has become the other": (
        "落实责任，修订公共文化服务制度，作为乡镇学校、教学点结业学生从业的凭证。",
        "落实责任，作为学员从业的凭证。",
        "落实责任，[-修订公共文化服务制度，-]作为[-乡镇学校、教学点结业学生-]{+学员+}从业的凭证。",
    ),
    "40 spaces between digits and words are layout": (
        "新增就业 4500 万人，登记失业率",
        "新增城镇就业4500万人，登记失业率",
        "新增{+城镇+}就业[-~ 4500 万-]{+~4500万+}人，登记失业率",
    ),
    "41 a long name is looked into where it is words side by side": (
        "由全国人民代表大会常务委员会决定",
        "由全国人民代表大会决定",
        "由全国人民代表大会[-常务委员会-]决定",
    ),
    "42 both bounds of a range are numbers": (
        "可处五千元以上一万元以下罚款",
        "可处一万元以上五万元以下罚款",
        "可处[-五千-]{+一万+}元以上[-一万-]{+五万+}元以下罚款",
    ),
    "43 a bound goes with its unit": (
        "对个人处二万元以上十万元以下罚款",
        "对个人处五十万元以下罚款",
        "对个人处[-二万元以上-][-十万-]{+五十万+}元以下罚款",
    ),
    "44 the number at the end of a replaced phrase stands apart": (
        "确保2025年底前全部完成",
        "力争2024年底前基本完成",
        "[-确保-]{+力争+}[-2025年-]{+2024年+}底前[-全部-]{+基本+}完成",
    ),
    "45 who went from one list to another is not reordered": (
        "由教育局牵头，财政局、人社局配合",
        "由教育局、财政局牵头，人社局配合",
        "由教育局{+、财政局+}牵头，[-财政局、-]人社局配合",
    ),
    "46 clauses may be items of a list": (
        "加强甲类培训，推进乙项工程，落实丙项制度。",
        "落实丙项制度，加强甲类培训，推进乙项工程。",
        "{+^落实丙项制度，+}加强甲类培训，推进乙项工程[-^，落实丙项制度-]。",
    ),
    "47 in a clause that was rewritten the quantity is told apart": (
        "每年投入不少于500万元",
        "每年安排专项资金不低于800万元",
        "每年[-投入不少于-]{+安排专项资金不低于+}[-500-]{+800+}万元",
    ),
    "48 one word for one word is no rewriting": (
        "推进“互联网+教育”",
        "推进“人工智能+教育”",
        "推进“[-互联网+教育-]{+人工智能+教育+}”",
    ),
    "49 a word put into a name is no other order": (
        "财政、发展改革、人力资源社会保障等部门",
        "发展改革、财政、人力资源和社会保障等部门",
        "[-^财政、-]发展改革、{+^财政、+}人力资源{+和+}社会保障等部门",
    ),
    "50 the word that counts a point is one unit": (
        "会议指出，一是强化责任，二是加强督查。",
        "会议指出，一是严格问责，二是强化责任，三是加强督查。",
        "会议指出，一是{+严格问责，二是+}强化责任，[-二是-]{+三是+}加强督查。",
    ),
    "51 a count does not become a sum": (
        "A级旅行社达到41家，A级旅行社收入6.2亿元。",
        "A级旅行社收入7.9亿元，同比增长27%，A级旅行社利润增长9%。",
        "[-A级旅行社达到41家，-]A级旅行社收入[-6.2-]{+7.9+}亿元{+，同比增长27%，A级旅行社利润增长9%+}。",
    ),
    "52 a clause whose sum became a share is replaced as a whole": (
        "由县局责令改正，对个人处二万元以下的罚款。",
        "由县局责令改正，对个人处上年收入百分之三以下的罚款。",
        "由县局责令改正，[-对个人处二万元以下的罚款-]{+对个人处上年收入百分之三以下的罚款+}。",
    ),
    "53 numbers of another magnitude are replaced with it": (
        "投入资金9000万元，培训3.2万人次",
        "投入资金1.2亿元，培训3.6万人次",
        "投入资金[-9000万-]{+1.2亿+}元，培训[-3.2-]{+3.6+}万人次",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_marks_are_those_of_a_careful_editor(name: str) -> None:
    old, new, expected = CASES[name]
    assert marked(diff_texts(old, new)) == expected


def test_a_term_is_the_same_with_quotes_and_without() -> None:
    assert marked(diff_texts("推进“县域联动”机制", "推进县域联动机制")) == (
        "推进[-~“-]县域联动[-~”-]机制"
    )


def cores(old: str, new: str) -> list[tuple[str, tuple[Span, ...]]]:
    return [(edit.text, edit.core) for edit in diff_texts(old, new) if edit.core]


def test_inside_a_long_name_the_changed_characters_are_marked_on_a_second_level() -> None:
    assert cores("设立教育厅", "设立教育局") == [
        ("教育厅", (Span(2, 3),)),
        ("教育局", (Span(2, 3),)),
    ]


def test_a_word_that_grew_is_looked_into_by_characters_and_phrases_by_words() -> None:
    assert cores("由学校安全部门负责", "由学校安全保卫部门负责") == []
    assert cores("各旗县区负责", "各县区负责") == [
        ("各旗县区", (Span(1, 2),)),
        ("各县区", (Span(1, 1),)),
    ]
    assert cores("向家长说明", "向市民和家长委员会说明") == []


def test_where_nothing_of_a_side_differs_its_core_is_a_place() -> None:
    assert cores("落实责任", "贯彻落实责任") == [
        ("落实", (Span(0, 0),)),
        ("贯彻落实", (Span(0, 2),)),
    ]


def test_numbers_and_unlike_words_have_no_second_level() -> None:
    assert cores("达到81%，加强管理", "达到85%，改进管理") == []


@pytest.mark.parametrize(
    ("ignored", "old", "new"),
    [
        (Ignore.PUNCTUATION, "扩建校舍，改造食堂", "扩建校舍；改造食堂"),
        (Ignore.WIDTH, "达到８５％", "达到85%"),
        (Ignore.VARIANTS, "學校", "学校"),
        (Ignore.SPACE, "总 则", "总则"),
    ],
)
def test_an_ignored_kind_of_difference_is_marked_ignored(
    ignored: Ignore, old: str, new: str
) -> None:
    edits = diff_texts(old, new, Options(ignore=frozenset({ignored})))
    assert {edit.nature for edit in edits if edit.op is not Op.EQUAL} == {EditNature.IGNORED}
    assert is_formal(old, new, Options(ignore=frozenset({ignored})))


def test_a_difference_inside_the_users_pattern_is_ignored_and_others_are_not() -> None:
    options = Options(ignore_patterns=(r"（\d+年\d+月印发）",))
    old, new = "工作要点（2023年3月印发）共三章", "工作要点（2024年4月印发）共四章"
    assert marked(diff_texts(old, new, options)) == (
        "工作要点（[-!2023年3月-]{+!2024年4月+}印发）共[-三章-]{+四章+}"
    )


def test_a_broken_pattern_says_so() -> None:
    with pytest.raises(UsageError, match="ignore-pattern"):
        diff_texts("甲", "乙", Options(ignore_patterns=("(",)))


@pytest.mark.parametrize(
    ("old", "new", "formal"),
    [
        ("第一，抓质量", "第一、抓质量", True),
        ("1,200名", "1200名", True),
        ("3—5年", "3-5年", True),
        ("3、5年", "35年", False),
        ("气温-3度", "气温3度", False),
        ("不低于90%", "不低于90", False),
        ("(和)或", "和或", True),
    ],
)
def test_form_is_told_from_substance(old: str, new: str, formal: bool) -> None:
    assert is_formal(old, new) is formal
