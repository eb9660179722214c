"""Web pages and archives: what a reader sees, without the page's furniture."""

import base64

import pytest

from plandiff.corpus.errors import BrokenFileError, NoTextError, TooLargeError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.web.reader import read_archive
from plandiff.corpus.model import Document, Line

PARAGRAPH = "<p>全县教育系统要坚持立德树人，新增学位810个，办好家门口的学校。</p>"


def page(body: str, head: str = "") -> Document:
    data = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    return read_document("plan.html", data=data)


def texts(body: str) -> list[str]:
    return [f"{line.label or ''}{line.text}" for line in page(body).lines]


def test_headings_have_levels_and_paragraphs_are_whole() -> None:
    assert page("<h1>要点</h1><h3>目标</h3><p>正文</p>").lines == (
        Line("要点", 1, whole=True),
        Line("目标", 3, whole=True),
        Line("正文", whole=True),
    )


def test_white_space_is_what_a_browser_shows() -> None:
    assert texts("<p>教育\n   工作 <b>要</b>点 two\nwords<br>下一行</p>") == [
        "教育工作 要点 two words",
        "下一行",
    ]
    assert texts("<pre>甲\n 乙</pre>") == ["甲", "乙"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=3 type=A><li>甲<li><p>乙</p><p>续</p></ol>", ["C.甲", "D.乙", "续"]),
        ("<ol><li value=5>甲<li>乙</ol>", ["5.甲", "6.乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲</ol>', ["一、甲"]),
        ('<ol style="list-style: none"><li>甲</ol>', ["甲"]),
        ("<ol><li>（一）甲<li>2. 乙</ol>", ["（一）甲", "2. 乙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol><li>甲<ul><li>点</ul><li>乙</ol>", ["1.甲", "点", "2.乙"]),
    ],
)
def test_list_labels_are_those_that_a_browser_prints(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_a_table_row_is_a_line_and_a_layout_table_is_none() -> None:
    data = "<table><tr><th>项目<th>指标<tr><td>学位<td><p>810</p><p>个</p></table>"
    assert texts(data) == ["项目\t指标", "学位\t810 个"]
    assert texts(f"<table><tr><td>甲<td>{data}</table>") == ["甲", "项目\t指标", "学位\t810 个"]
    assert texts("<table><tr><td><p>甲</p><p>乙</p></table>") == ["甲", "乙"]


def test_menus_footers_and_scripts_are_no_text() -> None:
    links = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(4))
    body = f"<nav>首页</nav><ul>{links}</ul>{PARAGRAPH * 4}<div class='footer'>版权</div>"
    document = page(body + "<script>alert('坏')</script><style>p{}</style>")
    assert [line.text for line in document.lines] == [PARAGRAPH[3:-4]] * 4
    assert [(x.text, x.reason) for x in document.removed] == [
        ("首页", "navigation"),
        ("栏目0 栏目1 栏目2 栏目3", "navigation"),
        ("版权", "navigation"),
    ]


def test_links_to_the_headings_of_the_same_page_are_its_contents() -> None:
    links = "".join(f"<p><a href='#{n}'>第{n}章</a></p>" for n in range(4))
    document = page(f"<div>{links}</div>{PARAGRAPH * 4}")
    assert [x.reason for x in document.removed] == ["contents"]


def test_furniture_never_holds_most_of_the_page() -> None:
    assert texts(f"<div class='nav'>{PARAGRAPH}</div>") == [PARAGRAPH[3:-4]]


def test_hidden_text_is_removed_and_reported() -> None:
    document = page(f"{PARAGRAPH}<p style='display: none'>暗</p><p hidden>文</p>")
    assert len(document.lines) == 1
    assert [(x.text, x.reason) for x in document.removed] == [
        ("暗", "hidden-text"),
        ("文", "hidden-text"),
    ]
    assert [f.kind for f in document.findings] == ["hidden-text", "hidden-text"]


@pytest.mark.parametrize(
    ("charset", "written"),
    [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("iso-8859-1", "utf-8")],
)
def test_what_meta_says_counts_only_where_the_bytes_agree(charset: str, written: str) -> None:
    text = f"<html><head><meta charset='{charset}'></head><body>{PARAGRAPH}</body></html>"
    document = read_document("plan.html", data=text.encode(written))
    assert document.lines[0].text == PARAGRAPH[3:-4]


def test_the_title_of_the_page_is_a_hint() -> None:
    assert page(PARAGRAPH, "<title> 工作\n要点 </title>").title == "工作 要点"


def archive(kind: str, content: bytes, charset: str) -> bytes:
    return (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: " + f"{kind}; charset={charset}".encode() + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(content) + b"\r\n--b--\r\n"
    )


def test_a_web_archive_is_read_from_its_page() -> None:
    data = archive("text/html", f"<html>{PARAGRAPH}</html>".encode("gbk"), "gb2312")
    document = read_document("plan.mht", data=data)
    assert document.source.format == "mhtml"
    assert document.lines[0].text == PARAGRAPH[3:-4]


def test_a_web_archive_without_a_page_is_broken() -> None:
    with pytest.raises(BrokenFileError, match="no page"):
        read_archive("plan.mht", archive("image/png", b"x", "x"))


def test_pages_made_to_exhaust_a_parser_are_refused() -> None:
    many = " ".join(f"a{n}=1" for n in range(5000))
    with pytest.raises(BrokenFileError, match="too deeply"):
        page("<div>" * 3000)
    with pytest.raises(TooLargeError, match="tag"):
        page(f"<p {many}>甲</p>")
    with pytest.raises(TooLargeError, match="tags"):
        page("<b>" * 500_000)
    with pytest.raises(NoTextError):
        page("")


def test_embedded_pictures_are_no_text_and_no_obstacle() -> None:
    picture = base64.b64encode(bytes(200_000)).decode()
    assert texts(f'<img src="data:image/png;base64,{picture}">{PARAGRAPH}') == [PARAGRAPH[3:-4]]


def test_the_tab_that_a_script_shows_is_the_text_where_it_has_the_sentences() -> None:
    plan = (
        "<p>一、目标</p><p>入学率达到98%以上，新建教室24间，全年培训教师180人次，覆盖全部学校。</p>"
    )
    tab = f'<div style="display:none">{plan}<p>生均经费达到7000元，专款专用。</p></div>'
    assert "生均经费达到7000元，专款专用。" in texts(f"<p>一图读懂正在加载</p>{tab}")


def test_a_list_of_links_with_their_dates_is_navigation() -> None:
    links = "".join(
        f'<li><a href="/{n}.html">全县新增学位3{n}00个</a> 2031-01-2{n} 08:30</li>'
        for n in range(1, 5)
    )
    found = page(f"<h1>要点</h1>{PARAGRAPH * 4}<div><h3>相关阅读</h3><ul>{links}</ul></div>")
    assert not any("3200" in line.text for line in found.lines)
    assert any("3200" in r.text and r.reason == "navigation" for r in found.removed)
    assert any("810个" in line.text for line in found.lines)


def test_a_box_that_names_other_texts_is_navigation_and_its_numbers_are_none_of_the_plan() -> None:
    box = "<div><h4>热门文章</h4><ol><li>云溪县新增学位5200个</li><li>研学启动</li></ol></div>"
    assert texts(PARAGRAPH * 3 + box) == texts(PARAGRAPH * 3)
    named = box.replace("热门文章", "年度任务")
    assert "云溪县新增学位5200个" in "".join(texts(PARAGRAPH * 3 + named))


@pytest.mark.parametrize(
    "box",
    [
        '<div id="cookie-banner"><h2>Cookies on Larkfield</h2><p>We use 3 cookies.</p></div>',
        "<section><h2>Is this page useful?</h2><button>Yes</button><a>No</a></section>",
        "<aside><h2>Related content</h2><ul><li><a>Housing: 4,500 homes</a></li></ul></aside>",
        "<div><p>您对本页面满意吗？</p><p>满意 一般</p></div>",
        "<div><p>分享本頁</p><a>臉書</a></div>",
        '<a href="#main">Skip to main content</a>',
    ],
)
def test_a_box_that_serves_the_reader_of_the_page_is_navigation(box: str) -> None:
    found = page(f"<main><h1>要点</h1>{3 * PARAGRAPH}{box}</main>")
    assert [line.text for line in found.lines] == ["要点", *3 * [PARAGRAPH[3:-4]]]
    assert {r.reason for r in found.removed} == {"navigation"}


def test_headings_about_sharing_and_feedback_are_sections() -> None:
    body = "<h2>Feedback</h2><p>Reply to 90% of letters.</p><h2>Share the road</h2><p>Lanes.</p>"
    assert texts(f"<main>{body}</main>") == [
        "Feedback",
        "Reply to 90% of letters.",
        "Share the road",
        "Lanes.",
    ]


def test_the_title_for_shared_links_is_the_title_where_the_text_has_it() -> None:
    shared = '<title>一图读懂</title><meta property="og:title" content="养老行动方案">'
    assert page(f"<h1>养老行动方案</h1>{PARAGRAPH}", shared).title == "养老行动方案"
    assert page(f"<h1>别的标题</h1>{PARAGRAPH}", shared).title == "一图读懂"
