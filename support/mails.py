"""Messages of this floor. None says what somebody wrote to the counselor, nor about whom."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute
from correspondence.models import Message
from support.models import CounselorBackup, GoalReview, ObjectiveState, Referral, SupportCall, Visit
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person

logged(SupportCall, _("Support call"))
logged(Visit, _("Visit to a workplace"))
logged(GoalReview, _("Look at the goals of a match"))
logged(ObjectiveState, _("Where a goal stands"))
logged(Referral, _("Letter to the counselor"))
logged(CounselorBackup, _("Back-up of a counselor"))

#: Who writes these: whoever wrote to the counselor is not named in the list of sent mail.
_BY = Actor.system("referrals")

# Letters to the counselor


@kind("support/referral_written", label=_("Letter to the counselor"))
def referral_written_context(message: Message) -> Mapping[str, object]:
    """Where it is read. Raises Outdated when somebody has opened it."""
    return _unread(message)


@kind("support/referral_passed", label=_("Letter to the counselor, for the back-up"))
def referral_passed_context(message: Message) -> Mapping[str, object]:
    """Where it is read. Raises Outdated when somebody has opened it."""
    return _unread(message)


@kind("support/referral_raised", label=_("Letter to the counselor that nobody opened"))
def referral_raised_context(message: Message) -> Mapping[str, object]:
    """Where an administrator sees that it exists. Raises Outdated when somebody has opened it."""
    return {**_unread(message), "url": absolute(district_url(message.district, "support:referral_watch"))}


def referral_written(referral: Referral, *, to: Person) -> Message:
    """Tell the counselor that somebody wrote. Neither author nor student is named."""
    return _post("support/referral_written", referral, to)


def referral_passed(referral: Referral, *, to: Person) -> Message:
    """Tell the back-up that the counselor has not opened it in time."""
    return _post("support/referral_passed", referral, to)


def referral_raised(referral: Referral, *, to: Person) -> Message:
    """Tell an administrator that nobody has opened it. They do not read it."""
    return _post("support/referral_raised", referral, to)


def _post(name: str, referral: Referral, to: Person) -> Message:
    return outbox.post(
        kind=name,
        to=to,
        by=_BY,
        context={"referral": referral.pk},
        dedupe_key=f"{name}:{referral.pk}:{to.pk}",
        urgent=True,
    )


def _unread(message: Message) -> Mapping[str, object]:
    pk = message.context.get("referral")
    if pk is None:
        return {"url": "", "school": ""}
    referral = Referral.objects.of(message.district).filter(pk=pk).prefetch_related("school").first()
    if referral is None or referral.opened_at is not None:
        raise Outdated
    url = district_url(message.district, "support:referral_detail", pk=referral.pk)
    return {"url": absolute(url), "school": referral.school.name if referral.school else ""}
