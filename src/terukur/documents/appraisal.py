"""The official evaluation document and a one-page summary in plain words, both as PDF."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.tree import AppliedPolicy, ComputationTree, ComputedIndicator
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW
from terukur.coaching.dialogue import OpenAgreement, open_agreements
from terukur.coaching.figure_words import figure_words, own_words
from terukur.delivery.closing import last_day_for
from terukur.documents.expectations import ORIGIN_WORDS, expectation_lines
from terukur.documents.models import FinalPapers
from terukur.documents.rendering import render_pdf
from terukur.documents.signing import signatures_of
from terukur.documents.words import moment_words
from terukur.notation.dates import day_words
from terukur.notation.numbers import percent_beside
from terukur.objections.decider import decider_of
from terukur.objections.hearing import objection_on
from terukur.objections.models import Objection
from terukur.organization.models import Assignment, Employee
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.organization.ranks import rank_on
from terukur.organization.units import unit_name_on
from terukur.regulation.ranks import rank_name

_MIDDLE = "meets"


class NotDelivered(ValueError):
    """There is no document before the delivery; the message says who must act."""

    def __init__(self) -> None:
        super().__init__(
            "Dokumen dan ringkasan ada setelah pejabat penilai menyampaikan hasilnya kepada pegawai."
        )


def evaluation_pdf(appraisal: Appraisal, *, on: date, at: datetime) -> bytes:
    """Return the "Dokumen Evaluasi Kinerja Pegawai" with its eight sections (PermenPANRB 6/2022, annex).

    Sections 6 to 8 come from the objection that was filed in time. A document that is not final says so on
    every page, and so does a trial. A final result is printed from the data kept when it became final.

    :raises NotDelivered: before the delivery.
    """
    kept = _kept(appraisal)
    data = kept.evaluation if kept else evaluation_data(appraisal, at=at)
    return render_pdf("evaluation", data | {"footer": _footer(appraisal, at)}, at=at)


def summary_pdf(appraisal: Appraisal, *, at: datetime) -> bytes:
    """Return one page in plain Indonesian: what was measured, judged and why, and what comes next.

    :raises NotDelivered: before the delivery.
    """
    kept = _kept(appraisal)
    data = kept.summary if kept else summary_data(appraisal, at=at)
    return render_pdf("summary", data | {"footer": _footer(appraisal, at)}, at=at)


def _kept(appraisal: Appraisal) -> FinalPapers | None:
    if appraisal.delivered_at is None:
        raise NotDelivered
    return FinalPapers.objects.filter(appraisal=appraisal).first()


def evaluation_data(appraisal: Appraisal, *, at: datetime) -> dict[str, Any]:
    """Return the data of a delivered result's evaluation document, without the day of printing."""
    if appraisal.delivered_at is None:
        raise NotDelivered
    objection = objection_on(appraisal)
    explanation = explanation_of(appraisal)
    assignment = appraisal.plan.assignment
    given = timezone.localtime(appraisal.delivered_at).date()
    appraiser = appraisal.appraiser
    superior = _superior(appraiser, objection, on=given)
    agency = assignment.position.unit.agency
    label = appraisal.period.label
    grade = explanation["grade_label"] or "–"
    return {
        "mark": _mark(appraisal),
        "agency": agency.name,
        "period": f"{label} ({day_words(appraisal.starts)} sampai {day_words(appraisal.ends)})",
        "people": [
            identity_of("1. Pegawai yang dinilai", assignment.employee, assignment, on=appraisal.ends),
            identity_of("2. Pejabat penilai kinerja", appraiser, _place(appraiser, given), on=given),
            identity_of("3. Atasan pejabat penilai kinerja", superior, _place(superior, given), on=given),
        ],
        "organization": explanation["organization_grade_label"] or "–",
        "grade": grade,
        "notes": _notes(appraisal, explanation, at),
        "objection": _objection(objection),
        "answer": _answer(objection),
        "decision": _decision(objection),
        "closing": f"Hasil evaluasi kinerja {assignment.employee.name} untuk {label}: predikat {grade}.",
        "signatures": signatures_of(appraisal, objection, superior, city=agency.place or agency.name),
    }


def summary_data(appraisal: Appraisal, *, at: datetime) -> dict[str, Any]:
    """Return the data of a delivered result's summary, without the day of printing."""
    if appraisal.delivered_at is None:
        raise NotDelivered
    x, tree = explanation_of(appraisal), appraisal.tree
    return {
        "mark": _mark(appraisal),
        "title": f"Penilaian {x['period_label']}",
        "person": f"{x['employee']['name']}, {x['employee']['position']}, {x['employee']['unit']}",
        "grade": x["grade_label"] or "–",
        "ratings": [
            f"Hasil kerja: {x['result_rating_label']}",
            f"Perilaku kerja: {x['behavior_rating_label']}",
        ],
        "how": _how(tree, x),
        "figures": [_figure(item, tree.policy) for item in tree.indicators()] if tree else [],
        "reasons": [
            *expectation_lines(x["results"]),
            *(f"{reason['label']}: {reason['text']}" for reason in x["reasons"]),
        ],
        "marks": [
            f"{value['label']}: {value['mark_label']}. "
            + " ".join(f"{e['text']} ({day_words(date.fromisoformat(e['on']))})" for e in value["examples"])
            for value in x["behavior"]
            if value["mark"] != _MIDDLE or value["examples"]
        ],
        "agreements": [
            f"{item.agreement.text} ({item.agreement.get_owner_display()}, sampai {day_words(item.due)})"
            for item in _agreements(appraisal, at)
        ],
        "next": _next(appraisal),
    }


