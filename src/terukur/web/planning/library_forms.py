"""The form of an entry of the library of indicators."""

from django import forms

from terukur.planning.indicator_library import LibraryText, text_from
from terukur.planning.models import LibraryEntry
from terukur.web.fields import kit_field


class LibraryEntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """An entry as the performance team writes it; nothing is stored but by its act."""

    class Meta:
        model = LibraryEntry
        formfield_callback = kit_field
        fields = [
            "key",
            "field",
            "name",
            "definition",
            "formula",
            "source",
            "unit",
            "direction",
            "aspect",
            "combination",
            "exposure",
            "positions",
            "good_for",
            "not_for",
        ]
        help_texts = {
            "key": "Huruf kecil, angka, dan tanda hubung; misalnya waktu-tunggu-loket.",
            "name": "Apa yang menjadi berbeda, bukan apa yang dilakukan.",
            "source": "Buku, aplikasi, atau laporan yang dapat dibuka orang lain.",
            "exposure": "Misalnya: permohonan yang masuk, bayi di wilayah kerja.",
            "positions": "Kata dalam nama jabatan atau unit, dipisah koma.",
            "not_for": "Salah pakai yang perlu dihindari.",
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("definition", "formula", "good_for", "not_for")
        }

    def text(self) -> LibraryText:
        """Return the entry as the act takes it."""
        return text_from(self.cleaned_data)

    def validate_unique(self) -> None:
        """Leave it to the act, which knows the shipped keys too."""
