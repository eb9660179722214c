"""The exception hierarchy of plandiff: each exception has a code and data, but no message text.

PlandiffError
├── InputError            a plan cannot be read
│   ├── NotFoundError         no such file
│   ├── NotAFileError         a directory, a device
│   ├── UnreadableError       permission, vanished, disk
│   ├── ChangingError         another program is writing it
│   ├── UnknownFormatError    bytes that are no plan
│   ├── SeveralPlansError     an archive holds more than one, and none was named
│   ├── NotInArchiveError     an archive does not hold what was named
│   ├── BrokenFileError       damaged or encrypted document
│   ├── EncodingError         the text is not in the encoding that was named
│   ├── NoTextError           empty, or a scan without a text layer
│   ├── TooLargeError         beyond the announced limits
│   └── ConverterError        LibreOffice is needed and missing, or failed
├── UsageError            an option or a combination of options that makes no sense
├── RedlineError          tracked changes do not lead back to both documents
├── UnreadableReportError a finished report cannot be read back
└── OutputError           a report or a saved review cannot be written

The code is the key of a text in the area ``errors`` of `plandiff.corpus.locales`; `sentence`
formats an exception in the user's language.
"""

from __future__ import annotations

import errno
import os
from functools import cache

from plandiff.corpus.locales import Words


class Phrase:
    """A key of the area ``errors`` with its data, translated later: a reason, a warning.

    >>> sentence(Phrase("reason.byte", number=7), "zh")
    '第 7 个字节不符'
    """

    __slots__ = ("facts", "key")

    def __init__(self, key: str, /, **facts: Fact) -> None:
        self.key = key
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.key, self.facts) == (other.key, other.facts)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        facts = "".join(f", {name}={fact!r}" for name, fact in self.facts.items())
        return f"Phrase({self.key!r}{facts})"

    def __str__(self) -> str:
        return sentence(self, "en")


Fact = str | int | Phrase


