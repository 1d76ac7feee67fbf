"""Moments with a zone are put on the clock of the officer's unit; those without are that clock."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.measurement.models import Observation
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.standards_import import import_standards
from terukur.organization.models import Unit
from terukur.organization.zones import set_zone, zone_of
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.moments import ZONES, on_the_wall, parse_moment
from tests.support import cast
from tests.support.cast import ANI, DEWI, acting, sign_in

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 30)
OCTOBER = Period.parse("2026-10")
HEADER = "NIP PETUGAS;LAYANAN;BERKAS LENGKAP;SELESAI;HASIL\n"


@pytest.fixture
def office(db):
    cast.load_people()
    import_standards(
        content=(CASES / "std.csv").read_bytes(), filename="std.csv", acting=acting(COMMAND, TODAY)
    )


def load(text: str, period=OCTOBER):
    return import_service_log(
        stream=io.BytesIO(text.encode()), filename="log.csv", period=period, acting=acting(COMMAND, TODAY)
    )


def of_ani(key):
    row = Observation.objects.get(measure__key=key, employee__number=ANI)
    return row.value if row.value is not None else (row.numerator, row.denominator)


@pytest.mark.parametrize(
    ("written", "on_the_wall_of_wib"),
    [
        ("2026-10-31T17:30:00Z", datetime(2026, 11, 1, 0, 30)),
        ("2026-10-31 17:30+00:00", datetime(2026, 11, 1, 0, 30)),
        ("2026-10-05T08:00:00+07:00", datetime(2026, 10, 5, 8)),
        ("05/10/2026 10.00 WITA", datetime(2026, 10, 5, 9)),
        ("5 Oktober 2026 10.00 wit", datetime(2026, 10, 5, 8)),
        ("5 Oktober 2026 08.00 WIB", datetime(2026, 10, 5, 8)),
        ("05-10-2026 08:00 UTC", datetime(2026, 10, 5, 15)),
        ("05-10-2026 08:00 +0800", datetime(2026, 10, 5, 7)),
        ("05-10-2026 08:00 GMT+9", datetime(2026, 10, 5, 6)),
        ("5 Oktober 2026 03.45 PM WIB", datetime(2026, 10, 5, 15, 45)),
        ("05/10/2026 08.00", datetime(2026, 10, 5, 8)),
    ],
)
def test_a_moment_keeps_the_zone_that_it_tells(written, on_the_wall_of_wib):
    found = parse_moment(written)
    assert found is not None
    assert on_the_wall(found, ZONES["WIB"]) == on_the_wall_of_wib


@pytest.mark.parametrize("written", ["05-10-2026 08:00 XYZ", "2026-10-05T25:00Z", "05-10-2026 08:00 +99"])
def test_what_is_no_moment_is_none(written):
    assert parse_moment(written) is None


@pytest.mark.parametrize("name", ["u-utc.csv", "u-wib.csv"])
def test_the_same_tickets_in_two_zones_took_the_same_time(office, name):
    load((CASES / name).read_text().replace("198001012009031001", ANI))
    assert (of_ani("layanan-median"), of_ani("layanan-tepat-waktu")) == (150, (0, 4))


def test_the_last_night_of_a_month_counts_where_the_office_is(office):
    row = f"{ANI};KTP;2026-10-30T02:00:00Z;2026-10-31T17:30:00Z;selesai\n"
    load(HEADER + row, Period.parse("2026-11"))
    assert Observation.objects.get(measure__key="layanan-jumlah").starts == date(2026, 11, 1)


def test_a_unit_goes_by_the_clock_of_the_unit_above_or_its_own(office):
    unit, above = Unit.objects.get(code="SEKSI"), Unit.objects.get(code="KEC")
    assert zone_of(unit) == ("", "")
    set_zone(unit=above, zone="WIT", acting=acting(COMMAND, TODAY))
    assert zone_of(unit) == ("WIT", "Kecamatan")
    # 08:00 to 10:00 on the wall of WIT; on that of WIB it would be 06:00 to 08:00.
    load(HEADER + f"{ANI};KTP;2026-10-04T23:00:00Z;2026-10-05T01:00:00Z;selesai\n")
    assert (of_ani("layanan-median"), of_ani("layanan-tepat-waktu")) == (120, (1, 1))
    set_zone(unit=unit, zone="WIB", acting=acting(COMMAND, TODAY))
    assert zone_of(unit) == ("WIB", "Seksi Pelayanan")


def test_the_team_sets_the_zone_on_the_page_of_the_unit(office, client):
    unit = Unit.objects.get(code="SEKSI")
    sign_in(client, DEWI)
    page = client.post(f"/organisasi/unit/{unit.pk}/zona/", {"zone": "WITA"}, follow=True)
    assert "jam WITA" in page.content.decode()
    assert client.post(f"/organisasi/unit/{unit.pk}/zona/", {"zone": "MARS"}).status_code == 200
    unit.refresh_from_db()
    assert unit.zone == "WITA"


def test_a_short_record_is_named_by_its_line(office):
    with pytest.raises(ImportRefused) as refused:
        load(HEADER + f"{ANI};KTP\n{ANI};KTP;x;05-10-2026 09:00;selesai\n1;KTP;;05-10-2026 09:00;selesai\n")
    assert [(error.line, error.column) for error in refused.value.errors] == [
        (2, "baris"),
        (3, "BERKAS LENGKAP"),
        (4, "NIP PETUGAS"),
    ]
