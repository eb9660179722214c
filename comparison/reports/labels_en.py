"""The words of the reports in English."""

ENGLISH: dict[str, str] = {
    # evidence of a match
    "evidence.identical": "same text",
    "evidence.wording": "similar wording",
    "evidence.rarity": "shared rare words",
    "evidence.margin": "clearly ahead of other candidates",
    "evidence.heading": "similar heading",
    "evidence.parent": "parents correspond",
    "evidence.children": "subsections correspond",
    "evidence.sentences": "whole sentences in common",
    "evidence.order": "same place in the order",
    "evidence.residual": "completes a split or merged section",
    "evidence.pinned": "set by the reader",
    "evidence.weighted": "{name} ({weight})",
    "reason.pinned": "set by the reader",
    "reason.same": "same text",
    "reason.matched": "contents correspond",
    "reason.alone.old": "nothing similar in the new plan",
    "reason.alone.new": "nothing similar in the old plan",
    "reason.nearest.old": "nearest in the new plan is “{place}” ({score}), not enough to pair",
    "reason.nearest.new": "nearest in the old plan is “{place}” ({score}), not enough to pair",
    "list.comma": ", ",
}
