"""The extra sign-in step of a sign-in: asking for it, and taking it away when somebody lost it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import events, mails
from accounts.actions import sign_ins
from accounts.models import SignInVerb, User
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


def ask(user: User, *, at: datetime) -> None:
    """Remember when this sign-in was first asked for the extra step; the days of grace count from then."""
    if user.extra_step_asked_at is None:
        user.extra_step_asked_at = at
        user.save(update_fields=["extra_step_asked_at"])


@transaction.atomic
def reset(*, person: Person, by: Actor) -> int:
    """Take away authenticator app, passkeys and back-up codes of whoever stands for a person; they set them up anew.

    All their sessions end and they are told by mail. Returns how many sign-ins had an extra step. A new grace does not
    begin: who had one before must set one up at the next sign-in.
    """
    users = User.objects.filter(seats__district=person.district_id, seats__person=person)
    had = list(users.filter(authenticator__isnull=False).distinct())
    for user in had:
        Authenticator.objects.filter(user=user).delete()
        events.record(SignInVerb.FACTOR_RESET, user=user, by_user=User.objects.filter(pk=by.user_id or 0).first())
        sign_ins.end_sessions(user)
    audit.record(by=by, verb="extra_step.reset", target=person, facts={"sign_ins": len(had)})
    if had and person.email:
        mails.extra_step_reset(person, by=by)
    return len(had)
