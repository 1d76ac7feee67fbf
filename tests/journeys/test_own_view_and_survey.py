"""An own view and a closed survey, each on a phone, and what the appraiser then reads."""

import pytest
from playwright.sync_api import Browser, expect

from terukur.appraisal.behavior_survey import answer_survey
from terukur.appraisal.models import BehaviorSurvey
from terukur.jobs.clock import today
from terukur.organization.people_import import import_people
from terukur.regulation.behaviors import BEHAVIOR_CODES
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast, quarter
from tests.support.cast import ANI, BUDI, DEWI, EKO, FAJAR, acting, employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GITA = "199001012015011001"
WORDS = "Dua loket saya layani sendiri selama Februari."


def test_neither_sees_the_other_first_and_the_survey_names_nobody(browser: Browser, live_server):
    cast.load_people()
    row = cast.colleague(GITA, "Gita")
    import_people(
        content=cast.people_csv([*cast.PEOPLE, row]),
        filename="pegawai.csv",
        acting=acting(cast.COMMAND, cast.NEW_YEAR, cast.moment(cast.NEW_YEAR)),
    )
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    appraisal = quarter.computed()
    page = f"/penilaian/{appraisal.pk}/"

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(page)
    ani.get_by_role("link", name="Tulis pandangan Anda sendiri").click()
    accessible(ani)
    ani.get_by_label("Masyarakat terlayani").fill(WORDS)
    ani.locator("[name=results][value=above]").check()
    ani.get_by_role("button", name="Simpan pandangan saya").click()
    expect(ani.get_by_role("status")).to_contain_text("setelah ia memberi rating sendiri")
    accessible(ani)

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto(page)
    expect(budi.locator("main")).not_to_contain_text(WORDS)
    budi.get_by_role("link", name="Minta survei perilaku").click()
    accessible(budi)
    for name in ("Gita", "Dewi", "Eko", "Fajar"):
        budi.get_by_label(name).check()
    budi.get_by_role("button", name="Minta survei").click()
    expect(budi.locator("main")).to_contain_text("Diminta kepada 4 orang")

    survey = BehaviorSurvey.objects.get()
    gita = signed_in(browser, live_server.url, GITA)
    gita.goto("/")
    gita.get_by_role("link", name="Survei perilaku").click()
    accessible(gita)
    gita.get_by_role("link", name="Buka").click()
    accessible(gita)
    for code in BEHAVIOR_CODES:
        gita.locator(f"[name={code}][value=above]").focus()
        gita.keyboard.press("Space")
    gita.get_by_role("button", name="Kirim").click()
    expect(gita.get_by_role("status")).to_contain_text("Permintaan ini selesai")
    for number in (DEWI, EKO, FAJAR):
        answer_survey(
            survey=survey,
            answers=dict.fromkeys(BEHAVIOR_CODES, "meets"),
            acting=acting(employee(number).user, today()),
        )

    quarter.give(appraisal)
    budi.goto(page)
    expect(budi.locator("main")).to_contain_text("4 jawaban, tanpa nama")
    expect(budi.locator("main")).to_contain_text(WORDS)
    accessible(budi)
