"""Review of the same work by several people: rounds, opinions, blind second ratings, standard cases.

Nothing here changes a rating: a round recommends, the appraiser decides and gives the reason.
"""
