"""A plan returned for single indicators: each is marked with a remark, and the rest stays unmarked."""

from collections.abc import Iterator

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.planning.access import is_appraiser
from terukur.planning.models import PlanVersion
from terukur.planning.operations.versions import return_plan
from terukur.web.acts import carry_out
from terukur.web.planning.views import version_to_read
from terukur.web.viewer import acting, today, user_of


class RemarksForm(forms.Form):
    """A mark and a remark for each indicator, and words on the whole."""

    reason = forms.CharField(
        label="Catatan untuk keseluruhan (boleh kosong)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, version: PlanVersion, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.indicators = {one.pk: one for result in version.results.all() for one in result.indicators.all()}
        for key in self.indicators:
            self.fields[f"mark_{key}"] = forms.BooleanField(label="Perlu diperbaiki", required=False)
            self.fields[f"remark_{key}"] = forms.CharField(
                label="Apa yang perlu diperbaiki", max_length=500, required=False
            )

    def rows(self) -> Iterator[tuple[object, forms.BoundField, forms.BoundField]]:
        """Yield each indicator with its two fields."""
        for key, indicator in self.indicators.items():
            yield indicator, self[f"mark_{key}"], self[f"remark_{key}"]

    def clean(self) -> dict[str, object]:
        """Ask for the remark of each mark, and take a remark without its mark as marked."""
        for key in self.indicators:
            if (
                self.cleaned_data.get(f"mark_{key}")
                and not self.cleaned_data.get(f"remark_{key}", "").strip()
            ):
                self.add_error(f"remark_{key}", "Tulis apa yang perlu diperbaiki; pegawai membacanya.")
        if not self.errors and not self.remarks() and not self.cleaned_data.get("reason", "").strip():
            self.add_error(
                None, "Tandai paling sedikit satu indikator, atau tulis catatan untuk keseluruhan."
            )
        return self.cleaned_data

    def remarks(self) -> dict[int, str]:
        """Return the remarks by the key of their indicator."""
        written = {key: self.cleaned_data.get(f"remark_{key}", "").strip() for key in self.indicators}
        return {key: words for key, words in written.items() if words}


def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a submitted version with a remark on each marked indicator, as its appraiser."""
    version = version_to_read(request, pk)
    may_return = version.status == PlanVersion.Status.SUBMITTED and is_appraiser(
        user_of(request), version.plan, on=today(request)
    )
    if not may_return:
        raise Http404
    form = RemarksForm(request.POST or None, version=version)
    if carry_out(
        request,
        lambda: return_plan(
            version=version,
            reason=form.cleaned_data["reason"],
            remarks=form.remarks(),
            acting=acting(request),
        ),
        "SKP dikembalikan. Pegawai melihat catatan Anda di indikatornya.",
        form=form,
    ):
        return redirect("plan", pk)
    return render(request, "web/planning/remarks.html", {"version": version, "form": form})
