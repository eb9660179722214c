"""Failures in words, in Chinese: one sentence a class, with what was wrong and what to do."""

import re

from corpus import errors


def sentence(error: errors.PlandiffError, language: str) -> str:
    """The failure as one line in ``zh`` or ``en``."""
    return in_chinese(error) if language == "zh" else str(error)


def in_chinese(error: errors.PlandiffError) -> str:
    """The failure as one Chinese line; classes without a sentence of their own keep English.

    >>> in_chinese(errors.NotFoundError("a.docx"))
    'a.docx：没有这个文件，请检查路径'
    """
    words = _SENTENCES.get(type(error))
    if words is None:
        return _usage_in_chinese(str(error))
    facts = {name: _REASONS.get(str(fact), fact) for name, fact in vars(error).items()}
    return words.format(**facts)


def _usage_in_chinese(message: str) -> str:
    """A sentence about the command line; what argparse says is kept where no pattern knows it."""
    for pattern, chinese in _USAGE:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return chinese.format(*match.groups())
    return message


_SENTENCES: dict[type[errors.PlandiffError], str] = {
    errors.NotFoundError: "{name}：没有这个文件，请检查路径",
    errors.NotAFileError: "{name}：不是普通文件，请指定一份文档",
    errors.UnreadableError: "{name}：读不出来（{reason}），请检查权限",
    errors.UnknownFormatError: (
        "{name}：内容是 {what}，不是规划文本，请给 .txt .md .docx .pdf 或 .html"
    ),
    errors.BrokenFileError: "{name}：不能按 {form} 读取（{reason}），请重新保存后再试",
    errors.EncodingError: (
        "{name}：不是 {encoding} 编码的文本（{reason}），请换一个 --encoding 或不加"
    ),
    errors.NoTextError: "{name}：没有文字（{reason}）",
    errors.TooLargeError: "{name}：太大（{what}，上限 {limit}），请拆开再比",
    errors.ConverterError: "{name}：{reason}，请安装 LibreOffice 或另存为 .docx",
    errors.OutputError: "{path}：写不进去（{reason}）",
}

_REASONS = {
    "binary data": "二进制数据",
    "a PNG picture": "PNG 图片",
    "a JPEG picture": "JPEG 图片",
    "a GIF picture": "GIF 图片",
    "a zip archive": "ZIP 压缩包",
    "a spreadsheet (.xlsx)": "电子表格（.xlsx）",
    "a presentation (.pptx)": "演示文稿（.pptx）",
    "an EPUB book": "EPUB 电子书",
    "it is empty": "文件是空的",
    "it is empty or white space only": "文件是空的或只有空白",
    "the pages are pictures of text; run OCR first": "页面是图片，请先做文字识别",
    "its pages are blank, or drawn without characters; run OCR first": (
        "页面是空白的或没有文字，请先做文字识别"
    ),
    "the file is damaged": "文件已损坏",
    "it is locked by a password": "有密码保护",
    "the zip package is damaged": "压缩结构已损坏",
    "its main part is missing": "缺少正文部分",
    "the page has no content": "网页没有内容",
    "standard input is closed": "标准输入已关闭",
    "No such file or directory": "没有这个目录",
    "Permission denied": "没有权限",
    "No space left on device": "磁盘已满",
    "Read-only file system": "文件系统只读",
    "it is a directory": "这是一个目录",
    "it exists; add --force to replace it": "文件已存在，要替换请加 --force",
}
"""What readers and the system give as a reason, in Chinese; the rest stays as it is."""

_USAGE = (
    (r"two plans are needed.*", "需要两份文件：plandiff 旧 新，请看 plandiff --help"),
    (r"only one of the two plans can be.*", "两份文件里只能有一份来自标准输入"),
    (r"the following arguments are required: (.+); see.*", "缺少参数：{0}，请看 plandiff --help"),
    (r"unrecognized arguments: (.+); see.*", "不认识的选项：{0}，请看 plandiff --help"),
    (r"argument (.+?): expected one argument; see.*", "{0} 后面要有一个值，请看 plandiff --help"),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\); see.*",
        "{0} 不能是 {1}，可选：{2}",
    ),
    (r"argument (.+?): (.+) is not among (.+); see.*", "{0} 不认识 {1}，可选：{2}"),
    (r"no report format has the suffix (.+); use one of (.+)", "没有后缀为 {0} 的报告，可用：{1}"),
    (r"no format is called (.+); use one of (.+)", "没有名为 {0} 的格式，可用：{1}"),
    (r"(\w+) is a binary format; write it with (.+)", "{0} 是二进制格式，请用 {1} 写入文件"),
    (
        r"--template makes (.+) only; write (\w+) in a call without it",
        "--template 只用于 {0}；{1} 请另行写入，不加 --template",
    ),
    (r"the template fails: (.+); mend it and retry", "模板有误（{0}），请改正后再试"),
    (r"--ignore-pattern (.+?): (.+)", "--ignore-pattern {0} 不是有效的正则表达式（{1}）"),
)
"""Sentences about the command line by their English pattern."""
