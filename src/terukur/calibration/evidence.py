"""The evidence of one appraisal without its rating: figures, observations, feedback.

It leaves out the suggestion, the marks and the reasons: an independent judge should not rely on them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.appraisal.tree import ComputedIndicator
from terukur.coaching.models import FEEDBACK_FIELDS, Feedback, words_of
from terukur.regulation.behaviors import BEHAVIOR_NAMES
from terukur.regulation.scales import Origin

_AFTERWARDS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """What a judge sees of one indicator: nothing that names a person, unless a text does."""

    thread: str
    name: str
    unit: str
    weight: Fraction
    due: Fraction | None
    realization: Fraction | None
    achievement: Fraction | None
    origin: Origin
    exposure: str


@dataclass(frozen=True, slots=True)
class ResultSeen:
    """One planned result with its indicators."""

    title: str
    achievement: Fraction | None
    figures: list[FigureSeen]


@dataclass(frozen=True, slots=True)
class ObservedExample:
    """An observation or feedback, with its day."""

    about: str
    text: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class JudgedEvidence:
    """Everything that an independent judge gets."""

    position: str
    achievement: Fraction | None
    coverage: Fraction | None
    results: list[ResultSeen]
    examples: list[ObservedExample]
    feedback: list[ObservedExample]


def with_evidence(outer: str) -> Mapping[str, ArraySubquery]:
    """Return annotations that add the examples and the feedback; ``outer`` leads to the appraisal."""
    prefix = f"{outer}__" if outer else ""
    examples = BehaviorMark.objects.filter(appraisal=OuterRef(f"{prefix}pk")).exclude(example="")
    # Feedback that is not shared is no evidence for others.
    said = (
        Feedback.objects.is_shared()
        .filter(
            plan=OuterRef(f"{prefix}plan"),
            at__date__gte=OuterRef(f"{prefix}starts"),
            at__date__lte=OuterRef(f"{prefix}ends") + _AFTERWARDS,
        )
        .order_by("at")
    )
    return {
        "seen_examples": ArraySubquery(
            examples.values(json=JSONObject(value="value", text="example", on="example_on"))
        ),
        "seen_feedback": ArraySubquery(
            said.values(
                json=JSONObject(
                    about="about",
                    at="at",
                    author="author",
                    text="text",
                    **{name: name for name in FEEDBACK_FIELDS},
                )
            )[:20]
        ),
    }


def evidence_of(
    appraisal: Appraisal,
    *,
    examples: Iterable[Mapping[str, Any]],
    feedback: Iterable[Mapping[str, Any]],
    text: Callable[[str], str] = str,
) -> JudgedEvidence:
    """Return the evidence of an appraisal, each text passed through ``text`` (which may remove names)."""
    tree = appraisal.tree
    assignment = appraisal.plan.assignment
    return JudgedEvidence(
        position=assignment.position.get_kind_display(),
        achievement=tree.achievement if tree else None,
        coverage=tree.coverage if tree else None,
        results=[
            ResultSeen(
                text(result.title),
                result.achievement,
                [_figure(indicator, text) for indicator in result.indicators],
            )
            for result in (tree.results if tree else ())
        ],
        examples=[
            ObservedExample(
                BEHAVIOR_NAMES[entry["value"]],
                text(entry["text"]),
                date.fromisoformat(entry["on"]),
                "penilai",
            )
            for entry in examples
        ],
        feedback=[
            ObservedExample(
                text(entry["about"]),
                text(words_of(entry)),
                date.fromisoformat(entry["at"][:10]),
                "pegawai" if entry["author"] == assignment.employee.user_id else "orang lain",
            )
            for entry in feedback
        ],
    )


def names_in(appraisal: Appraisal) -> tuple[dict[str, str], list[str]]:
    """Return the names that a masked page removes, and the words of the work that stay."""
    assignment = appraisal.plan.assignment
    names = {assignment.employee.name: "pegawai ini"}
    if appraisal.appraiser is not None:
        names[appraisal.appraiser.name] = "penilainya"
    measures = [indicator.measure or "" for indicator in appraisal.indicators()]
    return names, [assignment.position.title, *measures]


def _figure(indicator: ComputedIndicator, text: Callable[[str], str]) -> FigureSeen:
    exposure = indicator.exposure
    return FigureSeen(
        thread=indicator.thread,
        name=text(indicator.name),
        unit=indicator.unit,
        weight=indicator.weight,
        due=indicator.due_target,
        realization=indicator.realization,
        achievement=indicator.achievement,
        origin=indicator.origin,
        exposure=text(f"{exposure.name}: {exposure.reason}") if exposure and exposure.reason else "",
    )
