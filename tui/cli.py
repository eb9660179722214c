"""The ``plandiff`` command: arguments in, exit status out.

Nothing is imported before `main` can catch Ctrl+C, whose end is as quiet during an import as later.
"""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run plandiff with these arguments (default: those of the process) and give its status."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:  # how CPython 3.11 hands on what is raised while a class is made
        if not isinstance(error.__cause__, (KeyboardInterrupt, SystemExit)):
            raise
        return int(getattr(error.__cause__, "code", 130))
    finally:
        # CPython remembers that a signal broke off code made from text, as that of a dataclass,
        # and would end `python -m` by that signal after all; running some more makes it forget.
        exec("")  # noqa: S102


def _main(arguments: list[str] | None) -> int:
    from plandiff.tui.signals import end_at_once, leave_quietly_on_signals  # noqa: PLC0415

    give_back = leave_quietly_on_signals()
    try:
        from plandiff.tui.command_line.running import run  # noqa: PLC0415

        return run(sys.argv[1:] if arguments is None else arguments)
    finally:
        give_back()
        if arguments is None:
            end_at_once()
