"""The place before the date on the agency's documents."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team
from terukur.organization.agency import set_place
from terukur.organization.models import Agency
from terukur.web.viewer import acting, today, user_of


class PlaceForm(forms.Form):
    """One line; empty means the agency's own name."""

    place = forms.CharField(
        label="Tempat pada dokumen",
        max_length=100,
        required=False,
        help_text="Berdiri di depan tanggal, di atas tanda tangan. Kosong: nama instansi.",
    )


def place_form() -> PlaceForm:
    """Return the form with the place as it is now."""
    agency = Agency.objects.order_by("pk").first()
    return PlaceForm(initial={"place": agency.place if agency else ""})


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Store the place and return to the page that shows it."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    form = PlaceForm(request.POST)
    agency = get_object_or_404(Agency)
    if form.is_valid():
        set_place(agency=agency, place=form.cleaned_data["place"], acting=acting(request))
        messages.success(request, "Tempat disimpan; dokumen yang sudah final tidak berubah.")
    else:
        messages.error(request, "Tempat paling panjang 100 huruf.")
    return redirect("policy")
