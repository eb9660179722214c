"""The user's collection of plans: read once, searchable by words, issuer, year and series."""
