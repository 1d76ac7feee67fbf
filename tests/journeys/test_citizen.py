"""A citizen answers on a phone; the unit's and the officer's figures move, and the rating says so."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.measurement.models import SurveyAnswer, SurveyPoint
from terukur.measurement.satisfaction_import import MEASURES
from terukur.measurement.survey import open_point, take_answer
from terukur.organization.models import Unit
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.periods import Period
from terukur.regulation.scales import ServiceElement
from tests.journeys.test_whole_story import PHONE, accessible
from tests.support import cast
from tests.support.cast import ANI, DEWI, acting, employee, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def signed_in(browser: Browser, base: str, number: str) -> Page:
    client = Client()
    sign_in(client, number)
    context = browser.new_context(viewport=PHONE, base_url=base)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
    return context.new_page()


def test_a_citizens_answer_moves_the_unit_and_the_officer(browser: Browser, live_server):
    cast.load_people()
    ensure_measures(MEASURES, acting=acting(COMMAND, at=now()))
    loket = cast.Line("Kepuasan di loket", "80", "100", "ikm-loket", pace="TETAP")
    plan = cast.load_plan(lines=(loket,), year=today().year).plan
    period = Period.quarter_of(today())
    point = open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service="Cetak KTP", officer=employee(ANI)),
        acting=acting(employee(DEWI).user, today(), now()),
    )
    good = {element.value: 3 for element in ServiceElement}
    for number in range(29):
        take_answer(point=point, nonce=f"n{number}", scores=good, comment="", at=now(), on=today())

    citizen = browser.new_context(viewport=PHONE, base_url=live_server.url).new_page()
    citizen.goto(f"/s/{point.token}/")
    accessible(citizen)
    citizen.get_by_role("button", name="Kirim jawaban").click()
    expect(citizen.get_by_role("alert")).to_contain_text("paling sedikit satu wajah")
    citizen.locator("[name=persyaratan]").first.focus()
    for element in ServiceElement:
        citizen.locator(f"[name={element.value}][value='4']").focus()
        citizen.keyboard.press("Space")
    citizen.get_by_label("Saran atau keluhan").fill("<b>Cepat</b> sekali")
    citizen.get_by_role("button", name="Kirim jawaban").click()
    expect(citizen.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert citizen.context.cookies() == []
    assert SurveyAnswer.objects.count() == 30

    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto(f"/survei/titik/{point.pk}/")
    accessible(dewi)
    # 25 of the 30: the latest are held back while the quarter runs, so none can be told apart.
    expect(dewi.locator("main")).to_contain_text("dari 25 jawaban")
    dewi.goto(f"/survei/titik/{point.pk}/poster/")
    expect(dewi.locator(".qr svg")).to_be_visible()
    dewi.goto("/survei/")
    accessible(dewi)
    dewi.get_by_label("Periode").fill(str(period))
    dewi.get_by_role("button", name="Olah jawaban").click()
    expect(dewi.get_by_role("status")).to_contain_text("30 jawaban diolah: 2 nilai baru")

    evaluate(period=period, acting=acting(COMMAND, today(), now()))
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(f"/penilaian/{Appraisal.objects.get(plan=plan).pk}/")
    expect(ani.locator("main")).to_contain_text(f"jawaban-survei-{period}.csv".lower())
    expect(ani.locator("main")).to_contain_text("30 baris")
    expect(ani.locator("main")).to_contain_text("75,83")
