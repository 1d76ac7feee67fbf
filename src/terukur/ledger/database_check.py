"""Check of the database's own guards: triggers as declared, and the rights of the application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module

import pgtrigger
from django.db import connection

from terukur.ledger.database_role import ROLE
from terukur.ledger.noting import NOTE_ROWS, noting_triggers
from terukur.ledger.verification import Broken, Checked, run_check

_TRIGGERS = """
SELECT tgname, tgrelid::regclass::text, tgenabled, obj_description(pg_trigger.oid, 'pg_trigger'), prosrc,
       tgqual IS NOT NULL
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal
"""
# Other rights, such as reading, are allowed: only these must not be granted beyond ``_MAY``.
_RIGHTS = """
SELECT class.relname, kind.name
FROM pg_class class JOIN pg_namespace space ON space.oid = class.relnamespace
CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER')) kind (name)
WHERE class.relname = ANY(%(tables)s) AND space.nspname = current_schema() AND (
    has_table_privilege(%(role)s, class.oid, kind.name)
    OR kind.name IN ('INSERT', 'UPDATE') AND has_any_column_privilege(%(role)s, class.oid, kind.name)
)
"""
_ROLE = """
SELECT rolsuper, rolcreaterole, rolbypassrls, rolreplication,
       (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid),
       (SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles WHERE rolname = %s
"""

_ON = ("O", "A")
_OTHER = "isinya lain dari yang semestinya."
# Rights of the application beside reading, on the tables where it has fewer than elsewhere.
_MAY = {
    "ledger_entry": {"INSERT"},
    "ledger_seal": {"INSERT"},
    "ledger_sealedhead": {"INSERT"},
    "ledger_storedfile": {"INSERT"},
    "ledger_importrecord": {"INSERT"},
    "ledger_head": set(),
    "ledger_notedrow": {"DELETE"},
    "django_migrations": set(),
}


@dataclass(frozen=True, slots=True)
class _Stands:
    """A trigger as it exists in the database."""

    enabled: str
    mark: str | None
    body: str
    has_condition: bool


@dataclass(frozen=True, slots=True)
class _Declared:
    """A trigger as the program declares it; ``source`` holds the body of its function."""

    name: str
    table: str
    source: str
    mark: str | None
    has_condition: bool = False


def check_guards(*, since: date | None = None) -> Checked:
    """Check every trigger that the program declares, and every right that the application must not have."""
    return run_check("Penjaga basis data", _guards())


def _guards() -> Iterator[Broken | None]:
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        stands = {(row[1], row[0]): _Stands(*row[2:]) for row in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
        ignoring = cursor.fetchone()
    for model, trigger in pgtrigger.registered():
        compiled = trigger.compile(model)
        declared = _Declared(
            compiled.sql.pgid,
            model._meta.db_table,
            compiled.install_sql,
            compiled.hash,
            bool(trigger.render_condition(model)),
        )
        yield _trigger(declared, stands)
        if ignoring is None or not _is_part(ignoring[0], compiled.install_sql):
            yield Broken("fungsi _pgtrigger_should_ignore", _OTHER)
    for noting in noting_triggers():
        yield _trigger(_Declared(noting.name, noting.table, NOTE_ROWS, noting.mark), stands)
    heads = import_module("terukur.ledger.migrations.0001_initial").KEEP_HEADS
    yield _trigger(_Declared("keep_heads", "ledger_entry", heads, None), stands)
    yield from _rights()


def _trigger(declared: _Declared, stands: dict[tuple[str, str], _Stands]) -> Broken | None:
    where = f"trigger {declared.name} pada {declared.table}"
    found = stands.get((declared.table, declared.name))
    if found is None:
        return Broken(where, "tidak ada lagi.")
    if found.enabled not in _ON:
        return Broken(where, "dimatikan.")
    is_same = found.mark == declared.mark and found.has_condition == declared.has_condition
    if not is_same or not _is_part(found.body, declared.source):
        return Broken(where, _OTHER)
    return None


def _is_part(body: str, source: str) -> bool:
    return bool(body.strip()) and " ".join(body.split()) in " ".join(source.split())


def _rights() -> Iterator[Broken | None]:
    """Yield rights that the application must not have; none where the role is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE, [ROLE])
        role = cursor.fetchone()
        if role is None:
            return
        where = f"peran basis data {ROLE}"
        yield Broken(where, "dapat berbuat lebih dari yang ditetapkan.") if any(role) else None
        cursor.execute(_RIGHTS, {"role": ROLE, "tables": sorted(_MAY)})
        for table, right in cursor.fetchall():
            if right not in _MAY[table]:
                yield Broken(where, f"mendapat hak {right} pada {table}.")
        yield None
