"""Calibration: rounds, one round, one person in it. None of these changes a rating."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.appraisal.access import may_evaluate
from terukur.calibration.models import Remark, Round
from terukur.calibration.opinions import (
    cannot_judge_rest,
    discuss,
    give_opinion,
    keep,
    recommend,
    rows_to_judge,
)
from terukur.calibration.round_view import round_view, rounds_of, seat_in, units_to_open
from terukur.calibration.rounds import close_round, hide_names, justify, may_lead, open_round
from terukur.calibration.row_view import RowView, row_view
from terukur.measurement.difficulty import difficulties_of
from terukur.organization.access import oversees
from terukur.organization.models import Unit
from terukur.regulation.disclosure import Least, at_least
from terukur.web.acts import carry_out
from terukur.web.calibration.round_forms import OpenRoundForm, OpinionForm, RecommendationForm
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.sent_back import send_back, sent_back
from terukur.web.viewer import acting, last_period, period_in, today, user_of


def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds in which the user sits or which they oversee, and the form to open one."""
    user = user_of(request)
    units = Unit.objects.all()
    if not may_evaluate(user, on=today(request)):
        units = units.filter(pk__in=units_to_open(user, on=today(request)))
    may_open = may_evaluate(user, on=today(request)) or units.exists()
    found = rounds_of(user, on=today(request))
    if not (found or may_open or oversees(user, on=today(request))):
        raise Http404
    period = period_in(request, default=last_period(request))
    form = OpenRoundForm(request.POST or None, units=units, initial={"period": str(period)})
    if request.method == "POST":
        if not may_open:
            raise Http404
        if form.is_valid():
            done = carry_out(
                request,
                lambda: open_round(**form.cleaned_data, acting=acting(request)),
                "Kalibrasi dibuka.",
                form=form,
            )
            if done:
                return redirect("round", done.result.pk)
    return render(
        request, "web/calibration/rounds.html", {"rounds": found, "form": form if may_open else None}
    )


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round: evidence first, the whole picture once one's own opinions are given."""
    view = round_view(user_of(request), pk, on=today(request))
    if view is None:
        raise Http404
    return render(
        request,
        "web/calibration/round.html",
        {"view": view, "least": at_least(Least.PEOPLE, on=today(request))},
    )


def row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one person in a round; the calibrator's own opinion is given here."""
    user = user_of(request)
    view = _row(request, pk, number)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request,
            lambda: give_opinion(row=view.row, draft=form.draft(), acting=acting(request)),
            "Pendapat Anda tersimpan.",
            form=form,
        )
        if done:
            waiting = rows_to_judge(done.result.by, user, on=today(request)).order_by("number").first()
            return redirect("round-row", pk, waiting.number) if waiting else redirect("round", pk)
    appraisal = view.row.appraisal
    version = appraisal.computation.plan_version_id if appraisal.computation else 0
    found = difficulties_of(version, appraisal.plan, on=appraisal.starts)
    given = {"results": view.line.results, "behavior": view.line.behavior}
    return render(
        request,
        "web/calibration/round_row.html",
        {
            "view": view,
            "line": view.line,
            "evidence": view.evidence,
            "round": view.seat.round,
            "period": view.seat.round.period,
            "difficulty": {str(key): [d.words for d in many] for key, many in found.items()},
            "form": form if view.line.waits_for_me and view.is_open else None,
            "recommend_form": sent_back(request, RecommendationForm, initial=given, auto_id="usul_%s")
            if view.line.can_recommend
            else None,
            "may_discuss": view.seat.own is not None and view.is_revealed and view.is_open,
        },
    )


def _row(request: HttpRequest, pk: int, number: int) -> RowView:
    view = row_view(user_of(request), pk, number, on=today(request))
    if view is None:
        raise Http404
    return view


def _round(request: HttpRequest, pk: int, *, leading: bool) -> Round:
    user = user_of(request)
    seat = seat_in(user, pk, on=today(request))
    if seat is None or (not may_lead(user, seat.round, on=today(request)) if leading else seat.own is None):
        raise Http404
    return seat.round


