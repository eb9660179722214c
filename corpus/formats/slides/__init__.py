"""Read presentations (.pptx): slides in order, titles as headings, tables as rows."""
