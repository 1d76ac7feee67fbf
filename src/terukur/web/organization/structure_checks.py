"""Check pages of transfers, leaving and changes of units: the effects are shown before they happen."""

from datetime import date, timedelta

from django.urls import reverse

from terukur.organization.models import Assignment, Employee, Position, ReportingLine, Unit
from terukur.organization.placements import Move, led_units
from terukur.organization.position_ends import PositionEnd, effects_of
from terukur.organization.positions import Post, find_position
from terukur.organization.queries import appraiser_of, subtree
from terukur.regulation.scales import PositionKind
from terukur.web.checking import Check
from terukur.web.organization.structure_forms import PositionForm
from terukur.web.templatetags.terukur import tanggal

_NAMED = 10
_DAY = timedelta(days=1)
Facts = list[tuple[str, str]]


def _place(position: Position) -> str:
    words = ", ".join(filter(None, [position.get_kind_display(), position.level]))
    return f"{position.title}, {_unit(position.unit)} ({words})"


def _unit(unit: Unit) -> str:
    """Return a unit with the one above it: several may have one name."""
    return f"{unit.name} di bawah {unit.parent.name}" if unit.parent else unit.name


def _new_place(post: Post, held: Position | None) -> str:
    """Return the position in words; one that will be made takes kind and level from the same one held."""
    found = find_position(post.unit, post.title)
    if found is not None:
        return _place(found)
    same = held if held is not None and held.title.casefold() == post.title.casefold() else None
    kind = post.kind or (PositionKind(same.kind) if same else None)
    level = post.level or (same.level if same else "")
    words = ", ".join(filter(None, [kind.label if kind else "", level]))
    return f"{post.title}, {_unit(post.unit)} (jabatan baru: {words})"


def _team_remarks(employee: Employee, last_day: date, but: Unit | None = None) -> list[str]:
    """Return what remains to be settled for those whom this person leads and appraises."""
    remarks = [
        f"Ia memimpin {headship.unit.name} ({headship.get_kind_display()}) sampai {tanggal(last_day)}. "
        "Sesudah ini tunjuk kepala lain di halaman unit itu; bawahannya beralih kepadanya."
        for headship in led_units(employee, last_day, but=but)
    ]
    names = list(
        ReportingLine.objects.filter(appraiser=employee, ends__isnull=True)
        .order_by("assignment__employee__name")
        .values_list("assignment__employee__name", flat=True)
    )
    if names and (but is None or remarks):
        more = f" dan {len(names) - _NAMED} orang lain" if len(names) > _NAMED else ""
        remarks.append(
            f"Ia menilai {len(names)} orang: {', '.join(names[:_NAMED])}{more}. Mereka perlu penilai lain."
        )
    return remarks


def transfer_check(
    present: Assignment, post: Post, appraiser: Employee | None, *, since: date, reason: str
) -> Check:
    """Return a transfer: from where to where, the appraisers, and what happens to plans and appraisals."""
    employee, last_day = present.employee, since - _DAY
    former = appraiser_of(present, on=last_day)
    facts: Facts = [
        ("Pegawai", employee.name),
        ("Dari", f"{_place(present.position)}, sampai {tanggal(last_day)}"),
        ("Ke", f"{_new_place(post, present.position)}, mulai {tanggal(since)}"),
        ("Penilai sampai pindah", former.name if former else "belum ada"),
        ("Penilai sesudahnya", appraiser.name if appraiser else "belum ada"),
        *effects_of(PositionEnd(present, last_day)),
        ("Dasar", reason),
    ]
    remarks = _team_remarks(employee, last_day, post.unit)
    if appraiser is None:
        remarks.append("Unit itu belum punya kepala: tetapkan penilainya di halaman pegawai sesudah ini.")
    return Check(
        "Periksa sebelum memindahkan",
        facts,
        f"Masa sampai {tanggal(last_day)} dinilai penilai lama. Mulai {tanggal(since)} {employee.name} "
        "menyusun SKP baru di “SKP saya” untuk jabatan barunya.",
        "Kepindahan dapat dibatalkan di halaman pegawai selama SKP di jabatan baru belum dimulai.",
        f"Pindahkan {employee.name}",
        reverse("transfer", args=[employee.pk]),
        remarks,
    )


def transfer_undo_check(move: Move) -> Check:
    """Return what taking a transfer back restores."""
    employee = move.after.employee
    return Check(
        "Periksa sebelum membatalkan kepindahan",
        [
            ("Pegawai", employee.name),
            ("Dihapus", f"{_place(move.after.position)}, mulai {tanggal(move.after.starts)}"),
            ("Berlaku lagi", f"{_place(move.before.position)}, sejak {tanggal(move.before.starts)}"),
        ],
        "Penilai, pimpinan unit, SKP dan penilaian di jabatan semula berjalan lagi seperti sebelumnya.",
        "Pindahkan lagi; tidak ada yang hilang.",
        "Batalkan kepindahan",
        reverse("person", args=[employee.pk]),
    )


