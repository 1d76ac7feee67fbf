"""Files of plans in the layouts that offices have: forms, tables, targets as people write them."""

import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from terukur.jobs.management.import_commands import FileImportCommand
from terukur.ledger.acting import COMMAND
from terukur.ledger.importing import importer_named
from terukur.ledger.models import Entry
from terukur.organization.models import Agency, Assignment, Employee, ReportingLine, RoleGrant
from terukur.organization.operations import grant_role
from terukur.organization.people_import import import_people
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.starting import start_from_last_year
from terukur.planning.operations.versions import set_plan
from terukur.planning.plans_import import import_plans
from terukur.tables.arranging import Reason
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING
from terukur.tables.reading import UnreadableTable
from terukur.tables.templates import template_of
from terukur.tables.writing import to_csv
from tests.support.built_once import built_once
from tests.support.cast import acting, sign_in

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 30)
SITI = "199001152014022003"
ANDINI = "198003202006042010"
HENDRA = "197011301996031003"
SAMPLE = [
    ("idl-persen", "Cakupan IDL", "%", "unit", "latest"),
    ("ikm", "Indeks kepuasan", "indeks", "unit", "latest"),
    ("bayi-idl", "Bayi IDL dari register", "bayi", "employee", "sum"),
    ("kelas-bumil", "Kelas bumil", "kegiatan", "employee", "sum"),
    ("pasien-diasuh", "Pasien diasuh", "pasien", "employee", "sum"),
    ("tepat-waktu", "Tepat waktu", "%", "unit", "latest"),
    ("berkas", "Berkas", "berkas", "employee", "sum"),
]


@pytest.fixture(autouse=True)
def office(db):
    built_once("plan office", _office)


def _office():
    Agency.objects.create(code="REKAAN", name="Pemerintah Kab. Rekaan")
    name = "20-templat-lengkap.xlsx"
    import_people(content=(FILES / name).read_bytes(), filename=name, acting=acting(COMMAND, TODAY))
    for key, label, unit, subject, combination in SAMPLE:
        Measure.objects.create(key=key, name=label, unit=unit, subject=subject, combination=combination)


def load(name, content=None, **how):
    content = (FILES / name).read_bytes() if content is None else content
    return import_plans(content=content, filename=name, acting=acting(COMMAND, TODAY), **how)


def indicators(number=SITI, version=1):
    found = Indicator.objects.filter(
        result__version__plan__assignment__employee__number=number, result__version__number=version
    )
    return {one.name: one for one in found.order_by("number").select_related("result", "measure")}


def refused(call):
    with pytest.raises(ImportRefused) as told:
        call()
    return told.value.errors


def test_the_form_of_the_annex_is_read_with_even_weights_that_are_told():
    looked = load("40-skp-formulir-lampiran.xlsx", dry_run=True)
    assert not Indicator.objects.exists()
    counts = load("40-skp-formulir-lampiran.xlsx", confirmed=EVERYTHING)
    assert counts.changes == looked.changes
    assert (counts.rows, counts.created) == (6, 1)
    found = indicators()
    assert [(float(one.target), one.unit) for one in found.values()] == [
        (240, "bayi"),
        (95, "%"),
        (12, "bulan"),
        (24, "kegiatan"),
        (80, "%"),
        (1, "laporan"),
    ]
    assert found["Persentase pelaporan ASIK lengkap"].target_high == 100
    assert found["Persentase pelaporan ASIK lengkap"].direction == "range"
    assert sum(one.weight for one in found.values()) == 100
    assert any("dibagi rata atas 6 indikator" in words for words in counts.changes)
    last = found["Laporan kegiatan"].result
    assert (last.kind, last.title, last.support_reason) == ("additional", "Menjadi panitia HUT RI", "")
    second = found["Peserta yang hadir penuh"].result
    assert (second.title, second.support_reason) == (
        "Terlaksananya kelas ibu hamil",
        "Meningkatnya cakupan layanan KIA",
    )
    assert PlanVersion.objects.get().status == "draft"
    left = {one.reason for one in counts.understood.left_out}
    assert {Reason.TITLE, Reason.NUMBERING, Reason.GROUP, Reason.BELOW} <= left
    assert load("40-skp-formulir-lampiran.xlsx").unchanged == 1


