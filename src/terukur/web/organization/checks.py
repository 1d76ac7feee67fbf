"""Check pages of another head or appraiser: who rates whom, and remarks on their office."""

from datetime import date

from django.urls import reverse

from terukur.organization.acting_posts import HeadChange, head_change
from terukur.organization.models import Assignment, Employee, Headship, Unit
from terukur.organization.operations import office_findings, people_handed_over
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.regulation.acting_head import remarks_on_acting
from terukur.regulation.scales import ActingPlan, PositionKind
from terukur.web.checking import Check
from terukur.web.templatetags.terukur import tanggal

_NAMED = 30


def _office(person: Employee, on: date) -> str:
    if not person.is_asn:
        return f"{person.name} ({person.office}; bukan ASN)"
    own = assignment_on(person.pk, on)
    where = f"{own.position.title}, {own.position.unit.name}" if own else "tanpa jabatan"
    return f"{person.name} ({where}; {person.rank_label})"


def head_check(
    unit: Unit,
    employee: Employee,
    kind: Headship.Kind,
    *,
    since: date,
    until: date | None,
    plan: ActingPlan,
    basis: str,
) -> Check:
    """Return the new head, who rates whom from that day on, and the former head; remarks where it may err."""
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
    change = head_change(unit, employee, on=since)
    if change.former is not None:
        facts.append(("Kepala sampai hari sebelumnya", change.former.employee.name))
    facts += _rated_head(employee, kind, plan, change)
    people = people_handed_over(unit, to=employee, on=since)
    names = ", ".join(one.employee.name for one in people[:_NAMED]) or "tidak ada"
    more = f" dan {len(people) - _NAMED} orang lain" if len(people) > _NAMED else ""
    facts.append((f"Dinilai olehnya ({len(people)} orang)", names + more))
    if basis:
        facts.append(("Dasar pendelegasian", basis))
    remarks = [f"{one.where}: {one.message}" for one in office_findings(employee, people, on=since)]
    if kind is Headship.Kind.ACTING:
        own = assignment_on(employee.pk, since)
        remarks += map(
            str,
            remarks_on_acting(
                own=PositionKind(own.position.kind) if own else None,
                post=PositionKind(change.post.kind) if change.post else None,
                starts=since,
                ends=until,
            ),
        )
    remarks += _still_placed(unit, change, since)
    return Check(
        "Periksa sebelum mengganti kepala",
        facts,
        f"Mulai {tanggal(since)} semua orang di “Dinilai olehnya” beralih kepadanya. Yang sudah dinilai "
        "tetap atas nama penilai yang menilai.",
        "Ganti kepala lagi mulai tanggal sesudahnya; yang dicatat di antaranya tetap terbaca.",
        f"Ganti kepala {unit.name}",
        back,
        remarks,
    )


def _still_placed(unit: Unit, change: HeadChange, since: date) -> list[str]:
    """Return the remark that the former head keeps the position until moved, where it is of this unit."""
    held = assignment_on(change.former.employee_id, since) if change.former else None
    if held is None or held.position.unit_id != unit.pk:
        return []
    return [
        f"{held.employee.name} bukan kepala lagi, tetapi jabatannya tetap tercatat {held.position.title} "
        "sampai dipindahkan atau dicatat berhenti."
    ]


def lacks_basis(unit: Unit, employee: Employee, kind: Headship.Kind, *, since: date, basis: str) -> bool:
    """Return whether the head's office or rank asks for a letter that is not given: the act refuses then."""
    if kind is Headship.Kind.DAILY or basis.strip():
        return False
    return bool(office_findings(employee, people_handed_over(unit, to=employee, on=since), on=since))


def _rated_head(
    employee: Employee, kind: Headship.Kind, plan: ActingPlan, change: HeadChange
) -> list[tuple[str, str]]:
    """Return who rates the new head: in the acting post, and in the own position where that changes."""
    rater = change.superior.name if change.superior else "belum ada; tetapkan di halaman pegawai"
    facts = []
    if kind is Headship.Kind.ACTING:
        facts.append(("SKP-nya sebagai Plt", plan.label))
        if plan is ActingPlan.OWN_PLAN:
            post = change.post.title if change.post else "jabatan kepala tidak ada dalam data"
            facts.append((f"Sebagai Plt. {post} ia dinilai", rater))
    if change.own_line is not None:
        facts.append((f"Di jabatannya sendiri {employee.name} dinilai", rater))
    return facts


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
