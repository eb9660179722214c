"""``python -m plandiff`` does what ``plandiff`` does."""

import sys

from plandiff.tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
