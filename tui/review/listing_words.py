"""The words of ``plandiff review``: Chinese, English."""

WORDS: dict[str, tuple[str, str]] = {
    "none": ("没有审阅记录", "no reviews are kept"),
    "unseen": ("未阅", "unseen"),
    "reviewed": ("已阅", "reviewed"),
    "accepted": ("同意", "accepted"),
    "questioned": ("存疑", "questioned"),
    "note": ("批注", "note"),
    "pin": ("人工配对", "manually aligned"),
    "together": ("配对", "together"),
    "apart": ("分开", "apart"),
    "new": ("新增", "new"),
    "dropped": ("删除", "dropped"),
    "conflict": ("意见不一", "people disagree"),
    "whole": ("整体", "the whole comparison"),
    "outdated": ("标记之后原文又改了", "marked, then the text changed"),
    "lost": ("标记所指的章节已不在", "marked, but the section is gone"),
    "note-whole": ("整体批注", "note on the whole"),
    "note-outdated": ("（原文已变）{text}", "(on an earlier text) {text}"),
    "note-lost": ("（所指章节已不在）{text}", "(its section is gone) {text}"),
    "at-place": ("{place}：{text}", "{place}: {text}"),
    "signed": ("{text}（{author}）", "{text} ({author})"),
    "comma": ("，", ", "),
    "progress": ("已阅 {done}/{total}", "{done}/{total} reviewed"),
    "ask": ("确定删除这 {count} 份审阅记录？[y/N] ", "remove these {count} reviews? [y/N] "),
    "kept": ("未删除", "nothing was removed"),
    "cleared": ("已删除：{name}", "removed: {name}"),
    "imported": (
        "{name}：标记 {marks} 条，批注 {notes} 条，人工配对 {pins} 条",
        "{name}: {marks} marks, {notes} notes, {pins} pins",
    ),
    "nothing-new": ("没有新的内容", "nothing new"),
    "conflicts": ("{name}：{count} 处意见不一", "{name}: people disagree in {count} places"),
    "help": (
        (
            "审阅记录：\n"
            "  list    列出全部记录和进度\n"
            "  show    查看一份记录\n"
            "  clear   删除记录\n"
            "  export  导出为 JSON\n"
            "  import  把 JSON 并入本机记录\n"
            "  merge   把几份 JSON 合并为一份"
        ),
        (
            "saved reviews:\n"
            "  list    all reviews and how far they are\n"
            "  show    one review\n"
            "  clear   remove reviews\n"
            "  export  write reviews as JSON\n"
            "  import  merge JSON files into the store\n"
            "  merge   merge JSON files into one"
        ),
    ),
    "help-list": ("列出全部记录和进度", "all reviews and how far they are"),
    "help-show": ("查看一份记录", "one review: marks, notes, pins, conflicts"),
    "help-clear": ("删除记录（先询问）", "remove reviews, after a question"),
    "help-export": ("导出为 JSON", "write reviews as JSON"),
    "help-import": ("把 JSON 并入本机记录", "merge JSON files into the store"),
    "help-merge": ("把几份 JSON 合并为一份", "merge JSON files into one"),
    "help-review": ("记录所在的文件（默认为本机记录）", "a review file instead of the store"),
    "help-which": (
        "记录的序号、编号或文件名，见 list",
        "number, id or a plan's file name, as in list",
    ),
    "help-all": ("全部记录", "all reviews"),
    "help-yes": ("不再询问", "do not ask"),
    "help-files": ("JSON 文件，- 为标准输入", "JSON files; - for standard input"),
    "help-output": ("写入文件（默认为标准输出）", "write to this file instead of standard output"),
    "help-force": ("覆盖已有文件", "replace an existing file"),
}
