"""Pages that change units and their positions: added, corrected, moved, closed, opened again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.organization.models import Position, Unit
from terukur.organization.positions import close_position, correct_position, ensure_position, reopen_position
from terukur.organization.structure import holders_of, open_units, people_below, positions_of
from terukur.organization.units import add_unit, close_unit, move_unit, rename_unit, reopen_unit
from terukur.regulation.scales import FormFamily, PositionKind
from terukur.web.acts import carry_out
from terukur.web.organization.people_views import checked, form_page, only_team
from terukur.web.organization.structure_checks import position_check, unit_close_check, unit_move_check
from terukur.web.organization.structure_forms import (
    NewPositionForm,
    NewUnitForm,
    PositionForm,
    UnitClosingForm,
    UnitNameForm,
    UnitParentForm,
)
from terukur.web.viewer import acting, today


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a unit under this one."""
    only_team(request)
    parent = get_object_or_404(Unit, pk=pk)
    form = NewUnitForm(request.POST or None)
    added = carry_out(
        request,
        lambda: add_unit(
            name=form.cleaned_data["name"],
            code=form.cleaned_data["code"],
            parent=parent,
            acting=acting(request),
        ),
        lambda unit: f"{unit.name} ditambahkan. Berikutnya: tambah pegawainya, lalu tunjuk kepalanya.",
        form=form,
    )
    if added:
        return redirect("unit", added.result.pk)
    return form_page(
        request,
        form,
        f"Tambah unit di bawah {parent.name}",
        "Unit bernama sama di bawah unit lain tetap dua unit.",
    )


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the unit another name."""
    only_team(request)
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitNameForm(request.POST or None, initial={"name": unit.name})
    if carry_out(
        request,
        lambda: rename_unit(
            unit=unit,
            name=form.cleaned_data["name"],
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
            acting=acting(request),
        ),
        lambda changed: "Nama unit tersimpan." if changed else "Tidak ada yang berubah.",
        form=form,
    ):
        return redirect("unit", pk)
    return form_page(request, form, f"Ganti nama {unit.name}", f"Kodenya tetap {unit.code}.")


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Place the unit under another one; the page of effects comes first."""
    only_team(request)
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    form = UnitParentForm(request.POST or None)

    def act() -> None:
        move_unit(
            unit=unit,
            parent=form.cleaned_data["parent"],
            reason=form.cleaned_data["reason"],
            acting=acting(request),
        )

    page = checked(
        request,
        form,
        act,
        lambda: unit_move_check(
            unit, form.cleaned_data["parent"], people=people_below(unit, on=today(request))
        ),
    )
    if page is not None:
        return page
    if carry_out(request, act, f"{unit.name} berpindah.", form=form):
        return redirect("unit", pk)
    return form_page(
        request,
        form,
        f"Pindahkan {unit.name}",
        "Dengan semua unit dan orang di bawahnya.",
        units=open_units(),
    )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit in which nobody works any more."""
    only_team(request)
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitClosingForm(request.POST or None, initial={"last_day": today(request)})

    def act() -> None:
        close_unit(
            unit=unit,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            acting=acting(request),
        )

    page = checked(request, form, act, lambda: unit_close_check(unit, last_day=form.cleaned_data["last_day"]))
    if page is not None:
        return page
    if carry_out(request, act, f"{unit.name} ditutup.", form=form):
        return redirect("unit", pk)
    return form_page(
        request, form, f"Tutup {unit.name}", "Pindahkan orang dan unit di bawahnya lebih dahulu."
    )


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed unit again."""
    only_team(request)
    unit = get_object_or_404(Unit, pk=pk)
    carry_out(
        request,
        lambda: reopen_unit(unit=unit, acting=acting(request)),
        f"{unit.name} dibuka lagi. Tunjuk kepalanya.",
    )
    return redirect("unit", pk)


def positions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the positions of a unit with those who hold them, and the form of a new one."""
    only_team(request)
    unit = get_object_or_404(Unit, pk=pk)
    form = NewPositionForm(request.POST or None)
    if carry_out(
        request,
        lambda: ensure_position(post=form.post(unit), acting=acting(request)),
        "Jabatan tersimpan.",
        form=form,
    ):
        return redirect("positions", pk)
    return render(
        request,
        "web/organization/positions.html",
        {"unit": unit, "positions": positions_of(unit, on=today(request)), "form": form},
    )


def position(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a position for all who hold it; the page of effects comes first."""
    only_team(request)
    found = get_object_or_404(Position.objects.select_related("unit"), pk=pk)
    form = PositionForm(request.POST or None, initial=PositionForm.initial_of(found))

    def act() -> bool:
        data = form.cleaned_data
        return correct_position(
            position=found,
            title=data["title"],
            kind=PositionKind(data["kind"]),
            level=data["level"],
            form=FormFamily(data["form_family"]),
            reason=data["reason"],
            acting=acting(request),
        )

    page = checked(
        request, form, act, lambda: position_check(found, form, holders_of(found, on=today(request)))
    )
    if page is not None:
        return page
    if carry_out(
        request,
        act,
        lambda changed: "Jabatan diperbaiki." if changed else "Tidak ada yang berubah.",
        form=form,
    ):
        return redirect("positions", found.unit_id)
    return form_page(
        request,
        form,
        f"Perbaiki {found.title}",
        f"Di {found.unit.name}. Berlaku untuk semua yang menjabatnya.",
    )


@require_POST
def closed_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a position that nobody holds."""
    only_team(request)
    found = get_object_or_404(Position, pk=pk)
    carry_out(
        request, lambda: close_position(position=found, acting=acting(request)), f"{found.title} ditutup."
    )
    return redirect("positions", found.unit_id)


@require_POST
def reopened_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed position again."""
    only_team(request)
    found = get_object_or_404(Position, pk=pk)
    carry_out(
        request,
        lambda: reopen_position(position=found, acting=acting(request)),
        f"{found.title} dibuka lagi.",
    )
    return redirect("positions", found.unit_id)
