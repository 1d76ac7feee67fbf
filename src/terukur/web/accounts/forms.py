"""Forms of sign-in and first activation."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from terukur.regulation.employee_number import normalize_employee_number


class NumberField(forms.CharField):
    """A NIP or NI PPPK, with or without the spaces people write."""

    def to_python(self, value: Any) -> str:
        return normalize_employee_number(super().to_python(value) or "")


class EmailForm(forms.Form):
    """Where the weekly message goes."""

    email = forms.EmailField(
        label="Alamat surel", required=False, max_length=254,
        help_text="Kosongkan bila tidak mau. Paling banyak sekali seminggu, tanpa nama dan angka kinerja.",
    )  # fmt: skip


class SignInForm(AuthenticationForm):
    """Sign-in by NIP."""

    username = NumberField(
        label="NIP",
        help_text="18 angka; spasi boleh ikut.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "username", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "NIP atau kata sandi tidak cocok. Lupa kata sandi? Mintalah kode "
        "aktivasi baru kepada pengelola kinerja.",
        "inactive": "Akun ini tidak aktif.",
    }


class ActivationForm(forms.Form):
    """Number, code from paper, and the password of one's own choice."""

    number = NumberField(label="NIP", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    code = forms.CharField(label="Kode aktivasi", help_text="Dari pengelola kinerja.")
    password = forms.CharField(
        label="Kata sandi baru", help_text="Paling sedikit 10 huruf atau angka.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    repeated = forms.CharField(
        label="Ulangi kata sandi",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") != data.get("repeated"):
            self.add_error("repeated", "Kedua kata sandi tidak sama.")
        return data
