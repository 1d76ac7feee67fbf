"""Days that are not counted (leave, study, before the start), and work agreements with their end.

PP 11/2017 Pasal 310; KepmenPANRB 16/2025.
"""
