"""Roles: give, move, end, end for several."""

from tenancy.models import AuditEvent, Membership
from tenancy.permissions import Role
from tests.factories.tenancy import MembershipFactory


def role_of(cast, person):
    with cast.open():
        return Membership.objects.live().get(person=person)


def test_membership_add_gives_a_second_role(oak, client_of):
    client_of(oak.ada).post(
        f"people/{oak.tom.pk}/roles/add/",
        {"role": "coordinator", "scope": "schools", "schools": [oak.school.pk], "reason": "From January"},
    )
    with oak.open():
        role = Membership.objects.get(person=oak.tom, role="coordinator")
        assert [row.school_id for row in role.school_rows.all()] == [oak.school.pk]
        event = AuditEvent.objects.get(verb="membership.give")
    assert event.reason == "From January"
    assert event.facts == {
        "person": oak.tom.pk,
        "role": "coordinator",
        "scope": "schools",
        "schools": [oak.school.pk],
    }


def test_membership_add_offers_no_role_that_is_held_already(oak, client_of):
    page = client_of(oak.ada).post(f"people/{oak.tom.pk}/roles/add/", {"role": "teacher", "scope": "district"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["role"]


def test_an_administrators_role_holds_everywhere(oak, client_of):
    page = client_of(oak.ada).post(
        f"people/{oak.tom.pk}/roles/add/", {"role": "administrator", "scope": "schools", "schools": [oak.school.pk]}
    )
    assert page.context["form"].errors == {"scope": ["A district administrator works for the whole district."]}


def test_membership_change_moves_a_role_to_a_school(oak, client_of):
    role = role_of(oak, oak.tom)
    client_of(oak.ada).post(f"roles/{role.pk}/change/", {"scope": "schools", "schools": [oak.school.pk], "title": "IT"})
    with oak.open():
        role.refresh_from_db()
        assert (role.scope, role.title, [row.school_id for row in role.school_rows.all()]) == (
            "schools",
            "IT",
            [oak.school.pk],
        )


def test_membership_end_ends_it_with_a_reason(oak, client_of):
    role = role_of(oak, oak.tom)
    client_of(oak.ada).post(f"roles/{role.pk}/end/", {"reason": "Left in June"})
    with oak.open():
        role.refresh_from_db()
        event = AuditEvent.objects.get(verb="membership.end")
    assert role.ended_on is not None
    assert (event.reason, event.facts) == ("Left in June", {"person": oak.tom.pk, "role": "teacher"})
    assert client_of(oak.tom).get("").status_code == 404


def test_the_last_administrators_role_goes_on(oak, client_of):
    role = role_of(oak, oak.ada)
    page = client_of(oak.ada).post(f"roles/{role.pk}/end/", {"reason": "Enough"})
    assert page.status_code == 422
    assert "Ada Okafor is the last district administrator. Give the role to somebody else first." in page.text
    with oak.open():
        MembershipFactory(person=oak.pia, role=Role.ADMINISTRATOR)
    assert client_of(oak.ada).post(f"roles/{role.pk}/end/", {"reason": "Enough"}).status_code == 302


def test_membership_end_selected_names_who_is_left_out(oak, client_of):
    selected = f"selected={oak.tom.pk}&selected={oak.mia.pk}&selected={oak.ada.pk}"
    page = client_of(oak.ada).get(f"people/end-roles/?{selected}")
    assert page.context["roles"] == ["Tom Whelan: Teacher"]
    assert page.context["left_out"] == [
        ("Mia Fischer", "has no such role"),
        ("Ada Okafor", "this is you; ask another administrator"),
    ]


def test_membership_end_selected_ends_the_roles(oak, elm, client_of):
    selected = [oak.tom.pk, oak.cole.pk, elm.tom.pk]
    client_of(oak.ada).post("people/end-roles/", {"selected": selected, "reason": "End of the year"})
    with oak.open():
        assert not Membership.objects.live().filter(person__in=[oak.tom, oak.cole]).exists()
    with elm.open():
        assert Membership.objects.live().filter(person=elm.tom).exists()


def test_elm_ends_no_role_of_oak(oak, elm, client_of):
    role = role_of(oak, oak.tom)
    client = client_of(elm.ada)
    assert client.get(f"roles/{role.pk}/change/").status_code == 404
    assert client.post(f"roles/{role.pk}/end/", {"reason": "x"}).status_code == 404
    assert client.get(f"people/{oak.tom.pk}/roles/add/").status_code == 404


def test_a_coordinator_gives_no_roles(oak, client_of):
    assert client_of(oak.ana).get(f"people/{oak.tom.pk}/roles/add/").status_code == 403