class PlandiffError(Exception):
    """Base of all failures: a code, and the data for its sentence."""

    code = ""
    """Key of the sentence in the area ``errors`` of the catalogues."""

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts
        super().__init__()

    def __str__(self) -> str:
        return sentence(self, "en")

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as class and data, since failures are sent between processes."""
        return _again, (type(self), vars(self))


class InputError(PlandiffError):
    """A plan cannot be read; ``name`` is the file name as the user gave it."""

    def __init__(self, name: str, **facts: Fact) -> None:
        self.name = name
        super().__init__(name=name, **facts)


class NotFoundError(InputError):
    """The file does not exist."""

    code = "not-found"


class NotAFileError(InputError):
    """The path is a directory or a device."""

    code = "not-a-file"


class UnreadableError(InputError):
    """The operating system reports an error when reading the file."""

    code = "unreadable"

    def __init__(self, name: str, reason: Phrase) -> None:
        super().__init__(name, reason=reason)


class ChangingError(InputError):
    """Another program was writing the file in every attempt to read it."""

    code = "changing"


class UnknownFormatError(InputError):
    """The content is in no supported format; ``what`` describes what it is."""

    code = "unknown-format"

    def __init__(self, name: str, what: Phrase) -> None:
        super().__init__(name, what=what)


class SeveralPlansError(InputError):
    """An archive holds several plans; ``plans`` lists their paths inside the archive."""

    code = "several-plans"

    def __init__(self, name: str, plans: str) -> None:
        super().__init__(name, plans=plans)


class NotInArchiveError(InputError):
    """An archive holds no member of that name; ``plans`` lists its members."""

    code = "not-in-archive"

    def __init__(self, name: str, member: str, plans: str) -> None:
        super().__init__(name, member=member, plans=plans)


class BrokenFileError(InputError):
    """The format is known, but the file is damaged or encrypted; ``form`` is its suffix."""

    code = "broken-file"

    def __init__(self, name: str, form: str, reason: Phrase) -> None:
        super().__init__(name, form=form, reason=reason)


class EncodingError(InputError):
    """The bytes are not text in the named encoding, or the encoding is unknown."""

    code = "encoding"

    def __init__(self, name: str, encoding: str, reason: Phrase) -> None:
        super().__init__(name, encoding=encoding, reason=reason)


class NoTextError(InputError):
    """The file has no text to compare."""

    code = "no-text"

    def __init__(self, name: str, reason: Phrase) -> None:
        super().__init__(name, reason=reason)


class TooLargeError(InputError):
    """The file exceeds the limits documented in the README.

    ``what`` and ``limit`` are sizes, as `Phrase` or as ``64 MB``.
    """

    code = "too-large"

    def __init__(self, name: str, what: Phrase | str, limit: Phrase | str) -> None:
        super().__init__(name, what=what, limit=limit)

    @classmethod
    def beyond(cls, name: str, limit: Phrase) -> TooLargeError:
        """The failure of a file that exceeds ``limit`` by an unknown amount."""
        return cls(name, Phrase("size.more-than", limit=limit), limit)


class ConverterError(InputError):
    """The format needs LibreOffice, which is missing or could not convert the file."""

    code = "converter"

    def __init__(self, name: str, reason: Phrase) -> None:
        super().__init__(name, reason=reason)


class UsageError(PlandiffError):
    """Invalid options or combinations of options on the command line.

    >>> str(UsageError("one-standard-input"))
    'only one of the two plans can be standard input'
    """

    def __init__(self, fault: str, **facts: Fact) -> None:
        self.code = f"usage.{fault}"
        super().__init__(**facts)


class OutputError(PlandiffError):
    """A file cannot be written; ``path`` is a `Phrase` for standard output."""

    code = "output"

    def __init__(self, path: str | Phrase, reason: Phrase) -> None:
        self.path = path
        super().__init__(path=path, reason=reason)


class RedlineError(PlandiffError):
    """A generated redline does not reproduce both documents; nothing was written.

    ``number`` is the paragraph or table of the document's body where it fails, from 1.
    """

    code = "redline"

    def __init__(self, *, accept: bool, number: int) -> None:
        way = Phrase("redline.accept" if accept else "redline.reject")
        super().__init__(way=way, number=number)


class UnreadableReportError(PlandiffError):
    """A finished report cannot be read back as its format; nothing was written."""

    code = "unreadable-report"

    def __init__(self, *, form: str, reason: Phrase) -> None:
        super().__init__(form=form, reason=reason)


STANDARD_OUTPUT = Phrase("standard-output")


def sentence(problem: PlandiffError | Phrase | OSError | MemoryError, language: str) -> str:
    """Describe a problem and its remedy in one line, in the user's language.

    >>> sentence(OutputError("a.md", system_reason(PermissionError(13, ""))), "zh")
    'a.md：写不进去（没有权限）'
    >>> sentence(PermissionError(13, "Permission denied", "a.md"), "zh")
    'a.md：没有权限'
    """
    if isinstance(problem, OSError):
        return _of_system(problem, language)
    if isinstance(problem, MemoryError):
        return _worded("no-memory", {}, language)
    key = problem.code if isinstance(problem, PlandiffError) else problem.key
    return _worded(key, problem.facts, language)


def system_reason(error: OSError) -> Phrase:
    """The reason of a system error, by its error number."""
    if error.errno is None:
        return Phrase("system.refuses")
    known = _system_codes().get(error.errno)
    return Phrase(known) if known else Phrase("system.number", number=error.errno)


def _worded(key: str, facts: dict[str, Fact], language: str) -> str:
    inner = {
        name: sentence(fact, language) if isinstance(fact, Phrase) else fact
        for name, fact in facts.items()
    }
    return Words(language, "errors")(key, **inner)


def _of_system(error: OSError, language: str) -> str:
    reason = system_reason(error)
    if error.filename is None:
        return sentence(reason, language)
    path = os.fsdecode(error.filename)
    return sentence(Phrase("system-with-path", path=path, reason=reason), language)


@cache
def _system_codes() -> dict[int, str]:
    """Text keys by error number; the numbers differ between systems."""
    keys = (key for key in Words("en", "errors").texts if key.startswith("system.E"))
    names = ((key, key.removeprefix("system.")) for key in keys)
    return {getattr(errno, name): key for key, name in names if hasattr(errno, name)}


def _again(kind: type[PlandiffError], data: dict[str, object]) -> PlandiffError:
    error = kind.__new__(kind)
    vars(error).update(data)
    return error
