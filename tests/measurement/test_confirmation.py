"""Nobody measures themselves: a file that measures its loader waits for a second person."""

import pytest

from terukur.ledger.models import ImportRecord
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.operations import MeasurementRefused, confirm_import
from terukur.measurement.queries import imports_to_confirm
from terukur.planning.models import Measure
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, QUARTER, acting, employee, sign_in
from tests.support.quarter import computed

pytestmark = pytest.mark.django_db


def load(by, number=ANI):
    cast.let_load(by)
    import_measurements(
        content=to_csv(("NIP", "BULAN", "NILAI"), [(number, "2026-01", "100")]),
        filename="nilai.csv",
        measure=Measure.objects.get(key="permohonan"),
        period=QUARTER,
        acting=acting(employee(by).user, AFTER),
    )
    return ImportRecord.objects.filter(kind="measurements").latest("pk")


def origin() -> str:
    return computed().computation.body["results"][0]["indicators"][0]["origin"]


def test_a_file_loaded_by_somebody_else_is_measured(version):
    load(DEWI)
    assert origin() == "measured"
    assert not imports_to_confirm().exists()


def test_a_file_loaded_by_the_one_it_measures_is_a_declaration_until_confirmed(version):
    source = load(ANI)
    assert origin() == "declared"
    assert list(imports_to_confirm()) == [source]
    confirm_import(source=source, acting=acting(employee(DEWI).user, AFTER))
    assert origin() == "measured"
    assert not imports_to_confirm().exists()


def test_the_explanation_says_why(version):
    load(ANI)
    steps = computed().computation.body["results"][0]["indicators"][0]["steps"]
    assert any("yang diukur sendiri" in step for step in steps)


@pytest.mark.parametrize(
    ("number", "may"), [(ANI, False), (EKO, False), (BUDI, True), (CITRA, True), (DEWI, True)]
)
def test_a_second_person_is_of_the_team_or_above_the_loader(version, number, may):
    source = load(ANI)
    if may:
        confirm_import(source=source, acting=acting(employee(number).user, AFTER))
        return
    with pytest.raises(MeasurementRefused, match="orang lain"):
        confirm_import(source=source, acting=acting(employee(number).user, AFTER))


def test_a_file_is_confirmed_once(version):
    source = load(ANI)
    confirm_import(source=source, acting=acting(employee(DEWI).user, AFTER))
    with pytest.raises(MeasurementRefused, match="sudah"):
        confirm_import(source=source, acting=acting(employee(BUDI).user, AFTER))


def test_the_team_confirms_from_the_page(version, client):
    source = load(ANI)
    cast.load_values({"2026-02": "90"})
    sign_in(client, DEWI)
    assert "Perlu orang kedua" in client.get("/impor/").content.decode()
    page = client.post(f"/impor/{source.pk}/konfirmasi/", follow=True).content.decode()
    assert "dikonfirmasi Dewi" in page
