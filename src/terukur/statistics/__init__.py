"""The mathematics: pure functions of numbers.

Nothing here knows the law, and nothing returns a grade.
"""
