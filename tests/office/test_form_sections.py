"""The annex form of three kinds of officials, whole: results, expectations on behavior, annex lists."""

from datetime import date
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.organization.models import Agency
from terukur.organization.people_import import import_people
from terukur.planning.models import AnnexItem, BehaviorExpectation, Indicator, PlanVersion
from terukur.planning.plans_import import import_plans
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.tables.arranging import Reason
from terukur.tables.questions import EVERYTHING
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv, to_workbook
from tests.support.built_once import built_once
from tests.support.cast import acting

pytestmark = pytest.mark.django_db
PEOPLE = Path(__file__).parent / "files" / "20-templat-lengkap.xlsx"
TODAY = date(2026, 1, 20)
HENDRA = ("197011301996031003", "Drs. Hendra Gunawan Contoh, M.M.")
MAHMUD = ("197708092003121005", "Mahmud Andaian, S.STP., M.Si.")
SITI = ("199001152014022003", "Siti Aminah Umpama, A.Md.Keb.")
BAMBANG = ("196904121994031002", "Dr. H. Bambang Rekaan, M.Si.")
ANDINI = ("198003202006042010", "dr. Andini Misalan")
LISTS = {
    "DUKUNGAN SUMBER DAYA": ["Dua petugas pendaftaran", "Anggaran Rp150 juta"],
    "SKEMA PERTANGGUNGJAWABAN": ["Laporan bulanan kepada pimpinan"],
    "KONSEKUENSI": ["Pengembangan kompetensi bila tercapai", "Bimbingan bila tidak tercapai"],
}
LEADER = ["NO", "RENCANA HASIL KERJA", "INDIKATOR KINERJA INDIVIDU", "TARGET", "PERSPEKTIF"]
STAFF = [
    "NO",
    "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
    "RENCANA HASIL KERJA",
    "ASPEK",
    "INDIKATOR KINERJA INDIVIDU",
    "TARGET",
]
OFFICIALS = {
    "JPT": (
        HENDRA,
        BAMBANG,
        LEADER,
        ["1", "Layanan kepegawaian prima", "Indeks layanan kepegawaian", "3,5 indeks", "Penerima Layanan"],
    ),
    "administrator": (
        MAHMUD,
        BAMBANG,
        STAFF,
        ["1", "Layanan publik naik", "Layanan kecamatan cepat", "Waktu", "Izin selesai tepat waktu", "95 %"],
    ),
    "fungsional": (
        SITI,
        ANDINI,
        STAFF,
        [
            "1",
            "Cakupan KIA naik",
            "Imunisasi dasar lengkap",
            "Kuantitas",
            "Bayi yang mendapat IDL",
            "240 bayi",
        ],
    ),
}


@pytest.fixture(autouse=True)
def office(db):
    built_once("plan sections office", _office)


def _office():
    Agency.objects.create(code="REKAAN", name="Pemerintah Kab. Rekaan")
    import_people(content=PEOPLE.read_bytes(), filename=PEOPLE.name, acting=acting(COMMAND, TODAY))


def persons(own, appraiser):
    return [
        ["NO", "PEGAWAI YANG DINILAI", "", "NO", "PEJABAT PENILAI KINERJA", ""],
        ["1", "NAMA", own[1], "1", "NAMA", appraiser[1]],
        ["2", "NIP", own[0], "2", "NIP", appraiser[0]],
    ]


def signatures(own, appraiser):
    return [
        ["", "", "", "Rekaan, 5 Januari 2026"],
        ["Pegawai yang Dinilai,", "", "", "Pejabat Penilai Kinerja,"],
        [own[1], "", "", appraiser[1]],
        [f"NIP. {own[0]}", "", "", f"NIP. {appraiser[0]}"],
    ]


def behavior(expected):
    yield ["PERILAKU KERJA"]
    for number, value in enumerate(BEHAVIOR_VALUES, start=1):
        yield [str(number), value.name]
        guides = [f"- {guide.text}" for guide in value.guides]
        yield ["", guides[0], "", "Ekspektasi Khusus Pimpinan:"]
        yield ["", guides[1], "", expected.get(value.code, "")]
        yield ["", guides[2], "", ""]


def lists(annexes):
    for heading, items in annexes.items():
        yield [heading]
        yield from ([f"{number}.", item] for number, item in enumerate(items, start=1))


def results(kind, expected):
    own, appraiser, table, row = OFFICIALS[kind]
    return [
        ["SASARAN KINERJA PEGAWAI"],
        ["PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026"],
        *persons(own, appraiser),
        ["HASIL KERJA"],
        table,
        ["A. UTAMA"],
        row,
        ["B. TAMBAHAN"],
        *behavior(expected),
        *signatures(own, appraiser),
    ]


