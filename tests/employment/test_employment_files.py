"""Files of absences and work agreements, of unit grades, unit plans and the catalogue of measures."""

from datetime import date

import pytest

from terukur.appraisal.models import UnitGrade
from terukur.appraisal.unit_grades_import import import_unit_grades
from terukur.employment.agreements import ending_within
from terukur.employment.agreements_import import import_agreements
from terukur.employment.models import TimeAway, WorkAgreement
from terukur.employment.time_away_import import WORDS, import_time_away
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.ledger.operations import ImportNotAllowed
from terukur.organization.models import Employee
from terukur.planning.measures_import import import_measures
from terukur.planning.models import Measure, PlanVersion, UnitObjective
from terukur.planning.objectives_import import import_objectives
from terukur.regulation.time_away import AwayKind
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING, NOTHING
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv, to_xlsx
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, acting, employee

pytestmark = pytest.mark.django_db
AWAY = ("NIP", "NAMA", "JENIS CUTI", "TGL MULAI", "S/D", "NOMOR SK")
AGREEMENT = ("NI PPPK", "NOMOR KONTRAK", "TMT", "AKHIR KONTRAK", "TARGET KERJA")
GRADE = ("PERANGKAT DAERAH", "TRIWULAN", "CAPAIAN KINERJA ORGANISASI", "DASAR")


@pytest.fixture(autouse=True)
def people():
    cast.load_all()


def load(importer, headers, *rows, by=COMMAND, confirmed=NOTHING, write=to_csv, dry_run=False):
    return importer(
        content=write(headers, rows),
        filename="berkas.csv",
        acting=acting(by, AFTER),
        confirmed=confirmed,
        dry_run=dry_run,
    )


def errors_of(importer, headers, *rows) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        load(importer, headers, *rows)
    return [str(error) for error in refused.value.errors]


class TestTimeAway:
    ROWS = (
        (ANI, "Ani", "Cuti Besar", "1 Maret 2026", "31/03/2026", "SK 800/1"),
        (BUDI, "Budi", "tubel", "2026-02-01", "", "SK 800/2"),
    )

    @pytest.mark.parametrize("write", [to_csv, to_xlsx])
    def test_columns_by_their_usual_names(self, write):
        assert load(import_time_away, AWAY, *self.ROWS, write=write).created == 2
        study = TimeAway.objects.get(employee__number=BUDI)
        assert (study.kind, study.ends, study.basis) == (AwayKind.STUDY, None, "SK 800/2")
        assert TimeAway.objects.get(employee__number=ANI).ends == date(2026, 3, 31)
        assert Entry.objects.filter(act="away-recorded").count() == 2

    def test_a_second_load_changes_nothing(self):
        load(import_time_away, AWAY, *self.ROWS)
        again = load(import_time_away, AWAY, *self.ROWS)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
        assert TimeAway.objects.count() == 2

    def test_all_errors_of_all_rows_in_one_round(self):
        load(import_time_away, AWAY, self.ROWS[0])
        told = errors_of(
            import_time_away,
            AWAY,
            (ANI, "", "CLTN", "2026-03-31", "2026-05-01", "SK"),
            ("199912312020011009", "", "Sakit", "2026-01-01", "2026-01-05", "SK"),
            (EKO, "", "Liburan", "2026-01-01", "2026-01-05", "SK"),
            (EKO, "", "Sakit", "2026-01-05", "2026-01-01", ""),
        )
        assert [line.split(",")[0] for line in told] == [
            "Baris 2",
            "Baris 3",
            "Baris 4",
            "Baris 5",
            "Baris 5",
        ]
        assert "sudah tercatat cuti besar, 1 Maret 2026 – 31 Maret 2026" in told[0]
        assert "tidak dikenal" in told[2]

    def test_a_name_of_another_person_is_asked_about(self):
        with pytest.raises(Unanswered):
            load(import_time_away, AWAY, (ANI, "Sumarni Wati", "Sakit", "2026-01-01", "2026-01-05", "SK 1"))

    def test_a_missing_column_is_named(self):
        with pytest.raises(UnreadableTable, match="Kolom KETERANGAN tidak ada"):
            load(import_time_away, AWAY[:-1], self.ROWS[0][:-1])

    def test_only_the_performance_team_loads(self):
        with pytest.raises(ImportNotAllowed):
            load(import_time_away, AWAY, *self.ROWS, by=employee(BUDI).user)

    def test_every_kind_can_be_written(self):
        assert set(WORDS.values()) == set(AwayKind)


class TestAgreements:
    ROW = (EKO, "PK 1/2025", "2025-05-01", "2026-04-30", "240 berkas setahun")

    @pytest.fixture(autouse=True)
    def part_time(self):
        Employee.objects.filter(number=EKO).update(kind="pppk-part-time")

    def test_it_is_listed_before_it_ends_until_another_follows(self):
        load(import_agreements, AGREEMENT, self.ROW)
        assert [row.employee.name for row in ending_within(30, on=AFTER)] == ["Eko"]
        assert not ending_within(20, on=AFTER)
        load(import_agreements, AGREEMENT, (EKO, "PK 1/2026", "2026-05-01", "2027-04-30", ""))
        assert not ending_within(30, on=AFTER)

    def test_another_last_day_of_the_same_number_is_asked_about(self):
        load(import_agreements, AGREEMENT, self.ROW)
        longer = (*self.ROW[:3], "2026-06-30", "")
        with pytest.raises(Unanswered):
            load(import_agreements, AGREEMENT, longer)
        counts = load(import_agreements, AGREEMENT, longer, confirmed=EVERYTHING)
        assert counts.changes == [
            "Eko, perjanjian PK 1/2025: 1 Mei 2025 – 30 April 2026 menjadi 1 Mei 2025 – 30 Juni 2026"
        ]
        row = WorkAgreement.objects.get()
        # Targets that the file leaves out stay.
        assert (row.ends, row.targets) == (date(2026, 6, 30), "240 berkas setahun")
        assert load(import_agreements, AGREEMENT, longer).unchanged == 1

    def test_a_pns_has_no_work_agreement(self):
        assert "tercatat PNS" in errors_of(import_agreements, AGREEMENT, (ANI, *self.ROW[1:]))[0]


