"""Check pages of delivering, accepting and the other acts on a result: what each will cause."""

from datetime import date

from django.urls import reverse

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import Delivery
from terukur.delivery.closing import last_day_for, talk_counts_from
from terukur.regulation.credit import PERCENTAGES
from terukur.regulation.parameters import number
from terukur.regulation.scales import OrganizationGrade, PositionKind, Rating
from terukur.web.checking import Check
from terukur.web.templatetags.terukur import tanggal


def _who(appraisal: Appraisal) -> str:
    place = appraisal.plan.assignment
    return f"{place.employee.name}, {place.position.title}"


def delivery_check(appraisal: Appraisal, delivery: Delivery, *, on: date) -> Check:
    """Return the grade that a delivery fixes, its basis, and the consequences for the employee."""
    grade = delivery.decision.result
    given = delivery.unit_grade
    days = number("objection.file_days", on=on)
    follows = (
        f"{appraisal.plan.assignment.employee.name} membaca predikat dan semua alasan Anda. Sejak dibuka, "
        f"ada {days} hari untuk menerima atau mengajukan keberatan. Rating tidak dapat Anda ubah lagi."
    )
    facts = [
        ("Pegawai", _who(appraisal)),
        ("Periode", appraisal.period.label),
        ("Predikat kinerja", grade.label),
        ("Hasil kerja", Rating(appraisal.result_rating).label),
        ("Perilaku kerja", Rating(appraisal.behavior_rating).label),
        ("Capaian organisasi", f"{OrganizationGrade(given.grade).label}, ditetapkan {tanggal(given.set_at)}"),
    ]
    if appraisal.plan.assignment.position.kind == PositionKind.FUNCTIONAL:
        credit = f"{PERCENTAGES[grade]} % dari koefisien tahunan, bila menjadi predikat tahunan"
        facts.append(("Angka kredit", credit))
    return Check(
        "Periksa sebelum disampaikan",
        facts,
        follows,
        "Anda dapat menarik kembali hasil ini dengan alasan, selama pegawai belum membukanya dan belum "
        "diberi tahu. Sesudah itu hanya keberatan yang dapat mengubahnya.",
        f"Sampaikan predikat {grade.label}",
        reverse("appraisal", args=[appraisal.pk]),
    )


def acceptance_check(appraisal: Appraisal) -> Check:
    """Return the consequence of accepting: the right to object ends, which could be used until a day."""
    last = last_day_for(appraisal)
    talked = talk_counts_from(appraisal) is not None
    return Check(
        "Periksa sebelum menerima",
        [
            ("Periode", appraisal.period.label),
            ("Predikat kinerja", appraisal.get_grade_display()),
            ("Hak keberatan", f"masih berlaku sampai {tanggal(last)}"),
        ],
        "Dengan menerima, Anda tidak lagi mengajukan keberatan atas hasil ini."
        + (" Percakapan sudah dicatat, jadi hasilnya langsung final." if talked else ""),
        "Karena hasilnya langsung final, penerimaan tidak dapat ditarik. Bila ragu, jangan terima dahulu."
        if talked
        else f"Penerimaan dapat Anda tarik sampai {tanggal(last)}, selama hasilnya belum final.",
        "Ya, saya menerima hasil ini",
        reverse("appraisal", args=[appraisal.pk]),
    )
