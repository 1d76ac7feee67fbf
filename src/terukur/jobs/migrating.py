"""Migration of the database as its owner, and work in it under a role with fewer rights."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from terukur.jobs.clock import server_acting
from terukur.ledger.database_role import ROLE, RoleUnavailable, set_up_role
from terukur.ledger.stock import take_stock


def bring_up_to_date(*, say: Callable[[str], object]) -> None:
    """Migrate, set up the application's role, and go on under it, as do the children of this process.

    Rows of an agency that is older than the ledger's word on them are named once (``ledger.stock``).
    Where the role is not to be had, say so and go on with the triggers alone.

    :raises CommandError: for a database on which another version has worked that this one does not know.
    """
    _refuse_other_versions()
    migrate()
    take_stock(acting=server_acting())
    is_embedded = os.environ.get("TERUKUR_EMBEDDED") == "1"
    try:
        set_up_role(may_sign_in=is_embedded)
    except RoleUnavailable as error:
        say(f"PERHATIAN: {error}")
        return
    os.environ["TERUKUR_ROLE"] = ROLE
    connection.close()
    if is_embedded:
        connection.settings_dict["USER"] = ROLE
    else:
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={ROLE}"


def migrate() -> None:
    """Apply every migration that the database has not."""
    with new_models_alone():
        call_command("migrate", verbosity=0)


@contextmanager
def new_models_alone() -> Iterator[None]:
    """Let a migration that adds a model build its class alone, while nothing refers to it.

    Django builds the classes of all related models again, and here nearly all are related: two thirds of the
    time of a first start.
    """
    related = ProjectState._find_reload_model  # type: ignore[attr-defined]

    def alone_or_related(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[Any]:
        if model_name.lower() not in state.apps.all_models[app_label]:
            return {(app_label, model_name.lower())}
        found: set[Any] = related(state, app_label, model_name, delay)
        return found

    ProjectState._find_reload_model = alone_or_related  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = related  # type: ignore[attr-defined]


def _refuse_other_versions() -> None:
    """Refuse a database with steps of migration that this version has not."""
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("terukur.")}
    loader = MigrationLoader(connection)
    unknown = sorted(
        step for step in loader.applied_migrations if step[0] in own and step not in loader.disk_migrations
    )
    if unknown:
        raise CommandError(
            f"Basis data ini dikerjakan versi Terukur yang lain: langkah {'.'.join(unknown[0])} tidak "
            "dikenal versi ini. Tidak ada yang diubah. Pakai versi yang membuatnya, atau mulai dengan rumah "
            "data (TERUKUR_HOME) dan basis data baru; CHANGELOG.md menjelaskan perpindahan antarversi.",
            returncode=1,
        )
