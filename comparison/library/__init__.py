"""The plans that somebody has: read once, found by words, issuer, year and series."""
