"""Loading the sample agency: files through the importers, ratings through the acts."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import deliver, rate, set_unit_grade
from terukur.appraisal.queries import appraisals, unit_grades
from terukur.appraisal.schedule import open_period, proposal_for
from terukur.coaching.dialogue import (
    AgreementDraft,
    DialogueDraft,
    ReviewDraft,
    open_agreements,
    record_dialogue,
)
from terukur.coaching.feedback import FeedbackDraft, answer_feedback, share_feedback, write_feedback
from terukur.coaching.feedback import mark_read as mark_opened
from terukur.coaching.feedback_requests import ask_for_feedback
from terukur.coaching.models import Agreement, AgreementReview, Dialogue, Feedback, FeedbackAnswer
from terukur.coaching.subjects import FeedbackSubject
from terukur.delivery.closing import confirm_talk
from terukur.delivery.receipt import accept, mark_read
from terukur.jobs.sample.accounts import Account, accounts_of, set_passwords
from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.cases import answer_cases
from terukur.jobs.sample.daily import write_week
from terukur.jobs.sample.growth import growth_files, load_growth, teacher_learns
from terukur.jobs.sample.habits import STRICT, behavior_of, compared, marks_of
from terukur.jobs.sample.measurements import MEASURES, source_files
from terukur.jobs.sample.objectivity import look_and_work_through
from terukur.jobs.sample.people import HEADERS, SampleAgency, sample_agency
from terukur.jobs.sample.plans import plan_rows
from terukur.ledger.acting import COMMAND
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Realization
from terukur.measurement.operations import (
    EvidenceDraft,
    confirm_import,
    declare_realization,
    verify_realization,
)
from terukur.measurement.queries import imports_to_confirm
from terukur.organization.holidays import add_holidays, read_holidays
from terukur.organization.models import Agency, Employee, Holiday, RoleGrant, Unit
from terukur.organization.operations import grant_role
from terukur.organization.people_import import import_people
from terukur.organization.queries import appraiser_of
from terukur.planning.models import Indicator, Measure, Plan
from terukur.planning.operations.catalogue import save_measure
from terukur.planning.plans_import import HEADERS as PLAN_HEADERS
from terukur.planning.plans_import import import_plans
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.periods import Period, quarters
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from terukur.tables.questions import EVERYTHING
from terukur.tables.writing import to_csv

YEAR = 2026
PEOPLE_FILE = "pegawai-plaju.csv"
PLANS_FILE = "skp-2026.csv"
_DECLARED = {  # indicator: what the three people did by hand, by quarter
    "Laporan bulanan tepat waktu": (3, 3, 2),
    "Kelas ibu yang diselenggarakan": (2, 2, 3),
    "Pengaduan yang ditindaklanjuti": (3, 4, 3),
    "Media pembelajaran baru yang dibuat": (2, 1, 0),
    "Modul ajar yang disahkan": (6, 6, 6),
}


def load_sample(employees: int, *, say: Callable[[str], None]) -> list[Account]:
    """Load the agency if it is not there yet; return one sign-in per role and story."""
    agency = sample_agency(employees)
    if not Agency.objects.exists():
        _load(agency, say)
    return accounts_of(agency)


def sample_files(agency: SampleAgency) -> Iterator[tuple[str, bytes]]:
    """Yield all files of the agency as a user could have them: name and bytes."""
    yield PEOPLE_FILE, to_csv(HEADERS, agency.rows())
    yield PLANS_FILE, to_csv(PLAN_HEADERS, plan_rows(agency, year=YEAR))
    for period in quarters(YEAR)[:3]:
        for source in source_files(agency, period):
            yield source.name, source.content
    yield from growth_files(agency)


def _load(agency: SampleAgency, say: Callable[[str], None]) -> None:
    opened = date(YEAR, 1, 5)
    say(f"Memuat {len(agency.people)} pegawai …")
    with transaction.atomic():
        city = Agency.objects.create(code="16.71", name="Pemerintah Kota Palembang (contoh)")
        Unit.objects.create(agency=city, code="16.71", name="Pemerintah Kota Palembang")
        import_people(
            content=to_csv(HEADERS, agency.rows()), filename=PEOPLE_FILE, acting=acting_on(COMMAND, opened)
        )
    set_passwords(agency, opened)
    for role in ("performance-team", "auditor"):
        person = Employee.objects.get(number=agency.of_role(role)[0].number)
        grant_role(user=person.user, role=RoleGrant.Role(role), acting=acting_on(COMMAND, opened))
    for measure in MEASURES:
        save_measure(measure=_copy(measure), acting=acting_on(COMMAND, opened))
    say("Memuat SKP …")
    import_plans(
        content=to_csv(PLAN_HEADERS, plan_rows(agency, year=YEAR)),
        filename=PLANS_FILE,
        acting=acting_on(COMMAND, opened),
    )
    _process(agency, city)
    load_growth(agency, acting=acting_on(COMMAND, date(YEAR, 2, 16)))
    for period in quarters(YEAR)[:3]:
        say(f"Memuat hasil ukur dan menghitung {period.label} …")
        _load_quarter(agency, period)
    _conversation(agency)
    teacher_learns(agency, year=YEAR)
    write_week(agency)
    visited = {account.nip for account in accounts_of(agency)} - {STRICT}
    answer_cases(compared(agency) - visited, left_out=visited)
    look_and_work_through(agency)


def _process(agency: SampleAgency, city: Agency) -> None:
    """Store the calendar and the dates of all quarters but the third, whose steps are still open."""
    team = User.objects.get(username=agency.of_role("performance-team")[0].number)
    opened = date(YEAR, 1, 5)
    for kind, days in _DAYS_OFF.items():
        add_holidays(drafts=read_holidays(days, kind), agency=city, acting=acting_on(team, opened))
    first, second, _third, last = quarters(YEAR)
    for period in (first, second, last):
        open_period(period=period, dates=proposal_for(period, on=opened), acting=acting_on(team, opened))


_DAYS_OFF = {
    Holiday.Kind.HOLIDAY: f"{YEAR}-03-20 Idulfitri (contoh)\n{YEAR}-05-27 Iduladha (contoh)",
    Holiday.Kind.COLLECTIVE_LEAVE: f"{YEAR}-03-23 Cuti bersama Idulfitri (contoh)",
}


def _copy(measure: Measure) -> Measure:
    fields = ("key", "name", "unit", "subject", "combination", "per", "description", "owner")
    return Measure(**{name: getattr(measure, name) for name in fields})


def _load_quarter(agency: SampleAgency, period: Period) -> None:
    loaded = period.ends + timedelta(days=3)
    team = User.objects.get(username=agency.of_role("performance-team")[0].number)
    for source in source_files(agency, period):
        import_measurements(
            content=source.content,
            filename=source.name,
            period=source.period,
            acting=acting_on(team, loaded),
            measure=Measure.objects.get(key=source.measure),
            # Missing values of a month are part of the stories, so the questions are confirmed.
            confirmed=EVERYTHING,
        )
    if period.last < 9:
        superior = Employee.objects.get(number=agency.of_role("performance-team")[0].appraiser).user
        for loaded_file in imports_to_confirm():
            confirm_import(source=loaded_file, acting=acting_on(superior, loaded))
    for person in agency.people:
        if person.story:
            _declare(person.number, period)
    _grade_units(period, team)
    evaluate(period=period, acting=acting_on(COMMAND, loaded))
    stories = {person.number for person in agency.people if person.story}
    bosses = {person.appraiser for person in agency.people if person.story}
    wanted = appraisals().filter(period=period)
    if period.last == 9:
        wanted = wanted.filter(plan__assignment__employee__number__in=stories)
    else:
        wanted = wanted.filter(appraiser__number__in=bosses | compared(agency))
    for appraisal in wanted:
        _rate(appraisal, period, stories=stories, finish=period.last < 9)


def _declare(number: str, period: Period) -> None:
    plan = Plan.objects.get(assignment__employee__number=number, year=YEAR)
    day = period.ends + timedelta(days=1)
    owner = plan.assignment.employee.user
    quarter = period.last // 3 - 1
    appraiser = appraiser_of(plan.assignment, on=day)
    for indicator in Indicator.objects.filter(result__version__plan=plan, measure=None):
        value = _DECLARED.get(indicator.name)
        if value is None:
            continue
        realization = declare_realization(
            plan=plan,
            thread=indicator.thread,
            period=period,
            value=Decimal(value[quarter]),
            note="",
            acting=acting_on(owner, day),
            evidence=EvidenceDraft(
                file_name=f"bukti-{indicator.name.lower().replace(' ', '-')}-{period}.txt",
                content=f"{indicator.name}: {value[quarter]} ({period.label})\n".encode(),
            ),
        )
        if appraiser and not (quarter == 2 and indicator.name.startswith("Kelas")):
            _verify(realization, appraiser.user, day)


def _verify(realization: Realization, by: User, day: date) -> None:
    verify_realization(
        realization=realization, accepted=True, note="Sesuai dengan berkas", acting=acting_on(by, day)
    )


def _grade_units(period: Period, team: User) -> None:
    """Store the grades of all units but the village offices, which lack that of the third quarter."""
    day = period.ends + timedelta(days=5)
    units = Unit.objects.all()
    if period.last == 9:
        units = units.exclude(code__startswith="16.71.14.")
    for unit in units:
        set_unit_grade(
            unit=unit,
            period=period,
            grade=OrganizationGrade.GOOD,
            reason=f"Rencana aksi {period.label} tercapai sesuai target; surat penetapan contoh",
            acting=acting_on(team, day),
        )


def _rate(appraisal: Appraisal, period: Period, *, stories: Collection[str], finish: bool) -> None:
    day = period.ends + timedelta(days=9)
    computation = appraisal.computation
    if appraisal.appraiser is None or computation is None:
        return
    suggested = Rating(computation.suggested) if computation.suggested else Rating.MEETS
    is_teacher = appraisal.plan.assignment.employee.name == "Laras Umpama Guru"
    by = appraisal.appraiser.user
    reason = ""
    if suggested is not Rating.MEETS or not computation.suggested:
        reason = "Mengikuti hasil ukur periode ini; rinciannya sudah dibahas dalam dialog kinerja."
    employee = appraisal.plan.assignment.employee.number
    marks = {code: BehaviorMarkDraft(Rating.MEETS) for code in BEHAVIOR_CODES}
    if employee not in stories:
        marks = marks_of(appraisal.appraiser.number, employee, ends=period.ends)
    if is_teacher:
        marks["AD"] = BehaviorMarkDraft(
            Rating.BELOW,
            "Tiga kali observasi memakai ceramah dan soal yang sama; media baru belum dicoba.",
            period.ends - timedelta(days=20),
        )
    rate(
        appraisal=appraisal,
        acting=acting_on(by, day),
        draft=RatingDraft(
            results=suggested,
            results_reason=reason,
            behavior=behavior_of(marks),
            behavior_reason="Dari contoh yang dicatat selama triwulan ini.",
            marks=marks,
        ),
    )
    unit = appraisal.plan.assignment.position.unit_id
    if unit not in unit_grades([unit], period):
        return
    deliver(appraisal=appraisal, acting=acting_on(by, day))
    if finish:
        owner = appraisal.plan.assignment.employee.user
        mark_read(appraisal=appraisal, acting=acting_on(owner, day + timedelta(days=1)))
        answered = day + timedelta(days=2)
        accept(appraisal=appraisal, acting=acting_on(owner, answered))
        _talk(appraisal, period, by, owner, day + timedelta(days=5))


def _talk(appraisal: Appraisal, period: Period, appraiser: User, owner: User, day: date) -> None:
    """Store the closing talk with one agreement, which is done by the next one."""
    dialogue = record_dialogue(
        plan=appraisal.plan,
        acting=acting_on(appraiser, day),
        draft=DialogueDraft(
            kind=Dialogue.Kind.CLOSING,
            period=period,
            held_on=day,
            summary=f"Hasil {period.label} dibahas: apa yang berjalan baik dan apa yang berikutnya.",
            agreements=[
                AgreementDraft(
                    "Menyampaikan hambatan sebelum tanggal 20 tiap bulan",
                    Agreement.Owner.EMPLOYEE,
                    day + timedelta(days=60),
                )
            ],
            reviews={
                item.agreement.pk: ReviewDraft(AgreementReview.Outcome.DONE)
                for item in open_agreements(appraisal.plan.assignment.employee_id)
            },
        ),
    )
    confirm_talk(dialogue=dialogue, agrees=True, note="", acting=acting_on(owner, day))


_SAID = {
    "immunization": (
        "",
        Feedback.Tone.ADVICE,
        "Posyandu sore bulan Agustus",
        "38 dari 45 anak datang setelah jadwalnya digeser",
        "Ibu yang bekerja tidak perlu izin",
        "Tandai anak yang belum kembali sebelum tanggal 20",
    ),
    "counter": (
        "",
        Feedback.Tone.PRAISE,
        "Loket 2, minggu kedua September",
        "Berkas diperiksa sebelum warga mengambil nomor",
        "Antrean selesai pukul 14.10, tercepat bulan itu",
        "Ajarkan cara memeriksa di awal kepada rekan baru",
    ),
    "teacher": (
        "AD",
        Feedback.Tone.ADVICE,
        "Observasi kelas 5B, 7 Oktober",
        "Tiga murid di baris belakang belum ditanya",
        "Yang belum paham tidak tampak sampai ulangan",
        "Coba kartu tanya minggu depan; saya ikut melihat",
    ),
}


def _conversation(agency: SampleAgency) -> None:
    """Store three messages: one is answered, one shared upwards, and the third person asks for another."""
    day = date(YEAR, 10, 12)
    for person in agency.people:
        if not person.story:
            continue
        plan = Plan.objects.get(assignment__employee__number=person.number, year=YEAR)
        appraiser = appraiser_of(plan.assignment, on=day)
        if appraiser is None:
            continue
        indicator = Indicator.objects.filter(result__version__plan=plan).order_by("pk")[0]
        value, tone, *said = _SAID[person.story]
        subject = FeedbackSubject(value=value) if value else FeedbackSubject(thread=indicator.thread)
        feedback = write_feedback(
            plan=plan, draft=FeedbackDraft(subject, tone, *said), acting=acting_on(appraiser.user, day)
        )
        owner, later = plan.assignment.employee.user, day + timedelta(days=2)
        if person.story == "immunization":
            mark_opened(feedback=feedback, acting=acting_on(owner, later))
            answer_feedback(
                feedback=feedback,
                outcome=FeedbackAnswer.Outcome.TRYING,
                acting=acting_on(owner, later),
                text="Daftarnya saya tempel di buku posyandu.",
            )
        elif person.story == "counter":
            share_feedback(feedback=feedback, acting=acting_on(owner, later))
        else:
            ask_for_feedback(
                plan=plan,
                subject=FeedbackSubject(thread=indicator.thread),
                colleague=None,
                acting=acting_on(owner, later),
            )
