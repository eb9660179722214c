"""From the lines of a file to the lines of a plan: noise taken away and kept, broken lines joined.

Nothing is rewritten.  Every character of the input that is not white space is afterwards in the
title, in a line or in a removed text.  ``plandiff.corpus.cleaning.steps.clean`` is the way in.
"""
