"""Acts on the measures of the agency and the units' own plans."""

from collections.abc import Sequence

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.models import Unit
from terukur.organization.rights import acts_for_team
from terukur.planning.models import Measure, UnitObjective
from terukur.planning.operations.versions import PlanRefused


def _refuse_others(acting: Acting[Actor]) -> None:
    if not acts_for_team(acting.by, at=acting.at):
        raise PlanRefused("Ukuran dan rencana unit diisi oleh pengelola kinerja.")


@transaction.atomic
def save_measure(*, measure: Measure, acting: Acting[Actor]) -> Measure:
    """Store a new or changed entry of the catalogue. Its combination is fixed once it is in use.

    :raises PlanRefused: from outside the performance team, or where a fixed field would change.
    """
    _refuse_others(acting)
    if measure.pk is not None:
        stored = Measure.objects.select_for_update().get(pk=measure.pk)
        fixed = ("key", "subject", "combination", "per")
        in_use = measure.indicators.exists()
        if in_use and any(getattr(stored, name) != getattr(measure, name) for name in fixed):
            raise PlanRefused(
                "Ukuran ini sudah dipakai dalam SKP. Cara menghitungnya tidak dapat diubah; buat ukuran baru."
            )
    measure.save()
    record(
        Act(f"measure/{measure.pk}", "measure-saved", after={"key": measure.key}, rows=fingerprints(measure)),
        acting,
    )
    return measure


@transaction.atomic
def ensure_measures(wanted: Sequence[Measure], *, acting: Acting[Actor]) -> dict[str, Measure]:
    """Return the measures that a source fills, by key; missing ones are added to the catalogue.

    :raises PlanRefused: where a key is in use for a quantity that is counted otherwise.
    """
    found = {m.key: m for m in Measure.objects.filter(key__in=[m.key for m in wanted])}
    fields = (
        "key",
        "name",
        "unit",
        "subject",
        "combination",
        "per",
        "description",
        "owner",
        "allows_negative",
        "may_exceed_whole",
    )
    for measure in wanted:
        stored = found.get(measure.key)
        if stored is None:
            copy = Measure(**{name: getattr(measure, name) for name in fields})
            found[measure.key] = save_measure(measure=copy, acting=acting)
        elif (stored.subject, stored.combination, stored.per) != (
            measure.subject,
            measure.combination,
            measure.per,
        ):
            raise PlanRefused(
                f"Ukuran “{measure.key}” di katalog dihitung dengan cara lain. Ganti kuncinya, lalu "
                "muat lagi."
            )
        elif measure.may_exceed_whole and not stored.may_exceed_whole:
            stored.may_exceed_whole = True
            found[measure.key] = save_measure(measure=stored, acting=acting)
    return found


@transaction.atomic
def save_objectives(
    *, unit: Unit, year: int, lines: list[tuple[str, str, str]], acting: Acting[Actor]
) -> None:
    """Store the unit's own plan: title, indicator and target by line.

    :raises PlanRefused: from outside the performance team, or where a line would go that plans rest on.
    """
    _refuse_others(acting)
    beyond = UnitObjective.objects.filter(unit=unit, year=year, number__gt=len(lines))
    resting = beyond.filter(supported_by__isnull=False).first()
    if resting is not None:
        raise PlanRefused(
            f"Baris {resting.number} “{resting.title}” tidak dapat dihapus: ada hasil kerja pegawai yang "
            "mendukungnya. Biarkan barisnya, atau minta pemiliknya lebih dulu melepas tautannya."
        )
    for number, (title, indicator, target) in enumerate(lines, start=1):
        UnitObjective.objects.update_or_create(
            unit=unit,
            year=year,
            number=number,
            defaults={"title": title, "indicator": indicator, "target": target},
        )
    beyond.delete()
    record(Act(f"unit/{unit.pk}", "objectives-saved", after={"year": year}), acting)
