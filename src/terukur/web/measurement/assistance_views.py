"""Help with typing: helpers of mine, people I help, and confirming typed realizations."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.measurement.assistance import (
    colleagues_of,
    confirm_realization,
    end_help,
    helped_by,
    helpers_of,
    name_helper,
)
from terukur.measurement.models import Helper
from terukur.measurement.operations import MeasurementRefused
from terukur.measurement.queries import realization_of
from terukur.organization.models import Employee
from terukur.organization.queries import assignment_on
from terukur.planning.models import Indicator, PlanVersion
from terukur.web.acts import carry_out
from terukur.web.measurement.views import recompute, span_of
from terukur.web.viewer import acting, employee_of, today


class HelperForm(forms.Form):
    """The colleague who may type."""

    helper = forms.ModelChoiceField(
        label="Rekan di unit yang sama", queryset=Employee.objects.none(), empty_label="Pilih rekan"
    )


def helpers(request: HttpRequest) -> HttpResponse:
    """Show who types for me and for whom I type; name another helper."""
    employee = employee_of(request)
    assignment = assignment_on(employee.pk, today(request))
    form = HelperForm(request.POST or None)
    if assignment is not None:
        form.fields["helper"].queryset = colleagues_of(assignment, on=today(request))  # type: ignore[attr-defined]
    if carry_out(
        request,
        lambda: name_helper(owner=employee, helper=form.cleaned_data["helper"], acting=acting(request)),
        "Rekan itu dapat mengetik; Anda tetap mengesahkan.",
        form=form,
    ):
        return redirect("helping")
    helped = helped_by(employee, on=today(request))
    indicators = (
        Indicator.objects.filter(
            result__version__status=PlanVersion.Status.SET,
            measure=None,
            result__version__plan__assignment__employee__in=[named.owner_id for named in helped],
            result__version__plan__starts__lte=today(request),
            result__version__plan__ends__gte=today(request),
        )
        .select_related("result__version__plan__assignment")
        .order_by("result__number", "number")
    )
    return render(
        request,
        "web/measurement/helpers.html",
        {
            "form": form,
            "helpers": helpers_of(employee, on=today(request)),
            "helped": [
                (
                    named.owner,
                    [i for i in indicators if i.result.version.plan.assignment.employee_id == named.owner_id],
                )
                for named in helped
            ],
        },
    )


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the help of a helper."""
    named = get_object_or_404(Helper.objects.select_related("owner"), pk=pk, ends=None)
    try:
        end_help(named=named, acting=acting(request))
    except MeasurementRefused as error:
        raise Http404 from error
    messages.success(request, "Bantuan diakhiri.")
    return redirect("helping")


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what a helper typed for me."""
    found = realization_of(pk)
    if found is None or found.plan.assignment.employee != employee_of(request):
        raise Http404
    if carry_out(
        request,
        lambda: confirm_realization(realization=found, acting=acting(request)),
        "Disahkan; sekarang terhitung sebagai pernyataan Anda.",
    ):
        recompute(request, found.plan_id, span_of(found))
    return redirect("measurements")
