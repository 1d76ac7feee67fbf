"""Budi looks at his own ratings on a phone: advice first, every drawing with words that he can read."""

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.calibration.case_library import ensure_cases
from terukur.jobs.clock import now
from terukur.ledger.acting import COMMAND
from terukur.notation.stored_records import to_json
from terukur.statistics.expectation import Expectation
from tests.journeys.test_citizen import accessible, signed_in
from tests.raters.test_mirror import KEPT, OTHERS, result_of, run_of
from tests.support import cast, quarter
from tests.support.cast import BUDI, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SIZES = """() => [...document.querySelectorAll("svg text")].map(text => {
    const svg = text.ownerSVGElement;
    return parseFloat(getComputedStyle(text).fontSize) * svg.clientWidth / svg.viewBox.baseVal.width;
})"""


def readable(page: Page) -> None:
    """No word in a drawing is smaller than 12 pixels."""
    sizes = page.evaluate(_SIZES)
    assert sizes
    assert min(sizes) >= 12


def test_an_appraiser_looks_into_the_mirror(browser: Browser, live_server):
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    appraisal = quarter.computed()
    ensure_cases(acting=acting(COMMAND, at=now()))
    kind = appraisal.plan.assignment.position.kind
    points = [
        {"appraisal": appraisal.pk, "period": "2026-Q1", "result": result, "score": 2.0, "team": team}
        for result, team in ((0.95, True), (1.1, True), (0.8, False))
    ]
    run = run_of(
        expectation=to_json(Expectation({kind: {"2026-Q1": 1.2}}, {kind: 0.8}, 0.3)),
        cloud=[{"result": [0.9, 1.0], "score": [1.75, 2.0], "forms": 31}],
        others=[*OTHERS, *({**OTHERS[0], "severity": step / 100} for step in range(-30, 30))],
        statuses={"NOT_IDENTIFIED": 4},
    )
    result_of(run, mirror=KEPT | {"points": points})

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto("/tim/?periode=2026-Q1")
    budi.get_by_role("link", name="Cermin menilai").click()
    expect(budi.get_by_role("heading", level=1, name="Cermin menilai")).to_be_visible()
    expect(budi.get_by_role("heading", level=2).first).to_have_text("Yang paling membantu sekarang")
    accessible(budi)
    readable(budi)
    for summary in budi.locator("summary").all():
        summary.click()
    accessible(budi)
    expect(budi.get_by_role("img", name="Hasil terukur dan nilai yang Anda beri")).to_be_visible()
    budi.set_viewport_size({"width": 1280, "height": 900})
    readable(budi)

    budi.get_by_role("link", name="Kasus kalibrasi").click()
    expect(budi.get_by_role("heading", name="6 kasus, sekitar 10 menit")).to_be_visible()
