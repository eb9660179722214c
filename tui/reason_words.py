"""Reasons that failures carry, in Chinese: those of the readers, of the system, of argparse.

Each is known by its English wording; ``test_errors_words.py`` walks the source and finds those that
have no Chinese here.
"""

import errno
import os
import re

_REASONS = {
    "binary data": "二进制数据",
    "a PNG picture": "PNG 图片",
    "a JPEG picture": "JPEG 图片",
    "a GIF picture": "GIF 图片",
    "a TIFF picture": "TIFF 图片",
    "a program": "可执行程序",
    "a gzip archive": "GZIP 压缩包",
    "a 7z archive": "7Z 压缩包",
    "a RAR archive": "RAR 压缩包",
    "an xz archive": "XZ 压缩包",
    "a bzip2 archive": "BZIP2 压缩包",
    "a zip archive": "ZIP 压缩包",
    "a zip archive without a plan": "没有规划文本的 ZIP 压缩包",
    "an empty zip archive": "空的 ZIP 压缩包",
    "a database": "数据库文件",
    "a sound file": "音频文件",
    "a sound or picture file": "音频或图片文件",
    "a spreadsheet (.xlsb)": "电子表格（.xlsb）",
    "a presentation (.ppt)": "演示文稿（.ppt）",
    "an EPUB book": "EPUB 电子书",
    "an OLE2 container without a Word document": "不含 Word 文档的 OLE2 文件",
    "it is empty": "文件是空的",
    "it is empty or white space only": "文件是空的或只有空白",
    "the pages are pictures of text; run OCR first": "页面是图片，请先做文字识别",
    "its pages are blank, or drawn without characters; run OCR first": (
        "页面是空白的或没有文字，请先做文字识别"
    ),
    "none of its pages can be read": "没有一页能读出",
    "reading its pages failed": "读取页面时出错",
    "reading its pages": "读取页面",
    "the file is damaged": "文件已损坏",
    "it is locked by a password": "有密码保护",
    "the zip package is damaged": "压缩结构已损坏",
    "its main part is missing": "缺少正文部分",
    "its list of parts is missing": "缺少部件清单",
    "its tables are nested too deeply": "表格嵌套太深",
    "its elements are nested too deeply": "元素嵌套太深",
    "the page has no content": "网页没有内容",
    "the page": "网页",
    "a tag of the page": "网页中的一个标签",
    "what fits into memory": "内存所能容纳",
    "a part unpacks to too much": "一个部件解压后过大",
    "the message is damaged": "邮件结构已损坏",
    "it holds no page": "里面没有网页",
    "the bytes do not fit": "字节不符",
    "the name is unknown": "没有这种编码",
    "no temporary folder": "没有临时文件夹",
    "the system refuses": "系统拒绝",
    "no such file": "没有这个文件",
    "standard input is closed": "标准输入已关闭",
    "standard output": "标准输出",
    "it is closed": "已关闭",
    "it cannot be opened": "打不开",
    "there is no such folder": "没有这个目录",
    "it is a directory": "这是一个目录",
    "it is not TOML": "不是 TOML 格式，请改正或删除后再试",
    "it exists; add --force to replace it": "文件已存在，要替换请加 --force",
}

_SYSTEM = {
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "这是一个目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EROFS: "文件系统只读",
    errno.EIO: "读写出错",
    errno.ESTALE: "网络文件已失效",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "系统打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EAGAIN: "暂时不可用",
    errno.EBUSY: "正被占用",
    errno.ETIMEDOUT: "等待超时",
    errno.ENXIO: "没有这个设备",
    errno.ENODEV: "没有这个设备",
    errno.EINVAL: "参数无效",
    errno.EBADF: "文件已关闭",
    errno.EPIPE: "对方已关闭",
    errno.ENOEXEC: "不是可执行的程序",
}
_BY_SYSTEM = {os.strerror(number): words for number, words in _SYSTEM.items()}

