"""Every address against every role. An address that nobody thought of fails here."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pgtrigger
import pytest
from django.urls import get_resolver, reverse

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.figure_reports import report_figure
from terukur.appraisal.models import Appraisal, BasisChange, BehaviorSurvey, SurveyInvitation
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import BlindDraw, Case, Remark, SecondOpinion
from terukur.calibration.rounds import open_round
from terukur.coaching.models import Dialogue, Feedback, FeedbackRequest
from terukur.credit.operations import CreditDraft, record_credit
from terukur.development.models import LearningItem, PlanItem, PotentialAssessment, TalentObjection
from terukur.employment.models import TimeAway
from terukur.jobs.clock import today
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import ImportRecord
from terukur.ledger.sealing import seal_until
from terukur.measurement.daily import DailyDraft, record_daily
from terukur.measurement.models import Evidence, Helper, SurveyPoint
from terukur.measurement.operations import EvidenceDraft
from terukur.measurement.survey import open_point
from terukur.objections.models import Objection
from terukur.organization.models import AccessRequest, Employee, Holiday, RoleGrant, Unit
from terukur.organization.operations import ask_for_other_appraiser, create_employee
from terukur.organization.outside_appraisers import add_outside_appraiser
from terukur.organization.queries import assignment_on
from terukur.oversight.models import Pattern, PatternRun
from terukur.planning.models import Indicator, Measure, PlannedResult, PlanVersion
from terukur.planning.own_plans import offers_to
from terukur.regulation.periods import Period
from terukur.regulation.scales import CreditKind, EmploymentKind, FunctionalLevel
from tests.support import cast
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
from tests.support.learning_case import finished
from tests.support.open_finding import finding_about, panel_of_eko
from tests.support.quarter import VALUES, declare

pytestmark = pytest.mark.django_db
ROLES = {"nobody": None, "ani": ANI, "budi": BUDI, "citra": CITRA, "dewi": DEWI, "eko": EKO, "fajar": FAJAR}
EVERYBODY = set(ROLES)
SIGNED_IN = EVERYBODY - {"nobody"}
LINE = {"ani", "budi", "citra", "dewi", "fajar"}
TEAM = {"dewi"}
OVERSEERS = {"dewi", "fajar"}
# Who gets an answer other than sign-in, 403 or 404. Acts by POST are refused below the door too.
MAY = {
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "method": EVERYBODY,
    "sign-in": EVERYBODY,
    "activate": EVERYBODY,
    "lost-password": EVERYBODY,
    "sign-out": SIGNED_IN,
    "home": SIGNED_IN,
    "password": SIGNED_IN,
    "plans": SIGNED_IN,
    "plan-start": SIGNED_IN,
    "measurements": SIGNED_IN,
    "appraisals": SIGNED_IN,
    "team": SIGNED_IN,
    "wrong-appraiser": SIGNED_IN,
    "plan": LINE,
    "plan-submit": LINE,
    "plan-set": LINE,
    "plan-return": LINE,
    "plan-revise": LINE,
    "even-weights": LINE,
    "plan-link": set(),
    "plan-begin": {"ani"},
    "plan-withdraw": LINE,
    "plan-discard": {"ani"},
    "plan-remarks": set(),
    "plan-agree": {"ani"},
    "plan-compare": LINE,
    "plan-document": LINE,
    "annex": {"ani"},
    "expectations": {"ani"},
    "result-new": {"ani"},
    "result": {"ani"},
    "indicator-new": {"ani"},
    "indicator": {"ani"},
    "declare": {"ani", "eko"},
    "declare-account": {"ani", "eko"},
    "mark-expectations": set(),
    "checks": OVERSEERS,
    "check": TEAM,
    "look-again": {"budi", "dewi"},
    "reopen-evidence": TEAM,
    "realization": LINE,
    "evidence": set(),
    "exposure": {"budi", "dewi"},
    "unit-grades": OVERSEERS | {"citra"},
    "times-away": OVERSEERS,
    "person-employment": LINE,
    "time-away-new": TEAM,
    "time-away-end": TEAM,
    "time-away-withdraw": TEAM,
    "agreements": OVERSEERS,
    "agreement-new": TEAM,
    "credit": SIGNED_IN,
    "credit-of": LINE,
    "credit-new": TEAM,
    "credit-withdraw": TEAM,
    "partial-year": OVERSEERS,
    "measuring-start": TEAM,
    "leave-out": TEAM,
    "helping": SIGNED_IN,
    "help-end": {"ani"},
    "help-confirm": {"ani"},
    "notices": SIGNED_IN,
    "digest": SIGNED_IN,
    "daily": SIGNED_IN,
    "daily-ekinerja": SIGNED_IN,
    "daily-confirm": {"ani"},
    "daily-offline": EVERYBODY,
    "daily-worker": EVERYBODY,
    "daily-of": LINE,
    "daily-entry": {"ani"},
    "daily-file": LINE,
    "patterns": OVERSEERS,
    "pattern-note": TEAM,
    "objectivity": {"eko", *OVERSEERS},
    "panel": OVERSEERS,
    "panel-leave": TEAM,
    "findings": {"budi", "citra", "eko", *OVERSEERS},
    "finding": {"eko"},
    "finding-name": {"eko"},
    "finding-heard": {"eko"},
    "finding-explained": {"eko"},
    "finding-agreed": {"eko"},
    "finding-finished": {"eko"},
    "finding-stated": {"budi"},
    "immunization": {"budi", "citra", *OVERSEERS},
    "imports": OVERSEERS,
    "upload": TEAM,
    "import-template": TEAM,
    "marked-upload": TEAM,
    "map-table": TEAM,
    "import": {"ani", *OVERSEERS},
    "import-confirm": SIGNED_IN,
    "import-file": OVERSEERS,
    "catalogue": OVERSEERS,
    "library": SIGNED_IN,
    "library-new": TEAM,
    "library-edit": TEAM,
    "measure": OVERSEERS,
    "appraisal": LINE,
    "appraisal-basis": set(),
    "what-if": {"ani"},
    "self-view": {"ani"},
    "rate": {"budi"},
    "rating-hints": {"budi"},
    "deliver": LINE,
    "accept": LINE,
    "object": set(),
    "objection-file": set(),
    "talk": LINE,
    "talk-answer": {"ani", "budi"},
    "notify": LINE,
    "dialogues": SIGNED_IN,
    "dialogue": LINE,
    "dialogue-answer": {"ani", "budi"},
    "figure-reports": LINE,
    "appraisal-document": LINE,
    "appraisal-summary": LINE,
    "figures-waiting": SIGNED_IN,
    "figure-answer": TEAM,
    "objection-answer": set(),
    "objection-decision": set(),
    "feedback": SIGNED_IN,
    "feedback-one": {"ani", "eko"},
    "feedback-share": {"ani", "eko"},
    "feedback-write": {"ani", "budi"},
    "feedback-hints": {"ani", "budi", "eko"},
    "feedback-ask": {"ani"},
    "feedback-reply": {"eko"},
    "feedback-decline": {"eko"},
    "history": LINE,
    "basis-decision": LINE,
    "proof": LINE,
    "seals": EVERYBODY,
    "sealed-day": EVERYBODY,
    "survey": EVERYBODY,
    "survey-thanks": EVERYBODY,
    "survey-points": OVERSEERS,
    "survey-collect": TEAM,
    "survey-results": {"budi", *OVERSEERS},
    "survey-poster": {"budi", *OVERSEERS},
    "survey-report": {"budi", *OVERSEERS},
    "behavior-survey-ask": {"budi"},
    "behavior-surveys": SIGNED_IN,
    "behavior-survey": {"eko"},
    "team-table": SIGNED_IN,
    "team-draft": {"budi"},
    "team-rate-all": SIGNED_IN,
    "mirror": {"budi", "citra"},
    "rounds": {"budi", "citra", *OVERSEERS},
    "round": {"budi", "citra", *OVERSEERS},
    "round-row": {"budi", "citra", *OVERSEERS},
    "round-names": TEAM,
    "round-justification": TEAM,
    "round-close": TEAM,
    "round-rest": {"budi", "citra"},
    "round-discussed": {"budi", "citra"},
    "round-recommend": {"budi", "citra"},
    "recommendation-keep": {"budi"},
    "blind": {"budi", "citra", *OVERSEERS},
    "blind-one": {"citra"},
    "cases": {"budi", "citra", *OVERSEERS},
    "case": {"budi", "citra"},
    "case-again": {"budi", "citra"},
    "case-library": OVERSEERS,
    "case-new": TEAM,
    "case-edit": TEAM,
    "case-retire": TEAM,
    "cases-load": TEAM,
    "opinions": SIGNED_IN,
    "opinion": {"eko"},
    "opinion-ask": {"budi"},
    "development": SIGNED_IN,
    "learning": SIGNED_IN,
    "talent": SIGNED_IN,
    "development-effects": {"budi", "citra", *OVERSEERS},
    "development-of": LINE,
    "development-choose": {"ani", "budi"},
    "development-agree": {"budi"},
    "development-drop": {"ani", "budi"},
    "development-finish": {"ani"},
    "development-certificate": LINE,
    "certificates": {"budi", "citra", "dewi"},
    "certificate-check": {"budi", "dewi"},
    "talent-of": LINE,
    "talent-objections": OVERSEERS,
    "talent-object": SIGNED_IN,
    "talent-answer": TEAM,
    "appraisal-service": EVERYBODY,
    "objection-rates": {"budi", "citra", *OVERSEERS},
    "growth": {"budi", "citra", *OVERSEERS},
    "unit-bases": {"budi", "citra", *OVERSEERS},
    "year-end": OVERSEERS,
    "year-reopen": TEAM,
    "planning-year": SIGNED_IN,
    "planning-move": TEAM,
    "planning-unit": {"budi", "citra", *OVERSEERS},
    "periods": OVERSEERS,
    "holidays": OVERSEERS,
    "cadence": OVERSEERS,
    "holiday-drop": TEAM,
    "period": OVERSEERS,
    "period-move": TEAM,
    "period-trial": TEAM,
    "period-unit": {"citra", *OVERSEERS},
    "recall": LINE,
    "withdraw-acceptance": LINE,
    "withdraw-objection": set(),
    "former-weights": LINE,
    "higher-access": OVERSEERS,
    "role-end": {"dewi", "eko"},
    "activation": OVERSEERS,
    "activation-issue": TEAM,
    "code-decline": TEAM,
    "access-approve": TEAM,
    "access-decline": {"dewi", "eko"},
    "stuck": OVERSEERS,
    "decider": TEAM,
    "evaluations": TEAM,
    "policy": OVERSEERS,
    "agency-place": TEAM,
    "organization": OVERSEERS,
    "misfits": OVERSEERS,
    "head-proposals": TEAM,
    "start-here": TEAM,
    "outside-appraisers": OVERSEERS,
    "outside-new": TEAM,
    "outside-appraiser": OVERSEERS,
    "outside-end": TEAM,
    "settle": TEAM,
    "unit": {"citra", *OVERSEERS},
    "replace-head": TEAM,
    "unit-zone": TEAM,
    "person": LINE,
    "activation-code": TEAM,
    "appraiser": TEAM,
    "number": TEAM,
    "objectives": TEAM,
    "person-new": TEAM,
    "person-correct": TEAM,
    "person-history": OVERSEERS,
    "rank-back": TEAM,
    "transfer": TEAM,
    "transfer-back": TEAM,
    "leave": TEAM,
    "person-annul": TEAM,
    "leave-back": TEAM,
    "bring-back": TEAM,
    "annulled": OVERSEERS,
    "unit-new": TEAM,
    "unit-rename": TEAM,
    "unit-move": TEAM,
    "unit-close": TEAM,
    "unit-reopen": TEAM,
    "positions": TEAM,
    "position": TEAM,
    "position-close": TEAM,
    "position-reopen": TEAM,
}
POST_ONLY = {
    "agency-place",
    "activation-issue",
    "code-decline",
    "marked-upload",
    "daily-confirm",
    "sign-out",
    "plan-start",
    "plan-submit",
    "plan-set",
    "plan-return",
    "plan-revise",
    "even-weights",
    "former-weights",
    "plan-link",
    "plan-withdraw",
    "deliver",
    "accept",
    "recall",
    "withdraw-acceptance",
    "withdraw-objection",
    "access-approve",
    "access-decline",
    "talk-answer",
    "notify",
    "figure-answer",
    "dialogue-answer",
    "settle",
    "rating-hints",
    "feedback-share",
    "feedback-hints",
    "feedback-decline",
    "activation-code",
    "survey-collect",
    "basis-decision",
    "import-confirm",
    "check",
    "look-again",
    "reopen-evidence",
    "pattern-note",
    "help-end",
    "help-confirm",
    "team-draft",
    "team-rate-all",
    "round-names",
    "round-justification",
    "round-close",
    "round-rest",
    "round-discussed",
    "round-recommend",
    "recommendation-keep",
    "development-choose",
    "development-agree",
    "development-drop",
    "talent-object",
    "talent-answer",
    "case-retire",
    "cases-load",
    "panel-leave",
    "finding-name",
    "finding-heard",
    "finding-explained",
    "finding-agreed",
    "finding-finished",
    "finding-stated",
    "objection-answer",
    "objection-decision",
    "holiday-drop",
    "period-move",
    "planning-move",
    "year-reopen",
    "period-trial",
    "rank-back",
    "transfer-back",
    "leave-back",
    "unit-reopen",
    "position-close",
    "position-reopen",
}
OF_PERSON = (
    "person-history",
    "person-correct",
    "rank-back",
    "transfer",
    "transfer-back",
    "leave",
    "leave-back",
    "person-annul",
)
OF_UNIT = (
    "annulled",
    "person-new",
    "unit-new",
    "unit-rename",
    "unit-move",
    "unit-close",
    "unit-reopen",
    "positions",
)
OF_POSITION = ("position", "position-close", "position-reopen")
DRAFT = {"annex", "expectations", "result-new", "result", "indicator-new", "indicator", "plan-agree"}


def names() -> list[str]:
    found = []

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                found.append(pattern.name)

    walk(get_resolver().url_patterns)
    return found


def without_position() -> Employee:
    """A person who holds no position."""
    return create_employee(number="199506062019032001", name="Gita", kind=EmploymentKind.PNS)


@pytest.fixture
def addresses(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(VALUES)
    realization = declare(version, verified=False)
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    own = assignment_on(employee(ANI).pk, AFTER)
    request = ask_for_other_appraiser(
        assignment=own, proposed=employee(EKO), note="", acting=acting(employee(ANI).user, AFTER)
    )
    appraisal = Appraisal.objects.get(plan=version.plan)
    point = open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service="KTP"),
        acting=acting(employee(DEWI).user, AFTER),
    )
    result = PlannedResult.objects.filter(version=version).first()
    words = PlannedResult.objects.create(
        version=version,
        number=9,
        kind="main",
        title="Warga terlayani ramah",
        expectation="Tidak ada antrean.",
    )
    indicator = Indicator.objects.get(result__version=version, measure=None)
    daily = record_daily(
        employee=employee(ANI),
        acting=acting(employee(ANI).user, AFTER),
        draft=DailyDraft(
            uuid4(),
            indicator.result.thread,
            AFTER,
            time(8),
            time(9),
            "Loket",
            1,
            "berkas",
            EvidenceDraft("buku.txt", b"buku"),
            indicator.thread,
        ),
    )
    official = add_outside_appraiser(
        name="Rahmat Hidayat", office="Bupati Contoh", acting=acting(employee(DEWI).user, AFTER)
    )
    offer = offers_to(employee(ANI), on=today())[0]
    keys = {
        "daily-of": {"pk": employee(ANI).pk},
        "daily-entry": {"key": daily.key},
        "daily-file": {"pk": daily.pk},
        "daily-confirm": {"thread": indicator.thread, "month": str(Period.month_of(AFTER))},
        "plan-begin": {"year": offer.year, "assignment": offer.assignment.pk},
        "plan-link": {"pk": version.pk, "result": result.pk},
        "result": {"pk": version.pk, "result": result.pk},
        "indicator-new": {"pk": version.pk, "result": result.pk},
        "indicator": {"pk": version.pk, "result": indicator.result_id, "indicator": indicator.pk},
        "declare": {"thread": indicator.thread},
        "declare-account": {"thread": words.thread},
        "exposure": {"version": version.pk, "thread": indicator.thread},
        "realization": {"pk": realization.pk},
        "check": {"pk": realization.pk},
        "help-confirm": {"pk": realization.pk},
        "help-end": {
            "pk": Helper.objects.create(owner=employee(ANI), helper=employee(EKO), starts=AFTER, ends=None).pk
        },
        "look-again": {"pk": Evidence.objects.get().pk},
        "reopen-evidence": {"pk": version.plan_id},
        "evidence": {"pk": Evidence.objects.get().pk},
        "import-template": {"key": "people"},
        "import": {"pk": ImportRecord.objects.get(kind="measurements").pk},
        "import-confirm": {"pk": ImportRecord.objects.get(kind="measurements").pk},
        "import-file": {"pk": ImportRecord.objects.get(kind="measurements").pk},
        "measure": {"pk": Measure.objects.get().pk},
        "library-edit": {"key": "waktu-tunggu-loket"},
        "survey": {"token": point.token},
        "survey-thanks": {"token": point.token},
        "survey-results": {"pk": point.pk},
        "survey-poster": {"pk": point.pk},
        "survey-report": {"pk": point.pk},
        "settle": {"pk": request.pk},
        "outside-appraiser": {"pk": official.pk},
        "outside-end": {"pk": official.pk},
        "unit": {"pk": Unit.objects.get(code="SEKSI").pk},
        "unit-zone": {"pk": Unit.objects.get(code="SEKSI").pk},
        "replace-head": {"pk": Unit.objects.get(code="SEKSI").pk},
        "objectives": {"pk": Unit.objects.get(code="SEKSI").pk},
        "number": {"pk": employee(ANI).pk},
        "person": {"pk": employee(ANI).pk},
        "person-employment": {"pk": employee(ANI).pk},
        "credit-of": {"pk": employee(ANI).pk},
        "credit-new": {"pk": employee(ANI).pk},
        "activation-code": {"pk": employee(ANI).pk},
        "appraiser": {"pk": own.pk},
        "bring-back": {"pk": without_position().pk},
    }
    keys |= {key: {"pk": employee(ANI).pk} for key in OF_PERSON}
    keys |= {key: {"pk": Unit.objects.get(code="SEKSI").pk} for key in OF_UNIT}
    keys |= {key: {"pk": own.position_id} for key in OF_POSITION}
    keys |= learning_keys()
    away = TimeAway.objects.create(
        employee=employee(FAJAR), kind="annual", starts=AFTER, ends=AFTER, basis="SK 1"
    )
    keys["time-away-end"] = keys["time-away-withdraw"] = {"pk": away.pk}
    points = CreditDraft(
        employee(FAJAR), CreditKind.FORMER, FunctionalLevel.SKILLED, Decimal(20), AFTER, "PAK 800/2"
    )
    credit = record_credit(draft=points, acting=acting(employee(DEWI).user, AFTER))
    keys |= {"credit-withdraw": {"pk": credit.pk}}
    run = PatternRun.objects.create(period="2026-Q1", requested_at=moment(AFTER))
    keys["pattern-note"] = {"pk": Pattern.objects.create(run=run, kind="jump", words="x").pk}
    change = BasisChange.objects.create(
        appraisal=appraisal, digest="0" * 64, differences=[], found_at=moment(AFTER)
    )
    seal_until(acting=acting(COMMAND, AFTER))
    keys["sealed-day"] = {"day": str(AFTER - timedelta(days=1))}
    keys["basis-decision"] = {"pk": appraisal.pk, "change": change.pk}
    report = report_figure(
        appraisal=appraisal,
        thread=indicator.thread,
        text="Angka ini keliru, seharusnya 5.",
        acting=acting(employee(ANI).user, AFTER),
    )
    holiday = Holiday.objects.create(day=date(2026, 3, 20), name="Idulfitri", kind="holiday")
    keys["holiday-drop"] = {"pk": holiday.pk}
    for name in ("period", "period-move", "period-trial"):
        keys[name] = {"written": "2026-Q1"}
    keys["period-unit"] = {"written": "2026-Q1", "pk": Unit.objects.get(code="SEKSI").pk}
    keys["year-end"] = keys["year-reopen"] = keys["planning-year"] = keys["planning-move"] = {"year": 2026}
    keys["planning-unit"] = {"year": 2026, "pk": Unit.objects.get(code="SEKSI").pk}
    keys["figure-answer"] = {"pk": report.pk}
    survey = BehaviorSurvey.objects.create(
        appraisal=appraisal,
        asked_by=employee(BUDI),
        asked_at=moment(AFTER),
        asked=4,
        closes_on=date(2099, 1, 1),
        counts={},
    )
    SurveyInvitation.objects.create(survey=survey, employee=employee(EKO))
    keys["behavior-survey"] = {"pk": survey.pk}
    keys["objection-file"] = {"pk": appraisal.pk, "evidence": 1}
    talk = Dialogue.objects.create(
        plan=version.plan,
        kind="closing",
        period="2026-Q1",
        held_on=AFTER,
        summary="Dibicarakan",
        recorded_by=employee(EKO).user,
        recorded_at=moment(AFTER),
    )
    keys["talk-answer"] = {"pk": appraisal.pk, "talk": talk.pk}
    keys["dialogue"] = {"pk": appraisal.plan_id}
    keys["dialogue-answer"] = {"pk": appraisal.plan_id, "talk": talk.pk}
    round_ = open_round(
        unit=Unit.objects.get(code="SEKSI"), period=QUARTER, acting=acting(employee(DEWI).user, AFTER)
    )
    said = Remark.objects.create(
        round=round_,
        row=round_.rows.get(),
        kind="recommended",
        text="x",
        results="meets",
        behavior="meets",
        by=employee(CITRA).user,
        at=moment(AFTER),
    )
    for name in ("round", "round-names", "round-justification", "round-close", "round-rest"):
        keys[name] = {"pk": round_.pk}
    for name in ("round-row", "round-discussed", "round-recommend"):
        keys[name] = {"pk": round_.pk, "number": 1}
    blind = BlindDraw.objects.create(
        appraisal=appraisal,
        unit=Unit.objects.get(code="SEKSI"),
        period="2026-Q1",
        seed="0",
        rater=employee(CITRA),
        drawn_at=moment(AFTER),
    )
    keys["blind-one"] = {"pk": blind.pk}
    asked = SecondOpinion.objects.create(
        appraisal=appraisal,
        colleague=employee(EKO),
        question="x",
        asked_by=employee(BUDI).user,
        asked_at=moment(AFTER),
    )
    keys["opinion"] = {"pk": asked.pk}
    question = {
        "plan": version.plan,
        "about": "x",
        "asked": employee(EKO).user,
        "asked_by": employee(ANI).user,
        "at": moment(AFTER),
    }
    answered = FeedbackRequest.objects.create(value="LY", settled_at=moment(AFTER), **question)
    feedback = Feedback.objects.create(
        plan=version.plan,
        value="LY",
        about="x",
        tone="praise",
        observed="x",
        request=answered,
        author=employee(EKO).user,
        receiver=employee(ANI).user,
        at=moment(AFTER),
    )
    for name in ("feedback-one", "feedback-share"):
        keys[name] = {"pk": feedback.pk}
    for name in ("feedback-write", "feedback-hints", "feedback-ask"):
        keys[name] = {"pk": version.plan_id}
    waiting = FeedbackRequest.objects.create(value="BP", **question)
    for name in ("feedback-reply", "feedback-decline"):
        keys[name] = {"pk": waiting.pk}
    ensure_cases(acting=acting(COMMAND, AFTER))
    for name in ("case", "case-again", "case-edit", "case-retire"):
        keys[name] = {"pk": Case.objects.first().pk}
    keys |= finding_keys()
    asked = AccessRequest.objects.create(
        kind="role",
        role="auditor",
        subject=employee(EKO).user,
        reason="x",
        asked_by=employee(FAJAR).user,
        asked_at=moment(AFTER),
    )
    for name in ("access-approve", "access-decline"):
        keys[name] = {"pk": asked.pk}
    late = Objection.objects.create(
        appraisal=appraisal,
        filed_by=employee(ANI).user,
        filed_at=moment(AFTER),
        last_day=AFTER,
        grounds="x",
        is_late=True,
    )
    keys["decider"] = {"pk": late.pk}
    keys["opinion-ask"] = {"pk": appraisal.pk}
    keys["recommendation-keep"] = {"pk": said.pk}
    for name in (
        "appraisal",
        "appraisal-basis",
        "figure-reports",
        "appraisal-document",
        "appraisal-summary",
        "talk",
        "notify",
        "rate",
        "mark-expectations",
        "rating-hints",
        "deliver",
        "accept",
        "recall",
        "withdraw-acceptance",
        "withdraw-objection",
        "object",
        "history",
        "proof",
        "what-if",
        "objection-answer",
        "objection-decision",
        "team-draft",
        "self-view",
        "behavior-survey-ask",
    ):
        keys[name] = {"pk": appraisal.pk}
    for name in names():
        if name not in keys and name in (
            "plan",
            "plan-submit",
            "plan-set",
            "plan-return",
            "plan-revise",
            "plan-withdraw",
            "plan-discard",
            "plan-remarks",
            "plan-compare",
            "plan-document",
            "even-weights",
            "former-weights",
            *DRAFT,
        ):
            keys[name] = {"pk": version.pk}
    return {name: reverse(name, kwargs=keys.get(name)) for name in names()}


def finding_keys():
    """A finding about Budi, and Eko in the panel."""
    panel_of_eko()
    steps = ("", "-name", "-heard", "-explained", "-agreed", "-finished", "-stated")
    finding = finding_about(BUDI)
    return {
        **{f"finding{step}": {"pk": finding.pk} for step in steps},
        "panel-leave": {"pk": employee(FAJAR).user.pk},
        "role-end": {"pk": RoleGrant.objects.get(user=employee(EKO).user).pk},
        "code-decline": {"pk": employee(ANI).user.pk},
    }


def learning_keys():
    ani, budi = employee(ANI), employee(BUDI).user
    planned, done = (
        PlanItem.objects.create(
            employee=ani,
            year=2026,
            identity="behavior:AD",
            reason="x",
            status="agreed",
            item=LearningItem.objects.create(code=code, title=code, form=14, hours=2, provider="x"),
            gap={"kind": "behavior", "key": "AD", "name": "Adaptif", "period": "2026-Q1", "measure": ""},
            proposed_by=budi,
            proposed_at=moment(AFTER),
            agreed_by=budi,
            agreed_at=moment(AFTER),
        )
        for code in "xy"
    )
    finished(done, hours="2")
    potential = PotentialAssessment.objects.create(
        employee=ani, potential="high", assessed_on=AFTER, source="x"
    )
    objection = TalentObjection.objects.create(
        employee=ani,
        box=5,
        performance="meets",
        period="2026-Q1",
        potential=potential,
        text="x",
        filed_by=ani.user,
        filed_at=moment(AFTER),
    )
    own = ("development-of", "development-choose", "talent-of")
    steps = ("agree", "drop", "finish")
    return {
        **{name: {"pk": ani.pk} for name in own},
        **{f"development-{name}": {"pk": planned.pk} for name in steps},
        "development-certificate": {"pk": done.pk},
        "certificate-check": {"pk": done.pk},
        "talent-answer": {"pk": objection.pk},
    }


def test_every_address_has_a_rule():
    assert set(names()) == set(MAY)


def turn_into(versions, status):
    """No step leads from set back to draft: the doors of a draft are tried on the same plan."""
    with pgtrigger.ignore("planning.PlanVersion:only_allowed_plan_steps"):
        versions.update(status=status)


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_an_answer(role, addresses, client):
    if ROLES[role]:
        sign_in(client, ROLES[role])
    own = PlanVersion.objects.filter(plan__assignment__employee__number=ANI, in_force_from__isnull=False)
    wrong = []
    for name, address in addresses.items():
        if name == "sign-out":
            continue
        if name in DRAFT:
            turn_into(own, "draft")
        response = client.post(address) if name in POST_ONLY else client.get(address)
        turn_into(own, "set")
        to_sign_in = response.status_code == 302 and "/masuk/" in response.headers["Location"]
        answered = response.status_code not in (403, 404) and not to_sign_in
        if answered != (role in MAY[name]):
            wrong.append((name, response.status_code))
    assert wrong == []


def test_acts_of_others_change_nothing(addresses, client):
    """Somebody in the line may open these doors; the act behind them still refuses."""
    sign_in(client, CITRA)
    for name in POST_ONLY & {"deliver", "accept", "notify", "plan-set", "plan-revise"}:
        client.post(addresses[name], {"reason": "x" * 30, "grounds": "x" * 30})
    assert Appraisal.objects.get().status == "open"
    assert PlanVersion.objects.count() == 1


def test_no_address_holds_a_number(addresses):
    assert not [address for address in addresses.values() if any(n in address for n in (ANI, BUDI))]


def test_an_unknown_file_is_not_served(addresses, client):
    sign_in(client, EKO)
    assert client.get(addresses["import-file"]).status_code == 404
