"""Whoever may do everything in the database changes one thing: ``verify`` names it.

A whole quarter stands in the database once; each test changes something with the triggers off, as a
superuser would, and takes it back.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from terukur.appraisal.models import Appraisal
from terukur.appraisal.receipt import mark_read
from terukur.coaching.dialogue import ReviewDraft
from terukur.coaching.feedback import FeedbackDraft, answer_feedback, share_feedback
from terukur.coaching.models import Agreement, AgreementReview, Feedback
from terukur.development.operations import agree
from terukur.jobs.management.commands.verify import CHECKS
from terukur.ledger.fingerprints import fingerprints, kept_models
from terukur.ledger.models import Entry, Head, Seal, SealedHead, StoredFile
from terukur.ledger.operations import COMMAND, Act, digest_of, record
from terukur.ledger.sealing import Tree, seal_digest, seal_until
from terukur.measurement.address_looks import Seen, keep_look
from terukur.measurement.mappings import import_mapped
from terukur.measurement.measurements_import import TableMapping
from terukur.measurement.operations import (
    EvidenceDraft,
    change_exposure,
    confirm_import,
    declare_realization,
    verify_realization,
)
from terukur.measurement.standards_import import import_standards
from terukur.objections.models import NamedDecider, Objection
from terukur.oversight.blind import rate_blind
from terukur.oversight.case_library import ensure_cases
from terukur.oversight.models import BlindDraw
from terukur.oversight.opinions import keep
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.catalogue import save_measure
from terukur.planning.operations.versions import revise_plan, set_plan
from terukur.regulation.periods import Period
from terukur.tables.writing import to_csv
from tests import calibration, cast, learner, looked_at
from tests.appraisal import test_annual, test_closing, test_figure_reports, test_process
from tests.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, LINES, QUARTER, Line, employee, moment
from tests.coaching.said import BEHAVIOR, asked, said, wrote
from tests.development import test_talent
from tests.measurement import test_assistance, test_confirmation, test_evidence_trust
from tests.measurement.test_service_log import EXPORT, STANDARDS
from tests.measurement.test_service_log import load as load_log
from tests.objections import test_decisions
from tests.organization import test_second_person
from tests.oversight import test_blind, test_cases, test_rounds, test_second_opinions
from tests.quarter import VALUES, computed, confirm, give, objecting, submit, talk

pytestmark = pytest.mark.django_db
SEALED = AFTER + timedelta(days=30)
# Whoever was asked for a second opinion is not drawn to rate again, so another appraiser is needed.
IWAN = "198104042007011001"
THIRD_SECTION = (
    (IWAN, "Iwan", "Kepala Seksi", "Pengawas", "TIGA", "Seksi Tiga", "KEC", CITRA, "ya", "2025-01-01"),
    ("199305052018012001", "Joni", "Petugas", "Pelaksana", "TIGA", "Seksi Tiga", "KEC", IWAN, "tidak",
     "2025-01-01"),
)  # fmt: skip
EXPOSED = (Line(exposure="240"), LINES[1])


def whole_quarter() -> None:
    """Everything that can happen to Ani's first quarter, with a seal over it and one act after."""
    cast.load_people()
    test_assistance.import_people(
        content=cast.people_csv([*test_assistance.WITH_GITA, *calibration.MORE, *THIRD_SECTION]),
        filename="p.csv", by=COMMAND, on=cast.NEW_YEAR, at=moment(cast.NEW_YEAR),
    )  # fmt: skip
    version = cast.load_plan(lines=EXPOSED)
    measured(version)
    stated(version)
    appraisal = computed()
    asked(version.plan)
    feedback = said(version.plan)
    answer_feedback(
        feedback=feedback, outcome="done", text="", by=employee(ANI).user, at=moment(AFTER)
    )
    share_feedback(feedback=feedback, by=employee(ANI).user, at=moment(AFTER))
    calibrated(appraisal)
    ensure_cases(by=COMMAND, at=moment(AFTER))
    test_cases.answer()
    test_process.opened()
    test_closing.told(test_closing.delivered(appraisal), AFTER)
    mark_read(appraisal=appraisal, by=employee(ANI).user, at=moment(AFTER))
    learned()
    rated_again()
    looked_at_ratings()
    objection = objecting(appraisal, test_decisions.FILED)
    test_decisions.answer(objection)
    test_decisions.decide(objection)
    two_people(objection)
    report = test_figure_reports.report(appraisal)
    cast.load_values({**VALUES, "2026-03": "40"})
    test_figure_reports.answer(report, corrected=True)
    talked(appraisal)
    test_annual.TestTrial().declare(period=Period.parse("2026-Q2"))
    revise_plan(plan=version.plan, reason="Target baru", by=employee(ANI).user, at=moment(AFTER))
    second = PlanVersion.objects.get(number=2)
    submit(second)
    set_plan(version=second, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))
    assert len(seal_until(on=SEALED, at=moment(SEALED))) == 1
    seal_until(on=SEALED + timedelta(days=1), at=moment(SEALED + timedelta(days=1)))
    late = FeedbackDraft(BEHAVIOR, Feedback.Tone.ADVICE, text="Setelah segel.")
    wrote(version.plan, late, on=SEALED + timedelta(days=1))


