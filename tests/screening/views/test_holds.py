"""The pages of safety holds: placing one in two clicks, reading why, lifting it."""

import pytest

from screening.models import HoldReason, SafetyHold
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import PersonFactory, SchoolFactory


def hold_on(cast, person, text="A parent called.", **changed):
    with cast.open():
        hold = SafetyHoldFactory(person=person, placed_by=cast.ana, reason=None, **changed)
        HoldReason.objects.create(hold=hold, moment="placed", text=text)
        return hold


def live(cast):
    with cast.open():
        return list(SafetyHold.objects.live().values_list("person_id", "placed_by_id"))


# Placing


def test_hold_place_is_two_clicks_and_a_reason(oak, client_of):
    client = client_of(oak.ana)
    assert f"/d/oak/people/{oak.mia.pk}/hold/" in client.get(f"people/{oak.mia.pk}/").text
    asked = client.get(f"people/{oak.mia.pk}/hold/")
    assert "call 911" in asked.text and "until further notice" in asked.text
    page = client.post(f"people/{oak.mia.pk}/hold/", {"reason": "A parent called."}, follow=True)
    assert "Mia Fischer is on hold. Everything has stopped." in page.text
    assert "A parent called." not in page.text
    assert live(oak) == [(oak.mia.pk, oak.ana.pk)]


def test_hold_place_wants_a_reason(oak, client_of):
    page = client_of(oak.ana).post(f"people/{oak.mia.pk}/hold/", {"reason": " "})
    assert page.status_code == 422
    assert page.context["form"].errors == {"reason": ["This field is required."]}
    assert live(oak) == []


def test_hold_place_leads_to_the_live_hold(oak, client_of):
    hold = hold_on(oak, oak.mia)
    client = client_of(oak.pia)
    assert client.get(f"people/{oak.mia.pk}/hold/").url == f"/d/oak/safety/holds/{hold.pk}/"
    page = client.post(f"people/{oak.mia.pk}/hold/", {"reason": "Once more"})
    assert page.status_code == 422
    assert "Mia Fischer is on hold already." in page.text


def test_nobody_places_a_hold_on_themselves_by_a_page(oak, client_of):
    page = client_of(oak.ana).post(f"people/{oak.ana.pk}/hold/", {"reason": "Why not"})
    assert page.status_code == 422
    assert "You cannot place a hold on yourself." in page.text


def test_only_those_who_may_place_a_hold_see_the_button(oak, client_of):
    page = client_of(oak.fay).get(f"people/{oak.tom.pk}/")
    assert f"/d/oak/people/{oak.tom.pk}/hold/" not in page.text
    assert "Report an incident" in page.text
    assert client_of(oak.fay).get(f"people/{oak.tom.pk}/hold/").status_code == 403


# Reading


def test_hold_detail_says_who_and_when_but_never_why(oak, client_of):
    hold = hold_on(oak, oak.mia)
    for reader in (oak.ana, oak.ada, oak.pia):
        page = client_of(reader).get(f"safety/holds/{hold.pk}/")
        assert "Mia Fischer" in page.text and "Ana García" in page.text
        assert "A parent called." not in page.text


def test_hold_reason_is_read_by_two_roles_and_each_reading_is_written_down(oak, client_of):
    hold = hold_on(oak, oak.mia)
    for reader in (oak.ada, oak.pia, oak.pia):
        assert "A parent called." in client_of(reader).post(f"safety/holds/{hold.pk}/reason/").text
    for other in (oak.ana, oak.cole, oak.tom, oak.mia):
        assert client_of(other).post(f"safety/holds/{hold.pk}/reason/").status_code == 403
    assert client_of(oak.ada).get(f"safety/holds/{hold.pk}/reason/").status_code == 405
    with oak.open():
        readers = list(
            AuditEvent.objects.filter(verb="hold.read").order_by("pk").values_list("actor_person", flat=True)
        )
    assert readers == [oak.ada.pk, oak.pia.pk, oak.pia.pk]


