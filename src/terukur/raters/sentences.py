"""The sentence for an employee about the review of the appraiser's ratings."""

from django.utils import timezone

from terukur.appraisal.models import Appraisal
from terukur.notation.dates import written_day
from terukur.raters.finding_view import finding_words
from terukur.raters.models import Finding

# The same words whether nothing was found or a finding is still in the panel's room: neither shows.
NOTHING_SETTLED = (
    "Cara menilai semua penilai diperiksa dengan aturan yang sama; tentang penilaian ini tidak ada "
    "pertanyaan yang selesai dibahas, dan itu tidak membuktikan apa pun."
)
_CONCLUDED = {
    Finding.State.EXPLAINED: "ada penjelasannya",
    Finding.State.ACTION_AGREED: "ada langkah yang disepakati",
}


def settled_finding(appraisal: Appraisal) -> Finding | None:
    """Return the newest settled finding about the appraiser of this result whose figures include it."""
    found = (
        Finding.objects.filter(
            appraiser=appraisal.appraiser_id,
            settled_at__isnull=False,
            period__gte=appraisal.period,
            result__run__since__lte=appraisal.period,
        )
        .exclude(state=Finding.State.WITHDRAWN)
        .select_related("result")
        .order_by("-settled_at")
    )
    return found.first() if appraisal.delivered_at and not appraisal.is_trial else None


def yardstick_sentence(appraisal: Appraisal) -> str:
    """Return the question, that the appraiser was heard, and the conclusion; else that nothing was settled.

    Only findings that left the panel's room are shown. The rating stands as it was delivered.
    """
    finding = settled_finding(appraisal)
    if finding is None or finding.settled_at is None:
        return NOTHING_SETTLED
    on = timezone.localtime(finding.settled_at).date()
    return (
        f"{finding_words(finding)}; panel kalibrasi mendengar penilainya dan menyimpulkan pada "
        f"{written_day(on)}: {_CONCLUDED[Finding.State(finding.state)]}. Rating Anda tidak berubah karenanya."
    )
