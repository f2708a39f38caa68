"""Sharing somebody's page by exception: give, list, end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import grants
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, PersonGrant, Scope
from tests.factories.tenancy import PersonFactory, SchoolFactory


@pytest.fixture
def far_away(oak):
    """Tom teaches at Birch High, so Cole of Oak High does not see him."""
    with oak.open():
        birch = SchoolFactory(name="Birch High")
        for person, school in ((oak.cole, oak.school), (oak.tom, birch)):
            role = Membership.objects.get(person=person)
            memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[school], by=Actor.system("test"))


def sharing(to, **changed):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {"to": to.pk, "last": tomorrow.isoformat(), "reason": "Joint project", **changed}


def test_grant_give_shows_somebody_to_a_colleague(oak, far_away, client_of):
    assert client_of(oak.cole).get(f"people/{oak.tom.pk}/").status_code == 404
    assert client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.cole)).status_code == 302
    assert client_of(oak.cole).get(f"people/{oak.tom.pk}/").status_code == 200
    assert client_of(oak.cole).get(f"people/{oak.tom.pk}/edit/").status_code == 403
    with oak.open():
        event = AuditEvent.objects.get(verb="grant.give")
    assert (event.actor_person_id, event.facts["to"], event.facts["of"], event.reason) == (
        oak.ana.pk,
        oak.cole.pk,
        oak.tom.pk,
        "Joint project",
    )


def test_what_was_shared_with_somebody_is_not_passed_on_nor_prolonged(oak, far_away, client_of):
    with oak.open():
        role = Membership.objects.get(person=oak.pia)
        memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[oak.school], by=Actor.system("test"))
    client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.pia))
    pia = client_of(oak.pia)
    page = pia.get(f"people/{oak.tom.pk}/")
    assert page.status_code == 200 and f"people/{oak.tom.pk}/share/" not in page.text
    for to in (oak.pia, oak.cole):
        assert pia.post(f"people/{oak.tom.pk}/share/", sharing(to)).status_code == 403
    with oak.open():
        assert [grant.person for grant in PersonGrant.all_grants.all()] == [oak.pia]


def test_grant_give_says_what_is_wrong(oak, client_of):
    page = client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.tom, last="2020-01-01", reason=" "))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["to", "last", "reason"]
    with oak.open():
        assert not PersonGrant.all_grants.exists()


def test_who_cannot_sign_in_is_not_shared_with(oak):
    with oak.open():
        nobody = PersonFactory(given_name="Nora", family_name="Quist")
        with pytest.raises(grants.CannotShare, match="Nora Quist cannot sign in yet"):
            grants.give(
                of=oak.tom,
                to=nobody,
                reason="x",
                expires_at=timezone.now() + timedelta(days=1),
                by=Actor.system("test"),
            )


GRANT_LIST_QUERIES = 13


@pytest.mark.parametrize("count", [1, 4])
def test_grant_list_asks_as_many_queries_for_four_grants_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        for person in [oak.tom, oak.fay, oak.pia, oak.ana][:count]:
            grants.give(
                of=person,
                to=oak.cole,
                reason="x",
                expires_at=timezone.now() + timedelta(days=1),
                by=Actor.person(oak.ada),
            )
    client = client_of(oak.ada)
    client.get("shared/")
    with django_assert_num_queries(GRANT_LIST_QUERIES):
        assert len(client.get("shared/").context["table"].body) == count


def test_grant_list_tells_what_holds_from_what_ran_out(oak, client_of):
    client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.cole))
    client = client_of(oak.ada)
    assert "Joint project" in client.get("shared/").text
    assert "Nothing ran out" in client.get("shared/?state=over").text
    with oak.open():
        past = timezone.now() - timedelta(days=2)
        PersonGrant.all_grants.update(starts_at=past, expires_at=past + timedelta(days=1))
    assert "Nothing is shared by exception" in client.get("shared/").text
    assert "Joint project" in client.get("shared/?state=over").text


def test_grant_end_hides_the_page_again(oak, far_away, client_of):
    client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.cole))
    with oak.open():
        grant = PersonGrant.objects.get()
    assert client_of(oak.ana).get(f"shared/{grant.pk}/end/").status_code == 200
    client_of(oak.ana).post(f"shared/{grant.pk}/end/")
    assert client_of(oak.cole).get(f"people/{oak.tom.pk}/").status_code == 404
    with oak.open():
        assert AuditEvent.objects.get(verb="grant.end").facts == {"to": oak.cole.pk, "of": oak.tom.pk}


def test_elm_and_teachers_share_nothing_of_oak(oak, elm, client_of):
    client_of(oak.ana).post(f"people/{oak.tom.pk}/share/", sharing(oak.cole))
    with oak.open():
        grant = PersonGrant.objects.get()
    assert client_of(elm.ada).get(f"people/{oak.tom.pk}/share/").status_code == 404
    assert client_of(elm.ada).post(f"shared/{grant.pk}/end/").status_code == 404
    assert "Joint project" not in client_of(elm.ada).get("shared/").text
    assert client_of(oak.tom).get("shared/").status_code == 403
    assert client_of(oak.tom).get(f"people/{oak.cole.pk}/share/").status_code == 403
