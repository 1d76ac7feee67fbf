"""Handing work to the worker, in the same transaction as what it is about."""

from procrastinate.contrib.django import app


def defer_evaluation(run: int) -> None:
    """Let the worker carry out a requested evaluation."""
    app.configure_task("evaluate-period", lock="evaluate").defer(run=run)


def defer_look(evidence: int) -> None:
    """Let the worker look at the address of a piece of evidence."""
    app.configure_task("look-at-address").defer(evidence=evidence)


def defer_patterns(run: int) -> None:
    """Let the worker carry out a requested search for patterns."""
    app.configure_task("look-for-patterns", lock="patterns").defer(run=run)


def defer_look_at_ratings(period: str) -> None:
    """Let the worker look at how appraisers rated up to a quarter."""
    app.configure_task("look-at-ratings", lock="objectivity").defer(period=period)
