"""A certificate is a document that somebody else has looked at; until then its hours count for nothing."""

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError
from PIL import Image

from terukur.development.effects import NeedOutcome
from terukur.development.models import Certificate
from terukur.development.operations import (
    CertificateDraft,
    DevelopmentRefused,
    agree,
    finish,
    refuse_certificate,
)
from terukur.development.queries import certificates_to_check, hours_of
from terukur.ledger.models import Entry
from terukur.measurement.operations import EvidenceDraft
from terukur.organization.models import ReportingLine, RoleGrant
from terukur.oversight.growth import growth_of
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from tests.support import learning_case
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee, sign_in
from tests.support.learning_case import (
    CERTIFICATE,
    chosen,
    confirmed,
    delivered,
    development,
    finished,
    quarter_later,
)
from tests.support.quarter import begun

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 2)
LIST = "/pengembangan/sertifikat/"


@pytest.fixture
def planned(db):
    """Ani has agreed with Budi to learn something of six hours."""
    return built_once("learning-agreed", _planned)


def _planned():
    appraisal = begun()
    learning_case.shelf()
    delivered(appraisal)
    return agree(planned=chosen(), acting=acting(employee(BUDI).user, AFTER))


def refused(certificate, by=BUDI, why="Nama di sertifikat bukan nama Anda."):
    return refuse_certificate(certificate=certificate, why=why, acting=acting(employee(by).user, AFTER))


def picture(width, height, form="PNG") -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((width, height), 60).save(stream, form)
    return stream.getvalue()


def pdf(*, pages=1, written=b"") -> bytes:
    stream, document = io.BytesIO(), pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
        if written:
            document.pages[-1].Contents = document.make_stream(written)
    document.docinfo["/Title"] = "x" * 2000
    document.save(stream)
    return stream.getvalue()


NOT_ONE = {
    "a text of 15 bytes": (b"Sudah selesai.\n", "Pindai atau foto"),
    "a long text": (b"Saya sudah belajar. " * 5000, "Pindai atau foto"),
    "a table": (b"Nama;JP\nAni;8\n" * 500, "Pindai atau foto"),
    "a list of patients as text": (b"Nama pasien;NIK;Diagnosa\n" * 300, "Pindai atau foto"),
    "a picture of one point": (picture(1, 1), "terlalu kecil"),
    "a stamp": (picture(90, 90), "terlalu kecil"),
    "the head of a picture": (picture(800, 600)[:400], "terlalu kecil"),
    "a PDF without a page": (pdf(pages=0), "satu halaman pun"),
    "a PDF of an empty page": (pdf(), "satu halaman pun"),
    "something else by the name of a PDF": (b"\x00\x01\x02" * 1000, "PDF, JPEG, PNG, atau WebP"),
    "only the head of a PDF": (b"%PDF-1.7\n" + b"x" * 3000, "PDF ini rusak"),
}


@pytest.mark.parametrize("what", NOT_ONE)
def test_what_cannot_be_a_certificate_is_refused_with_what_to_do(planned, what):
    content, said = NOT_ONE[what]
    with pytest.raises(DevelopmentRefused, match=said):
        finished(planned, content=content)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    "content",
    [pdf(written=b"BT /F1 12 Tf (Sertifikat) Tj ET")]
    + [picture(500, 400, form) for form in ("PNG", "JPEG", "WEBP")],
    ids=["PDF", "PNG", "JPEG", "WebP"],
)
def test_a_document_or_a_picture_of_one_is_taken(planned, content):
    assert finished(planned, content=content).hours == 6


def test_other_hours_than_the_catalogue_gives_need_a_reason(planned):
    evidence = EvidenceDraft("sertifikat.png", CERTIFICATE)

    def finish_with(hours, why):
        return finish(
            planned=planned,
            acting=acting(employee(ANI).user, AFTER),
            draft=CertificateDraft(Decimal(hours), AFTER, evidence, why),
        )

    for hours, why, said in (
        ("0", "Sebentar", "antara 0 dan 6"),
        ("-1", "Sebentar", "antara 0 dan 6"),
        ("6.01", "Lebih lama", "antara 0 dan 6"),
        ("4", "  ", "Tulis mengapa"),
    ):
        with pytest.raises(DevelopmentRefused, match=said):
            finish_with(hours, why)
    assert finish_with("4", "Hanya dua pertemuan").hours_why == "Hanya dua pertemuan"


def test_nothing_counts_until_a_second_person_has_confirmed_it(planned):
    certificate = finished(planned)
    view = development()
    assert (view.hours.result.hours, view.stated_hours, hours_of(employee(ANI), 2026)) == (0, 6, 0)
    quarter_later(Period.parse("2026-Q2"), Rating.MEETS)
    assert development(on=LATER).planned[0].effect is None
    confirmed(certificate)
    view = development(on=LATER)
    assert (view.hours.result.hours, view.stated_hours, hours_of(employee(ANI), 2026)) == (6, 0, 6)
    assert view.planned[0].effect.outcome is NeedOutcome.IMPROVED


def test_what_only_was_stated_is_in_no_figure_of_a_unit(planned, monkeypatch):
    monkeypatch.setattr("terukur.oversight.growth.at_least", lambda of, on: 1)
    certificate = finished(planned)
    assert [unit.learning for unit in growth_of(on=AFTER) if unit.learning] == []
    confirmed(certificate)
    assert [unit.learning for unit in growth_of(on=AFTER) if unit.learning] == [1]


