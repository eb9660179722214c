"""Rows, frames and signs drawn as data: no widget, no terminal."""
