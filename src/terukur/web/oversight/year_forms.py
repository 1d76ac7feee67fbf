"""Forms of closing a year and opening it again."""

from django import forms


class CloseYearForm(forms.Form):
    """Why a year is closed over what is still open."""

    reason = forms.CharField(
        label="Alasan menutup selagi ada yang terbuka",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila ada yang masih terbuka. Dibaca semua pengelola dan auditor.",
    )


class ReopenYearForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(
        label="Alasan membuka lagi", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
