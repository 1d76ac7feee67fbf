"""The form of a plan with its annex as PDF (PermenPANRB 6/2022, annex), in numbers or in words."""

from datetime import datetime
from typing import Any

from terukur.documents.appraisal import identity_of
from terukur.documents.rendering import render_pdf
from terukur.documents.signing import signature_field
from terukur.documents.words import moment_words
from terukur.notation.dates import day_words
from terukur.notation.numbers import display
from terukur.organization.models import Employee
from terukur.organization.queries import assignment_on
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.qualitative import approach_of
from terukur.regulation.scales import AnnexList, FormFamily, ResultKind


def plan_pdf(version: PlanVersion, *, appraiser: Employee | None, at: datetime) -> bytes:
    """Return the form of one version that was read with its content; one that is not set says so."""
    return render_pdf("plan", plan_data(version, appraiser=appraiser, at=at), at=at)


def plan_data(version: PlanVersion, *, appraiser: Employee | None, at: datetime) -> dict[str, Any]:
    """Return the data of the form: persons, results by kind, behavior, annex lists, signatures."""
    plan, assignment = version.plan, version.plan.assignment
    employee, agency = assignment.employee, assignment.position.unit.agency
    family = FormFamily(assignment.position.form_family)
    results = list(version.results.all())
    approach = approach_of(
        has_numbers=any(one.indicators.all() for one in results),
        has_words=any(one.expectation for one in results),
    )
    city = agency.place or agency.name
    place = assignment_on(appraiser.pk, plan.starts) if appraiser else None
    expected = {one.value: one.expectation for one in version.behaviors.all()}
    return {
        "mark": "" if version.in_force_from else "KONSEP: BELUM DITETAPKAN",
        "approach": f"Pendekatan hasil kerja {approach.label.lower()}" if approach else "",
        "family": f"Bagi {family.label}",
        "agency": agency.name,
        "period": f"{day_words(plan.starts)} sampai {day_words(plan.ends)}",
        "people": [
            identity_of("Pegawai yang dinilai", employee, assignment, on=plan.starts),
            identity_of("Pejabat penilai kinerja", appraiser, place, on=plan.starts),
        ],
        "kinds": [
            {"title": kind.label, "results": [_result(one, family) for one in results if one.kind == kind]}
            for kind in ResultKind
        ],
        "behavior": [
            {
                "name": value.name,
                "guides": [guide.text for guide in value.guides],
                "expectation": expected.get(value.code, "") or "–",
            }
            for value in BEHAVIOR_VALUES
        ],
        "annexes": [{"title": annex.label, "lines": _annex(version, annex)} for annex in AnnexList],
        "signatures": [
            signature_field("Pegawai yang dinilai", employee, city, version.submitted_at, on=plan.starts),
            signature_field("Pejabat penilai kinerja", appraiser, city, version.set_at, on=plan.starts),
        ],
        "footer": f"Terukur · SKP {plan.year} versi {version.number} · dicetak {moment_words(at)}",
    }


def _result(result: PlannedResult, family: FormFamily) -> dict[str, Any]:
    above = [one.leader_result or one.objective for one in result.supports.all()]
    supported = "; ".join(one.title for one in above if one is not None) or result.support_reason
    beside = result.get_perspective_display() if family is FormFamily.LEADER else supported
    label = "Perspektif" if family is FormFamily.LEADER else "RHK pimpinan yang diintervensi"
    return {
        "title": result.title,
        "beside": f"{label}: {beside or '–'}",
        "expectation": [line for line in result.expectation.splitlines() if line.strip()],
        "rows": [
            [one.get_aspect_display() or "–", one.name, _target(one)] for one in result.indicators.all()
        ],
    }


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return "–"
    high = f"–{display(indicator.target_high)}" if indicator.target_high is not None else ""
    due = f", {day_words(indicator.due)}" if indicator.due else ""
    return f"{display(indicator.target)}{high} {indicator.unit}{due}".strip()


def _annex(version: PlanVersion, annex: AnnexList) -> list[str]:
    lines = [item.text for item in version.annex_items.all() if item.list == annex]
    reason = version.annex_reasons.get(annex.value, "")
    return lines or ([reason] if reason else [])
