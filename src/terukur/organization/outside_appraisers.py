"""Appraisers who are no civil servants: a regent, mayor, governor or minister, with an account and no NIP.

The appraiser is the direct superior (PermenPANRB 6/2022 Pasal 1), and above the highest official of an
agency stands the regional head. Such an official has no position here, so people lists, statistics and the
duty of a plan leave them out; the national records call them ``NON ASN``.
"""

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Employee, ReportingLine
from terukur.organization.operations import OrganizationRefused, set_appraisers
from terukur.organization.queries import lock_agency
from terukur.organization.rights import acts_for_team
from terukur.regulation.letters import PHRASE_LETTERS, has_letters

_FIRST_NUMBER = 900001


def outside_appraisers() -> QuerySet[Employee]:
    """Return all appraisers who are no civil servants, those in office first."""
    return Employee.objects.filter(kind=Employee.NOT_ASN).order_by(
        F("left_on").desc(nulls_first=True), "name"
    )


def people_rated_by(appraiser: Employee) -> list[Assignment]:
    """Return the assignments that have this appraiser from now on, until another is set."""
    return list(
        Assignment.objects.filter(
            reporting_lines__appraiser=appraiser, reporting_lines__ends__isnull=True, ends__isnull=True
        )
        .select_related("employee", "position__unit")
        .order_by("employee__name")
    )


def without_appraiser_inside(*, on: date) -> list[Assignment]:
    """Return the assignments that have no appraiser on a day: usually the highest officials."""
    lines = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk"))
    return list(
        Assignment.objects.on(on)
        .filter(~Exists(lines), employee__left_on__isnull=True)
        .select_related("employee", "position__unit")
        .order_by("employee__name")
    )


@transaction.atomic
def add_outside_appraiser(*, name: str, office: str, acting: Acting[Actor]) -> Employee:
    """Return a new appraiser who is no civil servant, with an account number to sign in by.

    :raises OrganizationRefused: from outside the performance team, without name and office, or where the same
        official is in office already.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Penilai bukan ASN ditambahkan oleh pengelola kinerja.")
    name, office = " ".join(name.split()), " ".join(office.split())
    if not has_letters(name, PHRASE_LETTERS) or not has_letters(office, PHRASE_LETTERS):
        raise OrganizationRefused("Tulis nama lengkap dan jabatannya, misalnya “Bupati Ogan Ilir”.")
    lock_agency()
    if outside_appraisers().filter(name__iexact=name, office__iexact=office, left_on__isnull=True).exists():
        raise OrganizationRefused(f"{name}, {office}, sudah ada di daftar penilai bukan ASN.")
    number = _next_number()
    user = User(username=number, name=name)
    user.set_unusable_password()
    user.save()
    added = Employee.objects.create(user=user, number=number, name=name, kind=Employee.NOT_ASN, office=office)
    record(
        Act(f"employee/{added.pk}", "outside-appraiser-added", after={"name": name, "office": office}), acting
    )
    return added


def _next_number() -> str:
    used = Employee.objects.filter(kind=Employee.NOT_ASN).order_by("-number").values_list("number", flat=True)
    last = used.first()
    return str(int(last) + 1 if last else _FIRST_NUMBER)


@transaction.atomic
def end_office(*, appraiser: Employee, successor: Employee | None, reason: str, acting: Acting[Actor]) -> int:
    """Store that an appraiser who is no civil servant left office; return how many people were handed over.

    Everybody whom they appraised goes to the successor from that day. Without one these people have an
    appraiser who left, which **Belum cocok** shows until another is set.

    :raises OrganizationRefused: from outside the performance team, for a civil servant or one who left
        already, for a day to come, without a reason, or for the same person as successor.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Akhir jabatan penilai bukan ASN dicatat oleh pengelola kinerja.")
    locked = Employee.objects.select_for_update(no_key=True).get(pk=appraiser.pk)
    if locked.is_asn or locked.left_on is not None:
        raise OrganizationRefused(f"{locked.name} bukan penilai bukan ASN yang masih menjabat.")
    if acting.on > timezone.localtime(acting.at).date():
        raise OrganizationRefused("Catat akhir jabatan pada harinya atau sesudahnya, bukan sebelumnya.")
    if successor is not None and (successor.pk == locked.pk or successor.left_on is not None):
        raise OrganizationRefused("Pilih pengganti lain yang masih menjabat.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise OrganizationRefused("Tulis alasannya, misalnya masa jabatan berakhir, dengan nomor suratnya.")
    people = people_rated_by(locked)
    locked.left_on, locked.left_reason = acting.on, reason.strip()[:200]
    locked.save(update_fields=["left_on", "left_reason"])
    User.objects.filter(pk=locked.user_id).update(is_active=False)
    record(
        Act(
            f"employee/{locked.pk}",
            "outside-appraiser-left",
            after={"on": str(acting.on), "successor": successor.pk if successor else None},
            reason=locked.left_reason,
        ),
        acting,
    )
    if successor is not None:
        set_appraisers(
            pairs=[(one, successor) for one in people if one.employee_id != successor.pk],
            acting=acting,
            since=acting.on,
            reason=f"{locked.office} berganti",
        )
    return len(people) if successor is not None else 0
