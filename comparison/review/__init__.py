"""What a reader decided about a comparison: marks, notes and pins, and where they are kept."""
