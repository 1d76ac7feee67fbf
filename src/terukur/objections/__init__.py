"""Objections (keberatan) to a delivered appraisal. PP 30/2019 Pasal 59; PermenPANRB 6/2022 Pasal 29. Filing
and its clock, the explanation, and the decision after hearing both.
"""
