"""A year that rests on things of every kind: the worked case of the objectivity index, as records."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, BehaviorMark, BehaviorSurvey, UnitGrade
from terukur.ledger.acting import COMMAND
from terukur.measurement.daily import DailyDraft, record_daily
from terukur.measurement.models import Realization
from terukur.measurement.operations import EvidenceDraft, declare_realization, verify_realization
from terukur.notation.stored_records import to_json
from terukur.objectivity.models import ObjectivityRun
from terukur.organization.models import Unit
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.raters.models import Finding, FindingNote, RaterResult
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.periods import Period
from terukur.statistics.expectation import Expectation
from tests.support import cast
from tests.support.built_once import built_once
from tests.support.cast import ANI, BUDI, DEWI, Line, acting, employee, moment
from tests.support.run_record import kept_body

YEAR = Period.parse("2026")
GIVEN_ON = date(2027, 1, 6)
LINES = (
    Line("Permohonan selesai", "360", "40"),
    Line("Pengaduan dijawab", "12", "30", "", "Pengaduan tuntas"),
    Line("Sosialisasi", "4", "20", "", "Warga tahu caranya"),
    Line("Arsip ditata", "1", "10", "", "Arsip tertib"),
)
MONTHS = {f"2026-{month:02}": "30" for month in range(1, 13)}
LATE = [date(2026, 12, day) for day in range(10, 16)]
EARLY = [date(2026, 1 + n % 7, 5 + n) for n in range(9)]
TOO_HIGH = Expectation({"implementer": {"2026": 1.5, "2026-Q1": 1.5}}, {"implementer": 0.0}, 0.1)
USUAL = Expectation({"implementer": {"2026": 2.4, "2026-Q1": 2.1}}, {"implementer": 0.0}, 0.1)


def stated(version: PlanVersion, name: str, at: date = date(2026, 6, 29)) -> Realization:
    """A figure of the first half-year, by hand and with evidence."""
    return declare_realization(
        plan=version.plan,
        thread=Indicator.objects.get(result__version=version, name=name).thread,
        period=Period.parse("2026-S1"),
        value=Decimal(3),
        note="",
        evidence=EvidenceDraft(address="https://contoh.go.id/bukti"),
        acting=acting(employee(ANI).user, at),
    )


def verified(realization: Realization, by: str) -> None:
    verify_realization(
        realization=realization, accepted=True, note="", acting=acting(employee(by).user, GIVEN_ON)
    )


def noted(version: PlanVersion, *days: date, told: date | None = None) -> None:
    """Daily progress written down on these days, about the same day or another one."""
    thread = PlannedResult.objects.filter(version=version).first().thread
    for place, day in enumerate(days):
        draft = DailyDraft(
            uuid4(), thread, told or day, time(8, 2 * place), time(8, 2 * place + 1), "Loket", 1, "berkas"
        )
        record_daily(
            employee=employee(ANI),
            draft=draft,
            acting=acting(employee(ANI).user, max(day, told or day), moment(day)),
        )


def handed_over(appraisal: Appraisal, **changes: object) -> Appraisal:
    """Delivered with these fields, whatever rules of rating a test does not look at."""
    unit = Unit.objects.get(code="SEKSI")
    grade = UnitGrade.objects.filter(unit=unit).first() or UnitGrade.objects.create(
        unit=unit,
        starts=YEAR.starts,
        ends=YEAR.ends,
        version=1,
        grade="good",
        reason="x",
        set_by=employee(DEWI).user,
        set_at=moment(GIVEN_ON),
    )
    rated = {"status": "rated", "result_rating": "meets", "behavior_rating": "meets"}
    delivered = {
        "status": "delivered",
        "grade": "good",
        "unit_grade": grade,
        "delivered_at": moment(GIVEN_ON),
    }
    row = Appraisal.objects.filter(pk=appraisal.pk)
    row.update(**rated, appraiser=employee(BUDI), first_rated_at=moment(GIVEN_ON))
    row.update(**delivered, **changes)
    return row.get()


def marked(appraisal: Appraisal, above: int = 3, outside: int = 1) -> None:
    """Seven marks, ``above`` of them off the middle, ``outside`` of these with an example of later."""
    for place, code in enumerate(BEHAVIOR_CODES):
        is_above = place < above
        BehaviorMark.objects.create(
            appraisal=appraisal,
            value=code,
            mark="above" if is_above else "meets",
            example="Menolong rekan di loket." if is_above else "",
            example_on=None if not is_above else (GIVEN_ON if place < outside else date(2026, 3, 4)),
        )


def surveyed(appraisal: Appraisal, *, answers: int = 5, below: int = 6) -> None:
    """A closed survey: one answer "below" for ``below`` of the values, all others "meets"."""
    counts = {
        code: {"below": int(place < below), "meets": answers - int(place < below), "above": 0, "unknown": 0}
        for place, code in enumerate(BEHAVIOR_CODES)
    }
    BehaviorSurvey.objects.create(
        appraisal=appraisal,
        asked_by=employee(BUDI),
        asked_at=moment(date(2026, 12, 1)),
        closes_on=date(2026, 12, 15),
        asked=5,
        answers=answers,
        counts=counts,
    )


def worked_case() -> Appraisal:
    """Weights 40 measured, 30 seen by a third person, 20 attached, 10 nothing; and so on to 62.3."""
    return built_once("index-example", _worked_case)


def _worked_case() -> Appraisal:
    cast.load_people()
    version = cast.load_plan(lines=LINES)
    cast.load_values(MONTHS, period="2026")
    noted(version, *EARLY, *LATE[:5])
    verified(stated(version, "Pengaduan dijawab"), by=DEWI)
    stated(version, "Sosialisasi", at=LATE[5])
    return given(version)


def given(version: PlanVersion) -> Appraisal:
    """The year computed, with marks, a survey and a written reason, delivered."""
    evaluate(period=YEAR, acting=acting(COMMAND, GIVEN_ON))
    appraisal = Appraisal.objects.get(plan=version.plan, period="2026")
    marked(appraisal)
    surveyed(appraisal)
    return handed_over(appraisal, behavior_reason="Menolong di luar tugasnya sepanjang tahun.")


def run_of(period: str = "2026", expectation: Expectation | None = None, **fields) -> ObjectivityRun:
    """A nightly run as it is stored."""
    return ObjectivityRun.objects.create(
        period=period,
        since="2025-Q1",
        inputs="0" * 64,
        seed=1,
        version="1",
        forms=0,
        left_out=0,
        raters=0,
        ratees=0,
        body=kept_body(expectation=to_json(expectation)),
        **{"at": moment(GIVEN_ON), **fields},
    )


def found_about(number: str, state: str, *, until: date | None = None, done: date | None = None):
    """A finding about how somebody rates, as far as it has been worked through."""
    result = RaterResult.objects.create(
        run=run_of(),
        appraiser=employee(number),
        status="UNCERTAIN",
        employees=8,
        forms=16,
        periods=2,
        cases=0,
    )
    panel, at = employee(DEWI).user, moment(date(2026, 12, 1))
    finding = Finding.objects.create(
        number=1 + Finding.objects.count(),
        result=result,
        appraiser=employee(number),
        period="2026-Q3",
        kind="severe",
        opened_at=at,
        state=state,
        settled_at=at if state in ("explained", "action-agreed") else None,
    )
    told = {"finding": finding, "by": panel, "at": at}
    if until is not None:
        FindingNote.objects.create(
            kind="action-agreed", text="Latihan kasus.", person=employee(number), day=until, **told
        )
    if done is not None:
        FindingNote.objects.create(kind="done", text="Selesai.", **{**told, "at": moment(done)})
    return finding
