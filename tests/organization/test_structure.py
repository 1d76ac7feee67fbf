"""People and structure are changed by acts: with history, with effects, and back while nobody was harmed."""

from datetime import date, timedelta

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import rate, set_unit_grade
from terukur.appraisal.queries import appraisals_of, team_of, waiting_for
from terukur.documents.appraisal import evaluation_data
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.employees import add_employee, correct_employee, take_back_rank
from terukur.organization.leaving import bring_back, leave_service, undo_leaving
from terukur.organization.models import (
    Assignment,
    Employee,
    Headship,
    Position,
    ReportingLine,
    RoleGrant,
    Unit,
)
from terukur.organization.operations import (
    OrganizationRefused,
    ask_for_other_appraiser,
    people_handed_over,
    replace_head,
)
from terukur.organization.placements import default_appraiser, last_move, transfer, undo_transfer
from terukur.organization.position_ends import PositionEnd, effects_of
from terukur.organization.positions import (
    Post,
    close_position,
    correct_position,
    ensure_position,
    reopen_position,
)
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.organization.ranks import rank_on
from terukur.organization.units import add_unit, close_unit, move_unit, rename_unit, reopen_unit, unit_name_on
from terukur.planning.models import Plan
from terukur.planning.operations.versions import PlanRefused, revise_plan, start_plan
from terukur.regulation.periods import Period
from terukur.regulation.scales import EmploymentKind, FormFamily, OrganizationGrade, PositionKind
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment
from tests.support.quarter import AS_SUGGESTED, begun, give, grade_unit, hand_over

pytestmark = pytest.mark.django_db
SK = "SK mutasi 800/12/2026"
MOVED = date(2026, 5, 16)
LAST = MOVED - timedelta(days=1)
NEXT = Period.parse("2026-Q2")
AFTER_NEXT = Period.parse("2026-Q3")
NEW = "199506062019032001"


@pytest.fixture
def people():
    cast.load_people()


@pytest.fixture
def quarter():
    return begun()


def team():
    return {"acting": acting(employee(DEWI).user, AFTER)}


def unit(code="SEKSI"):
    return Unit.objects.get(code=code)


def post(title="Petugas", code="KEC", **given):
    return Post(unit(code), title, **given)


def place(*given, like=None, **named):
    return ensure_position(post=post(*given, **named), like=like, **team())


def move(who=ANI, to=None, since=MOVED, **given):
    return transfer(employee=employee(who), to=to or post(), since=since, reason=SK, **given, **team())


def promote(rank, since, who=ANI, **given):
    one = employee(who)
    fields = {"name": one.name, "kind": EmploymentKind(one.kind), "rank": rank, "rank_since": since} | given
    return correct_employee(employee=one, reason="SK kenaikan pangkat", **fields, **team())


