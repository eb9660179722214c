"""What a page leaves in a file: tags, entities, struck and hidden text, copies, attachments."""

import pytest

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

TITLE = "云溪县2026年阅读推广计划"
SENTENCE = "全县中小学每周开设一节阅读课，配备专职图书管理员，组织师生共读活动，形成书香氛围。"


def read(text: str, name: str = "a.txt") -> Plan:
    return parse(read_document(name, data=text.encode()))


def page(body: str) -> Plan:
    return read(
        f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body>{body}</body></html>",
        "a.html",
    )


def outline(plan: Plan) -> list[tuple[str | None, str, str]]:
    return [(s.label, s.heading, s.body) for s in plan.sections[1:]]


def kinds(plan: Plan) -> list[str]:
    return [finding.kind for finding in plan.findings]


PLAIN = [("一、", "主要目标", "建成图书角的学校达到100%，举办“书香”评选。")]


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n&nbsp;&nbsp;一、主要目标\n&emsp;建成图书角的学校达到100&#37;，举办&ldquo;书香&rdquo;评选。",
        f"<div>\n<p><strong>{TITLE}</strong></p>\n<p>一、主要目标</p>\n<p>建成图书角的学校达到<b>100%</b>，举办“书香”评选。</p>\n</div>",
        f"{TITLE}<br>一、主要目标<br/>建成图书角的学校达到100%，举办“书香”评选。<BR />",
        (
            f'<h1>{TITLE}</h1>\n一、<span style="color:red">主要目标</span>\n'
            "建成图书角的学校达到100%，举办&#x201C;书香&#8221;评选。"
        ),
    ],
    ids=["entities", "tags", "breaks", "both"],
)
def test_entities_and_tags_in_a_text_are_no_text(text: str) -> None:
    plan = read(text)
    assert plan.title == TITLE
    assert outline(plan) == PLAIN
    assert {r.reason for r in plan.removed} <= {"html-tag", "entity"}
    assert "removed-share" not in kinds(plan)


@pytest.mark.parametrize(
    "text", ["生均图书<30册，经费>5万元。", "研发R&D;投入。", "见<附件>和<p。"]
)
def test_signs_that_are_no_markup_stay(text: str) -> None:
    assert read(f"{TITLE}\n{text}").root.body == text


@pytest.mark.parametrize(
    "struck",
    [
        "<del>{}</del>",
        "<s>{}</s>",
        "<strike>{}</strike>",
        '<span style="color:red;text-decoration: line-through">{}</span>',
    ],
)
def test_struck_text_of_a_page_does_not_count(struck: str) -> None:
    plan = page(f"<h1>{TITLE}</h1><p>一、目标</p><p>参与率达到{struck.format('95%')}96%以上。</p>")
    assert [target.value for target in plan.targets] == [96]
    assert [(r.text, r.reason) for r in plan.removed] == [("95%", "struck-text")]
    assert kinds(plan) == ["struck-text"]


@pytest.mark.parametrize("hiding", ['style="display:none"', "hidden", 'style="visibility: hidden"'])
def test_hidden_text_that_is_the_page_is_the_text(hiding: str) -> None:
    tab = f"<p>一、目标</p><p>{SENTENCE * 8}</p><p>二、保障</p><p>{SENTENCE}</p>"
    plan = page(f"<h1>{TITLE}</h1><div>图解</div><div {hiding}>{tab}<i hidden>12</i></div>")
    assert [s.label for s in plan.sections[1:]] == ["一、", "二、"]
    assert [r.text for r in plan.removed] == ["12"]


def test_a_small_hidden_piece_stays_a_finding_of_one_line() -> None:
    hidden = "内部说明不得外传" * 40
    plan = page(f"<h1>{TITLE}</h1><p>{SENTENCE * 20}</p><p style='display:none'>{hidden}</p>")
    assert [r.text for r in plan.removed] == [hidden]
    (finding,) = (f for f in plan.findings if f.kind == "hidden-text")
    assert len(finding.text) <= 81
    assert "\n" not in finding.text


def test_a_file_that_holds_its_plan_twice_says_so() -> None:
    lines = [f"{n}、第{n}项工作要逐条落实到人。{SENTENCE}" for n in "一二三四五六"]
    assert "repeated-plan" in kinds(read("\n".join([TITLE, *lines, TITLE, *lines])))
    assert "repeated-plan" in kinds(page("".join(f"<p>{x}</p>" for x in (*lines, *lines))))
    assert "repeated-plan" not in kinds(read("\n".join([TITLE, *lines])))
    refrain = [
        line
        for n in range(6)
        for line in (f"{n + 1}.{SENTENCE}{n}", "牵头部门：云溪县教育局基教科")
    ]
    assert "repeated-plan" not in kinds(read("\n".join([TITLE, *refrain])))


NOTICE = "各学校：\n现将《云溪县2026年阅读推广计划》印发给你们，请认真贯彻执行。"


@pytest.mark.parametrize(
    "text",
    [
        f"云溪县教育局通知\n{NOTICE}\n附件：云溪县2026年阅读推广计划.docx",
        f"云溪县教育局通知\n{NOTICE}\n附件：1.云溪县2026年阅读推广计划\n2.任务分工表",
    ],
)
def test_a_notice_whose_plan_is_an_attachment_says_so(text: str) -> None:
    assert "plan-in-attachment" in kinds(read(text))


def test_a_page_that_only_links_to_its_plan_says_so() -> None:
    link = '<p><a href="/files/plan.pdf?x=1">云溪县2026年阅读推广计划</a></p>'
    assert "plan-in-attachment" in kinds(page(f"<h1>{TITLE}</h1><p>点击查看。</p>{link}"))
    sections = f"<p>一、目标</p><p>{SENTENCE}</p><p>二、保障</p><p>{SENTENCE}</p>"
    assert "plan-in-attachment" not in kinds(page(f"<h1>{TITLE}</h1>{sections}{link}"))


def test_a_plan_with_attachments_of_its_own_is_the_plan() -> None:
    text = f"{TITLE}\n一、目标\n{SENTENCE}\n二、保障\n{SENTENCE}\n附件：1.任务分工表.docx"
    assert "plan-in-attachment" not in kinds(read(text))
