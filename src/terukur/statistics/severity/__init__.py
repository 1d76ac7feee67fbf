"""The severity of an appraiser, how sure it is, and when no statement about it can be made.

The model: rating = period + family, with its slope on measured results + employee + team + appraiser
+ error. Severity is minus the appraiser's effect. These modules load numpy: jobs and commands import
them, the web process never does.
"""

VERSION = "3"
