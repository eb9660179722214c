"""Text as characters, the ground floor: folding, numerals, widths, lines, escaping, writing."""
