"""Handing jobs to the worker, in the same transaction as their rows."""

from procrastinate.contrib.django import app

_LOOKS_AT_ONCE = 2


def defer_evaluation(run: int) -> None:
    """Queue a requested evaluation for the worker."""
    app.configure_task("evaluate-period", lock="evaluate").defer(run=run)


def defer_look(evidence: int) -> None:
    """Queue a look at the address of a piece of evidence for the worker.

    Looks with one lock wait for each other: however many addresses are slow, most of the worker's
    places stay free for other work.
    """
    lock = f"address-{evidence % _LOOKS_AT_ONCE}"
    app.configure_task("look-at-address", queue="addresses", lock=lock).defer(evidence=evidence)


def defer_patterns(run: int) -> None:
    """Queue a requested search for patterns for the worker."""
    app.configure_task("look-for-patterns", lock="patterns").defer(run=run)


def defer_look_at_ratings(period: str) -> None:
    """Queue a run over the ratings up to a quarter for the worker."""
    app.configure_task("look-at-ratings", lock="objectivity").defer(period=period)


def defer_code_mailing(run: int) -> None:
    """Queue a requested mailing of activation codes for the worker."""
    app.configure_task("mail-activation-codes", lock="activation-codes").defer(run=run)
