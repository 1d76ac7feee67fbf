"""A result in words through a period: expected, declared, verified, marked, rated, delivered."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from terukur.appraisal.expectation_marks import MarkingRefused, mark_expectations, why_unmarked
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal, ExpectationMark
from terukur.appraisal.operations import AppraisalRefused, deliver, rate
from terukur.appraisal.verification import check_computations, check_ratings
from terukur.delivery.receipt import mark_read
from terukur.documents.appraisal import evaluation_data, summary_data
from terukur.ledger.acting import COMMAND
from terukur.measurement.evidence_checks import check_evidence, draw_checks
from terukur.measurement.models import Realization
from terukur.measurement.operations import MeasurementRefused, verify_realization
from terukur.planning.comparing import compared, parts_of
from terukur.planning.models import PlanVersion
from terukur.planning.operations.content import save_result
from terukur.planning.operations.versions import PlanRefused, revise_plan, set_plan, submit_plan
from terukur.planning.plans_import import import_plans
from terukur.planning.queries import snapshot, version_with_content
from terukur.regulation.plan import check_submittable
from terukur.regulation.rating import RatingDraft
from terukur.regulation.scales import Origin, Rating
from terukur.tables.questions import EVERYTHING
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, NEW_YEAR, QUARTER, acting, employee, moment
from tests.support.qualitative import (
    EXPECTED,
    SEEN,
    TOLD,
    declare_words,
    mark_words,
    qualitative_plan,
    words_of,
)
from tests.support.quarter import AS_SUGGESTED, MIDDLE, VALUES, computed, give, grade_unit, objecting

pytestmark = pytest.mark.django_db
ABOVE = RatingDraft(Rating.ABOVE, "Tampak jelas melampaui yang diharapkan.", Rating.MEETS, "", MIDDLE)


def verify(realization, *, accepted=True, by=BUDI):
    note = "" if accepted else "Fotonya bukan dari kantor ini"
    verify_realization(
        realization=realization, accepted=accepted, note=note, acting=acting(employee(by).user, AFTER)
    )


def expectation(appraisal):
    (result,) = [one for one in appraisal.tree.results if one.title == "Pengaduan tuntas"]
    return result.expectation


def test_a_mixed_plan_suggests_from_its_numbers_alone_and_says_so():
    version = qualitative_plan()
    cast.load_values(VALUES)
    declare_words(version)
    appraisal = computed()
    tree = appraisal.tree
    assert [one.name for one in tree.indicators()] == ["Permohonan selesai"]
    assert tree.suggested is Rating.MEETS
    assert any("1 dari 2 hasil kerja memakai uraian" in step for step in tree.steps)
    assert "plan-form-qualitative" in tree.citations
    found = expectation(appraisal)
    assert (found.text, found.origin) == (EXPECTED, Origin.DECLARED)
    (account,) = found.accounts
    assert (account.text, account.happened_on) == (TOLD, date(2026, 3, 10))
    assert account.source.verified_by is None
    assert account.source.evidence[0].address == "https://contoh.go.id/papan"


def test_a_plan_in_words_alone_suggests_nothing():
    version = qualitative_plan(whole=True)
    for result in version.results.all():
        declare_words(version, result)
    tree = computed().tree
    assert (tree.suggested, tree.achievement, tree.indicators()) == (None, None, [])
    assert tree.refusal == (
        "SKP ini kualitatif: tidak ada angka yang disarankan; pejabat penilai menilai tiap ekspektasi."
    )


def test_the_class_follows_the_evidence_and_is_never_measured():
    version = qualitative_plan()
    assert expectation(computed()).origin is Origin.NONE
    first = declare_words(version)
    assert expectation(computed()).origin is Origin.DECLARED
    verify(first)
    assert expectation(computed()).origin is Origin.VERIFIED
    draw_checks(period=QUARTER, acting=acting(employee(DEWI).user, AFTER))
    check_evidence(
        realization=first, agrees=False, note="Papannya tidak ada", acting=acting(employee(DEWI).user, AFTER)
    )
    disputed = expectation(computed())
    assert disputed.origin is Origin.DECLARED
    assert any("Uji petik" in step for step in disputed.steps)
    second = declare_words(version, text="Papan pengaduan sudah dipasang lagi di depan loket.")
    verify(second, accepted=False)
    assert expectation(computed()).accounts == ()


def test_the_appraiser_marks_before_rating_and_the_explanation_shows_how():
    version = qualitative_plan()
    cast.load_values(VALUES)
    verify(declare_words(version))
    appraisal = computed()
    assert (
        why_unmarked(appraisal) == "1 ekspektasi kualitatif belum dinilai. Nilai satu per satu lebih dahulu."
    )
    with pytest.raises(AppraisalRefused, match="belum dinilai"):
        give(appraisal)
    mark_words(appraisal, Rating.ABOVE)
    give(appraisal)
    x = explanation_of(Appraisal.objects.get())
    (told,) = [one["expectation"] for one in x["results"] if one["expectation"]]
    assert (told["mark"], told["reason"], told["example_on"]) == ("above", SEEN, "2026-03-12")
    assert told["origin"] == Origin.VERIFIED
    hidden = explanation_of(Appraisal.objects.get(), with_ratings=False)
    assert [one["expectation"]["mark"] for one in hidden["results"] if one["expectation"]] == [None]
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    delivered = Appraisal.objects.get()
    notes = " ".join(evaluation_data(delivered, at=moment(AFTER))["notes"])
    assert EXPECTED in notes
    assert TOLD in notes
    assert "bukti diperiksa" in notes
    assert SEEN in notes
    assert any(SEEN in line for line in summary_data(delivered, at=moment(AFTER))["reasons"])
    assert not check_ratings().broken
    assert not check_computations().broken
    ExpectationMark.objects.update(mark="meets")
    assert check_ratings().broken
    mark_read(appraisal=delivered, acting=acting(employee(ANI).user, AFTER))
    assert objecting(delivered, AFTER).parts.exists()


def test_a_rating_beyond_every_mark_needs_words_even_where_marks_came_later():
    version = qualitative_plan(whole=True)
    for result in version.results.all():
        declare_words(version, result)
    appraisal = computed()
    mark_words(appraisal, Rating.BELOW)
    with pytest.raises(AppraisalRefused) as told:
        give(appraisal)
    assert [one.code for one in told.value.findings] == ["results_reason"]
    mark_words(appraisal, Rating.MEETS)
    give(appraisal)
    mark_words(appraisal, Rating.BELOW)
    grade_unit()
    with pytest.raises(AppraisalRefused, match="Tidak satu pun ekspektasi kualitatif"):
        deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    draft = RatingDraft(Rating.MEETS, "Keduanya terhambat banjir bandang Februari.", Rating.MEETS, "", MIDDLE)
    rate(appraisal=appraisal, draft=draft, acting=acting(employee(BUDI).user, AFTER))
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))


def test_who_says_nothing_of_a_result_in_words_is_not_marked_and_blocks_nobody():
    qualitative_plan()
    cast.load_values(VALUES)
    appraisal = computed()
    with pytest.raises(MarkingRefused, match="Belum ada realisasi"):
        mark_words(appraisal)
    give(appraisal, AS_SUGGESTED)
    assert Appraisal.objects.get().status == "rated"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"by": BUDI}, "Hanya pemilik"),
        ({"text": "ok"}, "paling sedikit"),
        ({"day": date(2026, 4, 2)}, "antara 01-01-2026 dan 31-03-2026"),
        ({"day": date(2025, 12, 31)}, "antara"),
        ({"on": date(2025, 12, 31)}, "belum dimulai"),
    ],
)
def test_an_account_is_refused_with_its_way_out(how, words):
    version = qualitative_plan()
    with pytest.raises(MeasurementRefused, match=words):
        declare_words(version, **how)
    assert not Realization.objects.exists()


def test_a_result_with_numbers_takes_no_account():
    version = qualitative_plan()
    with pytest.raises(MeasurementRefused, match="tidak ada di SKP"):
        declare_words(version, version.results.get(title="Masyarakat terlayani"))


@pytest.mark.parametrize("by", [ANI, DEWI])
def test_nobody_but_the_appraiser_marks(by):
    version = qualitative_plan()
    declare_words(version)
    with pytest.raises(MarkingRefused, match="pejabat penilai"):
        mark_words(computed(), by=by)


def test_marks_lacking_something_are_named_and_nothing_is_stored():
    version = qualitative_plan()
    declare_words(version)
    appraisal = computed()
    with pytest.raises(MarkingRefused) as told:
        mark_expectations(appraisal=appraisal, marks={}, acting=acting(employee(BUDI).user, AFTER))
    assert len(told.value.findings) == 3
    assert not ExpectationMark.objects.exists()


def test_the_database_refuses_a_number_beside_words():
    version = qualitative_plan()
    row = declare_words(version)
    for fields in ({"value": 3}, {"account": ""}, {"account_on": date(2026, 4, 1)}):
        copy = Realization.objects.get(pk=row.pk)
        copy.pk, copy.version = None, 9
        for name, value in fields.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError, match="realization_number_or_words"), transaction.atomic():
            copy.save()
    with pytest.raises(ValueError, match="no number"):
        _ = row.number


def test_a_result_has_numbers_or_words_and_a_plan_with_both_is_not_submitted():
    version = cast.load_all(status="KONSEP")
    result = version.results.get(title="Pengaduan tuntas")
    save_result(version=version, by=employee(ANI).user, fields={"expectation": EXPECTED}, result=result)
    with pytest.raises(PlanRefused) as told:
        submit_plan(version=version, acting=acting(employee(ANI).user, NEW_YEAR))
    assert any("sekaligus" in one.message for one in told.value.findings)


def test_words_too_short_to_be_judged_are_found():
    version = qualitative_plan()
    result = words_of(version)
    result.expectation = "Baik"
    result.save()
    found = check_submittable(snapshot(version_with_content(version.pk), has_appraiser=True))
    assert any("terlalu pendek" in one.message for one in found)


def test_a_table_of_plans_leaves_results_in_words_as_they_are():
    version = qualitative_plan()
    lines = (replace(cast.LINES[0], target="420", weight="100"),)
    import_plans(
        content=cast.plan_csv(lines=lines),
        filename="skp.csv",
        acting=acting(COMMAND, AFTER),
        confirmed=EVERYTHING,
    )
    again = PlanVersion.objects.get(plan=version.plan, number=2)
    assert [one.title for one in again.results.all()] == ["Masyarakat terlayani", "Pengaduan tuntas"]
    assert words_of(again).expectation == EXPECTED


def test_a_revision_keeps_the_words_and_shows_what_changed():
    version = qualitative_plan()
    ani = employee(ANI).user
    again = revise_plan(plan=version.plan, reason="Loket pindah gedung", acting=acting(ani, AFTER))
    result = words_of(again)
    assert (result.expectation, result.thread) == (EXPECTED, words_of(version).thread)
    save_result(
        version=again, by=ani, fields={"expectation": f"{EXPECTED} Paling lama tiga hari."}, result=result
    )
    before, after = (parts_of(version_with_content(one.pk)) for one in (version, again))
    (change,) = compared(before, after)
    assert [one.label for one in change.fields] == ["Ekspektasi kualitatif"]
    submit_plan(version=again, acting=acting(ani, AFTER))
    set_plan(version=again, acting=acting(employee(BUDI).user, AFTER))
    assert PlanVersion.objects.get(number=2).status == "set"
