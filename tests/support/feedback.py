"""Feedback that tests begin with."""

from terukur.coaching.feedback import FeedbackDraft, write_feedback
from terukur.coaching.feedback_requests import ask_for_feedback
from terukur.coaching.models import Feedback
from terukur.coaching.subjects import FeedbackSubject
from tests.support.cast import AFTER, ANI, BUDI, acting, employee

OBSERVED = "Berkas diperiksa sebelum warga mengambil nomor, Senin pukul 9."
BEHAVIOR = FeedbackSubject(value="BP")


def wrote(plan, draft, *, by=BUDI, on=AFTER, request=None):
    return write_feedback(plan=plan, draft=draft, acting=acting(employee(by).user, on), request=request)


def said(plan, *, by=BUDI):
    return wrote(plan, FeedbackDraft(BEHAVIOR, Feedback.Tone.PRAISE, observed=OBSERVED), by=by)


def asked(plan, colleague=None):
    return ask_for_feedback(
        plan=plan,
        subject=BEHAVIOR,
        colleague=employee(colleague) if colleague else None,
        acting=acting(employee(ANI).user, AFTER),
    )
