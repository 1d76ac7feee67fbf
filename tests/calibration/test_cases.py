"""Calibration cases: answered before the panel is read, once more after, and read by their giver alone."""

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from terukur.accounts.models import User
from terukur.calibration.case_library import ensure_cases, library, load_shipped, retire_case, save_case
from terukur.calibration.case_text import CaseRefused, PanelMark, shipped_cases, text_of
from terukur.calibration.case_view import own_cases
from terukur.calibration.cases import AnswerDraft, Attempt, answer_case, first_answers, waiting_cases
from terukur.calibration.models import Case, CaseAnswer, CaseVersion
from terukur.ledger.acting import COMMAND
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.models import Entry
from terukur.organization.models import Employee
from terukur.regulation.scales import Rating
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
WHY = "Kasusnya sudah usang."


@pytest.fixture
def cases():
    cast.load_people()
    ensure_cases(acting=acting(COMMAND, AFTER))


def newest(key: str = "loket-ramah") -> CaseVersion:
    return CaseVersion.objects.filter(case__key=key).latest("number")


def as_panel(version: CaseVersion, **other: Rating) -> AnswerDraft:
    given = {item: Rating(rating) for item, (rating, _) in version.panel.items()} | other
    return AnswerDraft(given.pop("results"), given.pop("behavior"), given)


def answer(number: str = BUDI, version=None, attempt=Attempt.FIRST, draft=None) -> CaseAnswer:
    version = version or newest()
    return answer_case(
        version=version,
        attempt=attempt,
        draft=draft or as_panel(version),
        acting=acting(employee(number).user, AFTER),
    )


def rewritten(case: Case, **changes) -> CaseVersion:
    last = case.versions.latest("number")
    return save_case(
        case=case,
        text=replace(text_of(last), **changes),
        seen=last.number,
        acting=acting(employee(DEWI).user, AFTER),
    )


def posted(version: CaseVersion, **other: str) -> dict[str, str]:
    draft = as_panel(version)
    marks = {f"mark_{code}": str(mark) for code, mark in draft.marks.items()}
    return {
        "version": version.pk,
        "results": str(draft.results),
        "behavior": str(draft.behavior),
        **marks,
        **other,
    }


def test_the_cases_of_the_program_are_short_and_fit_and_unlike():
    texts = [shipped.text for shipped in shipped_cases()]
    for text in texts:
        text.check()
        told = (text.position, text.expected, text.measured, text.observed, text.evidence)
        assert 120 <= sum(len(part.split()) for part in told) <= 180
        assert len(text.marks) >= 3
    assert len({(t.results, t.behavior) for t in texts}) == 6
    for item in ("results", "behavior"):
        assert [getattr(t, item) for t in texts].count(Rating.MEETS) == 2


def test_every_day_that_the_panel_names_stands_in_the_case():
    day = re.compile(r"\d+ (?:Januari|Februari|Maret)")
    for shipped in shipped_cases():
        text = shipped.text
        said = [text.results_reason, text.behavior_reason, *(m.reason for m in text.marks.values())]
        assert set(day.findall(" ".join(said))) <= set(day.findall(text.observed)), shipped.key


def test_loading_twice_changes_nothing_and_never_overwrites_what_was_edited(cases, monkeypatch):
    assert ensure_cases(acting=acting(COMMAND, AFTER)) == 0
    rewritten(Case.objects.get(key="loket-ramah"), title="Loket kami")
    higher = tuple(replace(shipped, edition=2) for shipped in shipped_cases())
    monkeypatch.setattr("terukur.calibration.case_library.shipped_cases", lambda: higher)
    assert ensure_cases(acting=acting(COMMAND, AFTER)) == 5, "a higher edition renews the others"
    assert (newest().title, newest().number) == ("Loket kami", 2)
    assert newest("guru-tertinggal").number == 2


