"""What a form shows and gets back is the same: for every form, every field, random values."""

import ast
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

import terukur.web
from terukur.organization.models import Employee, Unit
from terukur.regulation.periods import FIRST_YEAR, Period
from terukur.tables.numerals import read_number, write_number
from terukur.web import fields
from terukur.web.organization import role_forms, structure_forms
from terukur.web.organization.forms import PersonField
from tests.support.every_form import HOW, World, all_forms
from tests.support.page_forms import Page

WEB = Path(terukur.web.__path__[0])
WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\r\n"), min_size=1, max_size=20
)
PERIODS = st.builds(
    lambda year, months, part: Period(year, part * months % 12 + 1, part * months % 12 + months),
    st.integers(FIRST_YEAR, 2099),
    st.sampled_from([1, 3, 6, 12]),
    st.integers(0, 11),
)


def numbers(field: fields.NumberField) -> st.SearchStrategy[Decimal]:
    limit = Decimal(10) ** (field.max_digits - field.decimal_places) - 1
    return st.decimals(
        min_value=-limit if field.min_value is None else field.min_value,
        max_value=limit if field.max_value is None else field.max_value,
        places=field.decimal_places,
        allow_nan=False,
    )


def values(field: forms.Field) -> st.SearchStrategy[Any]:
    """Return random values that a field can hold."""
    if isinstance(field, fields.NumberField):
        return numbers(field)
    if isinstance(field, fields.KeyField):
        return st.integers(0, 10**9)
    if isinstance(field, fields.DayField):
        return st.dates(field.earliest, field.latest)
    if isinstance(field, fields.ClockField):
        return st.builds(time, st.integers(0, 23), st.integers(0, 59))
    if isinstance(field, fields.PeriodField):
        return PERIODS
    if isinstance(field, fields.EmployeeNumberField):
        return st.from_regex(r"[0-9]{18}", fullmatch=True)
    if isinstance(field, fields.AddressField):
        return st.just("https://drive.google.com/abc?d=ef&g=1")
    if isinstance(field, fields.MailField):
        return st.just("ani.b@kota.go.id")
    if isinstance(field, PersonField):
        return st.sampled_from(list(Employee.objects.all()))
    if isinstance(field, role_forms.UnitField | structure_forms.UnitField):
        return st.sampled_from(list(Unit.objects.all()))
    if isinstance(field, forms.SlugField):
        return st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
    if isinstance(field, forms.UUIDField):
        return st.uuids()
    if isinstance(field, forms.BooleanField):
        return st.booleans()
    if isinstance(field, forms.ModelChoiceField):
        found = list(field.queryset.all())
        return st.sampled_from(found) if found else st.none()
    if isinstance(field, forms.MultipleChoiceField):
        return st.lists(st.sampled_from(choices(field)), unique=True, min_size=1)
    if isinstance(field, forms.ChoiceField):
        return st.sampled_from(choices(field))
    if type(field) is forms.CharField:
        return WORDS.map(lambda text: text[: field.max_length or 20])
    raise AssertionError(f"{type(field).__name__}: say here what it can hold")


def choices(field: Any) -> list[Any]:
    found = []
    for value, label in field.choices:
        found += [inner for inner, _ in label] if isinstance(label, list | tuple) else [value]
    return [value for value in found if value or not field.required]


def is_shown(field: forms.Field) -> bool:
    """Whether a page shows again what the field holds; files and passwords never are."""
    return not isinstance(field, forms.FileField) and not isinstance(field.widget, forms.PasswordInput)


def sent(form: forms.BaseForm) -> QueryDict:
    """Return what a browser sends of the unchanged form."""
    page = Page(f"<form method=post>{''.join(str(bound) for bound in form)}</form>")
    data = QueryDict(mutable=True)
    for name, written in page.forms[0].values.items():
        data.setlist(name, written)
    return data


def same(one: Any, other: Any) -> bool:
    return one == other or str(one) == str(other) or (one in (None, "") and other in (None, ""))


@pytest.fixture
def world(appraisal) -> World:
    return World(appraisal.plan.versions.get(), appraisal)


def test_every_form_says_how_it_is_made() -> None:
    assert set(all_forms()) == set(HOW)


def test_what_a_form_shows_it_gets_back(world: World) -> None:
    for form_class in all_forms():
        posts_back_unchanged(HOW[form_class](world))


def posts_back_unchanged(make: Any) -> None:
    """Try a form with random values: shown, sent and read, they are the same and nothing changed."""

    @settings(
        max_examples=12, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data())
    def unchanged(data: st.DataObject) -> None:
        shown = make()
        held = {
            name: data.draw(values(field), label=name)
            for name, field in shown.fields.items()
            if is_shown(field)
        }
        shown.initial = {**shown.initial, **held}
        posted = sent(shown)
        note(f"{type(shown).__qualname__}: {posted.dict()}")
        again = make(data=posted)
        again.initial = {**again.initial, **held}
        for name, value in held.items():
            field = again.fields[name]
            got = field.clean(field.widget.value_from_datadict(posted, {}, name))
            kept = field.clean(value) if isinstance(field, forms.ChoiceField) else value
            assert same(got, kept), name
        assert [name for name in again.changed_data if name in held] == []

    unchanged()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_read_back_as_it_is_written(number: Decimal) -> None:
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [("8.0000", "8"), ("12.5", "12,5"), ("12500", "12500"), ("1.125", "1,1250"), ("0.125", "0,125")],
)
def test_a_number_shows_no_false_zeros(number: str, shown: str) -> None:
    assert fields.NumberField().prepare_value(Decimal(number)) == shown


