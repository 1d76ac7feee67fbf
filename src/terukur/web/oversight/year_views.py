"""The end of a year: what is open and what goes on, closing it, and opening it again."""

from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team, oversees
from terukur.oversight.year_end import (
    YearState,
    close_year,
    closings_of,
    reopen_year,
    state_of,
    why_not_closable,
)
from terukur.regulation.periods import FIRST_YEAR
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed, is_possible
from terukur.web.oversight.year_forms import CloseYearForm, ReopenYearForm
from terukur.web.sent_back import send_back, sent_back
from terukur.web.viewer import acting, today, user_of

_LAST_YEAR = 2100
# The words of each kind, and the page on which it can be done.
_OPEN = {
    "periods": ("periode belum lewat hari terakhirnya", "periods"),
    "plans": ("SKP belum ditetapkan", "planning-year"),
    "annual": ("SKP tanpa evaluasi tahunan", "evaluations"),
    "to_rate": ("penilaian menunggu rating pejabat penilai", "period"),
    "to_deliver": ("penilaian menunggu disampaikan pejabat penilai", "period"),
    "to_read": ("hasil disampaikan dan belum dibuka pegawainya", "period"),
    "to_answer": ("hasil dibaca dan belum dijawab pegawainya", "period"),
    "to_talk": ("hasil dijawab dan belum dibicarakan", "period"),
    "units": ("unit tanpa capaian organisasi setahun", "unit-grades"),
    "needs": ("orang dengan hasil atau tanda di bawah ekspektasi, tanpa rencana pengembangan", "periods"),
}
_CARRIED = {
    "objections": (
        "keberatan berjalan; batasnya tetap, putusannya tetap mengubah hasil tahun ini",
        "objection-rates",
    ),
    "agreements": ("kesepakatan percakapan; dijawab pada percakapan berikutnya", "dialogues"),
    "learning": ("rencana pengembangan; tetap dapat disepakati dan diselesaikan", "learning"),
}
_EFFECTS = (
    "Sesudah ditutup, SKP tahun itu tidak dapat dimulai, direvisi, atau ditetapkan; rating dan capaian "
    "organisasi tahun itu tidak dapat diisi. Hasil yang sudah dinilai tetap dapat disampaikan, dibaca, "
    "dijawab, dan dibicarakan, dan keberatan tetap diajukan dan diputus sampai batasnya."
)


def year_end(request: HttpRequest, year: int) -> HttpResponse:
    """Show what of a year is open and what closing does; the performance team closes it here."""
    _refuse_other(year)
    on, user = today(request), user_of(request)
    if not oversees(user, on=on):
        raise Http404
    may_act = is_performance_team(user, on=on)
    closings = list(closings_of(year))
    closing = closings[0] if closings and not hasattr(closings[0], "reopening") else None
    shut = "" if closing else why_not_closable(year, on=on)
    state = state_of(year, by=user, on=on)
    form = CloseYearForm(request.POST or None)
    if request.method == "POST":
        if not may_act:
            raise Http404
        if form.is_valid():
            reason = form.cleaned_data["reason"]

            def act() -> object:
                return close_year(year=year, reason=reason, acting=acting(request))

            check = _check(year, state, reason)
            if is_possible(act) and not is_confirmed(request, check):
                return check_page(request, check)
            if carry_out(request, act, f"Tahun {year} ditutup.", form=form, field="reason"):
                return redirect("year-end", year)
    return render(
        request,
        "web/oversight/year_end.html",
        {
            "year": year,
            "closing": closing,
            "earlier": [one for one in closings if one is not closing],
            "shut": shut,
            "state": state,
            "open": list(_lines(state.left_open, _OPEN, year)),
            "carried": list(_lines(state.carried, _CARRIED, year)),
            "left": list(_lines(closing.left_open, _OPEN, year)) if closing else [],
            "effects": _EFFECTS,
            "form": form if may_act and not closing and not shut else None,
            "reopen_form": sent_back(request, ReopenYearForm) if may_act and closing else None,
        },
    )


@require_POST
def reopen(request: HttpRequest, year: int) -> HttpResponse:
    """Open a closed year again."""
    _refuse_other(year)
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    form = ReopenYearForm(request.POST)
    if not form.is_valid():
        return _back(request, form, year)
    reason = form.cleaned_data["reason"]
    carry_out(
        request,
        lambda: reopen_year(year=year, reason=reason, acting=acting(request)),
        f"Tahun {year} dibuka lagi. Tutup lagi sesudah selesai.",
    )
    return redirect("year-end", year)


def _back(request: HttpRequest, form: ReopenYearForm, year: int) -> HttpResponse:
    return send_back(request, form, "year-end", year)


def _lines(
    counts: Mapping[str, int], words: Mapping[str, tuple[str, str]], year: int
) -> Iterable[tuple[int, str, str]]:
    """Yield each kind that there is some of: its number, words, and address."""
    for key, (label, name) in words.items():
        if counts.get(key):
            yield counts[key], label, _address(name, year)


def _address(name: str, year: int) -> str:
    arguments = {"planning-year": [year], "period": [year]}
    return reverse(name, args=arguments.get(name, []))


def _check(year: int, state: YearState, reason: str) -> Check:
    """Return the check page of closing: what ends, what goes on, and the reason."""
    return Check(
        f"Periksa sebelum menutup {year}",
        [
            *(
                (f"Berakhir: {label}", str(number))
                for number, label, _ in _lines(state.left_open, _OPEN, year)
            ),
            *(
                (f"Berjalan terus: {label}", str(number))
                for number, label, _ in _lines(state.carried, _CARRIED, year)
            ),
            ("Alasan", reason or "tidak diperlukan: tidak ada yang terbuka"),
        ],
        _EFFECTS,
        "Pengelola kinerja dapat membuka tahun ini lagi dengan alasan.",
        f"Tutup tahun {year}",
        reverse("year-end", args=[year]),
    )


def _refuse_other(year: int) -> None:
    if not FIRST_YEAR <= year <= _LAST_YEAR:
        raise Http404
