"""Work agreements that end within some days, with the results an extension rests on; and recording one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.appraisal.agreement_results import SHOWN, EndingAgreement, ending_agreements
from terukur.employment.agreements import FURTHEST_DAYS, AgreementDraft, record_agreement
from terukur.notation.dates import written_day
from terukur.organization.access import is_performance_team, oversees
from terukur.regulation.citations import cite
from terukur.tables.writing import Out, to_csv, to_xlsx
from terukur.web.acts import carry_out
from terukur.web.employment.forms import AgreementForm
from terukur.web.measurement.download import as_download
from terukur.web.viewer import acting, today, user_of

_USUAL_DAYS = 90
_CHOICES = (30, 60, 90, 180)
HEADERS = (
    "NIP",
    "NAMA",
    "JENIS PEGAWAI",
    "JABATAN",
    "UNIT KERJA",
    "NOMOR PERJANJIAN",
    "MULAI",
    "BERAKHIR",
    "SISA HARI",
    "TARGET PERJANJIAN",
    *(f"EVALUASI {number}" for number in range(1, SHOWN + 1)),
)


def agreements(request: HttpRequest) -> HttpResponse:
    """Show the agreements that end within some days, on the page or as a file."""
    if not oversees(user_of(request), on=today(request)):
        raise Http404
    days = _days(request)
    found = ending_agreements(days, on=today(request))
    kind = request.GET.get("berkas")
    if kind in ("csv", "xlsx"):
        write = to_csv if kind == "csv" else to_xlsx
        rows = [_row(one) for one in found]
        return as_download(write(HEADERS, rows), f"kontrak-berakhir-{today(request)}-{days}-hari.{kind}")
    return render(
        request,
        "web/employment/agreements.html",
        {
            "days": days,
            "choices": _CHOICES,
            "furthest": FURTHEST_DAYS,
            "found": found,
            "article": cite("part-time-contract")[0],
            "may_edit": is_performance_team(user_of(request), on=today(request)),
        },
    )


def record_one(request: HttpRequest) -> HttpResponse:
    """Record a work agreement, or correct the one of the same number."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    form = AgreementForm(request.POST or None)
    if carry_out(
        request,
        lambda: record_agreement(
            draft=AgreementDraft(
                form.cleaned_data["employee"],
                form.cleaned_data["number"].strip(),
                form.cleaned_data["starts"],
                form.cleaned_data["ends"],
                form.cleaned_data["targets"],
            ),
            acting=acting(request),
        ),
        lambda row: f"Perjanjian {row.number} milik {row.employee.name} tersimpan.",
        form=form,
    ):
        return redirect("agreements")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Catat perjanjian kerja",
            "lead": "Nomor yang sudah tercatat diperbaiki; isi sebelumnya tetap terbaca di catatan.",
        },
    )


def _days(request: HttpRequest) -> int:
    written = request.GET.get("hari", "")
    if not (written.isascii() and written.isdecimal() and len(written) <= 4):
        return _USUAL_DAYS
    return min(int(written), FURTHEST_DAYS)


def _row(one: EndingAgreement) -> list[Out]:
    agreement = one.agreement
    return [
        agreement.employee.number,
        agreement.employee.name,
        agreement.employee.get_kind_display(),
        one.place.position.title if one.place else "",
        one.place.position.unit.name if one.place else "",
        agreement.number,
        written_day(agreement.starts),
        written_day(agreement.ends),
        one.days_left,
        agreement.targets,
        *one.told,
        *[""] * (SHOWN - len(one.told)),
    ]
