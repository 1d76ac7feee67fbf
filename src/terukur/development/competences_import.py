"""Import of standards of positions and assessed levels: two kinds of table, distinguished by their
columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify

from terukur.development.importing import NAME, ON, SOURCE, keep_load, known, nip, past_day, whole
from terukur.development.models import Competence, CompetenceLevel, CompetenceStandard
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.notation.dates import written_day
from terukur.organization.identities import NUMBER, name_questions, written_names
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.organization.template_lists import NAME_EXAMPLE, NUMBER_EXAMPLE, people_names, people_numbers
from terukur.regulation.competences import HIGHEST_LEVEL, LOWEST_LEVEL
from terukur.regulation.scales import PositionKind
from terukur.tables.cells import CellError, ImportRefused, choice, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.reading import Row, Table
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

STANDARD_HEADERS = ("JABATAN", "JENIS JABATAN", "KOMPETENSI", "NAMA KOMPETENSI", "LEVEL")
LEVEL_HEADERS = ("NIP", "KOMPETENSI", "LEVEL", "TANGGAL", "SUMBER")
COLUMNS = (
    NUMBER,
    Column("JABATAN", ("NAMA JABATAN", "NOMENKLATUR JABATAN")),
    Column("JENIS JABATAN", ("KELOMPOK JABATAN",)),
    Column("KOMPETENSI", ("KODE KOMPETENSI", "KUNCI KOMPETENSI", "KODE")),
    Column("NAMA KOMPETENSI", ("JUDUL KOMPETENSI", "URAIAN KOMPETENSI", "KOMPETENSI JABATAN", "URAIAN")),
    Column(
        "LEVEL",
        (
            *("LEVEL KOMPETENSI", "LEVEL STANDAR", "STANDAR LEVEL", "LEVEL CAPAIAN", "TINGKAT"),
            *("TINGKAT PENGUASAAN", "HASIL"),
        ),
    ),
    ON,
    SOURCE,
    NAME,
)
_KINDS = {kind.label: kind for kind in PositionKind} | {
    "JPT": PositionKind.HIGH_LEADER,
    "JF": PositionKind.FUNCTIONAL,
}


def _competence_keys() -> list[str]:
    return list(Competence.objects.order_by("key").values_list("key", flat=True))


TEMPLATE = (
    TemplateColumn(
        "NIP", "Untuk hasil uji; kosong untuk standar jabatan", NUMBER_EXAMPLE, choices=people_numbers
    ),
    TemplateColumn("NAMA", "Boleh kosong; dibandingkan dengan NIP-nya", NAME_EXAMPLE, choices=people_names),
    TemplateColumn("JABATAN", "Untuk standar jabatan; kosong untuk hasil uji", ""),
    TemplateColumn("JENIS JABATAN", "Untuk standar jabatan", "", choices=lambda: list(_KINDS)),
    TemplateColumn("KOMPETENSI", "Kode kompetensi", "integritas", True, _competence_keys),
    TemplateColumn("NAMA KOMPETENSI", "Untuk standar jabatan", ""),
    TemplateColumn("LEVEL", f"{LOWEST_LEVEL} sampai {HIGHEST_LEVEL}", "3", required=True),
    TemplateColumn("TANGGAL", "Untuk hasil uji: harinya", "02-03-2026"),
    TemplateColumn("SUMBER", "Untuk hasil uji: penyelenggara atau cara", "Uji kompetensi"),
)


@dataclass(frozen=True, slots=True)
class _Standard:
    title: str
    kind: PositionKind
    key: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    number: str
    key: str
    level: int
    assessed_on: date
    source: str


_Written = Sequence[Competence | CompetenceStandard | CompetenceLevel]


def _plan(file: ImportFile) -> ImportPlan[_Written]:
    """Write standards of positions (``STANDARD_HEADERS``) or assessed levels (``LEVEL_HEADERS``).

    A standard that is there already is brought up to date; an assessment is never edited.
    """
    lock_agency()
    table = file.table(COLUMNS)
    # Standards may stand beside the number of who drew them up, and levels beside the position of a person.
    names_people = any(row.cells.get("nip") is not None for row in table.rows) or not table.has("JABATAN")
    is_of_people = names_people and (table.has("TANGGAL") or not table.has("JENIS JABATAN"))
    load = _load_levels if is_of_people else _load_standards
    rows, counts = load(table, file.filename, file.acting.at)
    return ImportPlan(counts, rows)


def _apply(plan: ImportPlan[_Written], file: ImportFile) -> None:
    keep_load(plan, plan.to_write, file)


import_competences = register(
    Importer(
        key="competences",
        label="Standar atau hasil uji kompetensi",
        kind=ImportKind("competences", "Kompetensi"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=10,
        command_place=8,
        summary="load standards of positions or assessed levels from CSV or XLSX",
        help="Load standards of positions (JABATAN, JENIS JABATAN, KOMPETENSI, NAMA KOMPETENSI, LEVEL) "
        "or assessed levels (NIP, KOMPETENSI, LEVEL, TANGGAL, SUMBER) from CSV or XLSX. "
        "Example: terukur import competences standar-kompetensi.csv",
    )
)


def _load_standards(
    table: Table, filename: str, _at: datetime
) -> tuple[list[Competence | CompetenceStandard], ImportCounts]:
    require_columns(table, filename, STANDARD_HEADERS)
    told = read_rows(table, filename, _standard)
    rows = told.rows
    competences, written, errors = _competences(rows)
    errors += told.errors
    stored = {
        (row.title.casefold(), row.kind, row.competence_id): row
        for row in CompetenceStandard.objects.select_for_update().order_by("pk")
    }
    counts = ImportCounts(rows=len(rows), questions=told.questions)
    touched: list[Competence | CompetenceStandard] = [*written]
    seen: dict[tuple[str, str, int], tuple[int, int]] = {}
    for line, row in rows:
        competence = competences[row.key]
        place = (row.title.casefold(), str(row.kind), competence.pk)
        first, level = seen.setdefault(place, (line, row.level))
        if level != row.level:
            errors.append(CellError(line, "LEVEL", str(row.level), f"baris {first} menyebut level {level}."))
            continue
        standard = stored.get(place)
        if standard is None:
            standard = CompetenceStandard(
                title=row.title, kind=row.kind, competence=competence, level=row.level
            )
            counts.created += 1
        elif standard.level == row.level:
            counts.unchanged += 1
            continue
        else:
            counts.updated += 1
            counts.changes.append(
                f"{row.title}, {competence.name}: level {standard.level} menjadi {row.level}"
            )
            standard.level = row.level
        standard.save()
        stored[place] = standard
        touched.append(standard)
    if errors:
        raise ImportRefused(errors)
    return touched, counts


def _competences(
    rows: list[tuple[int, _Standard]],
) -> tuple[dict[str, Competence], list[Competence], list[CellError]]:
    """Return all competences by key, those that are new or changed in the file, and errors."""
    found = {row.key: row for row in Competence.objects.select_for_update().order_by("pk")}
    written: dict[str, Competence] = {}
    named: dict[str, tuple[int, str]] = {}
    errors = []
    for line, row in rows:
        first, name = named.setdefault(row.key, (line, row.name))
        if name != row.name:
            errors.append(
                CellError(line, "NAMA KOMPETENSI", row.name, f"baris {first} menyebutnya “{name}”.")
            )
    for key, (_, name) in named.items():
        competence = found.setdefault(key, Competence(key=key))
        if competence.name != name:
            competence.name = name
            competence.save()
            written[key] = competence
    return found, list(written.values()), errors


def _load_levels(table: Table, filename: str, at: datetime) -> tuple[list[CompetenceLevel], ImportCounts]:
    require_columns(table, filename, LEVEL_HEADERS)
    told = read_rows(table, filename, lambda row: _assessed(row, at))
    rows = told.rows
    people = employees_by_number({row.number for _, row in rows})
    competences = {row.key: row for row in Competence.objects.all()}
    stored = {
        (row.employee_id, row.competence_id, row.assessed_on): row.level
        for row in CompetenceLevel.objects.filter(employee__in=people.values())
    }
    kept, fresh, errors = set(stored), {}, told.errors
    for line, row in rows:
        try:
            employee = known(line, row.number, people)
            competence = competences.get(row.key)
            if competence is None:
                raise CellError(line, "KOMPETENSI", row.key, "belum dikenal; muat standar kompetensi dahulu.")
            place = (employee.pk, competence.pk, row.assessed_on)
            before = stored.setdefault(place, row.level)
            if before != row.level:
                raise CellError(
                    line,
                    "LEVEL",
                    str(row.level),
                    f"pada {written_day(row.assessed_on)} sudah tercatat level {before}; hasil uji tidak "
                    "disunting, muat yang baru dengan tanggalnya.",
                )
        except CellError as error:
            errors.append(error)
            continue
        if place not in kept:
            fresh[place] = CompetenceLevel(
                employee=employee,
                competence=competence,
                level=row.level,
                assessed_on=row.assessed_on,
                source=row.source,
            )
    if errors:
        raise ImportRefused(errors)
    created = CompetenceLevel.objects.bulk_create(fresh.values())
    return created, ImportCounts(
        rows=len(rows),
        created=len(created),
        unchanged=len(rows) - len(created),
        questions=[*told.questions, *name_questions(written_names(table, "NIP"), people)],
    )


def _standard(row: Row) -> _Standard:
    kind = choice(row, "JENIS JABATAN", allowed=_KINDS, required=True)
    level = whole(row, "LEVEL", lowest=LOWEST_LEVEL, highest=HIGHEST_LEVEL)
    if kind is None or level is None:
        raise CellError(row.line, "LEVEL", "", "kosong; isi nilainya.")
    return _Standard(
        text(row, "JABATAN", required=True, max_length=200),
        kind,
        _key(row),
        text(row, "NAMA KOMPETENSI", required=True, max_length=200),
        level,
    )


def _assessed(row: Row, at: datetime) -> _Level:
    level = whole(row, "LEVEL", lowest=LOWEST_LEVEL, highest=HIGHEST_LEVEL)
    if level is None:
        raise CellError(row.line, "LEVEL", "", "kosong; isi nilainya.")
    return _Level(
        nip(row),
        _key(row),
        level,
        past_day(row, "TANGGAL", at=at),
        text(row, "SUMBER", required=True, max_length=200),
    )


def _key(row: Row) -> str:
    written = text(row, "KOMPETENSI", required=True, max_length=60)
    key = slugify(written)
    if not key:
        raise CellError(row.line, "KOMPETENSI", written, "bukan kunci; tulis huruf dan angka.")
    return key
