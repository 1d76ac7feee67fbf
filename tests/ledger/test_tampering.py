"""Whoever may do everything in the database changes one thing: ``verify`` names it.

A whole quarter stands in the database once; each test changes something with the triggers off, as a
superuser would, and takes it back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings

from terukur.appraisal.models import Appraisal
from terukur.calibration.blind import rate_blind
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import BlindDraw
from terukur.calibration.opinions import keep
from terukur.coaching.dialogue import ReviewDraft
from terukur.coaching.feedback import FeedbackDraft, answer_feedback, share_feedback
from terukur.coaching.models import Agreement, AgreementReview, Feedback
from terukur.delivery.receipt import mark_read
from terukur.development.operations import agree
from terukur.jobs.day_end import end_days, hand_out
from terukur.jobs.management.commands.verify import CHECKS, REMEDIES
from terukur.ledger.acting import COMMAND
from terukur.ledger.clock_check import check_today
from terukur.ledger.database_role import set_up_role
from terukur.ledger.fingerprints import fingerprints, kinds
from terukur.ledger.models import Entry, Head, ImportRecord, Seal, SealedHead, StoredFile
from terukur.ledger.operations import GENESIS, Act, digest_of, record
from terukur.ledger.seal_copies import UnreadableCopy, check_copy, read_copy
from terukur.ledger.sealing import CHAIN, Tree, seal_digest
from terukur.ledger.stock import take_stock
from terukur.ledger.verification import check_rows
from terukur.measurement.address_looks import Seen, keep_look
from terukur.measurement.mappings import import_mapped
from terukur.measurement.operations import (
    EvidenceDraft,
    change_exposure,
    confirm_import,
    declare_realization,
    verify_realization,
)
from terukur.measurement.standards_import import import_standards
from terukur.measurement.table_mapping import TableMapping
from terukur.objections.models import NamedDecider, Objection
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.catalogue import save_measure
from terukur.planning.operations.versions import revise_plan, set_plan
from terukur.regulation.periods import Period
from terukur.tables.writing import to_csv
from tests.appraisal import test_annual, test_figure_reports, test_process
from tests.calibration import test_blind, test_cases, test_rounds, test_second_opinions
from tests.delivery import test_closing
from tests.development import test_talent
from tests.measurement import test_assistance, test_confirmation, test_evidence_trust
from tests.measurement.test_service_log import EXPORT, STANDARDS
from tests.measurement.test_service_log import load as load_log
from tests.objections import test_decisions
from tests.organization import test_second_person
from tests.support import cast, learning_case, open_finding, qualitative, two_appraisers
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    LINES,
    QUARTER,
    Line,
    acting,
    employee,
    moment,
)
from tests.support.every_row import the_rest
from tests.support.feedback import BEHAVIOR, asked, said, wrote
from tests.support.quarter import VALUES, computed, confirm, give, objecting, submit, talk

pytestmark = pytest.mark.django_db
SEALED = AFTER + timedelta(days=30)
# Whoever was asked for a second opinion is not drawn to rate again, so another appraiser is needed.
IWAN = "198104042007011001"
THIRD_SECTION = (
    (IWAN, "Iwan", "Kepala Seksi", "Pengawas", "TIGA", "Seksi Tiga", "KEC", CITRA, "ya", "2025-01-01"),
    (
        "199305052018012001",
        "Joni",
        "Petugas",
        "Pelaksana",
        "TIGA",
        "Seksi Tiga",
        "KEC",
        IWAN,
        "tidak",
        "2025-01-01",
    ),
)
EXPOSED = (Line(exposure="240"), LINES[1])


def whole_quarter() -> None:
    """Everything that can happen to Ani's first quarter, with a seal over it and one act after."""
    take_stock(acting=acting(COMMAND, cast.NEW_YEAR))
    cast.load_people()
    test_assistance.import_people(
        content=cast.people_csv([*test_assistance.WITH_GITA, *two_appraisers.MORE, *THIRD_SECTION]),
        filename="p.csv",
        acting=acting(COMMAND, cast.NEW_YEAR),
    )
    version = cast.load_plan(lines=EXPOSED, status="KONSEP")
    qualitative.with_words(version)
    qualitative.declare_words(version)
    measured(version)
    stated(version)
    appraisal = computed()
    qualitative.mark_words(appraisal)
    asked(version.plan)
    feedback = said(version.plan)
    answer_feedback(feedback=feedback, outcome="done", text="", acting=acting(employee(ANI).user, AFTER))
    share_feedback(feedback=feedback, acting=acting(employee(ANI).user, AFTER))
    calibrated(appraisal)
    ensure_cases(acting=acting(COMMAND, AFTER))
    test_cases.answer()
    test_process.opened()
    test_closing.told(test_closing.delivered(appraisal), AFTER)
    mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))
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
    revise_plan(plan=version.plan, reason="Target baru", acting=acting(employee(ANI).user, AFTER))
    second = PlanVersion.objects.get(number=2)
    submit(second)
    set_plan(version=second, acting=acting(employee(BUDI).user, AFTER))
    the_rest(version.plan)
    assert len(end_days(acting=acting(COMMAND, SEALED))) == 1
    end_days(acting=acting(COMMAND, SEALED + timedelta(days=1)))
    late = FeedbackDraft(BEHAVIOR, Feedback.Tone.ADVICE, text="Setelah segel.")
    wrote(version.plan, late, on=SEALED + timedelta(days=1))


