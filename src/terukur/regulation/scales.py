"""The closed vocabularies of performance appraisal, with their official Indonesian labels.

The values are those used in JSON and in the database; the labels are printed unchanged on forms.
"""

from enum import StrEnum
from typing import Self


class Scale(StrEnum):
    """A closed list of words, each with the official Indonesian label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the pairs of stored value and official label, in the order of the scale."""
        return [(member.value, member.label) for member in cls]


class Rating(Scale):
    """Rating of results or of behavior against expectation, worst first (PermenPANRB 6/2022)."""

    BELOW = "below", "Di bawah ekspektasi"
    MEETS = "meets", "Sesuai ekspektasi"
    ABOVE = "above", "Di atas ekspektasi"

    @property
    def position(self) -> int:
        """The place on the scale: 0 for the worst, 2 for the best."""
        return list(type(self)).index(self)


class Grade(Scale):
    """Predikat kinerja pegawai, best first; not the same five words as an organization's."""

    VERY_GOOD = "very-good", "Sangat Baik"
    GOOD = "good", "Baik"
    NEEDS_IMPROVEMENT = "needs-improvement", "Butuh Perbaikan"
    POOR = "poor", "Kurang/Misconduct"
    VERY_POOR = "very-poor", "Sangat Kurang"


# PP 30/2019 and the rules of functional positions write Cukup for the middle grade.
OLDER_WORDS: dict[str, Grade] = {"cukup": Grade.NEEDS_IMPROVEMENT}


class OrganizationGrade(Scale):
    """Capaian kinerja organisasi (SE MenPANRB 3/2023), best first."""

    EXCELLENT = "excellent", "Istimewa"
    GOOD = "good", "Baik"
    NEEDS_IMPROVEMENT = "needs-improvement", "Butuh Perbaikan"
    POOR = "poor", "Kurang"
    VERY_POOR = "very-poor", "Sangat Kurang"


class Grade2019(Scale):
    """Predikat of PP 30/2019 Pasal 41(5), best first; its middle word is Cukup."""

    VERY_GOOD = "very-good", "Sangat Baik"
    GOOD = "good", "Baik"
    FAIR = "fair", "Cukup"
    POOR = "poor", "Kurang"
    VERY_POOR = "very-poor", "Sangat Kurang"


class ResultKind(Scale):
    """Section of the plan in which a planned result stands."""

    MAIN = "main", "Utama"
    ADDITIONAL = "additional", "Tambahan"


class Aspect(Scale):
    """Aspect of an indicator in the form for administrators and functional officials."""

    QUANTITY = "quantity", "Kuantitas"
    QUALITY = "quality", "Kualitas"
    TIME = "time", "Waktu"
    COST = "cost", "Biaya"


class Perspective(Scale):
    """Perspective of a result in the form for high leaders and heads of independent units."""

    SERVICE_RECIPIENT = "service-recipient", "Penerima layanan"
    BUSINESS_PROCESS = "business-process", "Proses bisnis"
    INTERNAL_STRENGTH = "internal-strength", "Penguatan internal"
    BUDGET = "budget", "Anggaran"


class Direction(Scale):
    """The direction in which a realization is good."""

    HIGHER = "higher", "Makin tinggi makin baik"
    LOWER = "lower", "Makin rendah makin baik"
    RANGE = "range", "Di dalam rentang"


class Pace(Scale):
    """The time in the plan at which the target is due."""

    STEADY = "steady", "Bertambah merata sampai akhir rencana"
    LEVEL = "level", "Berlaku sama di setiap periode"
    ONCE = "once", "Satu kali, pada tanggal jatuh tempo"


class DivisionKind(Scale):
    """The way in which a target divides over the year."""

    EVEN = "", "Merata"
    SEASON = "season", "Menurut musim, dengan bobot"
    OWN = "own", "Dengan angka sendiri"


class Combination(Scale):
    """The way in which the values of several months become one realization."""

    SUM = "sum", "Dijumlahkan"
    LATEST = "latest", "Nilai terakhir"
    MEAN = "mean", "Rata-rata"
    RATIO = "ratio", "Jumlah pembilang dibagi jumlah penyebut"


class Origin(Scale):
    """The source of a realization; the three are never shown alike."""

    MEASURED = "measured", "Terukur dari data"
    VERIFIED = "verified", "Terverifikasi"
    DECLARED = "declared", "Pernyataan sendiri"
    NONE = "none", "Belum ada data"


class EmploymentKind(Scale):
    """Kind of civil servant."""

    PNS = "pns", "PNS"
    PPPK = "pppk", "PPPK"
    PPPK_PART_TIME = "pppk-part-time", "PPPK paruh waktu"


class Sex(Scale):
    """The fifteenth digit of a NIP."""

    MALE = "male", "Laki-laki"
    FEMALE = "female", "Perempuan"


class PositionKind(Scale):
    """Jenis jabatan."""

    HIGH_LEADER = "high-leader", "Pimpinan tinggi"
    ADMINISTRATOR = "administrator", "Administrator"
    SUPERVISOR = "supervisor", "Pengawas"
    IMPLEMENTER = "implementer", "Pelaksana"
    FUNCTIONAL = "functional", "Fungsional"


