"""The form of an indicator: five questions first, begun from the library or a measure, with gentle hints."""

import pytest
from django.contrib.messages import get_messages

from terukur.jobs.clock import today
from terukur.organization.queries import assignment_on
from terukur.planning.indicator_library import shipped_entries
from terukur.planning.models import Indicator, LibraryEntry, PlannedResult
from terukur.planning.operations.versions import start_plan
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, EKO, acting, employee, sign_in

pytestmark = pytest.mark.django_db
KEY = "waktu-tunggu-loket"
WRITTEN = {
    "name": "Jumlah rapat koordinasi",
    "direction": "higher",
    "pace": "steady",
    "combination": "sum",
    "target": "12",
    "unit": "rapat",
}


@pytest.fixture
def result(client) -> PlannedResult:
    """A result of a draft that Ani writes."""
    cast.load_people()
    assignment = assignment_on(employee(ANI).pk, today())
    version = start_plan(assignment=assignment, year=today().year, acting=acting(employee(ANI).user, today()))
    sign_in(client, ANI)
    return PlannedResult.objects.create(version=version, number=1, kind="main", title="Warga terlayani")


def new(result: PlannedResult, picked: str = "") -> str:
    return f"/skp/{result.version_id}/hasil/{result.pk}/iki/{picked}"


def test_five_questions_stand_first_and_the_rest_behind(result, client):
    page = client.get(new(result)).content.decode()
    first, behind = page[page.index('<form method="post" class="card') :].split("<details", 1)
    for label in (
        "Apa yang akan berbeda?",
        "Bagaimana menghitungnya?",
        "Dari sumber mana?",
        "Target",
        "Sampai kapan?",
    ):
        assert label in first
    for label in ("Bobot (%)", "Aspek", "Waktu target", "Pemilik data", "Capaian tahun lalu"):
        assert label not in first
        assert label in behind


def test_an_entry_of_the_library_fills_the_form(result, client):
    shelf = client.get(f"/pustaka-indikator/?untuk={result.pk}&cari=tunggu").content.decode()
    assert f'{new(result)}?pustaka={KEY}"' in shelf
    form = client.get(new(result, f"?pustaka={KEY}")).context["form"]
    text = shipped_entries()[KEY]
    assert [form[name].value() for name in ("name", "formula", "source", "unit", "direction")] == [
        text.name,
        text.formula,
        text.source,
        text.unit,
        text.direction,
    ]
    sent = {name: form[name].value() or "" for name in form.fields} | {"target": "10", "weight": "20"}
    assert client.post(new(result, f"?pustaka={KEY}"), sent).status_code == 302
    stored = Indicator.objects.get()
    assert (stored.name, stored.target, stored.exposure_name) == (text.name, 10, text.exposure)
    assert (stored.pace, stored.combination, stored.aspect) == ("level", "mean", "time")


def test_a_withdrawn_or_unknown_entry_fills_nothing(result, client):
    sign_in(client, DEWI)
    client.post(f"/pustaka-indikator/{KEY}/", {"withdraw": "1"})
    assert LibraryEntry.objects.get().is_withdrawn
    sign_in(client, ANI)
    assert KEY not in client.get(f"/pustaka-indikator/?untuk={result.pk}").content.decode()
    for picked in (KEY, "tidak-ada"):
        assert not client.get(new(result, f"?pustaka={picked}")).context["form"]["name"].value()


def test_nothing_is_taken_for_a_plan_of_another(result, client):
    sign_in(client, BUDI)
    page = client.get(f"/pustaka-indikator/?untuk={result.pk}")
    assert page.context["result"] is None
    assert client.get(new(result)).status_code == 404


