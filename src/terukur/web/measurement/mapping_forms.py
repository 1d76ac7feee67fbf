"""Forms of the mapping page: the file, the meaning of its columns, and unknown names."""

from typing import Any

from django import forms

from terukur.measurement.mappings import newest_mappings
from terukur.measurement.measurements_import import TableMapping, needed_roles
from terukur.measurement.models import SourceMapping
from terukur.planning.models import Measure
from terukur.planning.queries import measures
from terukur.tables.reading import MAX_BYTES
from terukur.web.fields import PeriodField, UploadField, WholeField

ROLES = {
    "subject": "Kolom pegawai atau unit",
    "period": "Kolom bulan atau periode",
    "value": "Kolom nilai",
    "numerator": "Kolom pembilang",
    "denominator": "Kolom penyebut",
}


class StartForm(forms.Form):
    """A file of unknown form, and its measure."""

    file = UploadField(label="Berkas CSV atau XLSX", largest=MAX_BYTES, kinds="CSV, XLSX, atau ODS")
    measure = forms.ModelChoiceField(
        label="Ukuran", queryset=Measure.objects.none(), empty_label="Pilih ukuran"
    )
    period = PeriodField(label="Periode")
    known = forms.ModelChoiceField(
        label="Pemetaan yang sudah ada",
        queryset=SourceMapping.objects.none(),
        required=False,
        empty_label="Belum ada, buat baru",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures()  # type: ignore[attr-defined]
        known = self.fields["known"]
        known.queryset = SourceMapping.objects.filter(  # type: ignore[attr-defined]
            pk__in=newest_mappings().values("pk")
        )
        known.label_from_instance = lambda row: f"{row.name} ({row.measure.name})"  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """The meaning of the headers, the place of the header, and the people behind unknown names."""

    # Another sheet or header row is chosen before the columns are, so the browser must not insist.
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        headers: tuple[str, ...],
        sheets: list[str],
        measure: Measure,
        unknown: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        needed = needed_roles(measure)
        for role, label in ROLES.items():
            if role in needed or role == "period":
                self.fields[f"column_{role}"] = forms.ChoiceField(
                    label=label,
                    required=role in needed,
                    choices=[
                        ("", "Pilih kolom" if role in needed else "Tidak ada"),
                        *((header, header) for header in headers),
                    ],
                )
        if len(sheets) > 1:
            self.fields["sheet"] = forms.TypedChoiceField(
                label="Lembar", coerce=int, choices=list(enumerate(sheets)), required=False
            )
        self.fields["header_line"] = WholeField(
            label="Baris judul",
            required=False,
            min_value=1,
            help_text="Kosongkan bila judulnya sudah benar terbaca",
        )
        self.unknown = unknown
        for place, written in enumerate(unknown):
            self.fields[f"alias_{place}"] = forms.CharField(
                label=f"“{written}” adalah",
                required=False,
                max_length=60,
                help_text="NIP atau kode unit; kosongkan untuk melewati barisnya",
            )

        self.order_fields([f"alias_{place}" for place in range(len(unknown))])

    def mapping(self, aliases: dict[str, str]) -> TableMapping:
        """Return the mapping as filled in, on top of the aliases given before."""
        data = self.cleaned_data
        columns = {role: data[f"column_{role}"] for role in ROLES if data.get(f"column_{role}")}
        return TableMapping(columns, aliases, data.get("sheet") or 0, data.get("header_line"))

    def said(self) -> dict[str, str]:
        """Return the answers about unknown names."""
        return {
            written: str(self.data.get(f"alias_{place}", "")).strip()
            for place, written in enumerate(self.unknown)
            if f"alias_{place}" in self.data
        }
