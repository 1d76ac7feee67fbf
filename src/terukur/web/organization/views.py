"""Units, people, errors in their data, heads, appraisers, organization grades, activation codes."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.accounts.operations import issue_activation_code
from terukur.appraisal.access import may_grade_unit
from terukur.appraisal.operations import set_unit_grade
from terukur.ledger.acting import Acting
from terukur.notation.dates import written_day
from terukur.organization.access import (
    OVERSEEING,
    held_roles,
    is_performance_team,
    oversees,
    oversees_unit,
    serves_person,
    serves_unit,
    units_overseen,
)
from terukur.organization.acting_posts import appoint_head
from terukur.organization.models import AppraiserRequest, Assignment, Employee, Headship, Unit
from terukur.organization.operations import (
    ask_for_other_appraiser,
    change_number,
    set_appraiser,
    settle_appraiser_request,
)
from terukur.organization.queries import (
    assignment_on,
    heads,
    misfits,
    open_appraiser_requests,
    people,
    search_people,
    top_of_tree,
)
from terukur.organization.structure import search_former
from terukur.organization.succession import succeed_appraiser
from terukur.organization.zones import set_zone
from terukur.planning.operations.catalogue import save_objectives
from terukur.regulation.acting_head import acting_plan
from terukur.regulation.scales import ActingPlan, OrganizationGrade
from terukur.web.acts import carry_out
from terukur.web.appraisal.forms import UnitGradeForm
from terukur.web.checking import check_page, is_confirmed
from terukur.web.organization.checks import appraiser_check, head_check, lacks_basis
from terukur.web.organization.forms import (
    AppraiserForm,
    HeadForm,
    NumberForm,
    ObjectivesForm,
    SuccessorForm,
    WrongAppraiserForm,
    ZoneForm,
)
from terukur.web.viewer import acting, employee_of, last_period, now, today, user_of

_UNITS_SHOWN = 200
_MISFITS_SHOWN = 100


def _overseer(request: HttpRequest) -> None:
    if not oversees(user_of(request), on=today(request)):
        raise Http404


def _team(request: HttpRequest) -> None:
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404


def units(request: HttpRequest) -> HttpResponse:
    """Show the tree of units with their heads, and a search for people; within the reach of the role."""
    user = user_of(request)
    overseen = units_overseen(user, on=today(request))
    if overseen is not None and not overseen:
        raise Http404
    words = request.GET.get("cari", "").strip()
    people_found = search_people(words, on=today(request), units=overseen) if words else []
    found = {
        "words": words,
        "people": people_found,
        "former": search_former(words, on=today(request)) if words and overseen is None else [],
        "reads_all": overseen is None,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/organization/units.html#people", found)
    tops = held_roles(user, on=today(request)).tops(*OVERSEEING)
    tree = top_of_tree(at_most=_UNITS_SHOWN, tops=None if overseen is None else tops)
    led = heads([branch.unit.pk for branch in tree], on=today(request))
    rows = [
        {
            "unit": branch.unit,
            "indent": "· " * branch.depth,
            "heads": led.get(branch.unit.pk, []),
            "more": branch.child_count if branch.is_cut else 0,
        }
        for branch in tree
    ]
    return render(request, "web/organization/units.html", {"rows": rows, **found})


def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit: people, head, organization grades."""
    family = Unit.objects.select_related("parent").filter(Q(pk=pk) | Q(parent=pk)).order_by("code")
    found = next((member for member in family if member.pk == pk), None)
    if found is None:
        raise Http404
    user = user_of(request)
    may_grade = may_grade_unit(user, found, on=today(request))
    if not may_grade and not oversees_unit(user, pk, on=today(request)):
        raise Http404
    form = UnitGradeForm(request.POST or None, initial={"period": str(last_period(request))})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if carry_out(
            request,
            lambda: set_unit_grade(
                unit=found,
                period=data["period"],
                grade=OrganizationGrade(data["grade"]),
                reason=data["reason"],
                acting=acting(request),
            ),
            "Capaian kinerja organisasi ditetapkan.",
            form=form,
        ):
            return redirect("unit", pk)
    return render(
        request,
        "web/organization/unit.html",
        {
            "unit": found,
            "people": people(on=today(request)).filter(position__unit=found),
            "objectives": found.objectives.filter(year=today(request).year),
            "heads": heads([found.pk], on=today(request)).get(found.pk, []),
            "children": [member for member in family if member.pk != pk],
            "grades": found.grades.select_related("set_by").order_by("-ends", "-version"),
            "form": form if may_grade else None,
            "may_edit": is_performance_team(user, on=today(request)),
            "serves": serves_unit(user, pk, on=today(request)),
            "may_see_arrivals": oversees_unit(user, pk, on=today(request)),
        },
    )


