"""Reports of a coverage: the 衔接对照表 in each format."""
