"""Higher accounts: their holders, open requests, and the second person who carries them out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team, oversees
from terukur.organization.models import AccessRequest, RoleGrant
from terukur.organization.rights import HIGHER_ROLES
from terukur.organization.second_person import (
    ask_for_access,
    carry_out_access,
    decline_access,
    waiting_access,
)
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.forms import AccessForm
from terukur.web.templatetags.terukur import tanggal
from terukur.web.viewer import acting, today, user_of

_KIND = AccessRequest.Kind


def higher_access(request: HttpRequest) -> HttpResponse:
    """Show the holders of higher roles and the requests for a second person; store one's own request."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_ask = is_performance_team(user, on=today(request))
    form = AccessForm(request.POST or None)
    if request.method == "POST":
        if not may_ask:
            raise Http404
        if form.is_valid() and _asked(request, form):
            return redirect("higher-access")
    held = RoleGrant.objects.on(today(request)).filter(role__in=HIGHER_ROLES)
    return render(
        request,
        "web/organization/access.html",
        {
            "form": form if may_ask else None,
            "held": held.select_related("user").order_by("role", "user__name"),
            "requests": AccessRequest.objects.select_related("subject", "asked_by", "decided_by")[:20],
            "mine": set(waiting_access(user).values_list("pk", flat=True)) if may_ask else set(),
        },
    )


def _asked(request: HttpRequest, form: AccessForm) -> bool:
    data = form.cleaned_data
    kind = _KIND.CODE if data["wanted"] == "code" else _KIND.ROLE
    done = carry_out(
        request,
        lambda: ask_for_access(
            kind=kind,
            subject=data["person"].user,
            role=data["wanted"] if kind is _KIND.ROLE else "",
            reason=data["reason"],
            acting=acting(request),
        ),
        "Permintaan tercatat. Berikutnya pengelola kinerja lain memeriksa dan menyetujuinya.",
        form=form,
    )
    return done is not None


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out a request as the second person, after a page that shows for whom and why."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    asked = get_object_or_404(AccessRequest.objects.select_related("subject__employee", "asked_by"), pk=pk)
    check = _check(asked)
    is_open = asked.outcome == AccessRequest.Outcome.OPEN
    if is_open and user.pk != asked.asked_by_id and not is_confirmed(request, check):
        return check_page(request, check)
    done = carry_out(
        request,
        lambda: carry_out_access(asked=asked, acting=acting(request)),
        lambda code: "" if code else f"{asked.subject.name} sekarang {RoleGrant.Role(asked.role).label}.",
    )
    if done and done.result:
        context = {"person": asked.subject.employee, "code": done.result}
        return render(request, "web/organization/code.html", context)
    return redirect("higher-access")


def _check(asked: AccessRequest) -> Check:
    is_code = asked.kind == _KIND.CODE
    what = "Kode aktivasi baru" if is_code else f"Peran {RoleGrant.Role(asked.role).label}"
    return Check(
        "Periksa sebagai orang kedua",
        [
            ("Yang diminta", what),
            ("Untuk", asked.subject.name),
            ("Alasan", asked.reason),
            ("Diminta oleh", f"{asked.asked_by.name}, {tanggal(asked.asked_at)}"),
        ],
        "Siapa pun yang memegang kode ini masuk sebagai pemilik akun. Serahkan hanya kepada orangnya sendiri."
        if is_code
        else "Peran ini membuka data semua pegawai mulai hari ini.",
        "Pemilik akun diberi tahu di berandanya. Kode yang keliru digantikan kode baru."
        if is_code
        else "Peran dapat diakhiri; semua yang dilakukan di antaranya tetap tercatat.",
        "Setujui dan terbitkan kode" if is_code else "Setujui dan beri peran",
        reverse("higher-access"),
    )


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a request: the team, or the owner of the account who did not ask."""
    user = user_of(request)
    asked = get_object_or_404(AccessRequest, pk=pk)
    is_team = is_performance_team(user, on=today(request))
    if not is_team and asked.subject_id != user.pk:
        raise Http404
    carry_out(
        request,
        lambda: decline_access(asked=asked, acting=acting(request)),
        "Permintaan ditolak; tidak ada yang berubah.",
    )
    return redirect("higher-access" if is_team else "home")
