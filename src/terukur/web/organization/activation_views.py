"""Activation of many: who has come, codes for those who have not, and people who lost their password."""

import base64
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.accounts.models import User
from terukur.accounts.operations import VALID_FOR
from terukur.documents.slips import slips_pdf
from terukur.ledger.acting import Acting
from terukur.notation.dates import day_words
from terukur.organization.access import OVERSEEING, held_roles, serves_unit, units_overseen, units_served
from terukur.organization.activation import (
    Arrivals,
    IssuedCode,
    arrivals,
    decline_code,
    issue_for_unit,
    not_come,
    people_who_lost,
    to_be_given,
    with_address,
)
from terukur.organization.code_mailing import request_mailing
from terukur.organization.models import CodeMailing, Unit
from terukur.organization.reach import all_below
from terukur.tables.writing import to_csv, to_xlsx
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.activation_forms import CSV, MAIL, SLIPS, XLSX, CodesForm
from terukur.web.queue import defer_code_mailing
from terukur.web.viewer import acting, now, today, user_of

_PEOPLE_SHOWN = 200
_SLIPS_A_SECOND = 200
_MANY = 1000
_HEADERS = ("NAMA", "UNIT KERJA", "JABATAN", "ALAMAT", "KODE", "BERLAKU SAMPAI")
_MEDIA = {
    SLIPS: ("pdf", "application/pdf"),
    XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    CSV: ("csv", "text/csv;charset=utf-8"),
}


def activation(request: HttpRequest) -> HttpResponse:
    """Show how many of each unit have come and who has not; the performance team makes codes for them."""
    user, on, at = user_of(request), today(request), now(request)
    overseen = units_overseen(user, on=on)
    if overseen is not None and not overseen:
        raise Http404
    unit = _chosen(request.GET.get("unit"), overseen)
    units = overseen if unit is None else set(all_below([unit.pk]))
    counts = arrivals(units, on=on, at=at)
    waiting = not_come(units, on=on, at=at)
    may_issue = _may_issue(request, unit)
    here = _sum_of(counts, unit, overseen)
    given = [to_be_given(units, replace=replace, on=on, at=at) for replace in (False, True)]
    form = CodesForm(initial={"unit": unit, "people": "fresh", "way": SLIPS})
    served = units_served(user, on=on)
    return render(
        request,
        "web/organization/activation.html",
        {
            "unit": unit,
            "here": here,
            "rows": _rows(counts, unit, overseen, held_roles(user, on=on).tops(*OVERSEEING)),
            "people": waiting[:_PEOPLE_SHOWN],
            "more": max(0, here.waiting - _PEOPLE_SHOWN),
            "form": form.counted(
                without_code=given[0].count(),
                waiting=given[1].count(),
                with_address=with_address(given[1]).count(),
            )
            if may_issue and here.waiting
            else None,
            "lost": people_who_lost(served, on=on, at=at) if served is None or served else [],
            "mailings": CodeMailing.objects.filter(unit=unit).select_related("asked_by")[:3],
        },
    )


def _may_issue(request: HttpRequest, unit: Unit | None) -> bool:
    """Return whether the viewer makes codes for a unit and all below it, or for everybody (None)."""
    user = user_of(request)
    if unit is None:
        return units_served(user, on=today(request)) is None
    return serves_unit(user, unit.pk, on=today(request))


def _chosen(written: str | None, overseen: set[int] | None) -> Unit | None:
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 19):
        raise Http404
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=int(written))
    if overseen is not None and unit.pk not in overseen:
        raise Http404
    return unit


def _sum_of(counts: dict[int, Arrivals], unit: Unit | None, overseen: set[int] | None) -> Arrivals:
    """Return the counts of the whole page: of the unit, or of the topmost units that the viewer sees."""
    if unit is not None:
        return counts.get(unit.pk, Arrivals())
    tops = Unit.objects.filter(parent__isnull=True) if overseen is None else _topmost(overseen)
    whole = Arrivals()
    for top in tops:
        whole.add(counts.get(top.pk, Arrivals()))
    return whole


def _topmost(units: set[int]) -> list[Unit]:
    return [unit for unit in Unit.objects.filter(pk__in=units) if unit.parent_id not in units]


