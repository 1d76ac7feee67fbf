"""Acts on a calibration round: opening, names on or off, justification, and closing.

Nothing in a round can change a rating: it collects opinions and recommendations, and the appraiser re-rates
in the ordinary form or says why not (``docs/decisions/0007``).
"""

import secrets
from datetime import date

from django.db import transaction
from django.db.models import Max

from terukur.accounts.models import User
from terukur.appraisal.access import may_grade_unit
from terukur.appraisal.doable import not_ghosts, nothing_to_rate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.schedule import ScheduleRefused, refuse_unless_open
from terukur.calibration.models import Calibrator, Remark, Round, RoundRow
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.models import Assignment, Employee, Unit
from terukur.organization.queries import appraisers_of, subtree
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step

_PART = Calibrator.Part


class RoundRefused(Refused):
    """The act is not possible now; the message says why and who can do what."""


def may_lead(user: User, round_: Round, *, on: date) -> bool:
    """Return whether the user opened the round or is of the performance team."""
    return round_.opened_by_id == user.pk or is_performance_team(user, on=on)


@transaction.atomic
def open_round(*, unit: Unit, period: Period, acting: Acting[User]) -> Round:
    """Open the round of a unit and all below it, or add later appraisals where it is open already.

    Its members are the appraisers of the people rated, their superiors, and the leader who opens it. Numbers
    are drawn, so that neither their order nor an address reveals the person.

    :raises RoundRefused: from others, before the period is over, on a day that the step does not allow, once
        it was closed, or where nothing was computed.
    """
    if not may_grade_unit(acting.by, unit, on=acting.on):
        raise RoundRefused("Kalibrasi dibuka pengelola kinerja atau pimpinan unit di atasnya.")
    if acting.on <= period.ends:
        raise RoundRefused(f"{period.label} belum berakhir; buka kalibrasi sesudahnya.")
    refuse_outside_calendar(period, acting.on)
    Unit.objects.select_for_update().get(pk=unit.pk)
    round_, is_new = Round.objects.get_or_create(
        unit=unit, period=period, defaults={"opened_by": acting.by, "opened_at": acting.at}
    )
    if round_.closed_at is not None:
        raise RoundRefused("Kalibrasi ini sudah ditutup.")
    rows = _take_in(round_, on=acting.on)
    if is_new and not rows:
        raise RoundRefused(
            f"Belum ada penilaian yang dihitung untuk {unit.name}, {period.label}. Hitung dahulu di “Hitung”."
        )
    seats = _seat(round_, acting)
    record(
        Act(
            f"round/{round_.pk}",
            "round-opened",
            after={"unit": unit.pk, "period": str(period), "appraisals": rows, "calibrators": seats},
        ),
        acting,
    )
    return round_


def refuse_outside_calendar(period: Period, on: date) -> None:
    """Refuse a day on which the calibration of an opened period is not open.

    :raises RoundRefused: on such a day.
    """
    try:
        refuse_unless_open(Step.CALIBRATION, period=period, on=on)
    except ScheduleRefused as error:
        raise RoundRefused(str(error)) from error


def _take_in(round_: Round, *, on: date) -> list[int]:
    """Store rows for the appraisals that are not in the round yet; return their keys."""
    appraisals = (
        Appraisal.objects.filter(
            not_ghosts(),
            ~nothing_to_rate(),
            period=round_.period,
            computation__isnull=False,
            plan__assignment__position__unit__in=subtree(round_.unit_id),
        )
        .exclude(rounds__round=round_)
        .select_related("plan__assignment")
    )
    found = {appraisal.plan.assignment: appraisal for appraisal in appraisals}
    appraisers = appraisers_of(found, on=on)
    fresh = [
        (appraisal, appraisal.appraiser_id or appraisers.get(assignment.pk))
        for assignment, appraisal in found.items()
    ]
    fresh = [(appraisal, appraiser) for appraisal, appraiser in fresh if appraiser is not None]
    last = round_.rows.aggregate(last=Max("number"))["last"] or 0
    secrets.SystemRandom().shuffle(fresh)
    RoundRow.objects.bulk_create(
        RoundRow(round=round_, appraisal=appraisal, appraiser_id=appraiser, number=last + place)
        for place, (appraisal, appraiser) in enumerate(fresh, 1)
        if appraiser is not None
    )
    return sorted(appraisal.pk for appraisal, _appraiser in fresh)


def _seat(round_: Round, acting: Acting[User]) -> list[int]:
    """Store seats for members who have none yet; return their keys."""
    appraisers = set(round_.rows.values_list("appraiser", flat=True))
    own = Assignment.objects.on(acting.on).filter(employee__in=appraisers)
    parts = dict.fromkeys(appraisers, _PART.APPRAISER)
    for superior in appraisers_of(own, on=acting.on).values():
        parts.setdefault(superior, _PART.SUPERIOR)
    opener: Employee | None = getattr(acting.by, "employee", None)
    if opener is not None and not is_performance_team(acting.by, on=acting.on):
        parts.setdefault(opener.pk, _PART.LEADER)
    seated = set(round_.calibrators.values_list("employee", flat=True))
    fresh = [key for key in parts if key not in seated]
    secrets.SystemRandom().shuffle(fresh)
    Calibrator.objects.bulk_create(
        Calibrator(round=round_, employee_id=key, part=parts[key], number=len(seated) + place)
        for place, key in enumerate(fresh, 1)
    )
    return sorted(fresh)


def locked_round(pk: int) -> Round:
    """Return the round, locked, while it is open.

    :raises RoundRefused: once it was closed.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    if round_.closed_at is not None:
        raise RoundRefused("Kalibrasi ini sudah ditutup; yang tercatat tetap dapat dibaca.")
    return round_


@transaction.atomic
def hide_names(*, round_: Round, hidden: bool, acting: Acting[User]) -> None:
    """Turn the names on or off for everybody in the round.

    :raises RoundRefused: from anybody who does not lead it, or once it was closed.
    """
    locked = _led(round_, acting)
    locked.names_hidden = hidden
    locked.save(update_fields=["names_hidden"])
    record(Act(f"round/{locked.pk}", "round-names", after={"hidden": hidden}), acting)


@transaction.atomic
def justify(*, round_: Round, text: str, acting: Acting[User]) -> Remark:
    """Store why the distribution of a unit is as it is; no rating follows from it.

    :raises RoundRefused: from anybody who does not lead it, without words, or once it was closed.
    """
    locked = _led(round_, acting)
    if not has_letters(text, PHRASE_LETTERS):
        raise RoundRefused("Tulis alasan distribusinya dengan kata-kata Anda.")
    remark = Remark.objects.create(
        round=locked, kind=Remark.Kind.JUSTIFIED, text=text.strip()[:2000], by=acting.by, at=acting.at
    )
    record(
        Act(f"round/{locked.pk}", "round-justified", reason=remark.text, rows=fingerprints(remark)), acting
    )
    return remark


@transaction.atomic
def close_round(*, round_: Round, acting: Acting[User]) -> None:
    """End the round; all that was written stays readable.

    :raises RoundRefused: from anybody who does not lead it, or a second time.
    """
    locked = _led(round_, acting)
    locked.closed_at = acting.at
    locked.save(update_fields=["closed_at"])
    record(Act(f"round/{locked.pk}", "round-closed"), acting)


def _led(round_: Round, acting: Acting[User]) -> Round:
    locked = locked_round(round_.pk)
    if not may_lead(acting.by, locked, on=acting.on):
        raise RoundRefused("Hanya yang membuka kalibrasi ini atau pengelola kinerja.")
    return locked
