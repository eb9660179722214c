"""The text report, in full or in brief."""
