"""Random checks: some verified realizations of every unit are opened by a third person."""

import random
import secrets

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.access import may_check
from terukur.measurement.models import EvidenceCheck, EvidenceDraw, Realization
from terukur.measurement.operations import MeasurementRefused
from terukur.organization.access import is_performance_team
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period


@transaction.atomic
def draw_checks(*, period: Period, acting: Acting[User]) -> int:
    """Draw the sample of a period for every unit that has none yet; return how many were drawn.

    The seed comes from the system's own randomness, so it cannot be predicted what is opened, and it is kept,
    so that anybody can repeat the draw.

    :raises MeasurementRefused: for anybody but the performance team, or before the period is over.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise MeasurementRefused("Uji petik diundi oleh pengelola kinerja.")
    if acting.on <= period.ends:
        raise MeasurementRefused(f"{period.label} belum berakhir; undi sesudahnya.")
    size = number("evidence.checks_per_unit", on=period.ends)
    drawn = set(EvidenceDraw.objects.filter(period=period).values_list("unit_id", flat=True))
    seed = secrets.token_hex(16)
    fresh = [
        EvidenceDraw(realization_id=pk, unit_id=unit, period=period, seed=seed, drawn_at=acting.at)
        for unit, found in sorted(_verified(period).items())
        if unit not in drawn
        for pk in chosen(found, size, seed)
    ]
    drawn_now = EvidenceDraw.objects.bulk_create(fresh)
    if fresh:
        told = {"period": str(period), "seed": seed, "drawn": len(fresh)}
        record(Act(f"checks/{period}", "checks-drawn", after=told, rows=fingerprints(*drawn_now)), acting)
    return len(fresh)


def chosen(candidates: list[int], size: int, seed: str) -> list[int]:
    """Return at most ``size`` of the candidates; the same seed chooses the same."""
    ordered = sorted(candidates)
    return random.Random(seed).sample(ordered, min(size, len(ordered)))  # noqa: S311 - seeded by secrets


def _verified(period: Period) -> dict[int, list[int]]:
    """Return the verified realizations of a period that are not replaced, by unit."""
    newest = (
        Realization.objects.filter(starts__gte=period.starts, ends__lte=period.ends)
        .order_by("plan_id", "thread", "starts", "ends", "-version")
        .distinct("plan_id", "thread", "starts", "ends")
    )
    found: dict[int, list[int]] = {}
    for pk, unit in Realization.objects.filter(
        pk__in=newest.values("pk"), verification__accepted=True, draw__isnull=True
    ).values_list("pk", "plan__assignment__position__unit"):
        found.setdefault(unit, []).append(pk)
    return found


@transaction.atomic
def check_evidence(
    *, realization: Realization, agrees: bool, note: str, acting: Acting[User]
) -> EvidenceCheck:
    """Store the third person's finding on whether the evidence supports the value.

    A disagreement removes the mark "verified" until the evidence is stated and verified again; no value and
    no rating changes by it.

    :raises MeasurementRefused: for anybody involved, for what was not drawn or was checked, or where a
        disagreement has no note.
    """
    draw = EvidenceDraw.objects.select_for_update().filter(realization=realization).first()
    if draw is None or not may_check(acting.by, realization, on=acting.on):
        raise MeasurementRefused("Uji petik dilakukan pengelola kinerja yang tidak terlibat.")
    if EvidenceCheck.objects.filter(draw=draw).exists():
        raise MeasurementRefused("Bukti ini sudah diuji petik.")
    if not agrees and not note.strip():
        raise MeasurementRefused("Tulis apa yang tidak sesuai; pegawai dan penilainya membacanya.")
    finding = EvidenceCheck.objects.create(
        draw=draw, agrees=agrees, note=note.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"plan/{realization.plan_id}",
            "check-agreed" if agrees else "check-disagreed",
            after={"realization": realization.pk},
            reason=note,
            rows=fingerprints(finding),
        ),
        acting,
    )
    return finding


def checks_of(period: Period) -> QuerySet[EvidenceDraw]:
    """Return the draws for a period, by unit."""
    return (
        EvidenceDraw.objects.filter(period=period)
        .select_related("unit", "realization__plan__assignment__employee", "finding__by")
        .order_by("unit__name", "pk")
    )