def _rows(
    counts: dict[int, Arrivals], unit: Unit | None, overseen: set[int] | None, tops: frozenset[int]
) -> list[tuple[Unit, Arrivals]]:
    """Return the units directly under the page's unit that have people, each with its counts."""
    if unit is not None:
        below = Unit.objects.filter(parent=unit)
    elif overseen is None:
        first = Unit.objects.filter(parent__isnull=True)
        below = Unit.objects.filter(parent__in=first) if len(first) == 1 else first
    else:
        below = Unit.objects.filter(pk__in=tops)
    return [(one, counts[one.pk]) for one in below.order_by("code") if one.pk in counts]


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Make codes for the people of a unit, after a page that says for whom; show the file with them once."""
    served = units_served(user_of(request), on=today(request))
    if served is not None and not served:
        raise Http404
    form = CodesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Pilih untuk siapa kodenya dan bagaimana dibagikan.")
        return redirect("activation")
    unit, way = form.cleaned_data["unit"], form.cleaned_data["way"]
    if not _may_issue(request, unit):
        raise Http404
    at = now(request)
    check = _check(unit, way, replace=form.replaces, on=today(request), at=at)
    if not is_confirmed(request, check):
        return check_page(request, check)
    back = _page_of(unit)
    if way == MAIL:
        carry_out(
            request,
            lambda: _mailed(unit, form.replaces, acting(request)),
            "Permintaan diterima. Surel dikirim satu per satu; kemajuannya tampil di halaman ini.",
        )
        return redirect(back)
    done = carry_out(
        request, lambda: issue_for_unit(unit=unit, replace=form.replaces, way=way, acting=acting(request)), ""
    )
    if done is None:
        return redirect(back)
    return _ready(request, done.result, unit, way, at)


def _mailed(unit: Unit | None, replace: bool, by: Acting[User]) -> None:
    with transaction.atomic():
        defer_code_mailing(request_mailing(unit=unit, replace=replace, acting=by).pk)


def _page_of(unit: Unit | None) -> str:
    return reverse("activation") + (f"?unit={unit.pk}" if unit else "")


def _check(unit: Unit | None, way: str, *, replace: bool, on: date, at: datetime) -> Check:
    units = None if unit is None else all_below([unit.pk])
    given = to_be_given(units, replace=replace, on=on, at=at)
    if way == MAIL:
        given = with_address(given)
    number = given.count()
    voided = given.filter(employee__user__activation__expires_at__gt=at).count()
    higher = not_come(units, on=on, at=at).count() - to_be_given(units, replace=True, on=on, at=at).count()
    facts = [
        ("Unit", f"{unit.name} dan semua unit di bawahnya" if unit else "Seluruh instansi"),
        ("Kode baru", f"{number} orang"),
        ("Bentuk", _WAYS_DONE[way]),
    ]
    if voided:
        facts.append(("Kode lama yang batal", f"{voided} orang"))
    if higher:
        facts.append(("Dilewati", f"{higher} pemegang peran khusus: kodenya diminta di “Peran dan akses”"))
    wait = (
        f" Berkas {number} orang disiapkan sekitar {number // _SLIPS_A_SECOND} detik; tunggulah."
        if way == SLIPS and number > _MANY
        else ""
    )
    kept = (
        "Setiap kode dibuat saat surelnya dikirim."
        if way == MAIL
        else "Kodenya hanya ada di berkas yang Anda unduh sesudah ini; Terukur menyimpan sidiknya saja."
    )
    return Check(
        "Periksa sebelum membuat kode",
        facts,
        f"Setiap orang mendapat kode sekali pakai yang berlaku 14 hari. {kept}{wait}",
        "Buat kode baru bagi yang belum masuk; kode sebelumnya batal.",
        "Kirim kode" if way == MAIL else "Buat kode",
        _page_of(unit),
    )


_WAYS_DONE = {
    SLIPS: "slip PDF, lima orang selembar A4, untuk digunting dan dilipat",
    XLSX: "daftar XLSX",
    CSV: "daftar CSV",
    MAIL: "surel kepada yang alamatnya diketahui",
}


def _ready(
    request: HttpRequest, codes: Sequence[IssuedCode], unit: Unit | None, way: str, at: datetime
) -> HttpResponse:
    """Return the page that holds the file itself: it is kept nowhere else."""
    ending, media = _MEDIA[way]
    content = _content(codes, way, at)
    name = f"kode-{unit.code.lower() if unit else 'semua'}-{today(request).isoformat()}.{ending}"
    return render(
        request,
        "web/organization/codes_ready.html",
        {
            "number": len(codes),
            "is_slips": way == SLIPS,
            "file_name": name,
            "file": f"data:{media};base64,{base64.b64encode(content).decode()}",
            "back": _page_of(unit),
        },
    )


def _content(codes: Sequence[IssuedCode], way: str, at: datetime) -> bytes:
    address = f"{settings.PUBLIC_ADDRESS}{reverse('activate')}"
    expires = at + VALID_FOR
    if way == SLIPS:
        return slips_pdf(codes, address=address, expires=expires, at=at)
    until = day_words(expires.date())
    rows = [(one.name, one.unit, one.position, address, one.code, until) for one in codes]
    return to_xlsx(_HEADERS, rows, sheet="Kode") if way == XLSX else to_csv(_HEADERS, rows)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a request for a code of a person who does not need one."""
    owner = get_object_or_404(User.objects.filter(employee__isnull=False), pk=pk)
    served = units_served(user_of(request), on=today(request))
    if served is not None and not served:
        raise Http404
    carry_out(
        request,
        lambda: decline_code(user=owner, acting=acting(request)),
        "Permintaan kode dihapus; kata sandinya tidak berubah.",
    )
    return redirect("activation")
