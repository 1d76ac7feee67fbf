"""Forms of the survey: the citizen's nine questions, and a new point."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string

from terukur.measurement.models import SurveyPoint
from terukur.organization.models import Unit
from terukur.regulation.scales import ServiceElement
from terukur.web.fields import WholeField
from terukur.web.organization.forms import PersonField

QUESTIONS = {
    ServiceElement.REQUIREMENTS: "Syaratnya mudah dipenuhi?",
    ServiceElement.PROCEDURE: "Langkah-langkahnya jelas dan mudah?",
    ServiceElement.TIME: "Selesainya cepat?",
    ServiceElement.COST: "Biayanya wajar, atau gratis sesuai janji?",
    ServiceElement.PRODUCT: "Hasilnya benar dan sesuai?",
    ServiceElement.COMPETENCE: "Petugasnya mampu dan paham?",
    ServiceElement.MANNER: "Petugasnya sopan dan ramah?",
    ServiceElement.COMPLAINTS: "Keluhan dan pertanyaan ditangani?",
    ServiceElement.FACILITIES: "Tempat dan sarananya nyaman?",
}
FACES = ((4, "Sangat baik"), (3, "Baik"), (2, "Kurang"), (1, "Buruk"))
_SALT = "survey"
_HOUR = 3600


def form_token(point: SurveyPoint) -> str:
    """Return a mark that is valid for one answer at one point, within an hour."""
    return signing.dumps({"p": point.pk, "n": get_random_string(24)}, salt=_SALT)


class SurveyAnswerForm(forms.Form):
    """Nine faces and a few words. Every question may be left out, but not all of them."""

    token = forms.CharField()
    comment = forms.CharField(required=False, max_length=500)
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, point: SurveyPoint, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        for element in ServiceElement:
            self.fields[element.value] = forms.TypedChoiceField(
                choices=[(score, word) for score, word in FACES], coerce=int, required=False, empty_value=None
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            told = signing.loads(data.get("token", ""), salt=_SALT, max_age=_HOUR)
        except signing.BadSignature as error:
            raise forms.ValidationError(
                "Halaman ini terbuka lebih dari satu jam. Pilihan Anda masih ada; kirim sekali lagi."
            ) from error
        if told["p"] != self.point.pk or data.get("website"):
            raise forms.ValidationError("Jawaban ini tidak dapat diterima. Muat ulang halamannya.")
        data["nonce"] = told["n"]
        if not self.scores(data):
            raise forms.ValidationError("Pilih paling sedikit satu wajah.")
        return data

    @staticmethod
    def scores(data: dict[str, Any]) -> dict[str, int]:
        """Return the chosen faces, by element."""
        return {e.value: data[e.value] for e in ServiceElement if data.get(e.value)}

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The nine questions with their faces, the chosen one marked."""
        return [
            {
                "key": element.value,
                "text": text,
                "faces": [
                    {"score": score, "word": word, "chosen": self.data.get(element.value) == str(score)}
                    for score, word in FACES
                ],
            }
            for element, text in QUESTIONS.items()
        ]


class PointForm(forms.Form):
    """A counter and service where citizens are asked."""

    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), empty_label="Pilih unit")
    service = forms.CharField(label="Layanan", max_length=200)
    officer = PersonField(
        label="Petugas loket",
        required=False,
        help_text="NIP atau nama lengkap; kosongkan bila loket dipakai bergantian",
    )
    population = WholeField(
        label="Pengguna layanan setahun",
        required=False,
        min_value=1,
        help_text="Untuk menghitung jumlah responden yang diperlukan",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("name")  # type: ignore[attr-defined]

    def point(self) -> SurveyPoint:
        """Return the point as filled in, not stored."""
        data = self.cleaned_data
        return SurveyPoint(
            unit=data["unit"], service=data["service"], officer=data["officer"], population=data["population"]
        )
