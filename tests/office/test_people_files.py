"""Files of people in the layouts that offices have, loaded on an empty agency."""

from datetime import date
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.organization.models import Agency, Assignment, Employee, Position, Unit
from terukur.organization.people_import import import_people
from terukur.organization.ranks import rank_on
from terukur.regulation.scales import EmploymentKind, PositionKind
from terukur.tables.arranging import Reason
from terukur.tables.cells import ImportRefused
from terukur.tables.questions import EVERYTHING
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv
from tests.support.cast import acting

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def agency(db):
    return Agency.objects.create(code="REKAAN", name="Pemerintah Kab. Rekaan")


def load(name, **how):
    content = (FILES / name).read_bytes()
    return import_people(content=content, filename=name, acting=acting(COMMAND, TODAY), **how)


def left_out(counts, reason):
    return [left.words for left in counts.understood.left_out if left.reason is reason]


@pytest.mark.parametrize("name", ["01-siasn-3-lembar.xlsx", "01b-siasn.csv"])
def test_the_export_of_the_national_system_is_loaded_whole(name):
    counts = load(name)
    assert (counts.rows, counts.created) == (14, 14)
    assert not counts.asked
    people = {employee.number: employee for employee in Employee.objects.all()}
    sekda = people["196904121994031002"]
    assert (sekda.name, sekda.kind, sekda.rank) == ("Dr. H. Bambang Rekaan, M.Si.", "pns", "IV/d")
    assert sekda.siasn_id == "A8ACA70000FFEE"
    kinds = [people[number].kind for number in ("199305202023211005", "199506072025212044")]
    assert kinds == [EmploymentKind.PPPK, EmploymentKind.PPPK_PART_TIME]
    held = {row.employee.number: row for row in Assignment.objects.select_related("employee", "position")}
    doctor = held["198003202006042010"]
    assert doctor.starts == date(2021, 4, 1)
    assert (doctor.position.kind, doctor.position.level) == (PositionKind.FUNCTIONAL, "Ahli Madya")
    assert held["198212012009012002"].position.kind == PositionKind.SUPERVISOR
    assert held["197202151999032004"].position.kind == PositionKind.HIGH_LEADER
    assert held["199506072025212044"].position.kind == PositionKind.IMPLEMENTER
    assert Unit.objects.count() == 6
    assert {"NIK", "ALAMAT", "TANGGAL LAHIR"} <= set(counts.understood.unused)
    assert load(name).unchanged == 14


def test_three_sheets_name_the_sheet_of_a_wrong_cell():
    content = (FILES / "01-siasn-3-lembar.xlsx").read_bytes()
    counts = load("01-siasn-3-lembar.xlsx", dry_run=True)
    lines = {f"{meaning.line}" for meaning in counts.understood.meanings}
    assert "2 di lembar “Data_Pegawai_PNS”" in lines
    assert len(content) > 0


def test_an_old_nominatif_with_a_sum_and_signatures():
    counts = load("03-nominatif-biff.xls")
    assert counts.created == 14
    assert Employee.objects.get(number="198212012009012002").rank == "III/d"
    assert left_out(counts, Reason.TITLE)[0] == "DAFTAR NOMINATIF PEGAWAI"
    assert left_out(counts, Reason.SUM) == ["JUMLAH · 14 orang"]
    assert left_out(counts, Reason.BELOW)[0] == "Rekaan, 30 November 2026"
    (compared,) = counts.understood.sums
    assert "14 orang; terbaca 14 orang: sama" in compared


def test_windows_text_with_semicolons_keeps_every_rank():
    load("05-cp1252-titikkoma.csv")
    assert Employee.objects.filter(rank="").count() == 1


def test_a_sum_at_the_end_is_left_out_and_told():
    counts = load("10-baris-jumlah.csv")
    assert (counts.created, left_out(counts, Reason.SUM)) == (14, ["JUMLAH · 14"])


def test_kinds_as_people_write_them():
    with pytest.raises(ImportRefused) as refused:
        load("16-status-kata.csv")
    assert [(error.value, error.column) for error in refused.value.errors][-1] == ("Aktif", "Status Pegawai")


@pytest.mark.parametrize(
    ("name", "words"), [("13-html-bernama.xls", "halaman web"), ("17-berkata-sandi.xlsx", "berkata sandi")]
)
def test_what_is_no_table_has_its_own_reason(name, words):
    with pytest.raises(UnreadableTable, match=words):
        load(name)


def test_our_own_layout_with_heads_and_appraisers():
    counts = load("20-templat-lengkap.xlsx")
    assert counts.created == 14
    assert load("20-templat-lengkap.xlsx").unchanged == 14


def test_a_transfer_keeps_kind_and_level_of_the_position():
    load("20-templat-lengkap.xlsx")
    load("70-mutasi.xlsx", confirmed=EVERYTHING)
    held = Assignment.objects.on(TODAY).get(employee__number="199001152014022003").position
    assert (held.unit.code, held.kind, held.level) == ("DINKES", PositionKind.FUNCTIONAL, "Mahir")


def test_three_schools_alike_for_forty_letters():
    load("71-unit-nama-panjang.csv")
    assert Unit.objects.count() == 3


def test_corrections_of_kind_and_level_are_asked_and_done():
    load("20-templat-lengkap.xlsx")
    asked = load("74-perbaiki-jabatan.csv", dry_run=True).asked
    assert {question.topic for question in asked} >= {"position-corrected", "other-unit-name", "other-head"}
    counts = load("74-perbaiki-jabatan.csv", confirmed=EVERYTHING)
    assert "dari Pengawas menjadi Administrator" in "\n".join(counts.changes)
    position = Position.objects.get(title="Kepala Seksi Pelayanan Umum")
    assert position.kind == PositionKind.ADMINISTRATOR
    held = Assignment.objects.on(TODAY).get(employee__number="199001152014022003").position
    assert (held.unit.code, held.level) == ("DINKES", "Mahir")


def test_a_promotion_in_a_file_keeps_the_rank_before():
    load("20-templat-lengkap.xlsx")
    siti = "199001152014022003"
    row = (siti, "Siti Aminah Umpama, A.Md.Keb.", "III/b", "01-10-2026", "Bidan Mahir", "PKM-SR")
    content = to_csv(("NIP", "NAMA", "GOL. RUANG", "TMT GOL", "JABATAN", "KODE UNIT"), [row])
    how = {"content": content, "filename": "kp.csv", "acting": acting(COMMAND, TODAY)}
    assert import_people(**how, confirmed=EVERYTHING).updated == 1
    promoted = Employee.objects.get(number=siti)
    assert (rank_on(promoted, date(2026, 9, 30)), rank_on(promoted, TODAY)) == ("III/a", "III/b")
    assert import_people(**how, confirmed=EVERYTHING).unchanged == 1