def two_people(objection: Objection) -> None:
    """A code for the auditor was asked for, and somebody was named to decide."""
    test_second_person.ask()
    named = NamedDecider.objects.create(
        objection=objection,
        employee=employee(EKO),
        basis="Surat wali kota 800/77",
        by=employee(DEWI).user,
        at=moment(AFTER),
    )
    record(
        Act(f"appraisal/{objection.appraisal_id}", "decider-named", rows=fingerprints(named)),
        acting(employee(DEWI).user, AFTER),
    )


def learned() -> None:
    """A competence below its standard, what was learned for it, and a box that was objected to."""
    learning_case.shelf()
    learning_case.standard()
    learning_case.assessed()
    learning_case.potential()
    planned = learning_case.chosen("C5")
    agree(planned=planned, acting=acting(employee(BUDI).user, AFTER))
    learning_case.learned(planned)
    test_talent.answers(test_talent.objects())


def calibrated(appraisal: Appraisal) -> None:
    give(appraisal, two_appraisers.HIGHER)
    test_second_opinions.answer(test_second_opinions.ask())
    two_appraisers.opened()
    two_appraisers.thinks(CITRA, ANI)
    keep(
        recommendation=test_rounds.suggest(CITRA, ANI),
        why=two_appraisers.WHY,
        acting=acting(employee(BUDI).user, AFTER),
    )


def looked_at_ratings() -> None:
    """Something was found about an appraiser, who was heard."""
    open_finding.panel_of_eko()
    open_finding.heard(open_finding.finding_about())


def rated_again() -> None:
    assert test_blind.draw() == 1
    drawn = BlindDraw.objects.get()
    rate_blind(draw=drawn, draft=test_blind.SAME, acting=acting(drawn.rater.user, AFTER))


def talked(appraisal: Appraisal) -> None:
    confirm(talk(appraisal, AFTER, agreements=[test_closing.ONE]), AFTER)
    done = ReviewDraft(AgreementReview.Outcome.DONE)
    talk(appraisal, AFTER, reviews={Agreement.objects.get().pk: done})


