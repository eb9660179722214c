"""Failures in Chinese: one sentence a class, with what was wrong and what to do."""

from corpus import errors


def in_chinese(error: errors.PlandiffError) -> str:
    """The failure as one Chinese line; classes without a sentence of their own keep English.

    >>> in_chinese(errors.NotFoundError("a.docx"))
    'a.docx：没有这个文件，请检查路径'
    """
    sentence = _SENTENCES.get(type(error))
    if sentence is None:
        return str(error)
    return sentence.format(**vars(error))


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
