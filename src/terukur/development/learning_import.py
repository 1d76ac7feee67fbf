"""Import of the catalogue of learning: one row per item; a known code is updated."""

import re
from dataclasses import dataclass
from datetime import date

from terukur.development.importing import EARLIEST, LATEST, keep_load, whole
from terukur.development.models import LearningItem
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.notation.dates import written_day
from terukur.planning.models import Measure
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.learning_forms import LEARNING_FORMS
from terukur.tables.cells import CellError, ImportRefused, day, number, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    Column("KODE", ("KODE PELATIHAN", "KODE DIKLAT", "KODE PEMBELAJARAN", "KODE KURSUS", "NOMOR")),
    Column("JUDUL", ("NAMA PELATIHAN", "NAMA DIKLAT", "JUDUL PEMBELAJARAN", "PELATIHAN", "NAMA KEGIATAN")),
    Column("BENTUK", ("BENTUK PEMBELAJARAN", "BENTUK PENGEMBANGAN", "NOMOR BENTUK", "NO BENTUK", "JALUR")),
    Column("JP", ("JAM PELAJARAN", "JUMLAH JP", "JML JP", "LAMA (JP)", "JAM")),
    Column("PENYELENGGARA", ("LEMBAGA", "PENYELENGGARA DIKLAT")),
    Column("KAPASITAS", ("KUOTA", "JUMLAH PESERTA", "DAYA TAMPUNG")),
    Column("MULAI", ("TANGGAL MULAI", "TGL MULAI", "MULAI TANGGAL", "TMT", "SEJAK")),
    Column("SELESAI", ("TANGGAL SELESAI", "TGL SELESAI", "SAMPAI", "S/D", "AKHIR")),
    Column("UKURAN", ("KUNCI UKURAN",)),
    Column("NILAI", ("NILAI BERAKHLAK", "PERILAKU")),
    Column("KOMPETENSI", ("KODE KOMPETENSI",)),
    Column("KATA KUNCI", ("TOPIK",)),
)
HEADERS = tuple(column.key for column in COLUMNS)
_NEEDED = ("KODE", "JUDUL", "BENTUK", "JP", "PENYELENGGARA")
_FIELDS = (
    "title",
    "form",
    "hours",
    "provider",
    "capacity",
    "starts",
    "ends",
    "measures",
    "behaviors",
    "competences",
    "keywords",
)
_MOST_HOURS = 2000
_VALUES = {value.code: value.code for value in BEHAVIOR_VALUES}
_VALUES |= {guide.code: guide.code for value in BEHAVIOR_VALUES for guide in value.guides}
_VALUES |= {value.name.upper(): value.code for value in BEHAVIOR_VALUES}


def _measure_keys() -> list[str]:
    return list(Measure.objects.order_by("key").values_list("key", flat=True))


