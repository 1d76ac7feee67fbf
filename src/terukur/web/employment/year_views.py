"""Years that are not whole: the first counted day, and quarters that a year does not wait for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from terukur.employment.left_out import leave_out_quarter
from terukur.employment.measuring_start import set_measuring_start
from terukur.employment.models import LeftOutQuarter, MeasuringStart
from terukur.notation.dates import day_words
from terukur.organization.access import is_performance_team, oversees
from terukur.regulation.citations import cite
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.employment.forms import LeaveOutForm, MeasuringStartForm
from terukur.web.recount import recount_since
from terukur.web.viewer import acting, today, user_of

_SHOWN = 200


def partial_year(request: HttpRequest) -> HttpResponse:
    """Show from when on is counted, and which quarters are not waited for, each with its reason."""
    if not oversees(user_of(request), on=today(request)):
        raise Http404
    return render(
        request,
        "web/employment/partial_year.html",
        {
            "starts": MeasuringStart.objects.select_related("employee")[:_SHOWN],
            "left_out": LeftOutQuarter.objects.select_related("unit", "employee", "by").order_by("-period")[
                :_SHOWN
            ],
            "article": cite("incomplete-year")[0],
            "may_edit": is_performance_team(user_of(request), on=today(request)),
        },
    )


def measuring_start(request: HttpRequest) -> HttpResponse:
    """Set the first counted day of a year, after its effect was shown."""
    _team(request)
    form = MeasuringStartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = data["employee"].name if data["employee"] else "Seluruh instansi"
        check = Check(
            "Periksa sebelum menetapkan",
            [("Untuk", who), ("Dihitung sejak", day_words(data["starts"])), ("Alasan", data["reason"])],
            "Bulan sebelumnya menjadi “belum diukur”, bukan nol; targetnya menyusut sebanding, dan periode "
            "yang seluruhnya sebelum hari itu tidak dinilai dan tidak ditunggu.",
            f"Tetapkan 1 Januari {data['starts'].year} untuk mengembalikannya.",
            "Tetapkan",
            reverse("measuring-start"),
        )
        if not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: set_measuring_start(
                employee=data["employee"],
                starts=data["starts"],
                reason=data["reason"],
                acting=acting(request),
            ),
            "Tersimpan. Penilaian tahun ini dihitung lagi.",
            form=form,
        ):
            recount_since(data["starts"].replace(month=1, day=1), request)
            return redirect("partial-year")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Mulai di tengah tahun",
            "lead": "Untuk instansi yang baru memakai Terukur, atau pegawai yang baru datang dari luar.",
        },
    )


def leave_out(request: HttpRequest) -> HttpResponse:
    """Let years rest on their other quarters, after the effect was shown."""
    _team(request)
    form = LeaveOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, reach = form.cleaned_data, form.reach()
        who = "Seluruh instansi"
        if reach.unit:
            who = f"{reach.unit.name} dan semua unit di bawahnya"
        elif reach.employee:
            who = reach.employee.name
        check = Check(
            "Periksa sebelum menetapkan",
            [("Periode", data["period"].label), ("Untuk", who), ("Alasan", data["reason"])],
            "Penilaian tahun tidak menunggu periode ini lagi dan bertumpu pada periode yang ada. Yang "
            "sudah disampaikan tetap dihitung. Alasannya tampil di penilaian tahunan dan tidak dapat diubah.",
            "Menilai dan menyampaikan periode itu juga; maka ia dihitung seperti biasa.",
            "Tetapkan",
            reverse("leave-out"),
        )
        if not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: leave_out_quarter(
                period=data["period"], reach=reach, reason=data["reason"], acting=acting(request)
            ),
            f"{data['period'].label} tidak ditunggu lagi.",
            form=form,
        ):
            return redirect("partial-year")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Periode yang memang tidak ada",
            "lead": "Bila sebuah periode tidak pernah dinilai dan tidak akan dinilai lagi.",
        },
    )


def _team(request: HttpRequest) -> None:
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
