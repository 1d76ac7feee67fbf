"""Continuous feedback (umpan balik berkelanjutan) between an employee and the appraiser."""
