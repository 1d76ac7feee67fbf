"""Calibration cases: an appraiser's own, and the library that the performance team keeps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.calibration.case_library import library, load_shipped, retire_case, save_case, version_to_edit
from terukur.calibration.case_view import CaseBook, OwnCase, own_case, own_cases
from terukur.calibration.cases import answer_case
from terukur.calibration.models import Case, CaseAnswer, CaseVersion
from terukur.organization.access import is_performance_team, oversees
from terukur.regulation.disclosure import Least, at_least
from terukur.web.acts import carry_out
from terukur.web.calibration.case_forms import CaseAnswerForm, CaseForm
from terukur.web.viewer import acting, today, user_of
from terukur.web.written import key_in


def cases(request: HttpRequest) -> HttpResponse:
    """Show an appraiser's own cases and lessons; a user with oversight only gets the library."""
    user = user_of(request)
    book, keeps = own_cases(user, on=today(request)), oversees(user, on=today(request))
    if book is None and keeps:
        return redirect("case-library")
    if book is None:
        raise Http404
    return render(request, "web/calibration/cases.html", {"book": book, "keeps": keeps})


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate one case; afterwards show the panel's ratings and reasons beside one's own."""
    book, own = _own(request, pk)
    if own.is_answered:
        return render(request, "web/calibration/case_compared.html", {"own": own, "book": book})
    form = CaseAnswerForm(request.POST or None, version=own.version)
    if _answered(request, form, own, CaseAnswer.Attempt.FIRST, ""):
        return redirect("case", pk)
    return render(
        request, "web/calibration/case.html", {"own": own, "book": book, "form": form, "again": False}
    )


def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate a case again after reading the reasons, which this page does not show, against copying."""
    book, own = _own(request, pk)
    if own.is_rated_again or not own.is_answered:
        return redirect("case", pk)
    form = CaseAnswerForm(request.POST or None, version=own.version)
    if _answered(request, form, own, CaseAnswer.Attempt.SECOND, "Tersimpan."):
        following = next((c for c in book.cases if c.waits and c.key != pk), None)
        return redirect("case", following.key) if following else redirect("cases")
    return render(
        request, "web/calibration/case.html", {"own": own, "book": book, "form": form, "again": True}
    )


def _own(request: HttpRequest, pk: int) -> tuple[CaseBook, OwnCase]:
    book = own_cases(user_of(request), on=today(request))
    read = key_in(request.POST.get("version"))
    own = own_case(book, pk, version=read) if book else None
    if book is None or own is None:
        raise Http404
    return book, own


def _answered(
    request: HttpRequest, form: CaseAnswerForm, own: OwnCase, attempt: CaseAnswer.Attempt, words: str
) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    done = carry_out(
        request,
        lambda: answer_case(version=own.version, attempt=attempt, draft=form.draft(), acting=acting(request)),
        words,
        form=form,
    )
    return done is not None


def case_library(request: HttpRequest) -> HttpResponse:
    """Show all cases with the counts of first answers beside the panel."""
    user = user_of(request)
    shelves = library(user, on=today(request))
    if shelves is None:
        raise Http404
    return render(
        request,
        "web/calibration/case_library.html",
        {
            "shelves": shelves,
            "may_edit": is_performance_team(user, on=today(request)),
            "least": at_least(Least.PEOPLE, on=today(request)),
        },
    )


def case_new(request: HttpRequest) -> HttpResponse:
    """Store a new case."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    return _form(request, None)


def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a further version of a case."""
    version = version_to_edit(user_of(request), pk, on=today(request))
    if version is None:
        raise Http404
    return _form(request, version)


def _form(request: HttpRequest, version: CaseVersion | None) -> HttpResponse:
    form = CaseForm(request.POST or None, version=version)
    if carry_out(
        request,
        lambda: save_case(
            case=version.case if version else None,
            text=form.text(),
            seen=form.cleaned_data["seen"],
            acting=acting(request),
        ),
        lambda saved: f"Kasus “{saved.title}” tersimpan, versi {saved.number}.",
        form=form,
    ):
        return redirect("case-library")
    return render(request, "web/calibration/case_form.html", {"form": form, "version": version})


@require_POST
def case_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case out of use, or into use again."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    found, retired = get_object_or_404(Case, pk=pk), request.POST.get("retired") == "yes"
    carry_out(
        request,
        lambda: retire_case(
            case=found, retired=retired, reason=request.POST.get("reason", ""), acting=acting(request)
        ),
        "Kasus dipensiunkan; jawabannya tetap." if retired else "Kasus dipakai lagi.",
    )
    return redirect("case-library")


@require_POST
def cases_load(request: HttpRequest) -> HttpResponse:
    """Load the cases that come with the program."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    loaded = load_shipped(acting=acting(request))
    messages.success(request, f"{loaded} kasus bawaan dimuat." if loaded else "Semua kasus bawaan sudah ada.")
    return redirect("case-library")