_WITH_FACTS = (
    (r"more than (.+)", "超过 {0}"),
    (r"([\d,]+) characters", "{0} 字"),
    (r"([\d,]+) pages", "{0} 页"),
    (r"([\d,]+) tags", "{0} 个标签"),
    (r"([\d,]+) parts", "{0} 个部件"),
    (r"([\d,]+) objects", "{0} 个对象"),
    (r"([\d,]+) cells", "{0} 个单元格"),
    (r"(\d+) archives in each other", "{0} 层压缩包"),
    (r"(\d+) s", "{0} 秒"),
    (r"(\d+ MB) of memory", "{0} 内存"),
    (r"(\d+ MB) unpacked", "解压后 {0}"),
    (r"a part unpacks to (\d+ MB)", "一个部件解压后达 {0}"),
    (r"(\d+) times its packed size", "压缩大小的 {0} 倍"),
    (r"(\S+) declares a document type", "{0} 里声明了文档类型"),
    (r"the XML of (\S+) is damaged", "{0} 的 XML 已损坏"),
    (r"its part (\S+) is damaged", "部件 {0} 已损坏"),
    (r"no reader could be started: (.+)", "读取程序启动不了：{0}"),
    (r"byte (\d+) does not fit", "第 {0} 个字节不符"),
    (r"it reads as nonsense, and as plain text in (\S+)", "读出来是乱码，按 {0} 则是通顺的文字"),
    (
        r"reading (\.\w+) needs LibreOffice, which was not found",
        "读取 {0} 要用 LibreOffice，本机没有找到",
    ),
    (r"LibreOffice could not be used \((.+)\)", "LibreOffice 用不了（{0}）"),
    (r"LibreOffice took longer than (\d+) s", "LibreOffice 用时超过 {0} 秒"),
    (r"LibreOffice could not convert this (\.\w+)", "LibreOffice 转换不了这个 {0} 文件"),
)
_USAGE = (
    (r"two plans are needed.*", "需要两份文件：plandiff 旧 新，请看 plandiff --help"),
    (r"only one of the two plans can be.*", "两份文件里只能有一份来自标准输入"),
    (r"the following arguments are required: (.+); see (.+)", "缺少参数：{0}，请看 {1}"),
    (r"unrecognized arguments: (.+); see (.+)", "不认识的选项：{0}，请看 {1}"),
    (
        r"argument (.+?): expected (?:at least )?one argument; see (.+)",
        "{0} 后面要有一个值，请看 {1}",
    ),
    (r"argument (.+?): ignored explicit argument (.+); see (.+)", "{0} 不带值（{1}），请看 {2}"),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\); see.*",
        "{0} 不能是 {1}，可选：{2}",
    ),
    (r"argument (.+?): nothing is not among (.+); see.*", "{0} 后面要有一个值，可选：{1}"),
    (r"argument (.+?): (.+) is not among (.+); see.*", "{0} 不认识 {1}，可选：{2}"),
    (r"argument (.+?): (.+) is not a whole number; see.*", "{0} 要一个整数，{1} 不是"),
    (r"argument (.+?): (.+) is not a date such as (\S+); see.*", "{0} 要写成 {2}，{1} 不是日期"),
    (r"(.+) is no date; write it as (\S+) or (\S+)", "{0} 不是日期，请写成 {1} 或 {2}"),
    (r"no report format has the suffix (.+); use one of (.+)", "没有后缀为 {0} 的报告，可用：{1}"),
    (r"no (?:report )?format is called (.+); use one of (.+)", "没有名为 {0} 的格式，可用：{1}"),
    (r"(\w+) is a binary format; write it with (.+)", "{0} 是二进制格式，请用 {1} 写入文件"),
    (
        r"--template makes (.+) only; write (\w+) in a call without it",
        "--template 只用于 {0}；{1} 请另行写入，不加 --template",
    ),
    (r"the template fails: (.+); mend it and retry", "模板有误（{0}），请改正后再试"),
    (
        r"(.+): the template is not UTF-8 text; save it as UTF-8",
        "{0}：模板不是 UTF-8，请另存为 UTF-8",
    ),
    (
        r"--ignore-pattern (.+?): takes longer than (\d+) s; .+",
        "--ignore-pattern {0} 用时超过 {1} 秒，请不要在重复里再套重复",
    ),
    (r"--ignore-pattern (.+?): (.+)", "--ignore-pattern {0} 不是有效的正则表达式（{1}）"),
    (r"say what to do: (.+)", "请说明要做什么：{0}"),
    (r"say which review: its number or id in (.+)", "请指明哪份审阅：{0} 里的序号或编号"),
    (r"say which review, or --all; see (.+)", "请指明哪份审阅，或加 --all；见 {0}"),
    (r"several reviews are called (.+); see (.+)", "有几份审阅都叫 {0}，见 {1}"),
    (r"no review is called (.+); see (.+)", "没有叫 {0} 的审阅，见 {1}"),
    (r"(.+): is not a review; give what (.+) wrote", "{0}：不是审阅记录，请给 {1} 写出的文件"),
    (r"(.+): the review is damaged: .+", "{0}：审阅记录已损坏，请重新导出"),
    (r"add --yes to remove reviews without being asked", "要不经询问就删除审阅，请加 --yes"),
    (r"not enough memory for these plans; compare them in parts", "内存不够，请把文件拆开再比"),
    (r"(.+): cannot be read as settings \((.+)\)", "{0}：读不成设置（{1}）"),
    (r"(.+): unknown setting (.+); known are (.+)", "{0}：没有 {1} 这项设置，可用：{2}"),
    (r"(.+): (\w+) must be one of (.+)", "{0}：{1} 只能是 {2}"),
    (r"(.+): (\w+) must be a whole number from (\d+) to (\d+)", "{0}：{1} 要是 {2} 到 {3} 的整数"),
    (r"(.+): (\w+) must be true or false", "{0}：{1} 只能是 true 或 false"),
    (r"(.+): keys must be a table: (.+)", "{0}：keys 要写成一节：{1}"),
    (
        r"(.+): \[keys\] knows no action (.+); .+",
        "{0}：[keys] 里没有 {1} 这个动作，可用的见 plandiff config",
    ),
    (
        r"(.+): \[keys\] (\w+) must be a string of keys, .+",
        "{0}：[keys] {1} 要写成字符串，键之间用逗号",
    ),
    (
        r"(.+): \[keys\] (.+) is given to both (\w+) and (\w+)",
        "{0}：[keys] {1} 同时给了 {2} 和 {3}",
    ),
)


def reason_in_chinese(reason: str) -> str:
    """Why something failed; what nobody foresaw keeps its wording.

    >>> reason_in_chinese("LibreOffice could not be used (No space left on device)")
    'LibreOffice 用不了（磁盘已满）'
    """
    known = _REASONS.get(reason) or _BY_SYSTEM.get(reason)
    return known or _by_pattern(_WITH_FACTS, reason, nested=True)


def usage_in_chinese(message: str) -> str:
    """A sentence about the command line or the settings."""
    return _by_pattern(_USAGE, message, nested=False)


def _by_pattern(table: tuple[tuple[str, str], ...], text: str, *, nested: bool) -> str:
    for pattern, chinese in table:
        if match := re.fullmatch(pattern, text, re.DOTALL):
            facts = (reason_in_chinese(fact) if nested else fact for fact in match.groups())
            return chinese.format(*facts)
    return text
