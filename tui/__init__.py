"""Everything that talks to a person or a machine: command line, settings, review, the app."""

if __name__ != "plandiff.tui":  # under a second name, every class would exist twice
    raise ModuleNotFoundError("tui is a part of plandiff: import plandiff.tui")
