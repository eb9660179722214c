"""User interfaces: command line, settings, review, and the terminal app."""

if __name__ != "plandiff.tui":  # under a second name, every class would exist twice
    raise ModuleNotFoundError("tui is a part of plandiff: import plandiff.tui")
