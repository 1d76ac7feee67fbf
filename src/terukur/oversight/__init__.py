"""Patterns in figures, growth, and what is stuck: listed for a human with their evidence.

Nothing here changes a figure or a rating, and nothing here accuses: every pattern has innocent reasons.
"""
