"""The words of ``plandiff --help``: Chinese, English."""

HELP: dict[str, tuple[str, str]] = {
    "description": (
        "逐节比较两份规划、计划、法规：对齐章节，标出增删改移和指标变化。",
        "Compare two plans section by section: aligned sections, word marks, changed targets.",
    ),
    "epilog": (
        (
            "命令：\n"
            "  plandiff OLD NEW          打开对照阅读（非终端时输出摘要）\n"
            "  plandiff show PLAN        查看一份文件读成了什么：提纲、指标、去掉的杂质\n"
            "  plandiff targets OLD NEW  指标变化表\n"
            "  plandiff demo             用自带的两份样例打开\n"
            "  plandiff review …         审阅记录：list show clear export import merge\n"
            "  plandiff config           查看并检查设置\n"
            "\n退出码：0 正常；1 有实质差异（--exit-code）；2 出错。"
            "\n可读：.txt .md .docx .pdf .html .ofd .xlsx .pptx .zip，"
            "装有 LibreOffice 时还有 .doc .wps .et .xls .odt .ods .rtf。"
            "\n上限：每份文件 64 MB、400 万字，PDF 2000 页。"
        ),
        (
            "commands:\n"
            "  plandiff OLD NEW          open the review app (not on a terminal: print a summary)\n"
            "  plandiff show PLAN        one plan as it was read: outline, targets, noise\n"
            "  plandiff targets OLD NEW  the table of changed targets\n"
            "  plandiff demo             open the app on two sample plans\n"
            "  plandiff review …         saved reviews: list show clear export import merge\n"
            "  plandiff config           show and check the settings\n"
            "\nexit status: 0 done; 1 the plans differ in substance (--exit-code); 2 failure."
            "\nreads: .txt .md .docx .pdf .html .ofd .xlsx .pptx .zip, "
            "and with LibreOffice .doc .wps .et .xls .odt .ods .rtf."
            "\nlimits: 64 MB and 4 million characters a plan, 2,000 pages a PDF."
        ),
    ),
    "old": (
        "旧版文件，- 为标准输入，压缩包里的写作 包.zip::文件名",
        "the old plan; - for standard input; archive.zip::plan.docx for one in an archive",
    ),
    "new": ("新版文件，- 为标准输入", "the new plan; - for standard input"),
    "plan": ("文件，- 为标准输入", "the plan; - for standard input"),
    "no_tui": ("不开界面，只输出摘要", "print the summary instead of opening the app"),
    "format": ("输出到标准输出的格式", "write this format to standard output"),
    "output": (
        "写入文件（可重复），格式看后缀：.md .html .json .csv .docx .xlsx .txt",
        (
            "write a report (repeatable); the suffix says the format: "
            ".md .html .json .csv .docx .xlsx .txt"
        ),
    ),
    "table": (
        ".docx 写成对照表（否则为修订痕迹稿）",
        "write .docx as a 对照表 (without it: a redline with tracked changes)",
    ),
    "preset": ("对照表的栏目体例", "columns of the 对照表: mainland, Taiwan or Japan style"),
    "native_moves": (
        "修订稿中用 Word 的移动标记（默认为删除加插入并加批注）",
        "mark moves in the redline as Word moves (default: deletion, insertion and a comment)",
    ),
    "only": (
        "报告只含这些类别，逗号分隔：targets added removed modified …",
        "only these kinds in reports, by commas: targets added removed modified …",
    ),
    "reviewed": ("报告只含已阅的变化", "only reviewed changes in reports"),
    "context": (
        "每处变化前后保留多少个未变的字（-1 为全部）",
        "characters of unchanged text kept around each change in reports (-1: all)",
    ),
    "short": (
        "md、text 用短格式（md 适合合并请求）",
        "short form of md, for a pull request, and of text",
    ),
    "full": ("摘要列出每处改动（默认只列要点）", "every change in the summary (default: the gist)"),
    "rows": ("csv 列各节变化（默认列指标变化）", "csv lists sections instead of targets"),
    "template": ("用自己的 Jinja2 模板写报告", "write the report with a Jinja2 template of yours"),
    "author": ("修订稿的作者名", "author of the tracked changes"),
    "date": ("修订稿和报告的日期（YYYY-MM-DD）", "date of the tracked changes (YYYY-MM-DD)"),
    "force": ("覆盖已有文件", "replace existing files"),
    "encoding": ("指定文本编码，不自动判断", "encoding of text files, instead of detection"),
    "original": (
        "带修订痕迹的 Word 文件按拒绝修订读（默认按接受）",
        "read tracked changes in Word files as rejected (default: accepted)",
    ),
    "ignore": (
        "不计的差异，逗号分隔：punctuation width variants space",
        "differences to pass over, by commas: punctuation width variants space",
    ),
    "ignore_pattern": (
        "匹配此正则的差异不计（可重复）",
        "pass over differences inside matches of this regular expression (repeatable)",
    ),
    "exit_code": ("有实质差异时以 1 退出", "exit with 1 when the plans differ in substance"),
    "lang": ("界面和报告的语言（默认看系统）", "language (default: from the locale)"),
    "color": ("何时用颜色", "when to use colour"),
    "width": ("文本输出的宽度（列）", "columns of the text output"),
    "review": ("审阅记录存放在此文件", "keep the review in this file"),
    "watch": ("文件有变化时自动重新比较", "compare again when a file changes"),
    "no_mouse": ("界面不用鼠标", "run the app without the mouse"),
    "removed": ("同时列出去掉的杂质", "also list what was taken away as noise"),
    "config_check": ("只检查设置", "only check the settings"),
    "version": ("显示版本", "show the version"),
    "help": ("显示帮助", "show this help"),
    "options": ("选项", "options"),
    "arguments": ("参数", "arguments"),
}
