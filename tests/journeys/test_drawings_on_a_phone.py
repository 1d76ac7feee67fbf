"""Every drawing on a page with the house's own style: no finding of axe, nothing wider than a phone."""

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

from terukur.drawings.caterpillar import caterpillar, severity_row
from terukur.drawings.distribution import Column, distribution_plot
from terukur.drawings.results import Cell, RatedResult, Usual, results_plot
from terukur.drawings.strip import strip
from terukur.drawings.writing import drawing_style
from terukur.regulation.scales import Grade
from terukur.statistics.severity.verdict import SeverityStatus
from terukur.web.templatetags.plots import draw
from tests.journeys.test_raters_mirror import readable
from tests.journeys.test_whole_story import PHONE, accessible

pytestmark = pytest.mark.browser
LONG = "Dinas Pemberdayaan Masyarakat dan Desa serta Administrasi Kependudukan"


def drawings():
    shown = (
        SeverityStatus.NO_MATERIAL_DIFFERENCE,
        SeverityStatus.UNCERTAIN,
        SeverityStatus.MATERIAL_DIFFERENCE,
    )
    rows = [
        severity_row(LONG, status=status, severity=place / 2, sd=0.1, employees=12, forms=40)
        for place, status in enumerate(shown)
    ]
    yield caterpillar(
        [*rows, severity_row("X", status=SeverityStatus.NOT_IDENTIFIED, severity=None, sd=None, forms=12)]
    )
    yield results_plot(
        [RatedResult(95, 2, "2026-Q1", label=LONG), RatedResult(300, 3, "2026-Q1", is_own=False)],
        usual=[Usual(80, 1.4, 1.8, 2.2), Usual(120, 1.8, 2.2, 2.6)],
        cloud=[Cell((90, 100), (1.75, 2), 31)],
        least=5,
    )
    given = {grade.value: 3 for grade in Grade}
    names = ("dari hasil", "diberikan", "pola")
    yield distribution_plot(
        [(grade.value, grade.label) for grade in Grade],
        [Column(name, given) for name in names],
        pattern=["Sebagian besar Baik"],
    )
    yield strip(0.3, (0.1, 0.2, 0.25), sentence="Anda 0,3; separuh rekan antara 0,1 dan 0,25.")


def test_every_drawing_can_be_read_on_a_phone(browser: Browser):
    with open(finders.find("web/terukur.css"), encoding="utf-8") as style:
        head = f"<title>Gambar</title><style>{style.read()}{drawing_style()}</style>"
    cards = "".join(f'<section class="card">{draw(plot)}</section>' for plot in drawings())
    page = browser.new_context(viewport=PHONE).new_page()
    page.set_content(
        f'<!doctype html><html lang="id"><head>{head}</head><body>'
        f'<main class="page stack"><h1>Gambar</h1>{cards}</main></body></html>'
    )
    accessible(page)
    readable(page)
    for summary in page.locator("summary").all():
        summary.click()
    accessible(page)
