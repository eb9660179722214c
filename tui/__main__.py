"""``python -m plandiff`` in a wheel, where this file is ``plandiff/__main__.py`` as well."""

import sys

from plandiff.tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
