"""Patterns are listed with their evidence, for those who oversee; nothing changes by them."""

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import uuid4

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.measurement.daily import DailyDraft, record_daily
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.operations import EvidenceDraft, declare_realization
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.oversight.models import Pattern, PatternRun
from terukur.oversight.patterns import OversightRefused, _heaping, look, note_on, request_run
from terukur.planning.models import Indicator, Measure, PlannedResult, PlanVersion
from terukur.planning.operations.versions import revise_plan, set_plan, submit_plan
from terukur.regulation.periods import Period
from terukur.statistics.discoveries import discoveries
from terukur.statistics.indicators import BUNCHING_LEVEL, threshold_bunching
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    DEWI,
    FAJAR,
    NEW_YEAR,
    QUARTER,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.quarter import VALUES, computed, declare

pytestmark = pytest.mark.django_db
APRIL, JULY, SECOND = date(2026, 4, 1), date(2026, 7, 6), Period.parse("2026-Q2")


def found(kind: str, period: Period = QUARTER, on: date = AFTER) -> list[Pattern]:
    run = request_run(period=period, acting=acting(employee(DEWI).user, on))
    look(run=run, at=moment(on))
    return list(run.patterns.filter(kind=kind))


def test_the_list_says_of_a_unit_what_the_page_of_the_unit_says():
    """One rule: the same units, chosen together, at whatever threshold."""
    draw = Random(5)  # noqa: S311 - results, no secrets
    units = {Unit(pk=number, name=f"Unit {number}"): draw.random() < 0.4 for number in range(1, 13)}
    achievements = {}
    for unit, is_lifted in units.items():
        values = [draw.gauss(98, 12) for _ in range(200)]
        achievements[unit] = [
            101.0 if is_lifted and 95 <= value < 100 and draw.random() < 0.7 else value for value in values
        ]
    listed = {pattern.unit for pattern in _heaping(achievements, Fraction(100))}
    p = [threshold_bunching(values).p for values in achievements.values()]
    of_pages = {
        unit for unit, is_found in zip(units, discoveries(p, BUNCHING_LEVEL), strict=True) if is_found
    }
    assert listed == of_pages
    assert 0 < len(listed) < len(units)


def plan_by_hand() -> PlanVersion:
    lines = tuple(
        cast.Line(f"Indikator {number}", "12", weight, "")
        for number, weight in ((1, "40"), (2, "30"), (3, "30"))
    )
    cast.load_people()
    return cast.load_plan(lines=lines)


@pytest.mark.parametrize(("values", "count"), [(("3", "3", "3"), 1), (("3", "3", "4"), 0)])
def test_figures_by_hand_that_are_all_their_target(values, count):
    version = plan_by_hand()
    for indicator, value in zip(
        Indicator.objects.filter(result__version=version).order_by("name"), values, strict=True
    ):
        declare_realization(
            plan=version.plan,
            thread=indicator.thread,
            period=QUARTER,
            value=Decimal(value),
            note="",
            evidence=EvidenceDraft(address="https://contoh.go.id/b"),
            acting=acting(employee(ANI).user, AFTER),
        )
    computed()
    patterns = found("on-target")
    assert len(patterns) == count
    if patterns:
        assert patterns[0].words.startswith("3 dari 3 angka")
        assert patterns[0].evidence[0]["appraisal"] == Appraisal.objects.get().pk


def test_a_row_that_stands_for_two_people_names_both(version):
    others = [
        cast.colleague(f"1990{month:02d}{day:02d}2015052001", f"Pegawai {month} {day}")
        for month in range(1, 13)
        for day in range(2, 8)
    ]
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *others]), filename="p.csv", acting=acting(COMMAND, NEW_YEAR)
    )
    rows = [
        (person[0], f"2026-{month:02d}", 20 + place * 7 + month)
        for place, person in enumerate(others)
        for month in (1, 2, 3)
    ]
    rows += [(ANI, month, value) for _number, month, value in rows[:3]]
    import_measurements(
        content=to_csv(("NIP", "BULAN", "NILAI"), rows),
        filename="nilai.csv",
        measure=Measure.objects.get(key="permohonan"),
        period=QUARTER,
        acting=acting(COMMAND, AFTER),
    )
    (pattern,) = found("identical")
    assert pattern.words == "2 orang punya angka “Permohonan” yang sama pada 3 periode."
    assert {line["words"].split(":")[0] for line in pattern.evidence} == {"Ani", "Pegawai 1 2"}


