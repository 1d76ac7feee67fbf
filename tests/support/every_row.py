"""Rows of every kind that the quarter of one employee does not bring: calendar, areas, citizens, drafts."""

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from terukur.accounts.models import User
from terukur.accounts.operations import issue_activation_code
from terukur.appraisal.cadence_setting import set_cadence
from terukur.appraisal.models import Appraisal, BehaviorSurvey, SelfAssessment
from terukur.coaching.feedback import mark_read
from terukur.coaching.models import Feedback, FeedbackRequest
from terukur.credit.operations import CreditDraft, record_credit
from terukur.employment.agreements import AgreementDraft, record_agreement
from terukur.employment.left_out import LeftOutFor, leave_out_quarter
from terukur.employment.measuring_start import set_measuring_start
from terukur.employment.time_away import AwayDraft, record_time_away
from terukur.ledger.acting import COMMAND
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.models import CountedEntry, DailyProgress, Realization, SurveyAnswer, SurveyPoint
from terukur.measurement.survey import open_point, take_answer
from terukur.organization.employees import correct_employee
from terukur.organization.holidays import add_holidays, read_holidays
from terukur.organization.models import Agency, Assignment, Employee, Holiday, Unit
from terukur.organization.operations import ask_for_other_appraiser, change_number
from terukur.organization.units import rename_unit
from terukur.oversight.models import Pattern, PatternRun
from terukur.oversight.patterns import note_on
from terukur.oversight.year_end import close_year, reopen_year
from terukur.planning.indicator_library import shipped_entries
from terukur.planning.models import Plan, PlannedResult, UnitObjective
from terukur.planning.operations.catalogue import save_objectives
from terukur.planning.operations.content import link_result
from terukur.planning.operations.library import save_library_entry
from terukur.planning.planning_schedule import open_planning, planning_proposal
from terukur.regulation.cadence import Cadence
from terukur.regulation.scales import CreditKind, EmploymentKind, FunctionalLevel
from terukur.regulation.time_away import AwayKind
from tests.measurement import test_immunization
from tests.measurement.test_survey import GOOD
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, QUARTER, acting, employee, moment


def the_rest(plan: Plan) -> None:
    """One row at least of every kind that stands in the ledger and has none yet."""
    people()
    areas()
    citizens()
    own_rows(plan)
    objectives(plan)
    library_words()
    employment()
    credit()
    patterns()
    year_end()
    unread = Feedback.objects.filter(read_at__isnull=True).latest("pk")
    mark_read(feedback=unread, acting=acting(unread.receiver, AFTER))


def people() -> None:
    dewi = employee(DEWI).user
    issue_activation_code(user=employee(BUDI).user, acting=acting(dewi, AFTER))
    change_number(employee=employee(EKO), number="199203032017031002", acting=acting(COMMAND, AFTER))
    former_words(dewi)
    add_holidays(
        drafts=read_holidays("2026-03-20 Idulfitri", Holiday.Kind.HOLIDAY),
        agency=Agency.objects.get(),
        acting=acting(dewi, AFTER),
    )
    set_cadence(
        since_year=2030, cadence=Cadence.MONTHLY, basis="Keputusan PPK 5/2029", acting=acting(dewi, AFTER)
    )
    assignment = Assignment.objects.get(employee__number=ANI, ends=None)
    ask_for_other_appraiser(
        assignment=assignment,
        proposed=employee(CITRA),
        note="Bukan beliau",
        acting=acting(employee(ANI).user, AFTER),
    )


def former_words(by: User) -> None:
    """A rank and a unit's name that were others before."""
    citra, unit = employee(CITRA), Unit.objects.get(code="KOTA")
    for rank, since in (("IV/a", date(2020, 4, 1)), ("IV/b", date(2024, 4, 1))):
        correct_employee(
            employee=citra,
            name=citra.name,
            kind=EmploymentKind.PNS,
            rank=rank,
            rank_since=since,
            reason="SK kenaikan pangkat",
            acting=acting(by, AFTER),
        )
    rename_unit(
        unit=unit, name="Kota Contoh Raya", since=AFTER, reason="Perda 3/2026", acting=acting(by, AFTER)
    )


def areas() -> None:
    rows = [(code, name, "", since) for code, name, _number, since in test_immunization.AREAS]
    test_immunization.load_areas(rows)
    test_immunization.load()


def citizens() -> None:
    point = open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service="KTP", population=1000),
        acting=acting(employee(DEWI).user, AFTER),
    )
    for number in range(3):
        take_answer(point=point, nonce=str(number), scores=GOOD, comment="", on=AFTER, at=moment(AFTER))
    assert SurveyAnswer.objects.count() == 3


