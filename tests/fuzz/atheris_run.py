"""Feeds one harness with inputs that atheris breeds by what they reach in the code.

    python -m tests.fuzz.atheris_run HARNESS FINDINGS [libFuzzer options and corpus folders]

Needs ``pip install atheris`` (Linux and macOS).  An input that raises, or takes more than
`LONGEST` seconds of processor time, is written to the folder FINDINGS with its call stack, once for
each place where it broke, and the run goes on; memory is held by libFuzzer's ``-rss_limit_mb``.
"""

import hashlib
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

import atheris

with atheris.instrument_imports(include=["plandiff"]):
    from tests.fuzz.harnesses import HARNESSES

LONGEST = 10
"""Seconds of processor time for one input, as everywhere in the tests of damage."""


class TooSlowError(Exception):
    """Raised in the midst of what takes too long."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def place_of(error: BaseException) -> str:
    """A short name for where it broke: the same defect met twice has the same one."""
    frames = traceback.extract_tb(error.__traceback__)[-2:]
    said = "|".join(f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in frames)
    return f"{type(error).__name__}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def keep(error: Exception, data: bytes, folder: Path) -> None:
    """Write the input and the call stack, where this place is not known yet."""
    path = folder / place_of(error)
    if not path.exists():
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8")


def main() -> None:
    """Run the harness that the command line names until libFuzzer's limits are met."""
    name, findings = sys.argv[1], Path(sys.argv[2])
    harness = HARNESSES[name]
    findings.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGPROF, _stop)

    def one_input(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            harness(data or b"\0")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            keep(error, data, findings)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    atheris.Setup([sys.argv[0], *sys.argv[3:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