def test_what_the_panel_says_is_in_no_page_before_the_first_answer(cases, client):
    sign_in(client, BUDI)
    version = newest()
    secrets = [reason for _, reason in version.panel.values()] + [version.lesson]
    addresses = ["/kasus/", f"/kasus/{version.case_id}/", f"/kasus/{version.case_id}/ulang/"]
    pages = [client.get(address, follow=True).content.decode() for address in addresses]
    half = {"version": version.pk, "results": "above"}
    pages.append(client.post(f"/kasus/{version.case_id}/", half).content.decode())
    for page in pages:
        assert not [words for words in secrets if words[:40] in page]
        assert "panel menilai" not in page.lower()
    assert not re.search(r'value="(below|meets|above)"[^>]*checked', pages[1])


def test_the_page_before_the_first_answer_is_the_same_whatever_the_panel_says(cases, client):
    sign_in(client, BUDI)
    address = f"/kasus/{newest().case_id}/"

    def page() -> str:
        text = client.get(address).content.decode().split('id="isi"')[1]
        return re.sub(r'name="(csrfmiddlewaretoken|version)" value="[^"]*"', "", text)

    before = page()
    other = {code: PanelMark(Rating.ABOVE, WHY * 2) for code in newest().marks}
    rewritten(newest().case, results=Rating.ABOVE, behavior=Rating.BELOW, marks=other)
    assert page() == before


def test_an_appraiser_rates_reads_rates_again_and_goes_on(cases, client):
    sign_in(client, BUDI)
    version = newest()
    address = f"/kasus/{version.case_id}/"
    client.post(address, posted(version, results="meets"))
    page = client.get(address).content.decode()
    assert version.results_reason.split(",")[0] in page
    assert "berbeda" in page
    again = client.get(f"{address}ulang/").content.decode()
    assert version.results_reason.split(",")[0] not in again, "nobody need copy"
    assert not re.search(r'value="(below|meets|above)"[^>]*checked', again)
    following = client.post(f"{address}ulang/", posted(version))
    assert following.status_code == 302
    assert following.url != address
    assert client.get(f"{address}ulang/").status_code == 302
    given = CaseAnswer.objects.order_by("pk").values_list("attempt", "results")
    assert list(given) == [("first", "meets"), ("second", "below")]


def test_nothing_is_answered_twice_or_out_of_order_or_by_halves(cases):
    version = newest()
    with pytest.raises(CaseRefused, match="dahulu"):
        answer(attempt=Attempt.SECOND)
    with pytest.raises(CaseRefused, match="Pilih rating"):
        answer(draft=AnswerDraft(Rating.MEETS, None, {}))
    with pytest.raises(CaseRefused, match="Berorientasi Pelayanan, Akuntabel, Harmonis"):
        answer(draft=AnswerDraft(Rating.MEETS, Rating.MEETS, {}))
    answer()
    with pytest.raises(CaseRefused, match="sudah Anda nilai"):
        answer()
    other = rewritten(version.case, title="Lain")
    with pytest.raises(CaseRefused, match="sudah Anda nilai"):
        answer(version=other)
    with pytest.raises(CaseRefused, match="dahulu"):
        answer(version=other, attempt=Attempt.SECOND)
    answer(version=version, attempt=Attempt.SECOND)


@pytest.mark.parametrize("who", [ANI, EKO, DEWI, FAJAR])
def test_who_appraises_nobody_answers_nothing(cases, who):
    with pytest.raises(CaseRefused, match="pejabat penilai"):
        answer(who)


def test_the_ledger_tells_who_answered_and_not_how_nor_can_it_be_guessed(cases):
    given = answer()
    entry = Entry.objects.get(act="case-answered")
    assert (entry.chain, entry.actor_name) == ("case/loket-ramah", "Budi")
    assert entry.after == {"version": 1, "attempt": "first"}
    assert entry.rows == fingerprints(given)
    with pgtrigger.ignore(), transaction.atomic():
        CaseAnswer.objects.filter(pk=given.pk).update(salt="0" * 32)
        assert entry.rows != fingerprints(given), "the same ratings have another fingerprint elsewhere"
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", [Case, CaseVersion, CaseAnswer])
def test_nothing_is_deleted_and_what_was_read_and_answered_stays(cases, model):
    answer()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = model.objects.filter(pk=model.objects.latest("pk").pk)
        rows._raw_delete(rows.db)
    if model is not Case:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(results="meets")


