"""Register of the articles that the code carries out, with the certainty of each.

``CONFIRMED``: the text itself or two independent sources. ``SINGLE``: one secondary source.
``UNSURE``: sources disagree or the text was not obtainable. ``POLICY``: no law says it; the
agency decides. A lawyer should check everything that is not CONFIRMED before production.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How certain a fact of the law is."""

    CONFIRMED = "CONFIRMED"
    SINGLE = "SINGLE"
    UNSURE = "UNSURE"
    POLICY = "POLICY"


@dataclass(frozen=True, slots=True)
class Citation:
    """One article and, in plain Indonesian, what it says about the matter at hand."""

    key: str
    regulation: str
    article: str
    status: Status
    says: str

    @property
    def reference(self) -> str:
        """The regulation with its article, as printed."""
        return f"{self.regulation}, {self.article}" if self.article else self.regulation


_REGISTER = (
    Citation(
        "appraiser",
        "PermenPANRB 6/2022",
        "Pasal 1",
        Status.CONFIRMED,
        "Pejabat penilai kinerja adalah atasan langsung, serendah-rendahnya pejabat pengawas, "
        "atau pejabat lain yang diberi pendelegasian.",
    ),
    Citation(
        "plan-set",
        "PermenPANRB 6/2022",
        "Pasal 14",
        Status.SINGLE,
        "SKP ditandatangani pegawai dan ditetapkan oleh pejabat penilai kinerja.",
    ),
    Citation(
        "plan-form",
        "PermenPANRB 6/2022",
        "Lampiran, formulir SKP kuantitatif",
        Status.CONFIRMED,
        "SKP memuat hasil kerja utama dan tambahan, indikator dengan target, perilaku kerja, "
        "dan lampiran dukungan sumber daya, skema pertanggungjawaban, serta konsekuensi.",
    ),
    Citation(
        "evaluation-steps",
        "PermenPANRB 6/2022",
        "Pasal 24-25; SE MenPANRB 3/2023",
        Status.CONFIRMED,
        "Capaian kinerja organisasi ditetapkan lebih dahulu, lalu pola distribusi, lalu predikat "
        "pegawai dengan mempertimbangkan kontribusinya.",
    ),
    Citation(
        "ratings",
        "PermenPANRB 6/2022",
        "Lampiran, formulir evaluasi kinerja",
        Status.CONFIRMED,
        "Hasil kerja dan perilaku kerja masing-masing mendapat satu rating: di atas, sesuai, "
        "atau di bawah ekspektasi.",
    ),
    Citation(
        "grade-matrix",
        "PermenPANRB 6/2022",
        "Lampiran, kuadran kinerja pegawai",
        Status.CONFIRMED,
        "Predikat adalah pertemuan rating hasil kerja dan rating perilaku kerja.",
    ),
    Citation(
        "behavior",
        "SE MenPANRB 20/2021",
        "",
        Status.CONFIRMED,
        "Perilaku kerja diukur dengan tujuh nilai dasar BerAKHLAK dan 21 panduan perilakunya.",
    ),
    Citation(
        "feedback",
        "PermenPANRB 6/2022",
        "Pasal 5; Lampiran, formulir umpan balik",
        Status.CONFIRMED,
        "Pimpinan memberi umpan balik berkelanjutan berdasarkan bukti dukung.",
    ),
    Citation(
        "objection",
        "PP 30/2019",
        "Pasal 59; PermenPANRB 6/2022 Pasal 29",
        Status.SINGLE,
        "Pegawai yang berkeberatan mengajukannya dengan alasan kepada atasan pejabat penilai "
        "kinerja dalam 14 hari sejak menerima hasil penilaian.",
    ),
    Citation(
        "principles",
        "PP 30/2019",
        "Pasal 4",
        Status.CONFIRMED,
        "Penilaian kinerja dilakukan secara objektif, terukur, akuntabel, partisipatif, dan "
        "transparan.",
    ),
    Citation(
        "employee-number",
        "Perka BKN 22/2007",
        "susunan NIP",
        Status.CONFIRMED,
        "NIP terdiri atas 18 angka: tanggal lahir, TMT CPNS, jenis kelamin, dan nomor urut.",
    ),
    Citation(
        "policy",
        "Kebijakan penilaian instansi",
        "",
        Status.POLICY,
        "Tidak ada peraturan yang mengubah persentase capaian menjadi rating. Ambang saran "
        "ditetapkan instansi, bertanggal, dan hanya menjadi saran; penilai yang memutuskan.",
    ),
)

CITATIONS = {citation.key: citation for citation in _REGISTER}


def cite(*keys: str) -> tuple[Citation, ...]:
    """The citations with these keys, in this order.

    :raises KeyError: for a key that is not in the register.
    """
    return tuple(CITATIONS[key] for key in keys)
