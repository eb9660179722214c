"""Components shared by the report formats: labels, section paths, marked text, rows, targets."""
