"""Amounts of a month become a realization by the owner's act alone, and never by themselves."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.jobs.clock import today
from terukur.ledger.models import Entry
from terukur.measurement.daily import DailyDraft, record_daily, withdraw_daily
from terukur.measurement.daily_confirming import confirm_daily_sum
from terukur.measurement.daily_sums import (
    DailySum,
    MonthSum,
    SumState,
    add_up,
    month_sums,
    sum_now,
    waiting_entries,
)
from terukur.measurement.models import DailyProgress, Realization
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    declare_realization,
    freeze_evidence,
)
from terukur.planning.models import Indicator, Plan
from terukur.regulation.periods import Period
from tests.support import cast, quarter
from tests.support.cast import ANI, BUDI, acting, employee, moment, sign_in

MARCH, LAST = Period(2026, 3, 3), date(2026, 3, 31)


@given(st.lists(st.none() | st.integers(min_value=0, max_value=100_000)))
def test_a_sum_says_how_much_it_could_not_count(amounts: list[int | None]) -> None:
    told = add_up(amounts)
    assert told.counted + told.without_amount == len(amounts)
    assert told.total == sum(amount for amount in amounts if amount)
    assert add_up([*amounts, None]) == replace(told, without_amount=told.without_amount + 1)


@pytest.fixture
def indicator(version) -> Indicator:
    return Indicator.objects.get(result__version=version, measure=None)


def draft(of: Indicator, day: int = 9, amount: int | None = 3, **changes: object) -> DailyDraft:
    told = DailyDraft(
        uuid4(),
        of.result.thread,
        date(2026, 3, day),
        time(8),
        time(9),
        "Menjawab pengaduan",
        amount,
        "",
        EvidenceDraft(address="https://contoh.go.id/buku"),
        of.thread,
    )
    return replace(told, **changes)


def write(told: DailyDraft, on: date = LAST) -> DailyProgress:
    return record_daily(employee=employee(ANI), draft=told, acting=acting(employee(ANI).user, on))


def month(on: date = LAST) -> MonthSum:
    (found,) = month_sums(employee(ANI), on=on)
    return found


def confirm(found: MonthSum, number: str = ANI, on: date = LAST) -> Realization:
    return confirm_daily_sum(
        plan=Plan.objects.get(pk=found.plan),
        thread=found.indicator.thread,
        month=found.month,
        seen=found.mark,
        acting=acting(employee(number).user, on),
    )


@pytest.mark.django_db
class TestWriting:
    def test_an_amount_counts_in_the_unit_of_its_indicator(self, indicator: Indicator) -> None:
        entry = write(draft(indicator))
        assert (entry.unit, entry.indicator, entry.counts_for) == ("berkas", indicator.thread, indicator.name)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"unit": "kali"}, "Satuan indikator ini “berkas”"),
            ({"indicator": UUID(int=0)}, "tidak dijumlahkan"),
        ],
    )
    def test_another_unit_or_indicator_is_refused(self, indicator, changes, words) -> None:
        with pytest.raises(MeasurementRefused, match=words):
            write(draft(indicator, **changes))

    def test_what_data_fill_is_not_added_up_by_hand(self, indicator: Indicator) -> None:
        measured = Indicator.objects.exclude(measure=None).get()
        with pytest.raises(MeasurementRefused, match="tidak dijumlahkan"):
            write(draft(indicator, thread=measured.result.thread, indicator=measured.thread))


@pytest.mark.django_db
class TestConfirming:
    def test_a_month_is_offered_and_confirmed_once(self, indicator: Indicator) -> None:
        write(draft(indicator, 9, 3))
        write(draft(indicator, 10, 4, evidence=EvidenceDraft("foto.txt", b"foto")))
        write(draft(indicator, 11, None))
        write(draft(indicator, 12, 50, indicator=None, unit="kali"))
        found = month()
        assert (found.sum, found.state) == (DailySum(7, 2, 1), SumState.OPEN)
        assert not Realization.objects.exists()
        realization = confirm(found)
        assert confirm(found) == realization
        assert (realization.value, realization.version) == (7, 1)
        assert realization.note == "Jumlah 2 catatan harian; 1 catatan tanpa jumlah tidak dihitung."
        assert (realization.starts, realization.ends) == (MARCH.starts, MARCH.ends)
        shown = {item.file_name or item.address for item in realization.evidence.all()}
        assert shown == {"catatan-harian-2026-03.csv", "foto.txt", "https://contoh.go.id/buku"}
        listed = realization.evidence.get(file_name__startswith="catatan").file.content().decode("utf-8-sig")
        assert listed.count("Menjawab pengaduan") == 3
        assert not hasattr(realization, "verification")
        assert month().state == SumState.CONFIRMED
        assert Entry.objects.filter(act="daily-sum-confirmed").count() == 1

    def test_a_later_correction_shows_and_is_confirmed_as_a_newer_version(self, indicator) -> None:
        told = draft(indicator)
        write(told)
        first = confirm(month())
        write(replace(told, amount=5))
        found = month()
        assert (found.state, found.sum.total, found.realization.value) == (SumState.CHANGED, 5, 3)
        assert sum_now(first) == DailySum(5, 1, 0)
        assert confirm(found).version == 2
        withdraw_daily(employee=employee(ANI), key=told.key, acting=acting(employee(ANI).user, LAST))
        found = month()
        assert (found.state, found.can_be_confirmed) == (SumState.CHANGED, False)

    def test_what_was_not_looked_at_is_not_confirmed(self, indicator: Indicator) -> None:
        write(draft(indicator))
        seen = month()
        write(draft(indicator, 10))
        with pytest.raises(MeasurementRefused, match="berubah sejak"):
            confirm(seen)

    def test_a_running_month_waits_for_its_last_day(self, indicator: Indicator) -> None:
        write(draft(indicator))
        found = month(date(2026, 3, 30))
        assert (found.state, found.can_be_confirmed) == (SumState.RUNNING, False)
        with pytest.raises(MeasurementRefused, match="mulai 31-03-2026"):
            confirm(found, on=date(2026, 3, 30))

    def test_nobody_confirms_for_another(self, indicator: Indicator) -> None:
        write(draft(indicator))
        with pytest.raises(MeasurementRefused, match="pemiliknya"):
            confirm(month(), number=BUDI)

    def test_entries_without_amounts_alone_confirm_nothing(self, indicator: Indicator) -> None:
        write(draft(indicator, amount=None))
        found = month()
        assert (found.state, found.can_be_confirmed) == (SumState.EMPTY, False)
        with pytest.raises(MeasurementRefused, match="tidak ada yang disahkan"):
            confirm(found)

    def test_names_of_citizens_are_asked_to_leave_the_entries(self, indicator: Indicator) -> None:
        write(draft(indicator, activity="Menjawab 1671014505900001"))
        with pytest.raises(MeasurementRefused, match="Hapus dari catatannya"):
            confirm(month())
        assert not Realization.objects.exists()

    def test_what_was_typed_or_stated_for_longer_or_frozen_is_told(self, indicator: Indicator) -> None:
        write(draft(indicator))
        by_hand(indicator, MARCH)
        assert month().state == SumState.TYPED
        confirm(month())
        by_hand(indicator, MARCH, "9")
        assert month().state == SumState.TYPED
        freeze_evidence(plan=indicator.result.version.plan, until=LAST, at=moment(LAST))
        assert month().state == SumState.FROZEN

    def test_a_quarter_that_was_stated_leaves_its_months(self, indicator: Indicator) -> None:
        write(draft(indicator))
        by_hand(indicator, cast.QUARTER)
        assert month().state == SumState.LONGER


def by_hand(indicator: Indicator, period: Period, value: str = "8") -> None:
    declare_realization(
        plan=indicator.result.version.plan,
        thread=indicator.thread,
        period=period,
        value=Decimal(value),
        note="",
        evidence=EvidenceDraft(address="https://contoh.go.id/bukti"),
        acting=acting(employee(ANI).user, LAST),
    )


@pytest.mark.django_db
class TestDuty:
    def test_a_month_gone_by_waits_until_it_is_confirmed(self, indicator: Indicator) -> None:
        write(draft(indicator))
        write(draft(indicator, 10, None))
        april = LAST + timedelta(days=1)
        assert not waiting_entries(employee(ANI), on=LAST).exists()
        assert waiting_entries(employee(ANI), on=april).count() == 1
        confirm(month())
        assert not waiting_entries(employee(ANI), on=april).exists()

    def test_what_was_frozen_waits_for_nobody(self, indicator: Indicator) -> None:
        write(draft(indicator))
        freeze_evidence(plan=indicator.result.version.plan, until=LAST, at=moment(LAST))
        assert not waiting_entries(employee(ANI), on=LAST + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_a_confirmed_sum_is_declared_and_moves_the_figure(indicator: Indicator) -> None:
    cast.load_values(quarter.VALUES)
    write(draft(indicator, amount=2))
    confirm(month())
    tree = quarter.computed().tree
    told = next(
        one for result in tree.results for one in result.indicators if one.thread == str(indicator.thread)
    )
    assert (told.realization, told.origin) == (2, "declared")


@pytest.mark.django_db
def test_the_page_shows_the_sum_and_takes_the_confirmation(client, django_assert_max_num_queries) -> None:
    cast.load_people()
    version = cast.load_plan(year=today().year)
    indicator = Indicator.objects.get(result__version=version, measure=None)
    day = today().replace(day=1) - timedelta(days=1)
    if day.year != today().year:
        pytest.skip("In January the month before belongs to the plan of last year.")
    write(replace(draft(indicator), day=day, amount=4), on=today())
    sign_in(client, ANI)
    assert "1 catatan harian bulan lalu" in client.get("/").content.decode()
    with django_assert_max_num_queries(8):
        page = client.get("/hasil-ukur/")
    (found,) = page.context["sums"]
    address = f"/hasil-ukur/{indicator.thread}/harian/{found.month}/"
    assert client.post(address, {"mark": "x"}, follow=True).content.decode().count("berubah sejak") == 1
    client.post(address, {"mark": found.mark})
    assert Realization.objects.get().value == 4
    assert client.post(f"/hasil-ukur/{uuid4()}/harian/{found.month}/").status_code == 404
    sign_in(client, BUDI)
    assert client.post(address, {"mark": found.mark}).status_code == 404
    shown = client.get(f"/realisasi/{Realization.objects.get().pk}/").content.decode()
    assert "Jumlah catatan harian, disahkan pemiliknya" in shown
