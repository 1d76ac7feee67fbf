"""The form of feedback: four short fields with examples, or free text."""

from typing import Any

from django import forms

from terukur.coaching.feedback import FeedbackDraft
from terukur.coaching.models import ANSWER_LENGTH, FEEDBACK_FIELDS, FEEDBACK_LENGTHS, Feedback, FeedbackAnswer
from terukur.coaching.subjects import FeedbackSubject

_EXAMPLES = {
    "situation": "Senin pagi di loket 2 · Posyandu Melati, 12 Oktober · jam kedua di kelas 5B",
    "observed": "Berkas diperiksa sebelum warga mengambil nomor · 38 balita ditimbang sampai pukul 11 · "
    "tiga murid di belakang belum ditanya",
    "effect": "Antrean selesai pukul 14 · ibu-ibu tidak perlu kembali · murid yang belum paham tidak tampak",
    "next_step": "Ajarkan kepada rekan baru pekan ini · coba kartu tanya minggu depan",
}


def _words(name: str, label: str, *, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=FEEDBACK_LENGTHS[name],
        help_text=f"Misalnya: {_EXAMPLES[name]}" if name in _EXAMPLES else "",
        widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput,
    )


class FeedbackForm(forms.Form):
    """Feedback on a subject of a plan; ``subjects`` is empty where a request names it already."""

    about = forms.ChoiceField(label="Tentang")
    tone = forms.ChoiceField(
        label="Ini",
        choices=Feedback.Tone.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih pujian atau saran."},
    )
    situation = _words("situation", FEEDBACK_FIELDS["situation"], rows=1)
    observed = _words("observed", FEEDBACK_FIELDS["observed"])
    effect = _words("effect", FEEDBACK_FIELDS["effect"])
    next_step = _words("next_step", FEEDBACK_FIELDS["next_step"])
    text = _words("text", "Tulisan bebas", rows=4)
    seen_hints = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, subjects: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if subjects:
            self.fields["about"].choices = subjects  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def texts(self) -> dict[str, str]:
        """Return the text written so far, by field; also where the form is not complete."""
        return {name: str(self.data.get(name, "")) for name in (*FEEDBACK_FIELDS, "text")}

    def kinds_seen(self) -> set[str]:
        """Return the kinds of hints that the page had shown when it was sent."""
        return set(self.cleaned_data["seen_hints"].split())

    def draft(self, subject: FeedbackSubject | None = None) -> FeedbackDraft:
        """Return the filled-in feedback."""
        data = self.cleaned_data
        return FeedbackDraft(
            subject or FeedbackSubject.parse(data["about"]),
            Feedback.Tone(data["tone"]),
            **{name: data[name] for name in (*FEEDBACK_FIELDS, "text")},
        )


class FeedbackAnswerForm(forms.Form):
    """The receiver's answer to it, or the action taken."""

    outcome = forms.ChoiceField(
        label="Apa yang Anda lakukan dengannya?",
        required=False,
        widget=forms.RadioSelect,
        choices=FeedbackAnswer.Outcome.choices,
    )
    text = forms.CharField(
        label="Jawaban",
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Boleh kosong, kecuali tidak Anda lakukan: tulis mengapa.",
    )