def leaving_check(employee: Employee, present: Assignment | None, *, last_day: date, reason: str) -> Check:
    """Return what ends when somebody leaves."""
    facts: Facts = [("Pegawai", employee.name), ("Hari terakhir", tanggal(last_day)), ("Sebab", reason)]
    if present is not None and present.ends is None:
        former = appraiser_of(present, on=last_day)
        facts += [
            ("Jabatan terakhir", _place(present.position)),
            ("Penilai masa terakhir", former.name if former else "belum ada"),
            *effects_of(PositionEnd(present, last_day)),
        ]
    return Check(
        "Periksa sebelum mencatat berhenti",
        facts,
        f"Sesudah {tanggal(last_day)} ia tidak dapat masuk, tidak memimpin, dan peran khususnya berakhir. "
        "Yang sudah dinilai tetap; masa terakhirnya masih dinilai.",
        "Salah catat dibatalkan di halaman pegawai: jabatan dan penilainya berjalan lagi. Peran khusus "
        "diberikan lagi tersendiri.",
        "Catat berhenti",
        reverse("leave", args=[employee.pk]),
        _team_remarks(employee, last_day),
    )


def leaving_undo_check(employee: Employee, last: Assignment | None) -> Check:
    """Return what taking a leaving back restores."""
    facts: Facts = [("Pegawai", employee.name), ("Dicatat berhenti", tanggal(employee.left_on))]
    if last is not None:
        facts.append(("Berjalan lagi", _place(last.position)))
    return Check(
        "Periksa sebelum membatalkan berhenti",
        facts,
        "Jabatan, penilai, SKP dan penilaiannya berjalan lagi tanpa jeda, dan ia dapat masuk. Yang kembali "
        "setelah jeda dicatat dengan “Kembali bertugas”.",
        "Catat berhenti lagi.",
        "Batalkan berhenti",
        reverse("person", args=[employee.pk]),
    )


def return_check(
    employee: Employee, last: Assignment | None, post: Post, appraiser: Employee | None, *, since: date
) -> Check:
    """Return the position in which somebody is back from a day on."""
    remarks = [] if appraiser else ["Unit itu belum punya kepala: tetapkan penilainya sesudah ini."]
    return Check(
        "Periksa sebelum mencatat kembali bertugas",
        [
            ("Pegawai", employee.name),
            ("Jabatan", f"{_new_place(post, last.position if last else None)}, mulai {tanggal(since)}"),
            ("Penilai", appraiser.name if appraiser else "belum ada"),
        ],
        "Ia dapat masuk lagi dengan kata sandinya dan menyusun SKP baru. Masa di antaranya tetap kosong.",
        "Catat berhenti lagi.",
        "Catat kembali bertugas",
        reverse("bring-back", args=[employee.pk]),
        remarks,
    )


def unit_move_check(unit: Unit, parent: Unit, *, people: int) -> Check:
    """Return what goes along with a unit that is placed under another one."""
    below = len(subtree(unit.pk)) - 1
    return Check(
        "Periksa sebelum memindahkan unit",
        [
            ("Unit", unit.name),
            ("Dari bawah", unit.parent.name if unit.parent else "–"),
            ("Ke bawah", parent.name),
            ("Ikut berpindah", f"{below} unit di bawahnya, {people} orang"),
        ],
        "Pejabat penilai setiap orang tetap seperti sekarang. Capaian organisasi unit ini ditetapkan "
        f"pimpinan {parent.name}.",
        "Pindahkan lagi ke unit semula.",
        f"Pindahkan {unit.name}",
        reverse("unit-move", args=[unit.pk]),
    )


def unit_close_check(unit: Unit, *, last_day: date) -> Check:
    """Return what a closed unit means."""
    return Check(
        "Periksa sebelum menutup unit",
        [("Unit", unit.name), ("Hari terakhir", tanggal(last_day))],
        "Tidak ada orang yang dapat ditempatkan di sini lagi, dan kepalanya berakhir. Penilaian dan capaian "
        "yang sudah ada tetap.",
        "Buka lagi di halaman unit; kepalanya ditunjuk lagi.",
        f"Tutup {unit.name}",
        reverse("unit-close", args=[unit.pk]),
    )


def position_check(position: Position, form: PositionForm, holders: list[str]) -> Check:
    """Return the corrected words of a position and the people whom they concern."""
    facts: Facts = [("Jabatan", _place(position))]
    for name, field in form.fields.items():
        before, after = form.initial.get(name), form.cleaned_data[name]
        if name != "reason" and before != after:
            words = dict(getattr(field, "choices", []))
            facts.append(
                (
                    str(field.label),
                    f"{words.get(before, before) or '–'} menjadi {words.get(after, after) or '–'}",
                )
            )
    more = f" dan {len(holders) - _NAMED} orang lain" if len(holders) > _NAMED else ""
    facts.append((f"Dijabat ({len(holders)} orang)", (", ".join(holders[:_NAMED]) or "tidak ada") + more))
    return Check(
        "Periksa sebelum memperbaiki jabatan",
        facts,
        "Berlaku untuk semua yang menjabatnya, juga di masa lalu. Yang naik jenjang pada suatu hari "
        "dipindahkan ke jabatan barunya, bukan diperbaiki di sini.",
        "Perbaiki lagi; setiap perubahan tercatat di riwayat.",
        "Perbaiki jabatan",
        reverse("position", args=[position.pk]),
    )
