"""An office of 120 people that works day by day: everybody does what waits for them, some late, some never.

Nothing here knows what should come of it. Each day has its own clock, which is passed to every act; an act
that is refused although its person has the turn is kept as a dead end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from terukur.appraisal.doable import doable
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.operations import deliver, rate, set_unit_grade
from terukur.appraisal.ratable import why_not_ratable
from terukur.appraisal.schedule import open_period, opened_periods, proposal_for, schedule_of
from terukur.appraisal.waiting import leaders_above
from terukur.appraisal.yardstick import yardstick_of
from terukur.coaching.dialogue import DialogueDraft, record_dialogue, talks_to_confirm
from terukur.coaching.models import Dialogue
from terukur.delivery.closing import confirm_talk, talks_about
from terukur.delivery.models import DeliveryNotice
from terukur.delivery.receipt import accept, give_notice, mark_read, second_notice_from
from terukur.jobs.day_end import end_days
from terukur.jobs.morning import take_due_steps
from terukur.ledger.acting import COMMAND, Acting, Actor
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.operations import EvidenceDraft
from terukur.objections.hearing import DecisionDraft, answer_objection, decide_objection, waiting_objections
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionDraft, file_objection
from terukur.organization.holidays import add_holidays, office_calendar, read_holidays
from terukur.organization.models import Agency, Assignment, Employee, Holiday, RoleGrant, Unit
from terukur.organization.operations import grant_role, set_appraiser
from terukur.organization.outside_appraisers import add_outside_appraiser
from terukur.organization.people_import import import_people
from terukur.oversight.year_end import close_year, state_of, unclosed_year
from terukur.planning.models import Measure, PlanVersion
from terukur.planning.operations.content import AgreedNumbers, agree_numbers, indicators_in
from terukur.planning.operations.starting import start_from_last_year
from terukur.planning.operations.versions import set_plan, submit_plan
from terukur.planning.own_plans import last_years_version, to_make
from terukur.planning.planning_schedule import open_planning, planning_proposal, unopened_planning
from terukur.planning.plans_import import HEADERS, import_plans
from terukur.planning.workflow import PlanStatus
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.decision import Refused
from terukur.regulation.periods import Period
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import FormFamily, OrganizationGrade, Rating
from terukur.regulation.schedule import Step
from terukur.regulation.working_calendar import WorkingCalendar
from terukur.tables.writing import to_csv
from tests.support.cast import PEOPLE_HEADERS

FIRST_DAY = date(2025, 10, 1)
_REASON = "Menurut angka yang terukur pada masa ini dan pembicaraan di antara keduanya."
_MIDDLE = {code: BehaviorMarkDraft(Rating.MEETS) for code in BEHAVIOR_CODES}
_SLOWEST = 8
_HOLIDAYS = ("01-01 Tahun Baru", "05-01 Hari Buruh", "08-17 Kemerdekaan", "12-25 Natal")
_FIELDS = ("Kesehatan", "Pencegahan", "Layanan", "Sumber Daya")


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """An act that was refused although its person had the turn."""

    on: date
    who: str
    what: str
    why: str


@dataclass(slots=True)
class Office:
    """The people with their habits, and the day that it is."""

    day: date = FIRST_DAY
    fate: random.Random = field(default_factory=lambda: random.Random(2025))  # noqa: S311 - a test's dice
    pace: dict[int, int] = field(default_factory=dict)
    never_reads: set[int] = field(default_factory=set)
    never_answers: set[int] = field(default_factory=set)
    will_object: dict[tuple[str, str], bool] = field(default_factory=dict)
    dead_ends: list[DeadEnd] = field(default_factory=list)
    calendar: WorkingCalendar | None = None

    # The clock.

    @property
    def at(self) -> datetime:
        """Nine in the morning of the day."""
        return timezone.make_aware(datetime.combine(self.day, time(9)))

    def by(self, who: Employee | Actor) -> Acting[Actor]:
        """Somebody, acting today."""
        return Acting(who.user if isinstance(who, Employee) else who, self.day, self.at)

    @property
    def team(self) -> Employee:
        """The officer of the performance team."""
        return Employee.objects.select_related("user").get(name="Dewi Pengelola")

    def named(self, name: str) -> Employee:
        """One of the people, as they are now."""
        return Employee.objects.select_related("user").get(name=name)

    def may_work(self) -> bool:
        """Return whether the office is open today."""
        self.calendar = self.calendar or office_calendar(on=self.day)
        return self.calendar.is_working_day(self.day)

    def is_ready(self, person: Employee, since: date) -> bool:
        """Return whether somebody has got round to what waits since a day."""
        return (self.day - since).days >= self.pace.get(person.pk, 2)

    @contextmanager
    def turn(self, who: str, what: str) -> Iterator[None]:
        """Keep a refusal as a dead end: the person has the turn."""
        try:
            yield
        except Refused as refusal:
            found = getattr(refusal, "findings", None)
            why = f"{refusal} {[str(one) for one in found] if found else ''}"
            self.dead_ends.append(DeadEnd(self.day, who, what, why.strip()))

    # The beginning.

    def found(self) -> None:
        """Agency, 120 people in 19 units, holidays of three years, the measure of everybody's work."""
        agency = Agency.objects.create(code="DINKES", name="Dinas Kesehatan Contoh")
        Unit.objects.create(agency=agency, code="DINKES", name="Dinas Kesehatan Contoh")
        server = Acting(COMMAND, self.day, self.at)
        import_people(content=to_csv(PEOPLE_HEADERS, list(_people())), filename="p.csv", acting=server)
        for name, role in (("Dewi Pengelola", "performance-team"), ("Fajar Auditor", "auditor")):
            grant_role(user=self.named(name).user, role=RoleGrant.Role(role), acting=server)
        regent = add_outside_appraiser(name="Rahmat Hidayat", office="Bupati Contoh", acting=server)
        head = Assignment.objects.get(employee__name="Kepala Dinas")
        set_appraiser(assignment=head, appraiser=regent, acting=server, since=self.day, reason="Pimpinan")
        Measure.objects.create(
            key="layanan", name="Layanan selesai", unit="layanan", subject="employee", combination="sum"
        )
        decree = "\n".join(f"{year}-{day}" for year in range(2025, 2029) for day in _HOLIDAYS)
        drafts = read_holidays(decree, Holiday.Kind.HOLIDAY)
        add_holidays(drafts=drafts, agency=agency, acting=self.by(self.team))
        people = list(Employee.objects.order_by("pk"))
        self.pace = {person.pk: self.fate.randrange(_SLOWEST) for person in people}
        staff = [person for person in people if person.name.startswith("Petugas")]
        self.never_reads = {person.pk for person in staff[::29]}
        self.never_answers = {person.pk for person in staff[::11]}

    # A day.

    def live(self) -> None:
        """One day: the morning's jobs, work where the office is open, the seal of the day before."""
        end_days(acting=Acting(COMMAND, self.day, self.at - timedelta(hours=8)))
        take_due_steps(acting=Acting(COMMAND, self.day, self.at - timedelta(hours=3)))
        if self.may_work():
            self.plan()
            self.measure()
            self.open_periods()
            for period in opened_periods():
                self.appraise(period)
            self.talk_it_over()
            self.close_years()
        self.day += timedelta(days=1)

    # Planning.

    def plan(self) -> None:
        """The team opens the year's planning; who is offered a plan begins it; drafts go on to be set."""
        if unopened_planning(on=self.day).exists():
            with self.turn("pengelola", "membuka perencanaan"):
                year = self.day.year + 1
                dates = {step: one.dates for step, one in planning_proposal(year, on=self.day).items()}
                open_planning(year=year, dates=dates, acting=self.by(self.team))
        if self.day.day >= 3:
            for year in (self.day.year, self.day.year + 1):
                if year >= 2026:
                    self.begin_plans(year)
        for version in PlanVersion.objects.filter(
            status__in=[PlanStatus.DRAFT, PlanStatus.RETURNED]
        ).select_related("plan__assignment__employee__user"):
            owner = version.plan.assignment.employee
            if version.plan.last_day >= self.day and self.day.day % 8 >= self.pace[owner.pk] % 8:
                with self.turn(owner.name, f"mengajukan SKP {version.plan.year}"):
                    carried = [one for one in indicators_in(version) if one.is_carried]
                    agreed = {one.pk: AgreedNumbers(one.target, due=one.due) for one in carried}
                    agree_numbers(version=version, numbers=agreed, acting=self.by(owner))
                    submit_plan(version=version, acting=self.by(owner))
        for version in PlanVersion.objects.filter(status=PlanStatus.SUBMITTED).select_related(
            "plan__assignment__employee"
        ):
            held = version.plan.assignment
            line = held.reporting_lines.on(self.day).select_related("appraiser__user").first()
            if line is None:
                what = f"menetapkan SKP {version.plan.year}"
                self.dead_ends.append(DeadEnd(self.day, held.employee.name, what, "tidak ada penilai"))
            elif self.day.weekday() != 0:
                with self.turn(line.appraiser.name, f"menetapkan SKP {held.employee.name}"):
                    set_plan(version=version, acting=self.by(line.appraiser))

    def begin_plans(self, year: int) -> None:
        """Start the plans that people are offered, from last year's where there is one."""
        fresh = []
        missing = Assignment.objects.exclude(plans__year=year).select_related("employee__user", "position")
        for held in missing.exclude(ends__lt=max(date(year, 1, 1), self.day)):
            person = held.employee
            if not self.is_ready(person, max(held.starts, date(year - 1, 11, 3))):
                continue
            if not to_make(person, year, on=self.day).filter(pk=held.pk, status=None).exists():
                continue
            if last_years_version(held, year) is None:
                fresh.append(held)
                continue
            with self.turn(person.name, f"memulai SKP {year}"):
                start_from_last_year(assignment=held, year=year, acting=self.by(person))
        if fresh:
            rows = [
                _plan_row(held.employee.number, year, is_head=held.position.form_family != FormFamily.STAFF)
                for held in fresh
            ]
            import_plans(content=to_csv(HEADERS, rows), filename="skp.csv", acting=self.by(self.team))

    # Measuring.

    def measure(self) -> None:
        """On the fifth, or the first open day after it, the values of the month before are loaded."""
        month = Period.parse(f"{self.day - timedelta(days=self.day.day):%Y-%m}")
        if self.day.day < 5 or month.year < 2026 or month in self._loaded:
            return
        self._loaded.add(month)
        held = Assignment.objects.own().filter(starts__lte=month.ends).exclude(ends__lt=month.starts)
        numbers = sorted(set(held.values_list("employee__number", flat=True)))
        rows = [(number, str(month), self.fate.randrange(7, 13)) for number in numbers]
        import_measurements(
            content=to_csv(("NIP", "BULAN", "NILAI"), rows),
            filename=f"nilai-{month}.csv",
            measure=Measure.objects.get(key="layanan"),
            period=month,
            acting=self.by(self.team),
        )

    _loaded: set[Period] = field(default_factory=set)

    # Appraising.

    def open_periods(self) -> None:
        """The team opens each quarter, and the year, on the first open day after it."""
        last = Period.quarter_of(self.day).previous
        wanted = [last] if last.last < 12 else [last, Period(last.year, 1, 12)]
        for period in wanted:
            if period.year >= 2026 and not schedule_of(period):
                with self.turn("pengelola", f"membuka {period.label}"):
                    dates = proposal_for(period, on=self.day)
                    open_period(period=period, dates=dates, acting=self.by(self.team))

    def appraise(self, period: Period) -> None:
        """Everybody does the step of a period that is theirs today."""
        steps = schedule_of(period)
        if self.day > steps[Step.TALK].closes + timedelta(days=120):
            return
        if self.day == steps[Step.RATING].opens or (period, self.day) in self.recounts:
            evaluate(period=period, acting=self.by(COMMAND))
        if steps[Step.ORGANIZATION].opens <= self.day <= steps[Step.ORGANIZATION].closes:
            self.grade_units(period)
        of_period = Appraisal.objects.filter(period=period)
        given = of_period.filter(delivered_at__isnull=False).exclude(status=Appraisal.Status.FINAL)
        waiting = doable(of_period, on=self.day) | given
        for one in waiting.select_related(
            "plan__assignment__employee__user", "appraiser__user", "computation"
        ):
            self._steps[Appraisal.Status(one.status)](self, one)

    recounts: set[tuple[Period, date]] = field(default_factory=set)

    def grade_units(self, period: Period) -> None:
        """The leader above grades each unit; the team where nobody stands above."""
        graded = UnitGrade.objects.filter(starts=period.starts, ends=period.ends).values("unit")
        people = Appraisal.objects.filter(period=period).values("plan__assignment__position__unit")
        units = list(Unit.objects.filter(pk__in=people).exclude(pk__in=graded))
        leaders = leaders_above(units, on=self.day)
        for unit in units:
            leader = next(iter(leaders[unit.pk]), None) or self.team
            with self.turn(leader.name, f"menetapkan capaian {unit.name}"):
                set_unit_grade(
                    unit=unit,
                    period=period,
                    grade=OrganizationGrade.GOOD,
                    reason="Rencana aksi tercapai sesuai target",
                    acting=self.by(leader),
                )

    def rate(self, one: Appraisal) -> None:
        """The appraiser follows the measured values."""
        line = one.plan.assignment.reporting_lines.order_by("-starts").first()
        if line is None or why_not_ratable(one, on=self.day):
            return
        appraiser = line.appraiser
        if self.day.weekday() == self.pace.get(appraiser.pk, 0) % 5:
            return
        rating = yardstick_of(one).results or Rating.MEETS
        draft = RatingDraft(rating, _REASON, Rating.MEETS, _REASON, _MIDDLE)
        with self.turn(appraiser.name, f"menilai {one}"):
            rate(appraisal=one, draft=draft, acting=self.by(appraiser))

    def deliver(self, one: Appraisal) -> None:
        """The appraiser hands over what was rated, once its step is open."""
        if self.day >= schedule_of(one.period)[Step.DELIVERY].opens and one.appraiser:
            with self.turn(one.appraiser.name, f"menyampaikan {one}"):
                deliver(appraisal=one, acting=self.by(one.appraiser))

    def read(self, one: Appraisal) -> None:
        """The employee opens it and accepts, objects, or lets the days pass; some are told twice instead."""
        owner = one.plan.assignment.employee
        since = timezone.localdate(one.delivered_at)
        if owner.pk in self.never_reads:
            given = list(one.notices.all())
            if one.received_at is None and (not given or self.day >= second_notice_from(given[0])):
                with self.turn("pengelola", f"memberi tahu {owner.name}"):
                    way = DeliveryNotice.Way.IN_PERSON
                    note = "Surat diantar ke meja kerjanya."
                    give_notice(appraisal=one, way=way, note=note, acting=self.by(self.team))
            return
        if one.read_at is None:
            if self.is_ready(owner, since):
                with self.turn(owner.name, f"membuka {one}"):
                    mark_read(appraisal=one, acting=self.by(owner))
        elif (owner.name, str(one.period)) in self.will_object:
            with self.turn(owner.name, f"mengajukan keberatan atas {one}"):
                grounds = "Realisasi bulan Februari belum lengkap."
                proof = EvidenceDraft(address="https://contoh.go.id/register")
                draft = ObjectionDraft(("results",), grounds, proof)
                file_objection(appraisal=one, draft=draft, acting=self.by(owner))
        elif owner.pk not in self.never_answers:
            with self.turn(owner.name, f"menerima {one}"):
                accept(appraisal=one, acting=self.by(owner))

    def hear(self, one: Appraisal) -> None:
        """Whoever has the turn in an objection takes it."""
        objection = Objection.objects.get(appraisal=one)
        is_granted = self.will_object[one.plan.assignment.employee.name, str(one.period)]
        for person in Employee.objects.filter(left_on__isnull=True).select_related("user"):
            if objection not in waiting_objections(person, on=self.day):
                continue
            with self.turn(person.name, f"keberatan atas {one}"):
                if not hasattr(objection, "answer") and person.pk == one.appraiser_id:
                    text = "Saya memakai berkas yang dimuat pada awal bulan."
                    answer_objection(objection=objection, text=text, acting=self.by(person))
                else:
                    results = Rating.ABOVE if is_granted else Rating(one.result_rating)
                    heard = "Keduanya menunjukkan register masing-masing."
                    draft = DecisionDraft(heard, _REASON, results, Rating(one.behavior_rating))
                    decide_objection(objection=objection, draft=draft, acting=self.by(person))
            return

    def talk(self, one: Appraisal) -> None:
        """The appraiser records the talk about a result; the employee confirms it on another day."""
        if talks_about(one) or self.day < schedule_of(one.period)[Step.TALK].opens:
            return
        rater = one.appraiser
        line = one.plan.assignment.reporting_lines.on(self.day).select_related("appraiser__user").first()
        if rater is None or rater.left_on or line is not None:
            rater = line.appraiser if line else rater
        if rater is None:
            return
        draft = DialogueDraft(
            kind=Dialogue.Kind.CLOSING,
            period=one.period,
            held_on=self.day,
            agreements=(),
            reviews={},
            summary="Capaian dan hambatan masa ini dibicarakan.",
        )
        with self.turn(rater.name, f"mencatat pembicaraan {one}"):
            record_dialogue(plan=one.plan, draft=draft, acting=self.by(rater))

    def talk_it_over(self) -> None:
        """Whoever is asked whether a talk was held confirms it."""
        asked = Dialogue.objects.filter(confirmation__isnull=True).values("plan__assignment__employee")
        for person in Employee.objects.filter(pk__in=asked, left_on__isnull=True).select_related("user"):
            if person.pk in self.never_reads:
                continue
            for dialogue in talks_to_confirm(person):
                if self.day > dialogue.held_on:
                    with self.turn(person.name, "mengukuhkan pembicaraan"):
                        confirm_talk(dialogue=dialogue, agrees=True, note="", acting=self.by(person))

    # The end of a year.

    def close_years(self) -> None:
        """The team closes the year before once nothing is open in it, and in June whatever is."""
        if not unclosed_year(on=self.day).exists():
            return
        year = self.day.year - 1
        state = state_of(year, by=self.team.user, on=self.day)
        if state.open_count and self.day.month < 6:
            return
        self.left_open[year] = {key: count for key, count in state.left_open.items() if count}
        reason = "Yang masih terbuka tidak dapat diselesaikan lagi." if state.open_count else ""
        with self.turn("pengelola", f"menutup {year}"):
            close_year(year=year, reason=reason, acting=self.by(self.team))

    left_open: dict[int, dict[str, int]] = field(default_factory=dict)

    _steps = {
        Appraisal.Status.OPEN: rate,
        Appraisal.Status.RATED: deliver,
        Appraisal.Status.DELIVERED: read,
        Appraisal.Status.OBJECTED: hear,
        Appraisal.Status.ACCEPTED: talk,
        Appraisal.Status.UNANSWERED: talk,
        Appraisal.Status.DECIDED: talk,
    }


