"""Words of one family meet under one key, and others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.development.words import Corpus, query_of, stem, words_of


@pytest.mark.parametrize(
    "family",
    [
        "tulis menulis penulisan tulisan",
        "nilai menilai penilaian",
        "layanan melayani pelayanan",
        "baik perbaikan memperbaiki",
        "ukur mengukur pengukuran",
        "kelola mengelola pengelolaan",
        "susun menyusun penyusunan",
        "paham memahami pemahaman",
        "rencana merencanakan perencanaan",
        "ajar mengajar pembelajaran belajar pelajaran",
        "kerja bekerja pekerjaan mengerjakan",
        "inovasi inovatif berinovasi",
        "kreatif kreativitas",
        "adaptif adaptasi beradaptasi",
        "kolaborasi kolaboratif berkolaborasi",
        "akuntabel akuntabilitas",
        "arsip kearsipan",
        "periksa pemeriksaan memeriksa",
        "lambat terlambat keterlambatan",
        "berselisih perselisihan",
        "ubah perubahan berubah",
        "pimpin kepemimpinan pemimpin",
        "imunisasi diimunisasi",
        "damping pendampingan mendampingi",
    ],
)
def test_a_family_meets(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "strangers", ["sekolah mengolah", "nilai tulis", "arsip aset", "loket lokasi", "rapat dapat"]
)
def test_strangers_do_not_meet(strangers):
    one, other = strangers.split()
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_every_word_has_a_key(word):
    assert stem(word) and stem(word) == stem(word)


def test_words_without_weight_are_left_out():
    assert words_of("Pelatihan dan Bimbingan Teknis bagi ASN yang belum 2026") == []


def test_a_text_is_most_like_itself_and_a_synonym_counts():
    texts = ["ketelitian dokumen", "kapal laut", "melayani pemohon", "anggaran kas"]
    corpus = Corpus([[(text, 1.0)] for text in texts])
    likeness = [match.likeness for match in corpus.matches(query_of([("kapal laut", 1.0)]))]
    assert likeness.index(max(likeness)) == 1
    assert likeness[1] == pytest.approx(1)
    assert corpus.matches(query_of([("warga dilayani", 1.0)]))[2].likeness > 0.3
