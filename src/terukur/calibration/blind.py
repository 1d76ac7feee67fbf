"""Blind re-rating: a few finished appraisals are rated again from the same evidence, without names.

It measures how far ratings depend on the rater. It never changes a rating, and nobody reads it as a second
rating of a person: the unit's agreement is counted from several pairs, or not at all.
"""

import random
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.calibration.evidence import JudgedEvidence, evidence_of, names_in, with_evidence
from terukur.calibration.models import BlindDraw, BlindRating, SecondOpinion
from terukur.calibration.opinions import OpinionDraft
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.objections.models import ObjectionDecision
from terukur.organization.access import is_performance_team, people_above
from terukur.organization.cadence import cadence_in
from terukur.organization.models import Assignment, Employee, ReportingLine, Unit
from terukur.organization.queries import lock_agency
from terukur.regulation.decision import Refused
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from terukur.statistics.agreement import PairAgreement, agreement
from terukur.statistics.masking import masker

_STATUS = Appraisal.Status


class BlindRefused(Refused):
    """The act is not possible; the message says why."""


@transaction.atomic
def draw_blind(*, period: Period, acting: Acting[User]) -> int:
    """Draw for every unit without a draw, give each to an appraiser of another unit; return how many.

    The seed comes from the system's own randomness and is kept in the ledger together with all inputs of the
    draw, so that anybody entitled can repeat it.

    :raises BlindRefused: for anybody but the performance team, for a period that is none in which the agency
        evaluates, or before it
        is over.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise BlindRefused("Penilaian ulang tanpa nama diundi oleh pengelola kinerja.")
    cadence = cadence_in(period.year)
    if period not in cadence.periods(period.year):
        raise BlindRefused(f"Diundi per {cadence.word}, misalnya {cadence.periods(period.year)[-1]}.")
    if acting.on <= period.ends:
        raise BlindRefused(f"{period.label} belum berakhir; undi sesudahnya.")
    lock_agency()
    finished = _finished(period)
    raters = _raters(acting.on)
    seed = secrets.token_hex(16)
    chosen = drawn(
        finished,
        raters,
        size=number("blind.per_unit", on=period.ends),
        seed=seed,
        barred=_barred([pk for rows in finished.values() for pk in rows], acting.on),
    )
    units = {pk: unit for unit, rows in finished.items() for pk in rows}
    draws = BlindDraw.objects.bulk_create(
        BlindDraw(
            appraisal_id=pk, unit_id=units[pk], period=period, rater_id=rater, seed=seed, drawn_at=acting.at
        )
        for pk, rater in chosen.items()
    )
    if chosen:
        told = {
            "period": str(period),
            "seed": seed,
            "appraisals": _keyed(finished),
            "raters": _keyed(raters),
            "drawn": _keyed(chosen),
        }
        act = Act(f"blind/{period}", "blind-drawn", after=told, rows=fingerprints(*draws))
        record(act, acting)
    return len(chosen)


def drawn(
    finished: Mapping[int, Sequence[int]],
    raters: Mapping[int, int],
    *,
    size: int,
    seed: str,
    barred: Mapping[int, Iterable[int]],
) -> dict[int, int]:
    """Return which appraisals are rated again by whom; the same seed and input draw the same.

    ``finished`` holds appraisals by unit, ``raters`` appraisers with their unit, ``barred`` who may not rate
    which appraisal. Work is spread: the rater with the fewest draws comes first.
    """
    fate = random.Random(seed)  # noqa: S311 - seeded by secrets
    load = dict.fromkeys(sorted(raters), 0)
    found: dict[int, int] = {}
    for unit, appraisals in sorted(finished.items()):
        for pk in fate.sample(sorted(appraisals), min(size, len(appraisals))):
            out = set(barred.get(pk, ()))
            fit = [key for key in load if raters[key] != unit and key not in out]
            if fit:
                least = min(load[key] for key in fit)
                found[pk] = fate.choice([key for key in fit if load[key] == least])
                load[found[pk]] += 1
    return found


def _finished(period: Period) -> dict[int, list[int]]:
    """Return delivered or later appraisals, no trials, by unit; units with a draw are left out."""
    done = BlindDraw.objects.filter(period=period).values("unit")
    found: dict[int, list[int]] = defaultdict(list)
    rows = Appraisal.objects.filter(period=period, is_trial=False).exclude(
        status__in=[_STATUS.OPEN, _STATUS.RATED]
    )
    place = "plan__assignment__position__unit"
    for pk, unit in rows.exclude(**{f"{place}__in": done}).values_list("pk", place):
        found[unit].append(pk)
    return found


def _raters(on: date) -> dict[int, int]:
    """Return the appraisers, with the unit they work in."""
    appraisers = ReportingLine.objects.on(on).values("appraiser")
    placed = Assignment.objects.on(on).filter(employee__in=appraisers)
    return dict(placed.values_list("employee", "position__unit"))


def _barred(appraisals: Iterable[int], on: date) -> dict[int, set[int]]:
    """Return for each appraisal the person, the appraiser, all above them, and who was asked about it."""
    found: dict[int, set[int]] = {}
    rows = Appraisal.objects.filter(pk__in=list(appraisals))
    for pk, employee, appraiser in rows.values_list("pk", "plan__assignment__employee", "appraiser"):
        above = Employee.objects.filter(pk__in=people_above(employee, on=on))
        found[pk] = {employee, appraiser, *above.values_list("pk", flat=True)}
    asked = SecondOpinion.objects.filter(appraisal__in=found)
    for pk, colleague in asked.values_list("appraisal", "colleague"):
        found[pk].add(colleague)
    return found


def _keyed(mapping: Mapping[int, object]) -> dict[str, object]:
    return {str(key): value for key, value in sorted(mapping.items())}


def waiting_draws(employee: Employee) -> QuerySet[BlindDraw]:
    """Return the draws that this appraiser has been given and not yet rated."""
    return BlindDraw.objects.filter(rater=employee, rating__isnull=True)


def draw_for(user: User, pk: int) -> BlindDraw | None:
    """Return one draw with its evidence, for its rater alone and only until it is rated."""
    found: BlindDraw | None = (
        BlindDraw.objects.filter(pk=pk, rater__user=user.pk, rating__isnull=True)
        .select_related(
            "appraisal__computation",
            "appraisal__appraiser",
            "appraisal__plan__assignment__employee",
            "appraisal__plan__assignment__position",
        )
        .annotate(**with_evidence("appraisal"))
        .first()
    )
    return found


def blind_evidence(draw: BlindDraw) -> JudgedEvidence:
    """Return the evidence of a draw without the names of employee and appraiser."""
    names, known = names_in(draw.appraisal)
    return evidence_of(
        draw.appraisal,
        text=masker(names, known=known),
        examples=draw.seen_examples,  # type: ignore[attr-defined]
        feedback=draw.seen_feedback,  # type: ignore[attr-defined]
    )


@transaction.atomic
def rate_blind(*, draw: BlindDraw, draft: OpinionDraft, acting: Acting[User]) -> BlindRating:
    """Store the blind rating; nothing of the appraisal changes, and its ratings are not in the ledger.

    :raises BlindRefused: from anybody but the rater drawn, a second time, with one rating only, or without
        a ground.
    """
    locked = BlindDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.rater.user_id != acting.by.pk:
        raise BlindRefused("Penilaian ulang ini diundi untuk orang lain.")
    if BlindRating.objects.filter(draw=locked).exists():
        raise BlindRefused("Sudah Anda serahkan.")
    if (draft.results is None) != (draft.behavior is None):
        raise BlindRefused("Pilih kedua rating, atau “tidak dapat menilai”.")
    if not has_letters(draft.ground, PHRASE_LETTERS):
        raise BlindRefused(f"Tulis singkat apa dasarnya, paling sedikit {PHRASE_LETTERS} huruf.")
    rating = BlindRating.objects.create(
        draw=locked,
        results=draft.results or "",
        behavior=draft.behavior or "",
        ground=draft.ground.strip()[:500],
        by=acting.by,
        at=acting.at,
    )
    record(
        Act(
            f"blind/{locked.period}",
            "blind-rated",
            after={"draw": locked.pk, "judges": draft.judges},
            rows=fingerprints(rating),
        ),
        acting,
    )
    return rating


@dataclass(frozen=True, slots=True)
class UnitAgreement:
    """The agreement of a unit's ratings with blind ones; None where too few can be counted."""

    unit: Unit
    results: PairAgreement | None
    behavior: PairAgreement | None


