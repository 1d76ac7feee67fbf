"""Several people look at the same work: rounds, opinions, blind second ratings, standard cases.

Nothing here changes a rating: a round recommends, the appraiser decides and says why.
"""
