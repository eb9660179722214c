"""Size, time and memory limits for input, documented as constants.

A plan of fifty pages has 50,000 characters.  The limits are far above that, and low enough that no
file can exhaust the memory or block the program.
"""

MIB = 1024 * 1024

MAX_FILE_BYTES = 64 * MIB
"""Size of any document, including pictures."""
MAX_TEXT_BYTES = 16 * MIB
"""Size of plain text, Markdown and HTML, where every byte can be a character."""
MAX_CHARACTERS = 4_000_000
"""Length of a document's text in any format."""

MAX_ZIP_MEMBERS = 5_000
MAX_ZIP_BYTES = 256 * MIB
"""Total unpacked size of all members of a .docx."""
MAX_XML_BYTES = 32 * MIB
"""Unpacked size of one XML part of a .docx."""
MAX_ZIP_RATIO = 200
"""Maximum compression ratio of an XML part; prose compresses 5 to 20 times."""

MAX_ARCHIVE_DEPTH = 3
"""Nesting depth to which archives are opened to find a plan."""

MAX_PAGES = 2_000
"""Page count of a PDF or OFD."""
MAX_OFD_BYTES = 64 * MIB
"""Total unpacked size of an OFD's pages; a page counts each time it is referenced."""
MAX_OFD_OBJECTS = 1_000_000
"""Number of objects drawn on all pages of an OFD."""
PDF_SECONDS = 10
"""CPU time for reading one PDF; a page of text takes about 10 ms."""
PDF_MEMORY_BYTES = 1024 * MIB
MAX_SCANNED_PAGES = 200
"""Number of pages recognised by OCR; each takes about 10 s of CPU time."""
MAX_PICTURE_PIXELS = 80_000_000
"""Pixels of one picture; an A3 page at 600 dpi has 70 million."""
SCAN_SECONDS = 3600
"""CPU time for the OCR of one document."""
SCAN_MEMORY_BYTES = 6 * 1024 * MIB
"""Address space of the OCR process; the models map about 2 GB and occupy less than 1 GB."""
MAX_TAGS = 400_000
"""Number of tags in an HTML page."""
CONVERTER_SECONDS = 60
"""Time for LibreOffice to convert one document."""


def megabytes(size: int) -> str:
    """Format a size in bytes, rounded up: ``megabytes(100_000_001)`` is ``'96 MB'``."""
    return f"{-(-size // MIB)} MB"
