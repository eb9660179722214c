"""What differs between two plans, and the reports made from it.

The way in is `plandiff.comparison.engine.compare`; the result is one `plandiff.comparison.model.Comparison`.
"""
