"""From the words of a shell to the typed inputs of a rule, by the annotations of its function."""

import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from terukur.jobs.rules.files import read_calendar, read_credit_rows, read_policy_and_results, read_scores
from terukur.regulation.credit import CreditRow
from terukur.regulation.decision import InputRefused
from terukur.regulation.register import PolicyAndResults, Rule
from terukur.regulation.satisfaction import ElementScore
from terukur.regulation.scales import OLDER_WORDS, FunctionalLevel, Grade, Scale
from terukur.regulation.working_calendar import WorkingCalendar

S = TypeVar("S", bound=Scale)
_LONGEST = 60
_YES_NO = {"yes": True, "no": False, "ya": True, "tidak": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a rule: its name, its allowed values, and whether it may be left out."""

    name: str
    annotation: Any
    is_optional: bool

    @property
    def allowed(self) -> str:
        """The allowed values, for help and documentation."""
        kind = _plain(self.annotation)
        if isinstance(kind, type) and issubclass(kind, Scale):
            return " | ".join(member.value for member in kind)
        return _DESCRIBED.get(kind) or _DESCRIBED.get(get_origin(kind), "") or str(kind)


def inputs_of(rule: Rule) -> list[Input]:
    """Return the inputs of a rule in the order of its function."""
    hints = get_type_hints(rule.decide)
    return [
        Input(name, hints[name], parameter.default is not inspect.Parameter.empty or name == "on")
        for name, parameter in inspect.signature(rule.decide).parameters.items()
    ]


def read_inputs(rule: Rule, words: Sequence[str], *, on: date) -> dict[str, Any]:
    """Return typed inputs from ``key=value`` words and at most one file.

    ``on`` is the day whose values hold, where the words do not name another.

    :raises InputRefused: naming the field that is unknown, missing, double or unreadable.
    """
    known = {entry.name: entry for entry in inputs_of(rule)}
    given: dict[str, str] = {}
    for word in words:
        name, mark, value = word.partition("=")
        if not mark:
            name, value = "rows" if "rows" in known else "file", word
        if name not in known:
            raise InputRefused(name, f"bukan masukan dari “{rule.name}”.", list(known))
        if name in given:
            raise InputRefused(name, "ditulis dua kali.")
        given[name] = value
    typed = {name: _typed(known[name], value, on) for name, value in given.items()}
    if "on" in known:
        typed.setdefault("on", on)
    for entry in known.values():
        if entry.name not in typed and not entry.is_optional:
            raise InputRefused(entry.name, "belum diisi.", entry.allowed.split(" | "))
    return typed


def _plain(annotation: Any) -> Any:
    """Return the annotation without None."""
    if get_origin(annotation) in (types.UnionType, typing.Union):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _typed(entry: Input, text: str, on: date) -> Any:
    kind = _plain(entry.annotation)
    if isinstance(kind, type) and issubclass(kind, Scale):
        return _member(entry.name, kind, text)
    if kind is WorkingCalendar:
        return read_calendar(entry.name, text, on)
    reader = _READERS.get(kind)
    if reader is None:
        raise TypeError(f"no reader for {kind}")
    return reader(entry.name, text.strip())


def _member(field: str, scale: type[S], text: str) -> S:
    slug = _slug(text)
    for member in scale:
        if slug in (member.value, _slug(member.label)):
            return member
    if scale is Grade and slug in OLDER_WORDS:
        return scale(OLDER_WORDS[slug].value)
    raise InputRefused(field, f"“{text}” tidak dikenal.", [member.value for member in scale])


def _slug(text: str) -> str:
    return "-".join(text.lower().replace("_", " ").replace("-", " ").replace("/", " ").split())


def number(field: str, text: str) -> Fraction:
    """Return an exact number, with a dot or a comma for decimals."""
    written = text.replace(",", ".")
    try:
        if len(written) > _LONGEST:
            raise InvalidOperation
        value = Decimal(written)
        if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
            raise InvalidOperation
    except InvalidOperation as error:
        raise InputRefused(field, f"“{text[:40]}” bukan angka; tulis 12.5 atau 12,5.") from error
    return Fraction(value)


def _whole(field: str, text: str) -> int:
    value = number(field, text)
    if value.denominator != 1:
        raise InputRefused(field, f"“{text}” harus bilangan bulat.")
    return int(value)


def _flag(field: str, text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise InputRefused(field, f"“{text}” tidak dikenal.", ["yes", "no"])
    return _YES_NO[text.lower()]


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputRefused(field, f"“{text}” bukan tanggal; tulis 2026-01-31.") from error


def _moment(field: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputRefused(field, f"“{text}” bukan waktu; tulis 2026-01-31T08:30.") from error
    return moment.replace(tzinfo=None)


def _counts(field: str, text: str) -> tuple[int, ...]:
    return tuple(_whole(field, part.strip()) for part in text.split(","))


def _numbers(field: str, text: str) -> tuple[Fraction, ...]:
    return tuple(number(field, part.strip()) for part in text.split(","))


def _credit_rows(field: str, text: str) -> tuple[CreditRow, ...]:
    if ":" not in text:
        return read_credit_rows(field, Path(text), _credit_row)
    return tuple(_credit_row(field, part.split(":")) for part in text.split(","))


def _credit_row(field: str, parts: Sequence[str]) -> CreditRow:
    if len(parts) != 3:
        raise InputRefused(field, "tiap baris ditulis jenjang:predikat:bulan.")
    level, grade, months = (part.strip() for part in parts)
    return CreditRow(
        _member(field, FunctionalLevel, level), _member(field, Grade, grade), _whole(field, months)
    )


_READERS: dict[Any, Callable[[str, str], Any]] = {
    Fraction: number,
    int: _whole,
    bool: _flag,
    str: lambda _field, text: text,
    date: _day,
    datetime: _moment,
    Sequence[int]: _counts,
    Sequence[Fraction]: _numbers,
    Sequence[CreditRow]: _credit_rows,
    PolicyAndResults: lambda field, text: read_policy_and_results(field, Path(text)),
    Mapping[str, ElementScore]: lambda field, text: read_scores(field, Path(text)),
}
_DESCRIBED: dict[Any, str] = {
    Fraction: "angka, 12.5 atau 12,5",
    int: "bilangan bulat",
    bool: "yes | no",
    str: "teks",
    date: "2026-01-31",
    datetime: "2026-01-31T08:30",
    WorkingCalendar: "berkas YAML kalender",
    Sequence[int]: "bilangan bulat dipisah koma",
    Sequence[Fraction]: "angka dipisah koma, desimal dengan titik",
    Sequence[CreditRow]: "jenjang:predikat:bulan dipisah koma, atau berkas CSV/XLSX",
    PolicyAndResults: "berkas YAML atau JSON",
    Mapping[str, ElementScore]: "berkas CSV, XLSX, YAML, atau JSON",
}
