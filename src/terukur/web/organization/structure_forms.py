"""Forms by which the performance team changes people, positions and units."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from terukur.organization.models import Employee, Position, Unit
from terukur.organization.positions import Post
from terukur.regulation.scales import EmploymentKind, FormFamily, PositionKind
from terukur.web.fields import DayField, EmployeeNumberField
from terukur.web.organization.forms import PersonField

_SAME_NAME = 5
_KINDS = [("", "Seperti yang sudah ada"), *PositionKind.choices()]


class UnitField(forms.CharField):
    """An open unit named by its code or full name; a name that several units have needs the code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Nama lengkap atau kode unit")
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(**{"max_length": 200, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Return the code of the unit: several may have one name."""
        return value.code if isinstance(value, Unit) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another unit is named than before."""
        return str(self.prepare_value(initial) or "") != str(data or "")

    def clean(self, value: Any) -> Any:
        """Return the unit.

        :raises ValidationError: where none or several are named so.
        """
        written = " ".join((super().clean(value) or "").split())
        if not written:
            return None
        units = Unit.objects.filter(closed_on__isnull=True).select_related("parent")
        found = list(units.filter(code=written)[:1])
        found = found or list(units.filter(Q(code__iexact=written) | Q(name__iexact=written))[:_SAME_NAME])
        if not found:
            raise forms.ValidationError(
                "Tidak ada unit dengan nama lengkap atau kode itu. Periksa tulisannya."
            )
        if len(found) > 1:
            told = "; ".join(f"{unit.code} (di bawah {unit.parent})" for unit in found)
            raise forms.ValidationError(f"Lebih dari satu unit bernama itu; tulis kodenya: {told}.")
        return found[0]


class _PostFields(forms.Form):
    """The position that a person is given; kind and level where the unit has none of that title yet."""

    title = forms.CharField(
        label="Jabatan",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "titles", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Jenis jabatan",
        required=False,
        choices=_KINDS,
        help_text="Dipilih hanya bila jabatan ini belum ada di unit itu.",
    )
    level = forms.CharField(
        label="Jenjang",
        required=False,
        max_length=40,
        help_text="Untuk jabatan fungsional yang belum ada, misalnya Ahli Muda.",
    )

    def post(self, unit: Unit) -> Post:
        """Return the position that was written."""
        data = self.cleaned_data
        kind = PositionKind(data["kind"]) if data["kind"] else None
        return Post(unit, data["title"], kind, " ".join(data["level"].split()))


class PlacementForm(_PostFields):
    """Another position for one person from a day on: a transfer, or a return to service."""

    unit = UnitField(label="Unit kerja")
    since = DayField(label="Mulai (TMT)")
    appraiser = PersonField(
        label="Pejabat penilai", required=False, help_text="NIP atau nama lengkap. Kosong: kepala unit itu."
    )
    reason = forms.CharField(
        label="Dasar", max_length=200, help_text="Misalnya nomor dan tanggal SK. Dibaca di riwayatnya."
    )
    field_order = ("unit", "title", "kind", "level", "since", "appraiser", "reason")


class NewEmployeeForm(_PostFields):
    """A new person in a position of a unit."""

    number = EmployeeNumberField(label="NIP atau NI PPPK")
    name = forms.CharField(label="Nama lengkap dengan gelar", max_length=200)
    part_time = forms.BooleanField(label="PPPK paruh waktu", required=False)
    rank = forms.CharField(
        label="Golongan", required=False, max_length=10, help_text="Misalnya III/c; PPPK: IX"
    )
    rank_since = DayField(label="TMT golongan", required=False)
    since = DayField(label="TMT jabatan")
    appraiser = PersonField(
        label="Pejabat penilai", required=False, help_text="NIP atau nama lengkap. Kosong: kepala unit ini."
    )
    field_order = ("number", "name", "part_time", "rank", "rank_since", "title", "kind", "level", "since")

    @property
    def employment(self) -> EmploymentKind | None:
        """Return the kind of employment where the number alone does not say it."""
        return EmploymentKind.PPPK_PART_TIME if self.cleaned_data["part_time"] else None


class EmployeeDataForm(forms.Form):
    """Name, kind and rank of one person, as they should be."""

    name = forms.CharField(label="Nama lengkap dengan gelar", max_length=200)
    kind = forms.ChoiceField(label="Jenis pegawai", choices=EmploymentKind.choices())
    rank = forms.CharField(
        label="Golongan", required=False, max_length=10, help_text="Misalnya III/c; PPPK: IX"
    )
    rank_since = DayField(
        label="TMT golongan",
        required=False,
        help_text="Golongan baru dengan TMT baru adalah kenaikan: yang lama tetap tercatat. TMT yang sama "
        "memperbaiki salah catat.",
    )
    reason = forms.CharField(
        label="Dasar", max_length=200, help_text="Misalnya nomor SK kenaikan pangkat, atau salah ketik."
    )

    @classmethod
    def initial_of(cls, employee: Employee) -> dict[str, Any]:
        """Return what is stored now."""
        return {name: getattr(employee, name) for name in ("name", "kind", "rank", "rank_since")}


LEAVING_REASONS = (
    "Pensiun",
    "Meninggal dunia",
    "Pindah ke instansi lain",
    "Mengundurkan diri",
    "Perjanjian kerja berakhir",
    "Diberhentikan",
)


class LeavingForm(forms.Form):
    """The last day of somebody's service, and why."""

    last_day = DayField(label="Hari terakhir bertugas")
    why = forms.ChoiceField(label="Sebab", choices=[(word, word) for word in LEAVING_REASONS])
    note = forms.CharField(
        label="Dasar", max_length=150, help_text="Misalnya nomor dan tanggal SK. Dibaca di riwayatnya."
    )

    @property
    def reason(self) -> str:
        """Return the cause with its basis."""
        return f"{self.cleaned_data['why']}: {self.cleaned_data['note']}"


class NewUnitForm(forms.Form):
    """A unit under another one."""

    name = forms.CharField(label="Nama unit", max_length=200)
    code = forms.CharField(
        label="Kode",
        required=False,
        max_length=40,
        help_text="Kode di berkas Anda. Kosong: dibuat dari nama.",
    )


class UnitNameForm(forms.Form):
    """Another name of a unit, from a day on or for all time."""

    name = forms.CharField(label="Nama unit", max_length=200)
    since = DayField(
        label="Berlaku mulai",
        required=False,
        help_text="Dokumen sebelum hari ini memakai nama lama. Kosong: hanya salah tulis.",
    )
    reason = forms.CharField(label="Dasar", max_length=200)


class UnitParentForm(forms.Form):
    """Another unit above."""

    parent = UnitField(label="Unit di atasnya")
    reason = forms.CharField(label="Dasar", max_length=200)


class UnitClosingForm(forms.Form):
    """The last day of a unit."""

    last_day = DayField(label="Hari terakhir")
    reason = forms.CharField(label="Dasar", max_length=200)


class NewPositionForm(_PostFields):
    """A position of a unit that nobody holds yet."""

    kind = forms.ChoiceField(label="Jenis jabatan", choices=[("", "Pilih jenisnya"), *PositionKind.choices()])
    level = forms.CharField(
        label="Jenjang", required=False, max_length=40, help_text="Jabatan fungsional, misalnya Ahli Muda."
    )


class PositionForm(forms.Form):
    """Title, kind, level and form of a position, as they should be."""

    title = forms.CharField(label="Jabatan", max_length=200)
    kind = forms.ChoiceField(label="Jenis jabatan", choices=PositionKind.choices())
    level = forms.CharField(label="Jenjang", required=False, max_length=40)
    form_family = forms.ChoiceField(label="Formulir SKP", choices=FormFamily.choices())
    reason = forms.CharField(label="Sebab perbaikan", max_length=200)

    @classmethod
    def initial_of(cls, position: Position) -> dict[str, Any]:
        """Return what is stored now."""
        return {name: getattr(position, name) for name in ("title", "kind", "level", "form_family")}


def first_day(today: date) -> date:
    """Return the first of the coming month: most letters count from one."""
    month = today.month % 12 + 1
    return date(today.year + (month == 1), month, 1)


class AnnulmentForm(forms.Form):
    """Why a person who was added by mistake is removed."""

    reason = forms.CharField(
        label="Alasan",
        max_length=200,
        help_text="Misalnya tercatat dua kali. Tetap tercatat dan dibaca auditor.",
    )
