"""Parts of a plan that have a name in the place of a label: 前言, 结语, 附录.

They are on the level of the outermost labels, whatever these are.
"""

from collections.abc import Mapping

from plandiff.corpus.cleaning.characters import ends_sentence, squash
from plandiff.corpus.model import Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.labels import Kind, starts_with_label
from plandiff.corpus.outline.runs import Member, Run
from plandiff.corpus.text import lazy_re as re

_NAME = re.compile(
    r"[前序引導导绪緒]\s*[言论論]|序|(?:[结結]|[结結]束|尾|后|後)\s*[语語记記论論]|附\s*[录錄则則]|[总總]\s*[则則]"
    r"|[参參]考文[献獻]|名[词詞]解[释釋]|编制说明|編製說明"
)
_LONGEST = 8


def is_part_name(text: str) -> bool:
    """Whether a line is nothing but the name of a part.

    >>> is_part_name("前　言"), is_part_name("结束语"), is_part_name("前言部分")
    (True, True, False)
    """
    bare = squash(text)
    return len(bare) <= _LONGEST and _NAME.fullmatch(bare) is not None


def find_named_parts(
    lines: tuple[Line, ...], runs: list[Run], ranks: Mapping[str, int]
) -> Run | None:
    """The named parts as sections beside the outermost labelled ones; None where there are none.

    A plan without labels has its unlabelled headings found in another way.
    """
    keys = [key for key in ranks if key != Kind.ATTACHMENT.value]
    if not keys:
        return None
    begun = {member.candidate.line for run in runs for member in run.members}
    key = min(keys, key=lambda key: ranks[key])
    places = [
        i
        for i, line in enumerate(lines[:-1])
        if i not in begun and is_part_name(line.text) and _has_text(lines[i + 1])
    ]
    if not places:
        return None
    return Run(key, [Member(_candidate(lines[i], i, key), None) for i in places])


def _has_text(line: Line) -> bool:
    return starts_with_label(line.text) or ends_sentence(line.text) or len(squash(line.text)) > 1


def _candidate(line: Line, i: int, key: str) -> Candidate:
    begin = len(line.text) - len(line.text.lstrip())
    return Candidate(i, begin, begin, key, Kind.PLAIN, None, None, Place.LINE)
