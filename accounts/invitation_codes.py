"""A printed code is tried: counted in the database, answered alike whenever it is wrong."""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, tries
from accounts.actions import invitations
from accounts.models import Invitation, SignInVerb
from accounts.secrets import digests, plain
from tenancy.context import district as open_district
from tenancy.models import District

_HELD = "accounts.invitation"


@dataclass(frozen=True)
class Refused:
    """The code was not taken; the reason is fit to be shown. (Returned, not raised: the count must stand.)"""

    reason: str


def try_code(request: HttpRequest, *, district: str, code: str) -> Invitation | Refused:
    """The invitation that a printed code opens; this session may accept it then.

    A wrong, used, old or unknown code, and an unknown district, get the same answer after the same work.
    """
    address = events.internet_address(request)
    limits = (
        (tries.INVITATION_CODE_FROM, address),
        (tries.INVITATION_CODE, f"{address} {district}"),
        (tries.INVITATION_CODE_OF_DISTRICT, district),
    )
    if not all(limit.spend(what) for limit, what in limits):  # stops at the first that is used up
        return Refused(_("Too many tries. Wait an hour, then try again, or ask for a new code."))
    invitation = _look_up(district, code)
    if invitation is None:
        events.record(SignInVerb.FAILED, user=None, request=request, method="printed code", tried=district)
        return Refused(_("This code does not work. Check both, letter by letter, or ask for a new code."))
    for limit, what in limits:
        limit.give_back(what)
    request.session[_HELD] = {
        "district": invitation.district_id,
        "invitation": invitation.pk,
        "code": digests(plain(code)),
    }
    return invitation


def held(session: SessionBase, district: District) -> Invitation | None:
    """The invitation whose code this session typed, while that code is the newest one."""
    entry = session.get(_HELD)
    if entry is None or entry["district"] != district.pk:
        return None
    mine = Invitation.objects.of(district).filter(pk=entry["invitation"], secrets__digest__in=entry["code"])
    return mine.select_related("person", "district").first()


def _look_up(slug: str, code: str) -> Invitation | None:
    found = District.objects.filter(slug=slug.strip().lower(), is_active=True).first()
    digests(plain(code))  # the same work for an unknown district
    if found is None:
        return None
    with open_district(found.pk):
        invitation = invitations.find(found, plain(code), Invitation.Channel.PAPER)
        return invitation if invitation and invitations.is_live(invitation, timezone.now()) else None
