"""Absences: the list, recording one after its effect was shown, another last day, withdrawing a mistake."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from terukur.employment.models import TimeAway
from terukur.employment.time_away import AwayDraft, end_time_away, record_time_away, withdraw_time_away
from terukur.employment.uncounted import LAST
from terukur.notation.dates import day_words
from terukur.notation.numbers import display
from terukur.organization.access import is_performance_team, may_read, oversees
from terukur.organization.models import Employee
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.regulation.plan_time import counted_months, is_uncounted
from terukur.regulation.time_away import AwayKind
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.employment.forms import EndAwayForm, TimeAwayForm, WithdrawAwayForm
from terukur.web.recount import recount_since
from terukur.web.viewer import acting, cadence_on, today, user_of

_SHOWN = 200


def times_away(request: HttpRequest) -> HttpResponse:
    """Show who is away now or soon, and the older absences; a name finds one person's."""
    if not oversees(user_of(request), on=today(request)):
        raise Http404
    words = request.GET.get("cari", "").strip()[:100]
    found = TimeAway.objects.select_related("employee")
    if words:
        found = found.filter(employee__name__icontains=words)
    going_on = Q(ends__isnull=True) | Q(ends__gte=today(request))
    return render(
        request,
        "web/employment/times_away.html",
        {
            "words": words,
            "present": found.valid().filter(going_on).order_by("starts")[:_SHOWN],
            "past": found.exclude(going_on, withdrawn_on__isnull=True)[:_SHOWN],
            "today": today(request),
            "may_edit": is_performance_team(user_of(request), on=today(request)),
        },
    )


def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the absences and work agreements of one employee, to those who may read about them."""
    employee = Employee.objects.filter(pk=pk).first()
    if employee is None or not may_read(user_of(request), employee.pk, on=today(request)):
        raise Http404
    return render(
        request,
        "web/employment/person.html",
        {
            "person": employee,
            "times_away": employee.times_away.filter(withdrawn_on__isnull=True),
            "agreements": employee.work_agreements.order_by("-starts"),
        },
    )


def record_one(request: HttpRequest) -> HttpResponse:
    """Record an absence, after its days and their effect were shown."""
    _team(request)
    form = TimeAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft = AwayDraft(
            data["employee"], AwayKind(data["kind"]), data["starts"], data["ends"], data["basis"]
        )
        is_in_order = draft.ends is None or draft.ends >= draft.starts
        check = _check(draft, cadence_on(request, draft.starts)) if is_in_order else None
        if check is not None and not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: record_time_away(draft=draft, acting=acting(request)),
            f"Tercatat: {draft.employee.name}, {draft.kind.label.lower()}. Penilaiannya dihitung lagi.",
            form=form,
        ):
            recount_since(draft.starts, request)
            return redirect("times-away")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Catat yang tidak bertugas",
            "lead": "Untuk keputusan yang sudah diberikan: cuti, tugas belajar, CLTN. Harinya tidak dihitung "
            "sebagai nol, dan alasannya tampil di penjelasan penilaian.",
        },
    )


def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Store another last day of an absence."""
    _team(request)
    away = get_object_or_404(TimeAway.objects.valid().select_related("employee"), pk=pk)
    form = EndAwayForm(request.POST or None, initial={"last_day": away.ends or today(request)})
    if carry_out(
        request,
        lambda: end_time_away(
            away=away,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            acting=acting(request),
        ),
        "Hari terakhirnya tersimpan. Penilaian tahun ini dihitung lagi.",
        form=form,
    ):
        recount_since(away.starts, request)
        return redirect("times-away")
    lead = f"{_kind(away)}, sejak {day_words(away.starts)}."
    return render(
        request,
        "web/organization/form.html",
        {"form": form, "title": f"{away.employee.name} bertugas lagi", "lead": lead},
    )


def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an absence as a mistake; it stays readable with the reason."""
    _team(request)
    away = get_object_or_404(TimeAway.objects.valid().select_related("employee"), pk=pk)
    form = WithdrawAwayForm(request.POST or None)
    if carry_out(
        request,
        lambda: withdraw_time_away(away=away, reason=form.cleaned_data["reason"], acting=acting(request)),
        "Dibatalkan; harinya dihitung lagi.",
        form=form,
    ):
        recount_since(away.starts, request)
        return redirect("times-away")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Batalkan catatan {away.employee.name}",
            "lead": f"{_kind(away)}, sejak {day_words(away.starts)}. Catatannya tetap terbaca.",
        },
    )


def _check(draft: AwayDraft, cadence: Cadence) -> Check:
    last = day_words(draft.ends) if draft.ends else "belum ditentukan"
    facts = [
        ("Pegawai", draft.employee.name),
        ("Jenis", draft.kind.label),
        ("Hari", f"{day_words(draft.starts)} – {last}"),
        ("Keputusan", draft.basis),
    ]
    facts += _effect(draft, cadence)
    consequence = (
        "Target yang bertambah tiap bulan berkurang sebanding; target yang tetap tidak berubah. Yang sudah "
        "disampaikan tetap, dan bedanya ditampilkan di sampingnya."
        if draft.kind.lowers_target
        else "Cuti tahunan hak setiap orang dan sudah termasuk dalam target setahun: angkanya tidak berubah."
    )
    return Check(
        "Periksa sebelum mencatat",
        facts,
        consequence,
        "Ubah hari terakhirnya atau batalkan catatannya di “Tidak bertugas”; keduanya tetap terbaca.",
        "Catat",
        reverse("time-away-new"),
    )


def _effect(draft: AwayDraft, cadence: Cadence) -> list[tuple[str, str]]:
    """Return the counted months of the year of the first day, and the periods without any counted day."""
    if not draft.kind.lowers_target:
        return []
    year = Period(draft.starts.year, 1, 12)
    span = [(draft.starts, draft.ends or LAST)]
    months = counted_months(starts=year.starts, ends=year.ends, uncounted=span)
    facts = [(f"Dihitung dalam {year.label.lower()}", f"{display(months)} dari 12 bulan")]
    empty = [
        one.label
        for one in cadence.periods(year.year)
        if is_uncounted(starts=one.starts, ends=one.ends, uncounted=span)
    ]
    if empty:
        facts.append(("Tidak dinilai sama sekali", ", ".join(empty)))
    return facts


def _kind(away: TimeAway) -> str:
    return AwayKind(away.kind).label


def _team(request: HttpRequest) -> None:
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