class TestRanks:
    def test_a_promotion_keeps_the_rank_before_with_its_days(self, people):
        promote("III/b", date(2020, 4, 1))
        promote("III/c", date(2024, 4, 1))
        ani = employee(ANI)
        assert (ani.rank, ani.rank_since) == ("III/c", date(2024, 4, 1))
        former = ani.former_ranks.get()
        assert (former.rank, former.since, former.until) == ("III/b", date(2020, 4, 1), date(2024, 3, 31))
        assert [rank_on(ani, date(2024, 3, day)) for day in (30, 31)] == ["III/b", "III/b"]
        assert rank_on(ani, date(2024, 4, 1)) == "III/c"

    def test_the_same_tmt_corrects_the_rank_and_keeps_no_former_one(self, people):
        promote("III/b", date(2020, 4, 1))
        promote("III/d", date(2020, 4, 1))
        promote("III/c", None)
        assert employee(ANI).rank == "III/c"
        assert employee(ANI).rank_since == date(2020, 4, 1)
        assert not employee(ANI).former_ranks.exists()

    def test_the_same_rank_with_another_tmt_corrects_the_tmt(self, people):
        promote("III/b", date(2020, 4, 1))
        promote("III/c", date(2024, 4, 1))
        promote("III/c", date(2024, 10, 1))
        assert employee(ANI).former_ranks.get().until == date(2024, 9, 30)
        assert rank_on(employee(ANI), date(2024, 6, 1)) == "III/b"

    @pytest.mark.parametrize(
        ("rank", "since", "why"),
        [
            ("III/d", date(2021, 1, 1), "Isi TMT sesudahnya"),
            ("III/d", AFTER + timedelta(days=1), "belum tiba"),
            ("III/c", date(2020, 4, 1), "berlaku sejak 01-04-2020"),
            ("IX", date(2025, 4, 1), "I/a sampai IV/e"),
        ],
    )
    def test_a_tmt_or_rank_that_does_not_follow_is_refused(self, people, rank, since, why):
        promote("III/b", date(2020, 4, 1))
        promote("III/c", date(2024, 4, 1))
        entries = Entry.objects.count()
        with pytest.raises(OrganizationRefused, match=why):
            promote(rank, since)
        assert Entry.objects.count() == entries

    def test_a_promotion_by_mistake_is_taken_back(self, people):
        promote("III/b", date(2020, 4, 1))
        promote("III/c", date(2024, 4, 1))
        take_back_rank(employee=employee(ANI), **team())
        assert (employee(ANI).rank, employee(ANI).rank_since) == ("III/b", date(2020, 4, 1))
        with pytest.raises(OrganizationRefused, match="Tidak ada pangkat sebelumnya"):
            take_back_rank(employee=employee(ANI), **team())

    def test_the_document_of_an_earlier_period_keeps_rank_and_unit_of_that_time(self, quarter):
        promote("III/b", date(2020, 4, 1))
        promote("III/a", date(2016, 4, 1), BUDI)
        hand_over(quarter)
        promote("III/c", date(2026, 4, 1))
        rename_unit(unit=unit(), name="Seksi Pelayanan Umum", reason="Perda 3/2026", since=AFTER, **team())
        quarter.refresh_from_db()
        data = evaluation_data(quarter, at=moment(AFTER))
        rows = dict(data["people"][0]["rows"])
        assert rows["Pangkat/gol. ruang"] == "Penata Muda Tk. I, III/b"
        assert rows["Unit kerja"] == "Seksi Pelayanan"
        assert data["signatures"][0]["rank"] == "Penata Muda Tk. I, III/b"

    def test_name_and_kind_are_corrected_with_their_history(self, people):
        promote("", None, name="Ani Lestari, S.E.")
        assert employee(ANI).user.name == "Ani Lestari, S.E."
        entry = Entry.objects.filter(act="employee-updated").latest("id")
        assert entry.before == {"name": "Ani"}
        assert entry.after == {"name": "Ani Lestari, S.E."}
        with pytest.raises(OrganizationRefused, match="bukan nomor PPPK"):
            promote("", None, kind=EmploymentKind.PPPK)
        assert not promote("", None)


class TestAdding:
    def add(self, number=NEW, **given):
        fields = {"name": "Gita", "to": post(), "since": AFTER} | given
        return add_employee(number=number, **fields, **team())

    def test_a_person_is_added_with_rank_position_and_appraiser(self, people):
        gita = self.add(rank="III/a", rank_since=date(2023, 4, 1), appraiser=employee(CITRA))
        assert gita.kind == EmploymentKind.PNS
        assert (gita.rank, gita.rank_since) == ("III/a", date(2023, 4, 1))
        own = assignment_on(gita.pk, AFTER)
        assert own.starts == AFTER
        assert appraiser_of(own, on=AFTER) == employee(CITRA)

    def test_a_number_that_is_known_is_refused_with_the_way(self, people):
        with pytest.raises(OrganizationRefused, match="sudah milik Ani"):
            self.add(ANI)
        leave(ANI)
        with pytest.raises(OrganizationRefused, match="Kembali bertugas"):
            self.add(ANI)

    def test_a_kind_that_the_number_cannot_have_is_refused(self, people):
        with pytest.raises(OrganizationRefused, match="PPPK"):
            self.add(kind=EmploymentKind.PPPK)
        assert not Employee.objects.filter(number=NEW).exists()


