"""Development: learning needs, catalogue of learning, agreed plans and their effects; the talent box with its
inputs. PP 11/2017, PP 49/2018, PermenPANRB 3/2020.
"""