@require_POST
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the names on or off, for everybody in the round."""
    found, hidden = _round(request, pk, leading=True), request.POST.get("hidden") == "yes"
    carry_out(
        request,
        lambda: hide_names(round_=found, hidden=hidden, acting=acting(request)),
        "Nama disembunyikan bagi semua." if hidden else "Nama ditampilkan.",
    )
    return redirect("round", pk)


@require_POST
def justification(request: HttpRequest, pk: int) -> HttpResponse:
    """Store why the distribution is as it is."""
    found, text = _round(request, pk, leading=True), request.POST.get("text", "")
    carry_out(
        request,
        lambda: justify(round_=found, text=text, acting=acting(request)),
        "Alasan distribusi tersimpan.",
    )
    return redirect("round", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the round."""
    found = _round(request, pk, leading=True)
    check = Check(
        "Periksa sebelum menutup kalibrasi",
        [("Unit", found.unit.name), ("Periode", str(found.period))],
        "Tidak ada pendapat atau usulan lagi; usulan yang belum dijawab tidak lagi menahan penyampaian.",
        "Kalibrasi yang ditutup tidak dibuka lagi; yang tercatat tetap dapat dibaca.",
        "Tutup kalibrasi",
        reverse("round", args=[pk]),
    )
    if found.closed_at is None and not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: close_round(round_=found, acting=acting(request)),
        "Kalibrasi ditutup; yang tercatat tetap dapat dibaca.",
    )
    return redirect("round", pk)


@require_POST
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Store "cannot judge" for all that still wait."""
    found, ground = _round(request, pk, leading=False), request.POST.get("ground", "")
    carry_out(
        request,
        lambda: cannot_judge_rest(round_=found, ground=ground, acting=acting(request)),
        "Pendapat Anda lengkap.",
    )
    return redirect("round", pk)


@require_POST
def discussed(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Mark a person as discussed."""
    found, text = _seated_row(request, pk, number), request.POST.get("text", "")
    carry_out(
        request, lambda: discuss(row=found.row, text=text, acting=acting(request)), "Ditandai sudah dibahas."
    )
    return redirect("round-row", pk, number)


@require_POST
def recommendation(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Recommend other ratings to the appraiser."""
    found, form = _seated_row(request, pk, number), RecommendationForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "round-row", pk, number)
    carry_out(
        request,
        lambda: recommend(row=found.row, **form.cleaned_data, acting=acting(request)),
        "Usulan tersimpan. Penilainya menilai ulang, atau mempertahankan dan menulis mengapa.",
    )
    return redirect("round-row", pk, number)


def _seated_row(request: HttpRequest, pk: int, number: int) -> RowView:
    view = _row(request, pk, number)
    if view.seat.own is None:
        raise Http404
    return view


@require_POST
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the rating against a recommendation, with the appraiser's reason."""
    user = user_of(request)
    found = get_object_or_404(
        Remark.objects.select_related("row__appraiser", "row__appraisal"),
        pk=pk,
        kind=Remark.Kind.RECOMMENDED,
        row__appraiser__user=user.pk,
    )
    why = request.POST.get("why", "")
    check = _kept_check(found, why)
    if why.strip() and not hasattr(found, "answer") and not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: keep(recommendation=found, why=why, acting=acting(request)),
        "Tersimpan: rating tetap, dengan alasan Anda.",
    )
    return redirect("appraisal", found.row.appraisal_id if found.row else 0)


def _kept_check(found: Remark, why: str) -> Check:
    appraisal = found.row.appraisal if found.row else None
    return Check(
        "Periksa sebelum mempertahankan rating",
        [
            ("Disarankan hasil kerja", found.get_results_display()),
            ("Disarankan perilaku", found.get_behavior_display()),
            ("Tetap hasil kerja", appraisal.get_result_rating_display() if appraisal else "–"),
            ("Tetap perilaku", appraisal.get_behavior_rating_display() if appraisal else "–"),
            ("Alasan Anda", why),
        ],
        "Usulan ini terjawab, dan hasilnya dapat disampaikan. Yang menyarankan membaca alasan Anda.",
        "Jawaban tidak diubah lagi; rating masih dapat Anda nilai ulang sampai disampaikan.",
        "Pertahankan rating",
        reverse("appraisal", args=[appraisal.pk if appraisal else 0]),
    )