def measured(version: PlanVersion) -> None:
    columns = ("KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR")
    import_standards(
        content=to_csv(columns, STANDARDS), filename="standar.csv", acting=acting(COMMAND, AFTER)
    )
    load_log(EXPORT)
    measure = Measure.objects.get(key="permohonan")
    save_measure(measure=measure, acting=acting(COMMAND, AFTER))
    own = test_confirmation.load(ANI)
    confirm_import(source=own, acting=acting(employee(DEWI).user, AFTER))
    cast.load_values({month: VALUES[month] for month in ("2026-01", "2026-02")})
    import_mapped(
        name="rekap",
        measure=measure,
        content=to_csv(("Pegawai", "Bln", "Jml"), [(ANI, "2026-03", "32")]),
        mapping=TableMapping({"subject": "Pegawai", "period": "Bln", "value": "Jml"}),
        filename="rekap.csv",
        period=QUARTER,
        acting=acting(COMMAND, AFTER),
    )
    change_exposure(
        plan=version.plan,
        thread=Indicator.objects.get(exposure_planned=240).thread,
        since=AFTER,
        exposure=200,
        reason="Cuti",
        acting=acting(employee(BUDI).user, AFTER),
    )


def stated(version: PlanVersion) -> None:
    test_assistance.name(test_assistance.GITA)
    realization = test_assistance.typed(version)
    keep_look(evidence=realization.evidence.get(), seen=Seen("a" * 64, 5), acting=acting(COMMAND, AFTER))
    test_assistance.confirm_realization(realization=realization, acting=acting(employee(ANI).user, AFTER))
    with_file = declare_realization(
        plan=version.plan,
        thread=realization.thread,
        period=QUARTER,
        value=3,
        note="buku",
        evidence=EvidenceDraft("buku.txt", b"Buku register"),
        acting=acting(employee(ANI).user, AFTER),
    )
    verify_realization(
        realization=with_file, accepted=True, note="", acting=acting(employee(BUDI).user, AFTER)
    )
    assert test_evidence_trust.draw() == 1
    test_evidence_trust.check_evidence(
        realization=with_file, agrees=True, note="", acting=acting(employee(DEWI).user, AFTER)
    )


