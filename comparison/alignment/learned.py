"""Learned weights of the signals of `comparison.alignment.signals`, by the values of their names.

Written by ``python -m tests.training.section_weights``.
"""

BY_TEXT = {
    "bias": -9.40,
    "margin": 8.55,
    "best_margin": 10.21,
    "sentences": 2.75,
    "sentences_both": 46.29,
    "heading": -0.49,
    "heading_in_text": 0.90,
    "headed": -0.25,
}

BY_ALL = {
    "bias": -12.81,
    "share_lead": 3.97,
    "best_share_lead": 8.69,
    "shared": -11.34,
    "sentences": 2.00,
    "sentences_both": 14.53,
    "paragraphs": 11.11,
    "heading": 3.52,
    "parent": 0.70,
    "order": 3.22,
    "children": 10.14,
    "rest_margin": 7.52,
}

CALIBRATION = {
    "bias": 0.00,
    "logit": 0.98,
}
