"""Stuck appraisals, each with its reason and the person who can solve it.

It is a duty of nobody else: it goes to the performance team.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.appraisal.doable import (
    closed_unrated,
    in_unopened_periods,
    not_computed,
    ungraded_units,
    without_appraiser,
)
from terukur.appraisal.models import Appraisal
from terukur.measurement.queries import imports_to_confirm
from terukur.organization.second_person import waiting_access
from terukur.regulation.periods import Period


@dataclass(frozen=True, slots=True)
class Stuck:
    """Some appraisals of one period that cannot continue, why, and the remedy."""

    period: Period
    number: int
    reason: str
    remedy: str
    waits_for_opening: bool


_KINDS = (
    (
        in_unopened_periods,
        "periodenya sudah berakhir dan belum dibuka",
        "Buka periodenya, lalu para penilai menilai.",
    ),
    (
        closed_unrated,
        "belum dinilai, dan penilaiannya sudah ditutup",
        "Geser “Penilaian diisi” dengan alasan, atau biarkan tanpa nilai dan beri tahu pegawainya.",
    ),
    (not_computed, "belum dihitung, jadi belum dapat dinilai", "Muat hasil ukurnya dan hitung periode itu."),
    (
        without_appraiser,
        "tidak punya pejabat penilai, atau penilainya sudah berhenti",
        "Tetapkan penilainya di halaman pegawai; bagi pimpinan tertinggi, pejabat yang ditunjuk.",
    ),
)


def stuck_appraisals(*, on: date) -> list[Stuck]:
    """Return the stuck appraisals, by period and reason, the newest period first."""
    found = []
    for query, reason, remedy in _KINDS:
        periods = Counter(query(on=on).order_by().values_list("period", flat=True))
        found += [
            Stuck(period, number, reason, remedy, query is in_unopened_periods)
            for period, number in periods.items()
        ]
    return sorted(found, key=lambda one: (one.period.ends, one.reason), reverse=True)


def team_duties(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """Return the duties of the performance team beside requests of employees."""
    unopened: QuerySet[Appraisal] = in_unopened_periods(on=on)
    return {
        "unopened": unopened,
        "closed_unrated": closed_unrated(on=on),
        "ungraded_units": ungraded_units(on=on),
        "without_appraiser": without_appraiser(on=on),
        "files_to_confirm": imports_to_confirm(),
        "access_waiting": waiting_access(user),
    }
