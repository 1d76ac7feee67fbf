"""The law as pure functions: no framework, no database, no clock.

Every function names the article it carries out (``citations``) and returns a ``Decision`` with its working
(``decision``). Numbers of the law that are not certain are dated data in ``data/parameters.yaml``, never
constants. Where the law leaves a judgement to the appraiser, functions are called ``suggest_...`` or
``check_...``; only what the law fixes has a name like ``grade_of``.
"""
