"""A batch of pairs: the result of each pair, its line in the journal, the overview of all."""
