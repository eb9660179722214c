"""Where text goes on the screen: rows of the same height in both panes, and Rich in step."""
