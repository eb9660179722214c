"""Learned weights of the signals of `comparison.alignment.signals`, by the values of their names.

Written by ``python -m plandiff.comparison.alignment.train_weights``.
"""

BY_TEXT = {
    "bias": -9.09,
    "margin": 9.20,
    "best_margin": 9.03,
    "sentences": 3.08,
    "sentences_both": 15.26,
    "heading": 2.66,
    "heading_in_text": 0.94,
    "headed": -0.86,
}

BY_ALL = {
    "bias": -10.65,
    "share_lead": 7.37,
    "best_share_lead": 7.95,
    "shared": -5.17,
    "sentences": 2.36,
    "sentences_both": 5.87,
    "heading": 5.99,
    "headed": -0.70,
    "parent": 1.68,
    "order": 3.83,
    "children": 5.76,
    "rest_margin": 7.45,
}
