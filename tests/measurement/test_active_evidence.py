"""Evidence that acts, or fetches something when it is opened, is refused however it is disguised."""

import io
import struct

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from terukur.measurement.evidence_files import EvidenceFileRefused, inspect_evidence
from tests.support.hostile_files import package

OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def pdf(change=lambda document: None, *, packed=True):
    """A PDF of one page, its objects in compressed streams."""
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(99, 99))
        change(document)
        mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
        document.save(stream, object_stream_mode=mode)
    return stream.getvalue()


def at_start(action):
    def change(document):
        document.Root.OpenAction = document.make_indirect(action())

    return change


def on_page(action):
    def change(document):
        document.pages[0].AA = Dictionary(O=action())

    return change


def with_link(action):
    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action())
        document.pages[0].Annots = Array([document.make_indirect(link)])

    return change


def attached(document):
    document.attachments["x.exe"] = b"MZ"


def script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def program():
    return Dictionary(S=Name.Launch, F=String("cmd.exe"))


def address():
    return Dictionary(S=Name.URI, URI=String("https://contoh.go.id"))


def to_page():
    return Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))


@pytest.mark.parametrize(
    "change",
    [
        at_start(script),
        at_start(program),
        at_start(address),
        on_page(script),
        on_page(address),
        with_link(program),
        attached,
    ],
    ids=["script", "program", "address at start", "script of page", "address of page", "link", "file"],
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_pdf_that_acts_is_refused(change, packed):
    with pytest.raises(EvidenceFileRefused, match="isi aktif"):
        inspect_evidence(pdf(change, packed=packed))


@pytest.mark.parametrize("word", [b"/J#61vaScript", b"/#4a#61vaScript", b"/Java#53cript"])
def test_a_name_written_in_numbers_is_the_same_name(word):
    content = pdf(at_start(script), packed=False).replace(b"/JavaScript", word)
    with pytest.raises(EvidenceFileRefused, match="isi aktif"):
        inspect_evidence(content)


@pytest.mark.parametrize(
    "change",
    [lambda _document: None, at_start(to_page), with_link(address), with_link(to_page)],
    ids=["plain", "opens at a page", "link", "contents"],
)
def test_an_honest_pdf_is_kept(change):
    assert inspect_evidence(pdf(change)).kind == "PDF"


def test_a_pdf_of_many_objects_is_kept():
    def change(document):
        for number in range(8_000):
            document.make_indirect(Dictionary(A=number))
        document.Root.Many = Array([document.make_indirect(Dictionary(A=n)) for n in range(8_000)])

    assert inspect_evidence(pdf(change)).kind == "PDF"


def test_a_pdf_with_a_password_is_told():
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EvidenceFileRefused, match="sandi"):
        inspect_evidence(stream.getvalue())


def relations(kind, target, mode="External"):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OUTSIDE}{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("attachedTemplate", "word/_rels/settings.xml.rels"),
        ("oleObject", "word/_rels/document.xml.rels"),
        ("frame", "word/_rels/document.xml.rels"),
        ("image", "ppt/slides/_rels/slide1.xml.rels"),
        ("subDocument", "word/_rels/document.xml.rels"),
        ("externalLink", "xl/_rels/workbook.xml.rels"),
    ],
)
def test_what_is_fetched_from_outside_is_refused(kind, part):
    folder = part.partition("/")[0]
    content = package({f"{folder}/a.xml": "<a/>", part: relations(kind, "http://contoh.id/x.dotm")})
    with pytest.raises(EvidenceFileRefused, match="dari luar"):
        inspect_evidence(content)


def test_a_link_that_is_clicked_is_no_danger():
    content = package(
        {
            "word/document.xml": "<a/>",
            "word/_rels/document.xml.rels": relations("hyperlink", "https://contoh.go.id"),
        }
    )
    assert inspect_evidence(content).kind == "dokumen Word"


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": "x"},
        {"xl/macrosheets/sheet1.xml": "<x/>"},
        {"xl/dialogsheets/sheet1.xml": "<x/>"},
        {"word/embeddings/oleObject1.bin": "x"},
        {"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'},
        {
            "word/document.xml": '<d xmlns:w="w"><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\x'
            "</w:instrText></d>"
        },
        {"word/document.xml": '<d xmlns:w="w"><w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/></d>'},
    ],
    ids=["vba", "old macros", "dialog", "object", "dde", "dde in pieces", "dde at once"],
)
def test_macros_and_objects_of_every_age_are_refused(parts):
    with pytest.raises(EvidenceFileRefused, match="makro atau objek"):
        inspect_evidence(package({"xl/workbook.xml": "<x/>", **parts}))


@pytest.mark.parametrize(
    "kind", ["ms-office.vbaProject", "ms-excel.sheet.macroEnabled.main+xml", "ms-excel.macrosheet+xml"]
)
def test_macros_under_another_name_are_told_by_their_kind(kind):
    types = f'<Types><Override PartName="/xl/gambar.bin" ContentType="application/vnd.{kind}"/></Types>'
    with pytest.raises(EvidenceFileRefused, match="makro"):
        inspect_evidence(package({"xl/workbook.xml": "<x/>", "xl/gambar.bin": "x"}, types))


def old_office(*, names=(), stream=b""):
    """The bytes that matter of an old file: its signature, names of its streams, and records."""
    told = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream + bytes(64) + told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (old_office(names=["Workbook", "_VBA_PROJECT_CUR"]), "memuat makro"),
        (old_office(names=["WordDocument", "Macros"]), "memuat makro"),
        (old_office(stream=struct.pack("<HHIBB", 0x85, 14, 900, 2, 1) + b"\x06\0Makro1"), "memuat makro"),
        (old_office(names=["Workbook"]), "Office lama"),
        (old_office(names=["EncryptedPackage"]), "sandi"),
    ],
    ids=["vba", "word", "old macros", "none seen", "password"],
)
def test_files_of_old_office_are_refused_with_the_reason(content, said):
    with pytest.raises(EvidenceFileRefused, match=said):
        inspect_evidence(content)


@pytest.mark.parametrize(
    "text",
    [
        "{\\rtf1{\\*\\template http://contoh.id/x.dotm}}",
        'ID;PWXL;N;E\nC;Y1;X1;K0;EEXEC("cmd")',
        "nama;nilai\n=cmd|'/C calc'!A0;1",
        'a,"=DDE|x!y"',
        "MIME-Version: 1.0\nContent-Type: x",
    ],
    ids=["rtf", "sylk", "dde", "quoted", "mht"],
)
def test_text_that_a_program_acts_upon_is_refused(text):
    with pytest.raises(EvidenceFileRefused):
        inspect_evidence(text.encode())


@pytest.mark.parametrize("text", ["a | b ! c", "- selesai! | ya", "nilai;-3\n=SUM(A1:A2);1"])
def test_text_of_people_is_kept(text):
    assert inspect_evidence(text.encode()).kind == "teks"