def _people() -> Iterator[tuple[str, ...]]:
    """The rows of 120 people: the head, a secretariat of 12, and four divisions of three sections."""
    numbers = iter(range(1, 200))

    def row(
        name: str, title: str, kind: str, unit: tuple[str, str, str], boss: str, *, head: bool
    ) -> tuple[str, ...]:
        place = next(numbers)
        month = f"{1 + place % 12:02}"
        number = f"19{70 + place % 30}{month}{1 + place % 28:02}20{5 + place % 15:02}{month}1{place:03}"
        known[name] = number
        return (
            number,
            name,
            title,
            kind,
            *unit,
            known.get(boss, ""),
            "ya" if head else "tidak",
            "2025-01-01",
        )

    known: dict[str, str] = {}
    top = ("DINKES", "Dinas Kesehatan Contoh", "")
    office = ("SEKR", "Sekretariat", "DINKES")
    yield row("Kepala Dinas", "Kepala Dinas", "JPT Pratama", top, "", head=True)
    yield row("Sekretaris", "Sekretaris", "Administrator", office, "Kepala Dinas", head=True)
    yield row("Dewi Pengelola", "Analis SDM", "Pelaksana", office, "Sekretaris", head=False)
    yield row("Fajar Auditor", "Auditor", "Fungsional", office, "Sekretaris", head=False)
    for n in range(8):
        yield row(
            f"Petugas Sekretariat {n}", "Pengadministrasi", "Pelaksana", office, "Sekretaris", head=False
        )
    for place, name in enumerate(_FIELDS, start=1):
        division = (f"B{place}", f"Bidang {name}", "DINKES")
        lead = f"Kabid {name}"
        yield row(lead, f"Kepala Bidang {name}", "Administrator", division, "Kepala Dinas", head=True)
        for n in range(1, 4):
            section = (f"B{place}S{n}", f"Seksi {name} {n}", f"B{place}")
            chief = f"Kasi {name} {n}"
            yield row(chief, f"Kepala Seksi {name} {n}", "Pengawas", section, lead, head=True)
            for m in range(8 if n < 3 else 7):
                title, kind = ("Perawat Terampil", "Fungsional") if m % 3 == 0 else ("Petugas", "Pelaksana")
                yield row(f"Petugas {place}{n}{m}", title, kind, section, chief, head=False)


def _plan_row(number: str, year: int, *, is_head: bool) -> list[str]:
    """One result with one measured indicator: ten services a month."""
    values = {
        "NIP": number,
        "TAHUN": str(year),
        "STATUS": "KONSEP",
        "JENIS HASIL": "UTAMA",
        "RENCANA HASIL KERJA": "Masyarakat terlayani",
        "RHK PIMPINAN": "Rencana unit",
        "INDIKATOR": "Layanan selesai",
        "ASPEK": "Kuantitas",
        "SATUAN": "layanan",
        "ARAH": "NAIK",
        "WAKTU TARGET": "BERTAHAP",
        "TARGET": "120",
        "BOBOT": "100",
        "PERSPEKTIF": "Penerima layanan" if is_head else "",
        "UKURAN": "layanan",
    }
    return [values.get(header, "") for header in HEADERS]
