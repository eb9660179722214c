"""What differs between two plans, and the reports made from it.

The way in is `comparison.engine.compare`; the result is one `comparison.model.Comparison`.
"""
