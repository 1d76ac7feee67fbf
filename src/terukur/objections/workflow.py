"""The way of one objection inside an appraisal that is OBJECTED: what follows what, and whose turn it is.

No column holds the state: it follows from what was written (``Objection.state``). The appraisal's own
status changes with it, by ``APPRAISAL_WORKFLOW``.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from terukur.regulation.workflow import Party, Transition, Turn, Workflow


class ObjectionState(TextChoices):
    """Where an objection stands."""

    FILED = "filed", "Diajukan"
    ANSWERED = "answered", "Dijelaskan"
    DECIDED = "decided", "Diputus"
    WITHDRAWN = "withdrawn", "Ditarik"


@dataclass(frozen=True, slots=True)
class ObjectionTurn(Turn):
    """The turn in a state of an objection; ``reminder`` is the line for whoever has it."""

    reminder: str


_S = ObjectionState
OBJECTION_WORKFLOW = Workflow(
    transitions=(
        Transition(_S.FILED, _S.ANSWERED, Party.APPRAISER, "menjelaskan"),
        Transition(_S.FILED, _S.DECIDED, Party.SUPERIOR, "memutus tanpa penjelasan, sesudah batasnya"),
        Transition(_S.FILED, _S.WITHDRAWN, Party.EMPLOYEE, "menarik keberatan"),
        Transition(_S.ANSWERED, _S.DECIDED, Party.SUPERIOR, "memutus"),
    ),
    turns={
        _S.FILED: ObjectionTurn(
            Party.APPRAISER, "pejabat penilai menjelaskan", "Satu keberatan menunggu penjelasan Anda"
        ),
        _S.ANSWERED: ObjectionTurn(
            Party.SUPERIOR, "atasan pejabat penilai memutus", "Satu keberatan menunggu keputusan Anda"
        ),
    },
)
