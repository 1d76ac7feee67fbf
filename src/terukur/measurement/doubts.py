"""Readings that are refused, from any source, and questions that are asked before storing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from terukur.measurement.models import Observation
from terukur.measurement.readings import Reading
from terukur.notation.dates import written_day
from terukur.notation.numbers import display
from terukur.organization.models import Employee, Unit
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.tables.cells import CellError
from terukur.tables.questions import Question

_LEAP = 10
_NAMES_TOLD = 12
_PERCENT = ("%", "persen")

Stored = Mapping[tuple[int, date, date], Observation]
Subjects = Mapping[str, Employee | Unit]


def refused_amounts(measure: Measure, readings: Iterable[Reading]) -> Iterator[CellError]:
    """Yield amounts that no question could settle: below zero, if not allowed, and a missing denominator."""
    for reading in readings:
        if reading.denominator is not None and reading.denominator <= 0:
            yield CellError(
                reading.line,
                "PENYEBUT",
                f"{reading.denominator:f}",
                "penyebut harus lebih besar dari nol; hapus barisnya bila tidak ada kejadian.",
            )
        for column, amount in (("NILAI", reading.value), ("PEMBILANG", reading.numerator)):
            if amount is not None and amount < 0 and not measure.allows_negative:
                yield CellError(
                    reading.line,
                    column,
                    f"{amount:f}",
                    f"di bawah nol; “{measure.name}” tidak mengenal nilai negatif. Perbaiki angkanya, atau "
                    "izinkan nilai negatif pada ukuran itu di Katalog ukuran.",
                )


def doubled(readings: Iterable[Reading], subjects: Subjects, column: str) -> list[CellError]:
    """Return rows of one subject for months that an earlier row has, whatever word names the subject."""
    months: dict[tuple[int, int, int], Reading] = {}
    errors = []
    for reading in readings:
        subject = subjects.get(reading.subject)
        if subject is None:
            continue
        for month in range(reading.period.first, reading.period.last + 1):
            earlier = months.setdefault((subject.pk, reading.period.year, month), reading)
            if earlier is not reading:
                errors.append(_double(reading, earlier, subject, column))
                break
    return errors


def _double(reading: Reading, earlier: Reading, subject: Employee | Unit, column: str) -> CellError:
    also = "" if reading.subject == earlier.subject else f" sebagai “{earlier.subject}”"
    return CellError(
        reading.line,
        column,
        reading.subject,
        f"periode yang sama dari {subject.name} sudah ada di baris {earlier.line}{also}; "
        "hapus salah satunya.",
    )


def questions_about(
    measure: Measure,
    readings: Sequence[Reading],
    subjects: Subjects,
    stored: Stored,
    *,
    on: date,
    is_told: bool,
) -> list[Question]:
    """Return the questions on readings of one measure, given the stored ones.

    People can be missing only from a file that names its subjects (``is_told``).
    """
    return [
        *_parts_of_a_hundred(measure, readings),
        *_above_whole(measure, readings, subjects),
        *_future(readings, on),
        *_leaps(measure, readings, subjects, stored),
        *(_missing(measure, readings, subjects, stored, on) if is_told else ()),
    ]


def _parts_of_a_hundred(measure: Measure, readings: Sequence[Reading]) -> Iterator[Question]:
    """Yield a question where all values of a measure in percent lie below one: parts of one, not of a
    hundred."""
    values = [(reading.line, reading.value) for reading in readings if reading.value]
    if measure.unit.strip() not in _PERCENT or not values or any(abs(value) > 1 for _line, value in values):
        return
    if all(value == 1 for _line, value in values):
        return
    line, value = values[0]
    yield Question(
        "part-of-one",
        line,
        "NILAI",
        f"{value:f}",
        f"Semua nilai di berkas ini paling banyak 1, padahal satuan “{measure.name}” persen: {_told(value)} "
        f"akan disimpan sebagai {_told(value)} %, bukan {_told(value * 100)} %. Benar?",
    )


def _above_whole(measure: Measure, readings: Sequence[Reading], subjects: Subjects) -> Iterator[Question]:
    if not measure.is_share:
        return
    for reading in readings:
        if (reading.numerator or 0) > (reading.denominator or 0):
            told = f"{_told(reading.numerator)} dari {_told(reading.denominator)}"
            yield Question(
                "above-whole",
                reading.line,
                "PEMBILANG",
                _told(reading.numerator),
                f"{subjects[reading.subject].name}, {reading.period.label}: {told} berarti lebih dari "
                f"seluruhnya, padahal “{measure.name}” adalah bagian dari penyebutnya. Benar?",
            )


def _future(readings: Sequence[Reading], on: date) -> Iterator[Question]:
    for reading in readings:
        if reading.period.starts > on:
            yield Question(
                "future",
                reading.line,
                "PERIODE",
                str(reading.period),
                f"{reading.period.label} belum dimulai; hari ini {written_day(on)}. Benar periodenya?",
            )


def _leaps(
    measure: Measure, readings: Sequence[Reading], subjects: Subjects, stored: Stored
) -> Iterator[Question]:
    """Yield values at least ten times the last one, or at most a tenth of it: a misplaced decimal point."""
    known: dict[tuple[int, int], dict[date, tuple[Fraction, str]]] = {}
    for (subject, starts, ends), observation in stored.items():
        period = Period(starts.year, starts.month, ends.month)
        known.setdefault((subject, period.months), {})[starts] = (observation.amount, period.label)
    own = {}
    for reading in readings:
        place = (subjects[reading.subject].pk, reading.period.months)
        own[place, reading.period.starts] = (_amount(reading), reading.period.label)
    before = {(place, day): told for place, days in known.items() for day, told in days.items()}
    last: dict[tuple[tuple[int, int], date], tuple[Fraction, str]] = {}
    latest: dict[tuple[int, int], tuple[Fraction, str]] = {}
    for place, day in sorted(before | own, key=lambda key: key[1]):
        if place in latest:
            last[place, day] = latest[place]
        latest[place] = own.get((place, day)) or before[place, day]
    for reading in readings:
        key = ((subjects[reading.subject].pk, reading.period.months), reading.period.starts)
        found = last.get(key) or before.get(key)
        if found is not None and _leaps_from(_amount(reading), found[0]):
            yield _leap(measure, reading, subjects[reading.subject], *found)


def _leaps_from(now: Fraction, last: Fraction) -> bool:
    return now != 0 and last != 0 and (abs(now) >= _LEAP * abs(last) or abs(now) * _LEAP <= abs(last))


def _leap(
    measure: Measure, reading: Reading, subject: Employee | Unit, last: Fraction, when: str
) -> Question:
    now = _amount(reading)
    how = "sepuluh kali lipat atau lebih" if abs(now) > abs(last) else "sepersepuluh atau kurang"
    return Question(
        "leap",
        reading.line,
        "NILAI",
        display(now),
        f"“{measure.name}” {subject.name}, {reading.period.label}: {display(now)}, {how} dari yang terakhir "
        f"diketahui ({display(last)}, {when}). Benar?",
    )


def _missing(
    measure: Measure, readings: Sequence[Reading], subjects: Subjects, stored: Stored, on: date
) -> Iterator[Question]:
    """Yield a question on subjects that had a value in the period just before and have none now."""
    if not readings:
        return
    periods = {reading.period for reading in readings}
    first = min(periods, key=lambda period: period.starts)
    spans = {(period.starts, period.ends) for period in periods}
    earlier = (first.previous.starts, first.previous.ends)
    here = {subjects[reading.subject].pk for reading in readings}
    here |= {subject for subject, *span in stored if tuple(span) in spans}
    gone = {subject for subject, *span in stored if tuple(span) == earlier} - here
    names = _names(measure, gone, on) if gone else []
    if names:
        told = ", ".join(names[:_NAMES_TOLD])
        more = f", dan {len(names) - _NAMES_TOLD} lagi" if len(names) > _NAMES_TOLD else ""
        yield Question(
            "missing",
            0,
            "",
            "",
            f"Ada nilainya pada {first.previous.label} tetapi tidak ada di berkas ini: {told}{more}. "
            "Memang tidak ada?",
        )


def _names(measure: Measure, keys: set[int], on: date) -> list[str]:
    if measure.subject == Measure.Subject.UNIT:
        return list(Unit.objects.filter(pk__in=keys).values_list("name", flat=True))
    here = Employee.objects.filter(pk__in=keys).exclude(left_on__lte=on)
    return list(here.values_list("name", flat=True))


def _amount(reading: Reading) -> Fraction:
    if reading.value is not None:
        return Fraction(reading.value)
    return Fraction(reading.numerator or 0) / Fraction(reading.denominator or 1)


def _told(amount: object) -> str:
    return display(Fraction(str(amount or 0)))
