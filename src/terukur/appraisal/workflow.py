"""The status of an appraisal: what follows what, whose turn it is, and what each is told.

The last transition to FINAL is a talk: one side records it, the other confirms it.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from terukur.regulation.schedule import Step
from terukur.regulation.workflow import Party, Transition, Turn, Workflow


class AppraisalStatus(TextChoices):
    """Where an appraisal stands."""

    OPEN = "open", "Belum dinilai"
    RATED = "rated", "Dinilai, belum disampaikan"
    DELIVERED = "delivered", "Disampaikan"
    ACCEPTED = "accepted", "Diterima pegawai"
    OBJECTED = "objected", "Keberatan diajukan"
    DECIDED = "decided", "Keberatan diputus"
    UNANSWERED = "unanswered", "Tidak dijawab sampai batasnya"
    FINAL = "final", "Final"


@dataclass(frozen=True, slots=True)
class AppraisalTurn(Turn):
    """The turn in a status of an appraisal, with the step of the schedule that it belongs to.

    ``work`` is what is left to do in the list of who waits for whom, ``reminder`` the line for whoever
    has the turn, with the number of appraisals; an objection reminds by its own clock. ``advice`` is what
    the summary of a delivered result tells the employee, with ``until`` for the last day to answer.
    """

    step: Step
    work: str
    reminder: str = ""
    advice: str = ""


_S = AppraisalStatus
_TALK = AppraisalTurn(
    Party.BOTH,
    "percakapan tentang hasilnya dicatat",
    Step.TALK,
    "mencatat percakapan",
    "{} hasil menunggu percakapan dengan pegawainya",
    "Tinggal dibicarakan dengan pejabat penilai; setelah itu final.",
)
APPRAISAL_WORKFLOW = Workflow(
    transitions=(
        Transition(_S.OPEN, _S.RATED, Party.APPRAISER, "memberi rating"),
        Transition(_S.RATED, _S.RATED, Party.APPRAISER, "menilai ulang"),
        Transition(_S.RATED, _S.DELIVERED, Party.APPRAISER, "menyampaikan"),
        Transition(_S.DELIVERED, _S.RATED, Party.APPRAISER, "menarik hasil yang belum dibuka"),
        Transition(_S.DELIVERED, _S.ACCEPTED, Party.EMPLOYEE, "menerima"),
        Transition(_S.DELIVERED, _S.OBJECTED, Party.EMPLOYEE, "mengajukan keberatan"),
        Transition(_S.DELIVERED, _S.UNANSWERED, Party.SYSTEM, "mencatat lewatnya batas menjawab"),
        Transition(_S.OBJECTED, _S.DECIDED, Party.SUPERIOR, "memutus keberatan"),
        Transition(_S.OBJECTED, _S.DELIVERED, Party.EMPLOYEE, "menarik keberatan"),
        Transition(_S.ACCEPTED, _S.DELIVERED, Party.EMPLOYEE, "menarik penerimaan"),
        Transition(_S.ACCEPTED, _S.FINAL, Party.BOTH, "membicarakan hasil yang diterima"),
        Transition(_S.UNANSWERED, _S.FINAL, Party.BOTH, "membicarakan hasil yang tidak dijawab"),
        Transition(_S.DECIDED, _S.FINAL, Party.BOTH, "membicarakan hasil yang diputus"),
    ),
    turns={
        _S.OPEN: AppraisalTurn(
            Party.APPRAISER,
            "pejabat penilai memberi rating",
            Step.RATING,
            "menilai",
            "{} penilaian menunggu rating Anda",
        ),
        _S.RATED: AppraisalTurn(
            Party.APPRAISER,
            "pejabat penilai menyampaikannya",
            Step.DELIVERY,
            "menyampaikan hasil",
            "{} hasil menunggu Anda sampaikan",
        ),
        _S.DELIVERED: AppraisalTurn(
            Party.EMPLOYEE,
            "pegawai menerima atau mengajukan keberatan",
            Step.TALK,
            "menerima atau berkeberatan",
            "{} hasil menunggu Anda baca dan jawab",
            "Terima hasil ini atau ajukan keberatan kepada atasan pejabat penilai, {until} (PP 30/2019 "
            "Pasal 59). Satu angka yang keliru cukup dilaporkan kepada pemilik datanya.",
        ),
        _S.OBJECTED: AppraisalTurn(
            Party.SUPERIOR,
            "atasan pejabat penilai memutus keberatan",
            Step.TALK,
            "menanggapi keberatan",
            advice="Keberatan sedang dijelaskan dan diputus; sampai itu selesai hasil ini sementara.",
        ),
        _S.ACCEPTED: _TALK,
        _S.UNANSWERED: _TALK,
        _S.DECIDED: _TALK,
    },
    steps=(
        ("Dinilai penilai", (_S.OPEN,)),
        ("Disampaikan", (_S.RATED,)),
        ("Diterima atau keberatan", (_S.DELIVERED, _S.OBJECTED)),
        ("Dibicarakan dan final", (_S.ACCEPTED, _S.UNANSWERED, _S.DECIDED)),
    ),
)
ANSWERED = APPRAISAL_WORKFLOW.leading_to(AppraisalStatus.FINAL)
