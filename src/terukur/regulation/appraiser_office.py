"""Check of the appraiser's office and rank, made before a unit gets another head."""

from collections.abc import Sequence

from terukur.regulation.citations import cite
from terukur.regulation.decision import RuleFinding
from terukur.regulation.ranks import PNS_RANKS
from terukur.regulation.scales import PositionKind

_AT_LEAST_SUPERVISOR = (PositionKind.HIGH_LEADER, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR)
_ORDER = list(PNS_RANKS)


def check_office(*, kind: PositionKind | None, rank: str, ranks: Sequence[str]) -> tuple[RuleFinding, ...]:
    """Return the findings against a person appraising people of these ranks; empty where there are none.

    PermenPANRB 6/2022 Pasal 1: the appraiser is the direct superior, at the lowest a *pejabat pengawas*, or
    another official to whom it was delegated. The rank has no article of its own; a lower one is remarked.
    Both can be answered by the letter that delegates it.
    """
    found = []
    if kind not in _AT_LEAST_SUPERVISOR:
        found.append(
            RuleFinding(
                "office",
                "Jabatan",
                f"jabatannya {kind.label if kind else 'tidak ada'}, di bawah pejabat pengawas "
                "(PermenPANRB 6/2022 Pasal 1).",
                "Tulis surat yang mendelegasikan penilaian kepadanya, atau pilih orang lain.",
                cite("appraiser")[0],
            )
        )
    higher = [one for one in ranks if _is_above(one, rank)]
    if higher:
        found.append(
            RuleFinding(
                "rank",
                "Pangkat",
                f"golongannya {rank or 'tidak tercatat'}, lebih rendah daripada {len(higher)} orang "
                f"yang akan dinilainya (tertinggi {max(higher, key=_ORDER.index)}).",
                "Tulis surat yang mendelegasikan penilaian kepadanya, atau pilih orang lain.",
            )
        )
    return tuple(found)


def _is_above(rank: str, other: str) -> bool:
    if rank not in PNS_RANKS or other not in PNS_RANKS:
        return False
    return _ORDER.index(rank) > _ORDER.index(other)