def test_a_new_version_leaves_given_answers_with_theirs_and_asks_nobody_again(cases, client):
    given = answer()
    second = rewritten(given.version.case, title="Judul lain")
    mine = {case.version for case in own_cases(employee(BUDI).user, on=AFTER).cases}
    theirs = {case.version for case in own_cases(employee(CITRA).user, on=AFTER).cases}
    assert given.version in mine
    assert second not in mine
    assert second in theirs


def test_who_reads_while_a_case_is_rewritten_answers_what_was_read(cases, client):
    first = newest()
    rewritten(first.case, title="Judul lain")
    sign_in(client, BUDI)
    client.post(f"/kasus/{first.case_id}/", posted(first))
    assert CaseAnswer.objects.get().version == first
    elsewhere = newest("guru-tertinggal")
    client.post(f"/kasus/{elsewhere.case_id}/", posted(elsewhere) | {"version": first.pk})
    assert CaseAnswer.objects.latest("pk").version == elsewhere


def test_the_order_is_ones_own_and_stays_when_a_case_is_added(cases):
    def order(number):
        return [c.version.case.key for c in own_cases(employee(number).user, on=AFTER).cases]

    before = order(BUDI)
    assert sorted(before) == sorted(shipped.key for shipped in shipped_cases())
    assert before != order(CITRA)
    save_case(case=None, text=shipped_cases()[0].text, seen=0, acting=acting(employee(DEWI).user, AFTER))
    assert [key for key in order(BUDI) if key in before] == before


def test_what_was_learned_is_counted_once_all_is_done(cases, client):
    def book():
        return own_cases(employee(BUDI).user, on=AFTER)

    for case in book().cases:
        assert book().learned is None
        off = {"results": Rating.MEETS, "LY": Rating.ABOVE}
        answer(version=case.version, draft=as_panel(case.version, **off))
        answer(version=case.version, attempt=Attempt.SECOND)
    learned = book().learned
    assert (learned.equal_before, learned.equal_after, learned.items) == (26, 30, 30)
    assert learned.differing == [("Hasil kerja", 4)]
    assert learned.unseen == 6
    assert len(learned.lessons) == 4
    sign_in(client, BUDI)
    assert "26 dari 30" in client.get("/kasus/").content.decode()
    for who in (CITRA, DEWI, FAJAR):
        sign_in(client, who)
        for page in ("/kasus/", f"/kasus/{newest().case_id}/", "/kasus/kelola/"):
            shown = client.get(page, follow=True).content.decode()
            assert "26 dari 30" not in shown
            assert "Budi" not in shown


def test_a_retired_case_is_asked_of_nobody_and_what_was_answered_is_still_read(cases, client):
    answer()
    case = newest().case
    retire = {"acting": acting(employee(DEWI).user, AFTER)}
    with pytest.raises(CaseRefused, match="alasannya"):
        retire_case(case=case, retired=True, reason="", **retire)
    retire_case(case=case, retired=True, reason=WHY, **retire)
    assert (waiting_cases(employee(CITRA)).count(), waiting_cases(employee(BUDI)).count()) == (5, 5)
    with pytest.raises(CaseRefused, match="dipensiunkan"):
        answer(CITRA)
    for who, status in ((BUDI, 200), (CITRA, 404)):
        sign_in(client, who)
        assert client.get(f"/kasus/{case.pk}/").status_code == status
    retire_case(case=case, retired=False, reason=WHY, **retire)
    assert waiting_cases(employee(CITRA)).count() == 6


def test_the_performance_team_writes_and_nobody_else(cases):
    for who in (BUDI, CITRA, FAJAR):
        by = {"acting": acting(employee(who).user, AFTER)}
        for act in (
            lambda by=by: load_shipped(**by),
            lambda by=by: save_case(case=None, text=shipped_cases()[0].text, seen=0, **by),
            lambda by=by: retire_case(case=newest().case, retired=True, reason=WHY, **by),
        ):
            with pytest.raises(CaseRefused, match="pengelola kinerja"):
                act()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lesson": " "}, "semua bagian"),
        ({"observed": "Baik."}, "kata"),
        ({"observed": "kata " * 300}, "kata"),
        ({"results_reason": "Bagus."}, "hasil kerja"),
        ({"marks": {"BP": PanelMark(Rating.ABOVE, "Ramah")}}, "Paling sedikit"),
        ({}, "berubah"),
    ],
)
def test_a_case_that_is_not_fit_is_not_saved(cases, changes, message):
    short = {"expected": "x", "measured": "x", "evidence": "x"} if message == "kata" else {}
    with pytest.raises(CaseRefused, match=message):
        rewritten(newest().case, **(short | changes))


