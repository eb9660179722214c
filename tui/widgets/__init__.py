"""Parts of the review screen; each draws what it is given and speaks upwards in messages."""
