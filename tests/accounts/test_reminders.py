"""Who reads that cover or a shared page ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import mails, reminders
from accounts.models import Seat
from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from tenancy import grants
from tenancy.actor import Actor
from tenancy.models import Membership, MembershipGrant, PersonGrant
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def give(cast: Cast, kind, target, *, days: int, since: int = 20):
    """Ana gave Tom an exception so many days ago, for so many days from now."""
    user = Seat.objects.get(person_id=cast.tom.pk).user
    now = timezone.now()
    return grants.give(
        kind,
        to=cast.tom,
        user=user,
        target=target,
        reason="Leave",
        starts_at=now - timedelta(days=since),
        expires_at=now + timedelta(days=days),
        by=Actor.person(cast.ana),
    )


def due(cast: Cast, find):
    with cast.open() as district:
        return list(find(district, cast.today, 0).dues)


def said(cast: Cast, due) -> str:
    with cast.open() as district:
        message = Message(
            id=0, district=district, kind=mails.GRANT_ENDING, person=due.to, language="en", context=due.context
        )
        return " ".join(rendering.mail(message, {}).text.split())


def test_whoever_shared_a_page_reads_that_it_ends(oak: Cast, client_of) -> None:
    client_of(oak.tom).get("")
    with oak.open():
        give(oak, PersonGrant, oak.gil, days=2)
    (found,) = due(oak, reminders.shares)
    assert found.to == oak.ana
    words = said(oak, found)
    assert f"The page that you shared with {oak.tom.name} stays open to them until" in words
    assert f"people/{oak.gil.pk}/" in words and oak.gil.name not in words
    with oak.open():
        give(oak, PersonGrant, oak.gil, days=90)
    assert due(oak, reminders.shares) == []
    with pytest.raises(Outdated):
        said(oak, found)


def test_cover_that_ends_is_read_by_all_three(oak: Cast, client_of) -> None:
    client_of(oak.tom).get("")
    with oak.open():
        give(oak, MembershipGrant, Membership.objects.live().get(person=oak.cole), days=2)
    found = due(oak, reminders.covers)
    assert {one.to.pk for one in found} == {oak.ana.pk, oak.cole.pk, oak.tom.pk}
    assert f"{oak.tom.name} covers for {oak.cole.name} as Counselor until" in said(oak, found[0])


def test_of_an_exception_for_a_few_days_nobody_is_reminded(oak: Cast, client_of) -> None:
    client_of(oak.tom).get("")
    with oak.open():
        give(oak, PersonGrant, oak.gil, days=2, since=2)
    assert due(oak, reminders.shares) == []
