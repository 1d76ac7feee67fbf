"""A request has one moment and one day, however long it takes."""

from datetime import UTC, date, datetime, timedelta

from terukur.accounts.models import User
from terukur.web import viewer


def test_a_request_has_one_moment_and_one_day(rf, monkeypatch):
    # One second before midnight in Jakarta; each look at the clock is an hour later.
    moments = iter(datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC) + timedelta(hours=n) for n in range(9))
    monkeypatch.setattr(viewer, "clock", lambda: next(moments))
    request, later = rf.get("/"), rf.get("/")
    request.user = later.user = User(pk=1, username="199001012015052001", name="Ani")
    first = viewer.acting(request)
    assert (first.by, first.on) == (request.user, date(2026, 11, 30))
    assert viewer.acting(request) == first
    assert (viewer.today(request), viewer.now(request)) == (first.on, first.at)
    assert viewer.acting(later).on == date(2026, 12, 1)
