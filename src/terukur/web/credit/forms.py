"""Forms of points that a document gives."""

from decimal import Decimal

from django import forms

from terukur.credit.operations import MOST_POINTS
from terukur.regulation.scales import CreditKind, FunctionalLevel
from terukur.web.fields import DayField, NumberField


class CreditForm(forms.Form):
    """Points with the document that gives them."""

    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih jenisnya"), *CreditKind.choices()])
    level = forms.ChoiceField(
        label="Jenjang",
        choices=[("", "Pilih jenjangnya"), *FunctionalLevel.choices()],
        help_text="Angka kredit dihitung dalam jenjang ini saja.",
    )
    points = NumberField(
        label="Angka kredit",
        max_digits=8,
        decimal_places=3,
        max_value=MOST_POINTS,
        min_value=Decimal("0.001"),
    )
    given_on = DayField(label="Tanggal dokumen")
    document = forms.CharField(
        label="Dokumen", max_length=200, help_text="Nomor PAK, surat keputusan, atau ijazahnya."
    )


class WithdrawCreditForm(forms.Form):
    """Why recorded points were a mistake."""

    reason = forms.CharField(label="Mengapa keliru", max_length=300)
