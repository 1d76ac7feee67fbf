"""A plan of Ani with a result in words, from the draft to what the appraiser marks."""

from datetime import date

from terukur.appraisal.expectation_marks import mark_expectations
from terukur.measurement.accounts import declare_account
from terukur.measurement.operations import EvidenceDraft
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.planning.operations.content import remove_indicator, save_indicator, save_result
from terukur.planning.operations.versions import set_plan, submit_plan
from terukur.regulation.qualitative import ExpectationMarkDraft
from terukur.regulation.scales import Rating
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, NEW_YEAR, QUARTER, acting, employee

TITLE = "Pengaduan ditangani"
EXPECTED = "Warga yang mengadu tahu siapa yang menangani dan kapan selesai."
TOLD = "Papan pengaduan dipasang; tiga warga menyebut petugasnya saat ditanya."
SEEN = "Saya melihat papannya dan menanyai tiga warga di loket."


def qualitative_plan(*, whole: bool = False) -> PlanVersion:
    """Ani's set plan: one result with a number, one in words; or both in words."""
    version = cast.load_all(status="KONSEP")
    ani, budi = employee(ANI).user, employee(BUDI).user
    for result in version.results.order_by("number"):
        if whole or result.title == "Pengaduan tuntas":
            for indicator in result.indicators.all():
                remove_indicator(indicator=indicator, by=ani)
            save_result(version=version, by=ani, fields={"expectation": EXPECTED}, result=result)
    for indicator in Indicator.objects.filter(result__version=version):
        save_indicator(result=indicator.result, by=ani, fields={"weight": 100}, indicator=indicator)
    submit_plan(version=version, acting=acting(ani, NEW_YEAR))
    set_plan(version=version, acting=acting(budi, NEW_YEAR))
    return version


def with_words(version: PlanVersion) -> None:
    """Add a result in words to Ani's draft, which is then submitted and set."""
    ani = employee(ANI).user
    fields = {"title": TITLE, "kind": "main", "expectation": EXPECTED, "support_reason": "Rencana unit"}
    save_result(version=version, by=ani, fields=fields)
    submit_plan(version=version, acting=acting(ani, NEW_YEAR))
    set_plan(version=version, acting=acting(employee(BUDI).user, NEW_YEAR))


def words_of(version: PlanVersion) -> PlannedResult:
    """The result in words."""
    return version.results.exclude(expectation="").first()


def declare_words(version, result=None, *, text=TOLD, day=date(2026, 3, 10), on=AFTER, by=ANI):
    """What became of it, with evidence, as stated by its owner."""
    return declare_account(
        plan=version.plan,
        thread=(result or words_of(version)).thread,
        period=QUARTER,
        account=text,
        account_on=day,
        evidence=EvidenceDraft(address="https://contoh.go.id/papan"),
        acting=acting(employee(by).user, on),
    )


def mark_words(appraisal, rating=Rating.MEETS, *, reason=SEEN, day=date(2026, 3, 12), by=BUDI):
    """The appraiser's mark of every result in words."""
    drafts = {result.thread: ExpectationMarkDraft(rating, reason, day) for result in appraisal.tree.results}
    mark_expectations(appraisal=appraisal, marks=drafts, acting=acting(employee(by).user, AFTER))