def test_who_is_on_hold_reads_nothing_of_it_even_as_an_administrator(oak, client_of):
    hold = hold_on(oak, oak.ada)
    client = client_of(oak.ada)
    assert client.get(f"safety/holds/{hold.pk}/").status_code == 404
    assert client.post(f"safety/holds/{hold.pk}/reason/").status_code == 404
    assert client.post(f"safety/holds/{hold.pk}/lift/", {"reason": "I say so"}).status_code == 404


def test_a_principal_of_another_school_knows_of_no_hold(oak, client_of):
    hold = hold_on(oak, oak.tom)
    with oak.open():
        other = SchoolFactory(name="Birch High")
        for person, school in ((oak.pia, oak.school), (oak.tom, other)):
            role = Membership.objects.get(person=person)
            memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[school], by=Actor.system("test"))
    assert client_of(oak.pia).get(f"safety/holds/{hold.pk}/").status_code == 404
    assert "Whelan" not in client_of(oak.pia).get("safety/holds/").text


# Lifting


def test_hold_lift_asks_why_and_lets_go(oak, client_of):
    hold = hold_on(oak, oak.mia)
    client = client_of(oak.pia)
    assert client.post(f"safety/holds/{hold.pk}/lift/", {"reason": ""}).status_code == 422
    page = client.post(f"safety/holds/{hold.pk}/lift/", {"reason": "It was somebody else."}, follow=True)
    assert "The hold on Mia Fischer is lifted." in page.text
    assert live(oak) == []


def test_a_coordinator_places_and_does_not_lift(oak, client_of):
    hold = hold_on(oak, oak.mia)
    assert client_of(oak.ana).get(f"safety/holds/{hold.pk}/lift/").status_code == 403
    assert live(oak) != []


# The list, and what needs somebody today


@pytest.mark.parametrize("count", [1, 4])
def test_hold_list_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        for number in range(count):
            SafetyHoldFactory(person=PersonFactory(family_name=f"Zimmer{number}"), placed_by=oak.ana)
    client = client_of(oak.ada)
    client.get("safety/holds/")
    every = "?column=state&column=placed_at&column=placed_by&column=lifted_at"
    with django_assert_num_queries(HOLD_LIST_QUERIES):
        assert len(client.get(f"safety/holds/{every}").context["list"].current.rows) == count


HOLD_LIST_QUERIES = 12


def test_hold_list_shows_live_holds_first_and_others_by_a_filter(oak, client_of):
    hold_on(oak, oak.mia)
    with oak.open():
        SafetyHoldFactory(person=oak.tom, placed_by=oak.ana, lifted_by=oak.ada, lifted_at="2026-09-02T15:00Z")
    client = client_of(oak.ana)
    names = {
        query: [str(row.name) for row in client.get(f"safety/holds/{query}").context["table"].rows]
        for query in ("", "?state=lifted", "?state=all")
    }
    assert names[""] == ["Fischer, Mia"]
    assert names["?state=lifted"] == ["Whelan, Tom"]
    assert sorted(names["?state=all"]) == ["Fischer, Mia", "Whelan, Tom"]


def test_hold_list_says_that_nobody_is_on_hold(oak, client_of):
    assert "Nobody is on hold" in client_of(oak.ana).get("safety/holds/").text


def test_those_who_lift_holds_find_them_on_their_first_page(oak, client_of):
    hold_on(oak, oak.mia)
    assert "1 person is on hold until somebody decides." in client_of(oak.pia).get("").text
    assert "on hold" not in client_of(oak.tom).get("").text


def test_elm_sees_and_does_nothing_about_holds_of_oak(oak, elm, client_of):
    hold = hold_on(oak, oak.mia)
    client = client_of(elm.ada)
    assert client.get(f"safety/holds/{hold.pk}/").status_code == 404
    assert client.post(f"safety/holds/{hold.pk}/reason/").status_code == 404
    assert client.post(f"safety/holds/{hold.pk}/lift/", {"reason": "x"}).status_code == 404
    assert client.post(f"people/{oak.mia.pk}/hold/", {"reason": "x"}).status_code == 404
    assert "Fischer" not in client.get("safety/holds/").text
