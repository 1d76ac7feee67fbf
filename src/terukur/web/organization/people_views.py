"""Pages that change people: added, corrected, transferred, left, brought back; each with a way back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team
from terukur.organization.employees import add_employee, correct_employee, take_back_rank
from terukur.organization.leaving import bring_back, leave_service, undo_leaving
from terukur.organization.models import Employee, Unit
from terukur.organization.placements import (
    default_appraiser,
    last_move,
    newest_placement,
    transfer,
    undo_transfer,
)
from terukur.organization.structure import open_units, titles_in, units_left_by
from terukur.regulation.scales import EmploymentKind
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed, is_possible
from terukur.web.organization.structure_checks import (
    leaving_check,
    leaving_undo_check,
    return_check,
    transfer_check,
    transfer_undo_check,
)
from terukur.web.organization.structure_forms import (
    EmployeeDataForm,
    LeavingForm,
    NewEmployeeForm,
    PlacementForm,
    first_day,
)
from terukur.web.templatetags.terukur import tanggal
from terukur.web.viewer import acting, today, user_of


def only_team(request: HttpRequest) -> None:
    """Refuse to show a page to anybody but the performance team."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404


def form_page(request: HttpRequest, form: BaseForm, title: str, lead: str, **more: object) -> HttpResponse:
    """Return a page with one form, and what its fields suggest while typing."""
    context = {"form": form, "title": title, "lead": lead, **more}
    return render(request, "web/organization/structure_form.html", context)


