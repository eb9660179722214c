"""The parts of the review screen: each owns a few attributes and answers for some of the keys."""
