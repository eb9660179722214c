"""How much plandiff is willing to read, announced as constants.

A plan of fifty pages has 50,000 characters; the limits are far above that and low enough that no
file can fill the memory or hold the program up.
"""

MIB = 1024 * 1024

MAX_FILE_BYTES = 64 * MIB
"""Any document, pictures included."""
MAX_TEXT_BYTES = 16 * MIB
"""Plain text, Markdown and HTML, where every byte may become a character."""
MAX_CHARACTERS = 4_000_000
"""Text that a document may hold, whatever its format."""

MAX_ZIP_MEMBERS = 5_000
MAX_ZIP_BYTES = 256 * MIB
"""Size of all members of a .docx together, unpacked."""
MAX_XML_BYTES = 32 * MIB
"""Size of one XML part of a .docx, unpacked."""
MAX_ZIP_RATIO = 200
"""How many times larger an XML part may be than its packed form; prose packs 5 to 20 times."""

MAX_ARCHIVE_DEPTH = 3
"""Archives inside each other that are opened to find a plan."""

MAX_PAGES = 2_000
"""Pages of a PDF or OFD."""
MAX_OFD_BYTES = 64 * MIB
"""Size of all pages of an OFD together, unpacked, each as often as it is named."""
MAX_OFD_OBJECTS = 1_000_000
"""Objects that the pages of an OFD draw."""
PDF_SECONDS = 10
"""Processor time for reading one PDF; a page of text takes some 10 ms."""
PDF_MEMORY_BYTES = 1024 * MIB
MAX_SCANNED_PAGES = 200
"""Pages whose text is recognised from pictures, which takes some 10 s of processor time each."""
MAX_PICTURE_PIXELS = 80_000_000
"""Of one picture; a page of A3 at 600 dpi has 70 million."""
SCAN_SECONDS = 3600
"""Processor time for recognising one document."""
SCAN_MEMORY_BYTES = 6 * 1024 * MIB
"""Address space, of which the models use about 2 GB and occupy less than 1."""
MAX_TAGS = 400_000
"""Tags of an HTML page."""
CONVERTER_SECONDS = 60
"""Time for LibreOffice to convert one document."""


def megabytes(size: int) -> str:
    """A size in words, rounded up: ``megabytes(100_000_001)`` is ``'96 MB'``."""
    return f"{-(-size // MIB)} MB"
