"""Forms of learning with the codes that SIASN takes, and the share of learning each belongs to.

Codes and words: reference data of SIASN (CONFIRMED). Which share a form belongs to follows from what it
is: in a classroom, from another person, or at work (10-20-70, CONFIRMED as guidance of a ministry).
"""

from dataclasses import dataclass

from terukur.regulation.citations import Citation, cite
from terukur.regulation.scales import Scale


class LearningShare(Scale):
    """The three shares of 10-20-70."""

    FORMAL = "formal", "Belajar formal (10)"
    OTHERS = "others", "Belajar dari orang lain (20)"
    WORK = "work", "Belajar dari pekerjaan (70)"


@dataclass(frozen=True, slots=True)
class LearningForm:
    """One form: SIASN's code, its Indonesian word, whether it is held in a classroom, its share."""

    code: int
    label: str
    is_classroom: bool
    share: LearningShare


_CLASSROOM = (
    "Pelatihan struktural",
    "Pelatihan fungsional",
    "Pelatihan teknis",
    "Workshop atau lokakarya",
    "Pelatihan manajerial",
    "Pelatihan sosial kultural",
    "Sosialisasi",
    "Bimbingan teknis",
    "Seminar",
    "Magang",
    "Kursus",
    "Penataran",
    "Klasikal lainnya",
)
_ELSEWHERE = (
    "Coaching",
    "Mentoring",
    "E-learning",
    "Pelatihan jarak jauh",
    "Detasering (secondment)",
    "Pembelajaran alam terbuka",
    "Patok banding (benchmarking)",
    "Pertukaran dengan swasta, BUMN, atau BUMD",
    "Belajar mandiri",
    "Komunitas belajar",
    "Bimbingan di tempat kerja",
    "Nonklasikal lainnya",
)
_FROM_OTHERS = frozenset({14, 15, 20, 23})
_AT_WORK = frozenset({10, 18, 21, 24, 25})


def _form(code: int, label: str, *, is_classroom: bool) -> LearningForm:
    share = LearningShare.FORMAL
    if code in _FROM_OTHERS:
        share = LearningShare.OTHERS
    elif code in _AT_WORK:
        share = LearningShare.WORK
    return LearningForm(code, label, is_classroom, share)


LEARNING_FORMS = {
    form.code: form
    for form in (
        *(_form(code, label, is_classroom=True) for code, label in enumerate(_CLASSROOM, start=1)),
        *(
            _form(code, label, is_classroom=False)
            for code, label in enumerate(_ELSEWHERE, start=len(_CLASSROOM) + 1)
        ),
    )
}


def learning_citations() -> tuple[Citation, ...]:
    """Return the legal basis of the forms and their shares."""
    return cite("learning-forms", "learning-shares")
