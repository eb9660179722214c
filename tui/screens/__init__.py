"""Screens of the app: the review, its dialogs, and the picker."""
