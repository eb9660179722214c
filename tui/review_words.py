"""What people said about a comparison, in words: who marked what and when, who disagrees."""

from collections.abc import Iterable

from plandiff.comparison.reports.visible import visible_line
from plandiff.tui.i18n import Words
from plandiff.tui.review.protocol import About, Note, Opinion
from plandiff.tui.review.times import local_time


def who(name: str, words: Words, *, own: bool) -> str:
    """A person's name; the reader's own is told as such."""
    return words("said.me") if own else visible_line(name)


def opinion_words(opinion: Opinion, words: Words) -> str:
    """One opinion: ``王老师：存疑``."""
    mark = words(f"mark.{opinion.mark.value}")
    return words("said.opinion", who=who(opinion.author, words, own=opinion.own), mark=mark)


def opinions_words(opinions: Iterable[Opinion], words: Words) -> str:
    """Everybody's latest opinion, one after the other."""
    return (", " if words.language == "en" else "，").join(
        opinion_words(opinion, words) for opinion in opinions
    )


def dated_words(opinion: Opinion, words: Words) -> str:
    """One opinion with its time."""
    return f"{opinion_words(opinion, words)}  {local_time(opinion.when)}"


def note_words(note: Note, words: Words) -> str:
    """A note on one line: what it is about where that is not the change, the text, whose it is."""
    text = visible_line(note.text.replace("\n", " "))
    if note.about in (About.SECTION, About.TARGET, About.WHOLE):
        text = words(f"said.about_{note.about.value}", text=text)
    return text if note.own else words("said.by", text=text, who=visible_line(note.author))
