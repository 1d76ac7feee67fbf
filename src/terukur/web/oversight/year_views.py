"""The end of a year: what is open and what goes on, closing it, and opening it again."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team, oversees
from terukur.oversight.year_end import (
    YearState,
    close_year,
    closings_of,
    open_appraisals,
    people_in_need,
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
# The words of each kind, what closing does to it, and the page on which it can be done.
_OPEN = {
    "periods": ("periode belum lewat hari terakhirnya", "penilaiannya tidak dapat diisi lagi", "periods"),
    "plans": ("SKP belum ditetapkan", "tidak dapat ditetapkan lagi", "planning-year"),
    "annual": ("SKP tanpa evaluasi tahunan", "tetap tanpa evaluasi", "evaluations"),
    "to_rate": ("penilaian menunggu rating pejabat penilai", "tetap tanpa nilai", ""),
    "to_deliver": ("penilaian menunggu disampaikan pejabat penilai", "masih dapat disampaikan", ""),
    "to_read": ("hasil disampaikan dan belum dibuka pegawainya", "masih dapat dibuka dan dijawab", ""),
    "to_answer": ("hasil dibaca dan belum dijawab pegawainya", "masih dapat dijawab", ""),
    "to_talk": ("hasil dijawab dan belum dibicarakan", "masih dapat dibicarakan", ""),
    "units": ("unit tanpa capaian organisasi setahun", "tetap tanpa capaian", "unit-grades"),
    "needs": (
        "orang dengan hasil atau tanda di bawah ekspektasi, tanpa rencana pengembangan",
        "rencananya masih dapat dibuat",
        "",
    ),
}
_CARRIED = {
    "objections": ("keberatan", "batasnya tetap, dan putusannya tetap mengubah hasil tahun ini", ""),
    "agreements": ("kesepakatan percakapan", "dijawab pada percakapan berikutnya", ""),
    "learning": ("rencana pengembangan", "tetap dapat disepakati dan diselesaikan", ""),
}
_MOST_NAMED = 20
_EFFECTS = (
    "Sesudah ditutup, SKP tahun itu tidak dapat dimulai, direvisi, atau ditetapkan; rating dan capaian "
    "organisasi tahun itu tidak dapat diisi. Hasil yang sudah dinilai tetap dapat disampaikan, dibaca, "
    "dijawab, dan dibicarakan, dan keberatan tetap diajukan dan diputus sampai batasnya."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of open or running things of a year: its number, words, what closing does, and its page."""

    number: int
    words: str
    effect: str
    address: str

    @property
    def told(self) -> str:
        """The number and what closing does, for the check page."""
        return f"{self.number}; {self.effect}"


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
            "open": _lines(state.left_open, _OPEN, year),
            "waiting": [] if closing else open_appraisals(year),
            "in_need": people_in_need(year, most=_MOST_NAMED) if state.left_open["needs"] else [],
            "carried": _lines(state.carried, _CARRIED, year),
            "left": _lines(closing.left_open, _OPEN, year) if closing else [],
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


def _lines(counts: Mapping[str, int], words: Mapping[str, tuple[str, str, str]], year: int) -> list[Line]:
    """Return each kind that there is some of, in the order of its words."""
    return [
        Line(counts[key], label, effect, _address(name, year))
        for key, (label, effect, name) in words.items()
        if counts.get(key)
    ]


def _address(name: str, year: int) -> str:
    if not name:
        return ""
    if name in ("evaluations", "unit-grades"):
        return f"{reverse(name)}?periode={year}"
    return reverse(name, args=[year] if name == "planning-year" else [])


def _check(year: int, state: YearState, reason: str) -> Check:
    """Return the check page of closing: what ends, what goes on, and the reason."""
    return Check(
        f"Periksa sebelum menutup {year}",
        [
            *((f"Masih terbuka: {line.words}", line.told) for line in _lines(state.left_open, _OPEN, year)),
            *((f"Berjalan terus: {line.words}", line.told) for line in _lines(state.carried, _CARRIED, year)),
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
