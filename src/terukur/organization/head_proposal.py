"""Proposals of heads and appraisers from titles and the tree of units; where it is unclear, nobody.

Pure: the national system's export names neither heads nor appraisers, so an office would name hundreds by
hand. What is proposed here is stored only after a person confirmed it (``organization.proposing``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from terukur.organization.head_titles import is_head_title, leads_unit
from terukur.regulation.scales import PositionKind

# The kinds of position from the highest down; the head holds the highest among those who could lead.
_LADDER = (
    PositionKind.HIGH_LEADER,
    PositionKind.ADMINISTRATOR,
    PositionKind.SUPERVISOR,
    PositionKind.FUNCTIONAL,
    PositionKind.IMPLEMENTER,
)
_STRUCTURAL = _LADDER[:3]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its present head, None where it has none."""

    unit: int
    name: str
    parent: int | None
    head: int | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a position of a unit, by the key of the assignment."""

    assignment: int
    employee: int
    name: str
    unit: int
    title: str
    kind: PositionKind
    has_appraiser: bool


@dataclass(slots=True)
class UnitProposal:
    """The head of a unit and those whom this head would appraise; ``head`` is one who is proposed only."""

    place: Place
    leader: int
    head: Holder | None
    appraised: list[Holder] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A unit without a head, or a person without an appraiser, for whom nothing is proposed, and why."""

    place: Place
    holder: Holder | None
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of all units, in their order, and what stays unclear."""

    units: list[UnitProposal]
    unclear: list[Unclear]


def propose(places: Sequence[Place], holders: Sequence[Holder]) -> Proposals:
    """Return the proposed heads of units that have people and no head, and appraisers for those without.

    A member is appraised by the head of the unit, a head by that of the unit above; nobody whose unit holds
    other structural officials beside the head, one of whom may be the direct superior.
    """
    tree = _Tree(places, holders)
    unclear: list[Unclear] = []
    found: dict[int, UnitProposal] = {}
    for place in places:
        head = None
        if place.head is None and tree.people[place.unit]:
            head, reason = _head(place, tree.people[place.unit])
            if head is None:
                unclear.append(Unclear(place, None, reason))
        leader = head.employee if head else place.head
        if leader is not None:
            tree.leaders[place.unit] = leader
            found[place.unit] = UnitProposal(place, leader, head)
    for holder in holders:
        if holder.has_appraiser:
            continue
        unit, reason = tree.appraising_unit(holder)
        if unit is None:
            unclear.append(Unclear(tree.places[holder.unit], holder, reason))
        else:
            found[unit].appraised.append(holder)
    return Proposals([one for one in found.values() if one.head or one.appraised], unclear)


def _head(place: Place, people: Sequence[Holder]) -> tuple[Holder | None, str]:
    """Return the only person of the highest kind whose title leads this unit, or why there is none."""
    fitting = [holder for holder in people if leads_unit(holder.title, place.name)]
    if not fitting:
        others = sorted({holder.title for holder in people if is_head_title(holder.title)})
        if others:
            return None, f"tidak jelas apakah {others[0]} memimpin unit ini."
        return None, "tidak ada jabatan kepala di antara pegawainya."
    highest = min(_LADDER.index(holder.kind) for holder in fitting)
    highest_ones = [holder for holder in fitting if _LADDER.index(holder.kind) == highest]
    if len(highest_ones) > 1:
        return None, f"{len(highest_ones)} orang berjabatan {highest_ones[0].title} atau setingkat."
    return highest_ones[0], ""


class _Tree:
    """The units with their people and leaders, asked for who appraises whom."""

    def __init__(self, places: Iterable[Place], holders: Iterable[Holder]) -> None:
        self.places: Mapping[int, Place] = {place.unit: place for place in places}
        self.people: defaultdict[int, list[Holder]] = defaultdict(list)
        self.structural: defaultdict[int, list[Holder]] = defaultdict(list)
        self.leaders: dict[int, int] = {}
        for holder in holders:
            self.people[holder.unit].append(holder)
            if holder.kind in _STRUCTURAL:
                self.structural[holder.unit].append(holder)

    def appraising_unit(self, holder: Holder) -> tuple[int | None, str]:
        """Return the unit whose leader appraises a person, or why that is unclear."""
        leader = self.leaders.get(holder.unit)
        if leader == holder.employee:
            return self._above(holder)
        if leader is None:
            return None, "unitnya belum punya kepala."
        others = [one for one in self.structural[holder.unit] if one.employee != leader]
        if others and holder.kind not in _STRUCTURAL:
            return None, f"selain kepala ada {others[0].title} di unit ini; pilih atasan langsungnya."
        return holder.unit, ""

    def _above(self, holder: Holder) -> tuple[int | None, str]:
        """Return the nearest unit above that somebody else leads; one without people is passed over."""
        place = self.places[holder.unit]
        seen = {place.unit}
        while place.parent is not None and place.parent in self.places and place.parent not in seen:
            place = self.places[place.parent]
            seen.add(place.unit)
            leader = self.leaders.get(place.unit)
            if leader is None and self.people[place.unit]:
                return None, f"unit di atasnya, {place.name}, belum punya kepala."
            if leader is not None and leader != holder.employee:
                return place.unit, ""
        return (
            None,
            "tidak ada kepala di atas unitnya; pejabat di luar pegawai dicatat sebagai penilai bukan ASN.",
        )
