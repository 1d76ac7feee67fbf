"""The right to record absences, work agreements and the start of measuring, asked by each act itself."""

from terukur.ledger.acting import Acting, Actor
from terukur.organization.rights import acts_for_team
from terukur.regulation.decision import Refused


class EmploymentRefused(Refused):
    """The act is not possible; the message says why and what to do."""


def refuse_others(acting: Acting[Actor]) -> None:
    """Refuse anybody but the performance team and commands of the server.

    :raises EmploymentRefused: for anybody else.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise EmploymentRefused("Masa kerja dicatat oleh pengelola kinerja.")
