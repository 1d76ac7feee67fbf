"""Refusal of acts that belong to the performance team."""

from terukur.ledger.acting import Acting, Actor
from terukur.organization.operations import OrganizationRefused
from terukur.organization.rights import acts_for_team
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


def only_team(acting: Acting[Actor]) -> None:
    """Refuse an act from outside the performance team.

    :raises OrganizationRefused: from anybody but the team and commands of the server.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Ini dilakukan oleh pengelola kinerja.")


def written_reason(reason: str, *, example: str) -> str:
    """Return a reason that says something.

    :raises OrganizationRefused: where nothing is written; the message gives an example.
    """
    if not has_letters(reason, PHRASE_LETTERS):
        raise OrganizationRefused(f"Tulis alasannya, misalnya {example}.", field="reason")
    return " ".join(reason.split())[:200]
