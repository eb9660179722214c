"""A batch of pairs: what is computed of each, its line in the journal, the overview of all."""