def two_people(objection: Objection) -> None:
    """A code for the auditor was asked for, and somebody was named to decide."""
    test_second_person.ask()
    named = NamedDecider.objects.create(
        objection=objection, employee=employee(EKO), basis="Surat wali kota 800/77",
        by=employee(DEWI).user, at=moment(AFTER),
    )  # fmt: skip
    record(
        Act(f"appraisal/{objection.appraisal_id}", "decider-named", rows=fingerprints(named)),
        by=employee(DEWI).user.actor, at=moment(AFTER),
    )  # fmt: skip


def learned() -> None:
    """A competence below its standard, what was learned for it, and a box that was objected to."""
    learner.shelf()
    learner.standard()
    learner.assessed()
    learner.potential()
    planned = learner.chosen("C5")
    agree(planned=planned, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))
    learner.finished(planned)
    test_talent.answers(test_talent.objects())


def calibrated(appraisal: Appraisal) -> None:
    give(appraisal, calibration.HIGHER)
    test_second_opinions.answer(test_second_opinions.ask())
    calibration.opened()
    calibration.thinks(CITRA, ANI)
    keep(
        recommendation=test_rounds.suggest(CITRA, ANI), why=calibration.WHY, by=employee(BUDI).user,
        at=moment(AFTER),
    )  # fmt: skip


def looked_at_ratings() -> None:
    """Something was found about an appraiser, who was heard."""
    looked_at.panel_of_eko()
    looked_at.heard(looked_at.finding_about())


def rated_again() -> None:
    assert test_blind.draw() == 1
    drawn = BlindDraw.objects.get()
    rate_blind(draw=drawn, draft=test_blind.SAME, by=drawn.rater.user, at=moment(AFTER))


def talked(appraisal: Appraisal) -> None:
    confirm(talk(appraisal, AFTER, agreements=[test_closing.ONE]), AFTER)
    done = ReviewDraft(AgreementReview.Outcome.DONE)
    talk(appraisal, AFTER, reviews={Agreement.objects.get().pk: done})


def measured(version: PlanVersion) -> None:
    columns = ("KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR")
    import_standards(
        content=to_csv(columns, STANDARDS), filename="standar.csv", by=COMMAND, at=moment(AFTER)
    )
    load_log(EXPORT)
    measure = Measure.objects.get(key="permohonan")
    save_measure(measure=measure, by=COMMAND, at=moment(AFTER))
    own = test_confirmation.load(ANI)
    confirm_import(source=own, by=employee(DEWI).user, on=AFTER, at=moment(AFTER))
    cast.load_values({month: VALUES[month] for month in ("2026-01", "2026-02")})
    import_mapped(
        name="rekap", measure=measure, content=to_csv(("Pegawai", "Bln", "Jml"), [(ANI, "2026-03", "32")]),
        mapping=TableMapping({"subject": "Pegawai", "period": "Bln", "value": "Jml"}),
        filename="rekap.csv", period=QUARTER, by=COMMAND, at=moment(AFTER),
    )  # fmt: skip
    change_exposure(
        plan=version.plan, thread=Indicator.objects.get(exposure_planned=240).thread, since=AFTER,
        exposure=200, reason="Cuti", by=employee(BUDI).user, on=AFTER, at=moment(AFTER),
    )  # fmt: skip


