"""Word reports: a comparison table or a redline."""
