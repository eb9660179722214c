"""Read Word documents (.docx and related formats) from their XML parts.

The parts are read with lxml and zipfile instead of python-docx, which loads every picture, rejects
templates and macro documents, fails on the dangling relationships that WPS writes, and supports
neither numbering nor notes.
"""
