"""Where text goes on the screen: widths, line breaking, the row geometry that both panes share."""
