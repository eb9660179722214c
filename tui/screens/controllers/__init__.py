"""Controllers of the review screen; each owns some state and handles some of the actions."""
