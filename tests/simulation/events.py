"""What happens in the office from October 2025 to March 2028 beside the year's work, by its day."""

from collections.abc import Callable
from datetime import date

from terukur.employment.time_away import AwayDraft, record_time_away
from terukur.organization.acting_posts import appoint_head
from terukur.organization.leaving import leave_service
from terukur.organization.models import Assignment, Employee, Headship, Unit
from terukur.organization.placements import default_appraiser, transfer
from terukur.organization.positions import Post
from terukur.organization.units import add_unit, close_unit
from terukur.regulation.scales import ActingPlan, PositionKind
from terukur.regulation.time_away import AwayKind
from tests.simulation.office import Office

DECREE = "SK Kepala Dinas 800/12"
# Who objects to which result, and whether it is granted.
OBJECTIONS = {
    ("Petugas 112", "2026-Q1"): True,
    ("Petugas 222", "2026-Q3"): False,
    ("Petugas 331", "2026"): True,
}


def transfers_to_another_section(office: Office) -> None:
    """In February: half of the first quarter here, half there."""
    _move(office, "Petugas 110", Post(_unit("B2S1"), "Perawat Terampil"))


def birth_leave(office: Office) -> None:
    """The whole second quarter: nothing to rate in it."""
    draft = AwayDraft(
        office.named("Petugas 121"), AwayKind.BIRTH, date(2026, 4, 1), date(2026, 6, 30), "SK cuti 851/3"
    )
    record_time_away(draft=draft, acting=office.by(office.team))


def head_retires(office: Office) -> None:
    """The first section of prevention has no head from April on."""
    _leave(office, "Kasi Pencegahan 1", date(2026, 3, 31), "Pensiun, SK 823/7")


def acting_head(office: Office) -> None:
    """The neighbour acts for six months, with a plan of its own."""
    _appoint(office, "B2S1", "Kasi Pencegahan 2", Headship.Kind.ACTING, until=date(2026, 9, 30))


def new_head(office: Office) -> None:
    """One of the section is promoted to its head."""
    _move(office, "Petugas 211", Post(_unit("B2S1"), "Kepala Seksi Pencegahan 1"))
    _appoint(office, "B2S1", "Petugas 211", Headship.Kind.DEFINITIVE)


def sections_merge(office: Office) -> None:
    """Two sections become one on 1 July, under the head of the first of them."""
    team = office.by(office.team)
    merged = add_unit(name="Seksi Layanan Terpadu", parent=_unit("B3"), code="B3T", acting=team)
    former = [_unit("B3S1"), _unit("B3S2")]
    head = "Kasi Layanan 1"
    _move(office, head, Post(merged, "Kepala Seksi Layanan Terpadu", PositionKind.SUPERVISOR))
    _appoint(office, "B3T", head, Headship.Kind.DEFINITIVE)
    held = Assignment.objects.on(office.day).filter(position__unit__in=former)
    for one in held.select_related("employee", "position"):
        post = Post(merged, one.position.title, PositionKind(one.position.kind), one.position.level)
        _move(office, one.employee.name, post)
    for unit in former:
        close_unit(unit=unit, last_day=date(2026, 6, 30), reason="Digabung menurut SOTK 2026", acting=team)


def contract_ends(office: Office) -> None:
    """A part-time contract that ends in August."""
    _leave(office, "Petugas 431", date(2026, 8, 31), "Perjanjian kerja berakhir")


def head_moves(office: Office) -> None:
    """An appraiser leaves for the secretariat in February; one of the section takes over."""
    _move(office, "Kasi Sumber Daya 3", Post(_unit("SEKR"), "Analis Kebijakan", PositionKind.FUNCTIONAL))
    _move(office, "Petugas 432", Post(_unit("B4S3"), "Kepala Seksi Sumber Daya 3"))
    _appoint(office, "B4S3", "Petugas 432", Headship.Kind.DEFINITIVE)


def next_level(office: Office) -> None:
    """A nurse is promoted to the next level in the same section."""
    post = Post(_unit("B2S1"), "Perawat Mahir", PositionKind.FUNCTIONAL, "Mahir")
    _move(office, "Petugas 110", post)


EVENTS: dict[date, Callable[[Office], None]] = {
    date(2026, 2, 16): transfers_to_another_section,
    date(2026, 3, 25): birth_leave,
    date(2026, 3, 27): head_retires,
    date(2026, 4, 1): acting_head,
    date(2026, 7, 1): sections_merge,
    date(2026, 8, 24): contract_ends,
    date(2026, 10, 1): new_head,
    date(2027, 2, 15): head_moves,
    date(2027, 7, 1): next_level,
}


def _unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def _move(office: Office, name: str, post: Post) -> None:
    """A transfer as on its page: the appraiser is the head of the unit, without being asked for."""
    person = office.named(name)
    transfer(
        employee=person,
        to=post,
        since=office.day,
        reason=DECREE,
        appraiser=default_appraiser(post.unit, person, on=office.day),
        acting=office.by(office.team),
    )


def _leave(office: Office, name: str, last_day: date, reason: str) -> None:
    person: Employee = office.named(name)
    leave_service(employee=person, last_day=last_day, reason=reason, acting=office.by(office.team))


def _appoint(office: Office, code: str, name: str, kind: Headship.Kind, until: date | None = None) -> None:
    appoint_head(
        unit=_unit(code),
        employee=office.named(name),
        kind=kind,
        plan=ActingPlan.OWN_PLAN,
        acting=office.by(office.team),
        until=until,
        basis=DECREE,
    )
