"""The Textual app that runs the screens."""
