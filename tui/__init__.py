"""Everything that talks to a person or a machine: command line, settings, review, the app."""
