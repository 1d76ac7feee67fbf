"""A calibration round: opinions first, then the picture, then recommendations; never a rating."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.operations import deliver, set_unit_grade
from terukur.calibration.models import Calibrator, Opinion, Remark, Round, RoundRow
from terukur.calibration.moves import told_afterwards, waiting_recommendations
from terukur.calibration.opinions import cannot_judge_rest, discuss, keep, recommend
from terukur.calibration.round_view import round_view
from terukur.calibration.rounds import RoundRefused, close_round, hide_names, justify, open_round
from terukur.calibration.row_view import row_view
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import Employee, Unit
from terukur.regulation.rating import RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from tests.support import quarter, two_appraisers
from tests.support.built_once import built_once
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
from tests.support.check_pages import confirmed
from tests.support.two_appraisers import (
    GITA,
    HADI,
    HIGHER,
    WHY,
    appraisal_of,
    judged_by,
    opened,
    rated,
    row_of,
    thinks,
)

pytestmark = pytest.mark.django_db
SECRET = re.compile("Di atas ekspektasi|Sesuai ekspektasi|Di bawah ekspektasi")


@pytest.fixture
def office(db):
    """Ani as suggested, Hadi above it with a reason, Eko not rated yet."""
    built_once("rated-office", _office)


def _office():
    two_appraisers.load_everybody()
    rated(ANI)
    rated(HADI, HIGHER)


def suggest(by, about, why="Capaiannya sama dengan rekannya."):
    return recommend(
        row=row_of(about),
        results=Rating.MEETS,
        behavior=Rating.MEETS,
        why=why,
        acting=acting(employee(by).user, AFTER),
    )


def seen(who):
    return round_view(employee(who).user, Round.objects.get().pk, on=AFTER)


def test_appraisers_and_their_superior_sit_in_it_and_that_is_stated(office):
    opened("SEKSI")
    seats = {(s.employee.name, s.part) for s in Calibrator.objects.select_related("employee")}
    assert seats == {("Budi", "appraiser"), ("Citra", "superior")}
    assert RoundRow.objects.count() == 1


def test_all_units_below_are_in_it(office):
    opened()
    assert {r.appraiser.name for r in RoundRow.objects.select_related("appraiser")} == {
        "Budi",
        "Gita",
        "Citra",
    }
    assert Entry.objects.filter(act="round-opened").count() == 1


@pytest.mark.parametrize("who", [ANI, BUDI, EKO, FAJAR])
def test_only_the_team_or_the_leader_above_opens_it(office, who):
    with pytest.raises(RoundRefused, match="pengelola kinerja atau pimpinan"):
        opened("SEKSI", by=who)


def test_the_leader_above_opens_it_and_sits_in_it(office):
    opened("SEKSI", by=CITRA)
    assert Calibrator.objects.filter(employee=employee(CITRA)).exists()


def test_it_is_not_opened_before_the_period_is_over_or_for_nobody(office):
    unit = Unit.objects.get(code="KEC")
    with pytest.raises(RoundRefused, match="belum berakhir"):
        open_round(unit=unit, period=QUARTER, acting=acting(employee(DEWI).user, QUARTER.ends, moment(AFTER)))
    with pytest.raises(RoundRefused, match="dihitung"):
        open_round(unit=unit, period=QUARTER.previous, acting=acting(employee(DEWI).user, AFTER))


def test_opening_again_takes_in_who_came_later_and_keeps_every_number(office):
    round_ = opened()
    before = dict(round_.rows.values_list("appraisal", "number"))
    gone = round_.rows.last()
    RoundRow.objects.filter(pk=gone.pk).delete()
    opened()
    after = dict(round_.rows.values_list("appraisal", "number"))
    assert set(after) == set(before)
    assert {k: v for k, v in after.items() if k != gone.appraisal_id} == {
        k: v for k, v in before.items() if k != gone.appraisal_id
    }


def test_before_ones_own_opinions_are_in_nothing_given_is_told(office, client):
    round_ = opened()
    thinks(CITRA, ANI, Rating.ABOVE, ground="Pendapat Citra yang rahasia.")
    view = seen(BUDI)
    assert not view.is_revealed
    assert {line.results for line in view.lines} == {None}
    assert [line.thoughts for line in view.lines] == [[]] * 3
    assert (view.distribution, view.columns, view.pairs) == (None, [], [])
    sign_in(client, BUDI)
    pages = [client.get(f"/kalibrasi/{round_.pk}/").content.decode()] + [
        client.get(f"/kalibrasi/{round_.pk}/{r.number}/").content.decode() for r in RoundRow.objects.all()
    ]
    for page in pages:
        shown = page.split("Pendapat Anda sendiri")[0].split("Yang duduk dalam")[0]
        assert not SECRET.search(shown)
        assert "rahasia" not in page
        assert not re.search(r"\b(Ani|Hadi|Eko)\b", page)


def test_others_opinions_are_not_even_read_while_ones_own_is_missing(office):
    opened()
    thinks(CITRA, ANI)
    with CaptureQueriesContext(connection) as captured:
        seen(BUDI)
    (query,) = [q["sql"] for q in captured if q["sql"].startswith('SELECT "calibration_opinion"')]
    assert "NOT EXISTS" in query or "NOT (EXISTS" in query


def test_the_picture_appears_once_every_opinion_is_in(office):
    opened()
    thinks(CITRA, HADI, ground="Pekerjaannya setara dengan Ani.")
    thinks(BUDI, HADI)
    assert not seen(BUDI).is_revealed
    thinks(BUDI, EKO)
    view = seen(BUDI)
    assert view.is_revealed
    (hadi,) = [line for line in view.lines if line.number == row_of(HADI).number]
    assert (hadi.results, hadi.expected) == (Rating.ABOVE, Rating.MEETS)
    assert [thought.ground for thought in hadi.thoughts] == [
        f"Pekerjaannya setara dengan Pegawai {row_of(ANI).number}."
    ]


def test_what_one_rates_oneself_waits_for_no_opinion(office):
    opened()
    assert len(seen(BUDI).waiting) == 2
    with pytest.raises(RoundRefused, match="tidak menunggu"):
        thinks(BUDI, ANI)


def test_an_opinion_is_whole_and_given_once(office):
    opened()
    with pytest.raises(RoundRefused, match="kedua rating"):
        thinks(BUDI, HADI, behavior=None)
    with pytest.raises(RoundRefused, match="dasarnya"):
        thinks(BUDI, HADI, ground="ya")
    thinks(BUDI, HADI, None, None)
    with pytest.raises(RoundRefused, match="sudah Anda isi"):
        thinks(BUDI, HADI)
    assert Opinion.objects.get().results == ""


def test_strangers_give_no_opinion(office):
    round_ = opened("SEKSI")
    for who in (GITA, FAJAR, DEWI, ANI):
        with pytest.raises(RoundRefused):
            cannot_judge_rest(round_=round_, ground=WHY, acting=acting(employee(who).user, AFTER))


def test_nobody_sees_themselves_and_no_calibrator_sees_who_is_above_them(office):
    two_appraisers.cast.load_plan(BUDI)
    two_appraisers.cast.load_plan(CITRA)
    two_appraisers.evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    opened()
    numbers = {line.number for line in seen(BUDI).lines}
    assert row_of(BUDI).number not in numbers
    assert row_view(employee(BUDI).user, Round.objects.get().pk, row_of(BUDI).number, on=AFTER) is None
    assert row_of(BUDI).number in {line.number for line in seen(CITRA).lines}


def test_the_auditor_reads_everything_without_an_opinion(office):
    opened()
    view = seen(FAJAR)
    assert view.is_revealed
    assert len(view.lines) == 3
    assert not view.leads


def test_distribution_pairs_and_distance(office):
    opened("KEC")
    UnitGrade.objects.create(
        unit=Unit.objects.get(code="KEC"),
        starts=QUARTER.starts,
        ends=QUARTER.ends,
        version=1,
        grade="good",
        reason="Rencana aksi tercapai",
        set_by=employee(DEWI).user,
        set_at=moment(AFTER),
    )
    view = seen(FAJAR)
    assert sum(view.counts.values()) == 2
    assert view.distribution.is_advisory
    (pair,) = view.pairs
    assert (pair.lower.results, pair.higher.results, pair.apart) == (Rating.MEETS, Rating.ABOVE, 0)
    assert [line.distance for line in view.far] == [1]
    assert [(c.ratings, c.counts, c.mean, c.differing) for c in view.columns] == [(1, None, None, None)] * 2


def test_appraisers_stand_side_by_side_from_five_people_on(office):
    others = [
        (
            f"19920505201605{n:02d}01",
            f"Orang {n}",
            "Petugas",
            "Pelaksana",
            "DUA",
            "Seksi Dua",
            "KEC",
            GITA,
            "tidak",
            "2025-01-01",
        )
        for n in range(1, 5)
    ]
    others = [(f"1992050{n}2016051001", *rest) for n, (_nip, *rest) in enumerate(others, 1)]
    two_appraisers.import_people(
        content=two_appraisers.cast.people_csv([*two_appraisers.cast.PEOPLE, *two_appraisers.MORE, *others]),
        filename="p.csv",
        acting=acting(COMMAND, AFTER),
    )
    for row in others:
        two_appraisers.cast.load_plan(row[0])
        two_appraisers.cast.load_values(quarter.VALUES, number=row[0])
    two_appraisers.evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    for row in others:
        two_appraisers.RATES[row[0]] = GITA
        rated(row[0])
        del two_appraisers.RATES[row[0]]
    opened()
    first = seen(FAJAR).columns[0]
    assert (first.ratings, first.counts[Rating.MEETS], first.counts[Rating.ABOVE]) == (5, 4, 1)
    assert first.differing == 20
    assert 95 < first.mean < 100


def test_names_stay_hidden_on_the_server_for_everybody(office, client):
    round_ = opened()
    justify(
        round_=round_,
        text="Ani dan Hadi bekerja di loket yang sama.",
        acting=acting(employee(DEWI).user, AFTER),
    )
    judged_by(BUDI, GITA, CITRA)
    for who in (BUDI, CITRA, DEWI, FAJAR):
        sign_in(client, who)
        pages = [f"/kalibrasi/{round_.pk}/"]
        pages += [f"/kalibrasi/{round_.pk}/{r.number}/" for r in RoundRow.objects.all()]
        for address in pages:
            page = client.get(address).content.decode()
            assert not re.search(r"\b(Ani|Hadi|Eko)\b", page), (who, address)
            assert not re.search(r"/(penilaian|pegawai|skp|realisasi)/\d", page)
            assert not [e for e in Employee.objects.all() if e.number in page]
    hide_names(round_=round_, hidden=False, acting=acting(employee(DEWI).user, AFTER))
    sign_in(client, FAJAR)
    assert "Hadi" in client.get(f"/kalibrasi/{round_.pk}/").content.decode()
    assert [e.after for e in Entry.objects.filter(act="round-names")] == [{"hidden": False}]


def test_who_sits_in_it_is_not_listed_in_the_order_of_the_labels(office):
    round_ = opened()
    for number, name in ((101, "Gita"), (102, "Citra"), (103, "Budi")):
        round_.calibrators.filter(employee__name=name).update(number=number)
    assert [seat.name for seat in seen(BUDI).seats] == ["Budi", "Citra", "Gita"]


def test_a_text_names_nobody_of_the_round_on_either_page(office, client):
    """The same words with a name on one page and its label on the other would tell who it is."""
    round_ = opened()
    judged_by(BUDI, GITA, CITRA)
    discuss(row=row_of(ANI), text="Setara dengan Hadi dan Eko.", acting=acting(employee(CITRA).user, AFTER))
    calibrator_sees = f"Setara dengan Pegawai {row_of(HADI).number} dan Pegawai {row_of(EKO).number}."
    sign_in(client, BUDI)
    for address in (f"/kalibrasi/{round_.pk}/", f"/kalibrasi/{round_.pk}/{row_of(ANI).number}/"):
        assert calibrator_sees in client.get(address).content.decode(), address


def test_a_text_does_not_name_a_row_that_its_reader_may_not_see(office):
    """Hadi sits in the round too: his own number is not told to him."""
    round_ = opened()
    hadi = employee(HADI)
    seat = Calibrator.objects.create(round=round_, employee=hadi, part="leader", number=99)
    judged_by(BUDI, GITA, CITRA, HADI)
    discuss(row=row_of(ANI), text="Setara dengan Hadi.", acting=acting(employee(CITRA).user, AFTER))
    (line,) = [line for line in seen(HADI).lines if line.discussed]
    alone = row_view(hadi.user, round_.pk, row_of(ANI).number, on=AFTER).line
    assert {line.discussed[0].text, alone.discussed[0].text} == {"Setara dengan seorang dalam kalibrasi ini."}
    discuss(row=row_of(ANI), text="Hadi mengatakan hal yang sama.", acting=acting(hadi.user, AFTER))
    (line,) = [line for line in seen(BUDI).lines if line.discussed]
    assert line.discussed[1].by == f"Kalibrator {seat.number}"
    assert "Hadi" not in line.discussed[1].text
    assert "Pegawai" not in line.discussed[1].text


@pytest.mark.parametrize("who", [BUDI, CITRA, FAJAR])
def test_only_who_leads_switches_justifies_and_closes(office, who):
    round_ = opened()
    for refused in (
        lambda: hide_names(round_=round_, hidden=False, acting=acting(employee(who).user, AFTER)),
        lambda: justify(round_=round_, text=WHY, acting=acting(employee(who).user, AFTER)),
        lambda: close_round(round_=round_, acting=acting(employee(who).user, AFTER)),
    ):
        with pytest.raises(RoundRefused, match="Hanya yang membuka"):
            refused()


def test_numbers_do_not_follow_the_names(office):
    orders = set()
    for _round in range(12):
        RoundRow.objects.all().delete()
        Round.objects.filter(calibrators__isnull=True).delete()
        opened()
        rows = RoundRow.objects.order_by("number")
        orders.add(tuple(rows.values_list("appraisal", flat=True)))
    assert len(orders) > 1


def test_a_recommendation_is_no_rating(office):
    opened()
    judged_by(BUDI, GITA, CITRA)
    before = Appraisal.objects.values().get(pk=appraisal_of(HADI).pk)
    suggest(CITRA, HADI)
    assert Appraisal.objects.values().get(pk=appraisal_of(HADI).pk) == before
    assert waiting_recommendations().get().row == row_of(HADI)


def test_recommending_needs_ones_own_opinions_first(office):
    opened()
    with pytest.raises(RoundRefused, match="pendapat Anda sendiri"):
        suggest(CITRA, HADI)
    with pytest.raises(RoundRefused, match="pendapat Anda sendiri"):
        discuss(row=row_of(HADI), text="Dibahas bersama.", acting=acting(employee(BUDI).user, AFTER))


def test_what_is_not_recommended(office):
    opened()
    judged_by(BUDI, GITA, CITRA)
    with pytest.raises(RoundRefused, match="Anda sendiri yang memberi"):
        suggest(GITA, HADI)
    with pytest.raises(RoundRefused, match="Belum dinilai"):
        suggest(BUDI, EKO)
    with pytest.raises(RoundRefused, match="sudah demikian"):
        suggest(CITRA, ANI)
    with pytest.raises(RoundRefused, match="alasannya"):
        suggest(CITRA, HADI, why="ya")
    for who in (FAJAR, DEWI, EKO):
        with pytest.raises(RoundRefused, match="duduk"):
            suggest(who, HADI)
    quarter.grade_unit()
    deliver(appraisal=appraisal_of(ANI), acting=acting(employee(BUDI).user, AFTER))
    with pytest.raises(RoundRefused, match="Sudah disampaikan"):
        recommend(
            row=row_of(ANI),
            results=Rating.ABOVE,
            behavior=Rating.MEETS,
            why=WHY,
            acting=acting(employee(CITRA).user, AFTER),
        )


def test_the_appraiser_keeps_the_rating_and_says_why(office):
    opened()
    judged_by(BUDI, GITA, CITRA)
    said = suggest(CITRA, HADI)
    with pytest.raises(RoundRefused, match="dijawab oleh"):
        keep(recommendation=said, why=WHY, acting=acting(employee(CITRA).user, AFTER))
    with pytest.raises(RoundRefused, match="mengapa"):
        keep(recommendation=said, why="", acting=acting(employee(GITA).user, AFTER))
    keep(recommendation=said, why=WHY, acting=acting(employee(GITA).user, AFTER))
    with pytest.raises(RoundRefused, match="sudah dijawab"):
        keep(recommendation=said, why=WHY, acting=acting(employee(GITA).user, AFTER))
    assert appraisal_of(HADI).result_rating == "above"
    (hadi,) = [line for line in seen(FAJAR).lines if line.recommended]
    assert hadi.recommended[0].answer == WHY
    assert not waiting_recommendations().exists()


def test_the_old_rating_stays_beside_the_new_one_and_the_employee_reads_why(office, client):
    opened()
    judged_by(BUDI, GITA, CITRA)
    suggest(CITRA, HADI)
    later = AFTER + timedelta(days=1)
    lower = RatingDraft(Rating.MEETS, "Disamakan setelah kalibrasi.", Rating.MEETS, "", quarter.MIDDLE)
    rated(HADI, lower, at=later)
    (hadi,) = [line for line in seen(FAJAR).lines if line.moves]
    assert (hadi.moves[0].results_before, hadi.moves[0].results) == (Rating.ABOVE, Rating.MEETS)
    assert hadi.moves[0].by == "penilainya"
    assert not waiting_recommendations().exists()
    assert told_afterwards(appraisal_of(HADI)).moves == [], "nothing before it is delivered"
    unit_grade()
    deliver(appraisal=appraisal_of(HADI), acting=acting(employee(GITA).user, AFTER))
    told = told_afterwards(appraisal_of(HADI))
    assert told.moves[0].by == "Gita"
    assert told.grounds == ["Capaiannya sama dengan rekannya."]
    sign_in(client, HADI)
    page = client.get(f"/penilaian/{appraisal_of(HADI).pk}/").content.decode()
    assert "<del>Di atas ekspektasi</del>" in page
    assert "Disamakan setelah kalibrasi." in page
    assert "Capaiannya sama" in page
    assert "Citra" not in page.split("Mengapa rating berubah")[1].split("</section>")[0]


def unit_grade():
    set_unit_grade(
        unit=Unit.objects.get(code="DUA"),
        period=QUARTER,
        grade=OrganizationGrade.GOOD,
        reason="Rencana aksi tercapai",
        acting=acting(employee(CITRA).user, AFTER),
    )


def test_nothing_is_delivered_over_an_unanswered_recommendation(office, client):
    opened()
    judged_by(BUDI, GITA, CITRA)
    said = suggest(CITRA, HADI)
    unit_grade()
    sign_in(client, GITA)
    address = f"/penilaian/{appraisal_of(HADI).pk}/"
    assert "1 usulan kalibrasi menunggu" in client.get("/").content.decode()
    page = client.get(address).content.decode()
    assert "Tetapkan predikat dan sampaikan" not in page
    assert "Citra" not in page.split("Usulan dari kalibrasi")[1].split("</section>")[0]
    confirmed(client, f"{address}sampaikan/")
    assert appraisal_of(HADI).status == "rated"
    assert "belum Anda jawab" in client.get(address).content.decode()
    keep(recommendation=said, why=WHY, acting=acting(employee(GITA).user, AFTER))
    confirmed(client, f"{address}sampaikan/")
    assert appraisal_of(HADI).status == "delivered"


def test_the_same_recommendation_is_not_sent_twice(office):
    opened()
    judged_by(BUDI, GITA, CITRA)
    suggest(CITRA, HADI)
    with pytest.raises(RoundRefused, match="sudah Anda kirim"):
        suggest(CITRA, HADI)


def test_who_leads_is_told_how_many_have_said_nothing_before_closing(office, client):
    round_ = opened()
    judged_by(CITRA)
    sign_in(client, DEWI)
    page = client.get(f"/kalibrasi/{round_.pk}/").content.decode()
    assert "2 dari 3 kalibrator belum menyerahkan" in page
    assert "2 dari 3 orang sudah dinilai" in page


def test_a_unit_is_found_by_name_or_code(office, client):
    sign_in(client, DEWI)
    for typed in ("seksi pelayanan", "KEC"):
        answer = client.post("/kalibrasi/", {"unit": typed, "period": "2026-Q1"})
        assert answer.status_code == 302
    page = client.post("/kalibrasi/", {"unit": "Dinas", "period": "2026-Q1"}).content.decode()
    assert "Tidak ada unit ini" in page
    assert {r.unit.code for r in Round.objects.all()} == {"SEKSI", "KEC"}


def test_the_appraiser_finds_the_recommendation_and_answers_it(office, client):
    opened()
    judged_by(BUDI, GITA, CITRA)
    said = suggest(CITRA, HADI)
    sign_in(client, GITA)
    assert "Usulan kalibrasi" in client.get("/tim/?periode=2026-Q1").content.decode()
    page = client.get(f"/penilaian/{appraisal_of(HADI).pk}/").content.decode()
    assert "Capaiannya sama" in page
    confirmed(client, f"/kalibrasi/saran/{said.pk}/tetap/", {"why": WHY})
    assert Remark.objects.filter(kind="kept").count() == 1
    sign_in(client, HADI)
    assert "Capaiannya sama" not in client.get(f"/penilaian/{appraisal_of(HADI).pk}/").content.decode()


def test_a_closed_round_is_read_and_not_written(office):
    round_ = opened()
    close_round(round_=round_, acting=acting(employee(DEWI).user, AFTER))
    with pytest.raises(RoundRefused, match="ditutup"):
        thinks(BUDI, HADI)
    with pytest.raises(RoundRefused, match="ditutup"):
        opened()
    assert not seen(BUDI).is_revealed, "who gave no opinion does not get the others' by waiting"
    assert seen(FAJAR).is_revealed


def test_a_trial_is_in_it_and_labelled(office):
    Appraisal.objects.filter(pk=appraisal_of(EKO).pk).update(is_trial=True)
    opened()
    assert [line.is_trial for line in seen(FAJAR).lines].count(True) == 1


def test_a_round_costs_the_same_for_few_and_for_many(office, client):
    few, many = opened("SEKSI"), opened("KEC")
    judged = {"ground": "Saya tidak mengenal pekerjaannya."}
    sign_in(client, CITRA)
    for round_ in (few, many):
        client.post(f"/kalibrasi/{round_.pk}/selebihnya/", judged)
    costs = []
    for address in (
        f"/kalibrasi/{few.pk}/",
        f"/kalibrasi/{many.pk}/",
        f"/kalibrasi/{many.pk}/1/",
        "/kalibrasi/",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert max(costs) <= 8
