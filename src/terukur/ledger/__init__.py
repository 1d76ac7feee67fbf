"""Acts with their reasons, chained by hash, and the files that came in.

Nothing here is ever changed or deleted; the database refuses it. There are no foreign keys to other areas: an
entry states the actor's name and the subject's key, so it survives both.
"""
