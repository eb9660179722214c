"""What matching sees of a text, and what it must not see."""

import pytest

from plandiff.comparison.alignment.candidate_index import Index, TokenSet, margin
from plandiff.comparison.alignment.plan_index import IdfWeights, Known, index_both, index_plan
from plandiff.comparison.alignment.section_text import (
    SectionText,
    grams,
    mask_numbers,
    prepare,
    sentences,
)
from tests.alignment_plans import flat


def section_text(heading: str, body: str = "") -> SectionText:
    return prepare(flat([(heading, body)]), {})[1]


@pytest.mark.parametrize(("one", "other"), [
    ("学校达到８５％以上，“双减”", '学校达到85%以上,"双减"'),
    ("學校課後服務", "学校课后服务"),
    ("办好 合唱\n节目。", "办好合唱节目"),
    ("Reading HOUR", "reading hour"),
])  # fmt: skip
def test_form_makes_no_other_key(one: str, other: str) -> None:
    assert section_text("", one).normalized == section_text("", other).normalized


@pytest.mark.parametrize(("one", "other"), [
    ("依照第十二条办理", "依照第九条办理"),
    ("到2024年达到81.5%", "到2025年达到85%"),
    ("新建一百二十所", "新建一千零五所"),
])  # fmt: skip
def test_numbers_make_another_key_and_the_same_masked_one(one: str, other: str) -> None:
    assert section_text("", one).normalized != section_text("", other).normalized
    assert section_text("", one).number_masked == section_text("", other).number_masked


def test_a_full_stop_between_heading_and_body_does_not_matter() -> None:
    assert (
        section_text("加强晨读", "每天二十分钟").normalized
        == section_text("", "加强晨读。每天二十分钟").normalized
    )


@pytest.mark.parametrize("text", ["***", "……", "※※"])
def test_a_text_without_letters_is_its_own_key(text: str) -> None:
    assert section_text("", text).normalized == text
    assert section_text("", text).number_masked == text


def test_lines_part_sentences_and_control_characters_do_no_harm() -> None:
    body = section_text("", "第一句\x1f还在第一句\n第二句；第三句").body
    assert len(sentences(body)) == 3


def test_grams_are_pairs_of_characters_and_words() -> None:
    assert grams(mask_numbers("美育课 art 2025 音")) == {"美育", "育课", "art", "音"}


@pytest.mark.parametrize(("one", "other"), [
    ("Schools will recruit teachers.", "the recruitment of each teacher in a school"),
    ("Policies are evaluated twice a year", "the policy's evaluation"),
    ("Licences for buses", "to license a bus"),
])  # fmt: skip
def test_grams_of_english_are_the_same_for_all_forms_of_a_word(one: str, other: str) -> None:
    assert grams(one.lower()) == grams(other.lower())


def test_a_name_beside_han_characters_is_no_function_word() -> None:
    assert grams("a类学校使用it设备") >= {"a", "it"}


def test_english_sentences_end_at_full_stops_but_not_after_titles_and_initials() -> None:
    body = section_text(
        "", "St. Mary's nurses, e.g. Dr. Hale, visit. Clinics open at 5 p.m. daily."
    )
    assert len(sentences(body.body)) == 2


def test_numbers_tell_sections_of_one_mould_apart() -> None:
    side = index_plan(flat([("", "新建幼儿园12所"), ("", "新建幼儿园34.5所")]), Known())
    assert side.grams[1] ^ side.grams[2] == {"12", "34.5"}


def test_a_long_index_reads_rare_grams_first_and_finds_the_same() -> None:
    texts = [
        ("", f"共同的套话反复出现多次{chr(0x4E00 + at)}{chr(0x5E00 + at)}") for at in range(900)
    ]
    old, new = index_both(flat(texts), flat(texts))
    idf = IdfWeights.of(old, new)
    token_sets = [TokenSet(found, idf.weight_of(found)) for found in new.grams]
    found = Index(token_sets, new.postings).nearest(
        TokenSet(old.grams[7], token_sets[7].weight), idf
    )
    assert next(iter(found)) == 7
    assert found[7] == pytest.approx(1.0)


@pytest.mark.parametrize(("similar", "expected"), [
    ({3: 0.5, 4: 0.5}, 0.49), ({3: 0.5}, 0.96), ({4: 0.5, 3: 0.1}, 0.16),
])  # fmt: skip
def test_the_lead_is_the_share_over_the_best_rival(
    similar: dict[int, float], expected: float
) -> None:
    assert margin(similar, 3, similar[3]) == pytest.approx(expected, abs=0.01)


def test_nothing_alike_has_no_lead() -> None:
    assert margin({}, 3, 0.0) == 0.0


def test_a_text_that_all_others_repeat_is_read_to_its_end() -> None:
    side = index_plan(flat([("", "各校各校")] * 40), Known())
    idf = IdfWeights.of(side, side)
    token_sets = [TokenSet(found, idf.weight_of(found)) for found in side.grams]
    lone = {"各校"}
    found = Index(token_sets, side.postings).nearest(TokenSet(lone, idf.weight_of(lone)), idf)
    assert list(found) == list(range(1, 10))
