"""Appraisers who are no civil servants: the list, a new one, one of them, and the end of office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from terukur.ledger.acting import Acting
from terukur.organization.access import is_performance_team, oversees
from terukur.organization.models import Employee
from terukur.organization.outside_appraisers import (
    add_outside_appraiser,
    end_office,
    outside_appraisers,
    people_rated_by,
    without_appraiser_inside,
)
from terukur.regulation.deciding_official import deciding_official
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.outside_forms import EndOfficeForm, OutsideAppraiserForm
from terukur.web.templatetags.terukur import tanggal
from terukur.web.viewer import acting, now, today, user_of

_NAMED = 30


def outside_list(request: HttpRequest) -> HttpResponse:
    """Show the appraisers who are no civil servants, and the people who have no appraiser."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    return render(
        request,
        "web/organization/outside_appraisers.html",
        {
            "officials": outside_appraisers().select_related("user"),
            "without": without_appraiser_inside(on=today(request))[:_NAMED],
            "decided_by": deciding_official(on=today(request)),
            "may_edit": is_performance_team(user, on=today(request)),
        },
    )


def outside_new(request: HttpRequest) -> HttpResponse:
    """Store a further appraiser who is no civil servant."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    form = OutsideAppraiserForm(request.POST or None)
    done = carry_out(
        request,
        lambda: add_outside_appraiser(**form.cleaned_data, acting=acting(request)),
        lambda added: (
            f"{added.name} tercatat dengan nomor akun {added.number}. Berikutnya: buat kode aktivasinya, "
            "lalu tetapkan sebagai penilai."
        ),
        form=form,
    )
    if done:
        return redirect("outside-appraiser", done.result.pk)
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Penilai bukan ASN",
            "lead": "Kepala daerah atau menteri yang menilai pejabat di sini. Ia tidak punya NIP, SKP, atau "
            "pangkat, dan tidak dihitung sebagai pegawai.",
        },
    )


def outside_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of them: account number, people rated, code and end of office."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    found = get_object_or_404(outside_appraisers().select_related("user"), pk=pk)
    return render(
        request,
        "web/organization/outside_appraiser.html",
        {
            "person": found,
            "people": people_rated_by(found),
            "without": without_appraiser_inside(on=today(request))[:_NAMED],
            "may_edit": is_performance_team(user, on=today(request)) and found.left_on is None,
        },
    )


def outside_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the end of office, and who rates the people from then on."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    found = get_object_or_404(outside_appraisers(), pk=pk)
    form = EndOfficeForm(request.POST or None, initial={"since": today(request)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        check = _end_check(found, data["successor"], tanggal(data["since"]))
        if found.left_on is None and not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: end_office(
                appraiser=found,
                successor=data["successor"],
                reason=data["reason"],
                acting=Acting(user_of(request), data["since"], now(request)),
            ),
            lambda moved: f"Akhir jabatan {found.name} tercatat; {moved} orang beralih penilai.",
            form=form,
        ):
            return redirect("outside-appraisers")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Akhir jabatan {found.name}",
            "lead": "Semua yang dinilainya beralih kepada penggantinya pada tanggal yang sama.",
        },
    )


def _end_check(official: Employee, successor: Employee | None, day: str) -> Check:
    people = people_rated_by(official)
    names = ", ".join(one.employee.name for one in people[:_NAMED]) or "tidak ada"
    after = successor.name if successor else "belum ada; tercatat di “Belum cocok” sampai ditetapkan"
    return Check(
        "Periksa sebelum mencatat akhir jabatan",
        [
            ("Berakhir", f"{official.name}, {official.office}"),
            ("Mulai", day),
            (f"Yang dinilainya ({len(people)} orang)", names),
            ("Penilai sesudahnya", after),
        ],
        "Akunnya ditutup. Keberatan atas ratingnya yang tidak punya pemutus masuk “Yang macet”. Yang sudah "
        "dinilai tetap atas namanya.",
        "Tambahkan ia lagi sebagai penilai bukan ASN dan tetapkan sebagai penilai.",
        "Catat akhir jabatan",
        reverse("outside-appraiser", args=[official.pk]),
    )
