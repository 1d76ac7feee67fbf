"""Acts on a finding: the name is opened for a reason, people are heard, and it is settled.

A finding is a question about how an appraiser rates. It is settled as explained or with an agreed action, by
a panel member who is independent of the appraiser, and never before the appraiser was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Employee, ReportingLine
from terukur.raters.models import Finding, FindingNote
from terukur.raters.panel import workable
from terukur.raters.workflow import FINDING_WORKFLOW
from terukur.regulation.decision import Refused
from terukur.regulation.parameters import number

_KIND = FindingNote.Kind
_STATE = Finding.State
_LONGEST = 2000


class FindingRefused(Refused):
    """The step is not possible; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FindingStep:
    """Words, and where the step needs it a person and a day."""

    text: str
    person: Employee | None = None
    day: date | None = None


def may_work(user: User, finding: Finding, *, on: date) -> bool:
    """Return whether the user works on this finding: of the panel, and not too near to the appraiser."""
    return workable(user, on=on).filter(pk=finding.pk).exists()


def waiting_for_panel(user: User, *, on: date) -> QuerySet[Finding]:
    """Return the findings that wait for this panel member."""
    return workable(user, on=on).filter(settled_at__isnull=True)


def asked_about(appraiser: Employee) -> QuerySet[Finding]:
    """Return the findings about an appraiser without an answer yet: to the question, or to the words recorded
    for them.
    """
    heard = FindingNote.objects.filter(finding=OuterRef("pk"), kind=_KIND.HEARD, person=appraiser).order_by(
        "at"
    )
    said = FindingNote.objects.filter(
        finding=OuterRef("pk"), kind=_KIND.STATEMENT, at__gte=OuterRef("asked_at")
    )
    return (
        Finding.objects.filter(appraiser=appraiser, settled_at__isnull=True)
        .annotate(asked_at=Coalesce(Subquery(heard.values("at")[:1]), F("opened_at")))
        .exclude(Exists(said))
    )


def actions_of(employee: Employee) -> QuerySet[FindingNote]:
    """Return agreed actions on an employee's own rating that are still to be done."""
    done = FindingNote.objects.filter(finding=OuterRef("finding"), kind=_KIND.DONE)
    return FindingNote.objects.filter(
        kind=_KIND.ACTION_AGREED, person=employee, finding__appraiser=employee
    ).exclude(Exists(done))


@transaction.atomic
def open_name(*, finding: Finding, text: str, acting: Acting[User]) -> FindingNote:
    """Open whose finding it is, for a reason; until then the panel works from evidence alone.

    :raises FindingRefused: from outside the panel, without a reason, or where it is open already.
    """
    locked = _for_panel(finding, acting)
    if locked.notes.filter(kind=_KIND.NAMED).exists():
        raise FindingRefused("Nama sudah dibuka.")
    return _noted(locked, _KIND.NAMED, FindingStep(_words(text, "mengapa nama perlu dibuka")), acting=acting)


@transaction.atomic
def state_own(*, finding: Finding, text: str, acting: Acting[User]) -> FindingNote:
    """Store the appraiser's own words, which the panel reads as they are.

    :raises FindingRefused: from anybody else, without words, or once it is settled.
    """
    locked = _locked(finding)
    if locked.appraiser.user_id != acting.by.pk:
        raise FindingRefused("Yang menulis di sini penilai yang bersangkutan.")
    return _noted(locked, _KIND.STATEMENT, FindingStep(_words(text, "penjelasan Anda")), acting=acting)


@transaction.atomic
def hear(*, finding: Finding, step: FindingStep, acting: Acting[User]) -> FindingNote:
    """Record whom the panel heard and what they said; with the appraiser heard, it can be settled.

    :raises FindingRefused: from outside the panel, before the name was opened, for a person who is not to be
        heard, or for a day before the finding or after today.
    """
    locked = _for_panel(finding, acting)
    if not locked.notes.filter(kind=_KIND.NAMED).exists():
        raise FindingRefused("Buka nama dahulu, dengan alasannya; lalu catat siapa yang didengar.")
    if step.person is None or step.person not in people_to_hear(locked, on=acting.on):
        raise FindingRefused("Pilih siapa yang didengar: penilai, atasannya, atau yang dinilai.")
    opened = timezone.localtime(locked.opened_at).date()
    if step.day is None or not opened <= step.day <= acting.on:
        raise FindingRefused(f"Hari didengar antara {written_day(opened)} dan {written_day(acting.on)}.")
    said = FindingStep(_words(step.text, "apa yang dikatakan"), step.person, step.day)
    if step.person.pk == locked.appraiser_id and locked.state == _STATE.OPEN:
        locked.state = _STATE.HEARD
        locked.save(update_fields=["state"])
    return _noted(locked, _KIND.HEARD, said, acting=acting)


@transaction.atomic
def explain(*, finding: Finding, text: str, acting: Acting[User]) -> FindingNote:
    """Settle a finding as explained, without an action.

    :raises FindingRefused: from outside the panel, before the appraiser was heard, or without words.
    """
    locked = _heard(finding, acting)
    step = FindingStep(_words(text, "apa penjelasannya"))
    return _settled(locked, _STATE.EXPLAINED, _KIND.EXPLAINED, step, acting=acting)


