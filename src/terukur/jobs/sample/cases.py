"""Calibration cases of the sample agency: loaded, and answered once by some appraisers."""

import random
from collections.abc import Collection
from datetime import date, datetime, time

from django.utils import timezone

from terukur.ledger.operations import COMMAND
from terukur.organization.models import Employee, ReportingLine
from terukur.oversight.case_library import ensure_cases
from terukur.oversight.case_view import own_cases
from terukur.oversight.cases import AnswerDraft, Attempt, answer_case
from terukur.oversight.models import CaseVersion
from terukur.regulation.scales import Rating

_DAY = date(2026, 10, 5)
_APPRAISERS = 7
_SCALE = tuple(Rating)


def answer_cases(left_out: Collection[str]) -> None:
    """Load the cases; seven appraisers answer all, the last of them half.

    Those whom a visitor signs in as (``left_out``, by number) have it before them.
    """
    at = datetime.combine(_DAY, time(10), tzinfo=timezone.get_current_timezone())
    ensure_cases(by=COMMAND, at=at)
    fate = random.Random(2026)
    leading = ReportingLine.objects.on(_DAY).values("appraiser")
    people = Employee.objects.filter(pk__in=leading).exclude(number__in=left_out)
    for place, appraiser in enumerate(people.order_by("number")[:_APPRAISERS]):
        book = own_cases(appraiser.user, on=_DAY)
        cases = book.cases if book else []
        if place == _APPRAISERS - 1:
            cases = cases[: len(cases) // 2]
        severity = fate.gauss(0, 0.5)
        for case in cases:
            answer_case(
                version=case.version, attempt=Attempt.FIRST, by=appraiser.user, on=_DAY, at=at,
                draft=_answer(case.version, severity, fate),
            )  # fmt: skip


def _answer(version: CaseVersion, severity: float, fate: random.Random) -> AnswerDraft:
    """Near the panel, a little stricter or milder as the appraiser is."""
    given = {
        item: _SCALE[_nearest(Rating(rating).position - severity + fate.gauss(0, 0.35))]
        for item, (rating, _) in version.panel.items()
    }
    return AnswerDraft(given.pop("results"), given.pop("behavior"), given)


def _nearest(place: float) -> int:
    return min(max(round(place), 0), len(_SCALE) - 1)
