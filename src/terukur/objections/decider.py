"""The person who decides an objection, and the reason where there is nobody.

Lines end, people leave, and a regional head has nobody above: an objection whose decider cannot act is never
left to that person. It goes to the performance team, which names somebody (``objections.deciders``).
"""

from dataclasses import dataclass
from datetime import date

from terukur.objections.models import NamedDecider, Objection
from terukur.organization.models import Assignment, Employee
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.regulation.deciding_official import deciding_official
from terukur.regulation.scales import DecidingOfficial


@dataclass(frozen=True, slots=True)
class Deciding:
    """The decider with the reason why it is that person, or the reasons why there is nobody."""

    employee: Employee | None
    reason: str


def decider_of(objection: Objection, *, on: date) -> Employee | None:
    """Return the person who decides (``deciding``); None while nobody can."""
    return deciding(objection, on=on).employee


def hangs(objection: Objection, *, on: date) -> bool:
    """Return whether nobody can decide an objection: the line ends or its people left, none is named."""
    return decider_of(objection, on=on) is None


def can_act(person: Employee, *, on: date) -> bool:
    """Return whether a person still works here on a day and may sign in."""
    return (person.left_on is None or person.left_on > on) and person.user.is_active


def deciding(objection: Objection, *, on: date) -> Deciding:
    """Return the decider: the person named last by letter, or the appraiser's own appraiser.

    PP 30/2019 Pasal 59(2). An appraiser who moved or retired had a last appraiser, who decides. Neither the
    objector nor somebody who left ever decides.
    """
    named = NamedDecider.objects.filter(objection=objection).select_related("employee__user").last()
    if named is not None:
        blocked = _blocked(named.employee, objection, on)
        if not blocked:
            return Deciding(named.employee, f"ditunjuk dengan {named.basis}")
        return Deciding(None, f"{named.employee.name}, yang ditunjuk, {blocked}.")
    appraiser = objection.appraisal.appraiser
    if appraiser is None:
        return Deciding(None, "Pejabat penilainya tidak tercatat.")
    if not appraiser.is_asn:
        return _above_highest(appraiser, objection, on)
    superior = superior_of(appraiser, on=on)
    if superior is None:
        return Deciding(None, f"{appraiser.name} tidak punya pejabat penilai, jadi tidak ada atasannya.")
    blocked = _blocked(superior, objection, on)
    if blocked:
        return Deciding(None, f"{superior.name}, atasan {appraiser.name}, {blocked}.")
    return Deciding(superior, f"atasan {appraiser.name}")


def superior_of(appraiser: Employee, *, on: date) -> Employee | None:
    """Return who appraises this appraiser on a day; without a position then, who did in the last one."""
    place = assignment_on(appraiser.pk, on) or (
        Assignment.objects.own().filter(employee=appraiser, starts__lte=on).order_by("-starts").first()
    )
    return appraiser_of(place, on=on) if place else None


def _above_highest(appraiser: Employee, objection: Objection, on: date) -> Deciding:
    """Return the decider of a rating by an official who is no civil servant: by the agency's setting."""
    setting = deciding_official(on=on)
    if setting.result is DecidingOfficial.APPRAISER and can_act(appraiser, on=on):
        return Deciding(appraiser, " ".join(setting.steps))
    return Deciding(
        None,
        f"{appraiser.name} ({appraiser.office}) bukan ASN dan tidak punya atasan di instansi ini. "
        + " ".join(setting.steps),
    )


def _blocked(person: Employee, objection: Objection, on: date) -> str:
    """Return why a person cannot decide an objection; empty where they can."""
    if person.pk == objection.appraisal.plan.assignment.employee_id:
        return "adalah pegawai yang mengajukan keberatan"
    if person.pk == objection.appraisal.appraiser_id:
        return "adalah pejabat penilainya sendiri"
    if person.left_on is not None and person.left_on <= on:
        return "sudah tidak bekerja di sini"
    return "" if person.user.is_active else "akunnya tidak aktif"
