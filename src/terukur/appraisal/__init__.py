"""Evaluation of a period: the suggestion of the measurements, the appraiser's decision with reasons, the
grade, and the employee's answer. PermenPANRB 6/2022 Pasal 23-25.
"""
