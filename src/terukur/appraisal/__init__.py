"""Evaluation of a period: what the measurements suggest, what the appraiser decides with reasons,
the grade that follows, and what the employee did with it. PermenPANRB 6/2022 Pasal 23-25.
"""