def test_a_form_that_both_signed_is_loaded_as_set():
    counts = load("40-skp-formulir-lampiran.xlsx", signed=True, confirmed=EVERYTHING)
    version = PlanVersion.objects.get()
    assert (version.status, version.in_force_from) == ("set", date(2026, 1, 1))
    first = indicators()["Jumlah bayi yang mendapat IDL"]
    assert (first.formula, first.source) == (
        "Realisasi dibagi target dikali 100",
        "Laporan pegawai (formulir SKP)",
    )
    assert any("Laporan pegawai (formulir SKP)" in words for words in counts.changes)
    assert load("40-skp-formulir-lampiran.xlsx", signed=True).unchanged == 1


def test_a_measure_of_the_same_name_is_taken_where_only_one_fits():
    Measure.objects.create(
        key="idl", name="Jumlah bayi yang mendapat IDL", unit="bayi", subject="employee", combination="sum"
    )
    counts = load("40-skp-formulir-lampiran.xlsx", signed=True, confirmed=EVERYTHING)
    assert indicators()["Jumlah bayi yang mendapat IDL"].measure.key == "idl"
    assert any("diukur dari data: Jumlah bayi" in words for words in counts.changes)


def test_a_draft_becomes_set_when_the_signed_form_comes():
    load("40-skp-formulir-lampiran.xlsx", confirmed=EVERYTHING)
    counts = load("40-skp-formulir-lampiran.xlsx", signed=True, confirmed=EVERYTHING)
    assert counts.updated == 1
    assert any("konsep menjadi ditetapkan" in words for words in counts.changes)
    version = PlanVersion.objects.get()
    assert (version.status, version.set_by_document) == ("set", "Dimuat dari 40-skp-formulir-lampiran.xlsx")
    assert {one.source for one in indicators().values()} == {"Laporan pegawai (formulir SKP)"}
    assert load("40-skp-formulir-lampiran.xlsx", signed=True).unchanged == 1


def test_another_appraiser_in_the_form_is_asked():
    line = ReportingLine.objects.get(assignment__employee__number=SITI, ends__isnull=True)
    counts = load("40-skp-formulir-lampiran.xlsx", dry_run=True)
    asked = [question for question in counts.asked if question.topic == "other-appraiser"]
    assert bool(asked) == (line.appraiser.number != ANDINI)
    ReportingLine.objects.filter(pk=line.pk).update(appraiser=Employee.objects.get(number=HENDRA))
    (asked,) = [
        question
        for question in load("40-skp-formulir-lampiran.xlsx", dry_run=True).asked
        if question.topic == "other-appraiser"
    ]
    assert "dr. Andini Misalan" in asked.message
    assert "Hendra" in asked.message
    with pytest.raises(Unanswered):
        load("40-skp-formulir-lampiran.xlsx")


def test_targets_as_people_write_them():
    counts = load("42-skp-target-aneh.csv", dry_run=True)
    unclear = [question.value for question in counts.asked if question.topic == "ambiguous-number"]
    assert unclear == ["1.250"]
    load("42-skp-target-aneh.csv", confirmed=EVERYTHING)
    found = Indicator.objects.order_by("number")
    assert [(one.target, one.target_high) for one in found] == [
        (240, None),
        (1250, None),
        (Decimal("1250.5"), None),
        (1500000, None),
        (95, None),
        (95, 100),
        (12, None),
        (90, None),
        (Decimal("1.5"), None),
    ]
    assert {one.unit for one in found} == {"bayi"}


def test_a_cell_shown_as_percent_is_percent():
    load("43-skp-sel-persen.xlsx")
    (one,) = indicators().values()
    assert (one.target, one.unit, one.weight) == (95, "%", 100)


