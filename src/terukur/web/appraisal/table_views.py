"""The appraiser's table: rating a whole team by keyboard, saved while typing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from terukur.appraisal.drafting import FIELDS, DraftOutdated, DraftRefused, HeldRating, rate_draft, save_draft
from terukur.appraisal.marks import draft_mark
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused
from terukur.appraisal.schedule import why_shut
from terukur.appraisal.yardstick import yardstick_of
from terukur.coaching.team_table import MANY_ALIKE, UNMATCHED, TableRow, missing_in, table_of, texts_alike
from terukur.planning.access import is_appraiser
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.decision import Refused, RuleFinding
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from terukur.regulation.schedule import Step
from terukur.web.appraisal.draft_days import kept_days, shown_days, unread_days
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import acting, employee_of, last_period, period_in, today, user_of
from terukur.web.written import key_in

_TITLES = {
    "results": "Hasil kerja",
    **{f"mark_{value.code}": value.name for value in BEHAVIOR_VALUES},
    "behavior": "Perilaku kerja",
}
_WORDS = (
    ("results", "results_reason", "Alasan rating hasil kerja", ""),
    *(
        (f"mark_{v.code}", f"example_{v.code}", f"Contoh {v.name}", f"example_on_{v.code}")
        for v in BEHAVIOR_VALUES
    ),
    ("behavior", "behavior_reason", "Alasan rating perilaku", ""),
)


def table(request: HttpRequest) -> HttpResponse:
    """Show the whole team in one period."""
    return _page(request, period_in(request, default=last_period(request)))


def _page(
    request: HttpRequest, period: Period, *, outdated: tuple[int, HeldRating, HeldRating] | None = None
) -> HttpResponse:
    rows = table_of(employee_of(request), period=period, on=today(request))
    shown = [_row(row, outdated) for row in rows]
    return render(
        request,
        "web/appraisal/team_table.html",
        {
            "period": period,
            "rows": shown,
            "shut": why_shut(Step.RATING, period=period, on=today(request))
            if any(row.appraisal.is_shut for row in rows)  # type: ignore[attr-defined]
            else "",
            "waiting": sum(row.is_editable and row.appraisal.status == "open" for row in rows),
            "complete": sum(row.is_editable and row.is_complete for row in rows),
            "alike": texts_alike(rows),
            "many_alike": MANY_ALIKE,
            "unmatched": UNMATCHED,
        },
        status=409 if outdated else 200,
    )


def _row(row: TableRow, outdated: tuple[int, HeldRating, HeldRating] | None) -> dict[str, object]:
    """Return a row for the template; ``outdated`` holds the typed values and those saved by another page."""
    other = None
    if outdated is not None and outdated[0] == row.appraisal.pk:
        row, other = replace(row, held=outdated[1]), outdated[2]
    fields = shown_days(row.held.fields)
    missing = {finding.code for finding in row.findings}
    why = {
        "results": row.results_reasons.get(fields["results"], ""),
        "behavior": row.behavior_reasons.get(fields["behavior"], "")
        or (UNMATCHED if "behavior_reason" in missing else ""),
    }
    words = [
        {
            "of": of,
            "name": name,
            "label": label,
            "value": fields[name],
            "day_name": day,
            "day": fields.get(day, ""),
            "why": why.get(of, ""),
            "due": bool(why.get(of)) if of in why else fields[of] in ("below", "above"),
        }
        for of, name, label, day in _WORDS
    ]
    return {
        "row": row,
        "groups": [(name, title, fields[name]) for name, title in _TITLES.items()],
        "words": words,
        "is_due": any(entry["due"] for entry in words),
        "differences": _differences(fields, shown_days(other.fields)) if other else [],
        "started": any(fields.values()),
    }


def _differences(typed: Mapping[str, str], held: Mapping[str, str]) -> list[tuple[str, str, str]]:
    titles = _TITLES | {name: label for _, name, label, _ in _WORDS}
    titles |= {day: f"{label}, tanggal" for _, _, label, day in _WORDS if day}
    words = {"": "kosong", **{rating.value: rating.label for rating in Rating}}
    return [
        (titles[name], words.get(held[name], held[name]), words.get(typed[name], typed[name]))
        for name in FIELDS
        if typed[name] != held[name]
    ]


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Store one row as typed and, where asked, as the rating."""
    appraisal = appraisal_or_404(request, pk)
    user = user_of(request)
    if not is_appraiser(user, appraisal.plan, on=today(request)):
        raise Http404
    typed = kept_days({name: request.POST.get(name, "") for name in FIELDS})
    try:
        held = save_draft(
            appraisal=appraisal,
            fields=typed,
            seen=request.POST.get("mark", ""),
            seen_computation=key_in(request.POST.get("seen")),
            acting=acting(request),
            tab=request.POST.get("tab", ""),
        )
        if "give" not in request.POST:
            return _kept(request, appraisal, held)
        if unread := _unread(held.fields):
            return _refused(request, appraisal, "Ada tanggal yang tidak terbaca.", unread, held)
        rate_draft(appraisal=appraisal, seen=held.mark, acting=acting(request))
    except DraftOutdated as error:
        return _outdated(request, appraisal, typed, error)
    except AppraisalRefused as error:
        return _refused(request, appraisal, str(error), error.findings, held)
    except DraftRefused as error:
        return _refused(request, appraisal, str(error), [], None)
    return _given(request, appraisal)


