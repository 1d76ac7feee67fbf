"""The library of indicators: the shipped file whole, and the agency's own words in its place."""

import tomllib
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.ledger.models import Entry
from terukur.planning.indicator_library import (
    LibraryItem,
    LibraryText,
    fitting_first,
    found_in,
    library,
    library_item,
    merged,
    shipped_entries,
)
from terukur.planning.models import Indicator, LibraryEntry
from terukur.planning.operations.library import (
    offer_library_entry,
    restore_shipped_entry,
    save_library_entry,
    withdraw_library_entry,
)
from terukur.planning.operations.versions import PlanRefused
from terukur.regulation.fields_of_work import FieldOfWork
from terukur.regulation.indicator_hints import IndicatorWords, indicator_hints
from terukur.regulation.indicator_wording import counts_activity
from tests.support import cast
from tests.support.cast import AFTER, ANI, DEWI, FAJAR, acting, employee

SHIPPED = shipped_entries()
KEY = "waktu-tunggu-loket"


def test_the_file_holds_sixty_entries_of_six_fields() -> None:
    count = Counter(text.field for text in SHIPPED.values())
    assert len(SHIPPED) >= 60
    assert set(count) == set(FieldOfWork) - {FieldOfWork.OTHER}
    assert min(count.values()) >= 10


def test_the_file_says_nothing_that_no_entry_reads() -> None:
    written = tomllib.loads(
        files("terukur.planning").joinpath("data/indicator_library.toml").read_text("utf-8")
    )
    for key, values in written.items():
        assert set(values) == set(LibraryText.__slots__), key


@pytest.mark.parametrize("key", SHIPPED)
def test_an_entry_is_complete_and_fits_its_columns(key: str) -> None:
    text = SHIPPED[key]
    for name in LibraryText.__slots__:
        value = str(getattr(text, name))
        column = LibraryEntry._meta.get_field(name)
        assert value.strip(), name
        assert len(value) <= column.max_length, name
        copied = {"exposure": "exposure_name"}.get(name, name)
        if copied in {"name", "unit", "formula", "source", "exposure_name"}:
            assert len(value) <= Indicator._meta.get_field(copied).max_length, name
    assert text.definition.endswith(".") and text.good_for.endswith(".") and text.not_for.endswith(".")


@pytest.mark.parametrize("key", SHIPPED)
def test_an_entry_gets_no_hint_from_our_own_rules(key: str) -> None:
    text = SHIPPED[key]
    words = IndicatorWords(text.name, text.unit, text.direction, source=text.source)
    assert not counts_activity(text.name, text.unit)
    assert indicator_hints(words) == []


def test_no_two_entries_have_one_name() -> None:
    names = [text.name.lower() for text in SHIPPED.values()]
    assert len(set(names)) == len(names)


def test_every_word_sought_must_be_there() -> None:
    items = [LibraryItem(key, text, is_shipped=True) for key, text in SHIPPED.items()]
    assert [item.key for item in found_in(items, "tunggu LOKET")] == [KEY]
    assert found_in(items, "tunggu imunisasi") == []
    assert {item.text.field for item in found_in(items, "", "finance")} == {FieldOfWork.FINANCE}


def test_what_fits_the_position_comes_first() -> None:
    items = [LibraryItem(key, text, is_shipped=True) for key, text in SHIPPED.items()]
    ordered, fitting = fitting_first(items, title="Bidan Terampil", unit="Puskesmas Plaju")
    assert 0 < fitting < len(items)
    assert {item.text.field for item in ordered[:fitting]} == {FieldOfWork.HEALTH}
    assert sorted(item.key for item in ordered) == sorted(SHIPPED)


@given(st.text(), st.text())
def test_any_title_keeps_every_entry(title: str, unit: str) -> None:
    items = [LibraryItem(key, text, is_shipped=True) for key, text in SHIPPED.items()]
    ordered, _fitting = fitting_first(items, title=title, unit=unit)
    assert sorted(item.key for item in ordered) == sorted(SHIPPED)


def test_a_withdrawn_entry_follows_the_shipped_words() -> None:
    entry = LibraryEntry(key=KEY, is_rewritten=False, is_withdrawn=True, **{"field": "health"})
    item = next(item for item in merged(SHIPPED, [entry]) if item.key == KEY)
    assert (item.text, item.is_withdrawn, item.is_rewritten) == (SHIPPED[KEY], True, False)


def by(number: str):
    return acting(employee(number).user, AFTER)


@pytest.mark.django_db
class TestActs:
    @pytest.fixture(autouse=True)
    def _people(self) -> None:
        cast.load_people()

    def test_rewriting_withdrawing_and_back(self) -> None:
        text = replace(SHIPPED[KEY], not_for="Menilai satu loket.")
        save_library_entry(key=KEY, text=text, is_new=False, acting=by(DEWI))
        assert library_item(KEY) == LibraryItem(KEY, text, True, True, False)
        withdraw_library_entry(key=KEY, acting=by(DEWI))
        assert library_item(KEY) == LibraryItem(KEY, text, True, True, True)
        offer_library_entry(key=KEY, acting=by(DEWI))
        restore_shipped_entry(key=KEY, acting=by(DEWI))
        assert library_item(KEY) == LibraryItem(KEY, SHIPPED[KEY], True, False, False)
        assert len(library()) == len(SHIPPED)
        acts = Entry.objects.filter(chain__startswith="library/").order_by("pk")
        assert [entry.act for entry in acts] == [
            "library-entry-saved",
            "library-entry-withdrawn",
            "library-entry-offered",
            "library-entry-restored",
        ]
        assert acts[0].before["not_for"] == SHIPPED[KEY].not_for
        assert acts[0].after["not_for"] == "Menilai satu loket."

    def test_an_own_entry_stands_beside_the_shipped_ones(self) -> None:
        text = replace(SHIPPED[KEY], name="Rata-rata waktu tunggu di Plaju", field=FieldOfWork.OTHER)
        save_library_entry(key="plaju-tunggu", text=text, is_new=True, acting=by(DEWI))
        assert library()[-1] == LibraryItem("plaju-tunggu", text, False, True, False)

    @pytest.mark.parametrize("key", [KEY, "plaju"])
    def test_a_taken_key_and_an_empty_part_are_refused(self, key: str) -> None:
        text = SHIPPED[KEY] if key == KEY else replace(SHIPPED[KEY], not_for=" ")
        with pytest.raises(PlanRefused) as refused:
            save_library_entry(key=key, text=text, is_new=True, acting=by(DEWI))
        assert refused.value.field == ("key" if key == KEY else "not_for")
        assert not LibraryEntry.objects.exists()

    @pytest.mark.parametrize("number", [ANI, FAJAR])
    def test_only_the_team_writes(self, number: str) -> None:
        acts = (
            lambda: save_library_entry(key=KEY, text=SHIPPED[KEY], is_new=False, acting=by(number)),
            lambda: withdraw_library_entry(key=KEY, acting=by(number)),
            lambda: offer_library_entry(key=KEY, acting=by(number)),
            lambda: restore_shipped_entry(key=KEY, acting=by(number)),
        )
        for act in acts:
            with pytest.raises(PlanRefused):
                act()
        assert not LibraryEntry.objects.exists()
