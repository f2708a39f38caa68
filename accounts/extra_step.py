"""The extra sign-in step: was it done in this session, must it be, and for how long may it wait."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.models import User
from tenancy.viewer import Viewer

#: How long somebody may put off setting up the extra step, from when they were first asked.
GRACE = timedelta(days=14)
#: Back-up codes alone are no step: they stand in for a lost one.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

_DONE, _PUT_OFF = "accounts.extra_step_done", "accounts.extra_step_put_off"


def mark_done(session: SessionBase, user: User) -> None:
    """This session has shown the extra step, for this sign-in only."""
    session[_DONE] = user.pk


def unmark(session: SessionBase) -> None:
    """This session has to show the extra step again."""
    session.pop(_DONE, None)


def is_done(session: SessionBase, user: User) -> bool:
    """Whether this session has shown the extra step."""
    return bool(session.get(_DONE) == user.pk)


def is_set_up(user: User) -> bool:
    """Whether the sign-in has an authenticator app or a passkey. Reads the database."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists())


def is_required(user: User, viewer: Viewer | None = None) -> bool:
    """Whether this sign-in must do the extra step: platform staff always, others when a role here asks for it."""
    return user.is_platform_staff or (viewer is not None and viewer.needs_extra_step)


def days_left(user: User, at: datetime) -> int:
    """Days of grace still to come, begun ones counted whole; 0 when it is over or, for platform staff, never was."""
    if user.is_platform_staff:
        return 0
    asked_at = user.extra_step_asked_at or at
    left = asked_at + GRACE - at
    return max(0, -(-left // timedelta(days=1)))


def put_off(session: SessionBase, user: User) -> None:
    """Let this session go on without the extra step while the grace lasts."""
    session[_PUT_OFF] = user.pk


def may_pass(session: SessionBase, user: User) -> bool:
    """Whether somebody who must do the extra step may go on now: done, or put off while the grace lasts.

    Who has set it up cannot put it off, so that a session from before is asked too.
    """
    if is_done(session, user):
        return True
    return bool(session.get(_PUT_OFF) == user.pk) and days_left(user, timezone.now()) > 0 and not is_set_up(user)
