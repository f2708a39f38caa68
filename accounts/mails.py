"""Messages about signing in."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, InvitationSecret
from accounts.secrets import new_token
from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, absolute, minter
from correspondence.models import Message
from tenancy.actor import Actor, Kind
from tenancy.http import district_url
from tenancy.models import Person


@minter("accounts.invitation")
def invitation_link(party_pk: int) -> str:
    """A fresh link to an open invitation. Links made before stay valid until one is used."""
    invitation = Invitation.objects.select_related("person", "district").filter(pk=party_pk).first()
    if invitation is None or not invitation.is_open or not invitation.person.is_active:
        raise Outdated
    token = new_token()
    InvitationSecret.objects.keep(invitation, token)
    return absolute(district_url(invitation.district, "accounts:invitation_open", token))


@kind("accounts/invitation", label=_("Invitation to sign in"))
def invitation_context(message: Message) -> Mapping[str, object]:
    """Until when the link works."""
    invitation = Invitation.objects.of(message.district).filter(pk=message.link_party or 0).first()
    return {"expires_at": invitation.expires_at if invitation else None}


def invitation(invitation: Invitation, *, by: Actor) -> None:
    """Send somebody the link to their invitation."""
    link = Link("accounts.invitation", invitation.pk)
    # A button pressed twice sends once; who asks by a link that ran out is answered each time.
    key = "" if by.kind == Kind.LINK else f"accounts.invitation:{invitation.pk}:{invitation.expires_at:%Y%m%d%H%M}"
    outbox.post(kind="accounts/invitation", to=invitation.person, by=by, link=link, dedupe_key=key, urgent=True)


@kind("accounts/extra_step_reset", label=_("Extra sign-in step reset"))
def extra_step_reset_context(message: Message) -> Mapping[str, object]:
    """The mail names nobody but its reader."""
    return {}


def extra_step_reset(person: Person, *, by: Actor) -> None:
    """Tell somebody that their extra step was taken away: at once, for it may not have been their wish."""
    outbox.post(kind="accounts/extra_step_reset", to=person, by=by, urgent=True, leave_after=timedelta(0))
