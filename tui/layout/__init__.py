"""Layout of the screen: columns, folded rows, and lines aligned across both panes."""
