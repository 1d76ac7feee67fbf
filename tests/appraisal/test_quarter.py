"""A quarter of one person: plan, values, computation, rating, delivery, answer."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.operations import (
    AppraisalRefused,
    accept,
    deliver,
    mark_read,
    rate,
    set_unit_grade,
)
from terukur.ledger.models import Entry
from terukur.ledger.operations import COMMAND, GENESIS, digest_of
from terukur.measurement.models import Observation
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    declare_realization,
    verify_realization,
)
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused, file_objection
from terukur.organization.models import Unit
from terukur.planning.models import Indicator, PlanVersion
from terukur.planning.operations.versions import (
    PlanRefused,
    return_plan,
    revise_plan,
    set_plan,
    submit_plan,
)
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.periods import Period
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from terukur.tables.cells import ImportRefused
from tests import cast
from tests.cast import AFTER, ANI, BUDI, CITRA, EKO, QUARTER, employee, moment

pytestmark = pytest.mark.django_db
VALUES = {"2026-01": "30", "2026-02": "34", "2026-03": "32"}
MIDDLE = {code: BehaviorMarkDraft(Rating.MEETS) for code in BEHAVIOR_CODES}
AS_SUGGESTED = RatingDraft(Rating.MEETS, "", Rating.MEETS, "", MIDDLE)


@pytest.fixture
def version() -> PlanVersion:
    cast.load_people()
    return cast.load_plan()


@pytest.fixture
def appraisal(version) -> Appraisal:
    cast.load_values(VALUES)
    declare(version)
    return computed()


def declare(version, value="3", *, verified=True):
    indicator = Indicator.objects.get(result__version=version, measure=None)
    realization = declare_realization(
        plan=version.plan, thread=indicator.thread, period=QUARTER, value=Decimal(value), note="",
        evidence=EvidenceDraft(address="https://contoh.go.id/bukti"),
        by=employee(ANI).user, at=moment(AFTER),
    )  # fmt: skip
    if verified:
        verify_realization(
            realization=realization, accepted=True, note="", by=employee(BUDI).user,
            on=AFTER, at=moment(AFTER),
        )  # fmt: skip
    return realization


def computed() -> Appraisal:
    evaluate(period=QUARTER, by=COMMAND, on=AFTER, at=moment(AFTER))
    return Appraisal.objects.select_related("computation").get(
        plan__assignment__employee__number=ANI, period="2026-Q1"
    )


def give(appraisal, draft=AS_SUGGESTED, by=BUDI):
    rate(appraisal=appraisal, draft=draft, by=employee(by).user, on=AFTER, at=moment(AFTER))


def grade_unit(by=CITRA):
    set_unit_grade(
        unit=Unit.objects.get(code="SEKSI"), period=QUARTER, grade=OrganizationGrade.GOOD,
        reason="Rencana aksi tercapai", by=employee(by).user, on=AFTER, at=moment(AFTER),
    )  # fmt: skip


def hand_over(appraisal):
    give(appraisal)
    grade_unit()
    deliver(appraisal=appraisal, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))
    return mark_read(appraisal=appraisal, by=employee(ANI).user, at=moment(AFTER))


def test_the_computation_says_what_it_rests_on(appraisal):
    body = appraisal.computation.body
    indicator = body["results"][0]["indicators"][0]
    assert indicator["realization"] == "96"
    assert indicator["due_target"] == "100"
    assert indicator["achievement"] == "96"
    assert indicator["origin"] == "measured"
    assert indicator["sources"][0]["rows"] == [2, 3, 4]
    assert body["suggested"] == "meets"
    assert body["coverage"] == "100"


def test_while_a_period_runs_missing_months_are_not_zero(version):
    cast.load_values(VALUES)
    evaluate(period=Period.parse("2026-Q2"), by=COMMAND, on=date(2026, 5, 20), at=moment(AFTER))
    running = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    indicator = running.computation.body["results"][0]["indicators"][0]
    assert (indicator["compared_until"], indicator["achievement"]) == ("2026-03-31", "96")


def test_once_a_period_is_over_all_of_it_counts(version):
    cast.load_values(VALUES)
    evaluate(period=Period.parse("2026-Q2"), by=COMMAND, on=date(2026, 7, 5), at=moment(AFTER))
    over = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    indicator = over.computation.body["results"][0]["indicators"][0]
    assert (indicator["due_target"], indicator["achievement"]) == ("200", "48")


def test_computing_again_without_news_stores_nothing(appraisal):
    evaluate(period=QUARTER, by=COMMAND, on=AFTER, at=moment(AFTER))
    assert Computation.objects.filter(appraisal=appraisal).count() == 1


def test_a_corrected_file_is_a_newer_version_and_the_older_stays(appraisal):
    cast.load_values(VALUES | {"2026-02": "44"})
    versions = Observation.objects.filter(starts=date(2026, 2, 1)).order_by("version")
    assert [(row.version, row.value) for row in versions] == [(1, 34), (2, 44)]
    indicator = computed().computation.body["results"][0]["indicators"][0]
    assert indicator["realization"] == "106"
    assert len(indicator["sources"]) == 2


def test_a_quarter_beside_its_own_months_is_refused(appraisal):
    with pytest.raises(ImportRefused, match="tidak dapat dimuat"):
        cast.load_values({"2026-Q1": "100"})


def test_observations_cannot_be_changed_by_sql(appraisal):
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(value=1)


def test_what_nobody_verified_does_not_count_as_evidence(version):
    cast.load_values({"2026-01": "33"})
    declare(version, verified=False)
    body = computed().computation.body
    assert body["coverage"] == "60"
    assert body["results"][1]["indicators"][0]["origin"] == "declared"


def test_nobody_verifies_their_own_evidence(version):
    realization = declare(version, verified=False)
    with pytest.raises(MeasurementRefused):
        verify_realization(
            realization=realization, accepted=True, note="", by=employee(ANI).user,
            on=AFTER, at=moment(AFTER),
        )  # fmt: skip


def test_a_measured_indicator_is_not_typed(version):
    indicator = Indicator.objects.get(result__version=version, measure__isnull=False)
    with pytest.raises(MeasurementRefused, match="diukur dari data"):
        declare_realization(
            plan=version.plan, thread=indicator.thread, period=QUARTER, value=Decimal(1), note="",
            evidence=EvidenceDraft(address="https://contoh.go.id"), by=employee(ANI).user,
            at=moment(AFTER),
        )  # fmt: skip


@pytest.mark.parametrize("number", [ANI, CITRA, EKO])
def test_only_the_appraiser_rates(appraisal, number):
    with pytest.raises(AppraisalRefused):
        give(appraisal, by=number)


def test_another_rating_than_suggested_needs_a_reason(appraisal):
    draft = replace(AS_SUGGESTED, results=Rating.ABOVE)
    with pytest.raises(AppraisalRefused) as refusal:
        give(appraisal, draft)
    assert [finding.code for finding in refusal.value.findings] == ["results_reason"]
    appraisal.refresh_from_db()
    assert (appraisal.status, appraisal.marks.count()) == ("open", 0)


def test_no_grade_without_the_organization_grade(appraisal):
    give(appraisal)
    with pytest.raises(AppraisalRefused, match="capaian kinerja organisasi"):
        deliver(appraisal=appraisal, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))


def test_the_organization_grade_comes_from_above(appraisal):
    with pytest.raises(AppraisalRefused, match="pimpinan unit di atasnya"):
        grade_unit(by=BUDI)


def test_a_running_period_is_not_rated(version):
    evaluate(period=Period.parse("2026-Q2"), by=COMMAND, on=AFTER, at=moment(AFTER))
    running = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    with pytest.raises(AppraisalRefused, match="baru dapat dinilai"):
        give(running)


def test_figures_that_changed_under_the_form_are_said(appraisal):
    with pytest.raises(AppraisalRefused, match="berubah sejak"):
        rate(
            appraisal=appraisal, draft=AS_SUGGESTED, by=employee(BUDI).user, on=AFTER,
            at=moment(AFTER), seen_computation=appraisal.computation_id + 1,
        )  # fmt: skip


def test_the_grade_follows_from_the_matrix_and_stands(appraisal):
    delivered = hand_over(appraisal)
    delivered.refresh_from_db()
    assert (delivered.grade, delivered.status) == ("good", "delivered")
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(pk=delivered.pk).update(result_rating="above")
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(pk=delivered.pk).update(status="open")


def test_a_delivered_rating_keeps_its_computation(appraisal):
    hand_over(appraisal)
    cast.load_values(VALUES | {"2026-02": "90"})
    assert computed().computation_id == appraisal.computation_id


def test_the_explanation_has_the_promised_shape(appraisal):
    x = explanation_of(hand_over(appraisal))
    assert {
        "employee", "period", "status", "policy", "organization_grade", "results", "suggested",
        "coverage", "result_rating", "behavior", "behavior_rating", "reasons", "grade", "citations",
    } <= set(x)  # fmt: skip
    assert (x["grade"], x["grade_label"], len(x["behavior"])) == ("good", "Baik", 7)
    indicator = x["results"][0]["indicators"][0]
    assert indicator["achievement"]["display"] == "96"
    assert len(indicator["sha256"]) == 64


def test_a_draft_rating_is_hidden_from_the_employee(appraisal):
    give(appraisal)
    appraisal.refresh_from_db()
    assert explanation_of(appraisal, with_ratings=False)["result_rating"] is None


def test_the_employee_accepts(appraisal):
    hand_over(appraisal)
    accept(appraisal=appraisal, by=employee(ANI).user, at=moment(AFTER))
    appraisal.refresh_from_db()
    assert appraisal.status == "accepted"


def objecting(appraisal, on):
    return file_objection(
        appraisal=appraisal, grounds="Realisasi bulan Februari belum lengkap.",
        by=employee(ANI).user, on=on, at=moment(on),
    )  # fmt: skip


def test_an_objection_on_the_last_day_is_in_time(appraisal):
    hand_over(appraisal)
    assert objecting(appraisal, AFTER + timedelta(days=14)).last_day == AFTER + timedelta(days=14)
    appraisal.refresh_from_db()
    assert appraisal.status == "objected"


def test_a_late_objection_is_refused_and_recorded(appraisal):
    hand_over(appraisal)
    with pytest.raises(ObjectionRefused, match="Batas keberatan"):
        objecting(appraisal, AFTER + timedelta(days=15))
    assert Objection.objects.get().is_late
    appraisal.refresh_from_db()
    assert appraisal.status == "delivered"


def test_every_act_is_an_entry_of_one_unbroken_chain(appraisal):
    hand_over(appraisal)
    entries = list(Entry.objects.filter(chain=f"appraisal/{appraisal.pk}").order_by("number"))
    assert [entry.act for entry in entries] == ["computed", "rated", "delivered", "read"]
    previous = GENESIS
    for entry in entries:
        assert entry.previous == previous
        assert entry.digest == digest_of(entry)
        previous = entry.digest


def test_entries_cannot_be_changed_or_deleted_by_sql(appraisal):
    for act in (lambda: Entry.objects.update(reason="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.fixture
def draft() -> PlanVersion:
    cast.load_people()
    return cast.load_plan(status="KONSEP")


def submit(version, by=ANI):
    submit_plan(version=version, by=employee(by).user, on=AFTER, at=moment(AFTER))


def test_a_plan_is_submitted_returned_submitted_and_set(draft):
    submit(draft)
    return_plan(
        version=draft, reason="Target terlalu rendah", by=employee(BUDI).user,
        on=AFTER, at=moment(AFTER),
    )  # fmt: skip
    submit(draft)
    set_plan(version=draft, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))
    draft.refresh_from_db()
    assert (draft.status, draft.in_force_from) == ("set", date(2026, 1, 1))


def test_weights_that_do_not_add_up_are_answered_with_their_sum(draft):
    Indicator.objects.filter(result__version=draft).update(weight=40)
    with pytest.raises(PlanRefused) as refusal:
        submit(draft)
    assert "80" in str(refusal.value.findings[0])


@pytest.mark.parametrize("number", [ANI, CITRA, EKO])
def test_only_the_appraiser_sets_a_plan(draft, number):
    submit(draft)
    with pytest.raises(PlanRefused):
        set_plan(version=draft, by=employee(number).user, on=AFTER, at=moment(AFTER))


def test_a_draft_cannot_be_set(draft):
    with pytest.raises(PlanRefused, match="Langkah berikutnya ada pada: pegawai"):
        set_plan(version=draft, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))


def test_a_revision_is_a_new_version_and_the_old_one_stays(version):
    fresh = revise_plan(
        plan=version.plan, reason="Tugas bertambah", by=employee(ANI).user, at=moment(AFTER)
    )
    Indicator.objects.filter(result__version=fresh, measure__isnull=False).update(target=500)
    submit(fresh)
    set_plan(version=fresh, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))
    version.refresh_from_db()
    assert (version.status, version.replaced_on) == ("superseded", AFTER)
    old = Indicator.objects.get(result__version=version, measure__isnull=False)
    assert old.target == 400
    in_force = PlanVersion.objects.in_force(on=date(2026, 3, 31)).get(plan=version.plan)
    assert in_force == version


def test_two_versions_in_force_are_refused_by_the_database(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=version.plan, number=2, status="set", in_force_from=AFTER)
