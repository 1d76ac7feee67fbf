"""How severe an appraiser rates, how sure that is, and when nothing can be said about it.

The model: rating = period + family, with its slope on measured results + employee + team + appraiser
+ error. Severity is minus the appraiser's effect. These modules load numpy: jobs and commands import
them, the web process never does.
"""

VERSION = "3"
