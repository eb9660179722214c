"""Build the tree of sections from the lines of a plan."""
