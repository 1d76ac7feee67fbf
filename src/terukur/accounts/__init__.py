"""Who signs in: users, first-time activation codes. What they may do is decided above."""
