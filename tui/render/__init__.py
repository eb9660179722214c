"""Rendering of rows, frames and signs to plain data, independent of widgets and terminal."""
