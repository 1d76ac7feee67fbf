"""Main pages on a phone and on a desk: nothing sticks out, no word is cut, no bar hides a field."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.test_citizen import signed_in
from tests.support.cast import ANI, BUDI, DEWI
from tests.web.test_access import addresses

__all__ = ["addresses"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    ANI: "home plans plan daily declare measurements appraisals appraisal what-if self-view talk feedback "
    "feedback-one development talent digest dialogue",
    BUDI: "team rate team-table exposure feedback-write findings development-of mirror",
    DEWI: "periods period organization unit person replace-head imports upload map-table catalogue policy "
    "activation higher-access role-end panel start-here head-proposals misfits "
    "survey-points survey-results evaluations checks holidays rounds objectivity immunization case-new",
}
LOOK = Path(__file__).with_name("page_fits.js").read_text("utf-8")


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit(browser: Browser, live_server, addresses, width):
    wrong = {}
    for number, names in PAGES.items():
        page = signed_in(browser, live_server.url, number)
        page.set_viewport_size({"width": width, "height": 844})
        for name in names.split():
            answer = page.goto(live_server.url + addresses[name])
            assert answer is not None and answer.status == 200, name
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            if found := page.evaluate(LOOK):
                wrong[name] = found
        page.context.close()
    assert wrong == {}, "\n".join(f"{name}: {found}" for name, found in wrong.items())