class FormFamily(Scale):
    """Addressee of the SKP form; a field of the position, never computed from its rank."""

    LEADER = "jpt-pukm", "Pejabat Pimpinan Tinggi dan Pimpinan Unit Kerja Mandiri"
    STAFF = "ja-jf", "Pejabat Administrasi dan Pejabat Fungsional"


class PlanApproach(Scale):
    """Pendekatan SKP: results with numbers, with words, or some of each."""

    QUANTITATIVE = "quantitative", "Kuantitatif"
    QUALITATIVE = "qualitative", "Kualitatif"
    MIXED = "mixed", "Kuantitatif dan kualitatif"


class AnnexList(Scale):
    """The three lists of the plan's annex (Lampiran SKP)."""

    RESOURCES = "resources", "Dukungan sumber daya"
    ACCOUNTABILITY = "accountability", "Skema pertanggungjawaban"
    CONSEQUENCES = "consequences", "Konsekuensi"


class FunctionalLevel(Scale):
    """Jenjang jabatan fungsional: keterampilan, then keahlian, each from the lowest."""

    BEGINNER = "pemula", "Pemula"
    SKILLED = "terampil", "Terampil"
    ADVANCED = "mahir", "Mahir"
    SUPERVISING = "penyelia", "Penyelia"
    FIRST_EXPERT = "ahli-pertama", "Ahli Pertama"
    YOUNG_EXPERT = "ahli-muda", "Ahli Muda"
    MIDDLE_EXPERT = "ahli-madya", "Ahli Madya"
    MAIN_EXPERT = "ahli-utama", "Ahli Utama"


class CreditKind(Scale):
    """What points were given for that no grade of Terukur converts: the rows of the PAK."""

    BASE = "base", "Angka kredit dasar"
    FORMER = "former", "Angka kredit sebelumnya (PAK atau integrasi)"
    ADJUSTMENT = "adjustment", "Penyesuaian atau penyetaraan"
    EDUCATION = "education", "Ijazah lebih tinggi"
    OTHER = "other", "Lainnya"


class DayKind(Scale):
    """The way in which the days of a deadline are counted."""

    CALENDAR = "calendar", "Hari kalender"
    WORKING = "working", "Hari kerja"


class ActingPlan(Scale):
    """The place in which the work of an acting head (Plt) is planned and appraised."""

    OWN_PLAN = "own-plan", "SKP tersendiri untuk jabatan Plt"
    ADDITIONAL = "additional", "Hasil kerja tambahan dalam SKP jabatan sendiri"


class DecidingOfficial(Scale):
    """Who decides an objection to a rating by an official with nobody above in the agency."""

    APPOINTED = "appointed", "Pejabat yang ditunjuk dengan surat"
    APPRAISER = "appraiser", "Pejabat penilai itu sendiri, sesudah mendengar pegawai"


class ServiceElement(Scale):
    """The nine elements of the satisfaction survey; keys, because their numbers disagree."""

    REQUIREMENTS = "persyaratan", "Persyaratan"
    PROCEDURE = "prosedur", "Sistem, mekanisme, dan prosedur"
    TIME = "waktu", "Waktu penyelesaian"
    COST = "biaya", "Biaya/tarif"
    PRODUCT = "produk", "Produk spesifikasi jenis pelayanan"
    COMPETENCE = "kompetensi", "Kompetensi pelaksana"
    MANNER = "perilaku", "Perilaku pelaksana"
    COMPLAINTS = "pengaduan", "Penanganan pengaduan, saran, dan masukan"
    FACILITIES = "sarana", "Sarana dan prasarana"


class ServiceQuality(Scale):
    """Mutu pelayanan of a satisfaction survey, best first."""

    A = "a", "A (Sangat Baik)"
    B = "b", "B (Baik)"
    C = "c", "C (Kurang Baik)"
    D = "d", "D (Tidak Baik)"


class WeightMode(Scale):
    """The written form of an element's weight; the rounded ones reproduce printed reports."""

    EXACT = "exact", "1 dibagi banyak unsur"
    TWO_PLACES = "0.11", "0,11"
    THREE_PLACES = "0.111", "0,111"


class SampleMethod(Scale):
    """Formula of the least number of respondents."""

    KREJCIE_MORGAN = "krejcie-morgan", "Krejcie dan Morgan"
    SLOVIN = "slovin", "Slovin"


class Potential(Scale):
    """Potential on the horizontal axis of the talent boxes."""

    LOW = "low", "Rendah"
    MEDIUM = "medium", "Sedang"
    HIGH = "high", "Tinggi"


class ImmunizationKind(Scale):
    """The immunization indicator that is asked for."""

    COVERAGE = "coverage", "Cakupan"
    DROP_OUT = "drop-out", "Putus imunisasi"
    LEFT_OUT = "left-out", "Belum terjangkau"
    UCI = "uci", "Kelurahan UCI"
