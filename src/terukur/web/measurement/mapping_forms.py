"""Forms of the mapping page: the file, the meaning of its columns, and unknown names."""

from typing import Any

from django import forms

from terukur.measurement.mappings import Target, newest_mappings
from terukur.measurement.models import SourceMapping
from terukur.measurement.sources import source_named, sources
from terukur.measurement.table_mapping import Role, TableMapping
from terukur.planning.models import Measure
from terukur.planning.queries import measures
from terukur.tables.names import normalize_header
from terukur.tables.reading import MAX_BYTES
from terukur.web.fields import PeriodField, UploadField, WholeField


class StartForm(forms.Form):
    """A file of unknown form, and what it holds: values of a measure, or a log, a survey, a recap."""

    file = UploadField(
        label="Berkas CSV atau XLSX", largest=MAX_BYTES, kinds="CSV, XLSX, ODS, atau JSON DHIS2"
    )
    source = forms.ChoiceField(
        label="Isi berkas",
        required=False,
        choices=lambda: [
            ("", "Hasil ukur"),
            *((importer.source, importer.label) for importer in sources() if importer.roles),
        ],
    )
    measure = forms.ModelChoiceField(
        label="Ukuran (untuk hasil ukur)",
        queryset=Measure.objects.none(),
        required=False,
        empty_label="Pilih ukuran",
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
        known.label_from_instance = lambda row: f"{row.name} ({_held(row)})"  # type: ignore[attr-defined]

    @property
    def target(self) -> Target:
        """The measure or the source."""
        return Target(self.cleaned_data["measure"], source_named(self.cleaned_data["source"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source"):
            data["measure"] = None
        elif not data.get("measure") and "measure" not in self.errors:
            self.add_error("measure", "Pilih ukurannya.")
        return data


def _held(row: SourceMapping) -> str:
    source = source_named(row.source)
    return row.measure.name if row.measure else source.label if source else row.source


class ColumnsForm(forms.Form):
    """The meaning of the headers, the place of the header, and the people behind unknown names."""

    # Another sheet or header row is chosen before the columns are, so the browser must not insist.
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        headers: tuple[str, ...],
        sheets: list[str],
        roles: tuple[Role, ...],
        unknown: list[str],
        for_whole: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        for role in roles:
            self.fields[f"column_{role.key}"] = forms.ChoiceField(
                label=role.label,
                required=role.required,
                initial=_usual(role, headers),
                choices=[
                    ("", "Pilih kolom" if role.required else "Tidak ada"),
                    *((header, header) for header in headers),
                ],
            )
        if for_whole:
            self.fields["whole"] = forms.CharField(label=for_whole, required=False, max_length=60)
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
                help_text="NIP, kode unit, atau kata status; kosongkan untuk melewati barisnya",
            )

        self.order_fields([f"alias_{place}" for place in range(len(unknown))])

    def mapping(self, aliases: dict[str, str]) -> TableMapping:
        """Return the mapping as filled in, on top of the aliases given before."""
        data = self.cleaned_data
        keys = [role.key for role in self.roles]
        columns = {key: data[f"column_{key}"] for key in keys if data.get(f"column_{key}")}
        return TableMapping(columns, aliases, data.get("sheet") or 0, data.get("header_line"))

    def said(self) -> dict[str, str]:
        """Return the answers about unknown names, and the unit of the whole file under no name."""
        whole = str(self.data.get("whole", "")).strip()
        return ({"": whole} if whole else {}) | {
            written: str(self.data.get(f"alias_{place}", "")).strip()
            for place, written in enumerate(self.unknown)
            if f"alias_{place}" in self.data
        }


def _usual(role: Role, headers: tuple[str, ...]) -> str:
    """Return the header that has a usual name of a role."""
    written = {normalize_header(header): header for header in headers}
    return next((written[name] for name in map(normalize_header, role.names) if name in written), "")
