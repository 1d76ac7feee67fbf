"""Logs, surveys, recaps and answers of DHIS2 whose columns nobody foresaw: assigned once, read again."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from terukur.measurement.areas_import import import_areas
from terukur.measurement.mappings import mapping_named
from terukur.measurement.models import Observation
from terukur.measurement.verification import check_observations
from terukur.planning.models import Measure
from tests.support.cast import AFTER, ANI, BUDI, COMMAND, DEWI, acting, sign_in
from tests.web.test_mapping import go_on

LOG = """\
ANTREAN LOKET
Nomor;Loket;Urusan;Hari;Panggil;Beres;Ket
1;Loket Ani;KTP;02/03/2026;08.05;08.30;Oke
2;Loket Ani;KTP;02/03/2026;09.00;09.45;Oke
3;Loket Budi;KK;03/03/2026;10.00;10.20;Tidak jadi
"""
LOG_COLUMNS = {
    "column_officer": "Loket",
    "column_service": "Urusan",
    "column_day": "Hari",
    "column_accepted": "Panggil",
    "column_finished": "Beres",
    "column_outcome": "Ket",
    "column_ticket": "Nomor",
}
SURVEY = "Responden;Soal satu;Soal dua\n" + "".join(f"{n};3;4\n" for n in range(1, 13))
RECAP = "Dusun;Anak lengkap;Jumlah bayi\nUlu;8;120\nIlir;7;100\n"
ANSWER = json.dumps(
    {
        "headers": [{"name": name} for name in ("dx", "ou", "pe", "value")],
        "metaData": {"items": {"abc": {"name": "Berkas"}, "OU1": {"name": "Kantor Satu"}}},
        "rows": [["abc", "OU1", "202603", "12"], ["def", "OU1", "202603", "99"]],
    }
)


@pytest.fixture
def dewi(version, client):
    sign_in(client, DEWI)
    return client


def begin(client, content, source="", **more):
    told = {"source": source, "period": "2026-03", "file": SimpleUploadedFile("berkas.csv", content.encode())}
    return client.post("/impor/petakan/", told | more)


def values(key):
    return {
        (row.employee or row.unit).name: row.value
        for row in Observation.objects.filter(measure__key=key).select_related("employee", "unit")
    }


def test_a_log_with_counters_and_words_of_its_own(dewi):
    asked = go_on(dewi, begin(dewi, LOG, "log-layanan"), **LOG_COLUMNS)
    meant = {"Loket Ani": ANI, "Oke": "selesai", "Loket Budi": BUDI, "Tidak jadi": "batal"}
    assert sorted(asked.context["asked"]) == sorted(meant)
    assert not Observation.objects.exists()
    said = {f"alias_{place}": meant[word] for place, word in enumerate(asked.context["asked"])}
    looked = go_on(dewi, asked, **LOG_COLUMNS, **said)
    assert looked.context["counts"].rows == 3
    assert "Ani, Permohonan selesai" in looked.content.decode()
    go_on(dewi, looked, **LOG_COLUMNS, name="Loket", confirm="1")
    assert values("layanan-jumlah") == {"Ani": 2}
    assert values("layanan-median") == {"Ani": 35}
    assert check_observations().broken is None
    again = begin(dewi, LOG, "log-layanan", known=mapping_named("Loket").pk)
    assert again.context["counts"].created == 0


def test_a_survey_whose_sheet_names_no_unit_is_told_it_once(dewi):
    columns = {"column_U1": "Soal satu", "column_U2": "Soal dua"}
    refused = go_on(dewi, begin(dewi, SURVEY, "skm"), **columns)
    assert "tulis unitnya sekali" in refused.content.decode()
    looked = go_on(dewi, refused, **columns, whole="SEKSI")
    assert looked.context["counts"].rows == 12
    go_on(dewi, looked, **columns, whole="SEKSI", name="SKM", confirm="1")
    assert values("ikm") == {"Seksi Pelayanan": 87.5}
    assert check_observations().broken is None
    assert begin(dewi, SURVEY, "skm", known=mapping_named("SKM").pk).context["counts"].created == 0


def test_a_recap_with_headings_of_its_own(dewi):
    areas = f"KODE UNIT;WILAYAH;NIP PETUGAS;MULAI\nSEKSI;Ulu;{ANI};2026-01-01\nSEKSI;Hilir;;2026-01-01\n"
    import_areas(content=areas.encode(), filename="wilayah.csv", acting=acting(COMMAND, AFTER))
    columns = {"column_area": "Dusun", "column_idl": "Anak lengkap", "column_infants": "Jumlah bayi"}
    asked = go_on(dewi, begin(dewi, RECAP, "imunisasi"), **columns)
    assert asked.context["asked"] == ["Ilir"]
    looked = go_on(dewi, asked, **columns, alias_0="Hilir")
    go_on(dewi, looked, **columns, name="Dusun", confirm="1")
    assert values("imunisasi-idl") == {"Seksi Pelayanan": 15}
    assert check_observations().broken is None


def test_an_answer_of_analytics_with_several_data_and_a_unit_of_its_own(dewi):
    measure = Measure.objects.get(key="permohonan")
    measure.pk, measure.key, measure.subject = None, "unit", "unit"
    measure.save()
    page = begin(dewi, ANSWER, measure=measure.pk)
    asked = go_on(dewi, page, column_dhis2="abc")
    assert asked.context["asked"] == ["Kantor Satu"]
    looked = go_on(dewi, asked, column_dhis2="abc", alias_0="SEKSI")
    go_on(dewi, looked, column_dhis2="abc", name="dhis2 abc", confirm="1")
    assert values("unit") == {"Seksi Pelayanan": 12}
    assert check_observations().broken is None


def test_a_measure_or_a_source_must_be_chosen(dewi):
    page = begin(dewi, LOG)
    assert page.context["start"].errors["measure"]