def write(day: int, starts: int) -> None:
    record_daily(
        employee=employee(ANI),
        acting=acting(employee(ANI).user, AFTER),
        draft=DailyDraft(
            uuid4(),
            PlannedResult.objects.get(number=1).thread,
            date(2026, 3, day),
            time(starts),
            time(starts + 1),
            "Loket",
            1,
            "berkas",
        ),
    )


@pytest.mark.parametrize(("evenings", "count"), [(5, 1), (4, 0)])
def test_work_written_down_outside_office_hours(version, evenings, count):
    for day in range(2, 7):
        write(day, 9)
    for day in range(2, 2 + evenings):
        write(day, 20)
    patterns = found("outside-hours")
    assert len(patterns) == count
    if patterns:
        assert "5 dari 10" in patterns[0].words


@pytest.mark.parametrize(("target", "count"), [(300, 1), (500, 0)])
def test_a_rise_after_an_easier_target(version, target, count):
    values = (20, 20, 20, 40, 40, 40)
    cast.load_values({f"2026-{m:02d}": str(v) for m, v in enumerate(values, 1)}, period="2026")
    revised = revise_plan(
        plan=version.plan, reason="Sasaran kota berubah", acting=acting(employee(ANI).user, APRIL)
    )
    Indicator.objects.filter(result__version=revised, measure__isnull=False).update(target=target)
    submit_plan(version=revised, acting=acting(employee(ANI).user, APRIL))
    set_plan(version=revised, acting=acting(employee(BUDI).user, APRIL))
    evaluate(period=SECOND, acting=acting(COMMAND, JULY))
    patterns = found("jump", SECOND, JULY)
    assert len(patterns) == count
    if patterns:
        assert "target turun dari 400 ke 300" in patterns[0].words
        assert [line["words"] for line in patterns[0].evidence] == [
            "Ani, Permohonan selesai: sebelumnya 20, 20, 20; sesudahnya 40, 40, 40",
            "Alasan revisi: Sasaran kota berubah",
        ]


def test_a_figure_that_nothing_is_strange_about_lists_nothing(appraisal):
    run = request_run(period=QUARTER, acting=acting(employee(DEWI).user, AFTER))
    assert look(run=run, at=moment(AFTER)) == 0
    assert PatternRun.objects.get().finished_at


@pytest.mark.parametrize("number", [ANI, BUDI, FAJAR])
def test_only_the_performance_team_asks_and_notes(version, number):
    with pytest.raises(OversightRefused):
        request_run(period=QUARTER, acting=acting(employee(number).user, AFTER))


def test_what_was_learned_is_kept_and_shown(version, client):
    declare(version)
    cast.load_values(VALUES)
    run = PatternRun.objects.create(
        period=str(QUARTER), requested_at=moment(AFTER), finished_at=moment(AFTER)
    )
    pattern = Pattern.objects.create(run=run, kind="outside-hours", words="Ani: 5 dari 10")
    with pytest.raises(OversightRefused, match="Tulis"):
        note_on(pattern=pattern, text=" ", acting=acting(employee(DEWI).user, AFTER))
    sign_in(client, DEWI)
    page = client.post(f"/pola/{pattern.pk}/catatan/", {"text": "Piket posyandu"}, follow=True)
    assert "Piket posyandu" in page.content.decode()
    assert Entry.objects.filter(act="pattern-noted").count() == 1
    assert Appraisal.objects.count() == 0
