"""Addresses of the pages. None holds a NIP or a name."""

from django.urls import path

from terukur.web.accounts import views as accounts
from terukur.web.appraisal import behavior_survey_views as behavior
from terukur.web.appraisal import cadence_views as cadences
from terukur.web.appraisal import document_views as documents
from terukur.web.appraisal import expectation_views as expectations
from terukur.web.appraisal import figure_views as figures
from terukur.web.appraisal import hint_views as hints
from terukur.web.appraisal import objection_views as objections
from terukur.web.appraisal import period_views as period
from terukur.web.appraisal import place_views, self_views
from terukur.web.appraisal import table_views as team_table
from terukur.web.appraisal import talk_views as talks
from terukur.web.appraisal import views as appraisal
from terukur.web.appraisal import what_if_views as what_if
from terukur.web.calibration import blind_views as blind
from terukur.web.calibration import case_views as cases
from terukur.web.calibration import opinion_views as opinions
from terukur.web.calibration import round_views as rounds
from terukur.web.credit import views as credit
from terukur.web.daily import sum_views as sums
from terukur.web.daily import views as daily
from terukur.web.development import certificate_views as certificates
from terukur.web.development import talent_views as talent
from terukur.web.development import views as development
from terukur.web.dialogue import views as dialogue
from terukur.web.employment import agreement_views as agreements
from terukur.web.employment import away_views as away
from terukur.web.employment import year_views as years
from terukur.web.feedback import ask_views as asking
from terukur.web.feedback import views as feedback
from terukur.web.home import start_views
from terukur.web.home import views as home
from terukur.web.immunization import views as immunization
from terukur.web.ledger import views as ledger
from terukur.web.measurement import account_views as words
from terukur.web.measurement import assistance_views as helping
from terukur.web.measurement import check_views as checks
from terukur.web.measurement import import_views as imports
from terukur.web.measurement import mapping_views as mapping
from terukur.web.measurement import views as measurement
from terukur.web.objectivity import basis_views as bases
from terukur.web.organization import access_views as access
from terukur.web.organization import activation_views as activation
from terukur.web.organization import grade_views
from terukur.web.organization import outside_views as outside
from terukur.web.organization import people_views as structure
from terukur.web.organization import person_views as person_pages
from terukur.web.organization import proposal_views as proposals
from terukur.web.organization import removal_views as removal
from terukur.web.organization import unit_views as unit_pages
from terukur.web.organization import views as organization
from terukur.web.oversight import service_views as service
from terukur.web.oversight import stuck_views as stuck
from terukur.web.oversight import views as oversight
from terukur.web.oversight import year_views as year_end
from terukur.web.planning import agree_views as plan_agreeing
from terukur.web.planning import compare_views as plan_comparing
from terukur.web.planning import document_views as plan_documents
from terukur.web.planning import indicator_views as indicators
from terukur.web.planning import library_views as shelf
from terukur.web.planning import return_views as plan_returning
from terukur.web.planning import start_views as plan_start
from terukur.web.planning import views as planning
from terukur.web.planning import year_views as planning_year
from terukur.web.raters import finding_views as findings
from terukur.web.raters import mirror_views as mirrors
from terukur.web.raters import objectivity_views as objectivity
from terukur.web.survey import views as survey

