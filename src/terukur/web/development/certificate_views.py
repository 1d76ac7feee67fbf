"""Certificates that wait for a second person: the list, and the page of confirming or refusing one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.development.access import DevelopmentSubject
from terukur.development.models import Certificate
from terukur.development.operations import confirm_certificate, refuse_certificate
from terukur.development.queries import certificates_to_check, newest_certificate
from terukur.organization.models import RoleGrant
from terukur.web.acts import carry_out
from terukur.web.development.forms import CertificateCheckForm
from terukur.web.development.views import planned_or_404
from terukur.web.viewer import acting, standing, today, user_of

_SHOWN = 100


def waiting(request: HttpRequest) -> HttpResponse:
    """Return the certificates that wait for this appraiser or for the performance team."""
    held, is_team = standing(request), _is_team(request)
    if not (held.has_team or is_team):
        raise Http404
    found = certificates_to_check(user_of(request), is_team=is_team, on=today(request))[:_SHOWN]
    return render(request, "web/development/certificates.html", {"certificates": found})


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the certificate of an item, or refuse it with words; never one's own."""
    row, subject = planned_or_404(request, pk)
    found = newest_certificate(row)
    if found is None or not _may(request, subject):
        raise Http404
    if found.accepted is not None:
        messages.info(request, "Sertifikat ini sudah diperiksa.")
        return redirect("certificates")
    form = CertificateCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, form, found):
        return redirect("certificates")
    return render(
        request,
        "web/development/certificate_check.html",
        {"form": form, "row": row, "certificate": found, "subject": subject},
    )


def _done(request: HttpRequest, form: CertificateCheckForm, found: Certificate) -> bool:
    how: dict[str, Any] = {"certificate": found, "acting": acting(request)}
    if form.cleaned_data["accepted"]:
        act, words = partial(confirm_certificate, **how), "Dibenarkan; jamnya dihitung."
    else:
        act = partial(refuse_certificate, why=form.cleaned_data["why"], **how)
        words = "Ditolak; pegawai membaca alasannya dan dapat mengunggah lagi."
    return carry_out(request, act, words, form=form) is not None


def _may(request: HttpRequest, subject: DevelopmentSubject) -> bool:
    return subject.is_appraiser or (_is_team(request) and not subject.is_own)


def _is_team(request: HttpRequest) -> bool:
    return RoleGrant.Role.PERFORMANCE_TEAM in standing(request).roles
