"""The time zone of a unit: its own, else that of the unit above it, else the agency's."""

from collections.abc import Callable
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.rights import acts_for_team

_UPWARD = """
WITH RECURSIVE up(id, parent_id, zone, name, steps) AS (
    SELECT id, parent_id, zone, name, 0 FROM organization_unit WHERE id = %s
  UNION ALL
    SELECT u.id, u.parent_id, u.zone, u.name, up.steps + 1
    FROM organization_unit u JOIN up ON u.id = up.parent_id
    WHERE up.zone = '' AND up.steps < 50
)
SELECT zone, name FROM up WHERE zone <> '' ORDER BY steps LIMIT 1
"""
_NAMES = {
    Unit.Zone.WESTERN: "Asia/Jakarta",
    Unit.Zone.CENTRAL: "Asia/Makassar",
    Unit.Zone.EASTERN: "Asia/Jayapura",
}


def zone_info(zone: str) -> tzinfo:
    """Return the clock of a zone; the agency's where it is blank."""
    return ZoneInfo(_NAMES[Unit.Zone(zone)]) if zone else timezone.get_default_timezone()


def zone_of(unit: Unit) -> tuple[str, str]:
    """Return the zone of a unit, and the name of the unit that sets it; blank: the agency's."""
    with connection.cursor() as cursor:
        cursor.execute(_UPWARD, [unit.pk])
        found: tuple[str, str] | None = cursor.fetchone()
    return found or ("", "")


def clocks_of_units() -> dict[int, tzinfo]:
    """Return the clock of every unit whose zone is not the agency's."""
    rows = {key: (parent, zone) for key, parent, zone in Unit.objects.values_list("pk", "parent", "zone")}
    if not any(zone for _, zone in rows.values()):
        return {}
    found: dict[int, tzinfo] = {}
    for unit in rows:
        current: int | None = unit
        seen: set[int] = set()
        while current is not None and current in rows and current not in seen:
            seen.add(current)
            parent, zone = rows[current]
            if zone:
                found[unit] = zone_info(zone)
                break
            current = parent
    return found


def clock_of_employees(*, on: date) -> Callable[[str], tzinfo]:
    """Return a function that gives the clock of the unit in which an employee works on a day, by number."""
    agency = timezone.get_default_timezone()
    clocks = clocks_of_units()
    if not clocks:
        return lambda _number: agency
    places = Assignment.objects.on(on).filter(position__unit__in=clocks)
    rows = places.values_list("employee__number", "position__unit")
    own = {number: clocks[unit] for number, unit in rows}
    return lambda number: own.get(number, agency)


@transaction.atomic
def set_zone(*, unit: Unit, zone: str, acting: Acting[Actor]) -> None:
    """Store the time zone in which files are read from now on; blank is that of the unit above. The same
    changes nothing.

    :raises OrganizationRefused: from anybody but the performance team.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Zona waktu unit diisi pengelola kinerja.")
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.zone == zone:
        return
    before, locked.zone = locked.zone, zone
    locked.save(update_fields=["zone"])
    record(Act(f"unit/{unit.pk}", "zone-set", before={"zone": before}, after={"zone": zone}), acting)
