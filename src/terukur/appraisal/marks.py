"""What a page has seen of an appraisal that is being rated, so that nothing unseen is overwritten."""

from typing import NamedTuple

from terukur.appraisal.models import Appraisal, AppraisalDraft


class RatingMark(NamedTuple):
    """The moment of the rating that stood, the version of the draft, and the computation that was shown.

    An empty part is not compared. Pages send it back as text.
    """

    rated: str = "0"
    draft: str = ""
    computation: str = ""

    def __str__(self) -> str:
        return ":".join(self).rstrip(":")

    @classmethod
    def parse(cls, text: str) -> "RatingMark":
        """Read what a page sent back; a page that sent nothing has seen no rating."""
        rated, draft, computation = [*text.split(":", 2), "", ""][:3]
        return cls(rated or "0", draft, computation)


def mark_of(appraisal: Appraisal, draft: AppraisalDraft | None) -> RatingMark:
    """Return what stands now, with the own draft of whoever rates."""
    rated = appraisal.rated_at.timestamp() if appraisal.rated_at else 0
    return RatingMark(str(rated), str(draft.version if draft else 0), str(appraisal.computation_id or ""))


def draft_mark(appraisal: Appraisal, draft: AppraisalDraft | None) -> str:
    """Return the mark of a row in the team table, where a draft names its computation itself."""
    return str(mark_of(appraisal, draft)._replace(computation=""))
