"""Check pages of opening a period or moving a step: which step is locked from when to when."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.urls import reverse

from terukur.appraisal.schedule import schedule_of
from terukur.appraisal.waiting import units_in
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step, StepDates
from terukur.web.checking import Check
from terukur.web.templatetags.terukur import tanggal

_LATE = timedelta(days=45)
_LOCKS = (Step.ORGANIZATION, Step.RATING, Step.CALIBRATION)


def _days(dates: StepDates) -> str:
    return f"{tanggal(dates.opens)} sampai {tanggal(dates.due)}, ditutup {tanggal(dates.closes)}"


def _remark(period: Period, step: Step, dates: StepDates, on: date) -> str:
    if step in _LOCKS and dates.closes < on:
        return f"“{step.label}” sudah tertutup sejak awal: ditutup {tanggal(dates.closes)}."
    if step in _LOCKS and on < dates.opens:
        return f"“{step.label}” terkunci mulai hari ini sampai {tanggal(dates.opens)}."
    if dates.due < on:
        return f"Batas “{step.label}” sudah lewat: {tanggal(dates.due)}."
    if step is Step.RATING and dates.due > max(period.ends, period.ends + _LATE):
        return f"Batas “{step.label}” {(dates.due - period.ends).days} hari sesudah {period.label} berakhir."
    return ""


def opening_check(period: Period, dates: Mapping[Step, StepDates], *, on: date) -> Check:
    """Return the dates that a period would have, and the steps they lock."""
    found = [_remark(period, step, given, on) for step, given in dates.items()]
    return Check(
        f"Periksa sebelum membuka {period.label}",
        [(step.label, _days(given)) for step, given in dates.items()],
        "Sejak dibuka, rating, capaian organisasi, dan kalibrasi hanya dapat diisi di antara tanggal dibuka "
        "dan ditutupnya. Sebelum periode dibuka tidak ada yang terkunci.",
        "Periode tidak dapat ditutup lagi, tetapi setiap langkah dapat digeser dengan alasan.",
        f"Buka {period.label}",
        reverse("period", args=[str(period)]),
        [remark for remark in found if remark],
    )


def moving_check(period: Period, step: Step, dates: StepDates, reason: str, *, on: date) -> Check:
    """Return the old and new dates of a step, and the people who could no longer do it."""
    former = schedule_of(period).get(step)
    remarks = [remark] if (remark := _remark(period, step, dates, on)) else []
    if step is Step.RATING and dates.closes < on:
        left = sum(unit.to_rate for unit in units_in(period))
        remarks.append(f"{left} orang belum dinilai dan tidak dapat dinilai lagi.")
    return Check(
        f"Periksa sebelum menggeser “{step.label}”",
        [
            ("Periode", period.label),
            ("Semula", _days(former) if former else "belum dibuka"),
            ("Menjadi", _days(dates)),
            ("Alasan", reason),
        ],
        "Berlaku segera bagi semua orang; alasannya dibaca semua.",
        "Langkah ini dapat digeser lagi dengan alasan.",
        "Geser langkah ini",
        reverse("period", args=[str(period)]),
        remarks,
    )
