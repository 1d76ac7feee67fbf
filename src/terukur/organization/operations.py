"""Acts on units, people and relations; each is one transaction and leaves a ledger entry."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record, record_all
from terukur.notation.dates import written_day
from terukur.organization.models import (
    LIMITED_ROLES,
    Agency,
    AppraiserRequest,
    Assignment,
    Employee,
    FormerNumber,
    Headship,
    ReportingLine,
    RoleGrant,
    Unit,
)
from terukur.organization.queries import assignment_on, subtree
from terukur.organization.rights import HIGHER_ROLES, acts_for_team, acts_for_units, are_two_of_team
from terukur.regulation.appraiser_office import check_office
from terukur.regulation.decision import Refused, RuleFinding
from terukur.regulation.employee_number import parse_employee_number
from terukur.regulation.scales import EmploymentKind, PositionKind

TWO_PERSON_ROLES = HIGHER_ROLES


class OrganizationRefused(Refused):
    """The act does not fit the people data; the message says why and what to do."""


def _refuse_others(acting: Acting[Actor]) -> None:
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Ini dilakukan oleh pengelola kinerja.")


def refuse_outside_reach(units: Iterable[int], acting: Acting[Actor]) -> None:
    if not acts_for_units(acting, units):
        raise OrganizationRefused("Ini dilakukan oleh pengelola kinerja instansi atau unit itu.")


def create_employee(*, number: str, name: str, kind: EmploymentKind, rank: str = "") -> Employee:
    """Return a new employee with a user who cannot sign in until an activation code was used."""
    user = User(username=number, name=name)
    user.set_unusable_password()
    user.save()
    return Employee.objects.create(user=user, number=number, name=name, kind=kind, rank=rank)


@transaction.atomic
def found_agency(*, code: str, name: str, number: str, person: str, acting: Acting[Actor]) -> Employee:
    """Store an agency with its top unit and the first member of its performance team; return that member.

    :raises OrganizationRefused: where the agency or the number exists already.
    :raises InvalidEmployeeNumber: where the number is wrong.
    """
    parsed = parse_employee_number(number)
    if Agency.objects.exists():
        raise OrganizationRefused("Instansi sudah ada di basis data ini; satu basis data satu.")
    agency = Agency.objects.create(code=code, name=name)
    Unit.objects.create(agency=agency, code=code, name=name)
    employee = create_employee(number=parsed.digits, name=person, kind=parsed.kind)
    RoleGrant.objects.create(user=employee.user, role=RoleGrant.Role.PERFORMANCE_TEAM, starts=acting.on)
    record(Act(f"agency/{agency.pk}", "agency-founded", after={"code": code}), acting)
    return employee


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: RoleGrant.Role,
    acting: Acting[Actor],
    second: Actor | None = None,
    unit: Unit | None = None,
) -> None:
    """Grant a role from a day on, in a unit and all below it or in the whole agency.

    A second grant changes nothing, and a role that was to end continues.

    :raises OrganizationRefused: from outside the performance team; without a second one of them (``second``);
        for a role that cannot be limited to a unit.
    """
    _refuse_others(acting)
    if not are_two_of_team(acting.by, second, at=acting.at):
        raise OrganizationRefused(
            f"Peran {role.label} diberikan oleh dua orang: seorang pengelola kinerja meminta, pengelola "
            "lain menyetujui."
        )
    if unit is not None and role.value not in LIMITED_ROLES:
        raise OrganizationRefused(f"Peran {role.label} berlaku untuk seluruh instansi; kosongkan unitnya.")
    held = RoleGrant.objects.select_for_update().on(acting.on).filter(user=user, role=role, unit=unit).first()
    if held is not None and held.ends is None:
        return
    if held is not None:
        held.ends = None
        held.save(update_fields=["ends"])
    else:
        RoleGrant.objects.create(user=user, role=role, unit=unit, starts=acting.on)
    after = {"role": role.value, **({"unit": unit.code} if unit else {})}
    record(Act(f"user/{user.pk}", "role-granted", after=after), acting)


@transaction.atomic
def end_role(*, user: User, role: RoleGrant.Role, acting: Acting[Actor]) -> None:
    """End a role after this day; a role that began today is deleted, only its acts stay.

    :raises OrganizationRefused: from outside the performance team.
    """
    _refuse_others(acting)
    for grant in RoleGrant.objects.select_for_update().on(acting.on).filter(user=user, role=role):
        if grant.starts == acting.on:
            grant.delete()
        else:
            grant.ends = acting.on
            grant.save(update_fields=["ends"])
        record(Act(f"user/{user.pk}", "role-ended", before={"role": role.value}), acting)


@transaction.atomic
def change_number(*, employee: Employee, number: str, acting: Acting[Actor]) -> None:
    """Store another NIP or NI for the same person; files that name the old one still find them.

    :raises InvalidEmployeeNumber: where the new number is wrong.
    :raises OrganizationRefused: where another employee has it, or from outside the performance team.
    """
    _refuse_others(acting)
    if not employee.is_asn:
        raise OrganizationRefused("Penilai bukan ASN tidak punya NIP; ia masuk dengan nomor akunnya.")
    parsed = parse_employee_number(number)
    if parsed.digits == employee.number:
        return
    if Employee.objects.filter(number=parsed.digits).exists():
        raise OrganizationRefused("Nomor itu sudah dipakai pegawai lain.")
    FormerNumber.objects.create(employee=employee, number=employee.number, until=acting.on)
    employee.number = parsed.digits
    employee.save(update_fields=["number"])
    User.objects.filter(pk=employee.user_id).update(username=parsed.digits)
    record(Act(f"employee/{employee.pk}", "number-changed"), acting)


def set_appraiser(
    *,
    assignment: Assignment,
    appraiser: Employee | None,
    acting: Acting[Actor],
    since: date,
    reason: str = "",
) -> None:
    """Let ``appraiser`` appraise this assignment from a day on; the earlier appraiser stays on record.

    :raises OrganizationRefused: where a person would appraise themselves.
    """
    set_appraisers(pairs=[(assignment, appraiser)], acting=acting, since=since, reason=reason)


@transaction.atomic
def set_appraisers(
    *, pairs: list[tuple[Assignment, Employee | None]], acting: Acting[Actor], since: date, reason: str = ""
) -> None:
    """Do ``set_appraiser`` for many at once.

    :raises OrganizationRefused: where a person would appraise themselves or over the days of another
        appraiser, or from outside the performance team of their units.
    """
    # One by one and only where the reach is asked: a file of the whole agency brings thousands.
    refuse_outside_reach((assignment.position.unit_id for assignment, _ in pairs), acting)
    for assignment, appraiser in pairs:
        if appraiser is not None and assignment.employee_id == appraiser.pk:
            raise OrganizationRefused("Seseorang tidak dapat menilai dirinya sendiri.")
    keys = [assignment.pk for assignment, _ in pairs]
    current = {
        line.assignment_id: line
        for line in ReportingLine.objects.select_for_update().filter(assignment__in=keys, ends__isnull=True)
    }
    ended = dict(
        ReportingLine.objects.filter(assignment__in=keys, ends__isnull=False)
        .values("assignment")
        .annotate(last=Max("ends"))
        .values_list("assignment", "last")
    )
    acts, fresh = [], []
    for assignment, appraiser in pairs:
        assignment.__dict__.pop("_appraisers", None)
        line = current.get(assignment.pk)
        before = line.appraiser_id if line else None
        after = appraiser.pk if appraiser else None
        if before == after:
            continue
        starts = max(since, assignment.starts)
        last = ended.get(assignment.pk)
        if appraiser is not None and last is not None and last >= starts:
            raise OrganizationRefused(
                f"Sampai {written_day(last)} sudah ada penilai lain yang tercatat; pilih tanggal sesudahnya."
            )
        if line is not None:
            _end_line(line, starts)
        if appraiser is not None:
            fresh.append(ReportingLine(assignment=assignment, appraiser=appraiser, starts=starts))
        acts.append(
            Act(
                f"assignment/{assignment.pk}",
                "appraiser-set",
                before={"appraiser": before},
                after={"appraiser": after, "from": str(starts)},
                reason=reason,
            )
        )
    ReportingLine.objects.bulk_create(fresh, batch_size=1000)
    if acts:
        record_all(acts, acting)


def _end_line(line: ReportingLine, starts: date) -> None:
    """End a line the day before another begins; one that had not begun by then never held."""
    if line.starts >= starts:
        line.delete()
    else:
        line.ends = starts - timedelta(days=1)
        line.save(update_fields=["ends"])


@transaction.atomic
def ask_for_other_appraiser(
    *, assignment: Assignment, proposed: Employee, note: str, acting: Acting[User]
) -> AppraiserRequest:
    """Store an employee's request that says the appraiser is wrong and names the right one.

    :raises OrganizationRefused: from anybody else, for oneself, or while a request is open.
    """
    if assignment.employee.user_id != acting.by.pk:
        raise OrganizationRefused("Hanya pegawainya sendiri yang menyatakan penilainya keliru.")
    if assignment.employee_id == proposed.pk:
        raise OrganizationRefused("Seseorang tidak dapat menilai dirinya sendiri.")
    if assignment.appraiser_requests.filter(status=AppraiserRequest.Status.OPEN).exists():
        raise OrganizationRefused(
            "Permintaan Anda sebelumnya masih menunggu pengelola kinerja; tunggu jawabannya."
        )
    request = AppraiserRequest.objects.create(
        assignment=assignment, proposed=proposed, note=note, asked_at=acting.at
    )
    record(Act(f"assignment/{assignment.pk}", "appraiser-disputed", after={"proposed": proposed.pk}), acting)
    return request


@transaction.atomic
def settle_appraiser_request(
    *, request: AppraiserRequest, accept: bool, answer: str, acting: Acting[User]
) -> None:
    """Accept (the proposed person appraises from that day) or decline with an answer.

    :raises OrganizationRefused: from outside the performance team, where it was settled already, or
        declined without an answer.
    """
    _refuse_others(acting)
    request = (
        AppraiserRequest.objects.select_for_update()
        .select_related("assignment", "proposed")
        .get(pk=request.pk)
    )
    if request.status != AppraiserRequest.Status.OPEN:
        raise OrganizationRefused("Permintaan ini sudah diselesaikan.")
    if not accept and not answer.strip():
        raise OrganizationRefused("Tulis alasan penolakan; pegawai membacanya.")
    if accept:
        set_appraiser(
            assignment=request.assignment,
            appraiser=request.proposed,
            acting=acting,
            since=acting.on,
            reason=request.note,
        )
    statuses = AppraiserRequest.Status
    request.status = statuses.ACCEPTED if accept else statuses.DECLINED
    request.answer = answer
    request.decided_by = acting.by
    request.decided_at = acting.at
    request.save()
    record(
        Act(
            f"assignment/{request.assignment_id}",
            "appraiser-request-accepted" if accept else "appraiser-request-declined",
            after={"proposed": request.proposed_id},
            reason=answer,
        ),
        acting,
    )


def people_handed_over(unit: Unit, *, to: Employee, on: date) -> list[Assignment]:
    """Return the assignments whose appraiser changes where another employee leads the unit from a day on."""
    former = _head_in_office(unit, on=on) or _last_head(unit, on=on)
    if former is None:
        return []
    return list(
        (Assignment.objects.on(on) | Assignment.objects.acting_on(on))
        .select_related("employee", "position__unit")
        .filter(
            position__unit__in=subtree(unit.pk),
            reporting_lines__appraiser_id=former.employee_id,
            reporting_lines__ends__isnull=True,
        )
        .exclude(employee=to)
        .order_by("employee__name")
    )


def office_findings(employee: Employee, people: list[Assignment], *, on: date) -> tuple[RuleFinding, ...]:
    """Return the findings on an employee's office and rank against appraising these people.

    An official above the civil servants (a regional head) has neither, and none are made.
    """
    if not employee.is_asn:
        return ()
    own = assignment_on(employee.pk, on)
    return check_office(
        kind=PositionKind(own.position.kind) if own else None,
        rank=employee.rank,
        ranks=[one.employee.rank for one in people],
    )


def _head_in_office(unit: Unit, *, on: date) -> Headship | None:
    return Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).filter(unit=unit).first()


def _last_head(unit: Unit, *, on: date) -> Headship | None:
    """Return the head whose time ended before a day: transferred or left, and nobody followed yet."""
    ended = Headship.objects.exclude(kind=Headship.Kind.DAILY).filter(unit=unit, ends__lt=on)
    return ended.order_by("-ends").first()


def _refuse_before_another_head(unit: Unit, *, on: date, until: date | None) -> None:
    """Refuse a head whose time would reach into that of one who starts on the same day or later."""
    later = Headship.objects.exclude(kind=Headship.Kind.DAILY).filter(unit=unit, starts__gte=on)
    if until is not None:
        later = later.filter(starts__lte=until)
    if first := later.order_by("starts").first():
        raise OrganizationRefused(
            f"Kepala unit sekarang mulai {written_day(first.starts)}; pilih tanggal sesudahnya."
        )


@transaction.atomic
def replace_head(
    *,
    unit: Unit,
    employee: Employee,
    kind: Headship.Kind,
    acting: Acting[Actor],
    since: date,
    until: date | None = None,
    basis: str = "",
) -> int:
    """Store another head of the unit from a day on; return how many people were handed over.

    A definitive or acting (Plt) head takes over the appraisals of everybody whom the former head appraised in
    the unit and below it. A Plh stands in for days and appraises nobody. ``basis`` is the letter by which it
    was delegated to a person whose office or rank alone does not allow it.

    :raises OrganizationRefused: from outside the performance team of the unit, where the head would start
        before the present one did, or below the office of a pengawas without a basis.
    """
    refuse_outside_reach([unit.pk], acting)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if kind is Headship.Kind.DAILY:
        Headship.objects.create(unit=unit, employee=employee, kind=kind, starts=since, ends=until)
        record(Act(f"unit/{unit.pk}", "daily-head", after={"head": employee.pk}), acting)
        return 0
    _refuse_before_another_head(unit, on=since, until=until)
    former = _head_in_office(unit, on=since)
    people = people_handed_over(unit, to=employee, on=since)
    findings = office_findings(employee, people, on=since)
    if findings and not basis.strip():
        raise OrganizationRefused(" ".join(str(finding) for finding in findings))
    if former is not None:
        former.ends = since - timedelta(days=1)
        former.save(update_fields=["ends"])
    Headship.objects.create(unit=unit, employee=employee, kind=kind, starts=since, ends=until)
    record(
        Act(
            f"unit/{unit.pk}",
            "head-replaced",
            before={"head": former.employee_id if former else None},
            after={"head": employee.pk, "kind": kind.value, "from": str(since)},
            reason=basis.strip(),
        ),
        acting,
    )
    set_appraisers(
        pairs=[(person, employee) for person in people],
        acting=acting,
        since=since,
        reason=f"Kepala {unit.name} berganti",
    )
    return len(people)