def replace_unit_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Store another head for the unit and all its people, from a day on."""
    found = get_object_or_404(Unit, pk=pk)
    if not serves_unit(user_of(request), pk, on=today(request)):
        raise Http404
    form = HeadForm(
        request.POST or None,
        initial={"since": today(request), "plan": acting_plan(on=today(request)).result.value},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind = Headship.Kind(data["kind"])
        plan = ActingPlan(data["plan"])
        check = head_check(
            found,
            data["employee"],
            kind,
            since=data["since"],
            until=data["until"],
            plan=plan,
            basis=data["basis"],
        )
        if not lacks_basis(
            found, data["employee"], kind, since=data["since"], basis=data["basis"]
        ) and not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: appoint_head(
                unit=found,
                employee=data["employee"],
                kind=kind,
                plan=plan,
                basis=data["basis"],
                acting=Acting(user_of(request), data["since"], now(request)),
                until=data["until"],
            ),
            lambda moved: (
                f"Kepala {found.name} diganti; {moved} bawahan ikut beralih mulai "
                f"{written_day(data['since'])}."
            ),
            form=form,
        ):
            return redirect("unit", pk)
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Ganti kepala {found.name}",
            "lead": "Semua orang yang dinilai kepala lama di unit ini dan di bawahnya beralih pada "
            "tanggal yang sama. Plh hanya menggantikan beberapa hari dan tidak menilai.",
        },
    )


def unit_zone(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the time zone in which the unit's files are read."""
    _team(request)
    found = get_object_or_404(Unit, pk=pk)
    form = ZoneForm(request.POST or None, initial={"zone": found.zone})
    if request.method == "POST" and form.is_valid():
        set_zone(unit=found, zone=form.cleaned_data["zone"], acting=acting(request))
        messages.success(request, "Zona waktu tersimpan; berlaku untuk berkas yang dimuat sesudah ini.")
        return redirect("unit", pk)
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Zona waktu {found.name}",
            "lead": "Jam pada berkas tanpa zona dibaca sebagai jam dinding unit ini; jam dengan zona "
            "(…Z atau WITA) diubah ke jamnya. Berlaku juga untuk unit di bawahnya.",
        },
    )


def change_appraiser(request: HttpRequest, pk: int) -> HttpResponse:
    """Store another appraiser for one assignment from a day on."""
    assignment = get_object_or_404(Assignment.objects.select_related("employee", "position"), pk=pk)
    if not serves_unit(user_of(request), assignment.position.unit_id, on=today(request)):
        raise Http404
    if assignment.ends is not None and assignment.ends < today(request):
        return _successor(request, assignment, assignment.ends)
    form = AppraiserForm(
        request.POST or None,
        initial={"since": today(request), "appraiser": request.GET.get("penilai", "")[:18]},
    )
    if request.method == "POST" and form.is_valid():
        new, since = form.cleaned_data["appraiser"], form.cleaned_data["since"]
        check = appraiser_check(
            assignment, new, since=since, back=reverse("person", args=[assignment.employee_id])
        )
        if new.pk != assignment.employee_id and not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: set_appraiser(
                assignment=assignment,
                appraiser=form.cleaned_data["appraiser"],
                acting=acting(request),
                since=form.cleaned_data["since"],
            ),
            "Pejabat penilai ditetapkan.",
            form=form,
        ):
            return redirect("person", assignment.employee_id)
    return render(
        request,
        "web/organization/form.html",
        {"form": form, "title": f"Penilai untuk {assignment.employee.name}"},
    )


def _successor(request: HttpRequest, assignment: Assignment, ended: date) -> HttpResponse:
    """Store who rates what is left of a position that has ended."""
    form = SuccessorForm(request.POST or None)
    if carry_out(
        request,
        lambda: succeed_appraiser(assignment=assignment, acting=acting(request), **form.cleaned_data),
        "Penilai pengganti ditetapkan; yang belum dinilai menunggu dia.",
        form=form,
    ):
        return redirect("person", assignment.employee_id)
    lead = (
        f"Jabatan {assignment.post} berakhir {written_day(ended)}, dan penilainya yang terakhir sudah "
        "berhenti. Yang belum dinilai dari jabatan itu dinilai penggantinya."
    )
    title = f"Penilai pengganti untuk {assignment.employee.name}"
    return render(request, "web/organization/form.html", {"form": form, "title": title, "lead": lead})


