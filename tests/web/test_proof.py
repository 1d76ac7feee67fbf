"""The employee downloads a proof and checks it with a program that knows nothing of ours."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry, Seal
from terukur.ledger.sealing import seal_until
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, sign_in
from tests.support.quarter import begun, give, hand_over

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "check_proof.py"
TOMORROW = AFTER + timedelta(days=1)


@pytest.fixture
def address(db) -> str:
    """Where the proof of Ani's delivered appraisal is; the seal is that of the day."""
    return built_once("sealed-delivery", _sealed)


def _sealed() -> str:
    appraisal = begun()
    hand_over(appraisal)
    seal_until(acting=acting(COMMAND, TOMORROW))
    return f"/penilaian/{appraisal.pk}/bukti-segel/"


@pytest.fixture
def proof(address, client) -> dict:
    sign_in(client, ANI)
    response = client.get(address)
    assert "attachment" in response.headers["Content-Disposition"]
    return json.loads(response.content)


@pytest.fixture
def check(tmp_path):
    """Run the program alone: no packages, no settings, nothing of ours."""

    def run(proof, published) -> tuple[int, str]:
        file = tmp_path / "bukti.json"
        file.write_text(proof if isinstance(proof, str) else json.dumps(proof))
        if isinstance(published, dict):
            (tmp_path / "segel.json").write_text(json.dumps(published))
            published = str(tmp_path / "segel.json")
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, file, published],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={},
            check=False,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout

    return run


def published(client) -> dict:
    client.logout()
    return client.get(f"/segel/{AFTER}.json").json()


def test_a_genuine_proof_holds_against_the_root_and_against_the_published_day(proof, check, client):
    seal = published(client)
    for against in (seal["root"], seal["root"].upper(), seal):
        code, said = check(proof, against)
        assert code == 0, said
        assert f"BENAR: 4 catatan dari {proof['chain']} ada di bawah segel {AFTER}" in said
    assert "rated, Budi" in said


def changed(proof: dict, change) -> dict:
    copy = json.loads(json.dumps(proof))
    change(copy)
    return copy


def rehash(proof: dict) -> None:
    """Make all digests fit again, as somebody would who knows how they are made."""
    import hashlib

    previous = "0" * 64
    for number, entry in enumerate(proof["entries"], start=1):
        entry |= {"number": number, "previous": previous}
        entry.pop("digest", None)
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        entry["digest"] = previous = hashlib.sha256(text.encode()).hexdigest()


def other_reason(proof):
    proof["entries"][1]["reason"] = "Alasan lain"


def other_reason_rehashed(proof):
    other_reason(proof)
    rehash(proof)


def without_first_rehashed(proof):
    del proof["entries"][0]
    rehash(proof)


ALTERED = {
    "another reason": (other_reason, "isi catatan nomor 2"),
    "another reason, digests made to fit": (other_reason_rehashed, "bukan akar yang diumumkan"),
    "without the last entry": (lambda p: p["entries"].pop(), "bukan akar yang diumumkan"),
    "without the first entry": (lambda p: p["entries"].pop(0), "catatan nomor 1 hilang"),
    "without the first, made to fit": (without_first_rehashed, "bukan akar yang diumumkan"),
    "two entries changed places": (lambda p: p["entries"].reverse(), "catatan nomor 1 hilang"),
    "no entries": (lambda p: p["entries"].clear(), "tidak ada satu catatan"),
    "of another chain": (lambda p: p.update(chain="appraisal/99"), "catatan nomor 1"),
    "another path": (lambda p: p["path"].__setitem__(0, "0" * 64), "bukan akar yang diumumkan"),
    "a shorter path": (lambda p: p["path"].pop(), "terlalu pendek"),
    "a longer path": (lambda p: p["path"].append("0" * 64), "tidak cocok dengan tempatnya"),
    "another place": (lambda p: p.update(index=p["index"] ^ 1), "bukan akar yang diumumkan"),
    "a place outside": (lambda p: p.update(index=p["index"] + 4096), "jalur ke akar"),
    "another day": (lambda p: p["seal"].update(day="2026-04-05"), "bukti ini untuk 2026-04-05"),
    "not a proof": (lambda p: p.pop("entries"), "tidak berbentuk bukti segel"),
    "nonsense inside": (lambda p: p.update(path=["zz"] * 9), "tidak berbentuk bukti segel"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_proof_is_refused_and_says_where(proof, check, client, how):
    change, message = ALTERED[how]
    code, said = check(changed(proof, change), published(client))
    assert (code, said[:6]) == (1, "SALAH:"), said
    assert message in said


def test_a_genuine_proof_fails_against_another_root(proof, check, client):
    code, said = check(proof, "0" * 64)
    assert (code, "bukan akar yang diumumkan" in said) == (1, True)
    seal = published(client) | {"chains": 1}
    assert "isi berkas segel" in check(proof, seal)[1]


def test_what_cannot_be_read_is_said_so(proof, check):
    assert check("bukan json", "0" * 64)[0] == 2
    assert check(proof, "tidak-ada.json")[0] == 2


def test_a_proof_holds_this_appraisal_and_nobody_else(proof):
    own = {entry["chain"] for entry in proof["entries"]}
    assert own == {proof["chain"]}
    others = set(Entry.objects.values_list("chain", flat=True)) - own
    text = json.dumps(proof)
    assert others
    assert not [chain for chain in others if f'"{chain}"' in text]


@pytest.mark.parametrize(
    ("number", "code"), [(ANI, 200), (BUDI, 200), (CITRA, 200), (DEWI, 200), (FAJAR, 200), (EKO, 404)]
)
def test_who_may_read_the_appraisal_may_prove_it(address, client, number, code):
    sign_in(client, number)
    assert client.get(address).status_code == code


@pytest.mark.parametrize(("number", "code"), [(ANI, 302), (CITRA, 302), (BUDI, 200)])
def test_a_draft_rating_is_in_no_proof_that_others_than_its_appraiser_get(appraisal, client, number, code):
    give(appraisal)
    seal_until(acting=acting(COMMAND, TOMORROW))
    sign_in(client, number)
    assert client.get(f"/penilaian/{appraisal.pk}/bukti-segel/").status_code == code


def test_before_the_first_seal_the_page_says_when(appraisal, client):
    hand_over(appraisal)
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{appraisal.pk}/bukti-segel/", follow=True).content.decode()
    assert "belum tersegel" in page


def test_a_proof_can_be_had_for_the_day_that_a_document_names(address, client):
    seal_until(acting=acting(COMMAND, TOMORROW + timedelta(days=1)))
    sign_in(client, ANI)
    assert client.get(address).json()["seal"]["day"] == str(TOMORROW)
    assert client.get(f"{address}?hari={AFTER}").json()["seal"]["day"] == str(AFTER)
    assert client.get(f"{address}?hari=2020-01-01").status_code == 404
    assert client.get(f"{address}?hari=kemarin").status_code == 404


def test_the_public_page_lists_roots_and_names_nobody(address, client):
    page = client.get("/segel/").content.decode()
    seal = Seal.objects.get()
    assert seal.root in page
    assert f"{seal.chains} rangkaian" in page
    assert not [name for name in ("Ani", "Budi", ANI, "appraisal/") if name in page]
    assert client.get("/segel/kemarin.json").status_code == 404


def test_the_program_on_the_page_is_that_of_the_documents():
    import terukur.web

    served = Path(terukur.web.__file__).parent / "static" / "web" / "check_proof.py"
    assert served.read_bytes() == SCRIPT.read_bytes()