def _kept(request: HttpRequest, appraisal: Appraisal, held: HeldRating) -> HttpResponse:
    name = appraisal.plan.assignment.employee.name
    if not _asks_json(request):
        messages.success(request, f"Draf {name} tersimpan.")
        return _back(appraisal)
    owed = missing_in(held.fields, appraisal, yardstick_of(appraisal), on=today(request))
    return JsonResponse({**_shown(held), "missing": _told([*_unread(held.fields), *owed])})


def _given(request: HttpRequest, appraisal: Appraisal) -> HttpResponse:
    if _asks_json(request):
        fresh = appraisal_or_404(request, appraisal.pk)
        return JsonResponse({"given": True, "mark": draft_mark(fresh, None)})
    messages.success(request, f"{appraisal.plan.assignment.employee.name} dinilai.")
    return _back(appraisal)


def _outdated(
    request: HttpRequest, appraisal: Appraisal, typed: dict[str, str], error: DraftOutdated
) -> HttpResponse:
    if _asks_json(request):
        return JsonResponse({**_shown(error.held), "message": str(error)}, status=409)
    messages.error(request, str(error))
    mine = replace(error.held, fields=typed)
    period = appraisal.period
    return _page(request, period, outdated=(appraisal.pk, mine, error.held))


def _refused(
    request: HttpRequest,
    appraisal: Appraisal,
    message: str,
    findings: list[RuleFinding],
    held: HeldRating | None,
) -> HttpResponse:
    if _asks_json(request):
        told = {"message": message, "missing": _told(findings)}
        return JsonResponse({**(_shown(held) if held else {}), **told}, status=422)
    messages.error(request, _told_of(appraisal, message, findings))
    return _back(appraisal)


@require_POST
def rate_all(request: HttpRequest) -> HttpResponse:
    """Store the rating of every complete row that this page has shown, each independently."""
    period = period_in(request, default=last_period(request))
    seen = dict(row.split("=", 1) for row in request.POST.getlist("row") if "=" in row)
    given, left = 0, []
    for row in table_of(employee_of(request), period=period, on=today(request)):
        if not row.held.is_draft or str(row.appraisal.pk) not in seen:
            continue
        try:
            if unread := _unread(row.held.fields):
                raise AppraisalRefused("Ada tanggal yang tidak terbaca.", unread)
            rate_draft(appraisal=row.appraisal, seen=seen[str(row.appraisal.pk)], acting=acting(request))
        except Refused as error:
            left.append(_told_of(row.appraisal, str(error), error.findings))
        else:
            given += 1
    if given:
        messages.success(request, f"{given} orang dinilai. Periksa, lalu sampaikan satu per satu.")
    for told in left:
        messages.warning(request, told)
    if not given and not left:
        messages.warning(request, "Belum ada draf yang tersimpan.")
    return redirect(f"{reverse('team-table')}?periode={period}")


def _shown(held: HeldRating) -> dict[str, object]:
    at = timezone.localtime(held.saved_at).strftime("%H.%M") if held.saved_at else ""
    return {"mark": held.mark, "fields": shown_days(held.fields), "at": at}


def _told(findings: Sequence[RuleFinding]) -> list[dict[str, str]]:
    """Return the missing parts of a row, each with its field."""
    return [{"field": one.code, "where": one.where, "message": one.told} for one in findings]


def _told_of(appraisal: Appraisal, message: str, findings: Sequence[RuleFinding]) -> str:
    """Return the refusal of a row, with links to the row and to every field concerned."""
    pk = appraisal.pk
    lines = [(f"{one.code}-{pk}", one.where, one.told) for one in findings]
    return format_html(
        '<a href="#orang-{}">{}</a>: {} {}',
        pk,
        appraisal.plan.assignment.employee.name,
        message,
        format_html_join(" ", '<a href="#{}">{}</a>: {}', lines),
    )


def _unread(fields: Mapping[str, str]) -> list[RuleFinding]:
    """Return a finding for each typed day that cannot be read, so that none is dropped silently."""
    titles = {day: label for _, _, label, day in _WORDS if day}
    return [
        RuleFinding(
            name,
            f"Tanggal {titles[name]}",
            f"“{fields[name][:40]}” bukan tanggal.",
            "Tulis seperti 15-08-2026 atau 15 Agustus 2026.",
        )
        for name in unread_days(fields)
    ]


def _asks_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _back(appraisal: Appraisal) -> HttpResponse:
    return redirect(f"{reverse('team-table')}?periode={appraisal.period}#orang-{appraisal.pk}")