def _how(tree: ComputationTree | None, x: dict[str, Any]) -> list[str]:
    told = []
    if tree is not None and tree.suggested is not None:
        average = percent_beside(tree.achievement, tree.policy.limits)
        proven = percent_beside(tree.coverage, [tree.policy.minimum_evidence])
        told.append(
            f"Hasil ukur menyarankan: {tree.suggested.label} (rata-rata capaian {average}, {proven} bobot "
            "terukur atau terverifikasi)."
        )
    else:
        told.append(f"Tidak ada saran dari hasil ukur. {tree.refusal or '' if tree else ''}".strip())
    told += [*x["uncounted"], *x["rests_on"]]
    if x["head_steps"]:
        told.append(f"Sebagai kepala unit, hasil kerja mengikuti {x['head_steps'][0].lower()}.")
    differs = x["expected"] and x["result_rating"] != x["expected"]
    told.append(
        "Rating pejabat penilai berbeda dari saran; alasannya tertulis di bawah."
        if differs
        else "Rating hasil kerja sama dengan saran."
        if x["expected"]
        else "Rating hasil kerja adalah pertimbangan pejabat penilai."
    )
    told.append(
        "Predikat mengikuti matriks hasil kerja dan perilaku kerja (PermenPANRB 6/2022); tidak ada orang "
        "yang menulisnya."
    )
    return told


def _next(appraisal: Appraisal) -> str:
    turn = APPRAISAL_WORKFLOW.turns.get(appraisal.status)
    if turn is None:
        return "Hasil ini final."
    last = last_day_for(appraisal)
    until = f"paling lambat {day_words(last)}" if last else "sejak Anda membukanya"
    return turn.advice.format(until=until)


def _mark(appraisal: Appraisal) -> str:
    if appraisal.is_trial:
        return "UJI COBA: TIDAK BERLAKU"
    return "SEMENTARA" if appraisal.is_provisional else ""


def _superior(appraiser: Employee | None, objection: Objection | None, *, on: date) -> Employee | None:
    """Return the appraiser's own appraiser; for a decided objection the person who decided."""
    decision = getattr(objection, "decision", None) if objection else None
    if decision is not None:
        return Employee.objects.filter(user=decision.by_id).first()
    if objection is not None:
        return decider_of(objection, on=on)
    place = _place(appraiser, on)
    return appraiser_of(place, on=on) if place else None


def _place(employee: Employee | None, on: date) -> Assignment | None:
    return assignment_on(employee.pk, on) if employee else None


def identity_of(
    title: str, employee: Employee | None, place: Assignment | None, *, on: date
) -> dict[str, Any]:
    """Return the names, rank and place of a person as they were on a day.

    An appraiser who is no civil servant has an office alone.
    """
    if employee is not None and not employee.is_asn:
        rows = [["Nama", employee.name], ["NIP", "–"], ["Pangkat/gol. ruang", "–"]]
        return {"title": title, "rows": [*rows, ["Jabatan", employee.office], ["Unit kerja", "–"]]}
    return {
        "title": title,
        "rows": [
            ["Nama", employee.name if employee else "–"],
            ["NIP", employee.number if employee else "–"],
            ["Pangkat/gol. ruang", rank_name(rank_on(employee, on)) if employee else "–"],
            ["Jabatan", place.post if place else "–"],
            ["Unit kerja", unit_name_on(place.position.unit, on) if place else "–"],
        ],
    }


def _notes(appraisal: Appraisal, explanation: dict[str, Any], at: datetime) -> list[str]:
    """Return section 5: the reasons that were given, and the agreements for the time to come."""
    notes = expectation_lines(explanation["results"])
    notes += [f"{reason['label']}: {reason['text']}" for reason in explanation["reasons"]]
    return notes + [
        f"Kesepakatan: {item.agreement.text}, sampai {day_words(item.due)}"
        for item in _agreements(appraisal, at)
    ]


def _agreements(appraisal: Appraisal, at: datetime) -> list[OpenAgreement]:
    """Return the agreements up to the moment the result became final; those of later periods are left out."""
    return open_agreements(appraisal.plan.assignment.employee_id, at=appraisal.final_at or at)


def _objection(objection: Objection | None) -> list[str]:
    if objection is None:
        return []
    parts = "; ".join(part.label for part in objection.parts.all())
    return [f"Diajukan {moment_words(objection.filed_at)} terhadap {parts}.", objection.grounds]


def _answer(objection: Objection | None) -> list[str]:
    answer = getattr(objection, "answer", None) if objection else None
    return [f"{answer.by.name}, {moment_words(answer.at)}.", answer.text] if answer else []


def _decision(objection: Objection | None) -> list[str]:
    decision = getattr(objection, "decision", None) if objection else None
    if decision is None:
        return []
    outcome = (
        f"Dikabulkan: predikat {decision.get_grade_before_display()} menjadi "
        f"{decision.get_grade_after_display()}."
        if decision.is_granted
        else f"Rating tetap; predikat {decision.get_grade_after_display()}."
    )
    return [f"{decision.by.name}, {moment_words(decision.at)}.", outcome, decision.reason]


def _footer(appraisal: Appraisal, at: datetime) -> str:
    status = appraisal.get_status_display()
    return f"Terukur · penilaian {appraisal.pk} · {status} · dicetak {moment_words(at)}"


def _figure(item: ComputedIndicator, policy: AppliedPolicy) -> list[str]:
    """Return one indicator: the period's own value, and the total since the plan began with its months."""
    return [
        item.name,
        f"{item.own.label}: {own_words(item)}" if item.own else "tidak ada data",
        f"{item.reached.label}: {figure_words(item)}" if item.reached else "–",
        percent_beside(item.achievement, policy.limits),
        ORIGIN_WORDS[item.origin],
    ]