@pytest.fixture(scope="module")
def quarter(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
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


def is_named(name: str) -> bool:
    """Whether verify names a record of this kind; most are named by the check of rows."""
    checks = sorted(CHECKS, key=lambda check: check is not check_rows)
    found = (check().broken for check in checks)
    return any(broken is not None and broken.where.startswith(f"{name} ") for broken in found)


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
        ("appraisal_expectationmark", "mark = 'above'"),
        ("appraisal_expectationmark", "reason = 'Bukan alasan yang ditulis'"),
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
    "isi dokumen final": [
        ("documents_finalpapers", "summary = '{}'"),
        ("documents_finalpapers", "evaluation = '{}'"),
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
    "sertifikat": [
        ("development_certificate", "hours = 90"),
        ("development_certificate", "hours_why = 'x'"),
        ("development_certificate", "accepted = NULL, reviewed_by_id = NULL, reviewed_at = NULL"),
        ("development_certificate", "reviewed_at = reviewed_at - interval '1 day'"),
        ("development_certificate", "accepted = false, refused_why = 'x'"),
    ],
    "keberatan kotak talenta": [("development_talentobjection", "box = 9")],
    "jawaban atas keberatan talenta": [("development_talentanswer", "is_granted = true")],
    "pemberitahuan": [("delivery_deliverynotice", "note = 'Lewat pos.'")],
    "kalibrasi": [
        ("calibration_round", "period = '2026-Q2'"),
        ("calibration_calibrator", "part = 'leader'"),
        ("calibration_roundrow", "number = number + 1"),
    ],
    "pendapat kalibrator": [("calibration_opinion", "results = 'above'")],
    "catatan kalibrasi": [("calibration_remark", "text = 'Bukan ini yang ditulis'")],
    "undian penilaian ulang": [("calibration_blinddraw", "rater_id = rater_id - 1")],
    "penilaian ulang tanpa nama": [("calibration_blindrating", "results = 'above'")],
    "kasus kalibrasi": [("calibration_case", "is_retired = true")],
    "versi kasus kalibrasi": [
        ("calibration_caseversion", "results = 'meets'"),
        ("calibration_caseversion", "marks = '{}'"),
    ],
    "jawaban kasus kalibrasi": [("calibration_caseanswer", "marks = '{}'")],
    "hitungan objektivitas": [
        ("objectivity_objectivityrun", "inputs = repeat('1', 64)"),
        ("raters_raterresult", "severity = 0.1"),
    ],
    "temuan cara menilai": [("raters_finding", "state = 'open'")],
    "catatan temuan": [("raters_findingnote", "text = 'x'")],
    "permintaan pendapat kedua": [("calibration_secondopinion", "question = 'Bagaimana?'")],
    "pendapat kedua": [("calibration_secondopinionanswer", "text = 'Menurut saya lain sama sekali.'")],
    "laporan angka keliru": [("appraisal_figurereport", "text = 'x'")],
    "jawaban atas laporan angka": [("appraisal_figureanswer", "is_corrected = false")],
    "tanggal langkah periode": [("appraisal_periodstep", "closes = '2027-01-01'")],
    "penutupan tahun": [("appraisal_yearclosing", "reason = 'lain'")],
    "pembukaan kembali tahun": [("appraisal_yearreopening", "reason = 'lain'")],
    "tanggal langkah perencanaan": [("planning_planningdates", "closes = '2099-01-01'")],
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
    "indikator pustaka": [
        ("planning_libraryentry", "not_for = 'x'"),
        ("planning_libraryentry", "is_withdrawn = NOT is_withdrawn"),
    ],
    "catatan harian yang dijumlahkan": [("measurement_countedentry", "entry_id = entry_id + 1000")],
    "hasil ukur": [
        ("measurement_observation", "value = 99, numerator = NULL, denominator = NULL"),
        ("measurement_observation", "line = 99"),
    ],
    "realisasi": [("measurement_realization", "value = 12"), ("measurement_realization", "note = 'x'")],
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
    "akun": [
        ("accounts_user", "name = 'Orang lain'"),
        ("accounts_user", "username = '1'"),
        ("accounts_user", "password = 'lain'"),
        ("accounts_user", "email = 'lain@contoh.go.id'"),
        ("accounts_user", "is_active = NOT is_active"),
    ],
    "kode aktivasi": [("accounts_activationcode", "expires_at = expires_at + interval '9 days'")],
    "instansi": [("organization_agency", "name = 'x'")],
    "irama penilaian": [("organization_cadencechoice", "cadence = 'half-yearly'")],
    "hari libur": [("organization_holiday", "day = '2026-04-08'")],
    "unit": [("organization_unit", "name = 'x'"), ("organization_unit", "parent_id = NULL")],
    "jabatan": [("organization_position", "kind = 'functional'"), ("organization_position", "title = 'x'")],
    "pegawai": [
        ("organization_employee", "name = 'Orang lain'"),
        ("organization_employee", "number = '1'"),
        ("organization_employee", "rank = 'IV/e'"),
        ("organization_employee", "left_on = '2026-01-01'"),
    ],
    "ketidakhadiran": [
        ("employment_timeaway", "ends = '2026-12-31'"),
        ("employment_timeaway", "basis = 'SK lain'"),
    ],
    "angka kredit tercatat": [
        ("credit_recordedcredit", "points = 99"),
        ("credit_recordedcredit", "document = 'PAK lain'"),
    ],
    "perjanjian kerja": [("employment_workagreement", "ends = '2027-12-31'")],
    "mulai diukur": [("employment_measuringstart", "starts = '2026-02-01'")],
    "periode yang tidak ditunggu": [("employment_leftoutquarter", "reason = 'Alasan lain sama sekali'")],
    "nomor lama": [("organization_formernumber", "number = '1'")],
    "pangkat lama": [("organization_formerrank", "rank = 'IV/e'")],
    "nama lama unit": [("organization_formerunitname", "name = 'x'")],
    "penempatan": [("organization_assignment", "ends = '2026-12-31'")],
    "garis penilai": [("organization_reportingline", "appraiser_id = appraiser_id - 1")],
    "kepala unit": [("organization_headship", "employee_id = employee_id - 1")],
    "peran": [
        ("organization_rolegrant", "role = 'performance-team'"),
        ("organization_rolegrant", "ends = '2026-12-31'"),
    ],
    "permintaan ganti penilai": [("organization_appraiserrequest", "status = 'declined'")],
    "sasaran unit": [("planning_unitobjective", "target = '1'")],
    "SKP": [
        ("planning_plan", "starts = starts + 30"),
        ("planning_plan", "closed_on = '2026-06-30'"),
        ("planning_planversion", "status = 'draft'"),
        ("planning_planversion", "replaced_on = '2026-06-30'"),
    ],
    "hasil ukur dari impor": [
        ("measurement_observation", "starts = starts - 400"),
        ("measurement_observation", "version = version + 1"),
    ],
    "angka imunisasi dari impor": [("measurement_immunizationfigure", "count = count + 1")],
    "wilayah kerja": [("measurement_servicearea", "name = 'x'")],
    "petugas wilayah": [("measurement_areaofficer", "employee_id = 1")],
    "titik survei": [("measurement_surveypoint", "is_open = false")],
    "jawaban survei tanggal": [("measurement_surveyanswer", "scores = '{}'")],
    "progres harian tanggal": [("measurement_dailyprogress", "activity = 'x'")],
    "pembantu": [("measurement_helper", "ends = '2026-12-31'")],
    "pandangan sendiri": [("appraisal_selfassessment", "words = '{}'")],
    "survei perilaku yang ditutup tanggal": [("appraisal_behaviorsurvey", "counts = '{}'")],
    "waktu baca umpan balik": [("coaching_feedback", "read_at = '2026-01-01'")],
    "penyelesaian permintaan umpan balik": [("coaching_feedbackrequest", "is_declined = NOT is_declined")],
    "catatan pola": [("oversight_patternnote", "text = 'x'")],
    "segel nomor": [("ledger_seal", "sealed_at = sealed_at + interval '1 minute'")],
    "segel": [
        ("ledger_seal", "root = repeat('0', 64)"),
        ("ledger_seal", "day = day + 1"),
        ("ledger_seal", "chains = chains + 1"),
        ("ledger_seal", "previous = repeat('0', 64)"),
        ("ledger_seal", "blocks = '[]'"),
        ("ledger_sealedhead", "digest = repeat('0', 64)"),
        ("ledger_sealedhead", "number = number + 1"),
    ],
}
KEYS = {"ledger_seal": "number", "ledger_head": "chain"}


@pytest.mark.parametrize(
    ("name", "table", "change"),
    [(name, *change) for name, changes in CHANGES.items() for change in changes],
    ids=lambda value: value.split(" ")[0],
)
def test_a_changed_value_is_named(sql, name, table, change):
    key = KEYS.get(table, "id")
    sql(f"UPDATE {table} SET {change} WHERE {key} = (SELECT max({key}) FROM {table})")
    assert is_named(name)


# Models of which no row decides who may do what or what counts; a new model is here or changed above.
NOT_KEPT = {
    "admin and library tables": (
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
        "contenttypes.ContentType",
    ),
    "signed with the secret key, and gone within hours": ("sessions.Session",),
    "counts wrong passwords, and is emptied": (
        "axes.AccessAttempt",
        "axes.AccessAttemptExpiration",
        "axes.AccessFailureLog",
        "axes.AccessLog",
    ),
    "work that waits; what it does writes entries": (
        "procrastinate.ProcrastinateWorker",
        "procrastinate.ProcrastinateJob",
        "procrastinate.ProcrastinateEvent",
        "procrastinate.ProcrastinatePeriodicDefer",
        "appraisal.EvaluationRun",
        "organization.CodeMailing",
    ),
    "notes of running transactions; proves nothing": ("ledger.NotedRow",),
    "counts of one minute against floods": ("measurement.SurveyMinute", "accounts.Allowance"),
    "asked without an account, of any number; the code that answers is kept": ("accounts.CodeRequest",),
    "decides nothing before it is given": ("appraisal.AppraisalDraft",),
    "only who is still asked; the sums are kept": ("appraisal.SurveyInvitation",),
    "messages made from what is kept": ("coaching.WeeklyDigest", "delivery.Reminder"),
    "hints that are searched anew; what was learned about them is kept": (
        "oversight.PatternRun",
        "oversight.Pattern",
    ),
}


def test_every_model_is_changed_above_or_says_why_not():
    changed = {table for changes in CHANGES.values() for table, _ in changes}
    excused = {label for labels in NOT_KEPT.values() for label in labels}
    models = apps.get_models(include_auto_created=True)
    told = changed | {word for all_ in STATEMENTS.values() for one in all_ for word in one.split()}
    assert {m._meta.label for m in models if m._meta.db_table not in told} == excused


def test_every_kind_of_rows_is_changed_above():
    assert {kind.kept.name for kind in kinds()} <= set(CHANGES) | set(STATEMENTS)


def test_every_check_says_what_to_do():
    assert {check().name for check in CHECKS[:7]} <= set(REMEDIES)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("keputusan keberatan", "objections_objectiondecision"),
        ("pemeriksaan bukti", "measurement_verification"),
        ("realisasi", "measurement_realization"),
        ("capaian organisasi", "appraisal_unitgrade"),
        ("penilaian", "appraisal_appraisal"),
        ("akun", "accounts_user"),
        ("kode aktivasi", "accounts_activationcode"),
        ("peran", "organization_rolegrant"),
        ("garis penilai", "organization_reportingline"),
        ("penempatan", "organization_assignment"),
        ("kepala unit", "organization_headship"),
        ("hari libur", "organization_holiday"),
        ("pegawai", "organization_employee"),
        ("SKP", "planning_plan"),
        ("umpan balik", "coaching_feedback"),
        ("catatan pola", "oversight_patternnote"),
        ("impor", "ledger_importrecord"),
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
    "change", ["result_rating = 'meets'", "behavior_reason = 'x'", "read_at = now()", "grade = 'very-good'"]
)
def test_a_later_act_does_not_vouch_for_a_rating_that_was_changed_before_it(sql, change):
    sql(f"UPDATE appraisal_appraisal SET {change}")
    record(Act(chain(), "accepted"), acting(COMMAND, SEALED + timedelta(days=1)))
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
    assert any(where.endswith(f"catatan {chain()} nomor {n}") for where in named() for n in range(30))


