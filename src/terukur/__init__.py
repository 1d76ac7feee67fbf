"""Terukur: performance appraisal of civil servants that rests on real, measured work."""

__version__ = "0.1.0"
