"""Folding takes short cuts around a slow dictionary; the dictionary must not notice."""

import pytest
from opencc import OpenCC

from plandiff.corpus import folding
from plandiff.corpus.folding import fold, fold_width, simplify

HAN = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))


def test_every_han_character_is_simplified_as_the_dictionary_says() -> None:
    dictionary = OpenCC("hk2s")
    one_by_one = (dictionary.convert(character) for character in HAN)
    expected = [new if len(new) == 1 else old for old, new in zip(HAN, one_by_one, strict=True)]
    assert list(simplify(HAN)) == expected


def test_folding_keeps_the_place_of_every_character_and_is_done_after_once() -> None:
    characters = "".join(chr(c) for c in range(0x20000) if not 0xD800 <= c < 0xE000)
    folded = fold(characters)
    assert len(folded) == len(characters)
    assert fold_width(folded) == folded


def test_no_folded_form_is_folded_further_so_the_order_of_replacements_is_free() -> None:
    assert not folding._FORMS.search("".join(folding._ONE_FORM.values()))


def test_what_was_met_before_changes_nothing() -> None:
    assert simplify("學前三年") == simplify("學前三年") == "学前三年"
    assert simplify("学前三年") == "学前三年"


@pytest.mark.parametrize(
    ("taiwan", "mainland"),
    [("著力推進", "着力推进"), ("隨著", "随着"), ("本著", "本着"), ("有著作三部", "有著作三部")],
)
def test_zhe_is_one_character_where_it_is_a_particle(taiwan: str, mainland: str) -> None:
    assert fold(taiwan) == mainland == fold(mainland)


@pytest.mark.parametrize("word", ["著名", "显著", "名著", "编著", "卓著"])
def test_zhu_stays_what_it_is(word: str) -> None:
    assert fold(word) == word
