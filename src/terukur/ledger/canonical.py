"""The one written form of JSON values that is hashed: sorted keys, no spaces, UTF-8."""

import json
from typing import Any

_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Any) -> bytes:
    """Return the bytes of a JSON value, the same for equal values on every machine."""
    return _ENCODE(value).encode()
