"""Two appraisers and their superior: Budi rates Ani, Gita rates Hadi, Citra rates Eko and leads both."""

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import rate
from terukur.calibration.models import Round, RoundRow
from terukur.calibration.opinions import OpinionDraft, cannot_judge_rest, give_opinion
from terukur.calibration.rounds import open_round
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.regulation.rating import RatingDraft
from terukur.regulation.scales import Rating
from tests.support import cast, quarter
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, NEW_YEAR, QUARTER, acting, employee, moment

GITA = "198103032006042001"
HADI = "199104042016051001"
MORE = (
    (GITA, "Gita", "Kepala Seksi", "Pengawas", "DUA", "Seksi Dua", "KEC", CITRA, "ya", "2025-01-01"),
    (HADI, "Hadi", "Petugas", "Pelaksana", "DUA", "Seksi Dua", "KEC", GITA, "tidak", "2025-01-01"),
)
RATES = {ANI: BUDI, HADI: GITA, EKO: CITRA}
WHY = "Registernya lengkap dan tepat waktu."
HIGHER = RatingDraft(Rating.ABOVE, WHY, Rating.MEETS, "", quarter.MIDDLE)


def load_everybody() -> None:
    """Three people with plans and values in three places, computed."""
    built_once("three-people", _load_everybody)


def _load_everybody() -> None:
    if not Unit.objects.exists():
        cast.load_people()
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *MORE]), filename="p.csv", acting=acting(COMMAND, NEW_YEAR)
    )
    for number in RATES:
        cast.load_plan(number)
        cast.load_values(quarter.VALUES, number=number)
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))


def appraisal_of(number: str) -> Appraisal:
    return Appraisal.objects.get(plan__assignment__employee__number=number, period=str(QUARTER))


def rated(number: str, draft: RatingDraft = quarter.AS_SUGGESTED, at=AFTER) -> None:
    rate(
        appraisal=appraisal_of(number),
        draft=draft,
        acting=acting(employee(RATES[number]).user, AFTER, moment(at)),
    )


def opened(unit: str = "KEC", by: str = DEWI) -> Round:
    return open_round(
        unit=Unit.objects.get(code=unit), period=QUARTER, acting=acting(employee(by).user, AFTER)
    )


def row_of(number: str, round_: Round | None = None) -> RoundRow:
    rows = RoundRow.objects.filter(round=round_) if round_ else RoundRow.objects.all()
    return rows.get(appraisal__plan__assignment__employee__number=number)


def thinks(who: str, about: str, results=Rating.MEETS, behavior=Rating.MEETS, ground=WHY):
    return give_opinion(
        row=row_of(about),
        draft=OpinionDraft(results, behavior, ground),
        acting=acting(employee(who).user, AFTER),
    )


def judged_by(*numbers: str) -> None:
    """These have handed in everything they owe."""
    for number in numbers:
        cannot_judge_rest(
            round_=Round.objects.get(),
            ground="Saya tidak mengenal pekerjaannya.",
            acting=acting(employee(number).user, AFTER),
        )
