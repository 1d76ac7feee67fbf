"""Units beside themselves a period before: who reads which, and in what words."""

from datetime import date

import pytest

from terukur.objectivity.unit_view import unit_strengths
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, moment, sign_in
from tests.support.index_example import run_of
from tests.support.sized_unit import unit

pytestmark = pytest.mark.django_db
PAGE = "/objektivitas/unit/?periode=2026-Q1"


@pytest.fixture(autouse=True)
def people(db):
    cast.load_people()


def row(code: str, **changes):
    """One unit as a run keeps it."""
    return {
        "unit": unit(code).pk,
        "n": 34,
        "median": 62.3,
        "quartiles": [55.2, 62.3, 71.4],
        "bands": {"A": None, "B": 20, "C": 11, "D": None},
        "share_of_d": None,
        "components": {"measured_share": 70.0, "verified_evidence": 68.2, "panel_agreement": None},
        "rush_share": 0.4,
        "same_marks_share": 0.25,
        "objection_rate": 0.15,
        "overturn_rate": 0.4,
        "days_to_decide": 4.0,
        "bunching": None,
        "round": None,
        "targets": None,
        "stops": None,
        **changes,
    }


def only(units=None):
    (found,) = unit_strengths(QUARTER, units=units).units
    return found


def test_without_a_run_there_is_nothing():
    assert unit_strengths(QUARTER, units=None).at is None


def test_the_newest_run_of_the_period_tells():
    run_of("2026-Q1", units=[row("A", median=10)], at=moment(date(2026, 4, 7)))
    run_of("2026-Q1", units=[row("A")], at=moment(date(2026, 4, 8)))
    run_of("2026-Q2", units=[row("B")], at=moment(date(2026, 7, 8)))
    found = only()
    assert (found.name, found.word) == ("Unit A", "Cukup kuat")
    assert found.headline == (
        "34 penilaian. Nilai tengah dasarnya 62 dari 100; separuhnya di antara 55 dan 71."
    )
    assert found.bands == [("A", None), ("B", 20), ("C", 11), ("D", None)]
    assert dict(found.parts)["Hasil yang terukur"] == 70
    assert dict(found.parts)["Pandangan rekan"] is None


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (58.4, "Periode sebelumnya 58: naik 4."),
        (66, "Periode sebelumnya 66: turun 4."),
        (62.1, "Periode sebelumnya 62: tetap."),
        (None, "Periode sebelumnya belum ada hitungannya untuk unit ini."),
    ],
)
def test_a_unit_is_compared_with_itself_alone(before, said):
    run_of("2026-Q1", units=[row("A")])
    former = [row("B")] if before is None else [row("B"), row("A", median=before)]
    run_of("2025-Q4", units=former)
    assert only().trend == said


def test_the_order_is_that_of_names_whatever_the_figures():
    run_of("2026-Q1", units=[row("C", median=90), row("A", median=30), row("B", median=60)])
    names = [found.name for found in unit_strengths(QUARTER, units=None).units]
    assert names == ["Unit A", "Unit B", "Unit C"]


def test_what_else_the_records_tell_in_sentences():
    run_of("2026-Q1", units=[row("A")])
    assert only().sentences == [
        "40 % dinilai pada hari-hari terakhir sebelum batas, atau sesudahnya.",
        "25 % memberi tujuh tanda perilaku yang sama.",
        "Keberatan diajukan atas 15 % penilaian; dari yang diputus, 40 % dikabulkan; separuhnya diputus "
        "dalam 4 hari.",
    ]


def test_too_few_is_not_said_and_no_objection_is_not_praised():
    silent = dict.fromkeys(("rush_share", "same_marks_share", "overturn_rate", "days_to_decide"))
    run_of("2026-Q1", units=[row("A", objection_rate=None, **silent)])
    assert only().sentences == []
    run_of("2026-Q1", units=[row("A", objection_rate=0.0, **silent)], at=moment(date(2027, 2, 1)))
    assert only().sentences == [
        "Tidak ada keberatan. Itu dapat berarti semua puas, atau tidak ada yang berani."
    ]


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        (
            {"bunching": {"near": 50, "share_above": 0.8, "expected": 0.52, "p": 0.001, "found": True}},
            "80 % dari yang di sekitarnya, biasanya 52 %",
        ),
        (
            {"bunching": {"near": 50, "share_above": 0.5, "expected": 0.52, "p": 0.6, "found": False}},
            "Capaian tidak menumpuk",
        ),
        ({"round": {"values": 40, "round": 12, "chance": 1e-9, "found": True}}, "12 kelipatan 50"),
        (
            {"targets": {"compared": 20, "quartiles": [-1, 0, 1], "share_easy": 0.25}},
            "25 % dari 20 target jauh lebih mudah",
        ),
        ({"stops": {"looked": 20, "rare": 6}}, "6 dari 20 hitungan bulanan hampir berhenti"),
        ({"stops": {"looked": 20, "rare": 0}}, "tidak ada yang berhenti"),
    ],
)
def test_signs_in_the_figures_are_questions(signs, said):
    run_of("2026-Q1", units=[row("A", **signs)])
    assert said in " ".join(only().sentences)


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (DEWI, {"Unit A", "Seksi Pelayanan"}),
        (FAJAR, {"Unit A", "Seksi Pelayanan"}),
        (CITRA, {"Seksi Pelayanan"}),
        (BUDI, {"Seksi Pelayanan"}),
        (ANI, None),
        (EKO, None),
    ],
)
def test_leaders_read_their_own_units_and_overseers_all(client, who, reads):
    run_of("2026-Q1", units=[row("A"), row("SEKSI")])
    sign_in(client, who)
    answer = client.get(PAGE)
    assert answer.status_code == (404 if reads is None else 200)
    if reads is not None:
        shown = answer.content.decode()
        assert {name for name in ("Unit A", "Seksi Pelayanan") if name in shown} == reads
        assert "peringkat" not in shown.lower()


def test_a_period_without_a_run_says_so(client):
    sign_in(client, DEWI)
    assert "Hitungan Triwulan I 2026 belum dibuat" in client.get(PAGE).content.decode()
    run_of("2026-Q1", units=[])
    assert "paling sedikit 10 penilaian" in client.get(PAGE).content.decode()
