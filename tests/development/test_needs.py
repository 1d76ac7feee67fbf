"""What somebody needs to learn comes from what was delivered, and says how it was found."""

import json
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command

from terukur.appraisal.models import Appraisal
from terukur.development.needs import needs_of
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from tests.support import learning_case
from tests.support.cast import AFTER, ANI, CITRA, DEWI, employee, load_plan, load_values
from tests.support.learning_case import EXAMPLE, delivered, quarter_later, rated
from tests.support.quarter import computed, declare

pytestmark = pytest.mark.django_db


def needs(number=ANI, on=AFTER):
    return needs_of(employee(number), on=on)


def need_of(kind, on=AFTER):
    return next(need for need in needs(on=on) if need.kind == kind)


def test_a_rating_that_was_not_delivered_shows_nothing(appraisal):
    rated(appraisal)
    assert needs() == []


def test_a_trial_shows_nothing(appraisal):
    Appraisal.objects.update(is_trial=True)
    appraisal.refresh_from_db()
    delivered(appraisal)
    assert needs() == []


def test_a_value_below_is_a_need_with_its_dated_example(appraisal):
    delivered(appraisal)
    need = need_of("behavior")
    assert (need.key, need.name, need.size) == ("AD", "Adaptif", Fraction(1, 2))
    assert need.evidence == (f"Triwulan I 2026, 10-03-2026: {EXAMPLE}",)


def test_examples_of_earlier_periods_stand_below_the_newest(appraisal):
    delivered(appraisal)
    quarter_later(Period.parse("2026-Q2"), Rating.BELOW)
    evidence = need_of("behavior", on=AFTER.replace(month=7)).evidence
    assert [line.partition(",")[0] for line in evidence] == ["Triwulan II 2026", "Triwulan I 2026"]


def test_what_was_made_good_is_no_need_any_more(appraisal):
    delivered(appraisal)
    quarter_later(Period.parse("2026-Q2"), Rating.MEETS)
    assert [need.key for need in needs(on=AFTER.replace(month=7)) if need.kind == "behavior"] == []


def test_an_indicator_below_the_band_counts_by_what_is_missing_and_by_weight(version):
    load_values({"2026-01": "20", "2026-02": "10", "2026-03": "20"})
    declare(version)
    delivered(computed())
    found = need_of("indicator")
    body = Appraisal.objects.get().computation.body
    indicator = body["results"][0]["indicators"][0]
    achievement = Fraction(indicator["achievement"])
    assert found.size == (90 - achievement) / 90
    assert (found.name, found.measure, found.period) == ("Permohonan selesai", "permohonan", "2026-Q1")
    assert found.evidence[0].startswith("Triwulan I 2026: Permohonan selesai, 50 dari 100")
    assert "Terukur" in found.evidence[0] and found.evidence[1] == "Berkas: nilai.csv"
    assert "bobot 60 dari yang terberat 60" in found.words


def test_a_competence_below_its_standard_is_a_need_and_one_never_assessed_is_not(version):
    learning_case.standard()
    assert needs() == []
    learning_case.assessed("2")
    (need,) = needs()
    assert (need.kind, need.key, need.size) == ("competence", "komunikasi", Fraction(1, 3))
    assert need.evidence == ("Uji kompetensi 2026, 01-02-2026: Komunikasi level 2; standar Petugas level 3",)
    learning_case.assessed("3", on="2026-03-01")
    assert needs() == []


def test_the_standard_is_that_of_title_and_kind(version):
    learning_case.standard(kind="Fungsional")
    learning_case.assessed("1")
    assert needs() == []


def test_needs_stand_by_size(appraisal):
    learning_case.standard("5")
    learning_case.assessed("1")
    delivered(appraisal)
    sizes = [need.size for need in needs()]
    assert sizes == sorted(sizes, reverse=True)
    assert needs()[0].kind == "competence"


def test_a_person_without_plan_or_standard_has_no_needs(version):
    load_plan(DEWI)
    assert needs(DEWI) == needs(CITRA) == []


def test_the_command_prints_needs_with_rules_and_evidence(appraisal, capsys):
    learning_case.shelf()
    delivered(appraisal)
    call_command("recommend", ANI, "--json")
    told = json.loads(capsys.readouterr().out)
    (need,) = [one for one in told["needs"] if one["gap"]["kind"] == "behavior"]
    assert (need["gap"]["key"], need["gap"]["size"]["value"]) == ("AD", "1/2")
    assert EXAMPLE in need["evidence"][0]
    first = need["items"][0]
    assert (first["code"], first["form_code"], first["hours"]) == ("C1", 15, "6")
    assert any("10-20-70" in line for line in first["why"])
    assert any(EXAMPLE in line for line in first["why"])
    call_command("recommend", ANI)
    assert "Mentoring memakai aplikasi antrean baru" in capsys.readouterr().out


def test_the_command_refuses_an_unknown_number(version):
    with pytest.raises(CommandError) as refused:
        call_command("recommend", "199912312020121001")
    assert refused.value.returncode == 1
