"""The kinds of absence that are recorded, and which of them lower what somebody is expected to reach."""

from terukur.regulation.scales import Scale


class AwayKind(Scale):
    """A reason why somebody does no work of the position for some days, by its official name.

    The kinds of leave are those of PP 11/2017 Pasal 310 and PerBKN 24/2017 (jo. 7/2021), SINGLE; collective
    leave is in the agency's calendar. The others are states that a decree gives.
    """

    ANNUAL = "annual", "Cuti tahunan"
    LONG = "long", "Cuti besar"
    SICK = "sick", "Cuti sakit"
    BIRTH = "birth", "Cuti melahirkan"
    IMPORTANT = "important", "Cuti karena alasan penting"
    UNPAID = "unpaid", "Cuti di luar tanggungan negara (CLTN)"
    STUDY = "study", "Tugas belajar"
    SUSPENDED = "suspended", "Pemberhentian sementara (tanpa penghasilan penuh)"
    VACANT = "vacant", "Jabatan lowong, belum ada penugasan"

    @property
    def lowers_target(self) -> bool:
        """Return whether its days are not counted.

        Annual leave is due to everybody every year, so the target of a year is agreed with it (POLICY).
        """
        return self is not AwayKind.ANNUAL
