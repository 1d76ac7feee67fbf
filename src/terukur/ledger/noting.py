"""Notes of the database on each row of a ``noted`` kind that is written, so that no act omits it.

Triggers put the key of each such row beside the number of the transaction into ``ledger_notedrow``; the next
act that the transaction records takes the notes out and names those rows as they stand then. A row that was
written by hand is noted too, but no act takes its note: ``verify`` names the row.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.apps import apps
from django.db import connection, models

from terukur.ledger.fingerprints import (
    GONE,
    Kept,
    Kind,
    Part,
    counted_columns,
    fingerprints_in,
    kind_named,
    kinds,
    unbound,
)

PREFIX = "ledger_noted_"
FUNCTION = "ledger_note_rows"
_BATCH = 2000
# With the owner's rights: who works in the application cannot write notes by hand.
NOTE_ROWS = """
DECLARE
    rows text := CASE TG_OP WHEN 'INSERT' THEN 'fresh' WHEN 'DELETE' THEN 'stale' ELSE format(
        '((SELECT %1$s FROM fresh EXCEPT SELECT %1$s FROM stale) UNION ALL '
        '(SELECT %1$s FROM stale EXCEPT SELECT %1$s FROM fresh))', TG_ARGV[2]) END;
BEGIN
    EXECUTE format(
        'INSERT INTO ledger_notedrow (transaction, label, key) '
        'SELECT DISTINCT pg_current_xact_id()::text::bigint, %L, %s FROM %s noted',
        TG_ARGV[0], TG_ARGV[1], rows);
    RETURN NULL;
END
"""
_MAKE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $note${NOTE_ROWS}$note$
"""
_TAKE = """
DELETE FROM ledger_notedrow WHERE transaction = pg_current_xact_id()::text::bigint RETURNING label, key
"""
_FOUND = """
SELECT tgname, tgrelid::regclass::text, obj_description(oid, 'pg_trigger') FROM pg_trigger
WHERE tgname LIKE 'ledger_noted_%'
"""
# Of transactions that are over: nobody will name these any more.
_FORGET = """
DELETE FROM ledger_notedrow WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""
_REFERENCING = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}


@dataclass(frozen=True, slots=True)
class NotingTrigger:
    """A trigger that must exist in the database, and the statement that creates it."""

    name: str
    table: str
    statement: str

    @property
    def mark(self) -> str:
        """The comment of the trigger in the database while it is the declared one."""
        return hashlib.sha256(self.statement.encode()).hexdigest()[:40]


def noting_triggers() -> Iterator[NotingTrigger]:
    """Yield every trigger by which the database notes rows, as the models declare it."""
    for kind in kinds():
        if not kind.kept.noted:
            continue
        own = kind.kept.by or kind.model._meta.pk.name
        yield from _triggers(kind, kind.model, kind.kept, _key_by_path(kind.model, own))
        for part in kind.kept.parts:
            model = apps.get_model(part.model)
            yield from _triggers(kind, model, part, _key_by_path(model, part.path))


def _triggers(kind: Kind, model: type[models.Model], kept: Kept | Part, key: str) -> Iterator[NotingTrigger]:
    quote = connection.ops.quote_name
    needed = {_key_column(model), *counted_columns(model, kept), *_keys_in(model, kept)}
    columns = ", ".join(quote(column) for column in sorted(needed))
    table = model._meta.db_table
    for operation, referencing in _REFERENCING.items():
        tag = hashlib.sha256(f"{kind.label} {table} {operation}".encode()).hexdigest()[:10]
        name = f"{PREFIX}{tag}"
        arguments = ", ".join(f"'{word}'" for word in (kind.label, key, columns))
        yield NotingTrigger(
            name,
            table,
            f"CREATE TRIGGER {name} AFTER {operation} ON {quote(table)} REFERENCING {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}({arguments})",
        )


def _keys_in(model: type[models.Model], kept: Kept | Part) -> set[str]:
    """Return the column that leads to the row (or set) that is named."""
    name = kept.path.split("__")[0] if isinstance(kept, Part) else kept.by
    return {_column(model, name)} if name else set()


def _key_by_path(model: type[models.Model], path: str) -> str:
    """Return the key of the row that a part belongs to, as SQL over the part's columns."""
    quote = connection.ops.quote_name
    first, *rest = path.split("__")
    key = f"noted.{quote(_column(model, first))}"
    for before, name in pairwise((first, *rest)):
        related = model._meta.get_field(before).related_model
        if not isinstance(related, type):
            raise TypeError(f"{model._meta.label}.{before} leads to no model")
        model = related
        table, column = quote(model._meta.db_table), quote(_column(model, name))
        key = f"(SELECT {column} FROM {table} WHERE {quote(_key_column(model))} = {key})"  # noqa: S608 - names of our own tables
    return key


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    return str(field.column) if isinstance(field, models.Field) else name


def _key_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def install_noting() -> None:
    """Create every declared trigger that is missing or different, and remove those no longer declared."""
    wanted = {trigger.name: trigger for trigger in noting_triggers()}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND)
        found = {name: (table, mark) for name, table, mark in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [FUNCTION])
        if cursor.fetchone() != (NOTE_ROWS,):
            cursor.execute(_MAKE_FUNCTION)
        for name, (table, mark) in found.items():
            if name not in wanted or wanted[name].mark != mark:
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
        for trigger in wanted.values():
            if found.get(trigger.name, ("", ""))[1] != trigger.mark:
                cursor.execute(trigger.statement)
                cursor.execute(f"COMMENT ON TRIGGER {trigger.name} ON {trigger.table} IS '{trigger.mark}'")


def remove_noting() -> None:
    """Remove all triggers, while migrations change the columns that they name."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND)
        for name, table, _mark in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name} ON {table}")


def take_notes() -> dict[str, list[int]]:
    """Return the keys of rows that this transaction wrote and no act has named yet, by label of the kind."""
    found: dict[str, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        for label, key in cursor.fetchall():
            found.setdefault(label, set()).add(key)
    return {label: sorted(keys) for label, keys in found.items()}


def forget_notes() -> None:
    """Drop the notes of transactions that are over; nothing of them is named any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)


def named_now(notes: dict[str, list[int]], *, but: Collection[str]) -> dict[str, str]:
    """Return the fingerprints of noted rows, ``GONE`` for deleted ones; ``but`` are named already."""
    named: dict[str, str] = {}
    for label, keys in notes.items():
        wanted = [key for key in keys if f"{label}:{key}" not in but]
        for start in range(0, len(wanted), _BATCH):
            kind, batch = kind_named(label), wanted[start : start + _BATCH]
            found = dict(fingerprints_in(kind, batch))
            left = set(batch) - unbound(kind, batch)
            named.update({f"{label}:{key}": found.get(key, GONE) for key in batch if key in left})
    return named
