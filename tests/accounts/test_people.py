"""Inviting several people of the list."""

from accounts.models import Invitation
from tenancy.permissions import Role
from tests.factories.tenancy import MembershipFactory, PersonFactory


def newcomers(cast, *emails):
    with cast.open():
        people = [
            PersonFactory(given_name="Nora", family_name=f"Quist{number}", email=email)
            for number, email in enumerate(emails)
        ]
        for person in people:
            MembershipFactory(person=person, role=Role.TEACHER)
    return people


def invited(cast):
    with cast.open():
        return list(Invitation.objects.order_by("person__search_key").values_list("person_id", flat=True))


def test_invitation_send_selected_names_who_is_left_out_and_why(oak, client_of):
    nora, norbert = newcomers(oak, "nora@oak.example", "")
    page = client_of(oak.ana).get(f"people/invite/?selected={nora.pk}&selected={norbert.pk}&selected={oak.tom.pk}")
    assert page.context["able"] == ["Nora Quist0 · nora@oak.example"]
    assert page.context["left_out"] == [
        ("Nora Quist1", "Has no email address. Add one, or print a code."),
        ("Tom Whelan", "Can sign in already."),
    ]
    assert invited(oak) == []


def test_invitation_send_selected_invites(oak, client_of):
    nora, norbert = newcomers(oak, "nora@oak.example", "norbert@oak.example")
    page = client_of(oak.ana).post("people/invite/", {"selected": [nora.pk, norbert.pk]}, follow=True)
    assert "2 invitations leave in two minutes." in page.text
    assert invited(oak) == [nora.pk, norbert.pk]


def test_invitation_send_selected_of_nobody_says_so(oak, client_of):
    page = client_of(oak.ana).get("people/invite/")
    assert page.status_code == 422
    assert "Tick people in the list first." in page.text


def test_elm_and_teachers_invite_nobody_of_oak(oak, elm, client_of):
    [nora] = newcomers(oak, "nora@oak.example")
    assert client_of(elm.ada).post("people/invite/", {"selected": [nora.pk]}).status_code == 422
    assert client_of(oak.tom).get(f"people/invite/?selected={nora.pk}").status_code == 403
    assert invited(oak) == []


def test_a_coordinator_prints_no_code_of_somebody_who_may_do_more(oak, client_of):
    with oak.open():
        nora = PersonFactory(given_name="Nora", family_name="Quist", email="")
        MembershipFactory(person=nora, role=Role.ADMINISTRATOR)
    page = client_of(oak.ana).get(f"people/printed-codes/?selected={nora.pk}")
    refusal = "Only a district administrator can change how this person signs in."
    assert page.context["skipped"] == [("Nora Quist", refusal)]
    client_of(oak.ana).post("people/printed-codes/", {"selected": [nora.pk]})
    assert invited(oak) == []
    client_of(oak.ada).post("people/printed-codes/", {"selected": [nora.pk]})
    assert invited(oak) == [nora.pk]
