"""Coroutines in a test, whatever the browser did before: Playwright leaves a loop running in its thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Returned = TypeVar("Returned")


def run(work: Coroutine[Any, Any, Returned]) -> Returned:
    """Return what the coroutine returns, run by an event loop in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
