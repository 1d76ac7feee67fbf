"""Requests for feedback: to the appraiser with one tap, or to a colleague from nearby."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.coaching.feedback import FeedbackRefused
from terukur.coaching.models import FeedbackRequest
from terukur.coaching.subjects import FeedbackSubject, UnknownSubject, name_of
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.models import Employee
from terukur.organization.queries import appraiser_of, near_colleagues
from terukur.planning.access import is_owner
from terukur.planning.models import Plan


@transaction.atomic
def ask_for_feedback(
    *, plan: Plan, subject: FeedbackSubject, colleague: Employee | None, acting: Acting[User]
) -> FeedbackRequest:
    """Store the employee's request about one subject: to the appraiser, or to a colleague where one is named.

    :raises FeedbackRefused: from anybody else, on a subject that is not in the plan, to a person who may not
        be asked, or while the same question to the same person waits.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    if not is_owner(acting.by, plan):
        raise FeedbackRefused("Umpan balik diminta oleh pegawai sendiri.")
    try:
        about = name_of(plan, subject)
    except UnknownSubject as error:
        raise FeedbackRefused(str(error)) from error
    asked = _asked(plan, colleague, on=acting.on)
    open_now = open_requests().filter(
        plan=plan, asked=asked, thread=subject.thread, value=subject.value, day=subject.day
    )
    if open_now.exists():
        raise FeedbackRefused(f"Permintaan Anda kepada {asked.name} tentang ini masih menunggu.")
    request = FeedbackRequest.objects.create(
        plan=plan,
        thread=subject.thread,
        value=subject.value,
        day=subject.day,
        about=about,
        asked=asked,
        asked_by=acting.by,
        at=acting.at,
    )
    record(Act(f"feedback-request/{request.pk}", "feedback-requested", rows=fingerprints(request)), acting)
    return request


@transaction.atomic
def decline_request(*, request: FeedbackRequest, acting: Acting[User]) -> None:
    """Decline a request; no reason is asked for.

    :raises FeedbackRefused: from anybody who was not asked, or once it is settled.
    """
    locked = FeedbackRequest.objects.select_for_update().get(pk=request.pk)
    if locked.asked_id != acting.by.pk or locked.settled_at is not None:
        raise FeedbackRefused("Tidak ada permintaan yang menunggu Anda di sini.")
    locked.settled_at, locked.is_declined = acting.at, True
    locked.save(update_fields=["settled_at", "is_declined"])
    record(Act(f"feedback-request/{locked.pk}", "feedback-declined", after={"declined": True}), acting)


def open_requests() -> QuerySet[FeedbackRequest]:
    """Return the requests that are not answered or declined, the longest waiting first."""
    return FeedbackRequest.objects.filter(settled_at__isnull=True)


def requests_waiting_for(user: User) -> QuerySet[FeedbackRequest]:
    """Return the requests to a user that are not settled."""
    return open_requests().filter(asked=user.pk).select_related("asked_by", "plan__assignment__employee")


def _asked(plan: Plan, colleague: Employee | None, *, on: date) -> User:
    appraiser = appraiser_of(plan.assignment, on=on)
    if colleague is None:
        if appraiser is None:
            raise FeedbackRefused("Anda belum punya pejabat penilai; mintalah dari rekan.")
        return appraiser.user
    if appraiser is not None and appraiser.pk == colleague.pk:
        return appraiser.user
    if not near_colleagues(plan.assignment, on=on).filter(employee=colleague).exists():
        raise FeedbackRefused(
            "Pilih pejabat penilai Anda, atau rekan atau bawahan dari unit sendiri atau sekitarnya."
        )
    return colleague.user
