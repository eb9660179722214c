"""The dictionary: kept in the cache folder of the app, and never a reason to fail."""

import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.words import lexicon as module
from plandiff.comparison.words.lexicon import lexicon, terms
from plandiff.comparison.words.segmentation import best_cut, cut_run
from plandiff.comparison.words.tokens import pieces


@pytest.fixture(scope="module")
def packed() -> bytes:
    return module.pack(module._dictionary_path())


@pytest.fixture
def cache(packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, and a dictionary that is not loaded yet."""
    monkeypatch.setattr(
        module, "_cache_path", lambda _dictionary: tmp_path / "plandiff" / "words.bin"
    )
    monkeypatch.setattr(module, "pack", lambda _dictionary: packed)
    lexicon.cache_clear()
    yield tmp_path / "plandiff"
    lexicon.cache_clear()


def test_the_first_use_keeps_the_dictionary_and_the_next_reads_it(cache: Path) -> None:
    first = lexicon()
    kept = (cache / "words.bin").read_bytes()
    lexicon.cache_clear()
    again = lexicon()
    assert (again.lines, again.total, again.ranges) == (first.lines, first.total, first.ranges)
    assert [path.name for path in cache.iterdir()] == ["words.bin"]
    assert (cache / "words.bin").read_bytes() == kept


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"plandiff-words-0" + bytes(100)])
def test_a_damaged_cache_is_made_again(cache: Path, damage: bytes) -> None:
    cache.mkdir()
    (cache / "words.bin").write_bytes(damage)
    assert "教育部门" in dict(lexicon().beginning_with("教育"))
    assert len((cache / "words.bin").read_bytes()) > 1_000_000


def test_a_cache_that_ends_early_is_made_again(cache: Path) -> None:
    lexicon()
    whole = (cache / "words.bin").read_bytes()
    (cache / "words.bin").write_bytes(whole[:-2])
    lexicon.cache_clear()
    assert lexicon().learn("教育")
    assert (cache / "words.bin").read_bytes() == whole


def test_a_new_cache_takes_the_place_of_older_ones_and_touches_no_other_file(cache: Path) -> None:
    cache.mkdir()
    (cache / "words-0a1b2c3d.bin").write_bytes(b"plandiff-words-9 of an older version")
    others = {
        "words-4e5f6a7b.bin": b"a list of words of the reader's own",
        "words-old.bin": b"plandiff-words-9 under another name",
        "words-0a1b2c3d.4711": b"plandiff-words-10 that is being written",
        "review.json": b"{}",
    }
    for name, data in others.items():
        (cache / name).write_bytes(data)
    (cache / "words-89abcdef.bin").mkdir()
    lexicon()
    assert {path.name for path in cache.iterdir()} == {*others, "words-89abcdef.bin", "words.bin"}
    assert {name: (cache / name).read_bytes() for name in others} == others


def test_caches_of_programs_that_begin_at_once_are_whole(cache: Path) -> None:
    code = (
        "from plandiff.comparison.words.lexicon import lexicon\nprint(len(lexicon().learn('教育')))"
    )
    kept = cache / "plandiff"
    kept.mkdir(parents=True)
    (kept / "words-0a1b2c3d.bin").write_bytes(b"plandiff-words-9")
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        )
        for _ in range(3)
    ]
    said = {run.communicate()[0].strip() for run in runs}
    assert len(said) == 1
    assert said.pop().isdigit()
    (left,) = kept.iterdir()
    assert module._read(left) is not None


def test_where_no_cache_can_be_kept_the_words_are_cut_all_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.joinpath("plandiff").write_text("a file where the folder should be")
    assert lexicon().learn("教育")
    lexicon.cache_clear()
    monkeypatch.setattr(module, "_cache_path", lambda _dictionary: None)
    assert lexicon().learn("教育")


def test_where_there_is_no_home_there_is_no_cache_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_args: object, **_kwargs: object) -> Path:
        raise RuntimeError

    monkeypatch.setattr("plandiff.corpus.user_folders.cache_folder", lost)
    assert module._cache_path(module._dictionary_path()) is None


def test_phrases_of_two_words_are_no_words_and_idioms_are() -> None:
    assert pieces("学习与实践相结合") == ["学习", "与", "实践", "相", "结合"]
    assert pieces("认真落实教学质量") == ["认真", "落实", "教学", "质量"]
    assert pieces("因地制宜") == ["因地制宜"]
    assert pieces("人民政府") == ["人民政府"]


def test_what_the_dictionary_lacks_costs_most() -> None:
    costs = [best_cut(run)[1] for run in ("的", "鑫", "㐀")]
    assert costs == sorted(costs)
    ends, cost = best_cut("㐀㐁")
    assert ends == (1, 2)
    assert cost == pytest.approx(2 * costs[-1])


def test_the_words_of_two_characters_are_read_when_a_text_asks_for_them() -> None:
    words = lexicon()
    words.graph("因地制宜")
    assert words.counts["因地制宜"] > 0
    assert words.lengths["因地"] == (4,)
    assert dict(words.beginning_with("㐀㐁")) == {}
    assert list(dict(words.beginning_with("教 "))) == ["教"]


class Table(dict[str, int]):
    """Words and their counts as jieba asks for them, without the phrases."""

    def __getitem__(self, word: str) -> int:
        is_phrase = len(word) > 2 and not lexicon().frequency(word)
        return 0 if is_phrase else super().__getitem__(word)

    def __missing__(self, _word: str) -> int:
        return 0

    def get(self, word: str, _default: object = None) -> int:
        return self[word]


class Whole:
    """jieba with all words of the dictionary and our terms in its table."""

    def __init__(self) -> None:
        import jieba

        with module._dictionary_path().open("rb") as lines:
            counts, total = jieba.Tokenizer.gen_pfdict(lines)
        self.words = [word for word in counts if re.fullmatch("[一-龥]+", word)][::50]
        for term in terms():
            for size in range(1, len(term)):
                counts.setdefault(term[:size], 0)
            counts[term] = round(total * math.exp(-6))
        self.tokenizer: Any = jieba.Tokenizer()
        self.tokenizer.FREQ, self.tokenizer.total = Table(counts), total
        self.tokenizer.initialized = True


@pytest.fixture(scope="module")
def whole() -> Whole:
    return Whole()


@given(data=st.data())
def test_runs_are_cut_as_jieba_cuts_them_with_the_whole_dictionary(
    whole: Whole, data: st.DataObject
) -> None:
    words = st.sampled_from(whole.words) | st.sampled_from(terms())
    run = "".join(data.draw(st.lists(words, min_size=1, max_size=12)))
    run = "".join(re.findall("[一-龥]", run))
    ends = [0, *cut_run(run)]
    pieces_of_run = [run[start:end] for start, end in pairwise(ends)]
    assert pieces_of_run == whole.tokenizer.lcut(run, HMM=False)


@given(data=st.data())
def test_no_word_reaches_from_one_part_of_a_run_into_the_next(data: st.DataObject) -> None:
    characters = st.text(st.sampled_from("教育局长江部门诊所有人民政府机关键盘"), max_size=20)
    run = data.draw(characters)
    parts = lexicon().parts(run)
    assert parts == sorted(set(parts))
    assert run[: parts[-1] if parts else 0] == run
    for first, last in lexicon().graph(run).items():
        for end in last:
            assert not any(first < stop <= end for stop in parts), run[first : end + 1]


def test_to_cut_words_loads_nothing_else_and_says_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom plandiff.comparison.words import diff_texts\n"
        "diff_texts('教师培训', '教师研修')\n"
        "print(*[name for name in ('pkg_resources', 'numpy') if name in sys.modules])"
    )
    places = {"XDG_CACHE_HOME": "cache", "PYTHONPYCACHEPREFIX": "compiled", "TMPDIR": "left"}
    (tmp_path / "left").mkdir()
    run = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {name: str(tmp_path / folder) for name, folder in places.items()},
    )
    assert (run.stdout.strip(), run.stderr) == ("", "")
    assert list((tmp_path / "left").iterdir()) == []


def test_two_plans_without_a_changed_word_need_no_dictionary() -> None:
    code = (
        "import sys\nfrom plandiff.comparison.words import diff_texts, lexicon\n"
        "diff_texts('教师培训', '教师培训')\nprint(lexicon.lexicon.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "0"


@given(st.text(max_size=3))
def test_any_text_has_a_kind_and_most_have_none(text: str) -> None:
    assert lexicon().kind_of("") == ""
    assert isinstance(lexicon().kind_of(text), str)
