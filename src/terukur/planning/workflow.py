"""The status of a version of a plan: what follows what, and whose turn it is."""

from django.db.models import TextChoices

from terukur.regulation.workflow import Party, Transition, Turn, Workflow


class PlanStatus(TextChoices):
    """Where a version of a plan stands."""

    DRAFT = "draft", "Konsep"
    SUBMITTED = "submitted", "Diajukan"
    RETURNED = "returned", "Dikembalikan"
    SET = "set", "Ditetapkan"
    SUPERSEDED = "superseded", "Digantikan"


_S = PlanStatus
PLAN_WORKFLOW = Workflow(
    transitions=(
        Transition(_S.DRAFT, _S.SUBMITTED, Party.EMPLOYEE, "mengajukan"),
        Transition(_S.RETURNED, _S.SUBMITTED, Party.EMPLOYEE, "mengajukan lagi"),
        Transition(_S.SUBMITTED, _S.DRAFT, Party.EMPLOYEE, "menarik pengajuan"),
        Transition(_S.SUBMITTED, _S.RETURNED, Party.APPRAISER, "mengembalikan"),
        Transition(_S.SUBMITTED, _S.SET, Party.APPRAISER, "menetapkan"),
        Transition(_S.SET, _S.SUPERSEDED, Party.APPRAISER, "menetapkan versi berikutnya"),
    ),
    turns={
        _S.DRAFT: Turn(Party.EMPLOYEE, "pegawai melengkapi dan mengajukannya"),
        _S.RETURNED: Turn(Party.EMPLOYEE, "pegawai memperbaiki dan mengajukannya lagi"),
        _S.SUBMITTED: Turn(Party.APPRAISER, "pejabat penilai menetapkan atau mengembalikannya"),
        _S.SET: Turn(Party.EMPLOYEE, "pegawai memulai revisi bila ada yang berubah"),
        _S.SUPERSEDED: Turn(Party.EMPLOYEE, "pakai versi yang menggantikannya"),
    },
    steps=(("Disusun", (_S.DRAFT, _S.RETURNED)), ("Ditetapkan", (_S.SUBMITTED,)), ("Berlaku", (_S.SET,))),
)
