"""How far several raters agree, and how many of them a dependable score needs.

These modules load numpy: jobs and commands import them, the web process never does.
"""
