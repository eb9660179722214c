"""Read PDFs with a text layer: positioned characters are joined to lines, then to paragraphs."""
