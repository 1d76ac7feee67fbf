"""The rating of results of a unit's head, taken over from the unit's achievement."""

from datetime import date

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import OrganizationGrade, Rating


def head_rating(*, organization: OrganizationGrade, on: date) -> Decision[Rating]:
    """Return the organization grade as the result rating of the person who heads the unit.

    SE MenPANRB 3/2023 (SINGLE): the unit's achievement becomes the head's rating of results. How
    five words become three ratings was not found and is the parameter ``head_rating.mapping``
    (UNSURE), so the answer is a proposal to the appraiser.
    """
    mapping = parameter("head_rating.mapping", on=on)
    rating = Rating(mapping.value[organization.value])
    steps = (
        f"Capaian kinerja organisasi: {organization.label}",
        f"Rating hasil kerja kepala unit: {rating.label}",
    )
    return Decision(rating, steps, (*cite("head-rating"), mapping.citation))
