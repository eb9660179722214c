"""Pictures of text to lines: scanned PDFs, photographs; the optional extra ``plandiff[ocr]``."""