urlpatterns = [
    path("", home.home, name="home"),
    path("mulai/", start_views.start_here, name="start-here"),
    path("cara-penilaian/", home.method, name="method"),
    path("masuk/", accounts.SignIn.as_view(), name="sign-in"),
    path("keluar/", accounts.SignOut.as_view(), name="sign-out"),
    path("aktivasi/", accounts.activation, name="activate"),
    path("lupa-kata-sandi/", accounts.lost_password, name="lost-password"),
    path("kata-sandi/", accounts.ChangePassword.as_view(), name="password"),
    path("pemberitahuan/", accounts.notices, name="notices"),
    path("ringkasan/", home.digest, name="digest"),
    path("skp/", plan_start.plans, name="plans"),
    path("skp/mulai/<int:year>/<int:assignment>/", plan_start.begin, name="plan-begin"),
    path("skp/mulai/", plan_start.start, name="plan-start"),
    path("skp/<int:pk>/tarik/", plan_start.withdraw, name="plan-withdraw"),
    path("skp/<int:pk>/buang/", plan_start.discard, name="plan-discard"),
    path("skp/<int:pk>/tandai/", plan_returning.remarks, name="plan-remarks"),
    path("skp/<int:pk>/sepakati/", plan_agreeing.agree, name="plan-agree"),
    path("skp/<int:pk>/banding/", plan_comparing.compare, name="plan-compare"),
    path("skp/<int:pk>/", planning.one, name="plan"),
    path("skp/<int:pk>/cetak/", plan_documents.document, name="plan-document"),
    path("skp/<int:pk>/ajukan/", planning.submit, name="plan-submit"),
    path("skp/<int:pk>/tetapkan/", planning.set_one, name="plan-set"),
    path("skp/<int:pk>/kembalikan/", planning.return_one, name="plan-return"),
    path("skp/<int:pk>/revisi/", planning.revise, name="plan-revise"),
    path("skp/<int:pk>/bagi-rata/", planning.even_weights, name="even-weights"),
    path("skp/<int:pk>/bobot-semula/", planning.former_weights_back, name="former-weights"),
    path("skp/<int:pk>/lampiran/", planning.edit_annex, name="annex"),
    path("skp/<int:pk>/ekspektasi/", planning.edit_expectations, name="expectations"),
    path("skp/<int:pk>/hasil/", planning.edit_result, name="result-new"),
    path("skp/<int:pk>/hasil/<int:result>/", planning.edit_result, name="result"),
    path("skp/<int:pk>/hasil/<int:result>/tautkan/", planning.link, name="plan-link"),
    path("skp/<int:pk>/hasil/<int:result>/iki/", indicators.edit, name="indicator-new"),
    path("skp/<int:pk>/hasil/<int:result>/iki/<int:indicator>/", indicators.edit, name="indicator"),
    path("pustaka-indikator/", shelf.shelf, name="library"),
    path("pustaka-indikator/baru/", shelf.write, name="library-new"),
    path("pustaka-indikator/<slug:key>/", shelf.write, name="library-edit"),
    path("hasil-ukur/", measurement.mine, name="measurements"),
    path("hasil-ukur/<uuid:thread>/isi/", measurement.declare, name="declare"),
    path("hasil-ukur/<uuid:thread>/harian/<str:month>/", sums.confirm, name="daily-confirm"),
    path("hasil-ukur/pembantu/", helping.helpers, name="helping"),
    path("hasil-ukur/pembantu/<int:pk>/akhiri/", helping.end, name="help-end"),
    path("realisasi/<int:pk>/sahkan/", helping.confirm, name="help-confirm"),
    path("hasil-ukur/<uuid:thread>/uraian/", words.declare_words, name="declare-account"),
    path("penilaian/<int:pk>/uraian/", expectations.mark, name="mark-expectations"),
    path("realisasi/<int:pk>/", measurement.look_at, name="realization"),
    path("realisasi/<int:pk>/uji-petik/", checks.check, name="check"),
    path("bukti/uji-petik/", checks.checks, name="checks"),
    path("bukti/<int:pk>/lihat-lagi/", checks.look_again, name="look-again"),
    path("bukti/skp/<int:pk>/buka/", checks.reopen, name="reopen-evidence"),
    path("bukti/<int:pk>/", measurement.evidence_file, name="evidence"),
    path("skp/<int:version>/paparan/<uuid:thread>/", measurement.exposure, name="exposure"),
    path("harian/", daily.mine, name="daily"),
    path("harian/e-kinerja/", daily.ekinerja, name="daily-ekinerja"),
    path("harian/luring/", daily.offline, name="daily-offline"),
    path("harian/pekerja.js", daily.worker, name="daily-worker"),
    path("harian/berkas/<int:pk>/", daily.kept_file, name="daily-file"),
    path("harian/pegawai/<int:pk>/", daily.of_somebody, name="daily-of"),
    path("harian/<uuid:key>/", daily.entry, name="daily-entry"),
    path("imunisasi/", immunization.immunization, name="immunization"),
    path("pola/", oversight.patterns, name="patterns"),
    path("pola/<int:pk>/catatan/", oversight.note, name="pattern-note"),
    path("objektivitas/", objectivity.objectivity, name="objectivity"),
    path("objektivitas/panel/", objectivity.panel, name="panel"),
    path("objektivitas/panel/<int:pk>/keluar/", objectivity.panel_leave, name="panel-leave"),
    path("temuan/", findings.findings, name="findings"),
    path("temuan/<int:pk>/", findings.finding, name="finding"),
    path("temuan/<int:pk>/nama/", findings.name, name="finding-name"),
    path("temuan/<int:pk>/didengar/", findings.heard, name="finding-heard"),
    path("temuan/<int:pk>/dijelaskan/", findings.explained, name="finding-explained"),
    path("temuan/<int:pk>/langkah/", findings.agreed, name="finding-agreed"),
    path("temuan/<int:pk>/langkah/selesai/", findings.finished, name="finding-finished"),
    path("temuan/<int:pk>/kata-saya/", findings.stated, name="finding-stated"),
    path("impor/", imports.imports, name="imports"),
    path("impor/petakan/", mapping.map_table, name="map-table"),
    path("impor/muat/", imports.upload, name="upload"),
    path("impor/muat/bertanda/", imports.marked_upload, name="marked-upload"),
    path("impor/templat/<slug:key>/", imports.template, name="import-template"),
    path("impor/<int:pk>/", imports.one_import, name="import"),
    path("impor/<int:pk>/konfirmasi/", imports.confirm, name="import-confirm"),
    path("impor/<int:pk>/berkas/", imports.download_import, name="import-file"),
    path("ukuran/", measurement.catalogue, name="catalogue"),
    path("ukuran/<int:pk>/", measurement.catalogue, name="measure"),
    path("penilaian/", appraisal.mine, name="appraisals"),
    path("penilaian/<int:pk>/", appraisal.one, name="appraisal"),
    path("penilaian/<int:pk>/andai/", what_if.what_if, name="what-if"),
    path("penilaian/<int:pk>/nilai/", appraisal.rate_one, name="rate"),
    path("penilaian/<int:pk>/nilai/petunjuk/", hints.rating_hints, name="rating-hints"),
    path("penilaian/<int:pk>/mandiri/", self_views.own_view, name="self-view"),
    path("penilaian/<int:pk>/survei-perilaku/", behavior.ask, name="behavior-survey-ask"),
    path("survei-perilaku/", behavior.surveys, name="behavior-surveys"),
    path("survei-perilaku/<int:pk>/", behavior.survey, name="behavior-survey"),
    path("penilaian/<int:pk>/sampaikan/", appraisal.deliver_one, name="deliver"),
    path("penilaian/<int:pk>/terima/", appraisal.accept_one, name="accept"),
    path("penilaian/<int:pk>/sampaikan/tarik/", appraisal.recall_one, name="recall"),
    path("penilaian/<int:pk>/terima/tarik/", appraisal.withdraw_one, name="withdraw-acceptance"),
    path("penilaian/<int:pk>/keberatan/tarik/", objections.withdraw, name="withdraw-objection"),
    path("penilaian/<int:pk>/keberatan/", objections.object_to, name="object"),
    path(
        "penilaian/<int:pk>/keberatan/bukti/<int:evidence>/", objections.objection_file, name="objection-file"
    ),
    path("penilaian/<int:pk>/keberatan/jawab/", objections.answer_to, name="objection-answer"),
    path("penilaian/<int:pk>/keberatan/putus/", objections.decide_on_objection, name="objection-decision"),
    path("penilaian/<int:pk>/percakapan/", talks.talk, name="talk"),
    path("penilaian/<int:pk>/percakapan/<int:talk>/jawab/", talks.answer_talk, name="talk-answer"),
    path("penilaian/<int:pk>/pemberitahuan/", talks.notify, name="notify"),
    path("penilaian/<int:pk>/dokumen/", documents.document, name="appraisal-document"),
    path("penilaian/<int:pk>/ringkasan/", documents.summary, name="appraisal-summary"),
    path("penilaian/<int:pk>/angka/", figures.reports, name="figure-reports"),
    path("angka-keliru/", figures.waiting, name="figures-waiting"),
    path("angka-keliru/<int:pk>/jawab/", figures.answer, name="figure-answer"),
    path("penilaian/<int:pk>/dasar/", bases.appraisal_basis, name="appraisal-basis"),
    path("penilaian/<int:pk>/dasar/<int:change>/", appraisal.decide_basis, name="basis-decision"),
    path("penilaian/<int:pk>/riwayat/", appraisal.history, name="history"),
    path("penilaian/<int:pk>/bukti-segel/", ledger.proof, name="proof"),
    path("dialog/", dialogue.dialogues, name="dialogues"),
    path("dialog/<int:pk>/", dialogue.one, name="dialogue"),
    path("dialog/<int:pk>/<int:talk>/", dialogue.answer, name="dialogue-answer"),
    path("umpan-balik/", feedback.inbox, name="feedback"),
    path("umpan-balik/<int:pk>/", feedback.one, name="feedback-one"),
    path("umpan-balik/<int:pk>/bagikan/", feedback.share, name="feedback-share"),
    path("umpan-balik/tulis/<int:pk>/", feedback.write, name="feedback-write"),
    path("umpan-balik/tulis/<int:pk>/petunjuk/", feedback.hints, name="feedback-hints"),
    path("umpan-balik/minta/<int:pk>/", asking.ask, name="feedback-ask"),
    path("umpan-balik/permintaan/<int:pk>/", feedback.reply, name="feedback-reply"),
    path("umpan-balik/permintaan/<int:pk>/tolak/", feedback.decline, name="feedback-decline"),
    path("segel/", ledger.sealed_days, name="seals"),
    path("segel/<str:day>.json", ledger.sealed_day, name="sealed-day"),
    path("tim/", appraisal.team, name="team"),
    path("tim/nilai/", team_table.table, name="team-table"),
    path("tim/nilai/semua/", team_table.rate_all, name="team-rate-all"),
    path("tim/nilai/<int:pk>/", team_table.draft, name="team-draft"),
    path("cermin/", mirrors.mirror, name="mirror"),
    path("kalibrasi/", rounds.rounds, name="rounds"),
    path("kalibrasi/<int:pk>/", rounds.round_page, name="round"),
    path("kalibrasi/<int:pk>/nama/", rounds.names, name="round-names"),
    path("kalibrasi/<int:pk>/alasan/", rounds.justification, name="round-justification"),
    path("kalibrasi/<int:pk>/selebihnya/", rounds.rest, name="round-rest"),
    path("kalibrasi/<int:pk>/tutup/", rounds.close, name="round-close"),
    path("kalibrasi/<int:pk>/<int:number>/", rounds.row, name="round-row"),
    path("kalibrasi/<int:pk>/<int:number>/dibahas/", rounds.discussed, name="round-discussed"),
    path("kalibrasi/<int:pk>/<int:number>/saran/", rounds.recommendation, name="round-recommend"),
    path("kalibrasi/saran/<int:pk>/tetap/", rounds.kept, name="recommendation-keep"),
    path("kasus/", cases.cases, name="cases"),
    path("kasus/<int:pk>/", cases.case, name="case"),
    path("kasus/<int:pk>/ulang/", cases.again, name="case-again"),
    path("kasus/kelola/", cases.case_library, name="case-library"),
    path("kasus/kelola/baru/", cases.case_new, name="case-new"),
    path("kasus/kelola/muat/", cases.cases_load, name="cases-load"),
    path("kasus/kelola/<int:pk>/", cases.case_edit, name="case-edit"),
    path("kasus/kelola/<int:pk>/pensiun/", cases.case_retire, name="case-retire"),
    path("nilai-ulang/", blind.blind, name="blind"),
    path("nilai-ulang/<int:pk>/", blind.blind_one, name="blind-one"),
    path("pendapat/", opinions.asked, name="opinions"),
    path("pendapat/<int:pk>/", opinions.one, name="opinion"),
    path("pendapat/minta/<int:pk>/", opinions.ask, name="opinion-ask"),
    path("layanan-penilaian/", service.service, name="appraisal-service"),
    path("pembinaan/", service.growth, name="growth"),
    path("keberatan/", service.objections, name="objection-rates"),
    path("objektivitas/unit/", bases.unit_bases, name="unit-bases"),
    path("pengembangan/", development.mine, name="development"),
    path("pengembangan/katalog/", development.catalogue, name="learning"),
    path("pengembangan/dampak/", development.effects, name="development-effects"),
    path("pengembangan/sertifikat/", certificates.waiting, name="certificates"),
    path("pengembangan/rencana/<int:pk>/periksa/", certificates.check, name="certificate-check"),
    path("pengembangan/<int:pk>/", development.of_somebody, name="development-of"),
    path("pengembangan/<int:pk>/pilih/", development.choose_one, name="development-choose"),
    path("pengembangan/rencana/<int:pk>/setujui/", development.agree_to, name="development-agree"),
    path("pengembangan/rencana/<int:pk>/batal/", development.drop_one, name="development-drop"),
    path("pengembangan/rencana/<int:pk>/selesai/", development.finish_one, name="development-finish"),
    path(
        "pengembangan/rencana/<int:pk>/sertifikat/", development.certificate, name="development-certificate"
    ),
    path("talenta/", talent.mine, name="talent"),
    path("talenta/keberatan/", talent.waiting, name="talent-objections"),
    path("talenta/keberatan/kirim/", talent.object_to, name="talent-object"),
    path("talenta/keberatan/<int:pk>/jawab/", talent.answer, name="talent-answer"),
    path("talenta/<int:pk>/", talent.of_somebody, name="talent-of"),
    path("periode/", period.periods, name="periods"),
    path("periode/irama/", cadences.cadence, name="cadence"),
    path("periode/kalender/", period.holidays, name="holidays"),
    path("periode/kalender/<int:pk>/hapus/", period.drop_holiday, name="holiday-drop"),
    path("periode/<str:written>/", period.period, name="period"),
    path("periode/<str:written>/geser/", period.move, name="period-move"),
    path("periode/<str:written>/uji-coba/", period.trial, name="period-trial"),
    path("periode/<str:written>/unit/<int:pk>/", period.period_unit, name="period-unit"),
    path("perencanaan/<int:year>/", planning_year.planning_year, name="planning-year"),
    path("perencanaan/<int:year>/geser/", planning_year.move, name="planning-move"),
    path("perencanaan/<int:year>/unit/<int:pk>/", planning_year.planning_unit, name="planning-unit"),
    path("tahun/<int:year>/penutupan/", year_end.year_end, name="year-end"),
    path("tahun/<int:year>/buka-lagi/", year_end.reopen, name="year-reopen"),
    path("macet/", stuck.stuck, name="stuck"),
    path("macet/keberatan/<int:pk>/", stuck.decider, name="decider"),
    path("hitung/", appraisal.evaluations, name="evaluations"),
    path("survei/", survey.points, name="survey-points"),
    path("survei/olah/", survey.collect, name="survey-collect"),
    path("survei/titik/<int:pk>/", survey.results, name="survey-results"),
    path("survei/titik/<int:pk>/laporan/", survey.report, name="survey-report"),
    path("survei/titik/<int:pk>/poster/", survey.poster, name="survey-poster"),
    path("s/<str:token>/", survey.answer, name="survey"),
    path("s/<str:token>/terima-kasih/", survey.thanks, name="survey-thanks"),
    path("kebijakan/", appraisal.policy, name="policy"),
    path("kebijakan/tempat/", place_views.place, name="agency-place"),
    path("organisasi/", organization.units, name="organization"),
    path("organisasi/usulan-kepala/", proposals.proposals, name="head-proposals"),
    path("organisasi/belum-cocok/", organization.what_does_not_fit, name="misfits"),
    path("organisasi/penilai-bukan-asn/", outside.outside_list, name="outside-appraisers"),
    path("organisasi/penilai-bukan-asn/baru/", outside.outside_new, name="outside-new"),
    path("organisasi/penilai-bukan-asn/<int:pk>/", outside.outside_one, name="outside-appraiser"),
    path("organisasi/penilai-bukan-asn/<int:pk>/akhir/", outside.outside_end, name="outside-end"),
    path("organisasi/permintaan/<int:pk>/", organization.settle, name="settle"),
    path("organisasi/akses/", access.higher_access, name="higher-access"),
    path("organisasi/akses/<int:pk>/setujui/", access.approve, name="access-approve"),
    path("organisasi/akses/peran/<int:pk>/akhiri/", access.end, name="role-end"),
    path("organisasi/aktivasi/", activation.activation, name="activation"),
    path("organisasi/aktivasi/kode/", activation.issue, name="activation-issue"),
    path("organisasi/aktivasi/<int:pk>/tidak-perlu/", activation.decline, name="code-decline"),
    path("organisasi/akses/<int:pk>/tolak/", access.decline, name="access-decline"),
    path("organisasi/capaian/", grade_views.unit_grades, name="unit-grades"),
    path("organisasi/tidak-bertugas/", away.times_away, name="times-away"),
    path("organisasi/tidak-bertugas/catat/", away.record_one, name="time-away-new"),
    path("organisasi/tidak-bertugas/<int:pk>/akhir/", away.end_one, name="time-away-end"),
    path("organisasi/tidak-bertugas/<int:pk>/batal/", away.withdraw_one, name="time-away-withdraw"),
    path("organisasi/pegawai/<int:pk>/masa-kerja/", away.of_person, name="person-employment"),
    path("angka-kredit/", credit.mine, name="credit"),
    path("angka-kredit/<int:pk>/batal/", credit.withdraw_one, name="credit-withdraw"),
    path("organisasi/pegawai/<int:pk>/angka-kredit/", credit.of_person, name="credit-of"),
    path("organisasi/pegawai/<int:pk>/angka-kredit/catat/", credit.record_one, name="credit-new"),
    path("organisasi/kontrak/", agreements.agreements, name="agreements"),
    path("organisasi/kontrak/catat/", agreements.record_one, name="agreement-new"),
    path("periode-tidak-penuh/", years.partial_year, name="partial-year"),
    path("periode-tidak-penuh/mulai/", years.measuring_start, name="measuring-start"),
    path("periode-tidak-penuh/triwulan/", years.leave_out, name="leave-out"),
    path("organisasi/unit/<int:pk>/", organization.unit, name="unit"),
    path("organisasi/unit/<int:pk>/kepala/", organization.replace_unit_head, name="replace-head"),
    path("organisasi/unit/<int:pk>/zona/", organization.unit_zone, name="unit-zone"),
    path("organisasi/unit/<int:pk>/rencana/", organization.objectives, name="objectives"),
    path("organisasi/pegawai/<int:pk>/nomor/", organization.correct_number, name="number"),
    path("organisasi/pegawai/<int:pk>/", person_pages.person, name="person"),
    path("organisasi/pegawai/<int:pk>/kode/", organization.activation_code, name="activation-code"),
    path("organisasi/unit/<int:pk>/pegawai-baru/", structure.add, name="person-new"),
    path("organisasi/pegawai/<int:pk>/data/", structure.correct, name="person-correct"),
    path("organisasi/pegawai/<int:pk>/riwayat/", person_pages.person_history, name="person-history"),
    path("organisasi/pegawai/<int:pk>/pangkat/kembalikan/", structure.rank_back, name="rank-back"),
    path("organisasi/pegawai/<int:pk>/pindah/", structure.move, name="transfer"),
    path("organisasi/pegawai/<int:pk>/pindah/batal/", structure.move_back, name="transfer-back"),
    path("organisasi/pegawai/<int:pk>/berhenti/", structure.leave, name="leave"),
    path("organisasi/pegawai/<int:pk>/hapus/", removal.annul, name="person-annul"),
    path("organisasi/pegawai/<int:pk>/berhenti/batal/", structure.leave_back, name="leave-back"),
    path("organisasi/pegawai/<int:pk>/kembali/", structure.back_in_service, name="bring-back"),
    path("organisasi/unit/<int:pk>/dihapus/", removal.annulled, name="annulled"),
    path("organisasi/unit/<int:pk>/unit-baru/", unit_pages.add, name="unit-new"),
    path("organisasi/unit/<int:pk>/nama/", unit_pages.rename, name="unit-rename"),
    path("organisasi/unit/<int:pk>/induk/", unit_pages.move, name="unit-move"),
    path("organisasi/unit/<int:pk>/tutup/", unit_pages.close, name="unit-close"),
    path("organisasi/unit/<int:pk>/buka/", unit_pages.reopen, name="unit-reopen"),
    path("organisasi/unit/<int:pk>/jabatan/", unit_pages.positions, name="positions"),
    path("organisasi/jabatan/<int:pk>/", unit_pages.position, name="position"),
    path("organisasi/jabatan/<int:pk>/tutup/", unit_pages.closed_position, name="position-close"),
    path("organisasi/jabatan/<int:pk>/buka/", unit_pages.reopened_position, name="position-reopen"),
    path("organisasi/penempatan/<int:pk>/", organization.change_appraiser, name="appraiser"),
    path("penilai-saya-keliru/", organization.wrong_appraiser, name="wrong-appraiser"),
]
