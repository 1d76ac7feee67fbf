"""Development: what a person should learn, what is there to learn, what was agreed, and what came of it;
the talent box with its inputs. PP 11/2017, PP 49/2018, PermenPANRB 3/2020.
"""
