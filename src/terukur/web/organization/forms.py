"""Forms of the organization pages."""

from typing import Any

from django import forms

from terukur.organization.models import Employee, Headship, Unit
from terukur.regulation.employee_number import normalize_employee_number
from terukur.regulation.scales import ActingPlan
from terukur.web.fields import DayField, EmployeeNumberField, WholeField


class PersonField(forms.CharField):
    """A person named by NIP or full name, so that no list of colleagues is shown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "NIP, atau nama lengkap")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the unique name of the person: two may have one name."""
        return value.number if isinstance(value, Employee) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another person is named than before."""
        return str(self.prepare_value(initial) or "") != str(data or "")

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        active = Employee.objects.filter(left_on__isnull=True)
        number = normalize_employee_number(written)
        if number.isascii() and number.isdecimal():
            found = list(active.filter(number=number))
        else:
            found = list(active.filter(name__iexact=" ".join(written.split()))[:2])
        if not found:
            raise forms.ValidationError(
                "Tidak ada pegawai aktif dengan NIP atau nama lengkap itu. Periksa tulisannya."
            )
        if len(found) > 1:
            raise forms.ValidationError("Lebih dari satu pegawai bernama itu; tulis NIP-nya.")
        return found[0]


class WrongAppraiserForm(forms.Form):
    """The right appraiser, named by the employee."""

    proposed = PersonField(label="Penilai yang benar")
    note = forms.CharField(label="Keterangan", required=False, max_length=500)


class AppraiserForm(forms.Form):
    """The appraiser of one person from a day on."""

    appraiser = PersonField(label="Pejabat penilai")
    since = DayField(label="Mulai")


class SuccessorForm(forms.Form):
    """Who rates what is left of a position that has ended."""

    appraiser = PersonField(label="Penilai pengganti")
    reason = forms.CharField(
        label="Dasar", max_length=200, help_text="Misalnya penilai pensiun, dengan nomor suratnya."
    )


class HeadForm(forms.Form):
    """Another head for a unit, for all its people in one step."""

    employee = PersonField(label="Kepala unit")
    kind = forms.ChoiceField(label="Sebagai", choices=Headship.Kind.choices)
    since = DayField(label="Mulai")
    until = DayField(label="Sampai (Plt dan Plh)", required=False)
    plan = forms.ChoiceField(
        label="SKP seorang Plt",
        required=False,
        choices=ActingPlan.choices(),
        help_text="Aturannya tidak ditemukan, jadi dipilih instansi. Hanya untuk Plt.",
    )
    basis = forms.CharField(
        label="Surat pendelegasian",
        required=False,
        max_length=300,
        help_text="Wajib bila jabatannya di bawah pengawas atau pangkatnya lebih rendah daripada bawahannya. "
        "Nomor dan tanggal suratnya.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", "Tanggal akhir mendahului tanggal mulai.")
        data["plan"] = data.get("plan") or ActingPlan.OWN_PLAN
        return data


class ZoneForm(forms.Form):
    """The time zone of a unit; blank for that of the unit above."""

    zone = forms.ChoiceField(
        label="Zona waktu", required=False, choices=[("", "Sama dengan unit di atasnya"), *Unit.Zone.choices]
    )


class DeciderForm(forms.Form):
    """The person who decides an objection, and the letter that appoints them."""

    employee = PersonField(label="Pejabat yang memutus")
    basis = forms.CharField(
        label="Surat penunjukan", max_length=500, help_text="Nomor, tanggal, dan pejabat yang menunjuk."
    )


class NumberForm(forms.Form):
    """Another NIP or NI PPPK for the same person."""

    number = EmployeeNumberField(label="NIP atau NI PPPK yang benar")


class ObjectivesForm(forms.Form):
    """The unit's own plan for a year, one line each."""

    year = WholeField(label="Tahun", min_value=2020, max_value=2100)
    lines = forms.CharField(
        label="Rencana unit",
        help_text="Satu baris satu sasaran: sasaran | indikator | target",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def parsed(self) -> list[tuple[str, str, str]]:
        """Return title, indicator and target of each line."""
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            title, indicator, target, *_ = [*(part.strip() for part in line.split("|")), "", ""]
            if title:
                found.append((title[:300], indicator[:300], target[:100]))
        return found
