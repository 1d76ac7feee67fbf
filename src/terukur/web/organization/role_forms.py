"""Forms of granted roles: asking for one, and ending one."""

from typing import Any

from django import forms

from terukur.organization.models import RoleGrant, Unit
from terukur.web.organization.forms import PersonField

CODE = "code"


class UnitField(forms.CharField):
    """A unit named by its code or full name."""

    def prepare_value(self, value: Any) -> Any:
        """Return the code of the unit: two may have one name."""
        return value.code if isinstance(value, Unit) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another unit is named than before."""
        return str(self.prepare_value(initial) or "") != str(data or "")

    def clean(self, value: Any) -> Any:
        written = " ".join(str(super().clean(value)).split())
        if not written:
            return None
        found = list(Unit.objects.filter(code__iexact=written)[:1])
        found = found or list(Unit.objects.filter(name__iexact=written)[:2])
        if not found:
            raise forms.ValidationError(
                "Tidak ada unit dengan kode atau nama lengkap itu. Periksa tulisannya."
            )
        if len(found) > 1:
            raise forms.ValidationError("Lebih dari satu unit bernama itu; tulis kodenya.")
        return found[0]


class AccessForm(forms.Form):
    """The person who is to get a role, in a unit or everywhere, or a code for an account with one."""

    person = PersonField(label="Untuk siapa")
    wanted = forms.ChoiceField(
        label="Yang diminta",
        choices=[
            *((role.value, f"Peran {role.label}") for role in RoleGrant.Role),
            (CODE, "Kode aktivasi baru untuk pemegang peran yang lupa kata sandi"),
        ],
    )
    unit = UnitField(
        label="Hanya untuk unit",
        required=False,
        max_length=200,
        help_text="Kode atau nama unit, untuk pengelola kinerja atau auditor satu unit dan di bawahnya. "
        "Kosong: seluruh instansi.",
    )
    reason = forms.CharField(
        label="Alasan", max_length=500, help_text="Misalnya nomor surat tugas, atau ponsel hilang."
    )


class EndForm(forms.Form):
    """The reason for which a role ends."""

    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        help_text="Misalnya mutasi, masa tugas selesai, atau akun disalahgunakan.",
    )
