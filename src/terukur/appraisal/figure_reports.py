"""Reports of one wrong figure. They go to the owner of the data; no judgement is questioned."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.basis import FIGURES, figures_in
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, FigureAnswer, FigureReport
from terukur.appraisal.operations import locked_appraisal
from terukur.appraisal.tree import ComputedIndicator, FileSource
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.holidays import office_calendar
from terukur.planning.access import is_owner
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.parameters import number


class ReportRefused(Refused):
    """The report or its answer is not possible; the message says why and what to do."""


@transaction.atomic
def report_figure(*, appraisal: Appraisal, thread: UUID, text: str, acting: Acting[User]) -> FigureReport:
    """Store the employee's report on one figure; its owner has a few working days.

    Possible at any time, also beside a running objection. The owner is the person who loaded the newest file
    under the figure, or the performance team where no file is.

    :raises ReportRefused: from anybody else, for a missing figure, without words, or while an earlier report
        on it waits.
    """
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(acting.by, locked.plan):
        raise ReportRefused("Angka dilaporkan oleh pegawai yang dinilai.")
    item = _indicator(locked, thread)
    if item is None:
        raise ReportRefused("Angka itu tidak ada pada penilaian ini.")
    if not has_letters(text, PHRASE_LETTERS):
        raise ReportRefused("Tulis apa yang keliru dan berapa seharusnya.")
    if locked.reports.filter(thread=thread, answer=None).exists():
        raise ReportRefused("Laporan Anda tentang angka ini sedang diperiksa.")
    day = timezone.localtime(acting.at).date()
    report = FigureReport.objects.create(
        appraisal=locked,
        thread=thread,
        name=item.name[:300],
        figures=figures_in(item),
        text=text.strip(),
        owner=_owner(item, reporter=acting.by),
        filed_by=acting.by,
        filed_at=acting.at,
        answer_by=office_calendar(on=day).add_working_days(
            day, int(number("figure_report.answer_days", on=day))
        ),
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "figure-reported",
            after={"report": report.pk, "indicator": report.name},
            reason=report.text,
            rows=fingerprints(report),
        ),
        acting,
    )
    return report


@transaction.atomic
def answer_report(
    *, report: FigureReport, is_corrected: bool, text: str, acting: Acting[User]
) -> FigureAnswer:
    """Store the owner's answer, corrected or not; the period is computed again.

    A correction is a new version of the data, loaded through its own door before this; the suggestion follows
    from it. Under a delivered rating the change is noted for a third person to decide.

    :raises ReportRefused: from anybody else, a second time, without words, or where nothing has changed.
    """
    if not may_answer_report(acting.by, report, on=acting.on):
        raise ReportRefused("Laporan ini dijawab pemilik datanya atau pengelola kinerja.")
    if not has_letters(text, PHRASE_LETTERS):
        raise ReportRefused("Tulis apa yang Anda periksa; pegawai membacanya.")
    locked = locked_appraisal(report.appraisal_id)
    if FigureAnswer.objects.filter(report=report).exists():
        raise ReportRefused("Laporan ini sudah dijawab.")
    evaluate(period=locked.period, acting=acting, plans=[locked.plan_id])
    now = _newest_figures(report)
    if is_corrected and now == report.figures:
        raise ReportRefused(
            "Angkanya masih sama. Muat dahulu berkas perbaikannya, atau betulkan realisasinya, lalu "
            "jawab lagi."
        )
    answer = FigureAnswer.objects.create(
        report=report, is_corrected=is_corrected, figures=now, text=text.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "figure-corrected" if is_corrected else "figure-stands",
            before=dict(report.figures),
            after=dict(now),
            reason=answer.text,
            rows=fingerprints(answer),
        ),
        acting,
    )
    return answer


def may_answer_report(user: User, report: FigureReport, *, on: date) -> bool:
    """Return whether the user loaded the data or is of the performance team; never the reporter."""
    if user.pk == report.filed_by_id:
        return False
    return user.pk == report.owner_id or is_performance_team(user, on=on)


def waiting_reports(user: User, *, is_team: bool) -> QuerySet[FigureReport]:
    """Return reports that this user may answer and that are not answered, the longest waiting first."""
    found = FigureReport.objects.filter(answer=None).exclude(filed_by=user.pk)
    if not is_team:
        found = found.filter(Q(owner=user.pk))
    return found.select_related("appraisal__plan__assignment__employee", "owner").order_by("answer_by", "pk")


def _indicator(appraisal: Appraisal, thread: UUID) -> ComputedIndicator | None:
    return next((item for item in appraisal.indicators() if item.thread == str(thread)), None)


def _owner(item: ComputedIndicator, *, reporter: User) -> User | None:
    keys = [source.import_id for source in item.sources if isinstance(source, FileSource)]
    loader = ImportRecord.objects.filter(pk__in=keys).order_by("-at").first()
    if loader is None or loader.by_id is None or loader.by_id == reporter.pk:
        return None
    return User.objects.filter(pk=loader.by_id, is_active=True).first()


def _newest_figures(report: FigureReport) -> dict[str, Any]:
    """Return the present figures of the indicator: computed, or noted under a delivered rating."""
    appraisal = Appraisal.objects.select_related("computation").get(pk=report.appraisal_id)
    change = appraisal.changes.first()
    if change is not None and not appraisal.is_ratable:
        for found in change.differences:
            if found["name"] == report.name:
                return {name: found[f"{name}_after"] for name in FIGURES}
    item = _indicator(appraisal, report.thread)
    return figures_in(item) if item else {}
