"""What can stop plandiff, as one tree of exceptions; each says what is wrong and what to do.

PlandiffError
├── InputError            a plan cannot be read
│   ├── NotFoundError         no such file
│   ├── NotAFileError         a directory, a device
│   ├── UnreadableError       permission, vanished, disk
│   ├── UnknownFormatError    bytes that are no plan
│   ├── SeveralPlansError     an archive holds more than one, and none was named
│   ├── NotInArchiveError     an archive does not hold what was named
│   ├── BrokenFileError       damaged or encrypted document
│   ├── EncodingError         the text is not in the encoding that was named
│   ├── NoTextError           empty, or a scan without a text layer
│   ├── TooLargeError         beyond the announced limits
│   └── ConverterError        LibreOffice is needed and missing, or failed
├── UsageError            an option or a combination of options that makes no sense
└── OutputError           a report or a saved review cannot be written
"""


class PlandiffError(Exception):
    """Base of all failures; ``str()`` of it is one line for the reader."""

    def __reduce__(self) -> tuple[object, ...]:
        """Made again from its sentence and its data: a failure may come from another process."""
        return _again, (type(self), self.args, vars(self))


class InputError(PlandiffError):
    """A plan cannot be read; ``name`` is the file as the user called it."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(f"{name}: {message}")


class NotFoundError(InputError):
    """The file does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "no such file; check the path")


class NotAFileError(InputError):
    """The path is a directory or a device."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "is not a regular file; name one document")


class UnreadableError(InputError):
    """The operating system refuses to give the bytes."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name, f"cannot be read ({reason}); check its permissions")


class ChangingError(InputError):
    """Another program was writing the file each time that it was read."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "another program is writing it; try again once that is done")


class UnknownFormatError(InputError):
    """The content is none of the formats that plandiff reads."""

    def __init__(self, name: str, what: str = "binary data") -> None:
        self.what = what
        super().__init__(
            name, f"is {what}, not a plan; give .txt .md .docx .pdf .html .xlsx .ofd or .pptx"
        )


class SeveralPlansError(InputError):
    """An archive holds several plans; ``plans`` lists how they are named behind its own name."""

    def __init__(self, name: str, plans: str) -> None:
        self.plans = plans
        super().__init__(name, f"holds several plans; add one of these to its name: {plans}")


class NotInArchiveError(InputError):
    """An archive holds no member of that name."""

    def __init__(self, name: str, member: str, plans: str) -> None:
        self.member = member
        self.plans = plans
        super().__init__(name, f"holds no {member}; it holds: {plans}")


class BrokenFileError(InputError):
    """The format is known, but the file is damaged or encrypted."""

    def __init__(self, name: str, form: str, reason: str) -> None:
        self.form = form
        self.reason = reason
        super().__init__(name, f"cannot be read as {form} ({reason}); save it again and retry")


class EncodingError(InputError):
    """The bytes are not text in the named encoding, or the encoding is unknown."""

    def __init__(self, name: str, encoding: str, reason: str) -> None:
        self.encoding = encoding
        self.reason = reason
        super().__init__(
            name, f"is not {encoding} text ({reason}); try another --encoding or leave it out"
        )


class NoTextError(InputError):
    """There is nothing to compare in the file."""

    def __init__(self, name: str, reason: str = "it is empty") -> None:
        self.reason = reason
        super().__init__(name, f"holds no text ({reason})")


class TooLargeError(InputError):
    """The file is beyond the limits that the README announces."""

    def __init__(self, name: str, what: str, limit: str) -> None:
        self.what = what
        self.limit = limit
        super().__init__(name, f"is too large: {what}, the limit is {limit}; split the document")


class ConverterError(InputError):
    """The format needs LibreOffice, which is missing or could not convert the file."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name, f"{reason}; install LibreOffice or save the file as .docx")


class UsageError(PlandiffError):
    """The command line asks for something that cannot be."""


class OutputError(PlandiffError):
    """A file cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: cannot be written ({reason})")


def _again(kind: type[PlandiffError], words: tuple[str, ...], facts: dict[str, str]) -> Exception:
    error = kind.__new__(kind, *words)
    vars(error).update(facts)
    return error
