"""With ``--lang zh`` every failure is one Chinese line: no English of anybody gets through."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import default_path, open_store
from plandiff.tui.cli import main
from tests.review_plans import Part, compared

PLAN = "云川县2031年教育工作要点\n一、目标\n新建幼儿园3所。\n二、保障\n落实经费。\n"
PARTS: list[Part] = [
    (0, "教育计划", ""),
    (1, "扩大供给", "新建3所。"),
    (1, "办好小学", "集团4个。"),
]
EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
WORD = b"wordprocessingml"


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


FILES: dict[str, bytes] = {
    "old.txt": PLAN.encode(),
    "new.txt": PLAN.replace("3所", "4所").encode(),
    "empty.txt": b"",
    "blank.txt": b" \n\n ",
    "picture.docx": b"GIF89a" + bytes(range(256)),
    "program.txt": bytes(range(32)) * 9,
    "cut.docx": b"PK\x03\x04" + bytes(60),
    "headless.docx": zipped({"[Content_Types].xml": WORD}),
    "unlisted.docx": zipped({"word/document.xml": b"<w/>"}),
    "torn.docx": zipped({"[Content_Types].xml": WORD, "word/document.xml": b"<w:document"}),
    "sheet.xlsx": zipped({"[Content_Types].xml": b"spreadsheetml"}),
    "sheet.xlsb": zipped({"[Content_Types].xml": b"binary", "xl/workbook.bin": b""}),
    "two.zip": zipped({"a.txt": PLAN.encode(), "b.txt": PLAN.encode()}),
    "none.zip": zipped({"a.png": b"", "b.png": b""}),
    "book.epub": zipped({"mimetype": b"application/epub+zip"}),
    "scan.pdf": EMPTY_PAGE,
    "torn.pdf": b"%PDF-1.7\n",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "WordDocument".encode("utf-16-le")
    + bytes(600),
    "locked.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "void.html": b"<html></html>",
    "gbk.txt": PLAN.encode("gb18030"),
    "review.json": b'{"schema": "plandiff.review/1", "reviews": [{}]}',
    "half.json": b'{"schema": "plandiff.review/1", "reviews": [',
    "later.json": b'{"schema": "plandiff.review/9"}',
    "marked.json": b'{"schema": "plandiff.review/1", "reviews": [{"id": "a", "total": "x"}]}',
    "syntax.j2": b"{% for %}",
    "tag.j2": b"{% poem %}",
    "open.j2": b"{% if digest %}",
    "filter.j2": b"{{ digest | poem }}",
    "unknown.j2": b"{{ poem }}",
    "field.j2": b"{{ digest.poem }}",
    "nosy.j2": b"{{ ''.__class__ }}",
    "include.j2": b"{% include 'other.j2' %}",
    "word.j2": b"{{ label('poem') }}",
    "zero.j2": b"{{ 1 / 0 }}",
    "latin.j2": b"\xff\xfe",
}
BOTH = ["old.txt", "new.txt"]
FAILURES: list[tuple[list[str], str]] = [
    ([*BOTH, "--poem"], "不认识的选项：--poem"),
    ([*BOTH, "third.txt"], "不认识的选项：third.txt"),
    (["old.txt"], "需要两份文件"),
    (["-", "-"], "只能有一份来自标准输入"),
    (["show"], "缺少参数：PLAN"),
    (["targets", "old.txt"], "缺少参数：NEW"),
    ([*BOTH, "--width"], "--width 后面要有一个值"),
    ([*BOTH, "-o"], "-o/--output 后面要有一个值"),
    ([*BOTH, "--full=yes"], "--full 不带值"),
    ([*BOTH, "--color", "pink"], "--color 不能是 'pink'，可选：auto, always, never"),
    ([*BOTH, "--preset=uk"], "--preset 不能是 'uk'"),
    (["show", "old.txt", "--format", "poem"], "--format 不能是 'poem'"),
    ([*BOTH, "--lang", "fr", "--lang", "zh"], "--lang 不能是 'fr'，可选：zh, en"),
    ([*BOTH, "--lang=fr"], "--lang 不能是 'fr'"),
    ([*BOTH, "--width", "wide"], "--width 要一个整数"),
    ([*BOTH, "--context", "-2"], "--context 要一个整数，'-2' 不是"),
    ([*BOTH, "--context", "x"], "--context 要一个整数"),
    ([*BOTH, "--date", "2031-1-1"], "--date 要写成 2025-03-01"),
    ([*BOTH, "--date", "2031-13-41", "--table", "-o", "r.docx"], "不是日期"),
    ([*BOTH, "--only", "poems"], "--only 不认识 poems"),
    ([*BOTH, "--only", ","], "--only 后面要有一个值"),
    ([*BOTH, "--ignore", "all"], "--ignore 不认识 all"),
    ([*BOTH, "--format", "poem"], "没有名为 'poem' 的格式"),
    ([*BOTH, "--format", "docx"], "docx 是二进制格式，请用 -o FILE.docx 写入文件"),
    ([*BOTH, "-o", "r.poem"], "没有后缀为 '.poem' 的报告"),
    ([*BOTH, "-o", "gone/r.md"], "没有这个目录"),
    ([*BOTH, "-o", "folder", "--force"], "没有后缀为 '' 的报告"),
    ([*BOTH, "-o", "folder.md"], "folder.md：写不进去（这是一个目录）"),
    ([*BOTH, "-o", "taken.md"], "文件已存在，要替换请加 --force"),
    ([*BOTH, "--ignore-pattern", "("], "（第 2 个字符附近缺少右括号）"),
    ([*BOTH, "--ignore-pattern", "a)"], "多出右括号"),
    ([*BOTH, "--ignore-pattern", "["], "方括号没有闭合"),
    ([*BOTH, "--ignore-pattern", "*a"], "没有可重复的内容"),
    ([*BOTH, "--ignore-pattern", "\\"], "反斜杠后的写法有误"),
    ([*BOTH, "--ignore-pattern", "(?P<1>a)"], "分组的名称有误"),
    ([*BOTH, "--ignore-pattern", "\\p{Poem}"], "没有这种字符属性"),
    ([*BOTH, "--ignore-pattern", "\\N{POEM}"], "写法有误"),
    ([*BOTH, "--ignore-pattern", "(a{999999999})"], "第 3 个字符附近重复次数太大"),
    ([*BOTH, "--ignore-pattern", "((a{100}b){100}){100}"], "重复次数太大"),
    ([*BOTH, "--template", "syntax.j2"], "第 1 行：有语法错误"),
    ([*BOTH, "--template", "tag.j2"], "第 1 行：没有 'poem' 这个标签"),
    ([*BOTH, "--template", "open.j2"], "第 1 行：模板没有写完"),
    ([*BOTH, "--template", "filter.j2"], "没有 'poem' 这个过滤器或测试"),
    ([*BOTH, "--template", "unknown.j2"], "没有 'poem' 这个值"),
    ([*BOTH, "--template", "field.j2"], "没有 'poem' 这个值"),
    ([*BOTH, "--template", "nosy.j2"], "不允许使用 '__class__'"),
    ([*BOTH, "--template", "include.j2"], "不能引用其他模板：'other.j2'"),
    ([*BOTH, "--template", "word.j2"], "没有 'poem' 这个词或字段"),
    ([*BOTH, "--template", "zero.j2"], "求值时出错：ZeroDivisionError"),
    ([*BOTH, "--template", "latin.j2"], "模板不是 UTF-8"),
    ([*BOTH, "--template", "gone.j2"], "gone.j2：没有这个文件"),
    ([*BOTH, "--template", "zero.j2", "-o", "r.docx"], "--template 只用于 text, md, html"),
    (["gone.txt", "new.txt"], "gone.txt：没有这个文件，请检查路径"),
    (["folder", "new.txt"], "不是普通文件"),
    (["empty.txt", "new.txt"], "文件是空的"),
    (["blank.txt", "new.txt"], "文件是空的或只有空白"),
    (["picture.docx", "new.txt"], "内容是 GIF 图片"),
    (["program.txt", "new.txt"], "内容是 二进制数据"),
    (["cut.docx", "new.txt"], "压缩结构已损坏"),
    (["headless.docx", "new.txt"], "缺少正文部分"),
    (["unlisted.docx", "new.txt"], "缺少部件清单"),
    (["torn.docx", "new.txt"], "torn.docx：不能按 docx 读取"),
    (["sheet.xlsx", "new.txt"], "sheet.xlsx：不能按 xlsx 读取（缺少正文部分）"),
    (["sheet.xlsb", "new.txt"], "电子表格（.xlsb）"),
    (["two.zip", "new.txt"], "里面有多份文件，请在名称后加上其中一个：::a.txt  ::b.txt"),
    (["two.zip::c.txt", "new.txt"], "里面没有 c.txt，有：::a.txt  ::b.txt"),
    (["none.zip", "new.txt"], "没有规划文本的 ZIP 压缩包"),
    (["book.epub", "new.txt"], "EPUB 电子书"),
    (["scan.pdf", "new.txt"], "请先做文字识别"),
    (["torn.pdf", "new.txt"], "不能按 pdf 读取（文件已损坏）"),
    (["old.doc", "new.txt"], "读取 .doc 要用 LibreOffice，本机没有找到"),
    (["locked.doc", "new.txt"], "有密码保护"),
    (["void.html", "new.txt"], "void.html：没有文字"),
    (["old.txt", "new.txt", "--encoding", "klingon"], "没有这种编码"),
    (["gbk.txt", "new.txt", "--encoding", "utf-8"], "第 1 个字节不符"),
    (["gbk.txt", "new.txt", "--encoding", "latin-1"], "读出来是乱码，按 gb18030 则是通顺的文字"),
    (["review"], "请说明要做什么：plandiff review list|show|add|clear|export|import|merge"),
    (["review", "paint"], "没有 'paint' 这个命令，可用：list show"),
    (["review", "list", "--poem"], "不认识的选项：--poem，请看 plandiff review --help"),
    (["review", "show", "9"], "没有叫 '9' 的审阅"),
    (["review", "export", "9"], "没有叫 '9' 的审阅"),
    (["review", "show", "甲.txt"], "有几份审阅都叫 '甲.txt'"),
    (["review", "show"], "请指明哪份审阅：plandiff review list 里的序号或编号"),
    (["review", "clear"], "请指明哪份审阅，或加 --all"),
    (["review", "clear", "--all"], "请加 --yes"),
    (["review", "merge"], "缺少参数：FILE，请看 plandiff review --help"),
    (["review", "import"], "缺少参数：FILE"),
    (["review", "merge", "gone.json"], "gone.json：没有这个文件"),
    (["review", "merge", "old.txt"], "不是审阅记录"),
    (["review", "import", "review.json"], "审阅记录已损坏（缺少字段 'reviews[0].id'）"),
    (["review", "import", "half.json"], "审阅记录已损坏（第 1 行第 45 个字符处不合 JSON 格式）"),
    (
        ["review", "import", "marked.json"],
        "'reviews[0].total' 应是 0 至 1000000000 之间的整数",
    ),
    (["review", "import", "later.json"], "由更新版本的 plandiff 写成"),
    (["review", "export", "-o", "taken.md"], "文件已存在"),
    (["review", "export", "-o", "gone/r.json"], "没有这个目录"),
    (["review", "list", "--review", "gone.json"], "gone.json：读不出来（没有这个文件）"),
    (["review", "list", "--review", "picture.docx"], "不是审阅记录文件"),
    (["review", "show", "--review", "later.json"], "由更新版本的 plandiff 写成"),
]
OURS = re.compile(
    r"plandiff review list\|show\|add\|clear\|export\|import\|merge"
    r"|plandiff( review( list| export)?)?"
    r"|--?[a-z][a-z-]*|'[^']*'|-o FILE\.docx|[\w./-]+\.[a-z]\w+"
    r"|/\S*/|\.[a-z]+|folder|XML|LibreOffice|UTF-8|JSON|EPUB|GIF"
    r"|ZeroDivisionError|OLD|NEW|PLAN|FILE|poems?|third|all|klingon|latin-1|utf-8|gb18030"
    r"|docx|pdf|xlsx|ZIP|(?<=可选：)[a-z, ]+|(?<=可用：)[a-z. ]+|(?<=只用于 )[a-z, ]+"
)
"""Names that stay as they are in a Chinese sentence: commands, options, files, values."""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with all these files, a home of its own, no LibreOffice, and two saved reviews."""
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "taken.md").write_text("mine", "utf-8")
    for name in ("folder", "folder.md"):
        (tmp_path / name).mkdir()
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


