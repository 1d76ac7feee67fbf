"""What filters of the templates write."""

from datetime import UTC, date, datetime

from terukur.web.templatetags.terukur import tanggal


def test_a_moment_is_told_by_the_day_where_the_offices_are():
    late = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    assert tanggal(late) == tanggal(late.isoformat()) == "26 November 2026"
    assert tanggal(date(2026, 11, 25)) == tanggal("2026-11-25") == "25 November 2026"
    assert tanggal(None) == "–"
