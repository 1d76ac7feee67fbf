"""Storage of the data of a result's papers, once, at the moment it becomes final."""

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals
from terukur.documents.appraisal import evaluation_data, summary_data
from terukur.documents.models import FinalPapers
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record


def keep_papers(appraisal: Appraisal, acting: Acting[Actor]) -> None:
    """Store the data of both papers; later acts change nothing that was final."""
    whole = appraisals().get(pk=appraisal.pk)
    papers = FinalPapers.objects.create(
        appraisal=whole,
        evaluation=evaluation_data(whole, at=acting.at),
        summary=summary_data(whole, at=acting.at),
        kept_at=acting.at,
    )
    act = Act(f"appraisal/{whole.pk}", "papers-kept", rows=fingerprints(papers))
    record(act, acting)
