"""Read scanned PDFs and photographs by OCR; needs the optional extra ``plandiff[ocr]``."""
