"""Files to documents: one reader per format, chosen by the content of the file."""
