"""Addresses from a file: for those who have not come; all errors in one round."""

import pytest

from terukur.accounts.models import User
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.ledger.verification import check_rows
from terukur.organization.addresses_import import HEADERS, import_addresses
from terukur.tables.cells import ImportRefused
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def load(*rows, by=COMMAND, **how):
    return import_addresses(
        content=to_csv(HEADERS, rows), filename="surel.csv", acting=acting(by, AFTER), **how
    )


def test_addresses_are_filled_changed_and_kept():
    ani = employee(ANI).user
    ani.set_password("terukur-sekali-9")
    ani.email = "sendiri@contoh.go.id"
    ani.save()
    first = load((ANI, "lain@contoh.go.id"), (BUDI, "budi@contoh.go.id"), (CITRA, ""))
    assert (first.created, first.updated, first.unchanged) == (1, 0, 2)
    second = load((ANI, "lain@contoh.go.id"), (BUDI, "b@contoh.go.id"))
    assert (second.created, second.updated, second.unchanged) == (0, 1, 1)
    known = dict(User.objects.exclude(email="").values_list("username", "email"))
    assert known == {ANI: "sendiri@contoh.go.id", BUDI: "b@contoh.go.id"}
    assert load((BUDI, "b@contoh.go.id")).unchanged == 1
    chain = f"user/{employee(BUDI).user.pk}"
    assert Entry.objects.filter(act="email-set", chain=chain).count() == 2
    assert not Entry.objects.filter(after__icontains="contoh.go.id").exists()


def test_all_errors_come_in_one_round_and_nothing_is_stored():
    with pytest.raises(ImportRefused) as refused:
        load(
            (ANI, "ani@"), ("199999999999999999", "x@contoh.go.id"), (EKO, "e@contoh.go.id"), (EKO, "e@c.id")
        )
    told = [(error.line, error.column, error.message) for error in refused.value.errors]
    assert sorted(told) == [
        (2, "SUREL", "bukan alamat surel; periksa tulisannya."),
        (3, "NIP", "tidak ada pegawai dengan nomor itu."),
        (5, "NIP", "sudah ada di baris 4; hapus salah satunya."),
    ]
    assert not User.objects.exclude(email="").exists()


def test_only_the_agency_s_team_loads_them():
    with pytest.raises(ImportRefused, match="pengelola kinerja"):
        load((ANI, "ani@contoh.go.id"), by=employee(EKO).user)
    load((ANI, "ani@contoh.go.id"), by=employee(DEWI).user)
    assert employee(ANI).user.email == "ani@contoh.go.id"


def test_what_was_loaded_is_named_by_the_ledger():
    load((ANI, "ani@contoh.go.id"), (BUDI, "budi@contoh.go.id"))
    named = check_rows().broken
    User.objects.filter(username=ANI).update(email="lain@contoh.go.id")
    assert check_rows().broken != named
