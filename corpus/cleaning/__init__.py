"""Turn the lines of a file into the lines of a plan: remove noise, join broken lines.

Nothing is rewritten.  Every character of the input that is not white space ends up in the title,
in a line or in a removed text.  The entry point is ``plandiff.corpus.cleaning.steps.clean``.
"""
