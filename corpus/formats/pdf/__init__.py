"""PDF documents with a text layer: characters with positions, to lines, to paragraphs."""
