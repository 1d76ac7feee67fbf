"""Who is proposed as head and appraiser from titles and the tree, and where nobody is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.organization.head_proposal import Holder, Place, propose
from terukur.organization.head_titles import is_head_title, leads_unit
from terukur.regulation.scales import PositionKind

HIGH, ADMINISTRATOR, SUPERVISOR = (
    PositionKind.HIGH_LEADER,
    PositionKind.ADMINISTRATOR,
    PositionKind.SUPERVISOR,
)
FUNCTIONAL, STAFF = PositionKind.FUNCTIONAL, PositionKind.IMPLEMENTER


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Kepala Dinas Kesehatan", "Dinas Kesehatan"),
        ("KEPALA DINAS", "Dinas Kesehatan Kab. Rekaan"),
        ("Kepala Badan Kepegawaian Daerah", "Badan Kepegawaian Daerah"),
        ("Kepala Pelaksana BPBD", "Badan Penanggulangan Bencana Daerah"),
        ("Kepala UPTD Puskesmas Rekaan", "UPTD Puskesmas Rekaan"),
        ("Kepala Puskesmas Rekaan", "UPTD Puskesmas Rekaan"),
        ("Kepala UPT Puskesmas", "Puskesmas Rekaan"),
        ("Kepala Sekolah", "SD Negeri 12 Rekaan"),
        ("Kepala Sekolah", "UPTD SMP Negeri 2 Rekaan"),
        ("Kepala Sub Bagian Umum", "Subbagian Umum"),
        ("Kasubbag Umum", "Sub Bagian Umum dan Kepegawaian"),
        ("Kepala Seksi Pelayanan", "Seksi Pelayanan"),
        ("Kepala Bidang", "Bidang Kesehatan Masyarakat"),
        ("Camat", "Kecamatan Plaju"),
        ("Camat Plaju", "Kecamatan Plaju"),
        ("Lurah", "Kelurahan Talang Putri"),
        ("Sekretaris Daerah", "Sekretariat Daerah"),
        ("Sekretaris DPRD", "Sekretariat DPRD"),
        ("Sekretaris", "Sekretariat"),
        ("Direktur RSUD Rekaan", "RSUD Rekaan"),
        ("Direktur", "UPTD RSUD Rekaan"),
        ("Inspektur", "Inspektorat Daerah"),
    ],
)
def test_the_title_leads_the_unit(title, unit):
    assert is_head_title(title)
    assert leads_unit(title, unit)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Kepala Bidang Pelayanan", "Dinas Kesehatan"),
        ("Kepala Seksi Pemerintahan", "Kecamatan Plaju"),
        ("Kepala Subbagian Umum", "Bagian Umum"),
        ("Kepala Dinas Kesehatan", "Sekretariat Daerah"),
        ("Sekretaris Dinas", "Dinas Kesehatan"),
        ("Sekretaris Camat", "Kecamatan Plaju"),
        ("Sekretaris", "Sekretariatan Bersama"),
        ("Camat", "Sekretariat Kecamatan"),
        ("Inspektur Pembantu I", "Inspektorat Daerah"),
        ("Wakil Direktur", "RSUD Rekaan"),
        ("Analis Kepala Data", "Dinas Kesehatan"),
        ("Pengadministrasi Umum", "Dinas Kesehatan"),
        ("", "Dinas Kesehatan"),
    ],
)
def test_the_title_does_not_lead_the_unit(title, unit):
    assert not leads_unit(title, unit)


DINAS = Place(1, "Dinas Kesehatan", None, None)
BIDANG = Place(2, "Bidang Pelayanan", 1, None)
SEKSI = Place(3, "Seksi Rujukan", 2, None)


def holder(key, unit, title, kind=STAFF, *, has_appraiser=False):
    return Holder(key, key, f"Orang {key}", unit, title, kind, has_appraiser)


OFFICE = (
    holder(1, 1, "Kepala Dinas Kesehatan", HIGH),
    holder(2, 2, "Kepala Bidang Pelayanan", ADMINISTRATOR),
    holder(3, 3, "Kepala Seksi Rujukan", SUPERVISOR),
    holder(4, 3, "Petugas"),
    holder(5, 1, "Analis"),
)


def heads(found):
    return {one.place.unit: one.leader for one in found.units if one.head}


def appraised(found):
    return {held.employee: one.leader for one in found.units for held in one.appraised}


def reasons(found):
    return {(one.place.unit, one.holder and one.holder.employee): one.reason for one in found.unclear}


def test_a_member_goes_to_the_head_and_a_head_to_the_one_above():
    found = propose((DINAS, BIDANG, SEKSI), OFFICE)
    assert heads(found) == {1: 1, 2: 2, 3: 3}
    assert appraised(found) == {2: 1, 3: 2, 4: 3, 5: 1}
    assert list(reasons(found)) == [(1, 1)]
    assert "bukan ASN" in reasons(found)[1, 1]


def test_two_who_could_lead_are_unclear_and_so_are_their_people():
    found = propose((SEKSI,), (*OFFICE[2:4], holder(6, 3, "Kepala Seksi Rujukan", SUPERVISOR)))
    assert heads(found) == {}
    assert appraised(found) == {}
    assert reasons(found)[3, None] == "2 orang berjabatan Kepala Seksi Rujukan atau setingkat."
    assert reasons(found)[3, 4] == "unitnya belum punya kepala."


def test_the_highest_kind_leads():
    deputy = holder(6, 1, "Kepala Dinas", SUPERVISOR)
    assert heads(propose((DINAS,), (OFFICE[0], deputy))) == {1: 1}


def test_the_head_of_a_part_is_not_made_head_of_the_whole():
    found = propose((DINAS,), (holder(2, 1, "Kepala Bidang Pelayanan", ADMINISTRATOR), OFFICE[4]))
    assert heads(found) == {}
    assert reasons(found)[1, None] == "tidak jelas apakah Kepala Bidang Pelayanan memimpin unit ini."


def test_a_unit_without_any_title_of_a_head_is_told():
    assert (
        reasons(propose((SEKSI,), (OFFICE[3],)))[3, None] == "tidak ada jabatan kepala di antara pegawainya."
    )


def test_a_unit_with_a_head_gets_no_other_and_its_head_appraises():
    led = Place(3, "Seksi Rujukan", None, 9)
    found = propose((led,), (OFFICE[3], holder(6, 3, "Arsiparis", FUNCTIONAL)))
    assert heads(found) == {}
    assert appraised(found) == {4: 9, 6: 9}


def test_who_has_an_appraiser_keeps_that_one():
    found = propose((SEKSI,), (OFFICE[2], holder(4, 3, "Petugas", has_appraiser=True)))
    assert 4 not in appraised(found)


def test_staff_beside_other_structural_officials_is_unclear_but_those_officials_are_not():
    section = holder(6, 1, "Kepala Bidang Pelayanan", ADMINISTRATOR)
    found = propose((DINAS,), (OFFICE[0], section, OFFICE[4]))
    assert appraised(found) == {6: 1}
    assert "selain kepala ada Kepala Bidang Pelayanan" in reasons(found)[1, 5]


def test_a_unit_above_without_people_is_passed_over_and_one_without_a_head_is_not():
    found = propose((DINAS, BIDANG, SEKSI), (OFFICE[0], OFFICE[2]))
    assert appraised(found) == {3: 1}
    found = propose((DINAS, BIDANG, SEKSI), (OFFICE[0], OFFICE[2], holder(7, 2, "Petugas")))
    assert reasons(found)[3, 3] == "unit di atasnya, Bidang Pelayanan, belum punya kepala."


def test_a_circle_of_units_ends():
    found = propose((Place(3, "Seksi A", 4, None), Place(4, "Bagian B", 3, None)), (OFFICE[2],))
    assert appraised(found) == {}


TITLES = st.sampled_from(
    ["Kepala Dinas", "Kepala Bidang", "Kepala Seksi", "Camat", "Petugas", "Sekretaris", ""]
)
PLACES = st.lists(
    st.tuples(st.sampled_from(["Dinas A", "Bidang B", "Seksi C", "Kecamatan D"]), st.integers(0, 4)),
    min_size=1,
    max_size=5,
).map(lambda rows: [Place(key, name, up if up != key else None, None) for key, (name, up) in enumerate(rows)])


@given(PLACES, st.lists(st.tuples(st.integers(0, 4), TITLES, st.sampled_from(list(PositionKind)))))
def test_everybody_is_proposed_once_or_unclear_and_nobody_appraises_themselves(places, rows):
    holders = [
        holder(100 + key, unit, title, kind)
        for key, (unit, title, kind) in enumerate(rows)
        if unit < len(places)
    ]
    found = propose(places, holders)
    proposed = [held.employee for one in found.units for held in one.appraised]
    left = [one.holder.employee for one in found.unclear if one.holder]
    assert sorted([*proposed, *left]) == [one.employee for one in holders]
    assert all(held.employee != one.leader for one in found.units for held in one.appraised)
    unclear_units = {one.place.unit for one in found.unclear if one.holder is None}
    assert set(heads(found)) | unclear_units == {one.unit for one in holders}