class TestTransfer:
    def test_it_ends_position_and_appraiser_and_begins_the_new_ones(self, people):
        placed = move(appraiser=employee(CITRA))
        former = assignment_on(employee(ANI).pk, LAST)
        assert (former.position.title, former.ends) == ("Petugas", LAST)
        assert appraiser_of(former, on=date(2026, 12, 1)) == employee(BUDI)
        assert appraiser_of(placed, on=MOVED) == employee(CITRA)
        entry = Entry.objects.get(act="transferred")
        assert entry.reason == SK
        assert entry.after == {"position": placed.position_id, "from": "2026-05-16"}

    def test_the_same_position_elsewhere_keeps_kind_level_and_form(self, people):
        own = assignment_on(employee(ANI).pk, AFTER).position
        correct_position(
            position=own,
            title="Perawat",
            kind=PositionKind.FUNCTIONAL,
            level="Ahli Muda",
            form=FormFamily.STAFF,
            reason="Salah ketik",
            **team(),
        )
        own.refresh_from_db()
        there = place("perawat", like=own)
        assert (there.kind, there.level) == ("functional", "Ahli Muda")
        with pytest.raises(OrganizationRefused, match="pilih jenis jabatannya"):
            place("Bidan", like=own)
        with pytest.raises(OrganizationRefused, match="sudah ada"):
            place("Perawat", level="Ahli Madya")

    def test_no_ghost_stays_with_the_old_appraiser(self, quarter):
        evaluate(period=NEXT, acting=acting(COMMAND, MOVED))
        evaluate(period=AFTER_NEXT, acting=acting(COMMAND, MOVED))
        assert appraisals_of(employee(ANI).pk).count() == 3
        told = dict(effects_of(PositionEnd(assignment_on(employee(ANI).pk, AFTER), LAST)))
        assert told["SKP 2026"].startswith("Berakhir 15 Mei 2026.")
        assert told["Penilaian Triwulan III 2026"].startswith("Gugur")
        assert "1 April 2026 sampai 15 Mei 2026" in told["Penilaian Triwulan II 2026"]
        assert "Penilaian Triwulan I 2026" not in told
        move()
        assert Plan.objects.get().closed_on == LAST
        assert Appraisal.objects.get(period="2026-Q2").ends == LAST
        assert {str(a.period) for a in appraisals_of(employee(ANI).pk)} == {"2026-Q1", "2026-Q2"}
        assert team_of(employee(BUDI), period=AFTER_NEXT, on=date(2026, 10, 5)) == []
        later = date(2026, 10, 5)
        evaluate(period=NEXT, acting=acting(COMMAND, later))
        crossed = Appraisal.objects.get(period="2026-Q2")
        assert crossed.computation.as_of == LAST
        assert crossed in waiting_for(employee(BUDI), on=later)

    def test_a_rated_part_of_a_quarter_is_delivered_with_the_units_grade(self, quarter):
        evaluate(period=NEXT, acting=acting(COMMAND, MOVED))
        move()
        crossed = Appraisal.objects.get(period="2026-Q2")
        later = date(2026, 7, 6)
        rate(appraisal=crossed, draft=AS_SUGGESTED, acting=acting(employee(BUDI).user, later))
        assert crossed not in waiting_for(employee(BUDI), on=later)
        for period in (Period.parse("2026"), NEXT):
            set_unit_grade(
                unit=unit(),
                period=period,
                grade=OrganizationGrade.GOOD,
                reason="Rencana aksi tercapai",
                acting=acting(employee(CITRA).user, later),
            )
            waits = crossed in waiting_for(employee(BUDI), on=later)
            assert waits == (period == NEXT)

    def test_a_period_that_was_rated_after_the_day_stands_against_it(self, quarter):
        give(quarter)
        with pytest.raises(
            OrganizationRefused, match="Penilaian Triwulan I 2026 di jabatan ini sudah diberi rating"
        ):
            move(since=date(2025, 12, 1))
        assert assignment_on(employee(ANI).pk, AFTER).ends is None

    def test_the_plan_of_the_new_position_can_begin(self, quarter):
        placed = move()
        ani = employee(ANI).user
        version = start_plan(assignment=placed, year=2026, acting=acting(ani, MOVED))
        assert (version.plan.starts, version.plan.ends) == (MOVED, date(2026, 12, 31))
        revise_plan(plan=Plan.objects.earliest("starts"), reason="Target", acting=acting(ani, LAST))
        with pytest.raises(PlanRefused, match="jabatan baru"):
            revise_plan(plan=Plan.objects.earliest("starts"), reason="Target", acting=acting(ani, MOVED))

    def test_it_is_taken_back_whole_while_nothing_was_done_there(self, quarter):
        evaluate(period=NEXT, acting=acting(COMMAND, MOVED))
        own = assignment_on(employee(ANI).pk, AFTER)
        move(appraiser=employee(CITRA))
        assert last_move(employee(ANI)).before == own
        undo_transfer(employee=employee(ANI), **team())
        own.refresh_from_db()
        assert own.ends is None
        assert Assignment.objects.filter(employee=employee(ANI)).count() == 1
        assert ReportingLine.objects.get(assignment=own).ends is None
        assert Plan.objects.get().closed_on is None
        assert Appraisal.objects.get(period="2026-Q2").ends == NEXT.ends

    def test_a_plan_in_the_new_position_stands_against_taking_it_back(self, quarter):
        placed = move()
        start_plan(assignment=placed, year=2026, acting=acting(employee(ANI).user, MOVED))
        with pytest.raises(OrganizationRefused, match="SKP 2026 di jabatan baru sudah dimulai"):
            undo_transfer(employee=employee(ANI), **team())
        assert assignment_on(employee(ANI).pk, MOVED) == placed

    def test_a_head_who_moves_leads_no_more_and_the_next_takes_the_people_over(self, people):
        move(BUDI, post("Analis", kind=PositionKind.FUNCTIONAL))
        assert Headship.objects.get(unit=unit()).ends == LAST
        assert [one.employee.name for one in people_handed_over(unit(), to=employee(EKO), on=MOVED)] == [
            "Ani"
        ]
        replace_head(
            unit=unit(),
            employee=employee(CITRA),
            kind=Headship.Kind.ACTING,
            since=MOVED,
            basis="SP 1",
            **team(),
        )
        own = assignment_on(employee(ANI).pk, MOVED)
        assert appraiser_of(own, on=MOVED) == employee(CITRA)
        assert appraiser_of(own, on=LAST) == employee(BUDI)

    def test_taken_back_a_head_leads_again(self, people):
        move(BUDI, post("Analis", kind=PositionKind.FUNCTIONAL))
        undo_transfer(employee=employee(BUDI), **team())
        assert Headship.objects.get(unit=unit()).ends is None

    def test_an_open_request_for_another_appraiser_ends_with_the_position(self, people):
        own = assignment_on(employee(ANI).pk, AFTER)
        asked = ask_for_other_appraiser(
            assignment=own, proposed=employee(EKO), note="", acting=acting(employee(ANI).user, AFTER)
        )
        move()
        asked.refresh_from_db()
        assert asked.status == "declined"
        assert asked.answer == "Jabatan ini berakhir 15-05-2026."

    @pytest.mark.parametrize(
        ("given", "why"),
        [({"since": date(2025, 1, 1)}, "sejak 01-01-2025"), ({"who": EKO}, "sudah menjabat Petugas")],
    )
    def test_what_does_not_fit_is_refused(self, people, given, why):
        with pytest.raises(OrganizationRefused, match=why):
            move(**given)

    def test_the_head_of_the_new_unit_is_the_appraiser_unless_it_is_oneself(self, people):
        assert default_appraiser(unit(), employee(EKO), on=AFTER) == employee(BUDI)
        assert default_appraiser(unit(), employee(BUDI), on=AFTER) == employee(CITRA)
        assert default_appraiser(unit("KOTA"), employee(EKO), on=AFTER) is None