def stated(version: PlanVersion) -> None:
    test_assistance.name(test_assistance.GITA)
    realization = test_assistance.typed(version)
    keep_look(evidence=realization.evidence.get(), seen=Seen("a" * 64, 5), at=moment(AFTER))
    test_assistance.confirm_realization(
        realization=realization, by=employee(ANI).user, at=moment(AFTER)
    )
    with_file = declare_realization(
        plan=version.plan, thread=realization.thread, period=QUARTER, value=3, note="buku",
        evidence=EvidenceDraft("buku.txt", b"Buku register"), by=employee(ANI).user,
        at=moment(AFTER),
    )  # fmt: skip
    verify_realization(
        realization=with_file, accepted=True, note="", by=employee(BUDI).user, on=AFTER,
        at=moment(AFTER),
    )  # fmt: skip
    assert test_evidence_trust.draw() == 1
    test_evidence_trust.check_evidence(
        realization=with_file, agrees=True, note="", by=employee(DEWI).user, on=AFTER,
        at=moment(AFTER),
    )  # fmt: skip


@pytest.fixture(scope="module")
def quarter(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
    ):
        whole_quarter()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def sql(quarter, settings) -> Callable[..., None]:
    """Statements of somebody who is stopped by no trigger; taken back after the test."""
    settings.MEDIA_ROOT = quarter
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor.execute
        transaction.set_rollback(True)


def named() -> dict[str, str]:
    """What verify finds: the first broken record of each check, with what it says of it."""
    found: dict[str, str] = {}
    for check in CHECKS:
        broken = check().broken
        if broken is not None:
            found[broken.where] = f"{found.get(broken.where, '')} {broken.message}".strip()
    return found


def test_what_nobody_touched_is_whole(sql):
    checked = [check() for check in CHECKS]
    assert [(entry.name, entry.broken) for entry in checked if entry.broken] == []
    assert [entry.name for entry in checked if not entry.count] == []


