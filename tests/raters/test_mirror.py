"""The rater's mirror: one's own only, silent below the least sample, no number where nobody can know."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.calibration.case_library import ensure_cases
from terukur.ledger.acting import COMMAND
from terukur.notation.stored_records import from_json, to_json
from terukur.objectivity.models import ObjectivityRun
from terukur.raters.advice import MOST, Figures, Help, advice_of
from terukur.raters.comparisons import comparisons_of
from terukur.raters.mirror import own_mirror
from terukur.raters.models import RaterResult
from terukur.raters.record import MirrorRecord
from terukur.regulation.scales import Grade
from terukur.statistics.expectation import Expectation
from terukur.statistics.severity.verdict import SeverityStatus
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    QUARTER,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.run_record import kept_body

pytestmark = pytest.mark.django_db
PAGE = "/cermin/"
KEPT = {
    "like": "Pengawas",
    "colleagues": 14,
    "given": {"below": 3, "meets": 60, "above": 21},
    "spread": {"own": 0.28, "quartiles": [0.31, 0.38, 0.46]},
    "block": {"own": 0.22, "quartiles": [0.35, 0.45, 0.6]},
    "same": {"own": 0.25, "quartiles": None},
    "off_center": {"marks": 24, "with_example": 22},
    "seen_to_mark": {"own": 12.0, "quartiles": [9, 20, 33]},
    "end_to_mark": {"own": 11.0, "quartiles": [5, 9, 20]},
    "targets": {"compared": 14, "easy": 2, "hard": 1},
    "periods": [{"period": "2026-Q1", "forms": 12, "mean": 2.03}],
    "points": [],
}
OTHERS = [
    {"severity": step / 20, "sd": 0.1, "employees": 10 + step, "forms": 77, "status": "UNCERTAIN"}
    for step in range(-3, 3)
]


def run_of(*, at=AFTER, others=OTHERS, **body) -> ObjectivityRun:
    return ObjectivityRun.objects.create(
        period="2026-Q1",
        since="2025-Q1",
        inputs="0" * 64,
        seed=1,
        version="1",
        forms=200,
        left_out=0,
        raters=20,
        ratees=100,
        at=moment(at),
        body=kept_body(caterpillar=list(others), **body),
    )


def result_of(run, number=BUDI, **given) -> RaterResult:
    fields = {
        "status": "UNCERTAIN",
        "employees": 12,
        "forms": 36,
        "periods": 3,
        "cases": 0,
        "severity": 0.31,
        "sd": 0.08,
        "reliability": 0.75,
        "chance": 0.8,
        "mirror": KEPT,
    } | given
    if fields["severity"] is None:
        fields |= {"sd": None, "reliability": None, "chance": None}
    return RaterResult.objects.create(run=run, appraiser=employee(number), **fields)


def mirror_of(number=BUDI):
    return own_mirror(employee(number).user, AFTER)


def shown(client, number=BUDI) -> str:
    sign_in(client, number)
    page = client.get(PAGE).content.decode().split('id="isi"')[1]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_it_is_nobodys_but_ones_own(version, client):
    run = run_of()
    result_of(run, severity=0.31)
    for number in (CITRA, DEWI, FAJAR, ANI, EKO):
        sign_in(client, number)
        answer = client.get(PAGE)
        assert answer.status_code == (200 if number == CITRA else 404)
        assert "0,31" not in answer.content.decode()
    assert client.get(f"{PAGE}{employee(BUDI).pk}/").status_code == 404, "no address of another's"
    assert mirror_of(CITRA).picture is None
    assert "0,31" in shown(client, BUDI)


def test_a_key_in_the_address_changes_nothing(version, client):
    result_of(run_of())
    sign_in(client, CITRA)
    key = employee(BUDI).pk
    page = client.get(f"{PAGE}?penilai={key}&appraiser={key}&pk={key}").content.decode()
    assert "0,31" not in page


def test_who_is_in_the_newest_run_reads_it_without_a_team_of_today_too(version):
    result_of(run_of(), EKO)
    assert mirror_of(EKO).picture is not None
    run_of(at=AFTER + timedelta(days=1))
    assert mirror_of(EKO) is None, "the newest run says nothing of Eko any more"


@pytest.mark.parametrize(("employees", "forms"), [(4, 36), (12, 9), (0, 0)])
def test_below_five_people_or_ten_forms_only_what_is_missing_is_shown(version, client, employees, forms):
    result_of(run_of(), employees=employees, forms=forms, status="NOT_ENOUGH_DATA")
    assert mirror_of().picture is None
    page = shown(client)
    assert f"Diperlukan 5 pegawai dan 10 penilaian; sekarang {employees} dan {forms}." in page
    for told in ("0,31", "0,28", "Kebiasaan menilai", "rekan dengan jabatan", "Sulitnya target"):
        assert told not in page


def test_before_any_run_there_are_the_cases_to_do(version, client):
    ensure_cases(acting=acting(COMMAND, AFTER))
    page = shown(client)
    assert "sekarang 0 dan 0" in page
    assert "Nilai 6 kasus standar, sekitar 10 menit." in page


@pytest.mark.parametrize(("employees", "forms"), [(5, 10), (12, 36)])
def test_from_five_people_and_ten_forms_on_the_interval_is_always_there(version, client, employees, forms):
    result_of(run_of(), employees=employees, forms=forms)
    page = shown(client)
    assert "Nilai di sini 0,31 tingkat lebih rendah (rentang 80% 0,21 sampai 0,41)" in page
    assert f"{employees} pegawai, {forms} penilaian, 3 periode" in page
    assert "Dari 14 target tim Anda yang dapat dibandingkan" in page, "never one without the other"


def test_without_identification_there_is_no_number_and_a_way_out(version, client):
    ensure_cases(acting=acting(COMMAND, AFTER))
    result_of(run_of(), status="NOT_IDENTIFIED", severity=None)
    assert mirror_of().picture.estimate.interval80 is None
    page = shown(client)
    assert "Sistem tidak dapat memisahkan pengaruh penilai dari timnya di sini." in page
    assert "Menilai kasus standar membuatnya mungkin" in page
    section = page.split("Nilai Anda dan hasil terukur")[1].split("Sulitnya target")[0]
    assert not re.search(r"\d", section)


def test_too_little_for_a_status_is_not_called_not_identified(version, client):
    result_of(run_of(), status="NOT_ENOUGH_DATA", severity=None, employees=6, forms=12, periods=1)
    page = shown(client)
    assert "Data belum cukup untuk membandingkan: 6 pegawai, 12 penilaian, 1 periode." in page
    assert "tidak dapat memisahkan" not in page


def test_colleagues_are_nameless_and_without_what_would_name_them(version, client):
    own = {"severity": 0.31, "sd": 0.08, "employees": 12, "forms": 36, "status": "UNCERTAIN"}
    result_of(run_of(others=[*OTHERS, own], statuses={"NOT_IDENTIFIED": 4, "UNCERTAIN": 7}))
    picture = mirror_of().picture
    assert [one.severity for one in picture.colleagues] == [one["severity"] for one in OTHERS]
    assert picture.unnumbered == {SeverityStatus.NOT_IDENTIFIED: 4}
    page = shown(client)
    assert "4 rekan: penilai dan tim tidak dapat dipisahkan" in page
    assert "77" not in page, "how many forms of a colleague would tell who it is"


def test_fewer_than_five_colleagues_are_not_drawn(version, client):
    result_of(run_of(others=OTHERS[:4]))
    assert mirror_of().picture.colleagues == []
    assert "Rekan yang punya angka kurang dari lima" in shown(client)


def test_figures_stand_beside_half_of_the_colleagues_in_one_sentence():
    told = {one.key: one for one in comparisons_of(from_json(MirrorRecord, KEPT))}
    assert told["spread"].sentence == (
        "Nilai yang Anda beri berbeda satu sama lain sekitar 0,28 tingkat; separuh rekan dengan jabatan "
        "sejenis antara 0,31 dan 0,46 tingkat."
    )
    assert told["same"].sentence == ("Ketujuh perilaku Anda beri nilai yang sama pada 25 % penilaian."), (
        "of fewer than five colleagues nothing is told"
    )
    assert told["off_center"].sentence.startswith("Dari 24 nilai perilaku")
    assert "11 hari sesudah periode berakhir; separuh" in told["end_to_mark"].sentence
    more = KEPT | {"block": {"own": 1.01, "quartiles": None}}
    assert (
        "100 % terjadi"
        in {one.key: one for one in comparisons_of(from_json(MirrorRecord, more))}["block"].sentence
    )
    unknown = KEPT | {"block": {"own": None, "quartiles": [0.1, 0.2, 0.3]}}
    assert "block" not in {one.key for one in comparisons_of(from_json(MirrorRecord, unknown))}
    habits = ("spread", "block", "same", "seen_to_mark", "end_to_mark")
    nothing = KEPT | {name: {"own": None, "quartiles": None} for name in habits}
    nothing["off_center"] = {"marks": 0, "with_example": 0}
    assert comparisons_of(from_json(MirrorRecord, nothing)) == []


def test_own_ratings_stand_beside_what_is_usual_for_such_results(appraisal, client):
    levels = {appraisal.plan.assignment.position.kind: {"2026-Q1": 1.2}, "other": {"2026-Q1": 3.0}}
    expectation = to_json(Expectation(levels, {kind: 0.8 for kind in levels}, 0.3))
    point = {"appraisal": appraisal.pk, "period": "2026-Q1", "result": 0.95, "score": 2.0, "team": True}
    cell = {"result": [0.9, 1.0], "score": [1.75, 2.0], "forms": 31}
    run = run_of(expectation=expectation, cloud=[cell])
    result_of(run, mirror=KEPT | {"points": [point]})
    picture = mirror_of().picture
    assert [(p.name, p.result) for p in picture.points] == [("Ani", 95.0)]
    at_target = next(one for one in picture.usual if abs(one.result - 100) < 2)
    assert at_target.middle == pytest.approx(2.0, abs=0.02), "of the families in the team"
    assert at_target.low < at_target.middle < at_target.high
    page = shown(client)
    assert "Ani Triwulan I 2026 95 % 2" in page
    assert "90–100 % 1,75–2 31" in page


def test_the_usual_line_is_of_the_newest_quarter_in_which_the_teams_families_are_known(appraisal):
    kind = appraisal.plan.assignment.position.kind
    points = [
        {"appraisal": appraisal.pk, "period": period, "result": 0.95, "score": 2.0, "team": True}
        for period in ("2026-Q1", "2026-Q2")
    ]
    known = {kind: {"2026-Q1": 1.2}, "other": {"2026-Q1": 3.0, "2026-Q2": 3.0}}
    for levels, label in ((known, "Triwulan I 2026"), ({"other": known["other"]}, "Triwulan II 2026")):
        expectation = to_json(Expectation(levels, {}, 0.3))
        run = run_of(expectation=expectation)
        result_of(run, mirror=KEPT | {"points": points})
        assert mirror_of().picture.usual_period == label
    result_of(run_of(expectation=to_json(Expectation({}, {}, 0.3))), mirror=KEPT | {"points": points})
    assert mirror_of().picture.usual == []


def test_a_mirror_with_everything_in_it_costs_no_more_than_a_page_may(appraisal, client):
    ensure_cases(acting=acting(COMMAND, AFTER))
    point = {"appraisal": appraisal.pk, "period": "2026-Q1", "result": 0.95, "score": 2.0, "team": True}
    result_of(run_of(), mirror=KEPT | {"points": [point] * 60})
    sign_in(client, BUDI)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE).status_code == 200
    assert len(captured) <= 8


def test_nothing_says_what_a_rating_should_have_been_or_what_an_appraiser_is(version, client):
    for status in ("UNCERTAIN", "MATERIAL_DIFFERENCE", "NO_MATERIAL_DIFFERENCE"):
        run = run_of(at=AFTER + timedelta(days=list(SeverityStatus).index(SeverityStatus(status))))
        result_of(run, status=status)
        page = shown(client).lower()
        for word in ("bias", "adil", "tidak adil", "objektif", "subjektif", "jujur"):
            assert not re.search(rf"\b{word}\b", page), word
        for grade in Grade:
            if grade.label not in ("Baik",):
                assert grade.label.lower() not in page


QUIET = Figures(days_to_mark=5, off_center=9, with_example=9, same=0.1, targets=12, easy=2, hard=2)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (QUIET, [Help.NOTHING]),
        (Figures(), [Help.NOTHING]),
        (replace(QUIET, cases_waiting=6, minutes=10), [Help.CASES]),
        (replace(QUIET, days_to_mark=31), [Help.EXAMPLES]),
        (replace(QUIET, days_to_mark=30), [Help.NOTHING]),
        (replace(QUIET, with_example=4), [Help.EXAMPLES]),
        (replace(QUIET, same=0.5), [Help.ONE_VALUE]),
        (replace(QUIET, halo=True), [Help.ONE_VALUE]),
        (replace(QUIET, easy=3), [Help.TARGETS]),
        (replace(QUIET, easy=3, hard=3), [Help.NOTHING]),
        (replace(QUIET, targets=3, easy=3, hard=0), [Help.NOTHING]),
        (replace(QUIET, is_material=True), [Help.SECOND_OPINION]),
    ],
)
def test_each_rule_of_advice(figures, expected):
    assert [advice.help for advice in advice_of(figures)] == expected


def test_at_most_three_are_told_and_the_cheapest_first():
    everything = Figures(
        cases_waiting=6, minutes=10, days_to_mark=60, same=1.0, targets=9, easy=9, is_material=True
    )
    told = advice_of(everything)
    assert [advice.help for advice in told] == [Help.CASES, Help.EXAMPLES, Help.ONE_VALUE]
    assert len(told) == MOST
    assert "10 menit" in told[0].words


def test_advice_says_what_helps_and_never_what_is_wrong():
    everything = [
        advice
        for figures in (
            Figures(cases_waiting=1),
            Figures(days_to_mark=60),
            Figures(same=1.0),
            Figures(targets=9, easy=9),
            Figures(is_material=True),
            Figures(),
        )
        for advice in advice_of(figures)
    ]
    assert {advice.help for advice in everything} == set(Help)
    for advice in everything:
        assert not re.search(r"\b(salah|keliru|kurang|buruk|terlalu)\b", advice.words.lower())


def test_advice_stands_before_every_figure(version, client):
    result_of(run_of(), mirror=KEPT | {"same": {"own": 0.9, "quartiles": None}})
    page = shown(client)
    first = page.index("Yang paling membantu sekarang")
    assert first < page.index("nilai satu perilaku untuk semua orang") < page.index("0,31")


def test_the_team_page_leads_to_it_for_who_has_a_team(appraisal, client):
    for number, leads in ((BUDI, True), (EKO, False)):
        sign_in(client, number)
        page = client.get(f"/tim/?periode={QUARTER}").content.decode()
        assert ('href="/cermin/"' in page) == leads
