"""Hints on feedback: what Indonesian sentences get, and what no text ever gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.coaching.hints import HintKind, Written, hints_for

N, J = "no-observation", "judges-person"
SENTENCES = [
    # Nothing that was seen.
    ("Kerjanya bagus, pertahankan.", {N}),
    ("Pelayanan sudah baik sekali.", {N}),
    ("Tingkatkan lagi kinerjanya ke depan.", {N}),
    ("Pada dasarnya semua sudah memuaskan.", {N}),
    ("Saat ini hasilnya cukup memadai.", {N}),
    ("Terima kasih sudah membantu.", {N}),
    ("Perlu lebih banyak belajar dan berlatih.", {N}),
    ("Setiap saat pelayanan terasa menyenangkan.", {N}),
    # Seen: a number, a time, a place, an act, somebody's words.
    ("Berkas diperiksa sebelum warga mengambil nomor.", set()),
    ("Tiga murid di baris belakang belum ditanya.", set()),
    ("Senin pagi antrean di loket 2 habis pukul 11.", set()),
    ("Ketika warga bertanya, syaratnya dijelaskan satu per satu.", set()),
    ("Saya lihat daftar hadir ditempel di papan.", set()),
    ("Di posyandu anak yang demam dicatat dahulu.", set()),
    ("Warga berkata “petugasnya sabar sekali”.", set()),
    ("38 balita ditimbang sampai siang.", set()),
    ("Anda menelepon warga yang berkasnya kurang.", set()),
    ("Sebelum apel lampu ruang kelas sudah dinyalakan.", set()),
    ("Surat itu Anda tulis ulang tanpa diminta.", set()),
    # The person instead of the work.
    ("Anda malas.", {J}),
    ("Anda ini memang malas sekali.", {N, J}),
    ("Tidak becus bekerja, Anda itu.", {N}),
    ("Anda tidak becus bekerja.", {N, J}),
    ("Anda tidak profesional.", {N, J}),
    ("Bapak kurang disiplin.", {N, J}),
    ("Senin pagi di loket 2 Anda ceroboh.", {J}),
    ("Anda selalu terlambat dan tidak pernah peduli.", {N, J}),
    ("Kamu tidak pernah mendengarkan siapa pun.", {N, J}),
    ("Anda rajin.", {J}),
    ("Anda rajin sekali, terima kasih.", {N, J}),
    ("Ibu orang yang sangat cerdas.", {N, J}),
    ("Ani memang hebat dan pintar.", {N, J}),
    ("Anda pegawai terbaik di sini.", {N, J}),
    # About the work, or denied, or counted.
    ("Anda tidak malas; jadwalnya yang berbenturan pada hari Jumat.", set()),
    ("Anda rajin menimbang balita tiap Selasa.", set()),
    ("Anda sabar menjelaskan syarat kepada ibu-ibu.", set()),
    ("Loket selalu penuh pada hari Senin.", set()),
    ("Anda tidak pernah terlambat selama 60 hari kerja.", set()),
    ("Warga menyebut “petugas malas” di kotak saran.", set()),
    ("Cara memeriksa berkas itu cerdas: antrean habis pukul 11.", set()),
    ("Hasil pekerjaan di loket 3 rapi dan teliti.", set()),
]


@pytest.mark.parametrize(
    ("sentence", "expected"), SENTENCES, ids=[sentence[:40] for sentence, _ in SENTENCES]
)
def test_a_sentence_gets_its_hints(sentence, expected):
    found = hints_for({"observed": sentence}, names=["Ani"])
    assert {hint.kind.value for hint in found} == expected
    assert all(hint.why and hint.at == "observed" for hint in found)


def test_what_was_judged_is_named_and_praise_is_told_gently():
    (blame,) = hints_for({"observed": "Senin di loket 2 Anda malas."})
    assert "malas" in blame.words
    assert "bukan kerjanya" in blame.words
    (praise,) = hints_for({"observed": "Senin di loket 2.", "effect": "Anda memang sangat sabar."})
    assert praise.at == "effect"
    assert "memuji orangnya" in praise.words


def test_what_is_to_be_done_next_is_no_observation():
    found = hints_for({"observed": "Sudah baik sekali.", "next_step": "Coba kartu tanya tanggal 12."})
    assert [hint.kind for hint in found] == [HintKind.NO_OBSERVATION]


LONG = (
    "Berkas Pak Eko diperiksa sebelum warga mengambil nomor pada 12 Oktober, sehingga antrean selesai "
    "pukul 14 dan tidak ada yang harus kembali."
)
FOR_ANI = LONG.replace("Pak Eko", "Bu Ani").replace("12", "3").replace("14", "15")


def copied(text: str, *others: Written, person: object = "ani") -> list[str]:
    found = hints_for({"text": text}, others, person=person, names=["Eko", "Ani"])
    return [hint.words for hint in found if hint.kind is HintKind.COPIED]


def test_a_copy_with_another_name_and_date_is_told_with_its_share_and_without_the_other():
    (words,) = copied(FOR_ANI, Written("eko", LONG))
    assert "100%" in words
    assert "Eko" not in words


def test_a_text_of_ones_own_is_no_copy():
    other = "Daftar hadir ditempel Senin pagi, dan rapat mulai tepat pukul 8 dengan semua orang di ruangan."
    assert copied(FOR_ANI, Written("eko", other)) == []
    assert copied("Berkas diperiksa pukul 9.", Written("eko", "Berkas diperiksa pukul 9.")) == []
    half = (
        LONG + " Pada hari Jumat Anda menelepon tiga warga yang fotonya buram dan mengajak rekan baru "
        "duduk di samping Anda sampai ia dapat mengerjakannya sendiri di loket sebelah."
    )
    assert copied(half, Written("eko", LONG)) == []


words = st.lists(st.sampled_from([w for s, _ in SENTENCES for w in s.split()]), max_size=60)


@given(st.dictionaries(st.sampled_from(["situation", "observed", "effect", "next_step", "text"]), st.text()))
def test_no_text_is_too_strange(texts):
    for hint in hints_for(texts, [Written(1, text) for text in texts.values()], person=2):
        assert hint.at in texts
        assert hint.words
        assert hint.why


@given(words.map(" ".join))
def test_what_was_written_before_to_the_same_person_is_never_a_copy(text):
    assert copied(text, Written("ani", text)) == []


@given(words.map(" ".join))
def test_what_was_written_before_to_another_always_is_one(text):
    assert copied(f"{LONG} {text}", Written("eko", f"{LONG} {text}")) != []


@given(words.map(" ".join))
def test_a_day_and_a_number_make_an_observation_of_anything(text):
    found = hints_for({"observed": f"{text} Senin, 12 Oktober: 38 berkas."})
    assert HintKind.NO_OBSERVATION not in {hint.kind for hint in found}
