"""The dictionary: kept in the cache folder of the app, and never a reason to fail."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from comparison.words import lexicon as module
from comparison.words.lexicon import lexicon
from comparison.words.tokens import pieces


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, and a dictionary that is not loaded yet."""
    monkeypatch.setattr(
        module, "_cache_path", lambda _dictionary: tmp_path / "plandiff" / "words.bin"
    )
    lexicon.cache_clear()
    yield tmp_path / "plandiff"
    lexicon.cache_clear()


def test_the_first_use_keeps_the_dictionary_and_the_next_reads_it(cache: Path) -> None:
    first = lexicon()
    kept = (cache / "words.bin").read_bytes()
    lexicon.cache_clear()
    assert lexicon().blob == first.blob
    assert [path.name for path in cache.iterdir()] == ["words.bin"]
    assert (cache / "words.bin").read_bytes() == kept


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"plandiff-words-0" + bytes(100)])
def test_a_damaged_cache_is_made_again(cache: Path, damage: bytes) -> None:
    cache.mkdir()
    (cache / "words.bin").write_bytes(damage)
    assert ("园率", 4, 6.0) in lexicon().beginning_with("毛入")
    assert len((cache / "words.bin").read_bytes()) > 1_000_000


def test_a_cache_that_ends_early_is_made_again(cache: Path) -> None:
    lexicon()
    whole = (cache / "words.bin").read_bytes()
    (cache / "words.bin").write_bytes(whole[:-2])
    lexicon.cache_clear()
    assert lexicon().beginning_with("毛入")
    assert (cache / "words.bin").read_bytes() == whole


def test_where_no_cache_can_be_kept_the_words_are_cut_all_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.joinpath("plandiff").write_text("a file where the folder should be")
    assert lexicon().beginning_with("立德")
    lexicon.cache_clear()
    monkeypatch.setattr(module, "_cache_path", lambda _dictionary: None)
    assert lexicon().beginning_with("立德")


def test_where_there_is_no_home_there_is_no_cache_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_args: object, **_kwargs: object) -> Path:
        raise RuntimeError

    monkeypatch.setattr("platformdirs.user_cache_path", lost)
    assert module._cache_path(module._dictionary_path()) is None


def test_phrases_of_two_common_words_are_no_words_and_idioms_are() -> None:
    assert pieces("认真落实教学质量") == ["认真", "落实", "教学", "质量"]
    assert pieces("因地制宜") == ["因地制宜"]
    assert pieces("人民政府") == ["人民政府"]


def test_a_character_that_the_dictionary_lacks_costs_most() -> None:
    words = lexicon()
    assert words.cost("的") < words.cost("鑫") < words.cost("㐀")
    assert words.cost("A") == words.cost("㐀")
    assert words.beginning_with("㐀㐁") == ()


def test_cutting_words_neither_imports_jieba_nor_talks(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom comparison.words import diff_texts\ndiff_texts('教师培训', '教师研修')\n"
        "print(*[name for name in ('jieba', 'pkg_resources', 'numpy') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    )
    assert (run.stdout.strip(), run.stderr) == ("", "")