def agreements(*, on: date, units: Iterable[int] | None = None) -> list[UnitAgreement]:
    """Return the agreement of units over all periods, in the order in which ratings came in.

    Not by period, and with the rating at the time of the draw: a late answer, or an objection granted since,
    would change the counts by one person, and so reveal that person's result.
    """
    decided = ObjectionDecision.objects.filter(
        objection__appraisal=OuterRef("appraisal"), at__gte=OuterRef("drawn_at")
    ).order_by("at")
    rows = (
        BlindDraw.objects.filter(rating__isnull=False)
        .select_related("unit", "rating")
        .annotate(
            given_result=Coalesce(Subquery(decided.values("result_before")[:1]), "appraisal__result_rating"),
            given_behavior=Coalesce(
                Subquery(decided.values("behavior_before")[:1]), "appraisal__behavior_rating"
            ),
        )
        .order_by("unit__name", "rating__at", "pk")
    )
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    least = at_least(Least.PAIRS, on=on)
    results: dict[Unit, list[tuple[int, int]]] = defaultdict(list)
    behavior: dict[Unit, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        blind = row.rating
        results.setdefault(row.unit, [])
        if blind.results:
            results[row.unit].append(_pair(row.given_result, blind.results))
            behavior[row.unit].append(_pair(row.given_behavior, blind.behavior))
    return [
        UnitAgreement(unit, agreement(pairs, least=least), agreement(behavior[unit], least=least))
        for unit, pairs in results.items()
    ]


def _pair(given: str, blind: str) -> tuple[int, int]:
    return Rating(given).position, Rating(blind).position
