"""Conditions of queries: no day of a period is counted for a person, or its year does not wait for it."""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from terukur.employment.models import LeftOutQuarter
from terukur.regulation.time_away import AwayKind

_KINDS = ", ".join(f"'{kind.value}'" for kind in AwayKind if kind.lowers_target)
# Ranges that touch or overlap become one, so that an absence in two decrees is one absence.
_COVERED = f"""coalesce((
    SELECT range_agg(uncounted.days) @> daterange(%s, %s, '[]') FROM (
        SELECT daterange(away.starts, away.ends, '[]') AS days FROM employment_timeaway away
        WHERE away.employee_id = %s AND away.withdrawn_on IS NULL AND away.kind IN ({_KINDS})
      UNION ALL
        SELECT daterange(make_date(begun.year::int, 1, 1), begun.starts) FROM employment_measuringstart begun
        WHERE begun.year = extract(year FROM %s)
        AND (begun.employee_id IS NULL OR begun.employee_id = %s)
    ) uncounted
), false)"""  # noqa: S608 - kinds are words of this program


class IsExcused(Func):
    """Condition: the employee of each row was away, or not measured yet, on every day of its period."""

    output_field = BooleanField()

    def __init__(self, employee: str, *, starts: str = "starts", ends: str = "ends") -> None:
        super().__init__(F(employee), F(starts), F(ends))

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return ``_COVERED`` with the row's columns in their places."""
        employee, starts, ends = (compiler.compile(part) for part in self.get_source_expressions())
        used = (starts, ends, employee, starts, employee)
        return _COVERED % tuple(sql for sql, _params in used), [
            value for _sql, params in used for value in params
        ]


def is_left_out(*, unit: str, employee: str, period: str = "period") -> Exists:
    """Return whether the year of each row does not wait for its quarter; the names are paths of the row."""
    return Exists(
        LeftOutQuarter.objects.filter(
            Q(unit__isnull=True, employee__isnull=True)
            | Q(unit=OuterRef(unit))
            | Q(employee=OuterRef(employee)),
            period=OuterRef(period),
        )
    )
