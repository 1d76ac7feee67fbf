"""Fields for every form: a field reads back what it shows as the same value.

All are text fields in Indonesian notation. A browser's own pickers speak the browser's language: in an
English one 15-08 became 8 December, and a value in another notation vanished.
"""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db import models
from django.utils import timezone

from terukur.notation.dates import written_day
from terukur.notation.numbers import display, rounded
from terukur.regulation.employee_number import normalize_employee_number
from terukur.regulation.period_words import read_period
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.cells import parse_day
from terukur.tables.moments import parse_clock
from terukur.tables.numerals import NotANumber, read_number, write_number
from terukur.web.viewer import clock

# Periods are written with the years 2000 to 2099; a head of office may stand since the years before.
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
_LARGEST_KEY = 2**63 - 1


class _WrittenField(forms.Field):
    """A value that people write as text, in ``inputmode`` on a phone's keys."""

    inputmode = "text"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes for phones: the keys to show, and no suggestions."""
        attrs = super().widget_attrs(widget)
        if not widget.is_hidden:
            attrs |= {"inputmode": self.inputmode, "autocomplete": "off"}
        return attrs

    def to_python(self, value: Any) -> Any:
        """Return the value, or None where nothing is written."""
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        written = " ".join(value.split())
        return self.read(written) if written else None

    def prepare_value(self, value: Any) -> Any:
        """Return the shown value; typed text stays as typed."""
        return value if value is None or isinstance(value, str) else self.write(value)

    def read(self, written: str) -> Any:
        """Return the written value.

        :raises ValidationError: in words, where it is no such value.
        """
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return a value as ``read`` reads it back."""
        raise NotImplementedError


class NumberField(_WrittenField):
    """An exact number: ``12,5``, ``1250``; ``1.250`` causes a question, as in the importers."""

    inputmode = "decimal"

    def __init__(
        self,
        *,
        max_digits: int = 14,
        decimal_places: int = 4,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        self.max_digits, self.decimal_places = max_digits, decimal_places
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def read(self, written: str) -> Any:
        """Return the number.

        :raises ValidationError: where it is none, is unclear, or is longer or larger than fits.
        """
        try:
            number = read_number(written)
        except NotANumber as error:
            raise forms.ValidationError(str(error), code="invalid") from error
        self._check(written, number)
        return number

    def write(self, value: Decimal | Fraction | int) -> str:
        """Return the number with a decimal comma and no false zeros: ``8``, not ``8,0000``."""
        return write_number(rounded(value, self.decimal_places))

    def _check(self, written: str, number: Decimal) -> None:
        whole = self.max_digits - self.decimal_places
        trimmed = number.normalize()
        if -int(trimmed.as_tuple().exponent) > self.decimal_places:
            told = (
                f"paling banyak {self.decimal_places} angka di belakang koma"
                if self.decimal_places
                else "tulis bilangan bulat, tanpa koma"
            )
            raise forms.ValidationError(f"“{written}”: {told}.", code="decimals")
        if abs(number) >= Decimal(10) ** whole:
            raise forms.ValidationError(
                f"“{written}” terlalu besar; paling banyak {whole} angka di depan koma.", code="digits"
            )
        if self.min_value is not None and number < self.min_value:
            raise forms.ValidationError(
                f"“{written}” terlalu kecil; paling sedikit {display(self.min_value)}.", code="min"
            )
        if self.max_value is not None and number > self.max_value:
            raise forms.ValidationError(
                f"“{written}” terlalu besar; paling banyak {display(self.max_value)}.", code="max"
            )


class PercentField(NumberField):
    """A share in percent, from 0 to 1000; a percent sign may be written."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_digits": 9, "min_value": 0, "max_value": 1000, **kwargs}
        super().__init__(**kwargs)


class WholeField(NumberField):
    """A whole number."""

    inputmode = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 9, **kwargs, "decimal_places": 0})

    def read(self, written: str) -> int:
        """Return the number, whole."""
        return int(super().read(written))


class KeyField(forms.IntegerField):
    """A hidden key of a row; a number that no row can have is refused before the database is asked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=_LARGEST_KEY, widget=forms.HiddenInput, **kwargs)


