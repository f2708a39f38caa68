"""People: the list, search, a person's page, adding, changing, letting go."""

import pytest
from django.urls import reverse

from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, Person, Scope
from tenancy.permissions import Role
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolFactory


def names_on(page):
    """Names of the people in the list, in order."""
    return [str(row.name) for row in page.context["table"].rows]


def new_teacher(**changed):
    return {
        "given_name": "Nora",
        "family_name": "Quist",
        "preferred_name": "",
        "email": "Nora@Oak.example",
        "phone": "(555) 010-0199",
        "language": "en",
        "role": "teacher",
        "title": "Biology",
        "scope": "district",
        **changed,
    }


# The list


def test_person_list_shows_everybody_by_family_name(oak, elm, client_of):
    assert names_on(client_of(oak.ana).get("people/")) == [
        "Fischer, Mia",
        "García, Ana",
        "Haddad, Gil",
        "Haddad, Sam",
        "Larsson, Fay",
        "Nguyen, Cole",
        "Okafor, Ada",
        "Raman, Pia",
        "Whelan, Tom",
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_person_list_asks_as_many_queries_for_four_people_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        for number in range(count):
            MembershipFactory(person=PersonFactory(family_name=f"Zimmer{number}"), role=Role.AUDITOR)
    client = client_of(oak.ada)
    client.get("people/")
    with django_assert_num_queries(PERSON_LIST_QUERIES):
        assert len(names_on(client.get("people/?role=auditor"))) == count


PERSON_LIST_QUERIES = 13


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=teacher", ["Whelan, Tom"]),
        ("role=staff&q=ana", ["García, Ana"]),
        ("role=staff&q=haddad", []),
        ("q=garc%C3%ADa", ["García, Ana"]),
        ("q=hadd&role=student", ["Haddad, Sam"]),
        ("q=tom%40oak.example", ["Whelan, Tom"]),
        ("state=inactive", []),
    ],
)
def test_person_list_is_narrowed_by_its_filters(oak, client_of, query, found):
    page = client_of(oak.ana).get(f"people/?{query}")
    assert [str(row.name) for row in page.context["table"].rows] == found


def test_person_list_says_that_no_filter_fits(oak, client_of):
    assert "Nothing fits these filters" in client_of(oak.ana).get("people/?q=nobodyhere").text


def test_person_list_shows_the_columns_one_chose(oak, client_of):
    table = client_of(oak.ana).get("people/?column=phone").context["table"]
    assert [heading.label for heading in table.headings] == ["Name", "Phone"]


def test_person_list_goes_on_to_the_next_page_and_back(oak, client_of):
    with oak.open():
        for number in range(30):
            PersonFactory(family_name=f"Aa{number:02}", given_name="Page")
    client = client_of(oak.ada)
    first = client.get("people/")
    assert names_on(first)[0] == "Aa00, Page"
    assert "39 people" in first.text
    second = client.get(f"people/{first.context['list'].current.next_url}")
    assert names_on(second)[:5] == [f"Aa{number}, Page" for number in range(25, 30)]
    back = client.get(f"people/{second.context['list'].current.previous_url}")
    assert names_on(back) == names_on(first)


def test_a_coordinator_of_one_school_sees_its_staff_and_the_districts_alone(oak, client_of):
    with oak.open():
        other = SchoolFactory(name="Birch High")
        for person, school in ((oak.ana, oak.school), (oak.tom, other)):
            role = Membership.objects.get(person=person)
            memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[school], by=Actor.system("test"))
    client = client_of(oak.ana)
    assert "Whelan, Tom" not in names_on(client.get("people/"))
    assert client.get(f"people/{oak.tom.pk}/").status_code == 404


def test_a_mentor_may_not_open_the_list(oak, client_of):
    assert client_of(oak.mia).get("people/").status_code == 403


def test_elm_finds_nobody_of_oak(oak, elm, client_of):
    client = client_of(elm.ada)
    assert client.get(f"people/{oak.tom.pk}/").status_code == 404
    assert client.get(f"people/{oak.tom.pk}/edit/").status_code == 404
    assert client.get(f"people/{oak.tom.pk}/deactivate/").status_code == 404
    assert client.post(f"people/{oak.tom.pk}/reactivate/").status_code == 404
    assert client.get("/d/oak/people/").status_code == 404
    assert "tom@oak.example" not in client.get("people/?q=whelan").text


