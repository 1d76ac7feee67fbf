"""The column of a period: ``Period`` in Python, in the database the text by which people write it."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from terukur.regulation.periods import Period

if TYPE_CHECKING:
    _Text = models.CharField["Period | str", Period]
else:
    _Text = models.CharField
# The longest text that ``Period.parse`` reads has seven characters; columns of earlier versions hold ten.
_LONGEST = 10
_parsed = lru_cache(maxsize=256)(Period.parse)


class _PeriodAttribute(DeferredAttribute):
    """Turns a text into its period when it is assigned, so that no row ever holds the text."""

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = self.field.to_python(value)


class PeriodField(_Text):
    """A column of periods, stored as ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-09``.

    Queries take a ``Period`` or its text. Migrations know the column as the text that it is.
    """

    description = "A period of appraisal"
    descriptor_class = _PeriodAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", _LONGEST)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the column as migrations write it: text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> Period | None:
        """Return the period of a stored text."""
        return None if value is None else _parsed(value)

    def to_python(self, value: Any) -> Any:
        """Return the period of a text; expressions and an empty value stay as they are.

        :raises InvalidPeriod: for a text that is no period.
        """
        return _parsed(value) if isinstance(value, str) and value else value

    def get_prep_value(self, value: Any) -> Any:
        """Return the text of a period for the database.

        :raises InvalidPeriod: for a text that is no period.
        """
        return None if value is None else str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text of a row's period, as files of rows hold it."""
        return str(self.value_from_object(obj))
