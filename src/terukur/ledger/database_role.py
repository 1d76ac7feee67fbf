"""The role under which the application works in the database: it adds to the ledger and reads it.

The role owns nothing, so it cannot switch a trigger off either. The user who migrates stays the owner.
"""

from django.apps import apps
from django.db import DatabaseError, connection, transaction

ROLE = "terukur_app"


class RoleUnavailable(RuntimeError):
    """The role could not be set up; the message says what a person with the right must do."""


def set_up_role(*, may_sign_in: bool) -> None:
    """Create the role with its rights on every table, those of later migrations too.

    Idempotent, after each migration. ``may_sign_in``: where the server trusts its own machine, the
    application signs in as this role and has no way back to the owner.

    :raises RoleUnavailable: where this user of the database may not make or use it.
    """
    owner = "?"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(2028, 0)")
            cursor.execute("SELECT current_user, current_setting('is_superuser') = 'on'")
            owner, is_superuser = cursor.fetchone()
            cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [ROLE])
            found = cursor.fetchone()
            if found is None:
                cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
            if may_sign_in and found != (True,):
                cursor.execute(f"ALTER ROLE {ROLE} LOGIN")
            if not is_superuser:
                cursor.execute(
                    "SELECT 1 FROM pg_auth_members WHERE member = %s::regrole AND roleid = %s::regrole",
                    [owner, ROLE],
                )
                if cursor.fetchone() is None:
                    cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
            for statement in _rights():
                cursor.execute(statement)
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
    except DatabaseError as error:
        raise RoleUnavailable(
            f"Peran basis data “{ROLE}” tidak dapat disiapkan ({str(error).splitlines()[0]}). Buku besar "
            "hanya dijaga oleh trigger, yang dapat dimatikan oleh pemilik tabel. Minta pengelola basis data "
            f"menjalankan: CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {owner}; lalu mulai lagi."
        ) from error


def _rights() -> list[str]:
    schema, quote = _schema(), connection.ops.quote_name
    ledger = [quote(model._meta.db_table) for model in apps.get_app_config("ledger").get_models()]
    all_rights = "SELECT, INSERT, UPDATE, DELETE"
    later = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT"
    return [
        f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}",
        f"GRANT {all_rights} ON ALL TABLES IN SCHEMA {schema} TO {ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {ROLE}",
        f"{later} {all_rights} ON TABLES TO {ROLE}",
        f"{later} USAGE, SELECT ON SEQUENCES TO {ROLE}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(ledger)} FROM {ROLE}",
        f"REVOKE INSERT ON ledger_head FROM {ROLE}",
        f"REVOKE INSERT ON ledger_notedrow FROM {ROLE}",
        f"GRANT DELETE ON ledger_notedrow TO {ROLE}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE}",
    ]


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
    return str(schema)
