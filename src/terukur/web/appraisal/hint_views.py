"""Hints on reasons and examples of a rating while they are typed; nothing of it is kept."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from terukur.appraisal.access import may_rate
from terukur.appraisal.queries import examples_by
from terukur.coaching.hints import HintKind, Written, hints_for
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import employee_of, today, user_of

_LONGEST = 2000
_REASONS = {"results_reason": "Alasan rating hasil kerja", "behavior_reason": "Alasan rating perilaku"}
_EXAMPLES = {f"example_{value.code}": f"Contoh {value.name}" for value in BEHAVIOR_VALUES}


@require_POST
def rating_hints(request: HttpRequest, pk: int) -> JsonResponse:
    """Return for each text its own hints: an example is observed, a reason may rest on figures alone."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    if not may_rate(user, appraisal, on=today(request)):
        raise Http404
    before = examples_by(employee_of(request))
    employee = appraisal.plan.assignment.employee
    names = {employee.name, user.name, *(mark.name for mark in before)}
    others = [Written(mark.employee_id, mark.example) for mark in before]
    found = []
    for field, label in (_REASONS | _EXAMPLES).items():
        text = request.POST.get(field, "")[:_LONGEST]
        for hint in hints_for({field: text}, others, person=employee.pk, names=names):
            if field in _REASONS and hint.kind is HintKind.NO_OBSERVATION:
                continue
            said = {"kind": hint.kind, "words": f"{label}: {hint.words}", "why": hint.why}
            found.append({**said, "at": field})
    return JsonResponse({"hints": found})