@pytest.mark.parametrize("numbers", [(2, 3), (1, 4)])
def test_two_entries_that_changed_places_are_named(sql, numbers):
    one, other = numbers
    for new, old in ((999, one), (one, other), (other, 999)):
        sql("UPDATE ledger_entry SET number = %s WHERE chain = %s AND number = %s", [new, chain(), old])
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
        rename_seals()


def rename_seals() -> None:
    """The entries that name the seals made to fit, with their chain and its sealed heads."""
    previous = GENESIS
    for entry in Entry.objects.filter(chain=CHAIN).order_by("number"):
        numbers = [int(name.rpartition(":")[2]) for name in entry.rows]
        entry.rows, entry.previous = fingerprints(*Seal.objects.filter(pk__in=numbers)), previous
        entry.digest = previous = digest_of(entry)
        Entry.objects.filter(pk=entry.pk).update(
            rows=entry.rows, previous=entry.previous, digest=entry.digest
        )
        SealedHead.objects.filter(chain=CHAIN, number=entry.number).update(digest=entry.digest)
    Head.objects.filter(chain=CHAIN).update(digest=previous)


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


STATEMENTS = {
    "hasil ukur dari impor": (
        "DELETE FROM measurement_observation WHERE id = (SELECT max(id) FROM measurement_observation)",
        "DELETE FROM measurement_observation "
        "WHERE source_id = (SELECT max(source_id) FROM measurement_observation)",
    ),
    "angka imunisasi dari impor": (
        "DELETE FROM measurement_immunizationfigure WHERE line = 2 AND item = 'bcg'",
    ),
    "progres harian tanggal": ("DELETE FROM measurement_dailyprogress WHERE starts = '08:00'",),
    "jawaban survei tanggal": (
        "DELETE FROM measurement_surveyanswer WHERE nonce = '1'",
        "INSERT INTO measurement_surveyanswer (point_id, nonce, day, scores, comment) "
        "SELECT point_id, 'x', day, scores, comment FROM measurement_surveyanswer LIMIT 1",
    ),
    "peran": (
        "INSERT INTO organization_rolegrant (user_id, role, starts) "
        "SELECT min(id), 'performance-team', '2026-01-01' FROM accounts_user",
        "DELETE FROM organization_rolegrant WHERE role = 'auditor'",
    ),
    "kode aktivasi": (
        "INSERT INTO accounts_activationcode (user_id, code_hash, issued_at, expires_at) "
        "SELECT min(id), 'x', now(), now() FROM accounts_user",
        "DELETE FROM ledger_entry WHERE chain LIKE 'user/%'",
    ),
    "hari libur": (
        "INSERT INTO organization_holiday (day, name, kind) VALUES ('2026-04-09', 'x', 'holiday')",
    ),
    "SKP": (
        "DELETE FROM planning_resultsupport",
        "UPDATE planning_planversion SET status = 'draft' WHERE status = 'set'",
    ),
    "versi SKP": (
        "INSERT INTO planning_annexitem (version_id, list, text) "
        "SELECT id, 'resources', 'x' FROM planning_planversion WHERE status = 'set'",
    ),
    "segel nomor": ("DELETE FROM ledger_seal", "DELETE FROM ledger_seal WHERE number = 2"),
    "akun": ("DELETE FROM ledger_entry WHERE chain LIKE 'assignment/%'",),
    "berkas tersimpan": (
        "INSERT INTO ledger_storedfile (sha256, name, size, media_type, stored_at, stored_by_name) "
        "SELECT repeat('0', 64), name, size, media_type, stored_at, '' FROM ledger_storedfile LIMIT 1",
    ),
    "trigger": (
        "DROP TRIGGER keep_heads ON ledger_entry",
        "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
        "ALTER TABLE ledger_seal DISABLE TRIGGER USER",
        "CREATE OR REPLACE FUNCTION ledger_note_rows() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NULL; END'",
    ),
    "fungsi": (
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
        "LANGUAGE sql AS 'SELECT true'",
    ),
    "peran basis data": (
        "GRANT UPDATE ON ledger_entry TO terukur_app",
        "GRANT UPDATE (reason) ON ledger_entry TO terukur_app",
        "GRANT DELETE ON ledger_seal TO PUBLIC",
        "ALTER ROLE terukur_app CREATEROLE",
    ),
    "segel": ("UPDATE ledger_seal SET sealed_at = '2020-01-01'",),
}


