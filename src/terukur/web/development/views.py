"""Development: my needs and plan, a team member's, the catalogue, and the effects of learning."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from terukur.accounts.models import User
from terukur.development.access import DevelopmentSubject, subject_for
from terukur.development.effects import effects_by_unit
from terukur.development.models import PlanItem
from terukur.development.operations import agree, choose, drop, finish
from terukur.development.queries import (
    development_of,
    found_in_catalogue,
    newest_certificate,
    planned_for,
    recommendation_for,
)
from terukur.organization.access import oversees
from terukur.organization.models import Unit
from terukur.organization.queries import subtree, units_led_by
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.learning_forms import LEARNING_FORMS, learning_citations
from terukur.web.acts import carry_out
from terukur.web.development.forms import CertificateForm
from terukur.web.measurement.download import as_download
from terukur.web.viewer import acting, employee_of, today, user_of

_A_PAGE = 20


def subject_or_404(request: HttpRequest, pk: int) -> DevelopmentSubject:
    """Return the person; 404 for strangers as for a person who does not exist."""
    found = subject_for(user_of(request), pk, on=today(request))
    if found is None:
        raise Http404
    return found


def mine(request: HttpRequest) -> HttpResponse:
    """Show my needs with matching items, and my plan."""
    return _page(request, subject_or_404(request, employee_of(request).pk))


def of_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same of another person, for those above and oversight; the appraiser agrees."""
    return _page(request, subject_or_404(request, pk))


def _page(request: HttpRequest, subject: DevelopmentSubject) -> HttpResponse:
    view = development_of(subject.employee, subject.assignment, on=today(request))
    taken = {
        planned.row.item.code
        for planned in view.planned
        if planned.row.year == view.year and planned.row.status != PlanItem.Status.DROPPED
    }
    return render(
        request,
        "web/development/one.html",
        {
            "subject": subject,
            "view": view,
            "taken": taken,
            "forms": LEARNING_FORMS,
            "may_choose": subject.is_own or subject.is_appraiser,
            "citations": [*view.hours.citations, *learning_citations()],
        },
    )


@require_POST
def choose_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a recommended item into the plan: proposed by the employee, agreed where the appraiser adds it."""
    subject = subject_or_404(request, pk)
    if not (subject.is_own or subject.is_appraiser):
        raise Http404
    found = recommendation_for(
        subject.employee,
        need=request.POST.get("need", ""),
        code=request.POST.get("item", ""),
        on=today(request),
    )
    if found is None:
        messages.error(request, "Saran itu sudah berubah; lihat daftar yang baru.")
        return _back(subject)
    need, recommendation = found
    carry_out(
        request,
        lambda: choose(
            employee=subject.employee, need=need, recommendation=recommendation, acting=acting(request)
        ),
        "Masuk rencana Anda; menunggu persetujuan penilai."
        if subject.is_own
        else "Masuk rencana dan disepakati.",
    )
    return _back(subject)


@require_POST
def agree_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree as the appraiser."""
    row, subject = planned_or_404(request, pk)
    if not subject.is_appraiser:
        raise Http404
    carry_out(request, lambda: agree(planned=row, acting=acting(request)), "Disepakati.")
    return _back(subject)


@require_POST
def drop_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item out of the plan, with words."""
    row, subject = planned_or_404(request, pk)
    if not (subject.is_own or subject.is_appraiser):
        raise Http404
    carry_out(
        request,
        lambda: drop(planned=row, why=request.POST.get("why", ""), acting=acting(request)),
        "Dibatalkan.",
    )
    return _back(subject)


def finish_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the employee's proof of learning."""
    row, subject = planned_or_404(request, pk)
    if not subject.is_own or row.status != PlanItem.Status.AGREED:
        raise Http404
    form = CertificateForm(
        request.POST or None, request.FILES or None, planned=row, initial={"issued_on": today(request)}
    )
    if carry_out(
        request,
        lambda: finish(planned=row, draft=form.draft(), acting=acting(request)),
        "Tersimpan. Jamnya dihitung setelah diperiksa penilai Anda.",
        form=form,
    ):
        return redirect("development")
    return render(request, "web/development/finish.html", {"form": form, "row": row})


def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file of an item's proof, for readers of the plan."""
    row, _ = planned_or_404(request, pk)
    found = newest_certificate(row)
    if found is None:
        raise Http404
    return as_download(found.file.content(), found.file_name)


def catalogue(request: HttpRequest) -> HttpResponse:
    """Show all learning that is not over, searched by words."""
    words = request.GET.get("cari", "")[:100]
    found = Paginator(found_in_catalogue(words, on=today(request)), _A_PAGE)
    page = found.get_page(request.GET.get("halaman"))
    return render(
        request, "web/development/catalogue.html", {"page": page, "words": words, "forms": LEARNING_FORMS}
    )


def effects(request: HttpRequest) -> HttpResponse:
    """Show for leaders and oversight how many people improved after learning, by unit."""
    units = _units_seen(user_of(request), today(request))
    if units is None:
        raise Http404
    return render(
        request,
        "web/development/effects.html",
        {
            "units": effects_by_unit(units, on=today(request)),
            "least": at_least(Least.PEOPLE, on=today(request)),
        },
    )


def _units_seen(user: User, on: date) -> set[int] | None:
    if oversees(user, on=on):
        return set(Unit.objects.values_list("pk", flat=True))
    employee = getattr(user, "employee", None)
    led = units_led_by(employee, on=on) if employee else []
    return {below for unit in led for below in subtree(unit.pk)} or None


def planned_or_404(request: HttpRequest, pk: int) -> tuple[PlanItem, DevelopmentSubject]:
    found = planned_for(user_of(request), pk, on=today(request))
    if found is None:
        raise Http404
    return found


def _back(subject: DevelopmentSubject) -> HttpResponse:
    if subject.is_own:
        return redirect("development")
    return redirect("development-of", subject.employee.pk)
