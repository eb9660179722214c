"""Thresholds whose effect people see, each in one place for reports, the page and the app."""

DOUBTFUL = 0.6
"""Confidence below which a match is called doubtful.

Of 356 matches decided by reading, 7 are below 0.6, and all of them are right; a higher threshold
would call more right ones doubtful and find no wrong one up to 0.75.
"""

SURE = 0.95
"""Confidence from which a match needs no second look; below it, its runners-up are named.

Of the links of labelled pairs from 0.95 on, at least 98 % are right by weights that have not seen
the pair (``python -m tests.training.section_weights`` prints the table).
"""