TEMPLATE = (
    TemplateColumn("KODE", "Kode yang tidak berubah", "D-012", required=True),
    TemplateColumn("JUDUL", "Judul pembelajaran", "Pelayanan prima", required=True),
    TemplateColumn(
        "BENTUK",
        f"Nomor bentuk pembelajaran, 1 sampai {max(LEARNING_FORMS)}",
        "1",
        True,
        choices=lambda: [str(number) for number in LEARNING_FORMS],
    ),
    TemplateColumn("JP", "Jam pelajaran", "20", required=True),
    TemplateColumn("PENYELENGGARA", "Siapa yang mengadakan", "BKPSDM", required=True),
    TemplateColumn("KAPASITAS", "Banyaknya tempat; kosong bila tidak dibatasi", "30"),
    TemplateColumn("MULAI", "Kosong bila dapat diikuti kapan saja", "02-03-2026"),
    TemplateColumn("SELESAI", "Diisi bersama MULAI", "06-03-2026"),
    TemplateColumn("UKURAN", "Kunci ukuran yang dilayaninya, dipisah titik koma", "", choices=_measure_keys),
    TemplateColumn("NILAI", "Nilai BerAKHLAK, misalnya LY atau AD.2, dipisah titik koma", "LY"),
    TemplateColumn("KOMPETENSI", "Kode kompetensi, dipisah titik koma", ""),
    TemplateColumn("KATA KUNCI", "Dipisah titik koma", "layanan;antrean"),
)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Items that are new, and known ones that the file changes."""

    fresh: list[LearningItem]
    changed: list[LearningItem]


def _plan(file: ImportFile) -> ImportPlan[_Shelf]:
    """Return items to add and to bring up to date; what a file does not name stays as it is.

    A measure that nobody has described yet is kept and said in the counts: a catalogue may be ahead.
    """
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _NEEDED)
    told = read_rows(table, file.filename, _item)
    rows = told.rows
    errors = [*told.errors, *_doubles(rows)]
    if errors:
        raise ImportRefused(errors)
    stored = {item.code: item for item in LearningItem.objects.select_for_update().order_by("pk")}
    counts = ImportCounts(rows=len(rows), questions=told.questions)
    fresh, changed = [], []
    for _, item in rows:
        before = stored.get(item.code)
        if before is None:
            fresh.append(item)
        elif any(getattr(before, name) != getattr(item, name) for name in _FIELDS):
            item.pk = before.pk
            changed.append(item)
            counts.changes.append(f"{item.code}: {item.title}")
    counts.created, counts.updated = len(fresh), len(changed)
    counts.unchanged = len(rows) - len(fresh) - len(changed)
    counts.changes += _unknown_measures([item for _, item in rows])
    return ImportPlan(counts, _Shelf(fresh, changed))


def _apply(plan: ImportPlan[_Shelf], file: ImportFile) -> None:
    shelf = plan.to_write
    LearningItem.objects.bulk_create(shelf.fresh)
    LearningItem.objects.bulk_update(shelf.changed, _FIELDS)
    keep_load(plan, [*shelf.fresh, *shelf.changed], file)


import_learning = register(
    Importer(
        key="learning",
        label="Katalog pembelajaran",
        kind=ImportKind("learning", "Katalog pembelajaran"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=9,
        command_place=7,
        summary="load the catalogue of learning from CSV or XLSX",
        help="Load the catalogue of learning from CSV or XLSX: code, title, form (1 to 25), hours, "
        "provider, places, days, and what it serves. "
        "Example: terukur import learning katalog-pembelajaran.csv",
    )
)


def _item(row: Row) -> LearningItem:
    starts, ends = _dates(row)
    form = whole(row, "BENTUK", lowest=1, highest=max(LEARNING_FORMS))
    hours = number(row, "JP", required=True)
    if form is None:
        raise CellError(row.line, "BENTUK", "", "kosong; isi nomor bentuknya.")
    if hours is None or not 0 < hours <= _MOST_HOURS:
        raise CellError(row.line, "JP", f"{hours}", f"tulis jam pelajaran, 1 sampai {_MOST_HOURS}.")
    if hours.as_tuple().exponent not in (0, -1, -2) and hours != round(hours, 2):
        raise CellError(row.line, "JP", f"{hours}", "paling banyak dua angka di belakang koma.")
    return LearningItem(
        code=text(row, "KODE", required=True, max_length=40),
        title=text(row, "JUDUL", required=True, max_length=300),
        form=form,
        hours=round(hours, 2),
        provider=text(row, "PENYELENGGARA", required=True, max_length=200),
        capacity=whole(row, "KAPASITAS", lowest=1, highest=100_000, required=False),
        starts=starts,
        ends=ends,
        measures=[_key(row, "UKURAN", part) for part in parts(row, "UKURAN")],
        behaviors=[_value(row, part) for part in parts(row, "NILAI")],
        competences=[_key(row, "KOMPETENSI", part) for part in parts(row, "KOMPETENSI")],
        keywords=[_short(row, "KATA KUNCI", part) for part in parts(row, "KATA KUNCI")],
    )


def _dates(row: Row) -> tuple[date | None, date | None]:
    starts = day(row, "MULAI", earliest=EARLIEST, latest=LATEST)
    ends = day(row, "SELESAI", earliest=EARLIEST, latest=LATEST)
    if (starts is None) != (ends is None):
        empty = "MULAI" if starts is None else "SELESAI"
        raise CellError(row.line, empty, "", "isi MULAI dan SELESAI, atau kosongkan keduanya (kapan saja).")
    if starts and ends and ends < starts:
        raise CellError(row.line, "SELESAI", f"{written_day(ends)}", "lebih awal daripada MULAI.")
    return starts, ends


def parts(row: Row, column: str) -> list[str]:
    """Return the parts of a cell between semicolons, each once, in order."""
    written = text(row, column, max_length=2000)
    return list(dict.fromkeys(part.strip() for part in written.split(";") if part.strip()))


def _short(row: Row, column: str, part: str) -> str:
    if len(part) > 60:
        raise CellError(row.line, column, part[:40], "lebih panjang dari 60 huruf.")
    return part


def _key(row: Row, column: str, part: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", part):
        raise CellError(
            row.line,
            column,
            part[:40],
            "bukan kunci; tulis huruf, angka, dan tanda hubung, dipisah titik koma.",
        )
    return part.lower()


def _value(row: Row, part: str) -> str:
    code = _VALUES.get(" ".join(part.upper().split()))
    if code is None:
        raise CellError(
            row.line,
            "NILAI",
            part[:40],
            f"bukan nilai BerAKHLAK; tulis {', '.join(value.code for value in BEHAVIOR_VALUES)}, atau "
            "panduannya, misalnya AD.2.",
        )
    return code


def _doubles(rows: list[tuple[int, LearningItem]]) -> list[CellError]:
    seen: dict[str, int] = {}
    errors = []
    for line, item in rows:
        first = seen.setdefault(normalize_header(item.code), line)
        if first != line:
            errors.append(CellError(line, "KODE", item.code, f"sudah dipakai di baris {first}."))
    return errors


def _unknown_measures(items: list[LearningItem]) -> list[str]:
    named = {key for item in items for key in item.measures}
    known = set(Measure.objects.filter(key__in=named).values_list("key", flat=True))
    return [f"Ukuran “{key}” belum ada di katalog ukuran." for key in sorted(named - known)]
