"""Failures in words, in Chinese: one sentence a class, with what was wrong and what to do."""

import os

from plandiff.corpus import errors
from plandiff.tui.reason_words import reason_in_chinese, usage_in_chinese


def sentence(error: errors.PlandiffError, language: str) -> str:
    """The failure as one line in ``zh`` or ``en``."""
    return in_chinese(error) if language == "zh" else str(error)


def in_language(message: str, language: str) -> str:
    """A sentence about the command line or the settings, said in English by who met the fault."""
    return usage_in_chinese(message) if language == "zh" else message


def no_memory(language: str) -> str:
    """What a lack of memory means for the reader."""
    return in_language("not enough memory for these plans; compare them in parts", language)


def of_system(error: OSError, language: str) -> str:
    """What the system refused, and for which file.

    >>> of_system(PermissionError(13, "Permission denied", "a.md"), "zh")
    'a.md：没有权限'
    """
    reason = error.strerror or str(error)
    if error.filename is None:
        return reason_in_chinese(reason) if language == "zh" else reason
    name = os.fsdecode(error.filename)
    return f"{name}：{reason_in_chinese(reason)}" if language == "zh" else f"{name}: {reason}"


def in_chinese(error: errors.PlandiffError) -> str:
    """The failure as one Chinese line.

    >>> in_chinese(errors.NotFoundError("a.docx"))
    'a.docx：没有这个文件，请检查路径'
    """
    words = _SENTENCES.get(type(error))
    if words is None:
        return usage_in_chinese(str(error))
    return words.format(**{fact: _said(fact, str(value)) for fact, value in vars(error).items()})


def _said(fact: str, value: str) -> str:
    """A fact of a failure in Chinese; a name stays what it is, whatever words it is made of."""
    is_name = (
        fact in ("name", "path", "encoding", "form", "member", "plans")
        and value != "standard output"
    )
    return value if is_name else reason_in_chinese(value)


_SENTENCES: dict[type[errors.PlandiffError], str] = {
    errors.NotFoundError: "{name}：没有这个文件，请检查路径",
    errors.NotAFileError: "{name}：不是普通文件，请指定一份文档",
    errors.ChangingError: "{name}：正被别的程序写入，请等它写完再试",
    errors.UnreadableError: "{name}：读不出来（{reason}），请检查权限",
    errors.UnknownFormatError: (
        "{name}：内容是 {what}，不是规划文本，请给 .txt .md .docx .pdf .html .xlsx .ofd 或 .pptx"
    ),
    errors.SeveralPlansError: "{name}：里面有多份文件，请在名称后加上其中一个：{plans}",
    errors.NotInArchiveError: "{name}：里面没有 {member}，有：{plans}",
    errors.BrokenFileError: "{name}：不能按 {form} 读取（{reason}），请重新保存后再试",
    errors.EncodingError: (
        "{name}：不是 {encoding} 编码的文本（{reason}），请换一个 --encoding 或不加"
    ),
    errors.NoTextError: "{name}：没有文字（{reason}）",
    errors.TooLargeError: "{name}：太大（{what}，上限 {limit}），请拆开再比",
    errors.ConverterError: "{name}：{reason}，请安装 LibreOffice 或另存为 .docx",
    errors.OutputError: "{path}：写不进去（{reason}）",
}