@pytest.mark.parametrize("written", ["12.500", "1.250", "12,500", "-1.250"])
def test_what_may_mean_two_numbers_is_asked(written: str) -> None:
    with pytest.raises(forms.ValidationError, match="bisa berarti"):
        fields.NumberField().clean(written)


def test_the_question_names_both_numbers() -> None:
    with pytest.raises(forms.ValidationError, match="bisa berarti 1250 atau 1,25"):
        fields.NumberField().clean("1.250")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1,23456", "paling banyak 4 angka di belakang koma"),
        ("123456789012", "paling banyak 10 angka di depan koma"),
        ("²", "bukan angka"),
        ("1e5", "bukan angka"),
        ("NaN", "bukan angka"),
        ("Infinity", "bukan angka"),
    ],
)
def test_other_numbers_are_refused_in_words(written: str, told: str) -> None:
    with pytest.raises(forms.ValidationError, match=told):
        fields.NumberField().clean(written)


@pytest.mark.parametrize(
    "written", ["15-08-2026", "15/8/2026", "15.8.2026", "15 Agustus 2026", "2026-08-15", " 15  agu 2026 "]
)
def test_days_are_typed_as_people_write_them(written: str) -> None:
    assert fields.DayField().clean(written) == date(2026, 8, 15)


@pytest.mark.parametrize(
    "written", ["8/15/2026", "31-02-2026", "15-8-6", "besok", "01-01-0001", "31-12-9999"]
)
def test_what_is_no_day_is_refused_in_words(written: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"bukan tanggal|di luar"):
        fields.DayField().clean(written)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("Triwulan III 2026", "2026-Q3"),
        ("triwulan 3 2026", "2026-Q3"),
        ("TW III 2026", "2026-Q3"),
        ("2026-Q3", "2026-Q3"),
        ("Q3 2026", "2026-Q3"),
        ("2026 TW 3", "2026-Q3"),
        ("November 2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026-9", "2026-09"),
        ("Semester II 2026", "2026-S2"),
        ("Tahun 2026", "2026"),
        ("2026", "2026"),
    ],
)
def test_periods_are_typed_as_people_write_them(written: str, period: str) -> None:
    assert str(fields.PeriodField().clean(written)) == period


@given(PERIODS)
def test_a_period_is_read_back_from_its_label(period: Period) -> None:
    assert fields.PeriodField().clean(period.label) == period


@pytest.mark.parametrize("written", ["08.30", "8:30", "0830", "830", "pukul 8.30", "08:30:00", "8,30"])
def test_times_are_typed_as_people_write_them(written: str) -> None:
    assert fields.ClockField().clean(written) == time(8, 30)


def test_addresses_need_no_scheme() -> None:
    assert fields.AddressField().clean("drive.google.com/abc") == "https://drive.google.com/abc"


FORBIDDEN_FIELDS = {
    "DecimalField",
    "FloatField",
    "IntegerField",
    "DateField",
    "DateTimeField",
    "TimeField",
    "EmailField",
    "URLField",
    "NumberInput",
    "DateInput",
    "DateTimeInput",
    "TimeInput",
    "EmailInput",
    "URLInput",
    "SelectDateWidget",
}
FORBIDDEN_TYPES = ("date", "month", "week", "number", "time", "datetime-local", "email", "url")


def test_forms_use_the_kit_alone() -> None:
    """A plain field of Django's speaks the browser's language and erases what it cannot show."""
    found = []
    for path in WEB.rglob("*.py"):
        if path == WEB / "fields.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in FORBIDDEN_FIELDS
                and isinstance(node.value, ast.Name)
                and node.value.id == "forms"
            ):
                found.append(f"{path.name}:{node.lineno} forms.{node.attr}")
    assert found == []


def test_no_field_of_a_form_is_of_a_browser_type(world: World) -> None:
    """Nor does a model's column bring one in, nor a template or a script write one."""
    found = []
    for form_class in all_forms():
        form = HOW[form_class](world)()
        for name, field in form.fields.items():
            if getattr(field.widget, "input_type", "") in FORBIDDEN_TYPES:
                found.append(f"{form_class.__qualname__}.{name}")
    for path in (*WEB.rglob("*.html"), *WEB.rglob("*.js")):
        text = path.read_text()
        found += [f"{path.name}: {kind}" for kind in FORBIDDEN_TYPES if f'type="{kind}"' in text]
    assert found == []
