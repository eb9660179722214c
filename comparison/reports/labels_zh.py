"""The words of the reports in Chinese."""

CHINESE: dict[str, str] = {
    # evidence of a match
    "evidence.identical": "文字相同",
    "evidence.wording": "措辞相近",
    "evidence.rarity": "少见用语相同",
    "evidence.margin": "明显优于其他候选",
    "evidence.heading": "标题相近",
    "evidence.parent": "上级章节对应",
    "evidence.children": "下级章节对应",
    "evidence.sentences": "有整句相同",
    "evidence.order": "前后次序一致",
    "evidence.residual": "补足拆分或合并的其余部分",
    "evidence.pinned": "由使用者指定",
    "evidence.weighted": "{name}({weight})",
    "reason.pinned": "由使用者指定",
    "reason.same": "文字相同",
    "reason.matched": "内容对应",
    "reason.alone.old": "新稿中没有相近的章节",
    "reason.alone.new": "旧稿中没有相近的章节",
    "reason.nearest.old": "新稿中最接近的是“{place}”({score}),不足以配对",
    "reason.nearest.new": "旧稿中最接近的是“{place}”({score}),不足以配对",
    "list.comma": "、",
}
