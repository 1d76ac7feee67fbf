"""Check pages of another head or appraiser: who rates whom, and remarks on their office."""

from datetime import date

from django.urls import reverse

from terukur.organization.models import Assignment, Employee, Headship, Unit
from terukur.organization.operations import office_findings, people_handed_over
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.web.checking import Check
from terukur.web.templatetags.terukur import tanggal

_NAMED = 30


def _office(person: Employee, on: date) -> str:
    own = assignment_on(person.pk, on)
    where = f"{own.position.title}, {own.position.unit.name}" if own else "tanpa jabatan"
    return f"{person.name} ({where}; {person.rank_label})"


def head_check(unit: Unit, employee: Employee, kind: Headship.Kind, *, since: date, basis: str) -> Check:
    """Return the new head and the people they would rate; a lacking office is remarked."""
    back = reverse("replace-head", args=[unit.pk])
    facts = [
        ("Unit", unit.name),
        ("Kepala", f"{_office(employee, since)}, {kind.label}"),
        ("Mulai", tanggal(since)),
    ]
    if kind is Headship.Kind.DAILY:
        return Check(
            "Periksa pelaksana harian",
            facts,
            "Ia menggantikan beberapa hari dan tidak menilai siapa pun.",
            "Tunjuk kepala lain mulai tanggal berikutnya.",
            "Tunjuk pelaksana harian",
            back,
        )
    people = people_handed_over(unit, to=employee, on=since)
    names = ", ".join(one.employee.name for one in people[:_NAMED]) or "tidak ada"
    more = f" dan {len(people) - _NAMED} orang lain" if len(people) > _NAMED else ""
    facts.append((f"Dinilai olehnya ({len(people)} orang)", names + more))
    if basis:
        facts.append(("Dasar pendelegasian", basis))
    remarks = [f"{one.where}: {one.message}" for one in office_findings(employee, people, on=since)]
    return Check(
        "Periksa sebelum mengganti kepala",
        facts,
        f"Mulai {tanggal(since)} semua orang di atas dinilai olehnya. Yang sudah dinilai tetap atas nama "
        "penilai yang menilai.",
        "Ganti kepala lagi mulai tanggal sesudahnya; yang dicatat di antaranya tetap terbaca.",
        f"Ganti kepala {unit.name}",
        back,
        remarks,
    )


def appraiser_check(assignment: Assignment, appraiser: Employee, *, since: date, back: str) -> Check:
    """Return a person's present and future appraiser, and the day of the change."""
    former = appraiser_of(assignment, on=since)
    findings = office_findings(appraiser, [assignment], on=since)
    return Check(
        "Periksa sebelum mengganti penilai",
        [
            ("Yang dinilai", _office(assignment.employee, since)),
            ("Penilai sekarang", _office(former, since) if former else "tidak ada"),
            ("Penilai baru", _office(appraiser, since)),
            ("Mulai", tanggal(since)),
        ],
        "Penilaian yang belum disampaikan beralih kepada penilai baru; draf penilai lama tidak ikut.",
        "Tetapkan penilai semula lagi di halaman pegawai; yang sudah dinilai tidak berubah.",
        "Ganti penilai",
        back,
        [f"{one.where}: {one.message}" for one in findings],
    )
