"""What concerns more than one pair of plans of one series."""
