"""NIP of a PNS and NI of a PPPK: the parts of the 18 digits, or what is wrong with them.

Perka BKN 22/2007 for the NIP; the widths inside an NI PPPK are partly inferred, so a number alone never
decides the kind of employment. It is personal data (birth date and sex): it may identify a person at sign-in
and inside files, and nowhere else.
"""

import re
from dataclasses import dataclass
from datetime import date

from terukur.notation.dates import written_day
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused, Refused
from terukur.regulation.scales import EmploymentKind, Sex

_EARLIEST_BIRTH = 1930
_ADULT_AGE = 16
_BEFORE_NUMBER = re.compile(r"^\s*(?:NIP|NI ?PPPK|NRP)\W{0,5}(?=\d)", re.IGNORECASE)


class InvalidEmployeeNumber(Refused):
    """The text is neither a NIP nor an NI PPPK; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class EmployeeNumber:
    """The parts of a valid number. ``start_month`` is None for a PPPK."""

    digits: str
    kind: EmploymentKind
    birth_date: date
    start_year: int
    start_month: int | None
    sex: str
    sequence: int

    @property
    def grouped(self) -> str:
        """The number as printed on forms: groups of 8, 6, 1 and 3 digits."""
        d = self.digits
        return f"{d[:8]} {d[8:14]} {d[14]} {d[15:]}"


def normalize_employee_number(written: str) -> str:
    """Return the digits without ``NIP.``, spaces, dots, dashes and apostrophes that people write."""
    return re.sub(r"[\s.\-'’`]", "", _BEFORE_NUMBER.sub("", written, count=1))


def parse_employee_number(written: str) -> EmployeeNumber:
    """Read a NIP or NI PPPK (Perka BKN 22/2007).

    :raises InvalidEmployeeNumber: with the part that is wrong and what was expected.
    """
    digits = normalize_employee_number(written)
    if not re.fullmatch(r"[0-9]*", digits):
        raise InvalidEmployeeNumber("NIP hanya boleh berisi angka.")
    if len(digits) != 18:
        raise InvalidEmployeeNumber(f"NIP harus 18 angka, yang tertulis {len(digits)} angka.")
    birth_date = _birth_date(digits)
    start_year, code = int(digits[8:12]), int(digits[12:14])
    if not birth_date.year + _ADULT_AGE <= start_year <= 2100:
        raise InvalidEmployeeNumber(
            f"Tahun mulai {start_year} tidak mungkin untuk kelahiran {birth_date.year}."
        )
    if digits[14] not in "12":
        raise InvalidEmployeeNumber(
            f"Angka ke-15 (jenis kelamin) harus 1 atau 2, yang tertulis {digits[14]}."
        )
    sequence = int(digits[15:])
    if sequence == 0:
        raise InvalidEmployeeNumber("Nomor urut (tiga angka terakhir) dimulai dari 001.")
    is_pns = 1 <= code <= 12
    if not is_pns and code < 21:
        raise InvalidEmployeeNumber(
            f"Angka ke-13 dan 14 tertulis {code:02d}: bukan bulan (01-12, PNS) dan bukan kode "
            "kontrak (21 ke atas, PPPK)."
        )
    return EmployeeNumber(
        digits=digits,
        kind=EmploymentKind.PNS if is_pns else EmploymentKind.PPPK,
        birth_date=birth_date,
        start_year=start_year,
        start_month=code if is_pns else None,
        sex="male" if digits[14] == "1" else "female",
        sequence=sequence,
    )


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The parts of a number that describe its holder; ``start`` is a month for PNS, a year for PPPK."""

    kind: EmploymentKind
    birth_date: date
    start: str
    sex: Sex
    sequence: int


def read_employee_number(*, number: str) -> Decision[NumberReading]:
    """Return kind, birth date, start, sex and sequence that a number contains.

    Perka BKN 22/2007 for the NIP (CONFIRMED); parts of an NI PPPK are SINGLE. The number alone never decides
    the kind of employment.

    :raises InputRefused: with the part that is wrong and what was expected.
    """
    try:
        parsed = parse_employee_number(number)
    except InvalidEmployeeNumber as error:
        raise InputRefused("number", str(error)) from error
    month = f"-{parsed.start_month:02d}" if parsed.start_month else ""
    reading = NumberReading(
        parsed.kind, parsed.birth_date, f"{parsed.start_year}{month}", Sex(parsed.sex), parsed.sequence
    )
    steps = (
        f"Angka 1-8: lahir {written_day(parsed.birth_date)}",
        f"Angka 9-14: {'TMT CPNS' if parsed.start_month else 'tahun dan kode kontrak'} {reading.start}",
        f"Angka 15: {reading.sex.label.lower()}",
        f"Angka 16-18: nomor urut {parsed.sequence:03d}",
        f"Bentuk nomor: {parsed.kind.label}",
    )
    key = "employee-number" if parsed.start_month else "employee-number-pppk"
    return Decision(reading, steps, cite(key))


def number_fits_kind(digits: str, kind: EmploymentKind) -> bool:
    """Return whether the number's form belongs to this kind of employment; both PPPK kinds share one."""
    return (parse_employee_number(digits).kind is EmploymentKind.PNS) == (kind is EmploymentKind.PNS)


def _birth_date(digits: str) -> date:
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise InvalidEmployeeNumber(
            f"Delapan angka pertama ({digits[:8]}) bukan tanggal lahir yang ada."
        ) from error
    if birth_date.year < _EARLIEST_BIRTH:
        raise InvalidEmployeeNumber(f"Tahun lahir {birth_date.year} tidak mungkin.")
    return birth_date
