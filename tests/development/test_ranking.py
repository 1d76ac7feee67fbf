"""What is recommended for a need: what an experienced person would pick, with the reasons."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.development.ranking import Helped, behavior_need, competence_need, indicator_need, ranked
from tests.support.learning_shelf import shelf

TODAY = date(2026, 10, 1)
ITEMS = shelf()
BY_CODE = {item.code: item for item in ITEMS}


def indicator(name, result="", measure="", aspect="", unit=""):
    return indicator_need(key="t", name=name, result=result, measure=measure, aspect=aspect, unit=unit)


def behavior(value, *examples, context=()):
    return behavior_need(value=value, examples=examples, context=context)


def competence(key, name, level=2, required=3):
    return competence_need(key=key, name=name, level=level, required=required)


MEDIA = "Tiga kali observasi memakai ceramah dan soal yang sama; media baru belum dicoba."
PICKS = [
    (behavior("AD", MEDIA, context=["Guru Kelas Ahli Pertama"]), "C01 C02"),
    (behavior("AD", "Menolak memakai aplikasi layanan baru dan tetap mencatat di buku."), "C03"),
    (behavior("AD", "Menunggu diperintah walaupun antrean sudah menumpuk."), "C05"),
    (behavior("BP", "Membentak pemohon yang bertanya syarat KTP."), "C19 C18"),
    (behavior("BP.1", "Dua keluhan warga di LAPOR tidak ditindaklanjuti."), "C20"),
    (behavior("AK", "Datang terlambat sembilan kali dan laporan lewat tenggat."), "C24 C21"),
    (behavior("AK", "Kendaraan dinas dipakai untuk keperluan keluarga."), "C23 C21"),
    (behavior("KP", "Hasil pekerjaan sering dikembalikan karena tidak diperiksa ulang."), "C27"),
    (behavior("HR", "Berselisih dengan dua rekan di depan warga."), "C29"),
    (behavior("LY", "Membagikan kata sandi dan data warga ke grup obrolan."), "C32"),
    (behavior("KL", "Tidak pernah meminta pendapat pihak lain dalam rapat."), "C35"),
    (behavior("KL.3", "Bekerja sendiri tanpa menggerakkan mitra."), "C36 C34"),
    (indicator("Dokumen keliru", "Permohonan selesai benar", "dokumen-keliru", "quality"), "C16"),
    (
        indicator(
            "Permohonan selesai dalam standar waktu",
            "Permohonan adminduk selesai cepat",
            "layanan-tepat-waktu",
            "time",
        ),
        "C15",
    ),
    (indicator("Angka putus imunisasi DPT1 ke MR", "Imunisasi dasar lengkap", "putus-imunisasi"), "C11"),
    (indicator("Jumlah anak diimunisasi lengkap", "Anak mendapat imunisasi", "imunisasi-lengkap"), "C10 C12"),
    (indicator("Laporan bulanan tepat waktu", "Pencatatan imunisasi lengkap", aspect="time"), "C13"),
    (indicator("Kelas ibu yang diselenggarakan", "Penyuluhan imunisasi di kelas ibu"), "C14"),
    (indicator("Murid yang mencapai ketuntasan", "Ketuntasan belajar", "ketuntasan-belajar"), "C06 C07"),
    (indicator("Media pembelajaran baru yang dibuat", "Pembelajaran di kelas bermutu"), "C02 C01"),
    (indicator("Modul ajar yang disahkan", "Perangkat ajar lengkap"), "C55"),
    (indicator("Pengaduan yang ditindaklanjuti", "Pengaduan pemohon"), "C20"),
    (indicator("Serapan anggaran", "Anggaran terserap sesuai rencana", aspect="cost"), "C48"),
    (indicator("Surat yang diarsipkan", "Tata persuratan tertib"), "C37"),
    (indicator("Dialog kinerja yang dilakukan", "Bawahan dibina tepat waktu"), "C58"),
    (competence("analisis-data", "Analisis Data"), "C39 C40"),
    (competence("komunikasi", "Komunikasi"), "C43 C44"),
    (competence("pengambilan-keputusan", "Pengambilan Keputusan"), "C46 C45"),
    (competence("perekat-bangsa", "Perekat Bangsa"), "C47"),
    (competence("pengadaan", "Pengadaan Barang dan Jasa"), "C49"),
]


@pytest.mark.parametrize(("need", "picks"), PICKS, ids=lambda value: getattr(value, "key", ""))
def test_one_of_what_an_experienced_person_would_pick_is_among_the_first_three(need, picks):
    first = [one.item.code for one in ranked(need, ITEMS, on=TODAY)[:3]]
    assert set(picks.split()) & set(first), first


def test_what_fits_nothing_is_not_recommended():
    need = indicator("Kapal patroli yang dirawat", "Armada siap berlayar")
    assert ranked(need, ITEMS, on=TODAY) == []


def test_coaching_comes_before_a_course_where_behavior_is_below():
    need = behavior("BP", "Membentak pemohon di loket.")
    same = [
        replace(BY_CODE["C18"], code=code, form=form, behaviors=("BP",), measures=())
        for code, form in (("kursus", 11), ("coaching", 14), ("penugasan", 25))
    ]
    first = ranked(need, [*same, *ITEMS], on=TODAY)
    order = [one.item.code for one in first if one.item in same]
    assert order == ["coaching", "penugasan", "kursus"]
    assert any("10-20-70" in line for line in first[0].why)


def test_a_technical_training_comes_first_for_a_technical_gap():
    need = indicator("Dokumen keliru", measure="dokumen-keliru")
    same = [replace(BY_CODE["C16"], code=f"form-{form:02}", form=form) for form in (9, 3, 14)]
    assert next(one.item.form for one in ranked(need, same, on=TODAY)) == 3


def test_what_is_over_or_full_is_left_out_and_what_begins_soon_comes_first():
    need = indicator("Dokumen keliru", measure="dokumen-keliru")
    base = BY_CODE["C16"]

    def at(code, starts, days=5, free=None):
        return replace(base, code=code, starts=starts, ends=starts + timedelta(days=days), free=free)

    shown = ranked(
        need,
        [
            at("1-jauh", TODAY + timedelta(days=200)),
            at("2-segera", TODAY + timedelta(days=20)),
            at("3-lewat", TODAY - timedelta(days=30)),
            at("4-penuh", TODAY + timedelta(days=20), free=0),
        ],
        on=TODAY,
    )
    assert [one.item.code for one in shown] == ["2-segera", "1-jauh"]
    assert any("21-10-2026" in line for line in shown[0].why)


def test_what_helped_others_lifts_an_item_from_five_people_up_only():
    need = indicator("Dokumen keliru", measure="dokumen-keliru")
    twins = [replace(BY_CODE["C16"], code=code) for code in ("A", "B")]
    few = ranked(need, twins, on=TODAY, helped={"B": Helped(4, 4)})
    many = ranked(need, twins, on=TODAY, helped={"B": Helped(5, 5)})
    unhelpful = ranked(need, twins, on=TODAY, helped={"A": Helped(6, 0)})
    assert [one.item.code for one in few] == ["A", "B"]
    assert [one.item.code for one in many] == ["B", "A"]
    assert [one.item.code for one in unhelpful] == ["B", "A"]
    assert "5 dari 5 orang dengan kesenjangan yang sama membaik sesudahnya" in many[0].why


def test_every_recommendation_names_its_rule_and_its_evidence():
    need = indicator_need(
        key="t",
        name="Dokumen keliru",
        measure="dokumen-keliru",
        size=Fraction(1, 4),
        words="kurang seperempat",
        evidence=["Triwulan III 2026: 4 % dari 2 %"],
    )
    for one in ranked(need, ITEMS, on=TODAY):
        assert "Kesenjangan: kurang seperempat" in one.why
        assert "Bukti: Triwulan III 2026: 4 % dari 2 %" in one.why
        assert any(line.startswith(("Katalog menandainya", "Isinya tentang")) for line in one.why)


@given(st.permutations(ITEMS), st.sampled_from([need for need, _ in PICKS]))
def test_the_order_of_the_catalogue_changes_nothing(items, need):
    assert ranked(need, items, on=TODAY) == ranked(need, ITEMS, on=TODAY)


@given(st.sampled_from([need for need, _ in PICKS]), st.lists(st.sampled_from(ITEMS), unique=True))
def test_scores_fall_and_nobody_is_offered_what_is_not_there(need, items):
    found = ranked(need, items, on=TODAY)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert {one.item.code for one in found} <= {item.code for item in items}


def test_a_teacher_is_offered_nothing_of_immunization():
    need = indicator_need(
        key="t",
        name="Laporan bulanan tepat waktu",
        result="Cakupan murid tercatat lengkap",
        aspect="time",
        context=["Guru Kelas Ahli Pertama"],
    )
    codes = {one.item.code for one in ranked(need, ITEMS, on=TODAY)}
    assert not codes & {"C10", "C11", "C12", "C13", "C51"}


def test_a_late_report_is_no_complaint():
    need = indicator_need(
        key="t",
        name="Laporan bulanan tepat waktu",
        result="Laporan keuangan tersusun",
        aspect="time",
        context=["Pengadministrasi Keuangan"],
    )
    assert "C20" not in {one.item.code for one in ranked(need, ITEMS, on=TODAY)}
    complaint = indicator("Pengaduan yang ditindaklanjuti", "Pengaduan pemohon")
    assert ranked(complaint, ITEMS, on=TODAY)[0].item.code == "C20"