def test_another_target_for_a_set_plan_is_a_revision_that_waits_for_the_appraiser():
    assert load("44-skp-baik.csv").created == 8
    assert load("44-skp-baik.csv").unchanged == 8
    looked = load("44b-skp-diubah.csv", dry_run=True)
    assert PlanVersion.objects.filter(number=2).count() == 0
    counts = load("44b-skp-diubah.csv")
    assert counts.changes == looked.changes
    assert (counts.updated, counts.unchanged) == (1, 7)
    (told,) = counts.changes
    assert "Siti Aminah" in told
    assert "target dari 240 ke 999" in told
    assert "menunggu pejabat penilai" in told
    version = PlanVersion.objects.get(number=2)
    assert (version.status, version.revision_reason) == ("submitted", "Dimuat dari 44b-skp-diubah.csv")
    name = "Jumlah bayi yang mendapat IDL"
    assert (indicators()[name].target, indicators(version=2)[name].target) == (240, 999)
    assert indicators()[name].thread == indicators(version=2)[name].thread
    assert load("44b-skp-diubah.csv").unchanged == 8
    assert load("44-skp-baik.csv").unchanged == 8
    acts = list(Entry.objects.filter(chain=f"plan/{version.plan_id}").values_list("act", flat=True))
    assert {"revision-started", "plan-changed-by-file", "plan-submitted"} <= set(acts)
    appraiser = ReportingLine.objects.get(assignment=version.plan.assignment, ends__isnull=True).appraiser
    set_plan(version=version, acting=acting(appraiser.user, TODAY))
    assert load("44b-skp-diubah.csv").unchanged == 8


def test_what_waits_for_the_appraiser_is_not_overwritten():
    load("44-skp-baik.csv")
    load("44b-skp-diubah.csv")
    other = (FILES / "44b-skp-diubah.csv").read_bytes().replace(b";999;", b";888;")
    (error,) = refused(lambda: load("lain.csv", other))
    assert "menunggu pejabat penilai" in error.message


def test_a_draft_is_changed_from_what_to_what():
    draft = (FILES / "44-skp-baik.csv").read_bytes().replace(b"DITETAPKAN", b"KONSEP")
    load("konsep.csv", draft)
    counts = load("konsep.csv", draft.replace(b";240;", b";250;").replace(b"Jumlah kelas ibu", b"Kelas ibu"))
    (told,) = counts.changes
    assert "konsep diubah" in told
    assert "target dari 240 ke 250" in told
    assert "indikator dari Jumlah kelas ibu hamil ke Kelas ibu hamil" in told
    assert list(indicators()) == ["Jumlah bayi yang mendapat IDL", "Kelas ibu hamil"]
    assert PlanVersion.objects.filter(number=2).count() == 0


def test_an_indicator_that_the_file_lacks_is_asked_before_it_goes():
    load("44-skp-baik.csv")
    lines = (FILES / "44-skp-baik.csv").read_bytes().splitlines()
    less = b"\n".join(
        line.replace(b";;60;bayi-idl", b";;100;bayi-idl") for line in lines if b"kelas-bumil" not in line
    )
    (asked,) = load("kurang.csv", less, dry_run=True).asked
    assert "Jumlah kelas ibu hamil" in asked.message
    load("kurang.csv", less, confirmed=EVERYTHING)
    assert list(indicators(version=2)) == ["Jumlah bayi yang mendapat IDL"]


def test_last_years_plan_is_taken_and_this_years_starts_as_its_copy(client):
    counts = load("45-skp-2025.csv")
    assert counts.created == 1
    employee = Employee.objects.get(number=HENDRA)
    sign_in(client, HENDRA)
    assert "SKP tahun lalu" in client.get(reverse("plans")).content.decode()
    copy = start_from_last_year(
        assignment=Assignment.objects.get(employee=employee), year=2026, acting=acting(employee.user, TODAY)
    )
    assert [one.name for one in Indicator.objects.filter(result__version=copy)] == ["Usul KP selesai"]
    assert "SKP tahun lalu" not in client.get(reverse("plans")).content.decode()


# Forms as other programs and offices make them.
HEAD = ["NO", "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI", "RENCANA HASIL KERJA", "ASPEK"]
TABLE = [*HEAD, "INDIKATOR KINERJA INDIVIDU", "TARGET"]
ROW = ["1", "Meningkatnya layanan", "Layanan berjalan", "Kuantitas", "Berkas selesai", "120 berkas"]


def form(number=SITI, name="Siti Aminah Umpama, A.Md.Keb.", rows=(ROW,), table=TABLE, year=2026):
    return [
        ["SASARAN KINERJA PEGAWAI"],
        [f"PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN {year}"],
        ["NO", "PEGAWAI YANG DINILAI", "", "NO", "PEJABAT PENILAI KINERJA", ""],
        ["1", "NAMA", name, "1", "NAMA", "dr. Andini Misalan"],
        ["2", "NIP", number, "2", "NIP", ANDINI],
        ["HASIL KERJA"],
        table,
        ["A. UTAMA"],
        *rows,
        ["B. TAMBAHAN"],
        ["PERILAKU KERJA"],
        ["1", "Berorientasi Pelayanan"],
        ["Pegawai yang Dinilai,", "", "", "", "Pejabat Penilai Kinerja,"],
        [name, "", "", "", "dr. Andini Misalan"],
        [f"NIP. {number}", "", "", "", f"NIP. {ANDINI}"],
    ]


