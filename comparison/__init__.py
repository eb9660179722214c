"""What differs between two plans, and the reports made from it.

The way in is `plandiff.comparison.engine.compare`; the result is one
`plandiff.comparison.model.Comparison`.
"""

if __name__ != "plandiff.comparison":  # under a second name, every class would exist twice
    raise ModuleNotFoundError("comparison is a part of plandiff: import plandiff.comparison")
