"""Granted roles: their holders, open requests, the second person who carries them out, and their end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team, may_read_roles
from terukur.organization.models import AccessRequest, RoleGrant
from terukur.organization.roles import end_grant, grants_in_force
from terukur.organization.second_person import (
    ask_for_access,
    carry_out_access,
    decline_access,
    waiting_access,
)
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.role_forms import CODE, AccessForm, EndForm
from terukur.web.organization.role_words import OPENS
from terukur.web.templatetags.terukur import tanggal
from terukur.web.viewer import acting, today, user_of

_KIND = AccessRequest.Kind
_TWO = 2


def higher_access(request: HttpRequest) -> HttpResponse:
    """Show the holders of granted roles and the requests for a second person; store one's own request."""
    user = user_of(request)
    if not may_read_roles(user, on=today(request)):
        raise Http404
    may_ask = is_performance_team(user, on=today(request))
    form = AccessForm(request.POST or None, initial={"unit": request.GET.get("unit", "")[:40]})
    if request.method == "POST":
        if not may_ask:
            raise Http404
        if form.is_valid() and _asked(request, form):
            return redirect("higher-access")
    held = list(grants_in_force(on=today(request)))
    return render(
        request,
        "web/organization/access.html",
        {
            "form": form if may_ask else None,
            "roles": [
                (role.label, OPENS[role], [grant for grant in held if grant.role == role])
                for role in RoleGrant.Role
            ],
            "is_alone": _is_alone(held),
            "requests": AccessRequest.objects.select_related("subject", "asked_by", "decided_by", "unit")[
                :20
            ],
            "mine": set(waiting_access(user).values_list("pk", flat=True)) if may_ask else set(),
        },
    )


def _is_alone(held: list[RoleGrant]) -> bool:
    """Return whether one person alone is the agency's performance team: then nobody is a second person."""
    team = {g.user_id for g in held if g.role == RoleGrant.Role.PERFORMANCE_TEAM and g.unit_id is None}
    return len(team) < _TWO


def _asked(request: HttpRequest, form: AccessForm) -> bool:
    data = form.cleaned_data
    kind = _KIND.CODE if data["wanted"] == CODE else _KIND.ROLE
    done = carry_out(
        request,
        lambda: ask_for_access(
            kind=kind,
            subject=data["person"].user,
            role=data["wanted"] if kind is _KIND.ROLE else "",
            unit=data["unit"],
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
    asked = get_object_or_404(
        AccessRequest.objects.select_related("subject__employee", "asked_by", "unit"), pk=pk
    )
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
            *([] if is_code else [("Jangkauan", asked.unit.name if asked.unit else "Seluruh instansi")]),
            ("Alasan", asked.reason),
            ("Diminta oleh", f"{asked.asked_by.name}, {tanggal(asked.asked_at)}"),
        ],
        "Siapa pun yang memegang kode ini masuk sebagai pemilik akun. Serahkan hanya kepada orangnya sendiri."
        if is_code
        else f"Mulai hari ini: {OPENS[RoleGrant.Role(asked.role)]}",
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


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a granted role at once, with the reason; by the performance team or the holder."""
    user = user_of(request)
    grant = get_object_or_404(RoleGrant.objects.on(today(request)).select_related("user", "unit"), pk=pk)
    is_team = is_performance_team(user, on=today(request))
    if not is_team and grant.user_id != user.pk:
        raise Http404
    form = EndForm(request.POST or None)
    label = RoleGrant.Role(grant.role).label
    if carry_out(
        request,
        lambda: end_grant(grant=grant, reason=form.cleaned_data["reason"], acting=acting(request)),
        f"Peran {label} {grant.user.name} berakhir. Yang dilakukannya tetap tercatat.",
        form=form,
    ):
        return redirect("higher-access" if is_team and grant.user_id != user.pk else "home")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Akhiri peran {label}: {grant.user.name}",
            "lead": "Berakhir saat disimpan, tanpa orang kedua. Memberikannya lagi memerlukan dua orang.",
        },
    )
