"""Word documents (.docx and its kin), read from their XML parts.

Read with lxml and zipfile, part by part, rather than through python-docx: that one loads every
picture, refuses templates and macro documents, fails on the dangling relationships that WPS
writes, and knows neither numbering nor notes.
"""
