"""Check pages of opening the planning of a year and moving one of its steps: the dates, and their meaning."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from terukur.planning.planning_schedule import planning_dates
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import StepDates
from terukur.web.checking import Check
from terukur.web.templatetags.terukur import tanggal


def _days(dates: StepDates) -> str:
    return f"{tanggal(dates.opens)} sampai {tanggal(dates.due)}, diingatkan sampai {tanggal(dates.closes)}"


def _passed(step: PlanningStep, dates: StepDates, on: date) -> list[str]:
    return [f"Batas “{step.label}” sudah lewat: {tanggal(dates.due)}."] if dates.due < on else []


def opening_check(year: int, dates: Mapping[PlanningStep, StepDates], *, on: date) -> Check:
    """Return the dates that the planning of a year would have."""
    return Check(
        f"Periksa sebelum membuka perencanaan {year}",
        [(step.label, _days(given)) for step, given in dates.items()],
        "Semua pegawai melihat tanggalnya dan diingatkan. Tidak ada yang terkunci: SKP yang terlambat tetap "
        "dapat diajukan dan ditetapkan.",
        "Perencanaan tidak dapat ditutup lagi, tetapi setiap langkah dapat digeser dengan alasan.",
        f"Buka perencanaan {year}",
        reverse("planning-year", args=[year]),
        [remark for step, given in dates.items() for remark in _passed(step, given, on)],
    )


def moving_check(year: int, step: PlanningStep, dates: StepDates, reason: str, *, on: date) -> Check:
    """Return the old and new dates of a step."""
    former = planning_dates(year).get(step)
    return Check(
        f"Periksa sebelum menggeser “{step.label}”",
        [
            ("Perencanaan", str(year)),
            ("Semula", _days(former) if former else "belum dibuka"),
            ("Menjadi", _days(dates)),
            ("Alasan", reason),
        ],
        "Berlaku segera bagi semua orang; alasannya dibaca semua.",
        "Langkah ini dapat digeser lagi dengan alasan.",
        "Geser langkah ini",
        reverse("planning-year", args=[year]),
        _passed(step, dates, on),
    )
