"""What the bundled program runs: plandiff, or one of its own modules as ``-m`` starts it.

The program starts copies of itself by ``-P -m MODULE`` (workers, the app behind ``serve``), and a
bundle has no interpreter that knows these options.
"""

import os
import runpy
import sys

_OWN = "plandiff"


def _give_back_library_path() -> None:
    """Take away what the bootloader set for itself: LibreOffice and git would load our libraries.

    A copy of ourselves inherits the bootloader's other marks, and would take the path for set.
    """
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


def main() -> int:
    """Run a module of ours where the words ask for one, else the command line."""
    _give_back_library_path()
    words = sys.argv[2:] if sys.argv[1:2] == ["-P"] else sys.argv[1:]
    if words[:1] == ["-m"] and words[1:] and words[1].partition(".")[0] == _OWN:
        sys.argv[1:] = words[2:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return 0
    from plandiff.tui.cli import main as run  # noqa: PLC0415 - a worker needs none of it

    return run()


if __name__ == "__main__":
    sys.exit(main())