@pytest.mark.parametrize(
    ("name", "statement"),
    [(name, statement) for name, statements in STATEMENTS.items() for statement in statements],
)
def test_what_else_somebody_with_all_rights_can_do_is_named(sql, name, statement):
    set_up_role(may_sign_in=False)
    sql("RESET ROLE")
    sql(statement)
    if "ledger_entry WHERE chain" in statement:
        sql(statement.replace("ledger_entry", "ledger_head"))
    assert is_named(name)


def test_an_import_that_is_gone_with_its_chain_leaves_its_file_unnamed(sql):
    record_ = ImportRecord.objects.filter(kind="areas").latest("pk")
    for statement in (
        "DELETE FROM ledger_entry WHERE chain = %s",
        "DELETE FROM ledger_head WHERE chain = %s",
    ):
        sql(statement, [f"import/{record_.pk}"])
    sql("DELETE FROM ledger_importrecord WHERE id = %s", [record_.pk])
    assert named()[f"berkas tersimpan {record_.file_id}"] == "tidak disebut catatan mana pun."


def recorded(act: Act, *, at: datetime) -> None:
    """An act with the end of its chain, which a trigger keeps where triggers are on."""
    entry = record(act, acting(COMMAND, at=at))
    told = {"number": entry.number, "digest": entry.digest}
    Head.objects.update_or_create(chain=act.chain, defaults=told)


