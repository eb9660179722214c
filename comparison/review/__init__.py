"""A reader's decisions on a comparison (marks, notes and pins) and their storage."""
