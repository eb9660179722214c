"""Headings that run into their text without any mark, where a page dropped the line's end.

``三、加强自身建设加快推进教育发展是今年的主线,必须…`` is a short heading and a sentence.
A heading ends with a noun that headings end with, a sentence begins with a word that sentences
begin with; where the one stands right before the other, the line was broken.
"""

from plandiff.corpus.text import lazy_re as re

_WHOLE = re.compile(
    "(?:指导思想|总体要求|总体思路|总体目标|工作目标|主要目标|目标任务|任务目标|基本原则|工作原则"
    "|主要任务|重点任务|重点工作|工作重点|主要工作|工作任务|工作内容|工作措施|主要措施|具体措施"
    "|保障措施|工作要求|有关要求|组织领导|组织保障|实施步骤|方法步骤|工作步骤|工作安排|时间安排"
    "|工作思路|基本思路|工作背景|目标要求|总则|附则|指導思想|總體要求|總體思路|總體目標|工作目標"
    "|主要目標|基本原則|主要任務|重點任務|重點工作|工作重點|保障措施|組織領導)"
    "(?![和与及與、，,。：:的])"
)
_ENDINGS = (
    "建设|发展|工作|管理|水平|质量|保障|改革|体系|能力|任务|目标|要求|机制|领导|服务|稳定|队伍"
    "|作用|活动|行动|工程|制度|氛围|环境|格局|效益|效能|均衡|公平|创新|融合|提升|落实|措施|责任"
    "|监督|治理|培养|素质|成效|实效|思想|原则|回顾|安排|取向|成就|进步|台阶|突破|面貌|合力|活力|动力|建設|發展|質量|體系|任務|目標|機制|領導|服務|穩定"
    "|隊伍|環境|責任|監督|素質"
)
_OPENERS = (
    "加快|推进|今年|全面|要(?=[^素点求])|坚持|根据|为(?=[了贯进深全切认])|我们|按照|围绕"
    "|各(?=[级学校单地乡区县])|以(?=[习党邓科提创立学教“全推促实])|20\\d\\d年|\\*年|认真|深入"
    "|进一步|切实|学校|全县|全市|全区|全校|继续|大力|积极|充分|严格|高举|落实|加强|强化|过去|面对|近年来|一年来|五年来|随着|当前|“十|加強"
    "|推進|堅持|根據|圍繞|認真|進一步|繼續|積極|嚴格|高舉"
)
_TELLING = "(?:情况|情況|总结|總結|回顾|回顧|思路|打算)"
_YEAR = r"(?:20\d\d|20[*×xX]{1,2}|[*×xX]{1,4})年"
_YEAR_BEGINS = rf"{_TELLING}(?={_YEAR})"
_JOINT = re.compile(rf"(?:{_ENDINGS})(?={_OPENERS})|{_YEAR_BEGINS}")
_CLEAR_JOINT = re.compile(rf"(?:{_ENDINGS})(?=今年|过去|当前|近年来|一年来|五年来)|" + _YEAR_BEGINS)
"""What is no heading even where the sentence has no comma."""
_YEAR_JOINT = re.compile(
    rf"(?P<heading>[^，,；;：:。]{{2,34}}?{_TELLING}){_YEAR}(?![^，,。]{{0,6}}[工安计目])"
)
"""工作总结2022年,…: a break lost, also on a line of its own; not so 工作总结2022年工作计划."""
_SHORTEST_SENTENCE = 18
_SHORTEST_HEADING = 6
_LONGEST_HEADING = 36


def find_glued_end(text: str, *, inline: bool) -> int | None:
    """Where a heading ends that no mark parts from its text; None where it is parted.

    ``text`` is everything after the label; ``inline`` says that the document runs on in one line,
    so that lost line ends are to be expected.

    >>> text = "加强自身建设加快推进教育高质量发展是今年全系统的主线,必须坚持党的领导,压实责任。"
    >>> text[: find_glued_end(text, inline=True)]
    '加强自身建设'
    """
    stop = text.find("。")
    if stop < 0:
        return None
    sentence = text[:stop]
    if len(sentence) < _SHORTEST_SENTENCE:
        return None
    whole = _WHOLE.match(text)
    if whole:
        return whole.end()
    if not inline:
        year = _YEAR_JOINT.match(text)
        return year.end("heading") if year else None
    parted = re.search("[，,；;：:]", sentence) is not None
    first_clause = re.split("[，,；;：:、。]", sentence[:80], maxsplit=1)[0]
    for joint in (_JOINT if parted else _CLEAR_JOINT).finditer(first_clause):
        if _SHORTEST_HEADING <= joint.end() <= _LONGEST_HEADING:
            return joint.end()
    return None
