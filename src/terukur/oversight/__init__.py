"""What somebody should look at: patterns in figures, listed for a human with their evidence.

Nothing here changes a figure or a rating, and nothing here accuses: every pattern has innocent reasons.
"""