@require_POST
def activation_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a new code on paper for a person; only this once."""
    employee = get_object_or_404(Employee.objects.select_related("user"), pk=pk)
    if not serves_person(user_of(request), pk, on=today(request)):
        raise Http404
    code = carry_out(request, lambda: issue_activation_code(user=employee.user, acting=acting(request)), "")
    if code is None:
        return redirect(
            "higher-access" if is_performance_team(user_of(request), on=today(request)) else "activation"
        )
    return render(request, "web/organization/code.html", {"person": employee, "code": code.result})


def wrong_appraiser(request: HttpRequest) -> HttpResponse:
    """Store the request “my appraiser is wrong” with the right one."""
    assignment = assignment_on(employee_of(request).pk, today(request))
    if assignment is None:
        raise Http404
    form = WrongAppraiserForm(request.POST or None)
    if carry_out(
        request,
        lambda: ask_for_other_appraiser(
            assignment=assignment,
            proposed=form.cleaned_data["proposed"],
            note=form.cleaned_data["note"],
            acting=acting(request),
        ),
        "Permintaan terkirim kepada pengelola kinerja.",
        form=form,
    ):
        return redirect("plans")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": "Penilai saya keliru",
            "lead": "Sebutkan siapa pejabat penilai Anda yang benar; pengelola kinerja menyetujuinya.",
        },
    )


def what_does_not_fit(request: HttpRequest) -> HttpResponse:
    """Show requests to settle and errors in the people data, each with its remedy."""
    _overseer(request)
    found = misfits(on=today(request))
    return render(
        request,
        "web/organization/misfits.html",
        {
            "requests": open_appraiser_requests(),
            "misfits": found[:_MISFITS_SHOWN],
            "left_out": max(0, len(found) - _MISFITS_SHOWN),
            "may_edit": is_performance_team(user_of(request), on=today(request)),
        },
    )


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline a request with one click."""
    _team(request)
    asked = get_object_or_404(
        AppraiserRequest.objects.select_related("assignment__employee", "proposed"), pk=pk
    )
    check = appraiser_check(asked.assignment, asked.proposed, since=today(request), back=reverse("misfits"))
    waits = asked.status == AppraiserRequest.Status.OPEN
    if waits and "accept" in request.POST and not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: settle_appraiser_request(
            request=asked,
            accept="accept" in request.POST,
            answer=request.POST.get("answer", ""),
            acting=acting(request),
        ),
        "Permintaan diselesaikan.",
    )
    return redirect("misfits")


def correct_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Store another number for the same person; the old one still finds them."""
    _team(request)
    employee = get_object_or_404(Employee, pk=pk)
    form = NumberForm(request.POST or None)
    if carry_out(
        request,
        lambda: change_number(employee=employee, number=form.cleaned_data["number"], acting=acting(request)),
        "Nomor diperbaiki; ia masuk dengan nomor yang baru.",
        form=form,
        field="number",
    ):
        return redirect("person", pk)
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Perbaiki nomor {employee.name}",
            "lead": "Berkas lama yang memakai nomor sebelumnya tetap dikenali.",
        },
    )


def objectives(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the unit's own plan, on which plans may rest until the leader's is there."""
    _team(request)
    found = get_object_or_404(Unit, pk=pk)
    lines = found.objectives.filter(year=today(request).year)
    written = "\n".join(f"{o.title} | {o.indicator} | {o.target}" for o in lines)
    form = ObjectivesForm(request.POST or None, initial={"year": today(request).year, "lines": written})
    refusal: dict[str, object] = {}
    if (
        request.method == "POST"
        and form.is_valid()
        and carry_out(
            request,
            lambda: save_objectives(
                unit=found, year=form.cleaned_data["year"], lines=form.parsed(), acting=acting(request)
            ),
            "Rencana unit tersimpan.",
            page=refusal,
        )
    ):
        return redirect("unit", pk)
    return render(
        request,
        "web/organization/form.html",
        {
            **refusal,
            "form": form,
            "title": f"Rencana {found.name}",
            "lead": "SKP dapat disusun berdasarkan rencana unit sebelum SKP pimpinan ditetapkan.",
        },
    )
