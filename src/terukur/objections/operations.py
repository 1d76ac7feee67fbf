"""Filing an objection, in time or late."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, step
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.objections.models import Objection
from terukur.planning.access import is_owner
from terukur.regulation.objection import objection_clock


class ObjectionRefused(ValueError):
    """The objection is not possible; the message says why."""


def last_day_for(appraisal: Appraisal) -> date | None:
    """The last day to object; None before the employee has received the result."""
    if appraisal.read_at is None:
        return None
    return objection_clock(received=timezone.localtime(appraisal.read_at).date()).result.file_by


def file_objection(
    *, appraisal: Appraisal, grounds: str, by: User, on: date, at: datetime
) -> Objection:
    """The employee objects to a delivered appraisal, with grounds (PP 30/2019 Pasal 59).

    A late attempt is recorded and then refused.

    :raises ObjectionRefused: late, without grounds, from anybody else, or not delivered.
    """
    objection = _file(appraisal, grounds, by, on, at)
    if objection.is_late:
        raise ObjectionRefused(
            f"Batas keberatan sudah lewat: paling lambat {objection.last_day:%d-%m-%Y} "
            "(PP 30/2019 Pasal 59). Upaya ini tetap dicatat."
        )
    return objection


@transaction.atomic
def _file(appraisal: Appraisal, grounds: str, by: User, on: date, at: datetime) -> Objection:
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(by, locked.plan):
        raise ObjectionRefused("Hanya pegawai yang dinilai yang dapat mengajukan keberatan.")
    if len(grounds.strip()) < 20:
        raise ObjectionRefused("Tulis bagian mana yang Anda keberatan dan alasannya.")
    last_day = last_day_for(locked)
    if locked.status != Appraisal.Status.DELIVERED or last_day is None:
        raise ObjectionRefused(
            f"Penilaian berstatus “{locked.get_status_display()}” tidak dapat diajukan keberatan."
        )
    is_late = on > last_day
    objection = Objection.objects.create(
        appraisal=locked, filed_by=by, filed_at=at, last_day=last_day,
        grounds=grounds.strip(), is_late=is_late,
    )  # fmt: skip
    if not is_late:
        step(locked, Appraisal.Status.OBJECTED)
        locked.answered_at = at
        locked.save()
    record(
        Act(
            f"appraisal/{locked.pk}", "objection-late" if is_late else "objection-filed",
            after={"objection": objection.pk}, reason=objection.grounds,
            rows=fingerprints(objection),
        ),
        by=by.actor, at=at,
    )  # fmt: skip
    return objection