def checked(
    request: HttpRequest, form: BaseForm | None, act: Callable[[], object], check: Callable[[], Check]
) -> HttpResponse | None:
    """Return the check page of an act that is possible and not confirmed; None where it goes on."""
    if request.method != "POST" or (form is not None and not form.is_valid()) or not is_possible(act):
        return None
    told = check()
    return None if is_confirmed(request, told) else check_page(request, told)


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a person in a position of this unit."""
    only_team(request)
    unit = get_object_or_404(Unit, pk=pk)
    form = NewEmployeeForm(request.POST or None, initial={"since": today(request)})

    def act() -> Employee:
        data = form.cleaned_data
        head = data["appraiser"] or default_appraiser(unit, None, on=data["since"])
        return add_employee(
            number=data["number"],
            name=data["name"],
            kind=form.employment,
            rank=data["rank"],
            rank_since=data["rank_since"],
            to=form.post(unit),
            since=data["since"],
            appraiser=head,
            acting=acting(request),
        )

    added = carry_out(
        request,
        act,
        lambda employee: f"{employee.name} ditambahkan. Berikutnya: buat kode aktivasinya di bawah ini.",
        form=form,
        field="number",
    )
    if added:
        return redirect("person", added.result.pk)
    return form_page(
        request,
        form,
        f"Tambah pegawai di {unit.name}",
        "Satu orang; banyak orang sekaligus lebih mudah dengan berkas di Impor.",
        titles=titles_in(unit),
    )


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct name, kind and rank, or record a promotion."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)
    form = EmployeeDataForm(request.POST or None, initial=EmployeeDataForm.initial_of(employee))

    def act() -> bool:
        data = form.cleaned_data
        return correct_employee(
            employee=employee,
            name=data["name"],
            kind=EmploymentKind(data["kind"]),
            rank=data["rank"],
            rank_since=data["rank_since"],
            reason=data["reason"],
            acting=acting(request),
        )

    if carry_out(
        request,
        act,
        lambda changed: (
            "Data diperbaiki; yang lama ada di riwayat." if changed else "Tidak ada yang berubah."
        ),
        form=form,
    ):
        return redirect("person", pk)
    return form_page(
        request,
        form,
        f"Perbaiki data {employee.name}",
        "Dokumen periode yang lalu tetap memakai pangkat waktu itu.",
    )


@require_POST
def rank_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the former rank the present one again."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)
    carry_out(
        request,
        lambda: take_back_rank(employee=employee, acting=acting(request)),
        "Pangkat sebelumnya berlaku lagi.",
    )
    return redirect("person", pk)


def _appraiser(form: PlacementForm, employee: Employee) -> Employee | None:
    data: dict[str, Any] = form.cleaned_data
    chosen: Employee | None = data["appraiser"]
    return chosen or default_appraiser(data["unit"], employee, on=data["since"])


def _without_head(employee: Employee, last_day: date) -> str:
    """Return what comes next for the units that somebody led until a day."""
    names = units_left_by(employee, last_day)
    return f"Tunjuk kepala baru di halaman {', '.join(names)}." if names else ""


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Transfer a person; the page of effects comes first."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)
    present = newest_placement(employee)
    if present is None or present.ends is not None:
        raise Http404
    start = {"title": present.position.title, "since": first_day(today(request))}
    form = PlacementForm(request.POST or None, initial=start)

    def act() -> object:
        data = form.cleaned_data
        return transfer(
            employee=employee,
            to=form.post(data["unit"]),
            since=data["since"],
            reason=data["reason"],
            appraiser=_appraiser(form, employee),
            acting=acting(request),
        )

    def check() -> Check:
        data = form.cleaned_data
        return transfer_check(
            present,
            form.post(data["unit"]),
            _appraiser(form, employee),
            since=data["since"],
            reason=data["reason"],
        )

    page = checked(request, form, act, check)
    if page is not None:
        return page
    if carry_out(
        request,
        act,
        lambda _placed: (
            f"{employee.name} pindah mulai {tanggal(form.cleaned_data['since'])}. Berikutnya ia menyusun SKP "
            f"untuk jabatan barunya di “SKP saya”. "
            f"{_without_head(employee, form.cleaned_data['since'] - timedelta(days=1))}"
        ),
        form=form,
    ):
        return redirect("person", pk)
    return form_page(
        request,
        form,
        f"Pindahkan {employee.name}",
        f"Sekarang {present.position.title} di {present.position.unit.name}. "
        "Akibatnya tampil dahulu sebelum disimpan.",
        units=open_units(),
    )


@require_POST
def move_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last transfer back."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)
    last = last_move(employee)

    def act() -> object:
        return undo_transfer(employee=employee, acting=acting(request))

    if last is not None:
        page = checked(request, None, act, lambda: transfer_undo_check(last))
        if page is not None:
            return page
    carry_out(request, act, "Kepindahan dibatalkan; jabatan semula berjalan lagi.")
    return redirect("person", pk)


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a person leaves; the page of effects comes first."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk, left_on__isnull=True)
    form = LeavingForm(request.POST or None, initial={"last_day": today(request)})

    def act() -> None:
        leave_service(
            employee=employee,
            last_day=form.cleaned_data["last_day"],
            reason=form.reason,
            acting=acting(request),
        )

    def check() -> Check:
        present = newest_placement(employee)
        return leaving_check(employee, present, last_day=form.cleaned_data["last_day"], reason=form.reason)

    page = checked(request, form, act, check)
    if page is not None:
        return page
    if carry_out(
        request,
        act,
        lambda _done: (
            f"{employee.name} dicatat berhenti sesudah {tanggal(form.cleaned_data['last_day'])}. "
            f"{_without_head(employee, form.cleaned_data['last_day'])}"
        ),
        form=form,
    ):
        return redirect("person", pk)
    return form_page(
        request, form, f"Catat {employee.name} berhenti", "Akibatnya tampil dahulu sebelum disimpan."
    )


@require_POST
def leave_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a leaving that was recorded by mistake."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)

    def act() -> None:
        undo_leaving(employee=employee, acting=acting(request))

    page = checked(request, None, act, lambda: leaving_undo_check(employee, newest_placement(employee)))
    if page is not None:
        return page
    carry_out(request, act, f"{employee.name} bertugas lagi seperti semula.")
    return redirect("person", pk)


def back_in_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Place a person who left, or has no position, in a position again."""
    only_team(request)
    employee = get_object_or_404(Employee, pk=pk)
    last = newest_placement(employee)
    if last is not None and last.ends is None:
        raise Http404
    start: dict[str, object] = {"since": today(request)}
    if last is not None:
        start |= {"unit": last.position.unit, "title": last.position.title}
    form = PlacementForm(request.POST or None, initial=start)

    def act() -> object:
        data = form.cleaned_data
        return bring_back(
            employee=employee,
            to=form.post(data["unit"]),
            since=data["since"],
            reason=data["reason"],
            appraiser=_appraiser(form, employee),
            acting=acting(request),
        )

    def check() -> Check:
        data = form.cleaned_data
        post, head = form.post(data["unit"]), _appraiser(form, employee)
        return return_check(employee, last, post, head, since=data["since"])

    page = checked(request, form, act, check)
    if page is not None:
        return page
    if carry_out(request, act, f"{employee.name} bertugas kembali.", form=form):
        return redirect("person", pk)
    return form_page(
        request,
        form,
        f"{employee.name} kembali bertugas",
        "Masa di antaranya tetap kosong. Salah catat berhenti dibatalkan di halaman pegawai.",
        units=open_units(),
    )
