"""Cover while somebody is away: named by themselves, by a principal, by an administrator; seen; ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import covers
from accounts.actions.covers import CannotCover
from accounts.models import Seat
from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, MembershipGrant, Scope
from tenancy.permissions import Role
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolFactory

COVER_LIST_QUERIES = 15


def role_of(cast, person):
    with cast.open():
        return Membership.objects.live().get(person=person)


def cover(cast, absent, by, **changed):
    """What is typed to let somebody cover for the absent person, today and tomorrow."""
    today = cast.today
    return {
        "memberships": [role_of(cast, absent).pk],
        "to": by.pk,
        "first": today.isoformat(),
        "last": (today + timedelta(days=1)).isoformat(),
        "reason": "Leave",
        **changed,
    }


def covers_in(cast):
    with cast.open():
        return [(one.person_id, one.content_object.person_id) for one in MembershipGrant.objects.order_by("pk")]


def test_cover_add_lets_a_colleague_stand_in(oak, client_of):
    assert client_of(oak.tom).get("calendar/add/").status_code == 403
    assert client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.tom)).status_code == 302
    assert client_of(oak.tom).get("calendar/add/").status_code == 200
    assert "You cover for Ana García." in client_of(oak.tom).get("people/").text
    assert "named cover" in client_of(oak.ada).get("audit/").text
    assert "of: Ana García, Coordinator" in client_of(oak.ada).get("audit/").text
    assert "You cover for" not in client_of(oak.ana).get("people/").text
    with oak.open():
        event = AuditEvent.objects.get(verb="grant.give")
    assert (event.actor_person_id, event.facts["to"], event.reason) == (oak.ana.pk, oak.tom.pk, "Leave")


def test_cover_list_says_who_covers_for_whom(oak, client_of):
    client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.tom))
    assert "Tom Whelan" in client_of(oak.ana).get("cover/").text
    page = client_of(oak.tom).get("cover/")
    assert [one.content_object.person_id for one in page.context["covering"]] == [oak.ana.pk]
    assert not client_of(oak.cole).get("cover/").context["covering"]


@pytest.mark.parametrize("count", [1, 4])
def test_cover_list_asks_as_many_queries_for_four_covers_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        user = Seat.objects.get(person=oak.fay).user
        for number in range(count):
            role = MembershipFactory(person=PersonFactory(family_name=f"Zed{number}"), role=Role.TEACHER)
            covers.name(
                memberships=[role],
                to=oak.fay,
                reason="Leave",
                starts_at=timezone.now(),
                expires_at=timezone.now() + timedelta(days=1),
                by=Actor.person(oak.ada, user),
            )
    client = client_of(oak.ada)
    client.get("cover/")
    with django_assert_num_queries(COVER_LIST_QUERIES):
        assert len(client.get("cover/").context["others"]) == count


def test_cover_add_says_what_is_wrong(oak, client_of):
    past = (oak.today - timedelta(days=2)).isoformat()
    page = client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.mia, first=past, last=past, reason=""))
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "to": ["Select a valid choice. That choice is not one of the available choices."],
        "last": ["Choose a day that is still to come."],
        "reason": ["This field is required."],
    }
    assert covers_in(oak) == []


def test_nobody_covers_with_somebody_elses_role(oak, client_of):
    typed = cover(oak, oak.ana, oak.cole, memberships=[role_of(oak, oak.ada).pk])
    assert list(client_of(oak.ana).post("cover/add/", typed).context["form"].errors) == ["memberships"]
    assert covers_in(oak) == []


def test_cover_set_by_a_principal_for_a_colleague_in_hospital(oak, client_of):
    assert client_of(oak.pia).post(f"people/{oak.ana.pk}/cover/", cover(oak, oak.ana, oak.tom)).status_code == 302
    assert covers_in(oak) == [(oak.tom.pk, oak.ana.pk)]


def test_a_principal_names_no_cover_for_an_administrator(oak, client_of):
    page = client_of(oak.pia).post(f"people/{oak.ada.pk}/cover/", cover(oak, oak.ada, oak.tom))
    assert page.status_code == 422
    assert covers_in(oak) == []


def test_a_principal_of_one_school_names_cover_for_its_people_alone(oak, client_of):
    with oak.open():
        birch = SchoolFactory(name="Birch High")
        for person, school in ((oak.pia, oak.school), (oak.tom, oak.school), (oak.cole, birch)):
            role = Membership.objects.get(person=person)
            memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[school], by=Actor.system("test"))
    client = client_of(oak.pia)
    assert client.post(f"people/{oak.tom.pk}/cover/", cover(oak, oak.tom, oak.ana)).status_code == 302
    assert client.get(f"people/{oak.cole.pk}/cover/").status_code == 404
    assert client.post(f"people/{oak.ana.pk}/cover/", cover(oak, oak.ana, oak.tom)).status_code == 422
    assert covers_in(oak) == [(oak.ana.pk, oak.tom.pk)]


def test_cover_is_not_passed_on(oak, client_of):
    client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.tom))
    typed = cover(oak, oak.tom, oak.cole, memberships=[role_of(oak, oak.ana).pk])
    assert list(client_of(oak.tom).post("cover/add/", typed).context["form"].errors) == ["memberships"]


def test_cover_end_ends_it_at_once(oak, elm, client_of):
    client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.tom))
    with oak.open():
        grant = MembershipGrant.objects.get()
    assert client_of(elm.ada).post(f"cover/{grant.pk}/end/").status_code == 404
    assert client_of(oak.cole).post(f"cover/{grant.pk}/end/").status_code == 404
    assert client_of(oak.ana).get(f"cover/{grant.pk}/end/").status_code == 200
    client_of(oak.tom).post(f"cover/{grant.pk}/end/")
    assert covers_in(oak) == []
    assert client_of(oak.tom).get("calendar/add/").status_code == 403


def test_elm_names_no_cover_in_oak(oak, elm, client_of):
    assert client_of(elm.ada).get(f"people/{oak.ana.pk}/cover/").status_code == 404
    typed = cover(elm, elm.ana, oak.tom)
    assert list(client_of(elm.ana).post("cover/add/", typed).context["form"].errors) == ["to"]


@pytest.mark.parametrize(
    ("absent", "to", "words"),
    [
        ("ana", "ana", "nobody covers for themselves"),
        ("ana", "mia", "Only staff can cover."),
        ("sam", "tom", "Only staff roles can be covered."),
    ],
)
def test_covers_name_refuses(oak, absent, to, words):
    role = role_of(oak, getattr(oak, absent))
    with oak.open(), pytest.raises(CannotCover, match=words):
        covers.name(
            memberships=[role],
            to=getattr(oak, to),
            reason="Leave",
            starts_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
            by=Actor.system("test"),
        )


def test_whoever_covers_is_told_by_mail(oak, client_of):
    client_of(oak.ana).post("cover/add/", cover(oak, oak.ana, oak.tom))
    with oak.open():
        message = Message.objects.get()
        written = rendering.mail(message, {})
        assert (message.kind, message.person, message.posted_by) == ("accounts/cover_named", oak.tom, oak.ana)
        assert "Ana García (Coordinator): " in written.text
        assert "/d/oak/cover/" in written.text
        MembershipGrant.objects.get().delete()
        with pytest.raises(Outdated):
            rendering.mail(message, {})


def test_whoever_names_themselves_gets_no_mail(oak, client_of):
    client_of(oak.pia).post(f"people/{oak.tom.pk}/cover/", cover(oak, oak.tom, oak.pia))
    with oak.open():
        assert MembershipGrant.objects.count() == 1
        assert not Message.objects.exists()


def test_cover_ends_with_whoever_is_let_go(oak, client_of):
    with oak.open():
        MembershipFactory(person=oak.pia, role=Role.ADMINISTRATOR)
    client_of(oak.ada).post("cover/add/", cover(oak, oak.ada, oak.tom))
    assert client_of(oak.tom).get("audit/").status_code == 200
    assert client_of(oak.pia).post(f"people/{oak.ada.pk}/deactivate/", {"reason": "Left"}).status_code == 302
    assert client_of(oak.tom).get("audit/").status_code == 403