def as_csv(lines):
    return to_csv(lines[0], lines[1:])


def test_persons_one_below_the_other_and_a_single_column_block():
    lines = [
        ["SASARAN KINERJA PEGAWAI", "TAHUN 2026"],
        ["I. PEGAWAI YANG DINILAI"],
        ["Nama", ":", "Siti Aminah Umpama"],
        ["NIP/NIPPPK", ":", SITI],
        ["II. PEJABAT PENILAI KINERJA"],
        ["Nama : dr. Andini Misalan"],
        [f"NIP : {ANDINI}"],
        [*HEAD, "INDIKATOR KINERJA INDIVIDU", "TARGET"],
        ["UTAMA"],
        ROW,
        ["2", "", "Lain", "Waktu", "Laporan tepat waktu", "≤ 5 hari"],
        ["TAMBAHAN"],
        ["1", "-", "Panitia", "Kuantitas", "Kegiatan", "3"],
    ]
    load("atas-bawah.csv", as_csv(lines), confirmed=EVERYTHING)
    found = indicators()
    assert found["Laporan tepat waktu"].direction == "lower"
    assert found["Kegiatan"].result.kind == "additional"


def test_two_forms_in_one_sheet_and_a_section_without_rows():
    both = [*form(), *form(HENDRA, "Drs. Hendra Gunawan Contoh, M.M.")]
    counts = load("dua.csv", as_csv(both), confirmed=EVERYTHING)
    assert (counts.created, counts.rows) == (2, 2)


def test_the_form_of_a_leader_with_perspectives():
    table = ["NO", "RENCANA HASIL KERJA", "PERSPEKTIF", "INDIKATOR KINERJA INDIVIDU", "TARGET"]
    rows = [["1", "Layanan kepegawaian prima", "Proses Bisnis", "Indeks layanan", "3,5"]]
    load("jpt.csv", as_csv(form(HENDRA, "Hendra Gunawan Contoh", rows, table)), confirmed=EVERYTHING)
    (one,) = indicators(HENDRA).values()
    assert (one.result.perspective, one.target) == ("business-process", Decimal("3.5"))


def test_a_recap_names_its_people_once_and_its_year_in_the_title():
    lines = [
        ["REKAPITULASI SKP TAHUN 2026"],
        [],
        ["No", "NIP Pegawai", "Nama Pegawai", "RHK Atasan", "RHK", "Aspek", "IKI", "Target", "Satuan"],
        [
            "1",
            SITI,
            "Siti Aminah Umpama",
            "Meningkatnya",
            "Imunisasi",
            "Kuantitas",
            "Bayi IDL",
            "240",
            "bayi",
        ],
        ["", "", "", "", "", "Kualitas", "Cakupan", "95%", ""],
        ["2", HENDRA, "Hendra Gunawan Contoh", "", "Layanan", "Kuantitas", "Usul", "300", "usul"],
    ]
    counts = load("rekap.csv", as_csv(lines), confirmed=EVERYTHING)
    assert counts.created == 2
    assert {one.result.title for one in indicators().values()} == {"Imunisasi"}
    assert indicators()["Cakupan"].pace == "level"


def test_a_year_is_asked_for_where_the_form_has_none():
    lines = [line for line in form() if not line[0].startswith("PERIODE")]
    with pytest.raises(UnreadableTable, match="tidak menyebut tahunnya"):
        load("tanpa-tahun.csv", as_csv(lines))


@pytest.mark.parametrize("written", ["31 Desember 2026", "31/12/2026", "2026-12-31", "31 Des"])
def test_a_day_is_no_target(written):
    errors = refused(lambda: load("tanggal.csv", as_csv(form(rows=[[*ROW[:5], written]]))))
    assert [error.column for error in errors] == ["TARGET"]
    assert "JATUH TEMPO" in errors[0].message


