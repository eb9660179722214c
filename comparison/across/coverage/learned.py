"""Learned weights of the signals of `comparison.across.coverage.own_words`.

Written by ``python -m tests.training.coverage_weights``.
"""

BY_TEXT = {
    "bias": -1.24,
    "wording": -9.93,
    "sentence": 7.73,
    "back": 3.35,
    "short": 0.01,
    "unit": 1.62,
    "taken": -2.37,
    "margin": 3.29,
    "local_margin": 3.55,
}

BY_ALL = {
    "bias": -1.16,
    "wording": -9.79,
    "sentence": 6.64,
    "back": 2.21,
    "short": 0.25,
    "unit": 1.71,
    "taken": -2.58,
    "margin": 3.28,
    "local_margin": 3.15,
    "support": 0.89,
    "rival": -1.05,
}
