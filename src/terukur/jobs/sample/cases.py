"""Calibration cases of the sample agency: loaded, and answered once by some appraisers."""

import random
from collections.abc import Collection
from datetime import date

from terukur.calibration.case_library import ensure_cases
from terukur.calibration.case_view import own_cases
from terukur.calibration.cases import AnswerDraft, Attempt, answer_case
from terukur.calibration.models import CaseVersion
from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.habits import nearest, severity_of
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Employee, ReportingLine
from terukur.regulation.scales import Rating

_DAY = date(2026, 10, 5)


def answer_cases(answering: Collection[str], *, left_out: Collection[str]) -> None:
    """Load the cases; these appraisers answer all (by number), and one of the others the first half.

    The accounts for visitors are ``left_out``: visitors answer themselves.
    """
    ensure_cases(acting=acting_on(COMMAND, _DAY, hour=10))
    fate = random.Random(2026)
    people = Employee.objects.filter(number__in=answering).order_by("number")
    leading = ReportingLine.objects.on(_DAY).values("appraiser")
    others = Employee.objects.filter(pk__in=leading).exclude(number__in=[*answering, *left_out])
    for appraiser in [*people, *others.order_by("number")[:1]]:
        book = own_cases(appraiser.user, on=_DAY)
        cases = book.cases if book else []
        if appraiser.number not in answering:
            cases = cases[: len(cases) // 2]
        severity = severity_of(appraiser.number)
        for case in cases:
            answer_case(
                version=case.version,
                attempt=Attempt.FIRST,
                acting=acting_on(appraiser.user, _DAY, hour=10),
                draft=_answer(case.version, severity, fate),
            )


def _answer(version: CaseVersion, severity: float, fate: random.Random) -> AnswerDraft:
    """Return an answer near the panel's, a little stricter or milder as the appraiser is."""
    given = {
        item: nearest(Rating(rating).position - severity + fate.gauss(0, 0.35))
        for item, (rating, _) in version.panel.items()
    }
    return AnswerDraft(given.pop("results"), given.pop("behavior"), given)
