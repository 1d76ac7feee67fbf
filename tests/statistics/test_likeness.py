"""Like results and unlike ratings; names taken out of texts; how far two ratings agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.statistics.agreement import PairAgreement, agreement
from terukur.statistics.likeness import Rated, unlike_pairs
from terukur.statistics.masking import masked

BAND = Fraction(5)
people = st.lists(st.tuples(st.integers(0, 130), st.integers(0, 2)), max_size=40).map(
    lambda rows: [Rated(key, Fraction(a), r) for key, (a, r) in enumerate(rows)]
)


def everybody_with_everybody(rated):
    return {
        frozenset((one.key, other.key))
        for one in rated
        for other in rated
        if one.rating != other.rating and abs(one.achievement - other.achievement) <= BAND
    }


@given(people)
def test_only_true_pairs_are_named_and_none_is_missed_altogether(rated):
    found = unlike_pairs(rated, band=BAND)
    named = {frozenset((pair.lower, pair.higher)) for pair in found}
    true = everybody_with_everybody(rated)
    assert named <= true
    assert bool(named) == bool(true)
    assert len(found) == len(named) <= 2 * len(rated)


@given(people)
def test_the_lower_of_a_pair_has_the_lower_rating_and_the_most_unlike_come_first(rated):
    ratings = {one.key: one.rating for one in rated}
    found = unlike_pairs(rated, band=BAND)
    assert all(ratings[pair.higher] - ratings[pair.lower] == pair.steps > 0 for pair in found)
    assert [pair.steps for pair in found] == sorted((p.steps for p in found), reverse=True)


def test_alike_in_rating_or_far_in_results_is_no_pair():
    alike = [Rated("a", Fraction(100), 1), Rated("b", Fraction(100), 1)]
    far = [Rated("a", Fraction(90), 0), Rated("b", Fraction(100), 2)]
    assert unlike_pairs(alike, band=BAND) == unlike_pairs(far, band=BAND) == []


def test_names_leave_a_text_whole_and_word_by_word():
    names = {"Rahma Contoh": "Pegawai 3", "Budi": "Penilai"}
    text = "Bu RAHMA dan Pak Budi; Budidaya tetap. NIP 19900101 201505 2 001, tahun 2026."
    assert masked(text, names) == ("Bu Pegawai 3 dan Pak Penilai; Budidaya tetap. NIP ▒▒▒, tahun 2026.")


def test_words_of_the_work_stay():
    names = {"Siti Imunisasi": "Pegawai 1"}
    assert masked("Imunisasi oleh Siti Imunisasi", names, known=["Cakupan imunisasi"]) == (
        "Imunisasi oleh Pegawai 1"
    )


@given(st.text(alphabet="abcde -", max_size=60), st.text(alphabet="abcde ", min_size=1, max_size=12))
def test_no_name_is_left_as_a_word(text, name):
    left = set(masked(text, {name: "X"}).replace("-", " ").split())
    assert not left & {word for word in name.split() if len(word) >= 3}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=30))
def test_agreement_is_counted_in_whole_portions(pairs):
    found = agreement(pairs, least=5)
    if len(pairs) < 5:
        assert found is None
    else:
        assert found.pairs % 5 == 0
        assert len(pairs) - 5 < found.pairs <= len(pairs)
        assert 0 <= found.exact <= found.within_one <= found.pairs


def test_agreement_of_five():
    pairs = [(1, 1), (2, 1), (2, 0), (1, 1), (0, 0)]
    assert agreement(pairs, least=5) == PairAgreement(5, 3, 4)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anggaran Rp1.250.000.000 terserap.", "Anggaran Rp1.250.000.000 terserap."),
        ("HP.081234567890, NIP199001012015052001.", "HP.▒▒▒, NIP▒▒▒."),
        ("Kerja Aninya, kata Bu Ani-nya.", "Kerja pegawai ininya, kata Bu pegawai ini-nya."),
        ("Aniseh bukan orangnya.", "Aniseh bukan orangnya."),
    ],
)
def test_amounts_stay_and_suffixes_hide_nobody(text, shown):
    assert masked(text, {"Ani": "pegawai ini"}) == shown


def test_a_word_that_two_names_share_is_nobodys_label():
    names = {"Siti Aminah": "Pegawai 1", "Siti Rahma": "Pegawai 2"}
    assert masked("Siti Rahma lebih cepat; kata Siti.", names) == "Pegawai 2 lebih cepat; kata ▒▒▒."
