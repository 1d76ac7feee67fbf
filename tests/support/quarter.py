"""What the cast does in the first quarter: the acts that many tests begin with."""

from decimal import Decimal

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import deliver, rate, set_unit_grade
from terukur.coaching.dialogue import DialogueDraft, record_dialogue
from terukur.coaching.models import Dialogue
from terukur.delivery.closing import confirm_talk
from terukur.delivery.receipt import mark_read
from terukur.ledger.acting import COMMAND
from terukur.measurement.operations import EvidenceDraft, declare_realization, verify_realization
from terukur.objections.operations import ObjectionDraft, file_objection
from terukur.organization.models import Unit
from terukur.planning.models import Indicator
from terukur.planning.operations.versions import submit_plan
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, QUARTER, acting, employee

VALUES = {"2026-01": "30", "2026-02": "34", "2026-03": "32"}
MIDDLE = {code: BehaviorMarkDraft(Rating.MEETS) for code in BEHAVIOR_CODES}
AS_SUGGESTED = RatingDraft(Rating.MEETS, "", Rating.MEETS, "", MIDDLE)


def declare(version, value="3", *, verified=True):
    indicator = Indicator.objects.get(result__version=version, measure=None)
    realization = declare_realization(
        plan=version.plan,
        thread=indicator.thread,
        period=QUARTER,
        value=Decimal(value),
        note="",
        evidence=EvidenceDraft(address="https://contoh.go.id/bukti"),
        acting=acting(employee(ANI).user, AFTER),
    )
    if verified:
        verify_realization(
            realization=realization, accepted=True, note="", acting=acting(employee(BUDI).user, AFTER)
        )
    return realization


def begun() -> Appraisal:
    """Ani's plan, loaded and verified values, and what they come to."""
    version = cast.load_all()
    cast.load_values(VALUES)
    declare(version)
    return computed()


def computed() -> Appraisal:
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    return Appraisal.objects.select_related("computation").get(
        plan__assignment__employee__number=ANI, period="2026-Q1"
    )


def give(appraisal, draft=AS_SUGGESTED, by=BUDI):
    rate(appraisal=appraisal, draft=draft, acting=acting(employee(by).user, AFTER))


def grade_unit(by=CITRA):
    set_unit_grade(
        unit=Unit.objects.get(code="SEKSI"),
        period=QUARTER,
        grade=OrganizationGrade.GOOD,
        reason="Rencana aksi tercapai",
        acting=acting(employee(by).user, AFTER),
    )


def hand_over(appraisal):
    give(appraisal)
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    return mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))


def objecting(appraisal, on, parts=("results",)):
    return file_objection(
        appraisal=appraisal,
        acting=acting(employee(ANI).user, on),
        draft=ObjectionDraft(
            parts,
            "Realisasi bulan Februari belum lengkap.",
            EvidenceDraft(address="https://contoh.go.id/register"),
        ),
    )


def submit(version, by=ANI):
    submit_plan(version=version, acting=acting(employee(by).user, AFTER))


def talk(appraisal, on, *, by=BUDI, period=QUARTER, agreements=(), reviews=None, held_on=None):
    return record_dialogue(
        plan=appraisal.plan,
        acting=acting(employee(by).user, on),
        draft=DialogueDraft(
            kind=Dialogue.Kind.CLOSING,
            period=period,
            held_on=held_on or on,
            agreements=agreements,
            reviews=reviews or {},
            summary="Capaian dan hambatan triwulan ini dibicarakan.",
        ),
    )


def confirm(dialogue, on, *, by=ANI, agrees=True, note=""):
    confirm_talk(dialogue=dialogue, agrees=agrees, note=note, acting=acting(employee(by).user, on))
