"""Reading, comparing and writing reports, in a separate process for long work."""
