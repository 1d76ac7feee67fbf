"""Every act asks for its right itself: called by somebody without any, it refuses and writes nothing.

The acts are found, not listed: a new one with ``acting`` is tried here without anybody thinking of it. What
is open to everybody, or done by the server alone, says why in ``OPEN``.
"""

import importlib
import inspect
import typing
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from unittest.mock import MagicMock
from uuid import UUID

import pytest
from django.db import models, transaction

import terukur
from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.coaching.feedback import FeedbackDraft
from terukur.coaching.models import Feedback
from terukur.coaching.subjects import FeedbackSubject
from terukur.ledger.importing import Importer
from terukur.ledger.models import Entry
from terukur.measurement.table_mapping import TableMapping
from terukur.objections.models import Objection
from terukur.organization.operations import create_employee
from terukur.regulation.periods import Period
from terukur.regulation.scales import EmploymentKind
from terukur.tables.writing import to_csv
from tests.support.cast import AFTER, ANI, PEOPLE_HEADERS, QUARTER, acting, employee, moment
from tests.web.test_access import addresses  # noqa: F401 - a world with one of everything

pytestmark = pytest.mark.django_db
STRANGER = "199412012019031009"
WORDS = "Alasan yang cukup panjang untuk diterima sebagai kata-kata."
OPEN = {
    "accounts.operations.set_email": "of one's own account: no other one can be named",
    "accounts.operations.change_password": "of one's own account: no other one can be named",
    "measurement.address_looks.keep_look": "the worker's, of what an address showed",
    "delivery.closing.settle": "the calendar's step, taken within acts that ask",
    "delivery.closing.settle_all": "the worker's, by the calendar alone",
    "appraisal.evaluation.evaluate": "computes from what is stored; an employee's own figures start it too",
    "appraisal.operations.ensure_policy": "the first version of the policy, made of the parameters",
    "appraisal.operations.prepared_delivery": "reads what a delivery comes to, and asks as it does",
    "delivery.receipt.mark_read": "writes for the owner only, and nothing for anybody else",
    "appraisal.visits.note_view": "notes that somebody looked",
    "coaching.feedback.mark_read": "writes for the receiver only, and nothing for anybody else",
    "calibration.case_library.ensure_cases": "the cases that the software ships",
    "raters.runs.keep_run": "the worker's nightly look",
    "raters.withdrawing.withdraw_uncarried": "a part of the worker's nightly look",
    "organization.operations.found_agency": "the first act of all, a command of the server; once",
    "planning.operations.catalogue.ensure_measures": "a part of an import, which asks",
    "planning.operations.closing.close_ended_plans": "the calendar's, within an evaluation",
}


def acts() -> dict[str, typing.Callable[..., object]]:
    """Every public function below the doors that somebody does: ``acting``, or ``by`` without a time."""
    found = {}
    root = Path(terukur.__file__).parent
    areas = {path.parent.name for path in root.glob("*/migrations")} - {"ledger"}
    for area in sorted(areas):
        for path in sorted((root / area).rglob("*.py")):
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            if "migrations" in name or name.endswith("__init__"):
                continue
            module = importlib.import_module(f"terukur.{name}")
            for label, function in vars(module).items():
                if isinstance(function, Importer) and function.plan.__module__ == module.__name__:
                    found[f"{name}.{label}"] = function
                if label.startswith("_") or not inspect.isfunction(inspect.unwrap(function)):
                    continue
                whole = inspect.unwrap(function)
                if whole.__module__ != module.__name__:
                    continue
                named = inspect.signature(whole).parameters
                asks = named.get("acting") or named.get("by")
                if asks is not None and asks.kind is asks.KEYWORD_ONLY:
                    found[f"{name}.{label}"] = function
    return found


ACTS = acts()


def value_of(name: str, kind: object, by: User) -> object:
    """Something of a type: a row of the world, plain words, or a stand-in for a draft."""
    plain = {
        str: WORDS,
        int: 1,
        bool: True,
        date: AFTER,
        Decimal: Decimal(1),
        bytes: b"x",
        Period: QUARTER,
        UUID: UUID(int=1),
        User: by,
    }
    if kind is Objection:
        return Objection.objects.create(
            appraisal=Appraisal.objects.get(),
            filed_by=employee(ANI).user,
            filed_at=moment(AFTER),
            last_day=AFTER,
            grounds=WORDS,
            is_late=False,
        )
    if kind is FeedbackDraft:
        return FeedbackDraft(FeedbackSubject(value="LY"), Feedback.Tone.ADVICE, *[WORDS] * 4)
    if kind is TableMapping:
        return TableMapping({"subject": "NIP"})
    if name == "number":
        return ANI
    if name in ("thread", "key"):
        return UUID(int=1)
    if name == "content":
        return to_csv(PEOPLE_HEADERS, [])
    if name == "dry_run":
        return False
    if name == "stream":
        return BytesIO(b"x")
    if kind in plain:
        return plain[kind]
    if typing.get_origin(kind) is not None and type(None) in typing.get_args(kind):
        return None
    if isinstance(kind, type) and issubclass(kind, models.Model):
        return kind._default_manager.order_by("pk").first() or MagicMock(spec=kind, pk=0)
    if isinstance(kind, type) and issubclass(kind, (Period, models.TextChoices)):
        return next(iter(kind))
    return MagicMock()


def arguments(act: typing.Callable[..., object], by: User) -> dict[str, object]:
    found: dict[str, object] = {}
    for whole in (Importer.__call__, act.plan) if isinstance(act, Importer) else (inspect.unwrap(act),):
        kinds = typing.get_type_hints(whole, include_extras=False)
        found |= {
            name: value_of(name, kinds.get(name), by)
            for name, parameter in inspect.signature(whole).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
            and (parameter.default is parameter.empty or name == "content")
        }
    if "acting" in found:
        found["acting"] = acting(by, AFTER)
    return found


@pytest.fixture
def stranger(addresses) -> User:  # noqa: F811
    found = create_employee(number=STRANGER, name="Gilang Asing", kind=EmploymentKind.PNS)
    return found.user


def test_every_act_refuses_who_has_no_right(stranger):
    wrong = []
    for name, act in ACTS.items():
        if name in OPEN:
            continue
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                given = arguments(act, stranger)
                positional = [MagicMock()] if _takes_positional(act) else []
                act(*positional, **given)
        except ValueError as error:
            if not type(error).__module__.startswith("terukur."):
                wrong.append((name, repr(error)))
        except Exception as error:
            wrong.append((name, repr(error)))
        else:
            wrong.append((name, "done"))
        if Entry.objects.count() != before:
            wrong.append((name, "written"))
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong)


def _takes_positional(act):
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    return not isinstance(act, Importer) and any(
        one.kind in kinds for one in inspect.signature(inspect.unwrap(act)).parameters.values()
    )


def test_what_is_open_exists_and_says_why():
    assert set(OPEN) <= set(ACTS)
    assert all(OPEN.values())
