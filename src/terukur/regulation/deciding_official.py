"""The official who decides an objection to a rating by the highest official of all."""

from datetime import date

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import DecidingOfficial


def deciding_official(*, on: date) -> Decision[DecidingOfficial]:
    """Return who decides where the appraiser is a regional head or minister, with nobody above here.

    PP 30/2019 Pasal 59(2) names the appraiser's superior. Who that is above a regional head was not found, so
    it is the parameter ``objection.above_highest`` (UNSURE), which an agency sets in its own file.
    """
    setting = parameter("objection.above_highest", on=on)
    official = DecidingOfficial(setting.value)
    steps = (
        "Keberatan diputus atasan pejabat penilai (PP 30/2019 Pasal 59).",
        "Untuk rating oleh pejabat tertinggi yang bukan ASN, pemutusnya menurut pengaturan instansi: "
        f"{official.label}.",
    )
    return Decision(official, steps, (*cite("objection"), setting.citation))
