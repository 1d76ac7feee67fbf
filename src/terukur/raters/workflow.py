"""The state of a finding: what follows what, and whose turn it is."""

from django.db.models import TextChoices

from terukur.regulation.workflow import Party, Transition, Turn, Workflow


class FindingState(TextChoices):
    """Where a finding stands."""

    OPEN = "open", "Menunggu didengar"
    HEARD = "heard", "Sudah didengar"
    EXPLAINED = "explained", "Dijelaskan"
    ACTION_AGREED = "action-agreed", "Langkah disepakati"
    WITHDRAWN = "withdrawn", "Ditarik"


_S = FindingState
FINDING_WORKFLOW = Workflow(
    transitions=(
        Transition(_S.OPEN, _S.HEARD, Party.PANEL, "mendengar penilainya"),
        Transition(_S.HEARD, _S.EXPLAINED, Party.PANEL, "menyimpulkan bahwa ada penjelasannya"),
        Transition(_S.HEARD, _S.ACTION_AGREED, Party.PANEL, "menyepakati langkah"),
        Transition(_S.OPEN, _S.WITHDRAWN, Party.SYSTEM, "menarik yang belum didengar"),
        Transition(_S.HEARD, _S.WITHDRAWN, Party.SYSTEM, "menarik yang sudah didengar"),
    ),
    turns={
        _S.OPEN: Turn(Party.PANEL, "Dengar penilainya dahulu; sesudah itu temuan dapat disimpulkan."),
        _S.HEARD: Turn(Party.PANEL, "Temuan ini menunggu kesimpulan panel."),
    },
)