class TestUnitGrades:
    ROW = ("Seksi Pelayanan", "TW I 2026", "Baik", "SK Camat 12/2026")

    def by(self):
        return employee(DEWI).user

    def test_it_is_set_by_the_person_who_loads(self):
        assert load(import_unit_grades, GRADE, self.ROW, by=self.by()).created == 1
        grade = UnitGrade.objects.get()
        assert (grade.unit.code, grade.grade, grade.version) == ("SEKSI", "good", 1)
        assert grade.set_by == employee(DEWI).user
        assert load(import_unit_grades, GRADE, self.ROW, by=self.by()).unchanged == 1

    def test_another_grade_is_asked_about_and_becomes_a_version(self):
        load(import_unit_grades, GRADE, self.ROW, by=self.by())
        other = (*self.ROW[:2], "Istimewa", self.ROW[3])
        with pytest.raises(Unanswered):
            load(import_unit_grades, GRADE, other, by=self.by())
        counts = load(import_unit_grades, GRADE, other, by=self.by(), confirmed=EVERYTHING)
        assert counts.changes == ["Seksi Pelayanan, Triwulan I 2026: Baik menjadi Istimewa"]
        assert UnitGrade.objects.latest("version").version == 2

    def test_all_errors_in_one_round(self):
        told = errors_of(
            import_unit_grades,
            GRADE,
            self.ROW,
            ("SEKSI", "Triwulan I 2026", "Istimewa", "SK Camat 9/2026"),
            ("Dinas Bulan", "TW I", "Baik", "SK Camat 9/2026"),
            ("KEC", "Triwulan V", "Bagus", "x"),
        )
        assert "sudah ada di baris 2" in told[0] and "bukan kode atau nama unit" in told[1]
        assert len(told) == 5


class TestUnitPlans:
    HEADERS = ("OPD", "TAHUN", "SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA", "TARGET", "SATUAN")
    ROW = ("KEC", "2026", "Layanan makin cepat", "Rata-rata hari layanan", "3", "hari")

    def test_new_lines_are_added_and_targets_follow(self):
        second = ("Kecamatan", "2026", "Warga puas", "IKM", "88", "")
        assert load(import_objectives, self.HEADERS, self.ROW, second).created == 2
        found = [(o.number, o.title, o.target) for o in UnitObjective.objects.all()]
        assert found == [(1, "Layanan makin cepat", "3 hari"), (2, "Warga puas", "88")]
        counts = load(import_objectives, self.HEADERS, (*self.ROW[:4], "2", "hari"))
        assert (counts.updated, counts.unchanged) == (1, 0)
        assert counts.changes == ["Kecamatan 2026, Layanan makin cepat: target 3 hari menjadi 2 hari"]
        # What the file does not name stays: plans rest on it.
        assert UnitObjective.objects.count() == 2

    def test_two_targets_for_one_objective_are_refused(self):
        told = errors_of(import_objectives, self.HEADERS, self.ROW, (*self.ROW[:4], "5", "hari"))
        assert told == ["Baris 3, kolom TARGET: sasaran yang sama ada di baris 2 dengan target lain."]


class TestMeasures:
    HEADERS = ("KODE", "NAMA UKURAN", "SATUAN", "SUBJEK", "CARA GABUNG", "DEFINISI OPERASIONAL")
    ROW = ("tepat", "Berkas tepat waktu", "%", "Pegawai", "Persentase", "Selesai dalam standar")

    def test_a_percentage_is_a_ratio_of_hundred(self):
        assert load(import_measures, self.HEADERS, self.ROW).created == 1
        measure = Measure.objects.get(key="tepat")
        assert (measure.subject, measure.combination, measure.per) == ("employee", "ratio", 100)
        assert load(import_measures, self.HEADERS, self.ROW).unchanged == 1

    def test_a_key_is_made_of_the_name(self):
        load(import_measures, self.HEADERS[1:], ("Kunjungan rumah", "rumah", "Unit", "Jumlah", ""))
        assert Measure.objects.filter(key="kunjungan-rumah").exists()

    def test_how_a_measure_in_use_is_counted_stays(self):
        version = PlanVersion.objects.get()
        key = version.results.first().indicators.filter(measure__isnull=False).first().measure.key
        told = errors_of(
            import_measures, self.HEADERS, (key, "Permohonan", "berkas", "Pegawai", "Terakhir", "")
        )
        assert "sudah dipakai dalam SKP" in told[0]
        counts = load(
            import_measures, self.HEADERS, (key, "Permohonan baru", "berkas", "Pegawai", "Jumlah", "")
        )
        assert counts.updated == 1 and "menjadi “Permohonan baru”" in counts.changes[0]

    def test_a_key_twice_is_refused(self):
        assert "sudah ada di baris 2" in errors_of(import_measures, self.HEADERS, self.ROW, self.ROW)[0]
