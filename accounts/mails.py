"""Messages about signing in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar, cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, InvitationSecret
from accounts.secrets import new_token
from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, minter, opening
from correspondence.models import Message
from tenancy.actor import Actor, Kind
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import MembershipGrant, Person, PersonGrant
from tenancy.permissions import STAFF_ROLES

logged(Invitation, _("Invitation"))


@minter("accounts.invitation")
def invitation_link(party_pk: int) -> str:
    """A fresh link to an open invitation. Links made before stay valid until one is used."""
    invitation = Invitation.objects.select_related("person", "district").filter(pk=party_pk).first()
    if invitation is None or not invitation.is_open or not invitation.person.is_active:
        raise Outdated
    token = new_token()
    InvitationSecret.objects.keep(invitation, token)
    return opening(district_url(invitation.district, "accounts:invitation_open", token))


@kind("accounts/invitation", label=_("Invitation to sign in"))
def invitation_context(message: Message) -> Mapping[str, object]:
    """Until when the link works."""
    invitation = Invitation.objects.of(message.district).filter(pk=message.link_party or 0).first()
    return {"expires_at": invitation.expires_at if invitation else None}


def invitation(invitation: Invitation, *, by: Actor) -> None:
    """Send somebody the link to their invitation."""
    link = Link("accounts.invitation", invitation.pk)
    # A button pressed twice sends once; a link that ran out fills nobody's mailbox: it brings one an hour.
    moment = f"link:{invitation.expires_at:%Y%m%d%H}" if by.kind == Kind.LINK else f"{invitation.expires_at:%Y%m%d%H%M}"
    key = f"accounts.invitation:{invitation.pk}:{moment}"
    outbox.post(kind="accounts/invitation", to=invitation.person, by=by, link=link, dedupe_key=key, urgent=True)


@kind("accounts/extra_step_reset", label=_("Extra sign-in step reset"))
def extra_step_reset_context(message: Message) -> Mapping[str, object]:
    """The mail names nobody but its reader."""
    return {}


def extra_step_reset(person: Person, *, by: Actor) -> None:
    """Tell somebody that their extra step was taken away: at once, for it may not have been their wish."""
    outbox.post(kind="accounts/extra_step_reset", to=person, by=by, urgent=True, leave_after=timedelta(0))


#: The message that cover or a shared page ends.
GRANT_ENDING = "accounts/grant_ending"
AnyGrant = TypeVar("AnyGrant", PersonGrant, MembershipGrant)


@kind("accounts/cover_named", label=_("Cover for a colleague"))
def cover_named_context(message: Message) -> Mapping[str, object]:
    """As what, from when until when. Cover that was ended before the mail left is not told any more (Outdated)."""
    absent = message.context.get("absent")
    grants = cast("QuerySet[MembershipGrant]", MembershipGrant.all_grants.of(message.district))
    running = grants.filter(person=message.person_id, content_object__person=absent, expires_at__gt=timezone.now())
    covers = running.order_by("pk")
    if absent and not covers:
        raise Outdated
    return {"covers": covers, "url": opening(district_url(message.district, "accounts:cover_list"))}


def cover_named(person: Person, *, absent_id: int, by: Actor) -> None:
    """Tell somebody that they stand in for the person with this id."""
    outbox.post(kind="accounts/cover_named", to=person, by=by, context={"absent": absent_id})


@kind(GRANT_ENDING, label=_("An exception ends"), for_digest=True, muted_by=STAFF_ROLES)
def grant_ending_context(message: Message) -> Mapping[str, object]:
    """Which cover or shared page ends, when, and where it is prolonged. Outdated once it ended or was prolonged."""
    context = message.context
    if "membershipgrant" in context and "persongrant" not in context:
        covers = cast("QuerySet[MembershipGrant]", MembershipGrant.all_grants.of(message.district))
        cover = _still(covers.filter(pk=context["membershipgrant"]).prefetch_related("content_object__person"), context)
        return {"cover": cover, "url": opening(district_url(message.district, "accounts:cover_list"))}
    if "persongrant" in context:
        shares = cast("QuerySet[PersonGrant]", PersonGrant.all_grants.of(message.district))
        share = _still(shares.filter(pk=context["persongrant"]).prefetch_related("person"), context)
        address = district_url(message.district, "tenancy:person_detail", pk=share.content_object_id)
        return {"share": share, "url": opening(address)}
    return {"url": ""}


def _still(rows: "QuerySet[AnyGrant]", context: Mapping[str, object]) -> "AnyGrant":
    """The exception, as long as it holds and ends on the day that was meant."""
    grant = rows.filter(expires_at__gt=timezone.now()).first()
    if grant is None or context.get("until") not in (None, grant.last_day.isoformat()):
        raise Outdated
    return grant
