"""Subjects of feedback: a result, an indicator, a behavior value, or a day's work."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from terukur.measurement.daily import standing_entries
from terukur.measurement.models import DailyProgress
from terukur.notation.dates import day_words
from terukur.planning.models import Indicator, Plan, PlannedResult, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_NAMES, BEHAVIOR_VALUES
from terukur.regulation.decision import Refused

_DAYS_BACK = 14


class UnknownSubject(Refused):
    """The plan has no such subject; the message says what can be chosen."""


@dataclass(frozen=True, slots=True)
class FeedbackSubject:
    """One of the three: the thread of a result or indicator, a behavior value, a day."""

    thread: UUID | None = None
    value: str = ""
    day: date | None = None

    @property
    def code(self) -> str:
        """The code in an address or a form; ``parse`` reads it back."""
        return self.value or str(self.thread or self.day or "")

    @classmethod
    def parse(cls, code: str) -> "FeedbackSubject":
        """Return the subject that a form or an address names.

        :raises UnknownSubject: for a code that is none of the three.
        """
        if code in BEHAVIOR_NAMES:
            return cls(value=code)
        try:
            return cls(day=date.fromisoformat(code)) if len(code) == 10 else cls(thread=UUID(code))
        except ValueError:
            raise UnknownSubject(
                "Pilih hasil kerja, indikator, nilai perilaku, atau hari yang dibicarakan."
            ) from None


def name_of(plan: Plan, subject: FeedbackSubject) -> str:
    """Return the name of a subject in this plan.

    :raises UnknownSubject: where the plan does not have it, or the day has no daily progress.
    """
    if subject.value in BEHAVIOR_NAMES:
        return BEHAVIOR_NAMES[subject.value]
    if subject.thread is not None:
        result = PlannedResult.objects.filter(version__plan=plan, thread=subject.thread).last()
        if result is not None:
            return result.title[:300]
        indicator = Indicator.objects.filter(result__version__plan=plan, thread=subject.thread).last()
        if indicator is not None:
            return indicator.name
    if subject.day is not None:
        if standing_entries(_daily(plan), subject.day, subject.day).exists():
            return f"Kerja hari {day_words(subject.day)}"
        raise UnknownSubject("Pada hari itu tidak ada progres harian. Pilih hari yang ada catatannya.")
    raise UnknownSubject("Pilih hasil kerja, indikator, nilai perilaku, atau hari yang dibicarakan.")


def subjects_of(plan: Plan, *, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the subjects of a plan, in groups of (code, name); the days are the last two weeks'."""
    planned = PlannedResult.objects.filter(
        version__plan=plan, version__status=PlanVersion.Status.SET
    ).order_by("number", "indicators__number")
    named: dict[str, str] = {}
    for thread, title, indicator, name in planned.values_list(
        "thread", "title", "indicators__thread", "indicators__name"
    ):
        named[str(thread)] = title
        if indicator is not None:
            named[str(indicator)] = f"– {name}"
    entries = standing_entries(_daily(plan), on - timedelta(days=_DAYS_BACK), on)
    days = sorted(set(entries.values_list("day", flat=True)), reverse=True)
    groups = [
        ("Hasil kerja dan indikator", list(named.items())),
        ("Perilaku", [(value.code, value.name) for value in BEHAVIOR_VALUES]),
        ("Kerja sehari", [(str(day), day_words(day)) for day in days]),
    ]
    return [(title, choices) for title, choices in groups if choices]


def _daily(plan: Plan) -> QuerySet[DailyProgress]:
    return DailyProgress.objects.filter(plan=plan)
