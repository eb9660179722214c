"""Comparisons of more than two plans: series, coverage, diffusion, three-way, remarks."""

from pathlib import Path

from plandiff.corpus.word_lists import read_lists

WORDS = read_lists(Path(__file__).with_name("words.txt"))
"""Entries by list name; ``words.txt`` explains each list."""
