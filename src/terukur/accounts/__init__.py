"""Users and first-time activation codes. What users may do is decided above."""