@pytest.mark.parametrize("number", [ANI, CITRA, EKO])
def test_only_the_appraiser_and_the_performance_team_confirm(planned, number):
    certificate = finished(planned)
    for act in (confirmed, refused):
        with pytest.raises(DevelopmentRefused, match="pejabat penilai atau pengelola kinerja"):
            act(certificate, by=number)
    assert confirmed(certificate, by=DEWI).accepted


def test_nobody_in_the_performance_team_confirms_their_own(planned):
    certificate = finished(planned)
    RoleGrant.objects.create(user=employee(ANI).user, role=RoleGrant.Role.PERFORMANCE_TEAM, starts=AFTER)
    with pytest.raises(DevelopmentRefused):
        confirmed(certificate, by=ANI)


def test_a_refused_one_says_why_and_another_may_be_brought(planned):
    first = finished(planned)
    with pytest.raises(DevelopmentRefused, match="Tulis mengapa"):
        refused(first, why="  ")
    refused(first)
    planned.refresh_from_db()
    assert (planned.status, planned.finished_on) == ("agreed", None)
    assert development().stated_hours == 0
    for act in (confirmed, refused):
        with pytest.raises(DevelopmentRefused, match="sudah diperiksa"):
            act(first)
    second = finished(planned)
    confirmed(second)
    assert hours_of(employee(ANI), 2026) == 6
    acts = Entry.objects.filter(chain=f"development/{planned.pk}").order_by("number")
    assert list(acts.values_list("act", flat=True))[2:] == [
        "learning-finished",
        "certificate-refused",
        "learning-finished",
        "certificate-confirmed",
    ]


def test_a_finished_item_is_not_agreed_to_again(planned):
    finished(planned)
    with pytest.raises(DevelopmentRefused, match="sudah diputuskan"):
        agree(planned=planned, acting=acting(employee(BUDI).user, AFTER))


@pytest.mark.parametrize(
    "change",
    [
        "accepted = true",
        "accepted = true, reviewed_by_id = by_id, reviewed_at = now()",
        "accepted = false, reviewed_by_id = {budi}, reviewed_at = now()",
        "hours = 60",
        "hours_why = 'x'",
    ],
)
def test_the_database_refuses_what_no_act_does(planned, change):
    finished(planned)
    asked = change.format(budi=employee(BUDI).user.pk)
    with (
        pytest.raises((IntegrityError, InternalError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE development_certificate SET {asked}")


def test_the_database_keeps_what_was_decided_and_one_at_a_time(planned):
    certificate = confirmed(finished(planned))
    for statement in (
        "UPDATE development_certificate SET accepted = NULL, reviewed_by_id = NULL, reviewed_at = NULL",
        "DELETE FROM development_certificate",
    ):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    certificate.pk, certificate.accepted = None, None
    certificate.reviewed_by, certificate.reviewed_at = None, None
    certificate._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()


def waiting_for(number):
    return list(certificates_to_check(employee(number).user, is_team=number == DEWI, on=AFTER))


def test_it_waits_for_the_appraiser_or_without_one_for_the_team(planned):
    certificate = finished(planned)
    assert (waiting_for(BUDI), waiting_for(DEWI), waiting_for(ANI)) == ([certificate], [], [])
    ReportingLine.objects.filter(assignment__employee__number=ANI).delete()
    assert (waiting_for(BUDI), waiting_for(DEWI), waiting_for(ANI)) == ([], [certificate], [])
    confirmed(certificate, by=DEWI)
    assert waiting_for(DEWI) == []


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_the_doors_from_the_upload_to_the_confirmation(planned, client):
    sign_in(client, ANI)
    finish_page = f"/pengembangan/rencana/{planned.pk}/selesai/"
    sent = {"issued_on": "04-05-2026", "hours": "6"}
    text = client.post(finish_page, sent | {"file": SimpleUploadedFile("c.pdf", b"Sudah selesai.\n")})
    assert "Pindai atau foto" in text.content.decode()
    done = client.post(finish_page, sent | {"file": SimpleUploadedFile("c.png", CERTIFICATE)})
    assert done.status_code == 302
    assert "6 JP dinyatakan, menunggu diperiksa" in text_of(client, "/pengembangan/")
    check_page = f"/pengembangan/rencana/{planned.pk}/periksa/"
    assert client.get(check_page).status_code == 404
    assert client.post(check_page, {"accepted": "ya"}).status_code == 404
    sign_in(client, BUDI)
    assert "1 sertifikat menunggu Anda periksa" in text_of(client, "/")
    assert check_page in text_of(client, LIST)
    assert "Tulis mengapa" in client.post(check_page, {"accepted": "tidak"}).content.decode()
    client.post(check_page, {"accepted": "tidak", "why": "Bukan nama Anda 🙂"})
    assert "menunggu Anda periksa" not in text_of(client, "/")
    sign_in(client, ANI)
    assert "1 sertifikat Anda ditolak" in text_of(client, "/")
    page = text_of(client, "/pengembangan/")
    assert "Bukan nama Anda 🙂" in page and "menunggu diperiksa" not in page
    client.post(finish_page, sent | {"file": SimpleUploadedFile("c.png", CERTIFICATE)})
    sign_in(client, DEWI)
    assert client.post(check_page, {"accepted": "ya"}).status_code == 302
    sign_in(client, ANI)
    page = text_of(client, "/pengembangan/")
    assert "6 dari paling sedikit 20 JP" in page and "menunggu diperiksa" not in page
    assert "ditolak" not in text_of(client, "/")


def test_who_has_no_team_and_no_role_has_no_such_list(planned, client):
    sign_in(client, ANI)
    assert client.get(LIST).status_code == 404
