"""The column of a period: a ``Period`` in Python, the same text in the database as before."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection, models

from terukur.appraisal.models import PeriodStep
from terukur.employment.period_field import PeriodField
from terukur.ledger.canonical import canonical
from terukur.ledger.fingerprints import fingerprints
from terukur.oversight.models import PatternRun
from terukur.regulation.periods import InvalidPeriod, Period

MOMENT = datetime(2026, 10, 1, 8, tzinfo=UTC)
THIRD = Period.parse("2026-Q3")
WRITTEN = ["2026", "2026-S1", "2026-Q3", "2026-09"]


def run_for(period: Period | str) -> PatternRun:
    return PatternRun.objects.create(period=period, requested_at=MOMENT)


@pytest.mark.django_db
@pytest.mark.parametrize("written", WRITTEN)
def test_a_period_is_stored_as_its_text_and_comes_back(written):
    run = run_for(Period.parse(written))
    with connection.cursor() as cursor:
        cursor.execute("SELECT period FROM oversight_patternrun WHERE id = %s", [run.pk])
        assert cursor.fetchone() == (written,)
    assert PatternRun.objects.get(pk=run.pk).period == Period.parse(written)
    assert list(PatternRun.objects.values_list("period", flat=True)) == [Period.parse(written)]


@pytest.mark.django_db
def test_a_row_holds_the_period_from_the_moment_it_is_made():
    run = run_for("2026-q3")
    assert run.period == THIRD
    run.refresh_from_db()
    assert run.period == THIRD
    run.period = "2026"
    assert run.period.months == 12
    assert PatternRun.objects.defer("period").get().period == THIRD


@pytest.mark.django_db
def test_queries_take_the_period_or_its_text():
    run_for("2026-Q3"), run_for("2026")
    for wanted in (THIRD, "2026-Q3"):
        assert PatternRun.objects.filter(period=wanted).count() == 1
        assert PatternRun.objects.filter(period__in=[wanted]).count() == 1
        assert PatternRun.objects.filter(period__gte=wanted).count() == 1
    assert PatternRun.objects.filter(period__contains="-Q").count() == 1
    assert PatternRun.objects.update(period=Period(2026, 1, 6)) == 2
    assert {str(run.period) for run in PatternRun.objects.all()} == {"2026-S1"}


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["2026-Q5", "triwulan", "2019", "2026-13"])
def test_what_is_no_period_enters_neither_row_nor_query(wrong):
    with pytest.raises(InvalidPeriod):
        run_for(wrong)
    with pytest.raises(InvalidPeriod):
        PatternRun.objects.filter(period=wrong).exists()
    with pytest.raises(InvalidPeriod):
        PatternRun.objects.update(period=wrong)


@pytest.mark.parametrize(
    "field", [f for m in apps.get_models() for f in m._meta.fields if f.name == "period"]
)
def test_every_column_of_a_period_is_known_to_migrations_as_text(field):
    if field.model._meta.label == "ledger.ImportRecord":  # most files are for no period
        assert type(field) is models.CharField
        return
    assert isinstance(field, PeriodField)
    _, path, args, kwargs = field.deconstruct()
    assert (path, args, set(kwargs)) == ("django.db.models.CharField", [], {"max_length"})
    assert field.db_type(connection) == f"varchar({field.max_length})"


@pytest.mark.django_db
def test_the_fingerprint_of_a_row_is_that_of_its_text(django_user_model):
    user = django_user_model.objects.create(email="dewi@contoh.go.id")
    days = {"opens": date(2026, 10, 1), "due": date(2026, 10, 5), "closes": date(2026, 10, 9)}
    step = PeriodStep.objects.create(
        period=THIRD, step="rating", version=1, set_by=user, set_at=MOMENT, **days
    )

    texts = {name: str(day) for name, day in days.items()}
    row = {"id": step.pk, "period": "2026-Q3", "step": "rating", "version": 1, "set_by_id": user.pk}
    before = canonical([{**row, **texts, "set_at": MOMENT.isoformat()}])
    assert list(fingerprints(step).values()) == [hashlib.sha256(before).hexdigest()]
