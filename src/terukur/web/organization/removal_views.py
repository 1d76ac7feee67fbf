"""Pages on which a person who was added by mistake is removed, and those that were."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from terukur.ledger.queries import history_of
from terukur.organization.access import oversees_unit
from terukur.organization.annulment import annul_employee, hanging_on
from terukur.organization.models import Employee, Unit
from terukur.organization.placements import newest_placement
from terukur.web.acts import carry_out
from terukur.web.checking import Check
from terukur.web.organization.people_views import checked, only_team
from terukur.web.organization.structure_forms import AnnulmentForm
from terukur.web.viewer import acting, today, user_of

_SHOWN = 100


def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a person after a page of effects; where something hangs on the person, say what to do."""
    only_team(request)
    employee = get_object_or_404(Employee.objects.select_related("user"), pk=pk)
    last = newest_placement(employee)
    form = AnnulmentForm(request.POST or None)

    def act() -> None:
        annul_employee(employee=employee, reason=form.cleaned_data["reason"], acting=acting(request))

    def check() -> Check:
        place = f"{last.position.title}, {last.position.unit.name}" if last else "tidak ada"
        return Check(
            "Periksa sebelum menghapus",
            [("Pegawai", employee.name), ("Jabatan", place), ("Alasan", form.cleaned_data["reason"])],
            "Data pegawai, penempatan dan akunnya dihapus, dan kode aktivasinya tidak berlaku lagi. Nomornya "
            "dapat dipakai lagi. Namanya, alasan Anda dan hari ini tetap tercatat pada unitnya.",
            "Tambahkan lagi orangnya di halaman unitnya, atau lewat Impor.",
            f"Hapus {employee.name}",
            reverse("person", args=[pk]),
        )

    page = checked(request, form, act, check)
    if page is not None:
        return page
    if carry_out(request, act, f"{employee.name} dihapus; alasannya tercatat.", form=form, field="reason"):
        return redirect("annulled", last.position.unit_id) if last else redirect("organization")
    return render(
        request,
        "web/organization/annul.html",
        {"form": form, "person": employee, "hanging": hanging_on(employee)},
    )


def annulled(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who was removed from a unit as added by mistake, by whom and why."""
    unit = get_object_or_404(Unit, pk=pk)
    if not oversees_unit(user_of(request), pk, on=today(request)):
        raise Http404
    removed = history_of(f"unit/{pk}").filter(act="employee-annulled")[:_SHOWN]
    return render(request, "web/organization/annulled.html", {"unit": unit, "annulled": removed})
