"""The status of an item in a development plan: what follows what, and whose turn it is."""

from django.db.models import TextChoices

from terukur.regulation.workflow import Party, Transition, Turn, Workflow


class LearningStatus(TextChoices):
    """Where an item of a development plan stands."""

    PROPOSED = "proposed", "Diusulkan"
    AGREED = "agreed", "Disepakati"
    FINISHED = "finished", "Selesai"
    DROPPED = "dropped", "Dibatalkan"


_S = LearningStatus
LEARNING_WORKFLOW = Workflow(
    transitions=(
        Transition(_S.PROPOSED, _S.AGREED, Party.APPRAISER, "menyepakati"),
        Transition(_S.PROPOSED, _S.DROPPED, Party.APPRAISER, "membatalkan usulan"),
        Transition(_S.AGREED, _S.FINISHED, Party.EMPLOYEE, "menunjukkan sertifikat"),
        Transition(_S.AGREED, _S.DROPPED, Party.APPRAISER, "membatalkan yang disepakati"),
        Transition(_S.FINISHED, _S.AGREED, Party.APPRAISER, "menolak sertifikat"),
    ),
    turns={
        _S.PROPOSED: Turn(Party.APPRAISER, "Usulan ini menunggu kesepakatan pejabat penilai."),
        _S.AGREED: Turn(Party.EMPLOYEE, "Pembelajaran ini menunggu sertifikat pegawai."),
        _S.FINISHED: Turn(Party.APPRAISER, "Sertifikatnya menunggu diperiksa."),
    },
)
