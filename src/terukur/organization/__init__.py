"""Agencies, units, positions, employees, and who appraises whom at which date.

Everything dated is a row with a first and a last day; a relation that holds has no last day.
"""