# The export


def test_person_export_gives_what_the_list_shows_and_is_written_down(oak, client_of):
    answer = client_of(oak.ada).get("people/export/?role=teacher&column=email")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Name,Email", '"Whelan, Tom",tom@oak.example']
    with oak.open():
        event = AuditEvent.objects.get(verb="person.export")
    assert event.actor_person_id == oak.ada.pk
    assert event.facts == {"role": "teacher", "columns": ["name", "email"]}


def test_person_export_never_writes_a_formula(oak, client_of):
    with oak.open():
        PersonFactory(family_name='=HYPERLINK("http://x")', given_name="Eve")
    answer = client_of(oak.ada).get("people/export/?column=phone&q=hyperlink")
    assert b"".join(answer.streaming_content).decode().splitlines()[1].startswith("\"'=HYPERLINK")


# Search


def test_person_search_leads_straight_to_a_single_hit(oak, client_of):
    answer = client_of(oak.tom).get("people/search/?q=raman")
    assert answer.status_code == 302
    assert answer.url == f"/d/oak/people/{oak.pia.pk}/"


def test_person_search_lists_several_hits(oak, client_of):
    page = client_of(oak.ana).get("people/search/?q=haddad")
    assert [row.text for row in page.context["rows"]] == ["Gil Haddad", "Sam Haddad"]


def test_person_search_says_that_nobody_was_found(oak, client_of):
    assert "Nobody found for “zzz”" in client_of(oak.tom).get("people/search/?q=zzz").text


def test_person_search_answers_htmx_with_the_hits_alone(oak, client_of):
    page = client_of(oak.tom).get("people/search/?q=raman", headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "<html" not in page.text
    assert "Pia Raman" in page.text


# A person's page


def test_person_detail_shows_roles_and_contact(oak, client_of):
    page = client_of(oak.ana).get(f"people/{oak.tom.pk}/")
    assert "Teacher" in page.text
    assert "tom@oak.example" in page.text


def test_person_detail_is_written_down_once_a_day_for_each_reader(oak, client_of):
    for reader in (oak.ana, oak.ana, oak.ada):
        client_of(reader).get(f"people/{oak.tom.pk}/")
    client_of(oak.tom).get(f"people/{oak.tom.pk}/")
    with oak.open():
        read = AuditEvent.objects.filter(verb="person.read").order_by("pk")
        assert [(event.actor_person_id, event.target_id) for event in read] == [
            (oak.ana.pk, oak.tom.pk),
            (oak.ada.pk, oak.tom.pk),
        ]


def test_person_detail_shows_an_administrator_the_history(oak, client_of):
    client_of(oak.ada).post(f"people/{oak.tom.pk}/edit/", new_teacher(given_name="Thomas"))
    assert "changed a person’s details" in client_of(oak.ada).get(f"people/{oak.tom.pk}/").text
    assert "changed a person’s details" not in client_of(oak.ana).get(f"people/{oak.tom.pk}/").text


# Adding


def test_person_add_adds_a_teacher(oak, client_of):
    answer = client_of(oak.ada).post("people/add/", new_teacher())
    with oak.open():
        nora = Person.objects.get(given_name="Nora")
        role = Membership.objects.get(person=nora)
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
        assert answer.url == reverse("tenancy:person_detail", args=[nora.pk])
    assert (nora.email, nora.phone, nora.search_key) == ("nora@oak.example", "+15550100199", "quist nora")
    assert (role.role, role.scope, role.title) == ("teacher", "district", "Biology")
    assert verbs == ["person.add", "membership.give"]


def test_person_add_to_a_school(oak, client_of):
    client_of(oak.ada).post("people/add/", new_teacher(scope="schools", schools=[oak.school.pk]))
    with oak.open():
        role = Membership.objects.get(person__given_name="Nora")
        assert [row.school_id for row in role.school_rows.all()] == [oak.school.pk]


def test_person_add_keeps_what_was_typed_when_something_is_wrong(oak, client_of):
    page = client_of(oak.ada).post("people/add/", new_teacher(family_name="", phone="12", scope="schools"))
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "family_name": ["This field is required."],
        "phone": ["This is not a phone number. An example is (555) 010-0199."],
        "schools": ["Choose at least one school."],
    }
    assert 'value="Nora"' in page.text
    with oak.open():
        assert not Person.objects.filter(given_name="Nora").exists()


