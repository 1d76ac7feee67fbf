"""My plans, the start of one, and the ways back: a submission withdrawn, a draft thrown away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.queries import appraiser_of, assignment_on
from terukur.planning.access import is_owner, may_edit
from terukur.planning.models import PlanVersion
from terukur.planning.operations.starting import start_from_colleague, start_from_last_year, start_from_unit
from terukur.planning.operations.versions import start_plan
from terukur.planning.operations.withdrawing import discard_draft, discarded_drafts, withdraw_submission
from terukur.planning.own_plans import (
    PlanOffer,
    alike_with_plan,
    last_years_version,
    objectives_for,
    offer_to,
    offers_to,
)
from terukur.planning.queries import plans_of
from terukur.planning.workflow import PlanStatus
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed, is_possible
from terukur.web.planning.views import version_to_read
from terukur.web.viewer import acting, employee_of, today, user_of
from terukur.web.written import key_in


def plans(request: HttpRequest) -> HttpResponse:
    """Show all my plans with their versions, and those that I may start."""
    employee = employee_of(request)
    on = today(request)
    assignment = assignment_on(employee.pk, on)
    plans = list(plans_of(employee.pk))
    offers = offers_to(employee, on=on)
    set_years = {plan.year for plan in plans if any(v.status == PlanStatus.SET for v in plan.versions.all())}
    return render(
        request,
        "web/planning/mine.html",
        {
            "plans": plans,
            "offers": [
                (one, one.year - 1 in set_years and not one.is_after_move and not one.assignment.is_acting)
                for one in offers
            ],
            "assignment": assignment,
            "appraiser": appraiser_of(assignment, on=on) if assignment else None,
            "year": on.year,
            "discarded": discarded_drafts(employee.pk)[:5],
        },
    )


def begin(request: HttpRequest, year: int, assignment: int) -> HttpResponse:
    """Show from what a plan may be started: last year's, the unit's, a colleague's, or nothing."""
    offer = offer_to(employee_of(request), assignment, year, on=today(request))
    if offer is None:
        raise Http404
    held = offer.assignment
    return render(
        request,
        "web/planning/begin.html",
        {
            "offer": offer,
            "last_year": last_years_version(held, year),
            "objectives": objectives_for(held, year),
            "colleagues": alike_with_plan(held, year, on=today(request)),
        },
    )


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a plan that is offered: of a position and a year, from what was chosen.

    What was begun already is shown: two clicks begin one plan.
    """
    employee = employee_of(request)
    offers = offers_to(employee, on=today(request))
    position, year = request.POST.get("jabatan", ""), request.POST.get("tahun", "")
    chosen = next((one for one in offers if _is(one, position, year)), None)
    if chosen is None:
        if position and not employee.assignments.filter(pk=key_in(position) or 0).exists():
            raise Http404
        return redirect("plans")
    begun = carry_out(request, lambda: _start(request, chosen), "")
    return redirect("plan", begun.result.pk) if begun else redirect("plans")


def _is(offer: PlanOffer, position: str, year: str) -> bool:
    """Return whether an offer is the one named; without names it is the first."""
    return position in ("", str(offer.assignment.pk)) and year in ("", str(offer.year))


def _start(request: HttpRequest, offer: PlanOffer) -> PlanVersion:
    origin, by = request.POST.get("from", ""), acting(request)
    held, year = offer.assignment, offer.year
    if origin == "last-year":
        return start_from_last_year(assignment=held, year=year, acting=by)
    if origin == "unit":
        return start_from_unit(assignment=held, year=year, acting=by)
    if origin == "colleague":
        colleague = key_in(request.POST.get("rekan", "")) or 0
        return start_from_colleague(assignment=held, year=year, colleague=colleague, acting=by)
    return start_plan(assignment=held, year=year, acting=by)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw my submission: the version is a draft again."""
    version = version_to_read(request, pk)
    carry_out(
        request,
        lambda: withdraw_submission(version=version, acting=acting(request)),
        "Pengajuan ditarik. SKP ini kembali menjadi konsep; ubah, lalu ajukan lagi.",
    )
    return redirect("plan", pk)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw my draft away, after a page that shows what is lost."""
    version = version_to_read(request, pk)
    if not is_owner(user_of(request), version.plan):
        raise Http404
    check = _discarding(version)

    def act() -> None:
        discard_draft(version=version, acting=acting(request))

    if may_edit(user_of(request), version) and not is_confirmed(request, check) and is_possible(act):
        return check_page(request, check)
    done = carry_out(request, act, "Konsep dibuang. Isinya tetap tercatat di bawah “Konsep yang dibuang”.")
    return redirect("plans") if done else redirect("plan", pk)


def _discarding(version: PlanVersion) -> Check:
    indicators = sum(len(result.indicators.all()) for result in version.results.all())
    is_revision = version.number > 1
    named = (
        f"revisi SKP {version.plan.year} (versi {version.number})"
        if is_revision
        else f"SKP {version.plan.year}"
    )
    return Check(
        f"Periksa sebelum membuang konsep {named}",
        [
            ("Hasil kerja", str(len(version.results.all()))),
            ("Indikator", str(indicators)),
            (
                "Yang tetap berlaku",
                f"Versi {version.number - 1}" if is_revision else "Tidak ada SKP tahun itu",
            ),
        ],
        "Revisi ini dihapus; versi yang ditetapkan tetap berlaku."
        if is_revision
        else "SKP ini dihapus seluruhnya, dan dapat dimulai lagi dari awal.",
        "Isinya tetap dapat dibaca di halaman SKP saya, tetapi harus disusun lagi dengan tangan.",
        "Buang konsep ini",
        reverse("plan", args=[version.pk]),
    )
