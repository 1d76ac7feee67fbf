"""Angka kredit: one's own, that of a person, and the points that documents give."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.credit.models import RecordedCredit
from terukur.credit.operations import CreditDraft, record_credit, withdraw_credit
from terukur.credit.reading import credit_of
from terukur.organization.access import is_performance_team, may_read
from terukur.organization.models import Employee
from terukur.regulation.scales import CreditKind, FunctionalLevel
from terukur.web.acts import carry_out
from terukur.web.credit.forms import CreditForm, WithdrawCreditForm
from terukur.web.viewer import acting, employee_of, today, user_of


def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own angka kredit."""
    return _page(request, employee_of(request))


def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the angka kredit of one employee, to those who may read about them."""
    employee = Employee.objects.filter(pk=pk).first()
    if employee is None or not may_read(user_of(request), employee.pk, on=today(request)):
        raise Http404
    return _page(request, employee)


def _page(request: HttpRequest, employee: Employee) -> HttpResponse:
    reading = credit_of(employee, on=today(request))
    return render(
        request,
        "web/credit/person.html",
        {
            "person": employee,
            "is_own": employee.user_id == user_of(request).pk,
            "reading": reading,
            "account": reading.present,
            "citations": reading.decision.citations,
            "may_edit": is_performance_team(user_of(request), on=today(request)),
        },
    )


def record_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Record points of a person by the document that gives them."""
    employee = _for_team(request, get_object_or_404(Employee, pk=pk))
    present = credit_of(employee, on=today(request)).present
    form = CreditForm(request.POST or None, initial={"level": present.held.level.value} if present else None)
    if carry_out(
        request,
        lambda: record_credit(
            draft=CreditDraft(
                employee,
                CreditKind(form.cleaned_data["kind"]),
                FunctionalLevel(form.cleaned_data["level"]),
                form.cleaned_data["points"],
                form.cleaned_data["given_on"],
                form.cleaned_data["document"],
            ),
            acting=acting(request),
        ),
        "Angka kredit tercatat.",
        form=form,
    ):
        return redirect("credit-of", pk)
    lead = "Yang berasal dari predikat dihitung sendiri; di sini hanya yang diberikan sebuah dokumen."
    return render(
        request,
        "web/organization/form.html",
        {"form": form, "title": f"Catat angka kredit {employee.name}", "lead": lead},
    )


def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw points that were recorded by mistake."""
    found = RecordedCredit.objects.valid().select_related("employee")
    credit = get_object_or_404(found, pk=pk)
    _for_team(request, credit.employee)
    form = WithdrawCreditForm(request.POST or None)
    if carry_out(
        request,
        lambda: withdraw_credit(credit=credit, reason=form.cleaned_data["reason"], acting=acting(request)),
        "Catatan dibatalkan; tetap terbaca di riwayat.",
        form=form,
    ):
        return redirect("credit-of", credit.employee_id)
    lead = f"{credit.get_kind_display()}, {credit.get_level_display()}, {credit.document}."
    title = f"Batalkan catatan angka kredit {credit.employee.name}"
    return render(request, "web/organization/form.html", {"form": form, "title": title, "lead": lead})


def _for_team(request: HttpRequest, employee: Employee) -> Employee:
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    return employee
