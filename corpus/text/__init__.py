"""Low-level text functions: folding, numerals, widths, line breaking, escaping, file writing."""
