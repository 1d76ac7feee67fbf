"""Every address that takes a POST says how its act comes back, or shows a check page first.

A new address that nobody thought of fails here. ``CHECK`` shows its outcome before it is done; the tests of
its area confirm it. The others say how what was done is taken back, or why nothing has to be.
"""

import inspect

import pytest
from django.urls import get_resolver

from terukur.ledger.models import Entry
from tests.support.cast import BUDI, DEWI, sign_in
from tests.support.check_pages import mark_in
from tests.web.test_access import POST_ONLY, addresses, names  # noqa: F401

pytestmark = pytest.mark.django_db
CHECK = "check page"
CORRECTED = "entered again: the newest counts, the older stays on record"
NEXT = "the other side answers, or it is written again; nothing ends by it"
READS = "reads only, or keeps nothing"
ADMINISTERED = "the performance team changes it again, with its history"
OWN = "one's own draft or setting, changed at any time"
ANSWER = "an answer in words, given once; the form says so before it is sent"
REVERSIBLE = {
    # A check page shows the outcome first.
    "deliver": CHECK,
    "unit-grades": CHECK,
    "time-away-new": CHECK,
    "measuring-start": CHECK,
    "leave-out": CHECK,
    "time-away-end": ADMINISTERED,
    "head-proposals": ADMINISTERED,
    "time-away-withdraw": "recorded again; the withdrawn row stays readable",
    "agreement-new": ADMINISTERED,
    "credit-new": "withdrawn on the same page; the row stays readable",
    "credit-withdraw": "recorded again; the withdrawn row stays readable",
    "accept": CHECK,
    "even-weights": CHECK,
    "replace-head": CHECK,
    "appraiser": CHECK,
    "settle": CHECK,
    "outside-end": CHECK,
    "outside-new": "its office is ended on its page",
    "period": CHECK,
    "period-move": CHECK,
    "planning-year": CHECK,
    "year-end": CHECK,
    "year-reopen": "the year is closed again",
    "planning-move": CHECK,
    "recommendation-keep": CHECK,
    "finding-explained": CHECK,
    "finding-agreed": CHECK,
    "round-close": CHECK,
    "access-approve": CHECK,
    "decider": CHECK,
    "transfer": CHECK,
    "transfer-back": CHECK,
    "leave": CHECK,
    "person-annul": CHECK,
    "leave-back": CHECK,
    "bring-back": CHECK,
    "unit-move": CHECK,
    "unit-close": CHECK,
    "position": CHECK,
    # The ways back themselves.
    "recall": "delivered again",
    "withdraw-acceptance": "accepted again",
    "withdraw-objection": "filed again while its time runs",
    "former-weights": "shared evenly again",
    "access-decline": "asked for again",
    "role-end": "granted again by two",
    "lost-password": "asked for again; the old password stays",
    "activation-issue": CHECK,
    "code-decline": "asked for again",
    # Signing in, one's own settings and drafts.
    "sign-in": OWN,
    "sign-out": OWN,
    "activate": OWN,
    "password": OWN,
    "notices": OWN,
    "team-draft": OWN,
    "self-view": "changed until the rating is given",
    "daily-confirm": CORRECTED,
    "daily": "withdrawn on its own page",
    "daily-entry": "withdrawn on its own page",
    "case": "first answers stay, practice can be repeated",
    "case-again": "practice only",
    "rating-hints": READS,
    "feedback-hints": READS,
    "what-if": READS,
    # Plans: a draft is changed at any time; what was signed goes on by a revision.
    "plan-start": "a draft, empty or changed at any time",
    "plan-submit": "returned, or revised",
    "plan-set": "revised: the next version",
    "plan-return": "submitted again",
    "plan-revise": "the version in force stays until another is set",
    "plan-link": "linked again",
    "plan-withdraw": "submitted again",
    "plan-discard": CHECK,
    "plan-remarks": "submitted again",
    "plan-agree": OWN,
    "plan-begin": READS,
    "plan-compare": READS,
    "plan-document": READS,
    "annex": OWN,
    "expectations": OWN,
    "result-new": OWN,
    "result": OWN,
    "indicator-new": OWN,
    "indicator": OWN,
    "objectives": ADMINISTERED,
    # Ratings before delivery.
    "rate": "rated again until it is delivered",
    "mark-expectations": "marked again until it is delivered",
    "team-rate-all": "rated again until it is delivered",
    "object": "withdrawn until it is answered",
    "objection-answer": ANSWER,
    "objection-decision": "final by law (PP 30/2019 Pasal 59); the form says so before",
    "opinion-ask": "asked once; the colleague may decline in words",
    "opinion": ANSWER,
    "behavior-survey-ask": "answers may be declined; nothing is decided by it",
    "behavior-survey": "anonymous, so it cannot be found again; the page says so before",
    # Talks, feedback, figures.
    "talk": NEXT,
    "talk-answer": ANSWER,
    "dialogue": NEXT,
    "dialogue-answer": ANSWER,
    "notify": NEXT,
    "feedback-write": NEXT,
    "feedback-one": NEXT,
    "feedback-share": "said before it is shared",
    "feedback-ask": NEXT,
    "feedback-reply": NEXT,
    "feedback-decline": "asked for again",
    "figure-reports": NEXT,
    "figure-answer": ANSWER,
    "basis-decision": ANSWER,
    # Evidence and data.
    "declare": CORRECTED,
    "declare-account": CORRECTED,
    "realization": CORRECTED,
    "exposure": CORRECTED,
    "check": ANSWER,
    "checks": "drawn once a period; nothing is decided by it",
    "look-again": READS,
    "reopen-evidence": "frozen again at the next delivery",
    "help-confirm": CORRECTED,
    "helping": "ended at any time",
    "help-end": "named again",
    "marked-upload": "a download, nothing is stored",
    "upload": "a preview first; loaded again with corrected values",
    "map-table": "a preview first; loaded again with corrected values",
    "import-confirm": "the file itself is loaded again",
    "catalogue": ADMINISTERED,
    "library-new": ADMINISTERED,
    "library-edit": ADMINISTERED,
    "measure": ADMINISTERED,
    "survey-points": ADMINISTERED,
    "survey-collect": CORRECTED,
    "survey": "anonymous, so it cannot be found again; the page says so before",
    # Calibration and oversight: no rating follows from it.
    "rounds": "closed by who leads it",
    "round": NEXT,
    "round-names": "turned back at any time",
    "round-justification": NEXT,
    "round-rest": ANSWER,
    "round-row": ANSWER,
    "round-discussed": NEXT,
    "round-recommend": NEXT,
    "blind": NEXT,
    "blind-one": ANSWER,
    "patterns": NEXT,
    "pattern-note": NEXT,
    "finding-name": "a reason first; the name is opened for the panel alone",
    "finding-heard": "the appraiser reads and answers it before anything is concluded",
    "finding-finished": ANSWER,
    "finding-stated": NEXT,
    "panel": "left at any time",
    "panel-leave": "named again",
    "case-new": ADMINISTERED,
    "case-edit": ADMINISTERED,
    "case-retire": "taken up again",
    "cases-load": ADMINISTERED,
    "objectivity": NEXT,
    # Learning and talent.
    "development-choose": "dropped",
    "development-agree": "dropped with words",
    "development-drop": "chosen again",
    "development-finish": "refused, and brought again; confirmed by somebody else before it counts",
    "certificate-check": ANSWER,
    "talent-object": NEXT,
    "talent-answer": ANSWER,
    # The house.
    "policy": "another version from tomorrow on at the earliest",
    "evaluations": "computed again",
    "holidays": "removed again",
    "cadence": "chosen again, as long as no period of that year was opened or computed",
    "holiday-drop": "entered again",
    "period-trial": "for good, said on the form; only before the first rating",
    "agency-place": ADMINISTERED,
    "unit-zone": ADMINISTERED,
    "unit": "another version; delivered results keep theirs",
    "number": "changed again; the old one is kept",
    "activation-code": "a new code voids it",
    "person-new": "corrected, or left again",
    "person-correct": "corrected again; the former data are in the ledger",
    "rank-back": "the promotion is recorded again",
    "unit-new": "renamed, or closed again",
    "unit-rename": "renamed again; the former name is kept",
    "unit-reopen": "closed again",
    "positions": "corrected, or closed again",
    "position-close": "opened again",
    "position-reopen": "closed again",
    "wrong-appraiser": NEXT,
    "higher-access": "cancelled until a second person carries it out",
}


