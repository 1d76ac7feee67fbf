"""No quota, and no screen of oversight changes a rating: everything is posted everywhere by everybody."""

import itertools

import pytest
from django.urls import get_resolver, reverse

from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.appraisal.operations import deliver, set_unit_grade
from terukur.calibration.blind import draw_blind
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import BlindDraw, Case, CaseAnswer, Remark, Round, SecondOpinion
from terukur.calibration.opinions import cannot_judge_rest, recommend
from terukur.calibration.round_view import round_view
from terukur.calibration.rounds import hide_names
from terukur.calibration.second_opinions import ask_second_opinion
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Unit
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.scales import OrganizationGrade, Rating
from tests.support import two_appraisers
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, acting, employee, sign_in
from tests.support.two_appraisers import GITA, HADI, HIGHER, WHY, appraisal_of, opened, rated

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVERYBODY = (ANI, BUDI, CITRA, DEWI, EKO, FAJAR, GITA, HADI)


SCREENS = tuple(f"terukur.web.{room}." for room in ("calibration", "objectivity", "raters", "oversight"))


def ratings() -> list[list[tuple]]:
    """Every appraisal with all it holds, and every mark."""
    return [
        list(Appraisal.objects.order_by("pk").values_list()),
        list(BehaviorMark.objects.order_by("appraisal", "value").values_list()),
    ]


def addresses() -> list[str]:
    """All addresses of these screens, each with every key that it can be about."""
    subjects = {
        "round": Round,
        "recommendation-keep": Remark,
        "blind-one": BlindDraw,
        "opinion": SecondOpinion,
        "opinion-ask": Appraisal,
        "case": Case,
        "appraisal-basis": Appraisal,
    }
    found = set()

    def walk(patterns):
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns)
            elif entry.callback.__module__.startswith(SCREENS):
                subject = subjects.get(entry.name) or subjects.get(entry.name.split("-")[0])
                keys = {
                    "pk": subject.objects.values_list("pk", flat=True) if subject else [1],
                    "number": [1, 2, 3, 4, 5],
                    "year": [QUARTER.year, QUARTER.year + 1],
                }
                names = list(entry.pattern.converters)
                for values in itertools.product(*(keys[name] for name in names)):
                    found.add(reverse(entry.name, kwargs=dict(zip(names, values, strict=True))))

    walk(get_resolver().url_patterns)
    return sorted(found)


def posts() -> list[dict[str, object]]:
    """Every field that any of these forms has, and those of an appraisal, with low and high ratings."""
    everything = {
        "ground": WHY,
        "text": WHY,
        "why": WHY,
        "question": WHY,
        "reason": WHY,
        "hidden": "no",
        "unit": "KEC",
        "period": "2026-Q1",
        "colleague": employee(GITA).pk,
        "status": "final",
        "grade": "very-poor",
        "seen": "",
        "appraisal": appraisal_of(ANI).pk,
    }
    marks = [f"mark_{code}" for code in BEHAVIOR_CODES]
    names = ("results", "behavior", "result_rating", "behavior_rating", *marks)
    found = [{**everything, **dict.fromkeys(names, rating.value)} for rating in (Rating.BELOW, Rating.ABOVE)]
    return [*found, {**everything, "cannot": "on"}]


@pytest.fixture
def office(db):
    """One not rated, one rated, one delivered; a trial among them; every kind of open question."""
    two_appraisers.load_everybody()
    two_appraisers.cast.load_plan(GITA)
    two_appraisers.cast.load_plan(BUDI)
    two_appraisers.evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    Appraisal.objects.filter(pk=appraisal_of(EKO).pk).update(is_trial=True)
    rated(ANI)
    rated(HADI, HIGHER)
    rated(EKO)
    set_unit_grade(
        unit=Unit.objects.get(code="DUA"),
        period=QUARTER,
        grade=OrganizationGrade.POOR,
        reason=WHY,
        acting=acting(employee(CITRA).user, AFTER),
    )
    round_ = opened()
    section = opened("SEKSI")
    for held, seated in ((round_, (BUDI, GITA, CITRA)), (section, (BUDI, CITRA))):
        for who in seated:
            cannot_judge_rest(round_=held, ground=WHY, acting=acting(employee(who).user, AFTER))
    # Not the one that is delivered below: nothing is, while a recommendation waits.
    row = section.rows.get(appraisal=appraisal_of(ANI))
    recommend(
        row=row,
        results=Rating.BELOW,
        behavior=Rating.BELOW,
        why=WHY,
        acting=acting(employee(CITRA).user, AFTER),
    )
    hide_names(round_=round_, hidden=False, acting=acting(employee(DEWI).user, AFTER))
    ask_second_opinion(
        appraisal=appraisal_of(ANI),
        colleague=employee(GITA),
        question=WHY,
        acting=acting(employee(BUDI).user, AFTER),
    )
    deliver(appraisal=appraisal_of(HADI), acting=acting(employee(GITA).user, AFTER))
    draw_blind(period=QUARTER, acting=acting(employee(DEWI).user, AFTER))
    ensure_cases(acting=acting(COMMAND, AFTER))


def test_no_screen_changes_a_rating(office, client):
    before, everywhere, everything = ratings(), addresses(), posts()
    assert len(everywhere) > 30
    written = 0
    for who in EVERYBODY:
        sign_in(client, who)
        for address in everywhere:
            for data in everything:
                status = client.post(address, data).status_code
                written += status == 302
                if status == 404:
                    break  # not theirs, whatever is in the form
    assert written > 50, "the posts really reached acts"
    assert CaseAnswer.objects.exists()
    assert Remark.objects.filter(kind="recommended").count() > 1
    assert ratings() == before


def test_a_missed_pattern_stops_nothing(office):
    """Every expectation of a poor organization is missed, nobody wrote why, and delivering goes on."""
    opened("DUA")
    round_ = Round.objects.get(unit__code="DUA")
    view = round_view(employee(FAJAR).user, round_.pk, on=AFTER)
    assert view.distribution.findings
    assert view.justifications == []
    assert appraisal_of(HADI).status == "delivered"
