"""Entry point of ``python -m plandiff``; a wheel also installs it as ``plandiff/__main__.py``."""

import sys

from plandiff.tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