class DayField(_WrittenField):
    """A day: ``15-08-2026``, ``15/8/2026``, ``15 Agustus 2026``, ``2026-08-15``."""

    inputmode = "text"

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes with the pattern of a day as a placeholder."""
        attrs = super().widget_attrs(widget)
        return attrs if widget.is_hidden else {**attrs, "placeholder": "tgl-bln-tahun"}

    def read(self, written: str) -> date:
        """Return the day.

        :raises ValidationError: where it is none, or lies outside of ``earliest`` to ``latest``.
        """
        day = parse_day(written)
        if day is None:
            raise forms.ValidationError(
                f"“{written[:40]}” bukan tanggal. Tulis seperti 15-08-2026 atau 15 Agustus 2026.",
                code="invalid",
            )
        if not self.earliest <= day <= self.latest:
            raise forms.ValidationError(
                f"Tanggal {self.write(day)} di luar {self.write(self.earliest)} sampai "
                f"{self.write(self.latest)}.",
                code="outside",
            )
        return day

    def write(self, value: date) -> str:
        """Return the day as ``15-08-2026``."""
        if isinstance(value, datetime):
            value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
        return written_day(value)


class ClockField(_WrittenField):
    """A time of day: ``08.30``, ``8:30``, ``8``; never with a.m. or p.m."""

    inputmode = "decimal"

    def read(self, written: str) -> time:
        """Return the time.

        :raises ValidationError: where it is none.
        """
        found = parse_clock(written)
        if found is None:
            raise forms.ValidationError(
                f"“{written[:40]}” bukan jam. Tulis seperti 08.30 atau 16.00.", code="invalid"
            )
        return found

    def write(self, value: time) -> str:
        """Return the time as ``08.30``."""
        return f"{value:%H.%M}"


class PeriodField(_WrittenField):
    """A period: ``Triwulan III 2026``, ``TW 3``, ``2026-Q3``, ``November 2026``, ``2026``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Misalnya September 2026, TW 3 2026, atau 2026-Q3")
        super().__init__(**kwargs)

    def read(self, written: str) -> Period:
        """Return the period.

        :raises ValidationError: where it is none.
        """
        try:
            return read_period(written[:40], year=timezone.localdate(clock()).year)
        except InvalidPeriod as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def write(self, value: Period) -> str:
        """Return the period as people say it."""
        return value.label


class EmployeeNumberField(forms.CharField):
    """A NIP or NI PPPK, with or without the spaces, dots and dashes people write."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**{"max_length": 60, **kwargs})

    def to_python(self, value: Any) -> str:
        """Return the digits alone."""
        return normalize_employee_number(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return no ``maxlength``: a browser would cut a spaced number without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class AddressField(forms.URLField):
    """An address on the internet, also without ``https://`` in front."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "url"}))
        super().__init__(**{"max_length": 500, "assume_scheme": "https", **kwargs})
        self.error_messages["invalid"] = (
            "Ini bukan alamat. Salin alamatnya dari peramban, misalnya drive.google.com/berkas."
        )

    def clean(self, value: Any) -> Any:
        """Return the address.

        :raises ValidationError: also for other ways than http and https.
        """
        address = super().clean(value)
        if address and urlsplit(address).scheme not in ("http", "https"):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class UploadField(forms.FileField):
    """A file; its greatest size and kinds are shown before it is chosen and sent."""

    def __init__(self, *, largest: int, kinds: str, **kwargs: Any) -> None:
        self.largest, self.size = largest, f"{largest // 1024**2} MB"
        kwargs.setdefault("help_text", f"Paling besar {self.size}: {kinds}.")
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file.

        :raises ValidationError: where it is larger than was said.
        """
        found = super().clean(data, initial)
        if found and found.size > self.largest:
            raise forms.ValidationError(
                f"Berkas “{found.name[:60]}” lebih besar dari {self.size}. Perkecil atau bagi berkasnya.",
                code="large",
            )
        return found


class MailField(forms.EmailField):
    """An e-mail address, checked here and with messages in Indonesian."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "email", "autocomplete": "email"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**{"max_length": 254, **kwargs})


def kit_field(column: Any, **kwargs: Any) -> Any:
    """Return the kit's field for a model's column; for ``Meta.formfield_callback``."""
    kinds = (
        (models.DecimalField, NumberField),
        (models.DateField, DayField),
        (models.IntegerField, WholeField),
        (models.TimeField, ClockField),
    )
    if not getattr(column, "choices", None):
        for kind, form_class in kinds:
            if isinstance(column, kind):
                return column.formfield(**{"form_class": form_class, **kwargs})
    return column.formfield(**kwargs)
