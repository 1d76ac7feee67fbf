"""One message a week at most, to who wants it, and nothing private in it."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail

from terukur.accounts.models import User
from terukur.accounts.operations import set_email
from terukur.appraisal.evaluation import evaluate
from terukur.coaching.digest import latest_digest, make_digests
from terukur.coaching.models import WeeklyDigest
from terukur.jobs.mail import send_digests
from terukur.jobs.tasks import weekly_digest
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.regulation.periods import Period
from tests.support import cast
from tests.support.cast import ANI, BUDI, EKO, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 5)
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def behind(version):
    """Ani does 20 a month of a year's 400."""
    months = {f"2026-{month:02d}": "20" for month in range(1, 10)}
    cast.load_values(months, period="2026")
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, MONDAY))
    for number in (ANI, BUDI):
        set_email(email=f"{number[-4:]}@contoh.go.id", acting=acting(employee(number).user, MONDAY))


def send(on: date = MONDAY) -> int:
    return send_digests(on=on, at=lambda: moment(on))


def test_the_employee_and_the_appraiser_get_the_same_line(behind):
    assert make_digests(on=MONDAY, at=moment(MONDAY)) == 2
    own = latest_digest(employee(ANI), on=WEDNESDAY).own
    team = latest_digest(employee(BUDI), on=WEDNESDAY).team
    assert [line["name"] for line in own] == ["Permohonan selesai"]
    silence = "Sudah 39 minggu tanpa percakapan sejak rencana berlaku"
    assert team == [{"person": "Ani", **own[0]}, {"person": "Ani", "talk": silence}]
    assert latest_digest(employee(EKO), on=WEDNESDAY) is None


def test_nobody_gets_two_in_a_week_and_everybody_may_get_one_the_next(behind):
    for on in (MONDAY, WEDNESDAY, MONDAY):
        make_digests(on=on, at=moment(on))
        send(on)
    assert len(mail.outbox) == 2
    make_digests(on=MONDAY + timedelta(days=7), at=moment(MONDAY))
    send(MONDAY + timedelta(days=7))
    assert len(mail.outbox) == 4


def test_the_mail_holds_no_name_no_number_and_no_figure_of_the_work(behind):
    make_digests(on=MONDAY, at=moment(MONDAY))
    send()
    for message in mail.outbox:
        assert "/ringkasan/" in message.body
        for private in ("Ani", "Budi", ANI, BUDI, "Permohonan", "berkas", "180", "400"):
            assert private not in message.subject + message.body


def test_who_gave_no_address_or_has_left_is_not_written_to(behind):
    set_email(email="", acting=acting(employee(ANI).user, MONDAY))
    User.objects.filter(pk=employee(BUDI).user.pk).update(is_active=False)
    make_digests(on=MONDAY, at=moment(MONDAY))
    assert (send(), mail.outbox) == (0, [])


def test_a_mail_that_failed_goes_out_later_and_the_others_are_not_sent_again(behind, monkeypatch):
    make_digests(on=MONDAY, at=moment(MONDAY))
    real, failed = mail.backends.locmem.EmailBackend.send_messages, []

    def once(self, messages):
        if not failed:
            failed.append(True)
            raise SMTPException
        return real(self, messages)

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", once)
    assert (send(), len(mail.outbox)) == (1, 1)
    assert (send(), len(mail.outbox)) == (0, 2)
    assert not WeeklyDigest.objects.filter(sent_at=None).exists()


def test_without_a_mail_server_the_digest_is_in_the_application(behind, client, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    weekly_digest.func(int(datetime(2026, 10, 5, 0, tzinfo=UTC).timestamp()))
    assert WeeklyDigest.objects.count() == 2
    assert mail.outbox == []


def test_the_page_shows_my_own_and_my_team(behind, client, monkeypatch):
    make_digests(on=MONDAY, at=moment(MONDAY))
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: moment(WEDNESDAY))
    for number, words in ((ANI, "Indikator saya"), (BUDI, "Di tim saya"), (EKO, "Tidak ada yang")):
        sign_in(client, number)
        assert words in client.get("/ringkasan/").content.decode()


def test_the_address_is_chosen_by_oneself_and_stands_in_no_ledger(version, client):
    sign_in(client, ANI)
    client.post("/pemberitahuan/", {"email": "ani@contoh.go.id"})
    assert employee(ANI).user.email == "ani@contoh.go.id"
    told = Entry.objects.get(act="email-set")
    assert "ani@" not in f"{told.before}{told.after}{told.reason}"
    assert client.post("/pemberitahuan/", {"email": "bukan surel"}).status_code == 200
    assert employee(ANI).user.email == "ani@contoh.go.id"
