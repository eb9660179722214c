"""Detect matched sections with changed numbers."""

from collections.abc import Sequence

from plandiff.corpus.model import Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_PUNCTUATION = re.compile(r"[\s()\[\].,:;、。·]+")


def renumbered(old: Sequence[Section], new: Sequence[Section]) -> bool:
    """Whether the two sides have no label in common.

    Width and punctuation of labels are form: ``（一）`` and ``(一)`` are the same label.

    >>> a = Section("s1", "s0", 1, "（二）", 2, "抓质量", "")
    >>> b = Section("s3", "s0", 1, "(三)", 3, "抓质量", "")
    >>> renumbered([a], [b]), renumbered([a], [a])
    (True, False)
    """
    if not old or not new:
        return False
    return not ({_label_key(s) for s in old} & {_label_key(s) for s in new})


def _label_key(section: Section) -> tuple[int | None, str]:
    label = section.label or ""
    # A masked or damaged label is replaced by its repaired number.
    printed = "" if section.number is not None and "*" in label else fold(label)
    return section.number, _PUNCTUATION.sub("", printed)