def test_all_errors_of_all_forms_come_at_once_with_their_place():
    wrong = form(rows=[[*ROW[:5], "segera"]])
    content = packed({"a.csv": as_csv(wrong), "b.csv": as_csv(form(HENDRA, rows=[[*ROW[:5], ""]]))})
    errors = refused(lambda: load("banyak.zip", content))
    assert [str(error.line) for error in errors] == ["9 di lembar “a.csv”", "9 di lembar “b.csv”"]


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_an_archive_of_forms_is_one_load():
    content = packed(
        {
            "unit/siti.xlsx": (FILES / "40-skp-formulir-lampiran.xlsx").read_bytes(),
            "unit/hendra.csv": as_csv(form(HENDRA, "Hendra Gunawan Contoh")),
            "unit/~$siti.xlsx": b"x",
            "__MACOSX/unit/._siti.xlsx": b"x",
            "unit/siti.pdf": b"%PDF",
        }
    )
    counts = load("formulir.zip", content, confirmed=EVERYTHING)
    assert counts.created == 2
    assert [one.words for one in counts.understood.left_out if one.reason is Reason.FILE] == ["siti.pdf"]
    assert load("formulir.zip", content, confirmed=EVERYTHING).unchanged == 2


def test_the_same_person_twice_in_an_archive_is_refused():
    content = packed({"a.csv": as_csv(form()), "b.csv": as_csv(form())})
    (error,) = refused(lambda: load("ganda.zip", content))
    assert "sudah ada di baris" in error.message


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"dalam.xlsx": packed({"a.csv": b"x"})}, "arsip di dalam arsip"),
        ({f"{number}.csv": b"x" for number in range(501)}, "paling banyak 500"),
        ({"a.pdf": b"x"}, "tidak berisi formulir SKP"),
        ({"besar.csv": b"0" * (31 * 1024 * 1024)}, "terlalu besar"),
    ],
)
def test_archives_are_bounded(files, words):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableTable, match=words):
        load("arsip.zip", stream.getvalue())


def test_a_broken_archive_is_refused():
    with pytest.raises(UnreadableTable, match="rusak"):
        load("arsip.zip", b"PK\x03\x04" + b"\0" * 100)


def test_a_folder_is_loaded_by_the_command(tmp_path):
    folder = tmp_path / "skp"
    folder.mkdir()
    (folder / "a.csv").write_bytes(as_csv(form()))
    (folder / "b.csv").write_bytes(as_csv(form("199305202023211005", "Budi Andaian, S.Kep., Ners")))
    call_command(FileImportCommand(importer_named("plans")), str(folder), "--signed", "--confirm")
    assert PlanVersion.objects.filter(status="set").count() == 2


def test_a_wrong_file_of_a_folder_is_named_on_the_command_line(tmp_path, capsys):
    (tmp_path / "a.csv").write_bytes(as_csv(form(rows=[[*ROW[:5], "segera"]])))
    (tmp_path / "b.csv").write_bytes(as_csv(form(HENDRA, "Hendra Gunawan Contoh")))
    with pytest.raises(CommandError):
        call_command(FileImportCommand(importer_named("plans")), str(tmp_path), "--json")
    assert json.loads(capsys.readouterr().out)["errors"][0]["line"] == "9 di lembar “a.csv”"


def test_the_page_keeps_the_choice_whether_forms_are_signed(client):
    grant = Employee.objects.get(number=HENDRA)
    grant_role(user=grant.user, role=RoleGrant.Role.PERFORMANCE_TEAM, acting=acting(COMMAND, TODAY))
    sign_in(client, HENDRA)
    with (FILES / "40-skp-formulir-lampiran.xlsx").open("rb") as opened:
        page = client.post(reverse("upload"), {"kind": "plans", "file": opened, "signed": "on"})
    told = page.content.decode()
    assert "SKP 2026 (ditetapkan)" in told
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', told))
    answers = re.findall(r'name="answer" value="([^"]*)"', told)
    client.post(reverse("upload"), {**hidden, "answer": answers, "confirm": "1"})
    assert PlanVersion.objects.get().status == "set"


def test_the_template_is_read_back_with_its_own_example(client):
    content = template_of(importer_named("plans").template)
    with pytest.raises(UnreadableTable, match="hanya berisi judul"):
        load("templat.xlsx", content)
    columns = importer_named("plans").template
    row = [column.example for column in columns]
    load("isi.csv", to_csv([column.header for column in columns], [row]), confirmed=EVERYTHING)
    assert indicators()["Jumlah bayi yang mendapat IDL"].measure.key == "bayi-idl"
