"""Evidence is taken for what its bytes say; active content and citizens' numbers are stopped."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from terukur.measurement.evidence_files import EvidenceFileRefused, count_citizen_numbers, inspect_evidence
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    PersonalDataFound,
    declare_realization,
)
from terukur.measurement.queries import other_uses
from terukur.planning.models import Indicator
from terukur.regulation.periods import Period
from tests.support.cast import AFTER, ANI, acting, employee

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
    b"endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
# Sixteen digits with 17 August 1990 where a NIK has it, for a man and for a woman; nobody's.
MAN, WOMAN = "9999991708900001", "9999995708900001"


def package(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (3, 2)).save(stream, kind)
    return stream.getvalue()


def spreadsheet(*cells) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for row, cell in enumerate(cells):
            page.write(row, 0, cell)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "PDF"),
        (picture("JPEG"), "JPEG"),
        (picture("PNG"), "PNG"),
        (picture("WEBP"), "WebP"),
        (package(word__document_xml="<w/>"), "dokumen Word"),
        (spreadsheet("x"), "lembar kerja"),
        (b"Laporan kegiatan\n", "teks"),
    ],
    ids=["pdf", "jpeg", "png", "webp", "word", "xlsx", "text"],
)
def test_a_file_is_what_its_bytes_say(content, kind):
    assert inspect_evidence(content).kind == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"), "isi aktif"),
        (PDF.replace(b"/Type", b"/Names<</EmbeddedFile 2 0 R>>/Type"), "isi aktif"),
        (b"<html><script>alert(1)</script>", "Halaman web"),
        (b"<svg onload='x'/>", "SVG"),
        (b"#!/bin/sh\nrm -rf /", "skrip"),
        (b"MZ\x90\x00\x03" + bytes(50), "tidak diterima"),
        (b"PK\x03\x04broken", "rusak"),
        (bytes(range(256)) * 4, "tidak diterima"),
    ],
    ids=["script in pdf", "file in pdf", "html", "svg", "shell", "exe", "broken zip", "binary"],
)
def test_what_could_run_or_be_anything_is_refused(content, said):
    with pytest.raises(EvidenceFileRefused, match=said):
        inspect_evidence(content)


def test_a_document_with_macros_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"):
            archive.writestr(name, "x")
    with pytest.raises(EvidenceFileRefused, match="makro"):
        inspect_evidence(stream.getvalue())


def test_an_archive_of_anything_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("foto.jpg", "x")
    with pytest.raises(EvidenceFileRefused, match="ZIP"):
        inspect_evidence(stream.getvalue())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"Anak A, NIK {MAN}; Anak B {WOMAN}", 2),
        ("Nomor surat 1234567890123456", 0),
        ("199001012015052001 adalah NIP", 0),
        (f"{MAN}0", 0),
        ("", 0),
    ],
)
def test_numbers_that_look_like_a_citizens_are_counted(text, count):
    assert count_citizen_numbers(text) == count


@pytest.mark.parametrize(
    "content",
    [spreadsheet("Nama", MAN), spreadsheet(int(MAN)), package(word__document_xml=f"<p>{MAN}</p>")],
    ids=["text cell", "number cell", "document"],
)
def test_they_are_found_inside_documents_too(content):
    assert inspect_evidence(content).citizen_numbers >= 1


@given(st.binary(max_size=400))
def test_any_bytes_are_a_kind_or_a_message(content):
    for candidate in (content, b"PK\x03\x04" + content, b"%PDF-" + content):
        try:
            assert inspect_evidence(candidate).kind
        except EvidenceFileRefused as error:
            assert str(error)


def declare(version, content, *, period="2026-Q1", checked=False):
    indicator = Indicator.objects.get(result__version=version, measure=None)
    return declare_realization(
        plan=version.plan,
        thread=indicator.thread,
        period=Period.parse(period),
        value=Decimal(1),
        note="",
        evidence=EvidenceDraft("bukti.txt", content, "", checked),
        acting=acting(employee(ANI).user, AFTER),
    )


@pytest.mark.django_db
def test_the_owner_is_asked_before_citizens_numbers_are_kept(version):
    with pytest.raises(PersonalDataFound, match="1 NIK"):
        declare(version, MAN.encode())
    assert declare(version, MAN.encode(), checked=True).evidence.count() == 1


@pytest.mark.django_db
def test_a_refused_file_leaves_no_realization(version):
    with pytest.raises(MeasurementRefused, match="Halaman web"):
        declare(version, b"<html>")
    assert not version.plan.realizations.exists()


@pytest.mark.django_db
def test_the_same_file_for_another_period_is_noticed(version):
    first = declare(version, b"Daftar hadir", period="2026-01")
    second = declare(version, b"Daftar hadir", period="2026-02")
    assert [use.realization for use in other_uses(second)] == [first]
    corrected = declare(version, b"Daftar hadir lain", period="2026-03")
    assert not other_uses(corrected).exists()
