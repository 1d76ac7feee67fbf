"""Activation codes by mail: one message a person, no name in it, and no code left of what failed."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from terukur.accounts.models import ActivationCode, User
from terukur.accounts.operations import activate
from terukur.jobs.code_mail import mail_codes
from terukur.jobs.tasks import give_up
from terukur.ledger.verification import check_rows
from terukur.organization.code_mailing import request_mailing
from terukur.organization.models import CodeMailing, RoleGrant, Unit
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, acting, employee, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(settings):
    settings.PUBLIC_ADDRESS = "https://kinerja.contoh.go.id"
    cast.load_people()
    for number in (ANI, BUDI, CITRA, DEWI):
        User.objects.filter(username=number).update(email=f"{number[-4:]}-{number[:4]}@contoh.go.id")


def asked(unit="SEKSI", replace=False) -> CodeMailing:
    found = Unit.objects.get(code=unit)
    return request_mailing(unit=found, replace=replace, acting=acting(employee(DEWI).user, AFTER))


def later():
    return moment(AFTER) + timedelta(minutes=5)


def test_each_gets_the_own_code_and_nothing_about_them():
    run = asked()
    mail_codes(run.pk, at=later)
    run.refresh_from_db()
    assert (run.total, run.sent, run.failed, run.error) == (2, 2, 0, "")
    assert run.finished_at
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        told = f"{message.subject} {message.body}"
        assert not re.search(r"Ani|Budi|Seksi|\d{8}", told)
        assert "https://kinerja.contoh.go.id/aktivasi/" in told
    (own,) = [one for one in mail.outbox if one.to == [employee(ANI).user.email]]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", own.body)[0]
    activate(username=ANI, code=code, password="terukur-sekali-9", at=later())
    assert check_rows().broken is None


def test_what_could_not_be_sent_leaves_no_code(monkeypatch):
    failing = employee(ANI).user.pk
    real = mail_codes.__globals__["is_sent"]
    monkeypatch.setitem(
        mail_codes.__globals__, "is_sent", lambda user, *a, **k: user.pk != failing and real(user, *a, **k)
    )
    run = asked()
    mail_codes(run.pk, at=later)
    run.refresh_from_db()
    assert (run.sent, run.failed) == (1, 1)
    assert [code.user.username for code in ActivationCode.objects.all()] == [BUDI]


def test_a_run_that_begins_again_mails_nobody_twice():
    run = asked(replace=True)
    mail_codes(run.pk, at=later)
    mail_codes(run.pk, at=later)
    assert len(mail.outbox) == 2


def test_holders_of_roles_get_none_by_mail():
    run = asked("KOTA")
    mail_codes(run.pk, at=later)
    assert len(mail.outbox) == 3
    assert employee(DEWI).user.email not in {one.to[0] for one in mail.outbox}


def test_who_lost_the_role_meanwhile_sends_nothing():
    run = asked()
    RoleGrant.objects.filter(user=employee(DEWI).user).update(ends=AFTER - timedelta(days=1))
    mail_codes(run.pk, at=later)
    run.refresh_from_db()
    assert "diterbitkan oleh pengelola kinerja" in run.error
    assert not mail.outbox
    assert not ActivationCode.objects.exists()


def test_without_a_mail_server_it_says_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    run = asked()
    mail_codes(run.pk, at=later)
    run.refresh_from_db()
    assert "TERUKUR_SMTP" in run.error


def test_a_given_up_job_is_said_on_its_page():
    run = asked()
    give_up("mail-activation-codes", {"run": run.pk})
    run.refresh_from_db()
    assert "kirim lagi" in run.error
