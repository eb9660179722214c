"""Parts that several report formats print: labels, section paths, marked text, rows, targets."""
