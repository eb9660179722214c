"""Presentations (.pptx): slides in order, their titles as headings, their tables as tables."""