def test_a_clock_that_went_back_is_named(sql):
    ahead = moment(SEALED + timedelta(days=40))
    recorded(Act(chain(), "accepted"), at=ahead)
    recorded(Act(chain(), "accepted"), at=moment(SEALED + timedelta(days=1)))
    assert any("jam server pernah mundur" in text for text in named().values())


def test_seals_of_the_future_are_named(sql):
    ahead = SEALED + timedelta(days=40)
    end_days(acting=acting(COMMAND, ahead))
    found = check_today(on=SEALED + timedelta(days=2), at=moment(SEALED + timedelta(days=2)))
    assert "belum berakhir" in found.broken.message


def test_days_that_were_never_sealed_are_named(sql):
    later = moment(SEALED + timedelta(days=9))
    record(Act(chain(), "accepted"), acting(COMMAND, at=later))
    found = check_today(on=SEALED + timedelta(days=9), at=later)
    assert "belum disegel" in found.broken.message


def test_an_entry_with_an_earlier_date_than_its_seal_is_named(sql):
    recorded(Act("talent/999", "box-objected", rows={}), at=moment(cast.NEW_YEAR))
    day = SEALED + timedelta(days=3)
    end_days(acting=acting(COMMAND, day))
    assert any("tanggal mundur" in text for text in named().values())


