"""Activation codes: how they are made, written, and kept as a hash.

A code is 12 letters and digits drawn by the server, about 59 bits, valid for 14 days. So it needs no slow
hash: nobody guesses it through the pages, and its hash is keyed with the server's secret, which is not in the
database. A slow hash would cost a quarter of a second each, 20 minutes for 5,000 people.
"""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import constant_time_compare, salted_hmac

# No 0/O, 1/I/L: the code is read from paper and typed on a phone.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 12
_GROUP = 4
_SALT = "terukur.accounts.codes"
_KEYED = "hmac-sha256$"


def new_code() -> str:
    """Return a code that nobody had before, without separators."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def written(code: str) -> str:
    """Return a code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def hash_of(code: str, user_id: int) -> str:
    """Return the hash under which the code of a user is kept."""
    return _KEYED + salted_hmac(_SALT, f"{user_id}|{code}", algorithm="sha256").hexdigest()


def is_code(typed: str, user_id: int, code_hash: str | None) -> bool:
    """Return whether somebody typed the code with this hash; None where there is none.

    A refusal costs one slow hash in every case, so that its time tells nobody which numbers exist.
    """
    code = typed.upper().replace("-", "").replace(" ", "")
    if code_hash is not None and not code_hash.startswith(_KEYED):
        # Codes of earlier versions, for as long as they are valid.
        return check_password(code, code_hash)
    if code_hash is not None and constant_time_compare(hash_of(code, user_id), code_hash):
        return True
    make_password(code)
    return False
