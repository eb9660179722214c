"""Detect formal differences: punctuation, width, white space, script, quote styles."""

import unicodedata
from functools import lru_cache

from plandiff.comparison.edits import EditNature
from plandiff.comparison.options import Ignore, Options
from plandiff.comparison.words.changes import Change
from plandiff.comparison.words.patterns import spans_of
from plandiff.comparison.words.tokens import NormalizedView, bare
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_width, simplify

_DEFAULT = Options()
_NUMBER = r"(?:(?<![0-9A-Za-z_-])-)?[0-9０-９]+(?:(?:[.,:/~．，]|[-_]{1,2})[0-9０-９]+)*"
_JOINTS = re.compile(r"[-_]+")
_NUMBERS = re.compile(f"({_NUMBER})")
_WIDTHLESS = frozenset("\u200b\u2060\ufeff")
_SAYS_SOMETHING = frozenset("%％‰&@#*/+§<>\u200d")


def is_formal(old: str, new: str, options: Options = _DEFAULT) -> bool:
    """Whether two texts differ in form only, or only in text that the options ignore.

    >>> is_formal("（一）“双减”，达到８５％", "(一)「双减」达到85%")
    True
    >>> is_formal("达到1.5%", "达到15%")
    False
    """
    return (
        old == new or excuse_of(NormalizedView.of(old), NormalizedView.of(new), options) is not None
    )


def nature_of(
    change: Change, old: NormalizedView, new: NormalizedView, options: Options
) -> EditNature:
    """Whether a change of these two texts is ignored, of form or of substance."""
    before = old.text[change.old_start : change.old_end]
    after = new.text[change.new_start : change.new_end]
    if _is_ignored_kind(before, after, options):
        return EditNature.IGNORED
    if options.ignore_patterns and _is_in_patterns(old.text, new.text, change, options):
        return EditNature.IGNORED
    alike = _counts_agree(before, after) and (
        _essence(old.bare[change.old_start : change.old_end])
        == _essence(new.bare[change.new_start : change.new_end])
    )
    return EditNature.FORM if alike else EditNature.SUBSTANCE


def excuse_of(old: NormalizedView, new: NormalizedView, options: Options) -> EditNature | None:
    """Return the nature that explains all changes of two texts, None if there is none."""
    if _is_ignored_kind(old.text, new.text, options):
        return EditNature.IGNORED
    return EditNature.FORM if _same_essence(old, new) else None


def _same_essence(old: NormalizedView, new: NormalizedView) -> bool:
    return _counts_agree(old.text, new.text) and _essence(old.bare) == _essence(new.bare)


def _counts_agree(old: str, new: str) -> bool:
    """Whether the counts of letters and digits agree: a cheap check, as form never changes them."""
    return _count(old) == _count(new)


def _count(text: str) -> int:
    return len(text) if text.isalnum() else sum(map(str.isalnum, text))


def essence(text: str) -> str:
    """Return a text without punctuation and white space, in one width and script."""
    return _essence(bare(text))


def _essence(bare_text: str) -> str:
    """Remove all form from a bare text; numbers stay separate, so that 3、5 is not 35."""
    return bare_text if bare_text.isalpha() else _strip(bare_text, space=True, signs=True)


def _is_ignored_kind(old: str, new: str, options: Options) -> bool:
    kinds = options.ignore
    return bool(kinds) and _without(old, kinds) == _without(new, kinds)


def _without(text: str, kinds: frozenset[Ignore]) -> str:
    """Return a text without the kinds of difference that the user ignores."""
    if Ignore.VARIANTS in kinds:
        text = simplify(text)
    if Ignore.WIDTH in kinds:
        text = fold_width(text)
    space, signs = Ignore.SPACE in kinds, Ignore.PUNCTUATION in kinds
    return _strip(text, space=space, signs=signs) if space or signs else text


def _strip(text: str, *, space: bool, signs: bool) -> str:
    unwanted = {
        character
        for character in set(text)
        if (signs and _is_punctuation(character)) or (space and _is_space(character))
    }
    parts = _NUMBERS.split(text)  # every second part is a number, which keeps its signs
    parts[1::2] = [
        f"\0{_JOINTS.sub('-', number.replace(',', '')) if signs else number}\0"
        for number in parts[1::2]
    ]
    for at in range(0, len(parts), 2):
        for character in unwanted.intersection(parts[at]):
            parts[at] = parts[at].replace(character, "")
    return "".join(parts)


def _is_space(character: str) -> bool:
    return character.isspace() or character in _WIDTHLESS


@lru_cache(maxsize=1024)
def _is_punctuation(character: str) -> bool:
    return character not in _SAYS_SOMETHING and unicodedata.category(character)[0] == "P"


def _is_in_patterns(old: str, new: str, change: Change, options: Options) -> bool:
    """Whether the change lies entirely inside matches of the user's patterns, on both sides."""
    sides = ((old, change.old_start, change.old_end), (new, change.new_start, change.new_end))
    return all(
        start == end
        or any(
            found_start <= start and end <= found_end
            for pattern in options.ignore_patterns
            for found_start, found_end in spans_of(pattern, text)
        )
        for text, start, end in sides
    )