def test_two_who_edit_at_once_do_not_overwrite_each_other(cases):
    rewritten(newest().case, title="Judul lain")
    with pytest.raises(CaseRefused, match="orang lain"):
        save_case(
            case=newest().case,
            text=replace(text_of(newest()), title="Lagi"),
            seen=1,
            acting=acting(employee(DEWI).user, AFTER),
        )


class TestFirstAnswers:
    def test_the_score_is_the_mean_over_what_the_version_asks(self, cases):
        """Results 2, behavior 1, and the three values 2, 1, 3; the mark that nobody asked for is left out."""
        answer(draft=as_panel(newest(), results=Rating.MEETS, behavior=Rating.BELOW, LY=Rating.ABOVE))
        answer(attempt=Attempt.SECOND)
        (rating,) = first_answers(until=AFTER)
        assert (rating.rater, rating.case) == (employee(BUDI).pk, "loket-ramah/1")
        assert rating.score == Fraction(9, 5)

    def test_a_rewritten_case_is_another_one_and_later_answers_are_not_read_yet(self, cases):
        answer()
        rewritten(newest().case, title="Judul lain")
        answer(CITRA)
        assert {found.case for found in first_answers(until=AFTER)} == {"loket-ramah/1", "loket-ramah/2"}
        assert first_answers(until=AFTER - timedelta(days=1)) == []

    def test_who_could_read_the_panel_before_is_not_read(self, cases):
        cast.grant_role(
            user=employee(BUDI).user, role=cast.RoleGrant.Role.AUDITOR, acting=acting(COMMAND, AFTER)
        )
        assert answer().informed
        assert first_answers(until=AFTER) == []


@pytest.mark.parametrize(("answers", "counted"), [(4, 0), (5, 5), (9, 5), (10, 10)])
def test_counts_appear_in_whole_portions_without_names(cases, client, answers, counted):
    version = newest()
    for place in range(answers):
        user = User.objects.create(username=f"{place:018}", name="Orang")
        CaseAnswer.objects.create(
            version=version,
            attempt=Attempt.FIRST,
            behavior="meets",
            at=moment(AFTER),
            salt="",
            results="above" if place == answers - 1 else "below",
            appraiser=Employee.objects.create(user=user, number=user.username, name="Orang"),
        )
    (shelf,) = [s for s in library(employee(FAJAR).user, on=AFTER) if s.newest.version == version]
    assert shelf.newest.counted == counted
    if counted:
        given = {share.rating: share.count for share in shelf.newest.results}
        assert given[Rating.ABOVE] == (1 if answers == counted else 0)
        assert [share.rating for share in shelf.newest.results if share.is_panel] == [Rating.BELOW]
    assert library(employee(BUDI).user, on=AFTER) is None


def test_the_team_edits_on_a_page(cases, client):
    sign_in(client, DEWI)
    address = f"/kasus/kelola/{newest().case_id}/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert "berubah" in client.post(address, data).content.decode(), "what was read is what was kept"
    data["title"] = "Judul baru"
    assert client.post(address, data).status_code == 302
    assert (newest().title, newest().number, newest().edition) == ("Judul baru", 2, None)
    data |= {"seen": "0", "mark_LY": "", "reason_LY": "Alasan tanpa nilai apa pun."}
    assert "kosongkan alasannya" in client.post("/kasus/kelola/baru/", data).content.decode()
    assert client.post("/kasus/kelola/baru/", data | {"reason_LY": ""}).status_code == 302
    assert Case.objects.filter(key="judul-baru").exists()
