"""What matching sees of a text, and what it must not see."""

import pytest

from plandiff.comparison.alignment.sides import Known, Rarity, look_at, look_at_both
from plandiff.comparison.alignment.similarity import Bag, Index, lead
from plandiff.comparison.alignment.texts import Matter, grams, mask_numbers, prepare, sentences
from tests.alignment_plans import flat


def matter(heading: str, body: str = "") -> Matter:
    return prepare(flat([(heading, body)]), {})[1]


@pytest.mark.parametrize(("one", "other"), [
    ("学校达到８５％以上，“双减”", '学校达到85%以上,"双减"'),
    ("學校課後服務", "学校课后服务"),
    ("办好 合唱\n节目。", "办好合唱节目"),
    ("Reading HOUR", "reading hour"),
])  # fmt: skip
def test_form_makes_no_other_key(one: str, other: str) -> None:
    assert matter("", one).key == matter("", other).key


@pytest.mark.parametrize(("one", "other"), [
    ("依照第十二条办理", "依照第九条办理"),
    ("到2024年达到81.5%", "到2025年达到85%"),
    ("新建一百二十所", "新建一千零五所"),
])  # fmt: skip
def test_numbers_make_another_key_and_the_same_masked_one(one: str, other: str) -> None:
    assert matter("", one).key != matter("", other).key
    assert matter("", one).masked == matter("", other).masked


def test_a_full_stop_between_heading_and_body_does_not_matter() -> None:
    assert matter("加强晨读", "每天二十分钟").key == matter("", "加强晨读。每天二十分钟").key


@pytest.mark.parametrize("text", ["***", "……", "※※"])
def test_a_text_without_letters_is_its_own_key(text: str) -> None:
    assert matter("", text).key == text
    assert matter("", text).masked == text


def test_lines_part_sentences_and_control_characters_do_no_harm() -> None:
    body = matter("", "第一句\x1f还在第一句\n第二句；第三句").body
    assert len(sentences(body)) == 3


def test_grams_are_pairs_of_characters_and_words() -> None:
    assert grams(mask_numbers("美育课 art 2025 音")) == {"美育", "育课", "art", "音"}


def test_numbers_tell_sections_of_one_mould_apart() -> None:
    side = look_at(flat([("", "新建幼儿园12所"), ("", "新建幼儿园34.5所")]), Known())
    assert side.grams[1] ^ side.grams[2] == {"12", "34.5"}


def test_a_long_index_reads_rare_grams_first_and_finds_the_same() -> None:
    texts = [
        ("", f"共同的套话反复出现多次{chr(0x4E00 + at)}{chr(0x5E00 + at)}") for at in range(900)
    ]
    old, new = look_at_both(flat(texts), flat(texts))
    rarity = Rarity.of(old, new)
    bags = [Bag(found, rarity.mass(found)) for found in new.grams]
    found = Index(bags, new.postings).nearest(Bag(old.grams[7], bags[7].mass), rarity)
    assert next(iter(found)) == 7
    assert found[7] == pytest.approx(1.0)


@pytest.mark.parametrize(("similar", "expected"), [
    ({3: 0.5, 4: 0.5}, 0.49), ({3: 0.5}, 0.96), ({4: 0.5, 3: 0.1}, 0.16),
])  # fmt: skip
def test_the_lead_is_the_share_over_the_best_rival(
    similar: dict[int, float], expected: float
) -> None:
    assert lead(similar, 3, similar[3]) == pytest.approx(expected, abs=0.01)


def test_nothing_alike_has_no_lead() -> None:
    assert lead({}, 3, 0.0) == 0.0


def test_a_text_that_all_others_repeat_is_read_to_its_end() -> None:
    side = look_at(flat([("", "各校各校")] * 40), Known())
    rarity = Rarity.of(side, side)
    bags = [Bag(found, rarity.mass(found)) for found in side.grams]
    lone = {"各校"}
    found = Index(bags, side.postings).nearest(Bag(lone, rarity.mass(lone)), rarity)
    assert list(found) == list(range(1, 10))
