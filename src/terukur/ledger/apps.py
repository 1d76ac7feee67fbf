from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "terukur.ledger"
    label = "ledger"
    verbose_name = "Catatan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the database note rows of every ``noted`` model, of any area."""
        pre_migrate.connect(_remove_noting, sender=self)
        post_migrate.connect(_install_noting, sender=self)


def _remove_noting(*, plan: Sequence[Any] | None = None, **_: Any) -> None:
    from terukur.ledger.noting import remove_noting  # noqa: PLC0415 - models are not ready before

    if plan:
        remove_noting()


def _install_noting(**_: Any) -> None:
    from terukur.ledger.noting import install_noting  # noqa: PLC0415 - models are not ready before

    install_noting()