def two_reviews() -> None:
    for parts in (PARTS, [*PARTS, (1, "其他", "组织1次。")]):
        store, _ = open_store(None, None, author="李")
        store.attach(compared(parts, [*parts, (1, "新增", "开展。")], ("甲.txt", "乙.txt")))
        store.set_mark("r1", Mark.REVIEWED)
        store.close()


def is_chinese(line: str) -> bool:
    return not re.search(r"[A-Za-z]{2,}", OURS.sub("", line)) and bool(
        re.search("[一-龥]{3}", line)
    )


@pytest.mark.parametrize(("arguments", "chinese"), FAILURES, ids=lambda part: " ".join(part)[:60])
def test_a_failure_is_one_chinese_line_on_standard_error_and_status_2(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str], chinese: str
) -> None:
    if arguments[0] == "review" and "--review" not in arguments:
        two_reviews()
    asked = arguments if "--lang" in arguments else [*arguments, "--lang", "zh"]
    assert main(asked) == 2
    out, err = capfdbinary.readouterr()
    line = err.decode()
    assert (out, line.count("\n")) == (b"", 1)
    assert chinese in line
    assert is_chinese(line.partition(": ")[2] or line), line


SETTINGS = [
    ("poem = 1", "没有 'poem' 这项设置"),
    ('theme = "poem"', "theme 只能是 auto, dark"),
    ("context = 1000", "context 要是 0 到 99 的整数"),
    ("folded = 1", "folded 只能是 auto, true, false"),
    ("keys = 1", "keys 要写成一节"),
    ('[keys]\npoem = "x"', "[keys] 里没有 'poem' 这个动作"),
    ("[keys]\nsearch = 1", "[keys] search 要写成字符串"),
    ('[keys]\nsearch = "x"\nnote = "x"', "[keys] 'x' 同时给了 search 和 note"),
    ("theme = poem", "读不成设置（第 1 行第 9 个字符处不合 TOML 格式）"),
    ("\xff", "读不成设置（不是 UTF-8）"),
]


