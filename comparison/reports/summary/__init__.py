"""The summary of a comparison as values, which text, Markdown, HTML, Word and Excel print."""
