"""Forms of appraisers who are no civil servants."""

from django import forms

from terukur.web.fields import DayField
from terukur.web.organization.forms import PersonField


class OutsideAppraiserForm(forms.Form):
    """An official who appraises and is no civil servant."""

    name = forms.CharField(label="Nama lengkap", max_length=200)
    office = forms.CharField(
        label="Jabatan", max_length=200, help_text="Seperti tercetak di dokumen, misalnya Bupati Ogan Ilir."
    )


class EndOfficeForm(forms.Form):
    """The end of office, and the successor."""

    since = DayField(label="Tidak menjabat lagi sejak")
    successor = PersonField(
        label="Penggantinya",
        required=False,
        help_text="Nama lengkap. Catat dahulu sebagai penilai bukan ASN. Kosongkan bila belum ada.",
    )
    reason = forms.CharField(
        label="Alasan", max_length=200, help_text="Misalnya masa jabatan berakhir, dengan nomor suratnya."
    )
