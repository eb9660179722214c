"""State of the review view and navigation in it; independent of drawing and of Textual."""
