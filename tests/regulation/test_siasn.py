"""Codes and records of SIASN (adjacent rules 12.6, D)."""

from dataclasses import replace

import pytest

from terukur.regulation.scales import Grade, Rating
from terukur.regulation.siasn import SiasnOutcome, annual_record, periodic_record, rank_code, read_grade

OUTCOME = SiasnOutcome(
    person="A1B2",
    results=Rating.MEETS,
    behavior=Rating.MEETS,
    year=2025,
    first_month=1,
    last_month=12,
    appraiser_number="198001012005011001",
    appraiser_name="Budi",
    appraiser_position="Kepala Seksi",
    appraiser_rank="III/d",
    appraiser_unit="Seksi Pelayanan",
)


def test_meets_and_meets_are_three_twos():
    record = annual_record(OUTCOME)
    names = ("hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai")
    assert [record[name] for name in names] == [2, 2, 2]


def test_an_appraiser_who_is_no_civil_servant_has_neither_number_nor_rank():
    record = annual_record(
        replace(OUTCOME, appraiser_is_asn=False, appraiser_number="900001", appraiser_rank="")
    )
    assert (record["statusPenilai"], record["penilaiNipNrp"], record["penilaiGolongan"]) == (
        "NON ASN",
        "",
        "",
    )
    assert record["penilaiNama"] == OUTCOME.appraiser_name


def test_the_annual_record_has_its_own_names():
    record = annual_record(OUTCOME)
    assert (record["pnsDinilaiOrang"], record["penilaiJabatan"]) == ("A1B2", "Kepala Seksi")
    assert not {"pnsDinilaiId", "penilaiJabatanNama"} & set(record)


def test_the_periodic_record_has_other_names_and_whole_numbers():
    record = periodic_record(replace(OUTCOME, first_month=7, last_month=9), coefficient="12")
    assert (record["pnsDinilaiId"], record["penilaiJabatanNama"]) == ("A1B2", "Kepala Seksi")
    span = [record["bulanMulaiPenilaian"], record["bulanSelesaiPenilaian"]]
    years = [record["tahunMulaiPenilaian"], record["tahunSelesaiPenilaian"]]
    assert (span, years, record["periodikId"]) == ([7, 9], [2025, 2025], 2)
    assert not {"pnsDinilaiOrang", "penilaiJabatan"} & set(record)


@pytest.mark.parametrize("key", ["KuadranKinerjaNilai", "kuadranNilai", "kuadranKinerjaNilai"])
def test_an_answer_is_read_however_it_is_spelled(key):
    assert read_grade({"id": "x", key: "4"}) is Grade.POOR
    assert read_grade({"id": "x"}) is None


def test_ranks_have_codes():
    assert [rank_code(rank) for rank in ("I/a", "III/d", "IV/e")] == [11, 34, 45]
    with pytest.raises(ValueError, match="IV/e"):
        rank_code("IX")


def test_the_grade_comes_from_the_quadrant_and_never_from_the_larger_code():
    record = annual_record(replace(OUTCOME, results=Rating.ABOVE, behavior=Rating.BELOW))
    assert record["kuadranKinerjaNilai"] == 4
