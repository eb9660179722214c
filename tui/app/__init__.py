"""The textual app around the screens."""