CHANGES = {
    "penilaian": [
        ("appraisal_appraisal", "result_rating = 'below'"),
        ("appraisal_appraisal", "behavior_reason = 'lain'"),
        ("appraisal_appraisal", "grade = 'very-good'"),
        ("appraisal_appraisal", "status = 'accepted', final_at = NULL"),
        ("appraisal_appraisal", "read_at = read_at - interval '9 days'"),
        ("appraisal_appraisal", "appraiser_id = appraiser_id + 1"),
        ("appraisal_behaviormark", "mark = 'above', example = 'x', example_on = '2026-02-01'"),
    ],
    "hitungan": [
        ("appraisal_computation", "suggested = 'above'"),
        ("appraisal_computation", "achievement = 120"),
        ("appraisal_computation", "as_of = '2026-03-01'"),
        ("appraisal_computation", "body = jsonb_set(body, '{coverage}', '\"1\"')"),
    ],
    "kebijakan": [("appraisal_policy", "meets_low = 80")],
    "capaian organisasi": [
        ("appraisal_unitgrade", "grade = 'very-good'"),
        ("appraisal_unitgrade", "reason = 'Alasan lain sama sekali'"),
    ],
    "perubahan dasar": [("appraisal_basischange", "differences = '[]'")],
    "keberatan": [
        ("objections_objection", "grounds = 'Tidak jadi.'"),
        ("objections_objection", "is_late = true"),
        ("objections_objectionpart", "part = 'behavior'"),
        ("objections_objectionevidence", "address = 'https://contoh.go.id/lain'"),
    ],
    "pejabat pemutus keberatan": [("objections_nameddecider", "basis = 'x'")],
    "permintaan akses": [("organization_accessrequest", "reason = 'x'")],
    "penjelasan keberatan": [("objections_objectionanswer", "text = 'x'")],
    "keputusan keberatan": [
        ("objections_objectiondecision", "result_after = 'meets'"),
        ("objections_objectiondecision", "reason = 'x'"),
    ],
    "umpan balik": [
        ("coaching_feedback", "text = 'x'"),
        ("coaching_feedback", "receiver_id = receiver_id + 999"),
    ],
    "jawaban atas umpan balik": [("coaching_feedbackanswer", "outcome = 'trying'")],
    "umpan balik yang dibagikan": [("coaching_feedbackshare", "by_id = by_id + 1")],
    "permintaan umpan balik": [("coaching_feedbackrequest", "about = 'x'")],
    "percakapan": [
        ("coaching_dialogue", "summary = 'x'"),
        ("coaching_agreement", "due = '2026-01-01'"),
        ("coaching_agreementreview", "outcome = 'dropped'"),
    ],
    "jawaban atas percakapan": [
        ("coaching_dialogueconfirmation", "agrees = false, note = 'Tidak pernah ada.'")
    ],
    "pembelajaran": [("development_learningitem", "hours = 90")],
    "kompetensi": [("development_competence", "name = 'x'")],
    "standar kompetensi": [("development_competencestandard", "level = 1")],
    "hasil uji kompetensi": [("development_competencelevel", "level = 5")],
    "asesmen potensi": [("development_potentialassessment", "potential = 'low'")],
    "rencana pengembangan": [
        ("development_planitem", "reason = 'x'"),
        ("development_planitem", "year = 2025"),
    ],
    "sertifikat": [("development_certificate", "hours = 90")],
    "keberatan kotak talenta": [("development_talentobjection", "box = 9")],
    "jawaban atas keberatan talenta": [("development_talentanswer", "is_granted = true")],
    "pemberitahuan": [("appraisal_deliverynotice", "note = 'Lewat pos.'")],
    "kalibrasi": [
        ("oversight_round", "period = '2026-Q2'"),
        ("oversight_calibrator", "part = 'leader'"),
        ("oversight_roundrow", "number = number + 1"),
    ],
    "pendapat kalibrator": [("oversight_opinion", "results = 'above'")],
    "catatan kalibrasi": [("oversight_remark", "text = 'Bukan ini yang ditulis'")],
    "undian penilaian ulang": [("oversight_blinddraw", "rater_id = rater_id - 1")],
    "penilaian ulang tanpa nama": [("oversight_blindrating", "results = 'above'")],
    "kasus kalibrasi": [("oversight_case", "is_retired = true")],
    "versi kasus kalibrasi": [
        ("oversight_caseversion", "results = 'meets'"),
        ("oversight_caseversion", "marks = '{}'"),
    ],
    "jawaban kasus kalibrasi": [("oversight_caseanswer", "marks = '{}'")],
    "hitungan objektivitas": [
        ("oversight_objectivityrun", "inputs = repeat('1', 64)"),
        ("oversight_raterresult", "severity = 0.1"),
    ],
    "temuan cara menilai": [("oversight_finding", "state = 'open'")],
    "catatan temuan": [("oversight_findingnote", "text = 'x'")],
    "permintaan pendapat kedua": [("oversight_secondopinion", "question = 'Bagaimana?'")],
    "pendapat kedua": [("oversight_secondopinionanswer", "text = 'Menurut saya lain sama sekali.'")],
    "laporan angka keliru": [("appraisal_figurereport", "text = 'x'")],
    "jawaban atas laporan angka": [("appraisal_figureanswer", "is_corrected = false")],
    "tanggal langkah periode": [("appraisal_periodstep", "closes = '2027-01-01'")],
    "masa uji coba": [("appraisal_trialperiod", "period = '2026-Q3'")],
    "versi SKP": [
        ("planning_planversion", "in_force_from = '2026-02-01'"),
        ("planning_planversion", "status = 'superseded'"),
        ("planning_plannedresult", "title = 'Hasil lain'"),
        ("planning_indicator", "target = 100"),
        ("planning_indicator", "weight = 50"),
        ("planning_behaviorexpectation", "expectation = 'Ramah'"),
    ],
    "ukuran": [("planning_measure", "name = 'x'")],
    "hasil ukur": [
        ("measurement_observation", "value = 99"),
        ("measurement_observation", "line = 99"),
    ],
    "realisasi": [
        ("measurement_realization", "value = 12"),
        ("measurement_realization", "note = 'x'"),
    ],
    "bukti": [("measurement_evidence", "origin = 'system'")],
    "pemeriksaan bukti": [("measurement_verification", "accepted = false")],
    "pengesahan realisasi": [("measurement_ownerconfirmation", "at = now()")],
    "alamat bukti yang dilihat": [("measurement_addresslook", "size = 6")],
    "pembekuan bukti": [("measurement_evidencefreeze", "until = '2026-01-31'")],
    "undian uji petik": [("measurement_evidencedraw", "seed = 'x'")],
    "uji petik": [("measurement_evidencecheck", "agrees = false, note = 'x'")],
    "perubahan paparan": [("measurement_exposurechange", "exposure = 10")],
    "standar pelayanan": [("measurement_servicestandard", "basis = 'SK lain'")],
    "pemetaan": [("measurement_sourcemapping", "columns = '{}'")],
    "pemetaan impor": [("measurement_mappedimport", "mapping_id = mapping_id + 1")],
    "konfirmasi impor": [("measurement_importconfirmation", "by_id = by_id + 1")],
    "impor": [
        ("ledger_importrecord", "by_name = 'Orang lain'"),
        ("ledger_importrecord", "file_id = file_id - 1"),
    ],
    "keterangan berkas": [("ledger_storedfile", "name = 'lain.csv'")],
    "catatan": [
        ("ledger_entry", "reason = 'lain'"),
        ("ledger_entry", "after = '{}'"),
        ("ledger_entry", "rows = NULL"),
        ("ledger_entry", "actor_name = 'Orang lain'"),
        ("ledger_entry", "at = at + interval '1 second'"),
        ("ledger_head", "digest = repeat('0', 64)"),
    ],
    "segel": [
        ("ledger_seal", "root = repeat('0', 64)"),
        ("ledger_seal", "day = day + 1"),
        ("ledger_seal", "chains = chains + 1"),
        ("ledger_seal", "previous = repeat('0', 64)"),
        ("ledger_seal", "blocks = '[]'"),
        ("ledger_sealedhead", "digest = repeat('0', 64)"),
        ("ledger_sealedhead", "number = number + 1"),
    ],
}  # fmt: skip
KEYS = {"ledger_seal": "number", "ledger_head": "chain"}


