"""Observations from files, realizations by hand with their evidence and verification, and changes of
exposure. Nothing is overwritten: a newer value is a newer version beside the older one.
"""
