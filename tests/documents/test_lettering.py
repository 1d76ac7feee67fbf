"""Whatever somebody wrote, in whatever script: the document is made, and its words can be read out."""

import unicodedata
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.appraisal.queries import appraisals
from terukur.documents import lettering, rendering
from terukur.documents.lettering import MARK, clusters, drawable, legible
from terukur.documents.rendering import render_pdf
from tests.support.cast import AFTER, moment
from tests.support.papers import data_of_every_document, filled, words_of
from tests.support.quarter import hand_over

TEMPLATES = Path(rendering.__file__).parent / "templates"
SCRIPTS = (
    "Baik 😀 👩\u200d👩\u200d👧 🇮🇩 👍🏽",
    "ꦲꦏ꧀ꦱꦫꦗꦮ",
    "ᬩᬮᬶ",
    "ᮞᮥᮔ᮪ᮓ",
    "ᨅᨔ",
    "ᯅᯖᯂ᯲",
    "你好世界",
    "こんにちは",
    "한국어",
    "مرحبا",
    "שלום",
    "हिन्दी",
    "தமிழ்",
    "ไทย",
    "ελληνικά",
    "Кириллица",
    "Đặng Thị Hồng",
    "Ḿ̱a̋",
)
HOSTILE = (
    "\ufeff",
    "\x00",
    "\ue000",
    "\U000f0000",
    "\U0010ffff",
    "\uffff",
    "\u202e",
    "𓀀",
    "\u0301",
    "\u200b\u200d",
    "a\U0001e8d0",
    "\u2028",
    "\r\n",
    "\x07",
    "\ufffe",
    "𒀀" * 40,
    "\u0f71" * 9,
    "\U000e0067",
    "\u034f",
    "\u115f",
)


def test_letters_taken_for_simple_are_all_in_the_font_of_the_text():
    simple = "".join(c for c in map(chr, range(0x2300)) if lettering.SIMPLE.fullmatch(c))
    assert len(simple) > 300
    assert rendering._draws(simple)


@pytest.mark.parametrize("text", SCRIPTS)
def test_scripts_of_the_country_and_of_the_world_are_drawn(text):
    assert drawable(legible(text), draws=rendering._draws) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_no_font_draws_becomes_a_mark_or_nothing(text):
    found = drawable(legible(f"sebelum {text} sesudah"), draws=rendering._draws)
    assert found.startswith("sebelum ")
    assert found.endswith(" sesudah")
    assert rendering._draws(found)


def test_what_cannot_be_drawn_is_said_and_the_rest_stays():
    found = drawable("Rapat 𓀀 dengan 你好 selesai", draws=rendering._draws)
    assert found == f"Rapat {MARK} dengan 你好 selesai"


def test_a_letter_and_its_signs_stay_together():
    assert clusters("e\u0301a👩\u200d👧🇮🇩x") == ["e\u0301", "a", "👩\u200d👧", "🇮🇩", "x"]


def test_one_hostile_text_asks_a_limited_number_of_questions():
    asked = []

    def draws(text: str) -> bool:
        asked.append(text)
        return lettering.SIMPLE.fullmatch(text) is not None

    assert drawable("𒀀x" * 5000, draws=draws) == f"{MARK}x" * 5000
    assert len(asked) < 600


def everything() -> st.SearchStrategy[str]:
    """Any letter of any plane, and mixtures of those that are known to hurt."""
    any_letter = st.characters(exclude_categories=["Cs"])
    piece = st.one_of(any_letter, st.sampled_from([*SCRIPTS, *HOSTILE]))
    return st.lists(piece, max_size=12).map("".join)


@pytest.fixture
def documents(appraisal, monkeypatch):
    hand_over(appraisal)
    return data_of_every_document(appraisals().get(pk=appraisal.pk), monkeypatch)


@pytest.mark.django_db
def test_every_template_is_swept(documents):
    assert set(documents) == {path.stem for path in TEMPLATES.glob("*.typ")} - {"paper", "probe"}


@pytest.mark.django_db
def test_any_text_in_any_field_of_any_document_gives_a_pdf(documents):
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(everything(), min_size=3, max_size=3))
    def sweep(texts):
        for template, data in documents.items():
            made = render_pdf(template, filled(data, chain.from_iterable(repeat(texts))), at=moment(AFTER))
            assert made.startswith(b"%PDF-")

    sweep()


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*SCRIPTS[:9], "Rapat bersama\nUPTD"])
def test_the_words_can_be_read_out_of_every_document(documents, text):
    for template, data in documents.items():
        said = words_of(render_pdf(template, filled(data, repeat(text)), at=moment(AFTER)))
        plain = unicodedata.normalize("NFC", "".join(text.split()))
        is_said = plain in unicodedata.normalize("NFC", said)
        assert is_said, template


@pytest.mark.django_db
def test_every_document_says_that_a_letter_was_left_out(documents):
    for template, data in documents.items():
        said = words_of(render_pdf(template, filled(data, repeat("A 𓀀 B")), at=moment(AFTER)))
        is_noted = "menggantikanhurufyangtidakdapatdicetak" in said
        assert is_noted, template
        assert "menggantikan" not in words_of(render_pdf(template, data, at=moment(AFTER)))


@pytest.mark.django_db
@pytest.mark.parametrize("long", ["W" * 70, "nama-berkas_" * 15, "正" * 60, "Panjang sekali. " * 12])
def test_long_names_and_texts_break_and_stay_on_the_page(documents, long):
    for template, data in documents.items():
        made = render_pdf(template, filled(data, repeat(long)), at=moment(AFTER))
        is_whole = "".join(long.split()) in words_of(made)
        assert is_whole, template
