"""The web server, as a child of ``terukur serve``."""

import os
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from terukur.jobs.service.lifeline import end_with_parent, is_served

_HEADER_SECONDS = 10
"""In which a head must have come whole; an idle kept connection is closed after it too."""
_CONNECTIONS = 4096
_HEAD_BYTES = 64 * 1024


def main() -> None:
    """Serve on the host and port of the command line until told to stop."""
    if is_served():
        end_with_parent()
    # No page may hold a thread or a lock of the database for long; see config.database.
    os.environ["TERUKUR_LIMITED_STATEMENTS"] = "1"
    host, port = sys.argv[1:]
    Granian(
        "terukur.config.asgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.ASGI,
        workers=max(1, min(4, os.cpu_count() or 1)),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=8,
        http=HTTPModes.http1,
        websockets=False,
        backlog=_CONNECTIONS,
        backpressure=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_SECONDS * 1000, max_buffer_size=_HEAD_BYTES),
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