@pytest.mark.parametrize(
    ("name", "table", "change"),
    [(name, *change) for name, changes in CHANGES.items() for change in changes],
    ids=lambda value: value.split(" ")[0],
)
def test_a_changed_value_is_named(sql, name, table, change):
    key = KEYS.get(table, "id")
    sql(f"UPDATE {table} SET {change} WHERE {key} = (SELECT max({key}) FROM {table})")
    assert any(where.startswith(f"{name} ") for where in named())


def test_every_table_whose_rows_stand_in_the_ledger_is_changed_above():
    changed = {table for changes in CHANGES.values() for table, _ in changes}
    assert {model._meta.db_table for model in kept_models()} <= changed


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("keputusan keberatan", "objections_objectiondecision"),
        ("pemeriksaan bukti", "measurement_verification"),
        ("realisasi", "measurement_realization"),
        ("capaian organisasi", "appraisal_unitgrade"),
        ("penilaian", "appraisal_appraisal"),
    ],
)
def test_a_row_that_is_gone_is_named(sql, name, table):
    sql(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")
    (message,) = (text for where, text in named().items() if where.startswith(f"{name} "))
    assert "hilang" in message


def test_a_row_that_no_act_wrote_is_named(sql):
    sql(
        "INSERT INTO appraisal_unitgrade (unit_id, starts, ends, version, grade, reason, set_by_id, set_at) "
        "SELECT unit_id, starts, ends, version + 1, 'very-good', reason, set_by_id, set_at "
        "FROM appraisal_unitgrade"
    )
    assert "tidak disebut catatan mana pun." in named().values()


@pytest.mark.parametrize(
    "change",
    ["result_rating = 'meets'", "behavior_reason = 'x'", "read_at = now()", "grade = 'very-good'"],
)
def test_a_later_act_does_not_vouch_for_a_rating_that_was_changed_before_it(sql, change):
    sql(f"UPDATE appraisal_appraisal SET {change}")
    record(Act(chain(), "accepted"), by=COMMAND, at=moment(SEALED + timedelta(days=1)))
    assert any("tercatat diberikan" in message for message in named().values())


def chain() -> str:
    return f"appraisal/{Appraisal.objects.get().pk}"


def test_the_last_entry_of_a_chain_is_missed_before_any_seal(sql):
    last = Entry.objects.order_by("-pk")[0]
    assert not SealedHead.objects.filter(chain=last.chain, number=last.number).exists()
    sql("DELETE FROM ledger_entry WHERE id = %s", [last.pk])
    assert named()[f"catatan {last.chain} nomor {last.number}"] == "hilang dari ujung rangkaiannya."


def test_the_last_entry_of_a_chain_is_missed_by_the_seal_where_its_end_was_moved_too(sql):
    last = Entry.objects.filter(chain=chain()).order_by("-number")[0]
    sql("DELETE FROM ledger_entry WHERE id = %s", [last.pk])
    sql(
        "UPDATE ledger_head SET number = %s, digest = %s WHERE chain = %s",
        [last.number - 1, last.previous, last.chain],
    )
    where = f"segel {SEALED - timedelta(days=1):%d-%m-%Y}, catatan {chain()} nomor {last.number}"
    assert named()[where] == "hilang."


def test_a_whole_chain_that_is_gone_is_named(sql):
    for table in ("ledger_entry", "ledger_head"):
        sql(f"DELETE FROM {table} WHERE chain = %s", [chain()])
    assert any(
        where.endswith(f"catatan {chain()} nomor {n}") for where in named() for n in range(30)
    )


@pytest.mark.parametrize("numbers", [(2, 3), (1, 4)])
def test_two_entries_that_changed_places_are_named(sql, numbers):
    one, other = numbers
    for new, old in ((999, one), (one, other), (other, 999)):
        sql(
            "UPDATE ledger_entry SET number = %s WHERE chain = %s AND number = %s",
            [new, chain(), old],
        )
    assert f"catatan {chain()} nomor {one}" in named()


def rewrite(number: int) -> None:
    """Another reason for an old act, and every digest after it made to fit."""
    previous = None
    for entry in Entry.objects.filter(chain=chain(), number__gte=number).order_by("number"):
        if previous is None:
            entry.reason = "Alasan yang lebih enak dibaca"
        else:
            entry.previous = previous
        entry.digest = previous = digest_of(entry)
        Entry.objects.filter(pk=entry.pk).update(
            reason=entry.reason, previous=entry.previous, digest=entry.digest
        )
    Head.objects.filter(chain=chain()).update(digest=previous)


def test_a_sealed_day_that_was_rewritten_with_all_digests_is_named_by_its_seal(sql):
    rewrite(2)
    first = SealedHead.objects.filter(chain=chain()).earliest("seal")
    where = f"segel {SEALED - timedelta(days=1):%d-%m-%Y}, catatan {chain()} nomor {first.number}"
    assert named() == {where: "tidak sama lagi dengan yang disegel."}


def reseal(*, roots: bool) -> None:
    """Sealed heads made to fit the rewritten chain; with ``roots`` the seals of all days too."""
    head = Head.objects.get(chain=chain())
    SealedHead.objects.filter(chain=chain()).update(digest=head.digest)
    previous = None
    for seal in Seal.objects.order_by("number") if roots else ():
        tree = Tree(seal.number)
        seal.root, seal.blocks = tree.root.hex(), tree.blocks
        seal.previous = previous or seal.previous
        seal.digest = previous = seal_digest(seal)
        Seal.objects.filter(pk=seal.pk).update(
            root=seal.root, blocks=seal.blocks, previous=seal.previous, digest=seal.digest
        )


def test_sealed_heads_that_were_rewritten_too_are_named_by_the_root(sql):
    rewrite(2)
    reseal(roots=False)
    assert named() == {
        f"segel {SEALED - timedelta(days=1):%d-%m-%Y}": "akarnya tidak sama ketika dihitung ulang."
    }


def test_where_everything_was_rewritten_the_published_root_is_another(sql):
    published = Seal.objects.latest("number").root
    rewrite(2)
    reseal(roots=True)
    assert named() == {}
    assert Seal.objects.latest("number").root != published


def test_a_seal_that_is_gone_breaks_the_ties(sql):
    sql("DELETE FROM ledger_seal WHERE number = 1")
    assert "tidak tersambung dengan segel sebelumnya." in named().values()


def test_a_replaced_evidence_file_is_named(sql, quarter):
    file = StoredFile.objects.get(name="buku.txt")
    path = Path(quarter) / file.path
    before = path.read_bytes()
    path.write_bytes(b"Buku register yang lain")
    try:
        assert any("buku.txt" in where for where in named())
    finally:
        path.write_bytes(before)


def test_a_replaced_evidence_file_is_named_where_its_hash_was_replaced_too(sql, quarter):
    file = StoredFile.objects.get(name="buku.txt")
    other = StoredFile.objects.get(name="standar.csv")
    sql("DELETE FROM ledger_storedfile WHERE id = %s", [other.pk])
    sql("UPDATE ledger_storedfile SET sha256 = %s WHERE id = %s", [other.sha256, file.pk])
    assert any(where.startswith("keterangan berkas ") for where in named())
