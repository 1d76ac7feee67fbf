"""Import of mail addresses, to which activation codes can be sent before somebody has come."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from terukur.accounts.models import User
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.organization.identities import NAME_COLUMNS, NUMBER, name_questions, written_names
from terukur.organization.queries import employees_by_number
from terukur.organization.template_lists import PERSON
from terukur.regulation.employee_number import normalize_employee_number
from terukur.tables.cells import CellError, ImportRefused, digits, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    NUMBER,
    Column("SUREL", ("EMAIL", "E-MAIL", "E MAIL", "ALAMAT SUREL", "ALAMAT EMAIL", "POS EL")),
    Column(NAME_COLUMNS[0], NAME_COLUMNS[1:]),
)
HEADERS = tuple(column.key for column in COLUMNS[:2])
TEMPLATE = (
    *PERSON,
    TemplateColumn("SUREL", "Alamat untuk kode aktivasi", "siti.aminah@contoh.go.id", required=True),
)


def _plan(file: ImportFile) -> ImportPlan[list[User]]:
    """Return the accounts whose address changes.

    Who has come keeps the address that they wrote, and an empty cell changes nothing.
    """
    table = file.table(COLUMNS)
    require_columns(table, file.filename, HEADERS)
    rows = read_rows(table, file.filename, _address)
    errors = rows.errors
    people = employees_by_number(number for _, (number, _) in rows.rows)
    keys = {person.user_id for person in people.values()}
    users = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    counts = ImportCounts(rows=len(rows.rows), questions=rows.questions)
    changed: dict[int, User] = {}
    seen: dict[int, int] = {}
    for line, (number, address) in rows.rows:
        person = people.get(number)
        if person is None:
            errors.append(CellError(line, "NIP", number, "tidak ada pegawai dengan nomor itu."))
        elif person.user_id in seen:
            told = f"sudah ada di baris {seen[person.user_id]}; hapus salah satunya."
            errors.append(CellError(line, "NIP", number, told))
        else:
            seen[person.user_id] = line
            _count(users[person.user_id], address, counts, changed)
    if errors:
        raise ImportRefused(errors)
    counts.questions += name_questions(written_names(table, "NIP"), people)
    return ImportPlan(counts, list(changed.values()))


def _count(user: User, address: str, counts: ImportCounts, changed: dict[int, User]) -> None:
    has_come = not user.password.startswith(UNUSABLE_PASSWORD_PREFIX)
    if has_come or address in ("", user.email):
        counts.unchanged += 1
        return
    counts.created += not user.email
    counts.updated += bool(user.email)
    counts.changes.append(f"{user.name}: alamat surel {'diganti' if user.email else 'diisi'}")
    user.email = address
    changed[user.pk] = user


def _apply(plan: ImportPlan[list[User]], file: ImportFile) -> None:
    User.objects.bulk_update(plan.to_write, ["email"], batch_size=1000)
    file.keep(plan.counts)
    rows = fingerprints(*plan.to_write)
    acts = [
        Act(f"user/{user.pk}", "email-set", rows={name: rows[name]})
        for user in plan.to_write
        for name in (f"{User._meta.label_lower}:{user.pk}",)
    ]
    if acts:
        record_all(acts, file.acting)


def _address(row: Row) -> tuple[str, str]:
    number = normalize_employee_number(digits(row, "NIP", required=True))
    address = text(row, "SUREL", max_length=254).strip()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise CellError(row.line, "SUREL", address, "bukan alamat surel; periksa tulisannya.") from error
    return number, address


import_addresses = register(
    Importer(
        key="addresses",
        label="Alamat surel",
        kind=ImportKind("addresses", "Alamat surel"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        summary="load mail addresses from CSV or XLSX",
        help="Load mail addresses from CSV or XLSX (NIP, SUREL), to which activation codes can be sent. Who "
        "has signed in before keeps the own address. Example: terukur import addresses surel.xlsx",
    )
)
