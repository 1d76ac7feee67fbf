"""Removal of a person who was added by mistake, as long as nothing hangs on the record.

Organization knows none of the areas above: what hangs on a person is found by the foreign keys of the
database, so that a new area cannot be forgotten.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.fields.related import ForeignKey
from django.db.models.fields.reverse_related import ForeignObjectRel

from terukur.accounts.models import ActivationCode, CodeRequest, User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record_all
from terukur.ledger.queries import was_acting
from terukur.organization.models import Assignment, Employee, FormerNumber, FormerRank, ReportingLine
from terukur.organization.operations import OrganizationRefused
from terukur.organization.placements import newest_placement
from terukur.organization.team import only_team, written_reason

_ACCOUNT_USED = "akun yang sudah dipakai masuk"
# What belongs to the record of a person itself and is removed with it, as (model, name of the foreign key).
_OF_THE_RECORD = {
    (Employee, "user"),
    (Assignment, "employee"),
    (ReportingLine, "assignment"),
    (FormerNumber, "employee"),
    (FormerRank, "employee"),
    (ActivationCode, "user"),
}
# What the software made for a person by itself; an area above adds its own from its ``guarding.py``.
MADE_FOR_PERSON: set[ForeignKey[Any, Any]] = set()


def _foreign_keys() -> list[ForeignKey[Any, Any]]:
    """Return every foreign key in the database by which something may hang on a person."""
    found: list[ForeignKey[Any, Any]] = []
    for model in (Employee, User, Assignment):
        for relation in model._meta.get_fields(include_hidden=True):
            field = relation.field if isinstance(relation, ForeignObjectRel) else None
            if not isinstance(field, ForeignKey) or field in MADE_FOR_PERSON:
                continue
            if (field.model, field.name) not in _OF_THE_RECORD:
                found.append(field)
    return found


def hanging_on(employee: Employee) -> list[str]:
    """Return the words for what hangs on a person, each once; empty for one who can be removed.

    One statement asks all foreign keys.
    """
    keys = {Employee: OuterRef("pk"), User: OuterRef("user"), Assignment: OuterRef("assignments")}
    fields = _foreign_keys()
    asked = {
        f"hangs_{number}": Exists(field.model._base_manager.filter(**{field.name: keys[field.related_model]}))
        for number, field in enumerate(fields)
    }
    found: set[str] = set()
    rows = Employee.objects.filter(pk=employee.pk).annotate(**asked).values_list(*asked)
    for row in rows:
        found |= {_word(field) for field, hangs in zip(fields, row, strict=True) if hangs}
    user = employee.user
    if user.last_login is not None or user.has_usable_password() or was_acting(user.pk):
        found.add(_ACCOUNT_USED)
    return sorted(found)


def _word(field: ForeignKey[Any, Any]) -> str:
    if field.model is ReportingLine:
        return "pegawai yang dinilainya"
    kept = getattr(field.model, "kept", None)
    return getattr(kept, "name", "catatan lain")


@transaction.atomic
def annul_employee(*, employee: Employee, reason: str, acting: Acting[Actor]) -> None:
    """Remove a person who was added by mistake: record, position and account, as if never added.

    The entry stands in the person's chain and in that of the unit. The number is free again.

    :raises OrganizationRefused: from outside the performance team, without a reason, or where something hangs
        on the person; the message names it.
    """
    only_team(acting)
    reason = written_reason(reason, example="tercatat dua kali, atau bukan pegawai instansi ini")
    locked = Employee.objects.select_for_update(of=("self",)).select_related("user").get(pk=employee.pk)
    hanging = hanging_on(locked)
    if hanging:
        raise OrganizationRefused(
            f"{locked.name} tidak dapat dihapus karena sudah ada: {', '.join(hanging)}. Catat ia berhenti, "
            "pindahkan, atau perbaiki nomornya; yang sudah tercatat tetap dapat dibaca."
        )
    last = newest_placement(locked)
    key, user, number = locked.pk, locked.user, locked.number
    for field in MADE_FOR_PERSON:
        field.model._base_manager.filter(**{field.name: key}).delete()
    Assignment.objects.filter(employee=key).delete()
    locked.delete()
    CodeRequest.objects.filter(number=number).delete()
    user.delete()
    before = {"name": employee.name, **({"position": last.position_id} if last else {})}
    acts = [Act(f"employee/{key}", "employee-annulled", before=before, reason=reason)]
    if last is not None:
        acts.append(
            Act(f"unit/{last.position.unit_id}", "employee-annulled", before=before, reason=reason, rows={})
        )
    record_all(acts, acting)
