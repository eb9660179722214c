"""Screens of the app: the review itself, and what opens over it."""
