"""What the exit status says."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Status of the process."""

    DONE = 0
    DIFFERENT = 1
    """Only with ``--exit-code``: the plans differ in substance."""
    FAILED = 2
    INTERRUPTED = 130
