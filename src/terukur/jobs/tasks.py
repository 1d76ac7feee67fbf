"""Jobs of the worker: work that would keep a page waiting."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from terukur.accounts.allowances import forget_ended
from terukur.accounts.lost_passwords import forget_requests
from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.models import EvaluationRun
from terukur.coaching.digest import make_digests
from terukur.jobs.address_look import look_at
from terukur.jobs.clock import now, server_acting, today
from terukur.jobs.code_mail import mail_codes
from terukur.jobs.day_end import end_days
from terukur.jobs.mail import send_digests
from terukur.jobs.morning import send_word, take_due_steps
from terukur.ledger.acting import COMMAND, Acting
from terukur.measurement.address_looks import keep_look
from terukur.measurement.models import Evidence
from terukur.organization.code_mailing import give_up_mailing
from terukur.oversight.models import PatternRun
from terukur.oversight.patterns import look
from terukur.regulation.periods import Period

_GIVEN_UP = (
    "Perhitungan terhenti tiga kali sebelum selesai dan tidak dicoba lagi. Periksa memori dan disk server, "
    "lalu minta perhitungan baru."
)
_MAILING_GIVEN_UP = "Pengiriman terhenti tiga kali. Yang belum mendapat kode tetap di daftar; kirim lagi."

# A connection that broke under a job says nothing about the job: it begins anew.
_WHEN_LOST = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="evaluate-period", lock="evaluate", retry=_WHEN_LOST)
def evaluate_period(run: int) -> None:
    """Carry out a requested evaluation and keep its progress where the page reads it."""
    request = EvaluationRun.objects.select_related("unit", "requested_by").get(pk=run)

    def progress(done: int, total: int) -> None:
        EvaluationRun.objects.filter(pk=run).update(done=done, total=total)

    error = ""
    try:
        evaluate(
            period=request.period,
            unit=request.unit,
            acting=Acting(request.requested_by or COMMAND, today(), now()),
            progress=progress,
        )
    except NothingToEvaluate as refusal:
        error = str(refusal)
    EvaluationRun.objects.filter(pk=run).update(finished_at=now(), error=error)


@app.task(name="look-for-patterns", lock="patterns", retry=_WHEN_LOST)
def look_for_patterns(run: int) -> None:
    """Carry out a requested search through the figures of a period."""
    look(run=PatternRun.objects.get(pk=run), at=now())


@app.task(name="look-at-address", queue="addresses", retry=_WHEN_LOST)
def look_at_address(evidence: int) -> None:
    """Keep the hash of the present content of an evidence address."""
    found = Evidence.objects.get(pk=evidence)
    keep_look(evidence=found, seen=look_at(found.address), acting=server_acting())


@app.task(name="mail-activation-codes", lock="activation-codes", retry=_WHEN_LOST)
def mail_activation_codes(run: int) -> None:
    """Mail the activation codes of a request."""
    mail_codes(run, at=now)


@app.periodic(cron="0 23 * * *")
@app.task(name="every-morning", lock="morning", retry=3)
def every_morning(timestamp: int) -> None:
    """Do the morning's jobs at 6 in Jakarta, and mail about them.

    Mail that failed is tried again; nobody gets the same mail twice a day.
    """
    on = timezone.localdate(datetime.fromtimestamp(timestamp, tz=UTC))
    forget_ended(at=now())
    forget_requests(at=now())
    take_due_steps(acting=server_acting(on=on))
    failed = send_word(on=on, at=now)
    if failed:
        raise RuntimeError(f"{failed} messages could not be sent")


@app.periodic(cron="5 17 * * *")
@app.task(name="daily-seal", lock="seal", retry=3)
def daily_seal(timestamp: int) -> None:
    """Seal the day that has ended, at five past midnight in Jakarta, and any day missed before it."""
    on = timezone.localdate(datetime.fromtimestamp(timestamp, tz=UTC))
    end_days(acting=server_acting(on=on))


@app.periodic(cron="30 18 * * *")
@app.task(name="nightly-objectivity", lock="objectivity", retry=_WHEN_LOST)
def nightly_objectivity(timestamp: int) -> None:
    """Run over the ratings up to the last finished quarter, at half past one in Jakarta."""
    on = timezone.localdate(datetime.fromtimestamp(timestamp, tz=UTC))
    look_at_quarter(str(Period.quarter_of(on).previous))


@app.task(name="look-at-ratings", lock="objectivity", retry=_WHEN_LOST)
def look_at_quarter(period: str) -> None:
    """Run over the ratings up to a quarter; where nothing can be compared there is no run."""
    # The web server knows all tasks too, and has no use for numpy.
    from terukur.raters.computing.nightly import NothingToCompare, look_at_ratings  # noqa: PLC0415

    with suppress(NothingToCompare):
        look_at_ratings(Period.parse(period), acting=server_acting())


@app.periodic(cron="0 0 * * 1")
@app.task(name="weekly-digest", lock="digest", retry=3)
def weekly_digest(timestamp: int) -> None:
    """Write the week's digests on Monday at 7 in Jakarta, and mail about them.

    Mail that failed is tried again; nobody gets the same mail twice in a week.
    """
    on = timezone.localdate(datetime.fromtimestamp(timestamp, tz=UTC))
    make_digests(on=on, at=now())
    failed = send_digests(on=on, at=now)
    if failed:
        raise RuntimeError(f"{failed} weekly messages could not be sent")


def give_up(task: str, arguments: dict[str, Any]) -> None:
    """End the run of a job that ended its worker several times, with a message for those who wait."""
    if task == "evaluate-period":
        EvaluationRun.objects.filter(pk=arguments["run"], finished_at=None).update(
            finished_at=now(), error=_GIVEN_UP
        )
    elif task == "look-for-patterns":
        # Nothing was found under it: a search keeps all or nothing.
        PatternRun.objects.filter(pk=arguments["run"], finished_at=None).delete()
    elif task == "mail-activation-codes":
        give_up_mailing(arguments["run"], why=_MAILING_GIVEN_UP, at=now())
