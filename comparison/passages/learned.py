"""Learned weights of the signals of `comparison.passages.scoring`.

They were fitted (ridge 3 and 8 on standardised signals) on 1,107 pairs of sentences, 159 of them
partners, of long rewritten sections, whose partners were decided by reading the texts.
``python -m tests.training.passage_weights`` measures them, learns others from labelled passages and
measures those on passages that they have not seen; the others did no better.
"""

BY_TEXT = {
    "bias": -4.06,
    "wording": 3.39,
    "margin": 4.65,
    "share": 3.66,
    "heading": -2.99,
    "place": -3.70,
    "rare_grams": 3.84,
    "length_ratio": -1.17,
}

BY_ALL = {
    "bias": -3.94,
    "wording": 3.01,
    "margin": 2.50,
    "share": 2.44,
    "heading": -2.03,
    "place": -1.73,
    "rare_grams": 3.01,
    "length_ratio": -0.91,
    "gap": 1.74,
    "free_margin": 2.20,
    "wanted": -1.45,
    "both_wanted": -0.91,
    "adjacent": 1.07,
}