@pytest.mark.parametrize(("text", "chinese"), SETTINGS)
def test_what_is_wrong_with_the_settings_is_told_in_chinese(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, text: str, chinese: str
) -> None:
    config = tmp_path / "home" / "plandiff" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_bytes(text.encode("latin-1"))
    assert main(["config", "--check", "--lang", "zh"]) == 2
    assert chinese in capfdbinary.readouterr().err.decode()


def test_a_full_disk_and_a_damaged_store_are_told_in_chinese(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    if Path("/dev/full").exists():
        Path("full.md").symlink_to("/dev/full")
        assert main([*BOTH, "-o", "full.md", "--lang", "zh"]) == 2
        assert "full.md：写不进去（磁盘已满）" in capfdbinary.readouterr().err.decode()
    two_reviews()
    default_path().write_bytes(b"\xa5" * 9000)
    assert main(["review", "list", "--lang", "zh"]) == 0
    assert "审阅记录已损坏，原文件改名为" in capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize("command", [[], ["show"], ["demo"], ["targets"], ["config"], ["review"],
                                     ["review", "list"], ["review", "merge"]])  # fmt: skip
def test_the_help_of_every_command_is_chinese(
    capfdbinary: pytest.CaptureFixture[bytes], command: list[str]
) -> None:
    assert main([*command, "--help", "--lang", "zh"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert text.startswith("用法：plandiff")
    assert not re.search(r"\b(usage|options|arguments|show this|write|with|the)\b", text)