def own_rows(plan: Plan) -> None:
    appraisal = Appraisal.objects.get()
    for hour in (8, 10):
        DailyProgress.objects.create(
            key=uuid4(),
            version=1,
            plan=plan,
            thread=uuid4(),
            action="Melayani",
            day=AFTER,
            starts=time(hour),
            ends=time(hour + 1),
            activity="Melayani KTP",
            amount=3,
            unit="berkas",
            at=moment(AFTER),
        )
    stated = Realization.objects.filter(plan=plan).first()
    assert stated is not None
    counted = CountedEntry.objects.create(realization=stated, entry=DailyProgress.objects.latest("pk"))
    record(Act(f"plan/{plan.pk}", "daily-sum-confirmed", rows=fingerprints(counted)), acting(COMMAND, AFTER))
    BehaviorSurvey.objects.create(
        appraisal=appraisal,
        asked_by=employee(BUDI),
        asked_at=moment(AFTER),
        closes_on=AFTER,
        asked=5,
        answers=4,
        counts={"adaptif": {"often": 4}},
    )
    SelfAssessment.objects.create(
        appraisal=appraisal,
        by=employee(ANI).user,
        version=1,
        words={"adaptif": "Belajar"},
        saved_at=moment(AFTER),
        shown_at=moment(AFTER),
    )
    record(Act(f"appraisal/{appraisal.pk}", "self-assessed"), acting(COMMAND, AFTER))


def objectives(plan: Plan) -> None:
    unit = Unit.objects.get(code="SEKSI")
    lines = [("Masyarakat terlayani", "Permohonan", "400")]
    save_objectives(unit=unit, year=2026, lines=lines, acting=acting(COMMAND, AFTER))
    assert UnitObjective.objects.exists()
    dates = {step: one.dates for step, one in planning_proposal(2026, on=AFTER).items()}
    open_planning(year=2026, dates=dates, acting=acting(employee(DEWI).user, AFTER))
    results = PlannedResult.objects.filter(version__plan=plan, version__status="set").order_by("pk")
    link_result(result=results[0], leader_result=results[1], acting=acting(employee(ANI).user, AFTER))


def library_words() -> None:
    key, text = next(iter(shipped_entries().items()))
    team = acting(employee(DEWI).user, AFTER)
    save_library_entry(key=key, text=text, is_new=False, acting=team)


def employment() -> None:
    """Of Eko, who is not looked at elsewhere: figures and duties of the others stay."""
    dewi, eko = employee(DEWI).user, Employee.objects.get(name="Eko")
    draft = AwayDraft(eko, AwayKind.ANNUAL, AFTER, AFTER, "SK Camat 1/2026")
    record_time_away(draft=draft, acting=acting(dewi, AFTER))
    with transaction.atomic():
        eko.kind = "pppk"
        eko.save()
        agreement = AgreementDraft(eko, "PK 1", date(2026, 1, 1), date(2026, 12, 31), "240 berkas")
        record_agreement(draft=agreement, acting=acting(dewi, AFTER))
    set_measuring_start(
        employee=eko, starts=date(2026, 2, 2), reason="Baru datang dari luar", acting=acting(dewi, AFTER)
    )
    leave_out_quarter(
        period=QUARTER,
        reach=LeftOutFor(employee=eko),
        reason="Baru datang pada triwulan kedua.",
        acting=acting(dewi, AFTER),
    )


def credit() -> None:
    """Of Ani: points of an earlier document, in a level that she does not hold now."""
    draft = CreditDraft(
        employee(ANI), CreditKind.FORMER, FunctionalLevel.SKILLED, Decimal(20), AFTER, "PAK 800/1"
    )
    record_credit(draft=draft, acting=acting(employee(DEWI).user, AFTER))


def year_end() -> None:
    """The year closed and opened again, so that it hinders no later act."""
    by = acting(employee(DEWI).user, date(2027, 3, 1))
    close_year(year=2026, reason="Diserahkan ke BKPSDM.", acting=by)
    reopen_year(year=2026, reason="Satu angka keliru.", acting=by)


def patterns() -> None:
    run = PatternRun.objects.create(period=str(QUARTER), requested_at=moment(AFTER))
    pattern = Pattern.objects.create(run=run, kind=Pattern.Kind.JUMP, words="Melonjak")
    note_on(pattern=pattern, text="Sudah ditanyakan.", acting=acting(employee(DEWI).user, AFTER))
    assert FeedbackRequest.objects.exists()
