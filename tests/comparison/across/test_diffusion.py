"""Laws of diffusion: where the sentences of local plans came from, and how they changed."""

import csv
import io

import pytest

from plandiff.comparison.across.coverage import Likeness
from plandiff.comparison.across.diffusion import SUPERIOR, Diffusion, diffusion
from plandiff.comparison.edits import Op
from plandiff.comparison.reports.coverage.data import DIFFUSION_COLUMNS, render_diffusion
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

SUPERIOR_TEXT = "每年举办一次中小学生艺术展演活动。加强农村学校音乐教师的培训与补充。"
EARLY = "每年举办一次中小学生艺术展演活动。组织退休艺术教师到山区学校开展支教服务。"
LATE = "适时举办中小学生艺术展演活动。组织退休艺术教师到海岛学校开展支教服务。"


def plan(name: str, body: str, day: str) -> Plan:
    text = f"{name}工作要点\n一、重点任务\n{body}\n{name}教育局\n{day}\n"
    return parse(read_document(f"{name}.txt", data=text.encode()))


@pytest.fixture(scope="module")
def found() -> Diffusion:
    return diffusion(
        plan("云山省", SUPERIOR_TEXT, "2023年1月5日"),
        [
            plan("晚溪市", LATE, "2023年9月1日"),
            plan("早川市", EARLY, "2023年3月1日"),
        ],
    )


def test_a_sentence_comes_from_the_superior_plan_unless_an_earlier_local_one_is_nearer(
    found: Diffusion,
) -> None:
    ways = [(one.local, one.source, one.origin.text) for one in found.travelled]
    assert ways == [
        (0, SUPERIOR, "每年举办一次中小学生艺术展演活动。"),
        (0, 1, "组织退休艺术教师到山区学校开展支教服务。"),
        (1, SUPERIOR, "每年举办一次中小学生艺术展演活动。"),
    ]


def test_no_sentence_comes_from_a_plan_that_is_not_earlier(found: Diffusion) -> None:
    for one in found.travelled:
        assert one.source == SUPERIOR or found.days[one.source] < found.days[one.local]


def test_edits_lead_from_the_sentence_that_left_to_the_one_that_arrived(found: Diffusion) -> None:
    for one in found.travelled:
        old = "".join(edit.text for edit in one.edits if edit.op is not Op.INSERT)
        new = "".join(edit.text for edit in one.edits if edit.op is not Op.DELETE)
        assert (old, new) == (one.origin.text, one.quote.text)


def test_a_sentence_that_nobody_had_before_is_left_out(found: Diffusion) -> None:
    assert "组织退休艺术教师到山区学校开展支教服务。" not in {
        one.quote.text for one in found.travelled
    }


def test_the_same_plan_again_is_copied_sentence_by_sentence() -> None:
    above = plan("云山省", SUPERIOR_TEXT, "2023年1月5日")
    again = diffusion(above, [plan("早川市", SUPERIOR_TEXT, "2023年3月1日")]).travelled
    assert [one.likeness for one in again] == [Likeness.COPIED] * 2
    assert [one.kept for one in again] == [1.0] * 2


def test_csv_has_a_row_a_sentence_with_both_its_places(found: Diffusion) -> None:
    text = render_diffusion(found, "zh").decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == DIFFUSION_COLUMNS
    first = dict(zip(head, rows[0], strict=True))
    assert first["issued"] == "2023-09-01"
    assert first["came_from"] == "superior"
    assert (first["removed"], first["added"]) == ("每年、一次", "适时")
    assert (first["chapter"], first["source_chapter"]) == ("一、重点任务", "一、重点任务")
