"""Thresholds with a visible effect, shared by reports, the page and the app."""

DOUBTFUL = 0.6
"""Confidence below which a match is doubtful.

Of 356 manually checked matches, 7 are below 0.6, and all of them are correct; a higher threshold
would flag more correct ones, and no wrong one up to 0.75.
"""

SURE = 0.95
"""Confidence from which a match needs no check; below it, its runners-up are listed.

Of the links of labelled pairs at 0.95 or more, at least 98 % are correct in leave-one-out
cross-validation (``python -m tests.training.section_weights`` prints the table).
"""
