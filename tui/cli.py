"""The ``plandiff`` command: takes arguments, returns an exit status.

All imports are inside `main`, so that Ctrl+C during an import exits without a traceback.
"""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run plandiff with ``arguments`` (default: ``sys.argv[1:]``) and return its exit status."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:  # CPython 3.11 wraps exceptions from class creation
        if not isinstance(error.__cause__, (KeyboardInterrupt, SystemExit)):
            raise
        return int(getattr(error.__cause__, "code", 130))
    finally:
        # CPython remembers that a signal interrupted code compiled from a string (a dataclass), and
        # would end `python -m` with that signal; running another string resets this state.
        exec("")  # noqa: S102


def _main(arguments: list[str] | None) -> int:
    from plandiff.tui.terminal.signals import end_at_once, leave_quietly_on_signals  # noqa: PLC0415

    give_back = leave_quietly_on_signals()
    try:
        from plandiff.tui.command_line.running import run  # noqa: PLC0415

        return run(sys.argv[1:] if arguments is None else arguments)
    finally:
        give_back()
        if arguments is None:
            end_at_once()