@pytest.mark.parametrize("name", ["Nora\r\nBcc: eve@evil.example", "Nora\u202e", "\u200b", "No\x07ra"])
def test_person_add_takes_no_name_that_would_break_a_line_or_cannot_be_seen(oak, client_of, name):
    page = client_of(oak.ada).post("people/add/", new_teacher(given_name=name))
    assert page.status_code == 422
    assert page.context["form"].errors == {"given_name": ["This has characters that cannot be read. Type it anew."]}


@pytest.mark.parametrize("same", [{"email": "tom@oak.example"}, {"given_name": "TOM", "family_name": "whelan"}])
def test_person_add_asks_once_when_somebody_alike_is_here(oak, client_of, same):
    client = client_of(oak.ada)
    asked = client.post("people/add/", new_teacher(**same))
    assert asked.status_code == 422
    assert "Is this somebody who is here already?" in asked.text
    assert f"/d/oak/people/{oak.tom.pk}/" in asked.text
    client.post("people/add/", new_teacher(**same, add_anyway="yes"))
    with oak.open():
        assert Person.objects.count() == 10


def test_a_coordinator_adds_teachers_and_no_administrators(oak, client_of):
    client = client_of(oak.ana)
    refused = client.post("people/add/", new_teacher(role="administrator"))
    assert list(refused.context["form"].errors) == ["role"]
    assert client.post("people/add/", new_teacher()).status_code == 302


def test_an_invitation_needs_an_address(oak, client_of):
    page = client_of(oak.ada).post("people/add/", new_teacher(email="", invite="on"))
    assert page.status_code == 422
    assert "An invitation needs an email address" in page.text


def test_a_teacher_may_not_add_anybody(oak, client_of):
    assert client_of(oak.tom).get("people/add/").status_code == 403


# Changing


def test_person_edit_changes_what_was_typed_and_names_it_in_the_log(oak, client_of):
    client_of(oak.ana).post(
        f"people/{oak.tom.pk}/edit/",
        {
            "given_name": "Tom",
            "family_name": "Wheeler",
            "preferred_name": "",
            "email": "TOM@oak.example",
            "language": "es",
        },
    )
    with oak.open():
        tom = Person.objects.get(pk=oak.tom.pk)
        event = AuditEvent.objects.get(verb="person.change")
    assert (tom.name, tom.email, tom.language, tom.search_key) == (
        "Tom Wheeler",
        "tom@oak.example",
        "es",
        "wheeler tom",
    )
    assert event.facts == {"changed": ["family_name", "language"]}


def test_a_coordinator_may_not_change_an_administrators_address(oak, client_of):
    page = client_of(oak.ana).get(f"people/{oak.ada.pk}/edit/")
    assert page.status_code == 403
    assert "Only a district administrator can change this person." in page.text


# Letting go


def test_person_deactivate_and_undo(oak, client_of):
    client = client_of(oak.ada)
    client.post(f"people/{oak.tom.pk}/deactivate/", {"reason": "Moved away"})
    page = client.get("people/")
    assert "Whelan, Tom" not in names_on(page)
    assert f"/d/oak/people/{oak.tom.pk}/reactivate/" in page.text
    client.post(f"people/{oak.tom.pk}/reactivate/")
    assert "Whelan, Tom" in names_on(client.get("people/"))
    with oak.open():
        events = AuditEvent.objects.exclude(verb="person.read").order_by("pk")
        assert [(event.verb, event.reason) for event in events] == [
            ("person.deactivate", "Moved away"),
            ("person.reactivate", ""),
        ]


def test_person_deactivate_wants_a_reason(oak, client_of):
    page = client_of(oak.ada).post(f"people/{oak.tom.pk}/deactivate/", {"reason": " "})
    assert page.status_code == 422
    assert page.context["form"].errors == {"reason": ["This field is required."]}


def test_nobody_is_asked_why_they_would_deactivate_themselves(oak, client_of):
    page = client_of(oak.ada).get(f"people/{oak.ada.pk}/deactivate/")
    assert page.status_code == 422
    assert "You cannot deactivate yourself." in page.text and "<textarea" not in page.text


def test_nobody_deactivates_themselves(oak, client_of):
    page = client_of(oak.ada).post(f"people/{oak.ada.pk}/deactivate/", {"reason": "Enough"})
    assert page.status_code == 422
    assert "You cannot deactivate yourself." in page.text
