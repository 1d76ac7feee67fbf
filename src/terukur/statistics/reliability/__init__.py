"""Agreement of several raters, and the number of raters that a dependable score needs.

These modules load numpy: jobs and commands import them, the web process never does.
"""
