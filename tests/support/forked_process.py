"""Work in a copy of the test's process: warm at once, and nothing of it survives a kill."""

import os
from collections.abc import Callable

from django.db import connection


def forked(work: Callable[[], None]) -> int:
    """Begin ``work`` in a copy of this process, and answer its number.

    Beside a browser's event loop Django keeps two connections of the process, and a copy sees the one that
    its parent does not. It opens one of its own: through the inherited one, it would leave the parent's
    transaction open behind it.
    """
    connection.close()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        # Kept, not closed: closing it would end the parent's.
        inherited, connection.connection = connection.connection, None
        work()
        assert connection.connection is not inherited
        code = 0
    finally:
        os._exit(code)
