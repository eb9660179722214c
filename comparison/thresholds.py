"""Thresholds that people see the effect of, each in one place."""
