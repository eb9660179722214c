"""What a plan is and how one is read.

>>> from plandiff.corpus.reading import read_plan
>>> from plandiff.corpus.samples import sample_paths
>>> read_plan(str(sample_paths()[0])).sections[0].level
0
"""
