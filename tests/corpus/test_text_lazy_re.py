"""A pattern that is compiled later is otherwise one of `re`."""

import copy
import pickle

import pytest

from plandiff.corpus.text import lazy_re


@pytest.mark.parametrize("used", [False, True])
def test_a_pattern_goes_to_another_process_and_is_copied(*, used: bool) -> None:
    pattern = lazy_re.compile("[a-z]+", lazy_re.IGNORECASE)
    if used:
        pattern.search("a")
    sent = pickle.loads(pickle.dumps(pattern))  # noqa: S301 - our own bytes
    for other in (sent, copy.copy(pattern), copy.deepcopy(pattern)):
        assert other.findall("Ab1cD") == ["Ab", "cD"]


def test_a_wrong_pattern_is_an_error_of_re_at_its_first_use() -> None:
    pattern = lazy_re.compile("(")
    with pytest.raises(lazy_re.error):
        pattern.search("a")
