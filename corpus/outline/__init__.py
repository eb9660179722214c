"""From the lines of a plan to the tree of its sections."""
