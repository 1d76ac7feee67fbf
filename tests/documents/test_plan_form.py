"""The printed form of a plan: results in numbers and words, behavior, annex lists, whether it is set."""

import pytest
from django.urls import reverse

from terukur.documents.plan import plan_data, plan_pdf
from terukur.planning.models import AnnexItem, PlanVersion
from terukur.planning.queries import version_with_content
from tests.support import cast
from tests.support.cast import ANI, BUDI, EKO, NEW_YEAR, employee, moment, sign_in
from tests.support.qualitative import EXPECTED, qualitative_plan

pytestmark = pytest.mark.django_db
WORDS = 'Bukan #panic("x") *tebal* $x$ <label>'


def data_of(version):
    found = version_with_content(version.pk)
    return plan_data(found, appraiser=employee(BUDI), at=moment(NEW_YEAR))


def test_a_form_with_numbers_and_words_and_all_sections():
    version = qualitative_plan()
    version.behaviors.filter(value="AK").update(expectation=WORDS)
    AnnexItem.objects.create(version=version, list="consequences", text="Bimbingan bila tidak tercapai")
    data = data_of(version)
    assert data["mark"] == ""
    assert data["approach"] == "Pendekatan hasil kerja kuantitatif dan kualitatif"
    first, second = data["kinds"][0]["results"]
    assert first["rows"] == [["Kuantitas", "Permohonan selesai", "400 berkas"]]
    assert (second["rows"], second["expectation"]) == ([], [EXPECTED])
    assert [one["name"] for one in data["behavior"]][1] == "Akuntabel"
    assert data["behavior"][1]["expectation"] == WORDS
    assert data["annexes"][2]["lines"] == ["Bimbingan bila tidak tercapai"]
    assert data["annexes"][0]["lines"] == ["Lampiran ada pada dokumen SKP yang dimuat"]
    assert [one["name"] for one in data["signatures"]] == ["Ani", "Budi"]
    found = version_with_content(version.pk)
    assert plan_pdf(found, appraiser=employee(BUDI), at=moment(NEW_YEAR)).startswith(b"%PDF")


def test_a_draft_says_that_it_is_one():
    assert data_of(cast.load_all(status="KONSEP"))["mark"] == "KONSEP: BELUM DITETAPKAN"


def test_the_form_is_opened_by_who_may_read_the_plan(client):
    version = cast.load_all()
    address = reverse("plan-document", args=[version.pk])
    sign_in(client, ANI)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert address in client.get(reverse("plan", args=[version.pk])).content.decode()
    sign_in(client, EKO)
    assert client.get(address).status_code == 404
    assert PlanVersion.objects.count() == 1
