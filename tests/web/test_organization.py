"""People are found and named without handing out a list of them."""

import pytest
from django.core.exceptions import ValidationError

from terukur.jobs.clock import today
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.web.organization.forms import PersonField
from tests.support import cast
from tests.support.cast import ANI, DEWI, EKO, employee, sign_in
from tests.support.check_pages import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def dewi(client):
    cast.load_people()
    sign_in(client, DEWI)
    return client


def test_a_search_answers_only_the_people_when_asked_while_typing(dewi):
    page = dewi.get("/organisasi/?cari=an", headers={"HX-Request": "true"}).content.decode()
    assert "Ani" in page
    assert "Budi" not in page.split("penilai")[0]
    assert "<html" not in page


@pytest.mark.parametrize("written", [EKO, "19920303 201703 1 001", "Eko", "  eko "])
def test_a_person_is_named_by_number_or_by_full_name(dewi, written):
    assert PersonField(label="x").clean(written) == employee(EKO)


@pytest.mark.parametrize("written", ["Ek", "199001012015052009", "%"])
def test_a_part_of_a_name_names_nobody(dewi, written):
    with pytest.raises(ValidationError, match="Tidak ada pegawai aktif"):
        PersonField(label="x").clean(written)


def test_the_appraiser_is_replaced_by_name(dewi):
    own = assignment_on(employee(ANI).pk, today())
    confirmed(dewi, f"/organisasi/penempatan/{own.pk}/", {"appraiser": "Eko", "since": f"{today()}"})
    assert appraiser_of(assignment_on(employee(ANI).pk, today()), on=today()) == employee(EKO)
