"""Patterns of rating other than severity: each with its least sample and its control of false alarms.

These modules load numpy: jobs and commands import them, the web process never does.
"""