def leave(who=ANI, last_day=AFTER, on=AFTER, reason="Pensiun, SK 88/2026"):
    leave_service(
        employee=employee(who), last_day=last_day, reason=reason, acting=acting(employee(DEWI).user, on)
    )


class TestLeaving:
    def test_position_plan_headship_roles_and_sign_in_end(self, quarter):
        leave(BUDI, AFTER - timedelta(days=1))
        budi = employee(BUDI)
        assert (budi.left_on, budi.left_reason) == (date(2026, 4, 5), "Pensiun, SK 88/2026")
        assert not budi.user.is_active
        assert assignment_on(budi.pk, AFTER) is None
        assert Headship.objects.get(unit=unit()).ends == date(2026, 4, 5)
        leave(ANI, AFTER)
        assert Plan.objects.get().closed_on == AFTER
        assert employee(ANI).user.is_active
        leave(FAJAR)
        assert RoleGrant.objects.get(user=employee(FAJAR).user).ends == AFTER

    def test_who_leaves_later_can_sign_in_until_then(self, people, client, monkeypatch):
        leave(ANI, MOVED)
        cast.sign_in(client, ANI)
        for day, answer in ((MOVED, 200), (MOVED + timedelta(days=1), 302)):
            for module in ("viewer", "accounts.backend"):
                monkeypatch.setattr(f"terukur.web.{module}.clock", lambda day=day: moment(day))
            assert client.get("/skp/").status_code == answer

    def test_the_last_of_the_team_does_not_leave(self, people):
        with pytest.raises(OrganizationRefused, match="pengelola kinerja yang terakhir"):
            leave(DEWI)

    def test_a_mistake_is_taken_back_whole(self, quarter):
        own = assignment_on(employee(ANI).pk, AFTER)
        leave(ANI, AFTER - timedelta(days=1))
        undo_leaving(employee=employee(ANI), **team())
        ani = employee(ANI)
        assert (ani.left_on, ani.left_reason, ani.user.is_active) == (None, "", True)
        assert assignment_on(ani.pk, MOVED) == own
        assert appraiser_of(Assignment.objects.get(pk=own.pk), on=MOVED) == employee(BUDI)
        assert Plan.objects.get().closed_on is None

    def test_who_comes_back_later_gets_a_new_placement(self, people):
        leave(ANI, AFTER - timedelta(days=1))
        own = post("Petugas", "SEKSI")
        with pytest.raises(OrganizationRefused, match="isi tanggal sesudahnya"):
            bring_back(employee=employee(ANI), to=own, since=date(2026, 4, 5), reason=SK, **team())
        placed = bring_back(
            employee=employee(ANI), to=own, since=MOVED, reason=SK, appraiser=employee(BUDI), **team()
        )
        assert employee(ANI).left_on is None
        assert employee(ANI).user.is_active
        assert assignment_on(employee(ANI).pk, LAST) is None
        assert assignment_on(employee(ANI).pk, MOVED) == placed
        with pytest.raises(OrganizationRefused, match="masih memegang jabatan"):
            bring_back(employee=employee(ANI), to=own, since=MOVED, reason=SK, **team())


