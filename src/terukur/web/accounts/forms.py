"""Forms of sign-in and first activation."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from terukur.web.fields import EmployeeNumberField, MailField

_DIGITS = 18


class EmailForm(forms.Form):
    """The address for the weekly message."""

    email = MailField(
        label="Alamat surel",
        required=False,
        help_text="Kosongkan bila tidak mau. Paling banyak sekali seminggu, tanpa nama dan angka kinerja.",
    )


class SignInForm(AuthenticationForm):
    """Sign-in by NIP."""

    username = EmployeeNumberField(
        label="NIP",
        help_text="18 angka; spasi boleh ikut. Penilai bukan ASN menulis nomor akunnya.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "NIP atau kata sandi tidak cocok. Lupa kata sandi? Minta kode baru "
        "lewat “Lupa kata sandi?” di bawah.",
        "inactive": "Akun ini tidak aktif.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django takes the length of the stored number; with its spaces it is longer.
        self.fields["username"].max_length = None  # type: ignore[attr-defined]
        self.fields["username"].widget.attrs.pop("maxlength", None)


class LostPasswordForm(forms.Form):
    """The number of a person who lost the password; whether somebody has it is not asked."""

    number = EmployeeNumberField(label="NIP", help_text="18 angka; spasi boleh ikut.")

    def clean_number(self) -> str:
        """Return a number of 18 digits."""
        number = str(self.cleaned_data["number"])
        if not (number.isascii() and number.isdecimal() and len(number) == _DIGITS):
            raise forms.ValidationError("NIP terdiri atas 18 angka. Periksa tulisannya.")
        return number


class ActivationForm(forms.Form):
    """Number, code from paper, and the password of one's own choice."""

    number = EmployeeNumberField(
        label="NIP", help_text="18 angka; spasi boleh ikut. Penilai bukan ASN menulis nomor akunnya."
    )
    code = forms.CharField(label="Kode aktivasi", help_text="Dari pengelola kinerja.")
    password = forms.CharField(
        label="Kata sandi baru",
        help_text="Paling sedikit 10 huruf atau angka.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="Ulangi kata sandi", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") != data.get("repeated"):
            self.add_error("repeated", "Kedua kata sandi tidak sama.")
        return data
