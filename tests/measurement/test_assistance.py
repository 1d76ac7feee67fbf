"""A helper types, the owner stands behind it: until then it counts for nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.measurement.assistance import confirm_realization, end_help, name_helper
from terukur.measurement.models import Helper, Realization
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    declare_realization,
    verify_realization,
)
from terukur.organization.people_import import import_people
from terukur.planning.models import Indicator
from terukur.planning.operations.versions import PlanVersion
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, NEW_YEAR, QUARTER, acting, employee, sign_in
from tests.support.quarter import computed

pytestmark = pytest.mark.django_db
GITA = "199507072019032002"
WITH_GITA = (*cast.PEOPLE, cast.colleague(GITA, "Gita"))


@pytest.fixture
def helped(version) -> PlanVersion:
    """Gita, a colleague of Ani's, types for her."""
    import_people(content=cast.people_csv(WITH_GITA), filename="p.csv", acting=acting(COMMAND, NEW_YEAR))
    cast.load_values({"2026-01": "30"})
    name(GITA)
    return version


def name(number: str, by: str = ANI) -> Helper:
    return name_helper(owner=employee(ANI), helper=employee(number), acting=acting(employee(by).user, AFTER))


def typed(version: PlanVersion, by: str = GITA, on=AFTER) -> Realization:
    return declare_realization(
        plan=version.plan,
        thread=Indicator.objects.get(result__version=version, measure=None).thread,
        period=QUARTER,
        value=Decimal(3),
        note="",
        acting=acting(employee(by).user, on),
        evidence=EvidenceDraft(address="https://contoh.go.id/bukti"),
    )


def origin() -> str:
    return computed().computation.body["results"][1]["indicators"][0]["origin"]


def test_what_a_helper_typed_counts_once_the_owner_confirms_it(helped):
    realization = typed(helped)
    assert origin() == "none"
    confirm_realization(realization=realization, acting=acting(employee(ANI).user, AFTER))
    assert origin() == "declared"
    assert Entry.objects.filter(act="realization-confirmed").count() == 1


def test_nobody_verifies_before_the_owner_and_the_helper_never(helped):
    realization = typed(helped)

    def verify(number: str) -> None:
        verify_realization(
            realization=Realization.objects.get(pk=realization.pk),
            accepted=True,
            note="",
            acting=acting(employee(number).user, AFTER),
        )

    with pytest.raises(MeasurementRefused, match="belum mengesahkan"):
        verify(BUDI)
    confirm_realization(realization=realization, acting=acting(employee(ANI).user, AFTER))
    with pytest.raises(MeasurementRefused):
        verify(GITA)
    verify(BUDI)
    assert origin() == "verified"


@pytest.mark.parametrize("number", [GITA, BUDI, DEWI])
def test_only_the_owner_confirms(helped, number):
    with pytest.raises(MeasurementRefused):
        confirm_realization(realization=typed(helped), acting=acting(employee(number).user, AFTER))


def test_ones_own_words_wait_for_nobody(helped):
    with pytest.raises(MeasurementRefused, match="tidak menunggu"):
        confirm_realization(realization=typed(helped, ANI), acting=acting(employee(ANI).user, AFTER))


@pytest.mark.parametrize(("number", "by"), [(BUDI, ANI), (EKO, ANI), (ANI, ANI), (GITA, EKO)])
def test_who_cannot_be_named(helped, number, by):
    Helper.objects.all().delete()
    with pytest.raises(MeasurementRefused):
        name(number, by)


def test_a_stranger_and_a_former_helper_type_nothing(helped):
    with pytest.raises(MeasurementRefused, match="pembantunya"):
        typed(helped, EKO)
    end_help(named=Helper.objects.get(), acting=acting(employee(ANI).user, AFTER))
    with pytest.raises(MeasurementRefused, match="pembantunya"):
        typed(helped, GITA, AFTER + timedelta(days=1))
    assert name(GITA).starts == AFTER


def test_only_the_owner_ends_the_help(helped):
    with pytest.raises(MeasurementRefused):
        end_help(named=Helper.objects.get(), acting=acting(employee(GITA).user, AFTER))


def test_the_pages_of_helper_and_owner(helped, client):
    Helper.objects.update(starts=NEW_YEAR)
    realization = typed(helped)
    sign_in(client, GITA)
    assert "Mengetik untuk Ani" in client.get("/hasil-ukur/pembantu/").content.decode()
    assert client.get(f"/hasil-ukur/{realization.thread}/isi/").status_code == 200
    assert client.post(f"/realisasi/{realization.pk}/sahkan/").status_code == 404
    sign_in(client, ANI)
    assert "Diketik Gita" in client.get("/hasil-ukur/").content.decode()
    client.post(f"/realisasi/{realization.pk}/sahkan/")
    assert "Diketik Gita" not in client.get("/hasil-ukur/").content.decode()
    sign_in(client, EKO)
    assert client.get(f"/hasil-ukur/{realization.thread}/isi/").status_code == 404


def test_no_class_of_evidence_is_claimed_before_somebody_chooses_it(helped, client):
    """The first class is the strongest; a form that is sent as it opens must not claim it."""
    realization = typed(helped)
    sign_in(client, ANI)
    page = f"/hasil-ukur/{realization.thread}/isi/"
    opened = client.get(page).context["form"]["origin"]
    assert opened.value() in (None, "")
    assert opened.field.choices[0][0] == ""
    before = Realization.objects.count()
    sent = client.post(
        page, {"period": "2026-03", "value": "5", "address": "https://contoh.go.id/1", "origin": ""}
    )
    assert sent.context["form"].errors["origin"]
    assert Realization.objects.count() == before
