"""The model of a plan, and the functions that read one.

>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> read_plan(str(sample_paths()[0])).sections[0].level
0
"""

if __name__ != "plandiff.corpus":  # under a second name, every class would exist twice
    raise ModuleNotFoundError("corpus is a part of plandiff: import plandiff.corpus")
