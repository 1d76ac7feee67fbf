"""Codes of the national personnel system (SIASN) for ratings, grades and ranks, and its two records.

The codes are CONFIRMED by two public clients; no official document was found. The grade always comes from the
quadrant (``regulation.grade``): a public helper that takes the larger code can never say Kurang. The two
records use different names for the same facts, and SIASN's answers use others again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terukur.regulation.grade import grade_of
from terukur.regulation.scales import Grade, Rating

RATING_CODES = {Rating.ABOVE: 1, Rating.MEETS: 2, Rating.BELOW: 3}
GRADE_CODES = {grade: code for code, grade in enumerate(Grade, start=1)}
_GROUPS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_MONTHLY, _QUARTERLY = 1, 2


@dataclass(frozen=True, slots=True)
class SiasnOutcome:
    """A final appraisal as SIASN expects it; ``person`` is SIASN's own key, never the NIP."""

    person: str
    results: Rating
    behavior: Rating
    year: int
    first_month: int
    last_month: int
    appraiser_number: str
    appraiser_name: str
    appraiser_position: str
    appraiser_rank: str
    appraiser_unit: str
    appraiser_is_asn: bool = True


def rank_code(rank: str) -> int:
    """Return the code of a golongan in SIASN: III/d is 34.

    :raises ValueError: for another text than I/a to IV/e.
    """
    group, _, step = rank.partition("/")
    if group not in _GROUPS or len(step) != 1 or step not in "abcde":
        raise ValueError(f"Golongan “{rank}” tidak punya kode SIASN; tulis I/a sampai IV/e.")
    return _GROUPS[group] * 10 + "abcde".index(step) + 1


def annual_record(outcome: SiasnOutcome) -> dict[str, Any]:
    """Return the fields of ``skp22/save``."""
    return {
        "id": "",
        "tahun": outcome.year,
        "pnsDinilaiOrang": outcome.person,
        "penilaiJabatan": outcome.appraiser_position,
        **_shared(outcome),
    }


def periodic_record(outcome: SiasnOutcome, *, coefficient: str) -> dict[str, Any]:
    """Return the fields of ``kinerjaperiodik/save``; months and years are whole numbers."""
    months = outcome.last_month - outcome.first_month + 1
    return {
        "id": "",
        "tahun": outcome.year,
        "pnsDinilaiId": outcome.person,
        "penilaiJabatanNama": outcome.appraiser_position,
        "periodikId": _MONTHLY if months == 1 else _QUARTERLY,
        "koefisienId": coefficient,
        "bulanMulaiPenilaian": outcome.first_month,
        "tahunMulaiPenilaian": outcome.year,
        "bulanSelesaiPenilaian": outcome.last_month,
        "tahunSelesaiPenilaian": outcome.year,
        **_shared(outcome),
    }


def read_grade(answer: Mapping[str, Any]) -> Grade | None:
    """Return the grade in an answer of SIASN, however its key is spelled; None where there is none."""
    for key, value in answer.items():
        if key.lower() in ("kuadrankinerjanilai", "kuadrannilai"):
            return {code: grade for grade, code in GRADE_CODES.items()}.get(int(value))
    return None


def _shared(outcome: SiasnOutcome) -> dict[str, Any]:
    grade = grade_of(results=outcome.results, behavior=outcome.behavior).result
    is_asn = outcome.appraiser_is_asn
    return {
        "hasilKinerjaNilai": RATING_CODES[outcome.results],
        "perilakuKerjaNilai": RATING_CODES[outcome.behavior],
        "kuadranKinerjaNilai": GRADE_CODES[grade],
        "statusPenilai": "ASN" if is_asn else "NON ASN",
        "penilaiNipNrp": outcome.appraiser_number if is_asn else "",
        "penilaiNama": outcome.appraiser_name,
        "penilaiGolongan": rank_code(outcome.appraiser_rank) if is_asn else "",
        "penilaiUnorNama": outcome.appraiser_unit,
    }
