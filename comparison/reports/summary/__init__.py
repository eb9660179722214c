"""The summary of a comparison as values that text, Markdown, HTML, Word and Excel share."""
