"""Filing an objection, in time or late, against named parts and with evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, step, whose_turn
from terukur.delivery.closing import last_day_for
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record, store_file
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    PersonalDataFound,
    refuse_evidence_file,
)
from terukur.notation.dates import written_day
from terukur.objections.models import Objection, ObjectionEvidence, ObjectionPart
from terukur.planning.access import is_owner
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.decision import Refused
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters


class ObjectionRefused(Refused):
    """The objection is not possible; the message says why."""


class PersonalDataInObjection(ObjectionRefused):
    """The file seems to name citizens; the employee is asked before it is kept."""

    asks_about_personal_data = True


@dataclass(frozen=True, slots=True)
class ObjectionDraft:
    """The parts, the reason, and the evidence; ``parts`` are keys of ``parts_of``."""

    parts: Sequence[str]
    grounds: str
    evidence: EvidenceDraft | None = None


def parts_of(appraisal: Appraisal) -> Mapping[str, str]:
    """Return the parts to object to: both ratings, each indicator's figure, each mark; with labels."""
    found = {"results": "Rating hasil kerja", "behavior": "Rating perilaku kerja"}
    found |= {item.thread: f"Angka: {item.name}" for item in appraisal.indicators()}
    return found | {value.code: f"Tanda perilaku: {value.name}" for value in BEHAVIOR_VALUES}


def file_objection(*, appraisal: Appraisal, draft: ObjectionDraft, acting: Acting[User]) -> Objection:
    """Store the employee's objection to named parts of a received appraisal (PP 30/2019 Pasal 59).

    A late attempt is recorded and then refused.

    :raises ObjectionRefused: late, without a part or grounds, with a file that cannot be kept, from
        anybody else, or before it was received.
    """
    objection = _file(appraisal, draft, acting)
    if objection.is_late:
        raise ObjectionRefused(
            f"Batas keberatan sudah lewat: paling lambat {written_day(objection.last_day)} "
            "(PP 30/2019 Pasal 59). Upaya ini tetap dicatat."
        )
    return objection


@transaction.atomic
def _file(appraisal: Appraisal, draft: ObjectionDraft, acting: Acting[User]) -> Objection:
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(acting.by, locked.plan):
        raise ObjectionRefused("Hanya pegawai yang dinilai yang dapat mengajukan keberatan.")
    possible = parts_of(locked)
    if not draft.parts or not set(draft.parts) <= set(possible):
        raise ObjectionRefused("Pilih bagian mana yang Anda keberatan.")
    if not has_letters(draft.grounds, SENTENCE_LETTERS):
        raise ObjectionRefused("Tulis bagian mana yang Anda keberatan dan alasannya.")
    last_day = last_day_for(locked)
    if last_day is None or not _is_unanswered(locked):
        raise ObjectionRefused(
            "Keberatan diajukan setelah hasilnya diterima dan sebelum dijawab. " + whose_turn(locked)
        )
    is_late = acting.on > last_day or locked.status != Appraisal.Status.DELIVERED
    objection = Objection.objects.create(
        appraisal=locked,
        filed_by=acting.by,
        filed_at=acting.at,
        last_day=last_day,
        grounds=draft.grounds.strip(),
        is_late=is_late,
    )
    ObjectionPart.objects.bulk_create(
        ObjectionPart(objection=objection, part=part, label=possible[part][:350])
        for part in possible
        if part in draft.parts
    )
    _attach(objection, draft.evidence, acting)
    if not is_late:
        step(locked, Appraisal.Status.OBJECTED)
        locked.answered_at = acting.at
        locked.save()
    record(
        Act(
            f"appraisal/{locked.pk}",
            "objection-late" if is_late else "objection-filed",
            after={"objection": objection.pk, "parts": sorted(draft.parts)},
            reason=objection.grounds,
            rows=fingerprints(objection),
        ),
        acting,
    )
    return objection


def _is_unanswered(appraisal: Appraisal) -> bool:
    """Return whether the employee has not answered, even if the time for it has run out."""
    status = Appraisal.Status(appraisal.status)
    return appraisal.answered_at is None and status not in (status.OPEN, status.RATED)


def _attach(objection: Objection, evidence: EvidenceDraft | None, acting: Acting[User]) -> None:
    if evidence is None:
        return
    if evidence.content:
        try:
            refuse_evidence_file(evidence)
        except PersonalDataFound as error:
            raise PersonalDataInObjection(str(error), field="file") from error
        except MeasurementRefused as error:
            raise ObjectionRefused(f"Bukti keberatan: {error}") from error
        stored = store_file(content=evidence.content, name=evidence.file_name, acting=acting)
        ObjectionEvidence.objects.create(objection=objection, file=stored, file_name=evidence.file_name[:255])
    if evidence.address:
        ObjectionEvidence.objects.create(objection=objection, address=evidence.address)
