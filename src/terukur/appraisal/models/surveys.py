"""Surveys of behavior: their answers, and who was invited."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from terukur.appraisal.models.appraisals import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.organization.models import Employee


class BehaviorSurvey(models.Model):
    """A closed survey of behavior for one appraisal: only sums, increased in place, one row for all.

    ``counts`` holds for each of the seven values how often each choice was given. There is no row for an
    answer, so nothing joins a person, a moment or an order to an answer.
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="behavior_survey")
    asked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closes_on = models.DateField()
    asked = models.PositiveSmallIntegerField()
    answers = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    kept = Kept("survei perilaku yang ditutup tanggal", by="closes_on", nightly=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_more_answers_than_asked", condition=Q(answers__lte=F("asked")))
        ]
        triggers = [
            pgtrigger.Protect(name="survey_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="full_survey_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answers=pgtrigger.F("old__asked")),
            ),
            pgtrigger.Protect(
                name="survey_takes_one_answer_at_a_time",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__counts__df=pgtrigger.F("new__counts"))
                & ~pgtrigger.Q(new__answers__gt=pgtrigger.F("old__answers")),
            ),
        ]


class SurveyInvitation(models.Model):
    """An invitation to a survey. ``is_settled`` once answered or declined: the two are stored alike."""

    survey = models.ForeignKey(BehaviorSurvey, on_delete=models.PROTECT, related_name="invitations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "employee"], name="asked_once_per_survey")]
