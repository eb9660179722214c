"""The comparison of two plans, and its reports.

The entry point is `plandiff.comparison.engine.compare`; it returns a
`plandiff.comparison.model.Comparison`.
"""

if __name__ != "plandiff.comparison":  # under a second name, every class would exist twice
    raise ModuleNotFoundError("comparison is a part of plandiff: import plandiff.comparison")
