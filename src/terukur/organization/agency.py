"""Facts of the agency that its documents show."""

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.models import Agency
from terukur.organization.operations import OrganizationRefused


@transaction.atomic
def set_place(*, agency: Agency, place: str, acting: Acting[User]) -> None:
    """Set the place that stands before the date on documents; documents of final results keep theirs.

    :raises OrganizationRefused: from anybody but the performance team.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise OrganizationRefused("Tempat pada dokumen diisi pengelola kinerja.")
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    before, locked.place = locked.place, " ".join(place.split())
    if locked.place == before:
        return
    locked.save(update_fields=["place"])
    act = Act(
        f"agency/{agency.pk}", "agency-place-set", before={"place": before}, after={"place": locked.place}
    )
    record(act, acting)
