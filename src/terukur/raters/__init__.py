"""Ratings by appraisers: severity, patterns, findings for a panel, and each appraiser's own mirror.

``computing`` loads numpy and is closed to the pages; the rest reads what a run has kept.
"""
