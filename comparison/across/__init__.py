"""Comparisons of more than two plans: series, coverage, diffusion, three-way, remarks."""
