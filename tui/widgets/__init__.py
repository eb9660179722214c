"""Widgets of the review screen; they draw given data and report events as messages."""