class TestPositionsAndUnits:
    def test_a_position_closes_when_nobody_holds_it(self, people):
        own = assignment_on(employee(ANI).pk, AFTER).position
        with pytest.raises(OrganizationRefused, match="Masih dijabat Ani"):
            close_position(position=own, **team())
        empty = place("Penjaga", kind=PositionKind.IMPLEMENTER)
        close_position(position=empty, **team())
        empty.refresh_from_db()
        with pytest.raises(OrganizationRefused, match="sudah ditutup"):
            move(to=post("Penjaga"))
        reopen_position(position=empty, **team())
        empty.refresh_from_db()
        move(to=post("Penjaga"))

    def test_a_corrected_position_does_not_become_another_of_the_unit(self, people):
        place("Penjaga", kind=PositionKind.IMPLEMENTER)
        with pytest.raises(OrganizationRefused, match="sudah punya jabatan"):
            correct_position(
                position=Position.objects.get(title="Penjaga"),
                title="Analis SDM",
                kind=PositionKind.IMPLEMENTER,
                level="",
                form=FormFamily.STAFF,
                reason="Salah ketik",
                **team(),
            )

    def test_two_units_of_one_name_under_different_parents_are_two(self, people):
        one = add_unit(name="Sekretariat", parent=unit("KEC"), **team())
        two = add_unit(name="Sekretariat", parent=unit("KOTA"), **team())
        assert one.code == "sekretariat"
        assert two.code.startswith("sekretariat-")
        with pytest.raises(OrganizationRefused, match="sudah ada unit bernama"):
            add_unit(name="sekretariat", parent=unit("KEC"), **team())
        with pytest.raises(OrganizationRefused, match="sudah ada unit bernama"):
            move_unit(unit=two, parent=unit("KEC"), reason="Perda 3/2026", **team())

    def test_names_that_differ_in_the_last_digit_get_codes_of_their_own(self, people):
        name = "Sekolah Menengah Pertama Negeri Persiapan Kecamatan {}"
        codes = {add_unit(name=name.format(n), parent=unit("KEC"), **team()).code for n in (1, 2, 3)}
        assert len(codes) == 3

    def test_a_new_name_counts_from_its_day_and_a_slip_is_corrected_for_all_time(self, people):
        def rename(name, since=None):
            return rename_unit(unit=unit(), name=name, reason="Perda 3/2026", since=since, **team())

        rename("Seksi Layanan", date(2026, 3, 1))
        rename("Seksi Layanan Umum")
        assert unit_name_on(unit(), date(2026, 2, 28)) == "Seksi Pelayanan"
        assert unit_name_on(unit(), date(2026, 3, 1)) == "Seksi Layanan Umum"
        with pytest.raises(OrganizationRefused, match="berlaku sejak 01-03-2026"):
            rename("Seksi Lain", date(2026, 3, 1))
        assert not rename("Seksi Layanan Umum")

    def test_a_unit_is_not_moved_into_itself(self, people):
        with pytest.raises(OrganizationRefused, match="akan berputar"):
            move_unit(unit=unit("KEC"), parent=unit("SEKSI"), reason="Perda 3/2026", **team())
        move_unit(unit=unit("SEKSI"), parent=unit("KOTA"), reason="Perda 3/2026", **team())
        assert unit("SEKSI").parent == unit("KOTA")

    def test_a_unit_closes_empty_and_opens_again(self, people):
        with pytest.raises(OrganizationRefused, match="masih ada 2 orang"):
            close_unit(unit=unit(), last_day=AFTER, reason="Perda 3/2026", **team())
        move(ANI, post(), date(2026, 4, 1))
        move(BUDI, post("Analis", kind=PositionKind.FUNCTIONAL), date(2026, 4, 1))
        below = add_unit(name="Subseksi", parent=unit(), **team())
        with pytest.raises(OrganizationRefused, match="Subseksi di bawahnya masih buka"):
            close_unit(unit=unit(), last_day=AFTER, reason="Perda 3/2026", **team())
        close_unit(unit=below, last_day=AFTER, reason="Perda 3/2026", **team())
        close_unit(unit=unit(), last_day=AFTER, reason="Perda 3/2026", **team())
        assert unit().closed_on == AFTER
        with pytest.raises(OrganizationRefused, match="sudah ditutup"):
            place("Petugas", "SEKSI")
        reopen_unit(unit=unit(), **team())
        assert place("Petugas", "SEKSI").title == "Petugas"


def test_the_grade_of_the_quarter_is_found_for_its_whole_and_for_no_other_length(quarter):
    give(quarter)
    assert quarter not in waiting_for(employee(BUDI), on=AFTER)
    grade_unit()
    assert quarter in waiting_for(employee(BUDI), on=AFTER)
