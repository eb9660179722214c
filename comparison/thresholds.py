"""Thresholds whose effect people see, each in one place for reports, the page and the app."""

DOUBTFUL = 0.6
"""Confidence below which a match is called doubtful, and its runners-up are named.

Of 356 matches decided by reading, 7 are below 0.6, and all of them are right; a higher threshold
would call more right ones doubtful and find no wrong one up to 0.75.
"""
