"""The three kinds of competence, recognized by name.

PermenPANRB 38/2017 lists the managerial competences and the one socio-cultural competence by name (UNSURE:
the text itself was not seen); every other competence is a technical one.
"""

from terukur.regulation.scales import Scale


class CompetenceKind(Scale):
    """Kind of a competence in the standard of a position."""

    TECHNICAL = "technical", "Teknis"
    MANAGERIAL = "managerial", "Manajerial"
    SOCIAL = "social", "Sosial kultural"


_MANAGERIAL = frozenset(
    {
        "integritas",
        "kerja sama",
        "kerjasama",
        "komunikasi",
        "orientasi pada hasil",
        "pelayanan publik",
        "pengembangan diri dan orang lain",
        "mengelola perubahan",
        "pengambilan keputusan",
    }
)
_SOCIAL = frozenset({"perekat bangsa"})
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


def competence_kind(name: str) -> CompetenceKind:
    """Return the kind of the competence with this name (PermenPANRB 38/2017; UNSURE)."""
    plain = " ".join(name.casefold().split())
    if plain in _MANAGERIAL:
        return CompetenceKind.MANAGERIAL
    return CompetenceKind.SOCIAL if plain in _SOCIAL else CompetenceKind.TECHNICAL