@transaction.atomic
def agree_action(*, finding: Finding, step: FindingStep, acting: Acting[User]) -> FindingNote:
    """Settle a finding with an action: what, by whom, until when.

    :raises FindingRefused: from outside the panel, before the appraiser was heard, or where one is missing.
    """
    locked = _heard(finding, acting)
    if step.person is None or step.person not in people_to_act(locked, on=acting.on):
        raise FindingRefused("Pilih siapa yang melakukannya: penilai atau atasannya.")
    if step.day is None or step.day <= acting.on:
        raise FindingRefused("Tulis sampai kapan, sebuah hari sesudah hari ini.")
    agreed = FindingStep(_words(step.text, "langkah yang disepakati"), step.person, step.day)
    return _settled(locked, _STATE.ACTION_AGREED, _KIND.ACTION_AGREED, agreed, acting=acting)


@transaction.atomic
def finish_action(*, finding: Finding, text: str, acting: Acting[User]) -> FindingNote:
    """Store that the agreed action was done, with its result.

    :raises FindingRefused: from outside the panel, where no action was agreed or it is done already.
    """
    locked = _for_panel(finding, acting)
    if locked.state != _STATE.ACTION_AGREED or locked.notes.filter(kind=_KIND.DONE).exists():
        raise FindingRefused("Tidak ada langkah yang masih berjalan dalam temuan ini.")
    return _kept(locked, _KIND.DONE, FindingStep(_words(text, "apa yang dilakukan")), acting=acting)


def people_to_act(finding: Finding, *, on: date) -> QuerySet[Employee]:
    """Return who can carry an action out: the appraiser or their superior; never the people rated."""
    return Employee.objects.filter(_acting(finding, on))


def people_to_hear(finding: Finding, *, on: date) -> QuerySet[Employee]:
    """Return the same two, and the people who are rated."""
    below = ReportingLine.objects.on(on).filter(appraiser=finding.appraiser_id)
    return Employee.objects.filter(_acting(finding, on) | Q(pk__in=below.values("assignment__employee")))


def _acting(finding: Finding, on: date) -> Q:
    above = ReportingLine.objects.on(on).filter(assignment__employee=finding.appraiser_id)
    return Q(pk=finding.appraiser_id) | Q(pk__in=above.values("appraiser"))


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("appraiser").get(pk=finding.pk)


def _for_panel(finding: Finding, acting: Acting[User]) -> Finding:
    locked = _locked(finding)
    if not may_work(acting.by, locked, on=acting.on):
        raise FindingRefused("Temuan ini dibahas panel kalibrasi, oleh yang tidak terkait.")
    return locked


def _heard(finding: Finding, acting: Acting[User]) -> Finding:
    locked = _for_panel(finding, acting)
    refusal = not_concludable(locked, acting)
    if refusal:
        raise FindingRefused(refusal)
    return locked


def not_concludable(finding: Finding, acting: Acting[User]) -> str:
    """Return why a panel member cannot conclude a finding now, empty where they can.

    The appraiser was heard; another person opened the name; and the appraiser wrote about the words that were
    recorded for them, or the days for that have passed.
    """
    if finding.state == _STATE.OPEN:
        return FINDING_WORKFLOW.turns[_STATE.OPEN].words
    notes = list(finding.notes.all())
    if any(note.kind == _KIND.NAMED and note.by_id == acting.by.pk for note in notes):
        return "Nama dalam temuan ini Anda yang membuka. Kesimpulannya diambil anggota panel yang lain."
    until = confirmation_until(finding, notes)
    if until is not None and acting.on <= until:
        return (
            "Penilai belum membaca dan membenarkan kata-kata yang ditulis untuknya (di “Cermin menilai”). "
            f"Tanpa jawabannya, temuan dapat disimpulkan sesudah {written_day(until)}."
        )
    return ""


def confirmation_until(finding: Finding, notes: Sequence[FindingNote]) -> date | None:
    """Return the last day on which the appraiser's own words are waited for; None once they are there."""
    heard = [n for n in notes if n.kind == _KIND.HEARD and n.person_id == finding.appraiser_id]
    if not heard:
        return None
    first = min(note.at for note in heard)
    if any(note.kind == _KIND.STATEMENT and note.at >= first for note in notes):
        return None
    day = timezone.localtime(first).date()
    return day + timedelta(days=int(number("finding.confirmation_days", on=day)))


def _words(text: str, what: str) -> str:
    if not text.strip():
        raise FindingRefused(f"Tulis {what}.")
    return text.strip()[:_LONGEST]


def _refuse_settled(finding: Finding) -> None:
    if finding.is_settled:
        raise FindingRefused("Temuan ini sudah disimpulkan; kesimpulannya tidak berubah lagi.")


def _noted(finding: Finding, kind: str, step: FindingStep, *, acting: Acting[User]) -> FindingNote:
    _refuse_settled(finding)
    return _kept(finding, kind, step, acting=acting)


def _settled(
    finding: Finding, state: str, kind: str, step: FindingStep, *, acting: Acting[User]
) -> FindingNote:
    _refuse_settled(finding)
    finding.state, finding.settled_at = state, acting.at
    finding.save(update_fields=["state", "settled_at"])
    return _kept(finding, kind, step, acting=acting)


def _kept(finding: Finding, kind: str, step: FindingStep, *, acting: Acting[User]) -> FindingNote:
    note = FindingNote.objects.create(
        finding=finding,
        kind=kind,
        text=step.text,
        person=step.person,
        day=step.day,
        by=acting.by,
        at=acting.at,
    )
    # The ledger records the step and its author, not the words about a person.
    act = Act(
        f"finding/{finding.pk}",
        {
            _KIND.NAMED: "finding-named",
            _KIND.STATEMENT: "finding-stated",
            _KIND.HEARD: "finding-heard",
            _KIND.EXPLAINED: "finding-explained",
            _KIND.ACTION_AGREED: "finding-action-agreed",
            _KIND.DONE: "finding-action-done",
        }[FindingNote.Kind(kind)],
        rows=fingerprints(note),
    )
    record(act, acting)
    return note
