"""Parameters from the ends of the world, by hand; ``test_fuzz.py`` tries the rest."""

from datetime import date

import pytest

from terukur.web.written import day_in, json_in, key_in
from tests.support import cast
from tests.support.cast import ANI, DEWI, sign_in

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("written", ["²", "٣", "-1", "1.5", "", None, "9" * 19, "1_0", " "])
def test_what_is_no_key_is_none(written):
    assert key_in(written) is None


def test_a_key_is_read():
    assert key_in(" 42 ") == 42


@pytest.mark.parametrize("written", ["9999-12-31", "0001-01-01", "besok", "", None, "\0"])
def test_a_day_out_of_reach_counts_as_not_said(written):
    assert day_in(written, default=TODAY) == TODAY


@pytest.mark.parametrize("written", ["2026-08-15", "15-08-2026"])
def test_a_day_in_an_address_is_read_as_in_a_form(written):
    assert day_in(written, default=TODAY) == date(2026, 8, 15)


@pytest.mark.parametrize("written", ["[" * 50_000, '"\\ud800"', '"a\\u0000"', "{", ""])
def test_json_that_nothing_can_keep_is_refused(written):
    with pytest.raises(ValueError):
        json_in(written)


@pytest.mark.django_db
def test_the_reported_server_errors(client):
    cast.load_people()
    version = cast.load_plan()
    sign_in(client, DEWI)
    for path in ("/organisasi/?cari=%00", "/pengembangan/katalog/?cari=%00"):
        refused = client.get(path)
        assert refused.status_code == 400
        assert "NUL" in refused.text
    sign_in(client, ANI)
    assert client.get("/harian/?minggu=9999-12-31").status_code == 200
    result = version.results.first()
    tied = client.post(f"/skp/{version.pk}/hasil/{result.pk}/tautkan/", {"leader": "²"})
    assert tied.status_code == 404


@pytest.mark.django_db
def test_an_indicator_opened_and_saved_is_the_same(client):
    cast.load_people()
    version = cast.load_plan(status="KONSEP")
    indicator = version.results.first().indicators.first()
    indicator.last_year_value = "3.125"
    indicator.save()
    sign_in(client, ANI)
    path = f"/skp/{version.pk}/hasil/{indicator.result_id}/iki/{indicator.pk}/"
    from tests.support.page_forms import Page

    form = next(one for one in Page(client.get(path).text).forms if "target" in one.values)
    assert form.values["target"] == ["400"]
    assert form.values["last_year_value"] == ["3,1250"]
    done = client.post(path, form.values, follow=True)
    assert "Indikator tersimpan" in done.text
    before = (indicator.target, indicator.weight, indicator.name)
    indicator.refresh_from_db()
    assert (indicator.target, indicator.weight, indicator.name) == before
    assert str(indicator.last_year_value) == "3.1250"
    asked = client.post(path, {**form.values, "target": "12.500"})
    assert "bisa berarti 12500 atau 12,5" in asked.text
    assert 'href="#id_target"' in asked.text
