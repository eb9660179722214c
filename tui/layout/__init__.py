"""Where text goes on the screen: columns, folded rows, lines at the same height in both panes."""
