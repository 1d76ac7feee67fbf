"""What may be said of one appraiser's severity: whole, without the request, or going on in a sentence."""

from dataclasses import replace

import pytest

from terukur.raters.wording import scale_reason, severity_sentence, severity_words, used_scale
from terukur.statistics.carrying import MOST_OF_ONE_VALUE, ScaleUse
from terukur.statistics.severity.verdict import RaterEstimate, SeverityStatus

ESTIMATE = RaterEstimate(
    rater="7",
    status=SeverityStatus.MATERIAL_DIFFERENCE,
    employees=14,
    forms=28,
    periods=2,
    component=0,
    cases=0,
    severity=0.61,
    se=0.1,
    interval80=(0.48, 0.74),
    interval95=(0.41, 0.81),
    reliability=0.9,
    chance_material=0.99,
    is_showable=True,
)
COMPARED = (
    "Nilai di sini 0,61 tingkat lebih rendah (rentang 80% 0,48 sampai 0,74) daripada nilai orang dengan "
    "hasil terukur yang sama; 14 pegawai, 28 penilaian, 2 periode."
)


def test_only_who_can_look_together_is_asked_to():
    assert severity_sentence(ESTIMATE) == f"{COMPARED} Mohon ditinjau bersama."
    assert severity_sentence(ESTIMATE, asks=False) == COMPARED


def test_a_lenient_rater_is_told_from_the_other_side():
    lenient = replace(ESTIMATE, severity=-0.61, interval80=(-0.74, 0.02), cases=3, periods=None)
    assert severity_sentence(lenient, given_results=False, asks=False) == (
        "Nilai di sini 0,61 tingkat lebih tinggi (rentang 80% −0,02 sampai 0,74) daripada nilai orang lain "
        "yang sebanding; 14 pegawai, 28 penilaian, 3 kasus standar."
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            SeverityStatus.SCALE_SHOWS_NOTHING,
            "Skala ini tidak dapat menunjukkan perbedaan: hampir semua nilai sama.",
        ),
        (
            SeverityStatus.NOT_IDENTIFIED,
            "Sistem tidak dapat memisahkan pengaruh penilai dari timnya di sini.",
        ),
        (SeverityStatus.NO_MATERIAL_DIFFERENCE, f"Tidak ditemukan perbedaan berarti. {COMPARED}"),
        (SeverityStatus.UNCERTAIN, f"{COMPARED} Belum dapat dipastikan."),
    ],
)
def test_each_status_has_its_words(status, said):
    assert severity_sentence(replace(ESTIMATE, status=status)) == said


def test_without_a_number_only_the_basis_is_told():
    unknown = replace(ESTIMATE, status=SeverityStatus.NOT_ENOUGH_DATA, is_showable=False)
    assert severity_sentence(unknown) == "Data belum cukup: 14 pegawai, 28 penilaian, 2 periode."


@pytest.mark.parametrize("status", list(SeverityStatus))
@pytest.mark.parametrize("asks", [True, False])
def test_a_sentence_that_goes_on_lacks_its_full_stop_alone(status, asks):
    one = replace(ESTIMATE, status=status)
    words = severity_words(one, asks=asks)
    assert severity_sentence(one, asks=asks) == f"{words}."
    assert not words.endswith(".")


def test_a_scale_says_why_it_shows_nothing():
    assert scale_reason(ScaleUse(400, MOST_OF_ONE_VALUE)) == ""
    assert scale_reason(ScaleUse(400, 0.97)) == (
        "Skala ini tidak dapat menunjukkan perbedaan: 97 % dari 400 nilai sama (batas 90 %). Tidak ada "
        "penilai yang dinyatakan berbeda, dan tidak ada yang dinyatakan tidak berbeda."
    )
    assert used_scale(ScaleUse(400, 0.5)).reason is None