def views():
    found = {}

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                found[pattern.name] = pattern.callback

    walk(get_resolver().url_patterns)
    return found


def takes_post(view) -> bool:
    source = inspect.getsource(inspect.unwrap(view)) if inspect.isfunction(view) else ""
    return "POST" in source or "require_POST" in source


def test_every_address_that_takes_a_post_is_in_the_table():
    asked = POST_ONLY | {name for name, view in views().items() if takes_post(view)}
    assert asked - set(REVERSIBLE) == set()
    assert set(REVERSIBLE) - set(names()) == set()


@pytest.mark.parametrize(
    ("name", "who", "data"),
    [
        ("round-close", DEWI, {}),
        ("recommendation-keep", BUDI, {"why": "Hasilnya sesuai target."}),
        ("settle", DEWI, {"accept": "1"}),
        ("appraiser", DEWI, {"appraiser": "Citra", "since": "2026-12-01"}),
        (
            "replace-head",
            DEWI,
            {"employee": "Citra", "kind": "plt", "since": "2026-12-01", "until": "", "basis": ""},
        ),
        ("outside-end", DEWI, {"since": "2026-04-06", "successor": "", "reason": "Masa jabatan berakhir"}),
        (
            "transfer",
            DEWI,
            {"unit": "KEC", "title": "Petugas", "since": "2026-12-01", "reason": "SK mutasi 1/2026"},
        ),
        ("leave", DEWI, {"last_day": "2026-11-30", "why": "Pensiun", "note": "SK 8/2026"}),
        (
            "bring-back",
            DEWI,
            {"unit": "KEC", "title": "Petugas", "since": "2026-12-01", "reason": "SK aktif 1/2026"},
        ),
        ("unit-move", DEWI, {"parent": "KOTA", "reason": "Perda 3/2026"}),
        (
            "position",
            DEWI,
            {
                "title": "Petugas Loket",
                "kind": "implementer",
                "form_family": "ja-jf",
                "reason": "Salah ketik",
            },
        ),
        ("decider", DEWI, {"employee": "Citra", "basis": "Surat 800/1 wali kota"}),
        ("access-approve", DEWI, {}),
        ("activation-issue", DEWI, {"unit": "", "people": "fresh", "way": "slips"}),
    ],
)
def test_a_check_page_does_nothing_yet(addresses, client, name, who, data):  # noqa: F811
    assert REVERSIBLE[name] == CHECK
    sign_in(client, who)
    before = Entry.objects.count()
    page = client.post(addresses[name], data)
    assert mark_in(page), page.content.decode()[:3000]
    text = page.content.decode()
    assert "Akibatnya" in text
    assert "Bila keliru" in text
    assert "Tidak jadi" in text
    assert Entry.objects.count() == before


def test_an_acting_head_without_the_office_is_asked_for_the_letter(addresses, client):  # noqa: F811
    sign_in(client, DEWI)
    asked = {"employee": "Eko", "kind": "plt", "since": "2026-12-01", "until": "", "basis": ""}
    page = client.post(addresses["replace-head"], asked).content.decode()
    assert "di bawah pejabat pengawas" in page
    told = client.post(addresses["replace-head"], asked | {"basis": "Surat 800/12 Camat"})
    assert "Dinilai olehnya (1 orang)" in told.content.decode()
    assert "Ani" in told.content.decode()
