"""The cast: Ani is appraised, Budi appraises, Citra is his superior, Dewi runs the performance
team, Eko is a stranger, Fajar audits. Everybody works in one small agency.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from terukur.ledger.acting import COMMAND, Acting, Actor
from terukur.measurement.measurements_import import import_measurements
from terukur.organization.models import Agency, Employee, RoleGrant, Unit
from terukur.organization.operations import grant_role
from terukur.organization.people_import import import_people
from terukur.planning.models import Measure, PlanVersion
from terukur.planning.plans_import import HEADERS, import_plans
from terukur.regulation.periods import Period
from terukur.tables.questions import NOTHING, Confirmed
from terukur.tables.writing import to_csv
from tests.support.built_once import built_once

ANI = "199001012015052001"
BUDI = "198001012005011001"
CITRA = "197001011995031001"
DEWI = "198502022008012001"
EKO = "199203032017031001"
FAJAR = "197905052003121001"
NEW_YEAR = date(2026, 1, 5)
PEOPLE_HEADERS = (
    "NIP",
    "NAMA",
    "JABATAN",
    "JENIS JABATAN",
    "KODE UNIT",
    "UNIT KERJA",
    "UNIT INDUK",
    "NIP ATASAN",
    "KEPALA UNIT",
    "TMT JABATAN",
)
PEOPLE = (
    (CITRA, "Citra", "Camat", "Administrator", "KEC", "Kecamatan", "KOTA", "", "ya", "2025-01-01"),
    (BUDI, "Budi", "Kepala Seksi", "Pengawas", "SEKSI", "Seksi Pelayanan", "KEC", CITRA, "ya", "2025-01-01"),
    (ANI, "Ani", "Petugas", "Pelaksana", "SEKSI", "Seksi Pelayanan", "KEC", BUDI, "tidak", "2025-01-01"),
    (DEWI, "Dewi", "Analis SDM", "Pelaksana", "KEC", "Kecamatan", "KOTA", CITRA, "tidak", "2025-01-01"),
    (EKO, "Eko", "Petugas", "Pelaksana", "KEC", "Kecamatan", "KOTA", CITRA, "tidak", "2025-01-01"),
    (FAJAR, "Fajar", "Auditor", "Fungsional", "KEC", "Kecamatan", "KOTA", CITRA, "tidak", "2025-01-01"),
)


def colleague(number: str, name: str, title: str = "Petugas") -> tuple[str, ...]:
    """Another one of Ani's section, as a row of the people's table."""
    return (number, name, title, "Pelaksana", "SEKSI", "Seksi Pelayanan", "KEC", BUDI, "tidak", "2025-01-01")


def moment(day: date) -> datetime:
    """Nine in the morning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


def acting(by: Actor, on: date | None = None, at: datetime | None = None) -> Acting[Actor]:
    """Somebody who acts on a day, at nine in the morning unless told otherwise."""
    if at is None:
        at = moment(on)
    return Acting(by, on or timezone.localdate(at), at)


def employee(number: str) -> Employee:
    """One of the cast."""
    return Employee.objects.select_related("user").get(number=number)


def sign_in(client: Client, number: str) -> None:
    """One of the cast, signed in as after the password."""
    client.force_login(employee(number).user, backend="terukur.web.accounts.backend.StandingBackend")


def people_csv(rows: object = PEOPLE) -> bytes:
    """The people as a personnel office's table."""
    return to_csv(PEOPLE_HEADERS, rows)  # type: ignore[arg-type]


def load_people() -> None:
    """Agency, units, people and roles."""
    built_once("people", _people)


def _people() -> None:
    agency = Agency.objects.create(code="KOTA", name="Kota Contoh")
    Unit.objects.create(agency=agency, code="KOTA", name="Kota Contoh")
    import_people(content=people_csv(), filename="pegawai.csv", acting=acting(COMMAND, NEW_YEAR))
    for number, role in ((DEWI, "performance-team"), (FAJAR, "auditor")):
        grant_role(user=employee(number).user, role=RoleGrant.Role(role), acting=acting(COMMAND, NEW_YEAR))


def let_load(number: str) -> None:
    """One of the cast may load files too: a further member of the performance team."""
    grant_role(
        user=employee(number).user, role=RoleGrant.Role.PERFORMANCE_TEAM, acting=acting(COMMAND, NEW_YEAR)
    )


@dataclass(frozen=True)
class Line:
    """One indicator of Ani's plan, in the importer's columns."""

    indicator: str = "Permohonan selesai"
    target: str = "400"
    weight: str = "60"
    measure: str = "permohonan"
    result: str = "Masyarakat terlayani"
    direction: str = "NAIK"
    pace: str = "BERTAHAP"
    kind: str = "UTAMA"
    exposure: str = ""


LINES = (Line(), Line("Pengaduan dijawab", "12", "40", "", "Pengaduan tuntas"))


def plan_csv(
    number: str = ANI, lines: tuple[Line, ...] = LINES, status: str = "DITETAPKAN", year: int = 2026
) -> bytes:
    """A plan as a table."""
    rows = []
    for line in lines:
        values = {
            "NIP": number,
            "TAHUN": str(year),
            "STATUS": status,
            "JENIS HASIL": line.kind,
            "RENCANA HASIL KERJA": line.result,
            "RHK PIMPINAN": "Rencana unit",
            "INDIKATOR": line.indicator,
            "ASPEK": "Kuantitas",
            "SATUAN": "berkas",
            "ARAH": line.direction,
            "WAKTU TARGET": line.pace,
            "TARGET": line.target,
            "BOBOT": line.weight,
            "UKURAN": line.measure,
            "PAPARAN": line.exposure and "Hari di loket",
            "NILAI PAPARAN": line.exposure,
            "RUMUS": "" if line.measure else "Jumlah",
            "SUMBER": "" if line.measure else "Buku",
        }
        rows.append([values.get(header, "") for header in HEADERS])
    return to_csv(HEADERS, rows)


def load_plan(
    number: str = ANI, lines: tuple[Line, ...] = LINES, status: str = "DITETAPKAN", year: int = 2026
) -> PlanVersion:
    """A measure of the catalogue and the plan of one of the cast."""
    Measure.objects.get_or_create(
        key="permohonan",
        defaults={"name": "Permohonan", "unit": "berkas", "subject": "employee", "combination": "sum"},
    )
    import_plans(
        content=plan_csv(number, lines, status, year), filename="skp.csv", acting=acting(COMMAND, NEW_YEAR)
    )
    own = PlanVersion.objects.filter(plan__assignment__employee__number=number, number=1)
    return own.latest("plan__starts")


def load_all(status: str = "DITETAPKAN") -> PlanVersion:
    """The cast and Ani's plan of the year."""
    load_people()
    return load_plan(status=status)


def load_values(
    values: dict[str, str], *, period: str = "2026-Q1", number: str = ANI, confirmed: Confirmed = NOTHING
) -> None:
    """Measured values by month, on 2 April or as soon as the last of them is over."""
    last = max(Period.parse(month).ends for month in values) + timedelta(days=2)
    import_measurements(
        content=to_csv(("NIP", "BULAN", "NILAI"), [(number, month, v) for month, v in values.items()]),
        filename="nilai.csv",
        measure=Measure.objects.get(key="permohonan"),
        period=Period.parse(period),
        acting=acting(COMMAND, max(date(2026, 4, 2), last)),
        confirmed=confirmed,
    )


QUARTER = Period.parse("2026-Q1")
AFTER = date(2026, 4, 6)
ONE = Decimal(1)
