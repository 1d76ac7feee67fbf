"""The frame around every importer: one transaction, and no trace of the database where it refuses."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DataError, Error, IntegrityError, transaction

from terukur.tables.cells import CellError, ImportRefused

P = ParamSpec("P")
T = TypeVar("T")


def all_or_none(importer: Callable[P, T]) -> Callable[P, T]:
    """Run an importer in one transaction; what the database itself refuses is a refusal of the file.

    Importers report errors by line before the database does. This is the net below them: another act at the
    same moment, or a rule that an importer forgot, ends in a sentence with nothing stored.
    """

    @wraps(importer)
    def run(*args: P.args, **how: P.kwargs) -> T:
        try:
            with transaction.atomic():
                return importer(*args, **how)
        except (IntegrityError, DataError) as error:
            raise ImportRefused([CellError(0, "", "", _sentence(error))]) from error

    run.__dict__["is_importer"] = True
    return run


def _sentence(error: Error) -> str:
    told = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rule = f" (aturan “{told}”)" if told else ""
    return (
        "Isi berkas ini bertentangan dengan data yang sudah ada atau dengan baris lain di berkas yang "
        f"sama{rule}, sehingga tidak ada yang disimpan. Coba sekali lagi; bila tetap ditolak, muat sebagian "
        "barisnya untuk menemukan yang salah, dan laporkan kepada pengelola server."
    )
