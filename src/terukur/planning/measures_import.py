"""Import of the catalogue of measures: one row per quantity, with how its months become one value."""

from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.organization.queries import lock_agency
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused, choice, number, say, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    Column("KUNCI", ("KUNCI", "KODE", "KODE UKURAN", "KUNCI UKURAN", "ID UKURAN")),
    Column("NAMA", ("NAMA", "NAMA UKURAN", "UKURAN", "INDIKATOR", "NAMA INDIKATOR")),
    Column("SATUAN", ("SATUAN",)),
    Column("DIUKUR PER", ("DIUKUR PER", "SUBJEK", "TINGKAT", "TINGKAT PENGUKURAN", "PER", "OBJEK")),
    Column(
        "BEBERAPA BULAN",
        ("BEBERAPA BULAN", "CARA GABUNG", "PENGGABUNGAN", "CARA MENGGABUNGKAN", "CARA HITUNG", "AGREGASI"),
    ),
    Column("KALI", ("KALI", "PENGALI", "FAKTOR")),
    Column("PENJELASAN", ("PENJELASAN", "DEFINISI", "DEFINISI OPERASIONAL", "URAIAN")),
    Column("PEMILIK DATA", ("PEMILIK DATA", "PEMILIK", "SUMBER DATA")),
)
_REQUIRED = ("NAMA", "SATUAN", "DIUKUR PER", "BEBERAPA BULAN")
_SUBJECTS = {
    "Pegawai": "employee",
    "Orang": "employee",
    "Individu": "employee",
    "Unit kerja": "unit",
    "Unit": "unit",
}
_COMBINATIONS = {one.label: one for one in Combination} | {
    "Jumlah": Combination.SUM,
    "Total": Combination.SUM,
    "Akumulasi": Combination.SUM,
    "Penjumlahan": Combination.SUM,
    "Nilai akhir": Combination.LATEST,
    "Posisi terakhir": Combination.LATEST,
    "Terakhir": Combination.LATEST,
    "Rasio": Combination.RATIO,
    "Persentase": Combination.RATIO,
    "Pembilang/penyebut": Combination.RATIO,
}
_FIXED = ("subject", "combination", "per")
_WORDS = {
    "name": "nama",
    "unit": "satuan",
    "subject": "diukur per",
    "combination": "beberapa bulan",
    "per": "kali",
    "description": "penjelasan",
    "owner": "pemilik data",
}
_LONGEST_KEY = 60
_LARGEST = 1_000_000
TEMPLATE = (
    TemplateColumn("KUNCI", "Kosong berarti dibuat dari nama", "bayi-idl"),
    TemplateColumn("NAMA", "Nama ukuran", "Bayi dengan imunisasi dasar lengkap", required=True),
    TemplateColumn("SATUAN", "Satuannya", "bayi", required=True),
    TemplateColumn(
        "DIUKUR PER", "Siapa yang punya nilainya", "Pegawai", True, choices=lambda: ["Pegawai", "Unit kerja"]
    ),
    TemplateColumn(
        "BEBERAPA BULAN",
        "Cara menggabungkan beberapa bulan menjadi satu nilai",
        "Dijumlahkan",
        True,
        choices=lambda: [one.label for one in Combination],
    ),
    TemplateColumn("KALI", "100 untuk persen, selain itu kosong", ""),
    TemplateColumn("PENJELASAN", "Apa yang dihitung, dan apa yang tidak", "Bayi yang lengkap bulan itu"),
    TemplateColumn("PEMILIK DATA", "Siapa yang memegang catatannya", "Dinas Kesehatan"),
)


def _plan(file: ImportFile) -> ImportPlan[list[Measure]]:
    """Return new measures and those whose words change; how one in use is counted cannot change."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _REQUIRED)
    rows = read_rows(table, file.filename, _measure)
    known = {measure.key: measure for measure in Measure.objects.all()}
    in_use = set(Measure.objects.filter(indicators__isnull=False).values_list("key", flat=True))
    counts = ImportCounts(rows=len(rows.rows), questions=list(rows.questions))
    to_write, errors, lines = list[Measure](), rows.errors, dict[str, int]()
    for line, told in rows.rows:
        if told.key in lines:
            where = "KUNCI" if table.has("KUNCI") else "NAMA"
            errors.append(
                CellError(line, where, told.key, f"kunci ini sudah ada di baris {lines[told.key]}.")
            )
            continue
        lines[told.key] = line
        stored = known.get(told.key)
        if stored is None:
            to_write.append(told)
            counts.created += 1
            continue
        told.description, told.owner = told.description or stored.description, told.owner or stored.owner
        differs = [name for name in _WORDS if getattr(told, name) != getattr(stored, name)]
        if not differs:
            counts.unchanged += 1
        elif told.key in in_use and set(differs) & set(_FIXED):
            errors.append(
                CellError(
                    line,
                    "BEBERAPA BULAN",
                    told.key,
                    "sudah dipakai dalam SKP; cara menghitungnya tidak dapat diubah, pakai kunci baru.",
                )
            )
        else:
            counts.changes.append(f"{stored.name}: {', '.join(_was(stored, told, name) for name in differs)}")
            for name in differs:
                setattr(stored, name, getattr(told, name))
            to_write.append(stored)
            counts.updated += 1
    if errors:
        raise ImportRefused(errors)
    return ImportPlan(counts, to_write)


def _was(stored: Measure, told: Measure, name: str) -> str:
    return f"{_WORDS[name]} “{getattr(stored, name)}” menjadi “{getattr(told, name)}”"


def _apply(plan: ImportPlan[list[Measure]], file: ImportFile) -> None:
    file.keep(plan.counts)
    for measure in plan.to_write:
        save_measure(measure=measure, acting=file.acting)


import_measures = register(
    Importer(
        key="measures",
        label="Katalog ukuran",
        kind=ImportKind("measures", "Katalog ukuran"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=16,
        command_place=13,
        summary="load the catalogue of measures from CSV or XLSX",
        help="Load the catalogue of measures from CSV or XLSX: KUNCI, NAMA, SATUAN, DIUKUR PER (Pegawai, "
        "Unit kerja), BEBERAPA BULAN (Dijumlahkan, Nilai terakhir, Rata-rata, Rasio), KALI. "
        "Example: terukur import measures katalog-ukuran.xlsx",
    )
)


def _measure(row: Row) -> Measure:
    name = text(row, "NAMA", required=True, max_length=200)
    key = normalize_header(text(row, "KUNCI", max_length=_LONGEST_KEY) or name).replace(" ", "-")
    key = key.replace("%", "persen")[:_LONGEST_KEY].strip("-")
    combination = choice(row, "BEBERAPA BULAN", allowed=_COMBINATIONS, required=True)
    subject = choice(row, "DIUKUR PER", allowed=_SUBJECTS, required=True)
    per = number(row, "KALI")
    if per is not None and (per != per.to_integral_value() or not 1 <= per <= _LARGEST):
        say(CellError(row.line, "KALI", str(per), "tulis bilangan bulat, 100 untuk persen."))
    unit = text(row, "SATUAN", required=True, max_length=40)
    usual = 100 if combination is Combination.RATIO and unit.strip().lower() in ("%", "persen") else 1
    return Measure(
        key=key,
        name=name,
        unit=unit,
        subject=subject or "",
        combination=combination or "",
        per=usual if per is None else int(per),
        description=text(row, "PENJELASAN", max_length=2000),
        owner=text(row, "PEMILIK DATA", max_length=200),
    )