def copied(settings, tmp_path) -> Path:
    settings.SEALS_FILE = str(tmp_path / "segel.jsonl")
    hand_out([])
    return Path(settings.SEALS_FILE)


def test_a_copy_outside_finds_what_was_rewritten_with_all_seals(sql, settings, tmp_path):
    copy = copied(settings, tmp_path)
    assert check_copy(copy).broken is None
    rewrite(2)
    reseal(roots=True)
    assert named() == {}
    assert "ditulis ulang" in check_copy(copy).broken.message


def test_a_copy_outside_finds_seals_that_are_gone(sql, settings, tmp_path):
    copy = copied(settings, tmp_path)
    sql("DELETE FROM ledger_sealedhead")
    sql("DELETE FROM ledger_seal")
    assert check_copy(copy).broken.message == "tidak ada lagi di basis data."


def test_the_copy_is_added_to_and_never_rewritten(sql, settings, tmp_path):
    copy = copied(settings, tmp_path)
    before = copy.read_text()
    day = SEALED + timedelta(days=2)
    end_days(acting=acting(COMMAND, day))
    assert copy.read_text().startswith(before)
    assert len(read_copy(copy)) == Seal.objects.count()
    copy.write_text("bukan segel\n")
    with pytest.raises(UnreadableCopy, match="baris 1"):
        read_copy(copy)


def test_the_seals_of_the_last_days_go_by_mail(sql, settings, mailoutbox):
    settings.SEALS_MAIL = "inspektorat@contoh.go.id"
    day = SEALED + timedelta(days=2)
    end_days(acting=acting(COMMAND, day))
    (mail,) = mailoutbox
    assert mail.to == ["inspektorat@contoh.go.id"]
    assert Seal.objects.latest("number").root in mail.body


def test_an_agency_that_is_older_than_a_kind_is_counted_in_once(sql):
    sql("DELETE FROM ledger_entry WHERE chain LIKE 'stock/%'")
    sql("DELETE FROM ledger_head WHERE chain LIKE 'stock/%'")
    sql("UPDATE ledger_entry SET rows = NULL WHERE rows::text LIKE '%organization.%'")
    assert not [name for name in named() if name.startswith(("pegawai", "peran", "unit"))]
    assert take_stock(acting=acting(COMMAND, SEALED)) > 20
    assert take_stock(acting=acting(COMMAND, SEALED)) == 0
    sql("UPDATE organization_employee SET name = 'x'")
    assert any(name.startswith("pegawai ") for name in named())