def annex(kind, annexes):
    own, appraiser, _table, _row = OFFICIALS[kind]
    title = ["LAMPIRAN SASARAN KINERJA PEGAWAI"]
    return [title, *persons(own, appraiser), *lists(annexes), *signatures(own, appraiser)]


def load(name, content, **how):
    return import_plans(content=content, filename=name, acting=acting(COMMAND, TODAY), **how)


def as_csv(lines):
    return to_csv(lines[0], lines[1:])


def stored_expectations():
    found = BehaviorExpectation.objects.filter(version=PlanVersion.objects.latest("pk"))
    return {one.value: one.expectation for one in found if one.expectation}


def stored_lists():
    told = {}
    for item in AnnexItem.objects.filter(version=PlanVersion.objects.latest("pk")):
        told.setdefault(item.get_list_display().upper(), []).append(item.text)
    return told


@pytest.mark.parametrize("kind", OFFICIALS)
def test_the_whole_form_of_an_official_is_loaded(kind):
    expected = {"BP": "Warga dilayani tanpa antre panjang", "KL": "Bekerja bersama puskesmas dan sekolah"}
    workbook = to_workbook({"SKP": results(kind, expected), "Lampiran": annex(kind, LISTS)})
    looked = load("skp.xlsx", workbook, dry_run=True)
    shown = {one.period: one.value for one in looked.understood.meanings}
    assert "Berorientasi Pelayanan: Warga dilayani" in shown["Ekspektasi khusus pimpinan"]
    assert "Dukungan sumber daya: Dua petugas pendaftaran; Anggaran" in shown["Lampiran SKP"]
    assert not AnnexItem.objects.exists()
    assert load("skp.xlsx", workbook, confirmed=EVERYTHING).created == 1
    assert stored_expectations() == expected
    assert stored_lists() == LISTS
    assert PlanVersion.objects.get().annex_reasons == {}
    assert Indicator.objects.get().result.version.behaviors.count() == 7
    assert load("skp.xlsx", workbook, confirmed=EVERYTHING).unchanged == 1


def test_an_annex_on_the_same_sheet_below_the_signatures_belongs_to_the_form():
    lines = [*results("administrator", {}), *annex("administrator", LISTS)]
    counts = load("skp.csv", as_csv(lines), confirmed=EVERYTHING)
    assert (counts.created, stored_expectations(), stored_lists()) == (1, {}, LISTS)
    below = [one.words for one in counts.understood.left_out if one.reason is Reason.BELOW]
    assert not any("Anggaran" in words for words in below)
    assert any("Rekaan, 5 Januari" in words for words in below)


def test_a_form_without_annex_says_where_it_is():
    load("skp.csv", as_csv(results("JPT", {})), confirmed=EVERYTHING)
    assert set(PlanVersion.objects.get().annex_reasons.values()) == {
        "Lampiran ada pada dokumen SKP yang dimuat"
    }


def test_a_form_in_words_is_refused_with_the_way_to_enter_it():
    own, appraiser, _table, _row = OFFICIALS["fungsional"]
    lines = [
        ["SASARAN KINERJA PEGAWAI", "PENDEKATAN HASIL KERJA KUALITATIF", "PERIODE PENILAIAN 2026"],
        *persons(own, appraiser),
        ["NO", "RENCANA HASIL KERJA"],
        ["1", "Pengaduan tuntas"],
        ["", "Ukuran keberhasilan/Indikator Kinerja Individu, dan Target:"],
        ["", "- Warga tahu siapa yang menangani"],
    ]
    with pytest.raises(UnreadableTable, match="di halaman SKP, pada tiap hasil kerja"):
        load("kualitatif.csv", as_csv(lines))


def test_other_words_in_a_later_form_change_the_draft_and_are_told():
    load(
        "skp.csv",
        as_csv([*results("JPT", {"AK": "Laporan benar"}), *annex("JPT", LISTS)]),
        confirmed=EVERYTHING,
    )
    other = {**LISTS, "KONSEKUENSI": ["Penghargaan"]}
    lines = [*results("JPT", {"AK": "Laporan benar dan tepat waktu"}), *annex("JPT", other)]
    counts = load("skp.csv", as_csv(lines), confirmed=EVERYTHING)
    (told,) = counts.changes[-1:]
    assert "ekspektasi Akuntabel dari “Laporan benar” ke “Laporan benar dan tepat waktu”" in told
    assert "Konsekuensi: dari 2 ke 1 butir (Penghargaan)" in told
    assert stored_expectations() == {"AK": "Laporan benar dan tepat waktu"}
    assert stored_lists() == other
    # A form that says nothing of them leaves them as they are.
    assert load("skp.csv", as_csv(results("JPT", {})), confirmed=EVERYTHING).unchanged == 1
    assert stored_lists() == other