def test_hints_are_told_and_stop_nothing(result, client):
    answer = client.post(new(result), WRITTEN)
    assert answer.status_code == 302
    told = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "menghitung kegiatan, bukan hasilnya" in told
    assert "Sumber datanya belum disebut" in told
    stored = Indicator.objects.get()
    for address in (answer.headers["Location"], f"{new(result)}{stored.pk}/"):
        assert "menghitung kegiatan, bukan hasilnya" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "pace", "has_due"), [({"due": f"01-12-{today().year}"}, "once", True), ({}, "steady", False)]
)
def test_a_day_makes_it_a_target_of_one_day(result, client, changes, pace, has_due):
    client.post(new(result), WRITTEN | changes)
    stored = Indicator.objects.get()
    assert (stored.pace, stored.due is not None) == (pace, has_due)
    client.post(f"{new(result)}{stored.pk}/", WRITTEN | changes | {"pace": "level"})
    stored.refresh_from_db()
    assert (stored.pace, stored.due) == ("level", None)


def test_what_the_form_shows_it_reads_back(result, client):
    client.post(new(result), WRITTEN | {"weight": "12,5", "last_year_value": "8"})
    stored = Indicator.objects.get()
    form = client.get(f"{new(result)}{stored.pk}/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    shown = {name: str(form[name].field.prepare_value(value) or "") for name, value in sent.items()}
    client.post(f"{new(result)}{stored.pk}/", shown | {"name": "Jumlah berkas selesai"})
    stored.refresh_from_db()
    assert (stored.name, str(stored.weight.normalize()), stored.target) == (
        "Jumlah berkas selesai",
        "12.5",
        12,
    )


def test_the_team_writes_an_entry_and_takes_the_shipped_words_back(client):
    cast.load_people()
    sign_in(client, DEWI)
    page = client.get(f"/pustaka-indikator/{KEY}/")
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    client.post(f"/pustaka-indikator/{KEY}/", sent | {"not_for": "Satu petugas saja."})
    assert "Satu petugas saja." in client.get("/pustaka-indikator/").content.decode()
    client.post(f"/pustaka-indikator/{KEY}/", {"restore": "1"})
    assert "Satu petugas saja." not in client.get("/pustaka-indikator/").content.decode()
    taken = client.post("/pustaka-indikator/baru/", sent)
    assert "sudah dipakai entri lain" in taken.content.decode()
    client.post("/pustaka-indikator/baru/", sent | {"key": "tunggu-plaju", "name": "Waktu tunggu di Plaju"})
    assert "Waktu tunggu di Plaju" in client.get("/pustaka-indikator/?cari=plaju").content.decode()


def test_what_the_pages_cost(result, client, django_assert_max_num_queries):
    client.post(new(result), WRITTEN)
    stored = Indicator.objects.get()
    addresses = (
        f"/pustaka-indikator/?untuk={result.pk}",
        new(result),
        new(result, f"?pustaka={KEY}"),
        f"{new(result)}{stored.pk}/",
    )
    for address in addresses:
        with django_assert_max_num_queries(8):
            client.get(address)


def test_a_range_asks_for_its_upper_end_among_the_first(result, client):
    sent = WRITTEN | {"direction": "range", "target": "0"}
    answer = client.post(new(result), sent)
    assert "Isi batas atas rentangnya." in answer.content.decode()
    assert 'name="target_high"' in answer.content.decode().split("Rincian:")[0]
    assert client.post(new(result), sent | {"target_high": "0"}).status_code == 302
    assert Indicator.objects.get().pace == "level"


def test_a_measure_with_data_fills_the_form(result, client, django_assert_max_num_queries):
    cast.load_plan(EKO, lines=(cast.Line(target="400", weight="100"),), year=today().year)
    year = today().year - 1
    cast.load_values({f"{year}-{month:02d}": "30" for month in range(1, 13)}, period=str(year))
    page = client.get(new(result)).content.decode()
    assert "Tahun lalu 360 berkas" in page
    with django_assert_max_num_queries(8):
        answer = client.get(new(result, "?ukuran=permohonan"))
    form = answer.context["form"]
    assert (form["name"].value(), form["last_year_value"].value()) == ("Permohonan", "360")
    assert "Tahun lalu 360 berkas" in answer.content.decode().split('<form method="post" class="card')[0]


def test_what_was_agreed_is_not_questioned_again(client):
    cast.load_people()
    version = cast.load_plan(ANI, lines=(cast.Line("Jumlah rapat", "12", "100", ""),), year=today().year)
    sign_in(client, ANI)
    assert "menghitung kegiatan" not in client.get(f"/skp/{version.pk}/").content.decode()
