"""Files as inputs of rules: calendars, results under a policy, survey answers, credit rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import yaml

from terukur.measurement.satisfaction_sheet import ELEMENT_NAMES, element_columns
from terukur.regulation.credit import CreditRow
from terukur.regulation.decision import InputRefused
from terukur.regulation.parameters import parameter
from terukur.regulation.register import PolicyAndResults
from terukur.regulation.satisfaction import ElementScore
from terukur.regulation.scales import Origin, ResultKind, Scale, ServiceElement
from terukur.regulation.suggestion import IndicatorOutcome, ResultOutcome, SuggestionPolicy
from terukur.regulation.working_calendar import WorkingCalendar, parse_calendar
from terukur.tables.cells import CellError, number, text
from terukur.tables.reading import UnreadableTable, read_table

S = TypeVar("S", bound=Scale)
_LARGEST = 30 * 1024 * 1024
_TABLES = (".csv", ".xlsx", ".xls", ".tsv", ".txt")


def read_calendar(field: str, path: str, on: date) -> WorkingCalendar:
    """Return an office's calendar from YAML."""
    return parse_calendar(_mapping(field, Path(path)), on=on)


def read_policy_and_results(field: str, path: Path) -> PolicyAndResults:
    """Return a policy and results with indicators from YAML or JSON.

    Numbers that the policy leaves out are those of the default parameters of its ``on`` (a date).
    """
    data = _mapping(field, path)
    written = data.get("policy") or {}
    results = data.get("results")
    if not isinstance(results, list) or not results or not isinstance(written, dict):
        raise InputRefused(field, "tulis policy (boleh kosong) dan results (daftar hasil kerja).")
    on = written.get("on", date.max)
    names = ("cap", "meets_low", "meets_high", "minimum_evidence")
    try:
        policy = SuggestionPolicy(
            _exact_int("policy.version", written.get("version", 1)),
            *(
                _exact(f"policy.{name}", written[name])
                if name in written
                else parameter(f"policy.{name}", on=on).amount
                for name in names
            ),
        )
    except ValueError as error:
        raise InputRefused("policy", str(error)) from error
    return PolicyAndResults(
        policy, tuple(_result(number, entry) for number, entry in enumerate(results, start=1))
    )


def _result(place: int, entry: Any) -> ResultOutcome:
    field = f"results[{place}]"
    if not isinstance(entry, dict) or not isinstance(entry.get("indicators"), list):
        raise InputRefused(field, "setiap hasil kerja memerlukan kind dan indicators (daftar).")
    return ResultOutcome(
        title=str(entry.get("title", f"Hasil kerja {place}")),
        kind=_word(f"{field}.kind", ResultKind, entry.get("kind", "main")),
        indicators=tuple(
            _indicator(f"{field}.indicators[{number}]", indicator)
            for number, indicator in enumerate(entry["indicators"], start=1)
        ),
    )


def _indicator(field: str, entry: Any) -> IndicatorOutcome:
    if not isinstance(entry, dict) or "weight" not in entry:
        raise InputRefused(field, "setiap indikator memerlukan weight dan achievement.")
    achieved = entry.get("achievement")
    weight = _exact(f"{field}.weight", entry["weight"])
    if weight < 0:
        raise InputRefused(f"{field}.weight", "bobot tidak boleh di bawah nol.")
    default = "none" if achieved is None else "measured"
    return IndicatorOutcome(
        weight=weight,
        achievement=None if achieved is None else _exact(f"{field}.achievement", achieved),
        origin=_word(f"{field}.origin", Origin, entry.get("origin", default)),
        is_due=bool(entry.get("is_due", True)),
    )


def read_scores(field: str, path: Path) -> dict[str, ElementScore]:
    """Return survey answers: a table with a row per respondent, or totals and answers from YAML or JSON.

    Columns are recognized by label or key (``persyaratan`` …) or number. U8 and U9 stay as they are written,
    because sources disagree on their order; the index does not depend on it.
    """
    if path.suffix.lower() not in _TABLES:
        return {key: _score(key, entry) for key, entry in _mapping(field, path).get("elements", {}).items()}
    try:
        table = read_table(_content(field, path), filename=path.name, known_headers=list(ELEMENT_NAMES))
    except UnreadableTable as error:
        raise InputRefused(field, str(error)) from error
    columns = element_columns(table)
    if not columns:
        raise InputRefused(field, "tidak ada kolom unsur.", [element.value for element in ServiceElement])
    sums: dict[str, list[Fraction]] = {key: [] for key in columns.values()}
    for row in table.rows:
        for header, key in columns.items():
            try:
                value = number(row, header)
            except CellError as error:
                raise InputRefused(field, str(error)) from error
            if value is not None and value not in (1, 2, 3, 4):
                raise InputRefused(field, f"Baris {row.line}, {header}: nilai 1 sampai 4.")
            if value is not None:
                sums[key].append(Fraction(value))
    return {key: ElementScore(sum(v, Fraction(0)), len(v)) for key, v in sums.items()}


def read_credit_rows(
    field: str, path: Path, row_of: Callable[[str, Sequence[str]], CreditRow]
) -> tuple[CreditRow, ...]:
    """Return credit rows from a table with the columns JENJANG, PREDIKAT and BULAN."""
    names = ("JENJANG", "PREDIKAT", "BULAN")
    try:
        table = read_table(_content(field, path), filename=path.name, known_headers=names)
        missing = [name for name in names if not table.has(name)]
        if missing:
            raise InputRefused(field, f"kolom {', '.join(missing)} tidak ada.")
        return tuple(
            row_of(f"baris {row.line}", [text(row, name, required=True) for name in names])
            for row in table.rows
        )
    except (UnreadableTable, CellError) as error:
        raise InputRefused(field, str(error)) from error


def _score(key: str, entry: Any) -> ElementScore:
    if not isinstance(entry, dict) or not {"total", "answers"} <= set(entry):
        raise InputRefused(str(key), "tulis total dan answers.")
    return ElementScore(
        _exact(f"{key}.total", entry["total"]), _exact_int(f"{key}.answers", entry["answers"])
    )


def _mapping(field: str, path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(_content(field, path))
    except yaml.YAMLError as error:
        raise InputRefused(field, f"“{path.name}” bukan YAML atau JSON: {error}") from error
    if not isinstance(data, dict):
        raise InputRefused(field, f"“{path.name}” harus berisi nama dan isinya.")
    return data


def _content(field: str, path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputRefused(field, f"“{path.name}” lebih dari 30 MB.")
        return path.read_bytes()
    except OSError as error:
        raise InputRefused(field, f"berkas “{path}” tidak dapat dibaca.") from error


def _word(field: str, scale: type[S], value: Any) -> S:
    try:
        return scale(str(value))
    except ValueError as error:
        raise InputRefused(field, f"“{value}” tidak dikenal.", [s.value for s in scale]) from error


def _exact(field: str, value: Any) -> Fraction:
    try:
        return Fraction(Decimal(str(value)))
    except (ArithmeticError, ValueError) as error:
        raise InputRefused(field, f"“{value}” bukan angka.") from error


def _exact_int(field: str, value: Any) -> int:
    exact = _exact(field, value)
    if exact.denominator != 1:
        raise InputRefused(field, f"“{value}” harus bilangan bulat.")
    return int(exact)
