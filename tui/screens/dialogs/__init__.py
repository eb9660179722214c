"""Dialogs of the review screen: each asks one thing and returns an answer."""
