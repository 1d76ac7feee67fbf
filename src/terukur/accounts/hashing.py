"""Hashing of passwords and activation codes."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OneLaneArgon2(Argon2PasswordHasher):
    """Argon2id with 64 MiB and three passes in one lane.

    Django's eight lanes take all cores of a small machine for each attempt; these take one. Three passes over
    64 MiB are the second choice of RFC 9106, section 4.
    """

    time_cost = 3
    memory_cost = 65_536
    parallelism = 1
