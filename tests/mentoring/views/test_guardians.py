"""Parents and guardians: the list, how families are reached, one parent's page, their own wishes."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import Invitation
from mentoring.models import Guardian, Guardianship
from tenancy.models import AuditEvent, Membership, MembershipSchool, Person, Scope
from tenancy.permissions import Role
from tests.factories.correspondence import MessageFactory
from tests.factories.mentoring import CourtOrderFactory, GuardianFactory, GuardianshipFactory, StudentFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mentoring.scene import running


def names_on(page):
    """Names in the list, in order."""
    return [str(row.name) for row in page.context["table"].rows]


def parent(name, *, of, role=True, **changed):
    """A parent of this name, of this student."""
    given, family = name.split()
    details = {"email": f"{given}@oak.example".lower(), **changed.pop("person", {})}
    person = PersonFactory(given_name=given, family_name=family, **details)
    if role:
        MembershipFactory(person=person, role=Role.GUARDIAN)
    held = GuardianshipFactory(student=of, guardian=GuardianFactory(person=person), **changed)
    return held.guardian


def scoped_to(person, school):
    """Let a role hold in this school alone."""
    held = Membership.objects.get(person=person)
    held.scope = Scope.SCHOOLS
    held.save()
    MembershipSchool.objects.create(membership=held, school=school)


# The list


def test_guardian_list_shows_who_is_whose_parent_and_may_sign(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        parent("Ines Abbott", of=scene.lou, may_sign=None, basis="")
    rows = list(client_of(oak.ana).get("guardians/").context["table"].rows)
    told = [[(str(cell.text), str(cell.note)) for cell in row.cells[:4]] for row in rows]
    assert told == [
        [("Abbott, Ines", ""), ("Lou Abbott", ""), ("Parent", ""), ("Nobody has said yet", "")],
        [("Haddad, Gil", ""), ("Sam Haddad", ""), ("Parent", ""), ("May sign", "Parent")],
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_guardian_list_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    scene = running(oak)
    with oak.open():
        for number in range(count):
            guardian = parent(f"Zoe Zimmer{number}", of=scene.sam, person={"language": "es"})
            CourtOrderFactory(student=scene.sam, about=guardian.person)
    client = client_of(oak.ana)
    every = "&".join(f"column={key}" for key in ("children", "relationship", "signing", "way", "phone", "language"))
    every += "&column=email&column=interpreter&column=paper&column=school"
    client.get("guardians/")
    with django_assert_num_queries(GUARDIAN_LIST_QUERIES):
        assert len(names_on(client.get(f"guardians/?q=zimmer&{every}"))) == count


GUARDIAN_LIST_QUERIES = 19


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hadd", ["Haddad, Gil"]),
        ("q=ines%40oak.example", ["Abbott, Ines"]),
        ("signs=unsaid", ["Abbott, Ines"]),
        ("signs=yes", ["Haddad, Gil"]),
        ("signs=no", ["Barr, Otto"]),
        ("language=es", ["Abbott, Ines"]),
        ("interpreter=yes", ["Abbott, Ines"]),
        ("interpreter=no", ["Barr, Otto", "Haddad, Gil"]),
        ("way=email", ["Abbott, Ines", "Haddad, Gil"]),
        ("way=not", ["Barr, Otto"]),
    ],
)
def test_guardian_list_is_narrowed_by_its_filters(oak, client_of, query, found):
    scene = running(oak)
    with oak.open():
        ines = parent("Ines Abbott", of=scene.lou, may_sign=None, basis="", person={"language": "es"})
        Guardian.objects.filter(pk=ines.pk).update(needs_interpreter=True)
        otto = parent("Otto Barr", of=scene.lou, person={"email": ""})
        CourtOrderFactory(student=scene.lou, about=otto.person, kind="no_contact")
    assert names_on(client_of(oak.ana).get(f"guardians/?{query}")) == found


def test_guardian_list_by_program_and_school(oak, client_of):
    scene = running(oak)
    with oak.open():
        parent("Ines Abbott", of=scene.lou)
        parent("Otto Barr", of=StudentFactory(school=scene.bell))
    client = client_of(oak.ana)
    assert names_on(client.get(f"guardians/?program={scene.program.pk}")) == ["Abbott, Ines", "Haddad, Gil"]
    assert names_on(client.get(f"guardians/?school={scene.bell.pk}")) == ["Abbott, Ines", "Barr, Otto"]
    both = f"guardians/?school={scene.bell.pk}&program={scene.program.pk}"
    assert names_on(client.get(both)) == ["Abbott, Ines"]


def test_a_counselor_of_one_school_sees_its_parents_and_nothing_of_other_children(oak, client_of):
    scene = running(oak)
    with oak.open():
        scoped_to(oak.cole, oak.school)
        GuardianshipFactory(student=scene.lou, guardian=scene.gil)
        elsewhere = parent("Ines Abbott", of=scene.lou)
    client = client_of(oak.cole)
    assert names_on(client.get("guardians/")) == ["Haddad, Gil"]
    assert "Lou Abbott" not in client.get("guardians/").text
    assert "Lou Abbott" not in client.get(f"guardians/{scene.gil.pk}/").text
    assert client.get(f"guardians/{elsewhere.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["tom", "fay", "mia", "gil", "sam"])
def test_who_does_not_work_with_parents_may_not_open_the_list(oak, client_of, who):
    assert client_of(getattr(oak, who)).get("guardians/").status_code == 403


def test_elm_finds_no_parent_of_oak(oak, elm, client_of):
    scene = running(oak)
    client = client_of(elm.ada)
    assert names_on(client.get("guardians/")) == []
    for path in ("", "edit/"):
        assert client.get(f"guardians/{scene.gil.pk}/{path}").status_code == 404


def test_guardian_export_gives_what_the_list_shows_and_is_written_down(oak, client_of):
    running(oak)
    answer = client_of(oak.ana).get("guardians/export/?column=children&column=way&format=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows == [["Name", "Parent or guardian of", "Reached"], ["Haddad, Gil", "Sam Haddad", "By email"]]
    with oak.open():
        assert AuditEvent.objects.get(verb="guardian.export").facts == {"columns": ["name", "children", "way"]}


# Several at once


def test_guardian_invite_selected_invites_who_can_be_and_names_the_others(oak, client_of):
    scene = running(oak)
    with oak.open():
        ines = parent("Ines Abbott", of=scene.lou)
    client = client_of(oak.ana)
    asked = client.get(f"guardians/invite/?selected={ines.pk}&selected={scene.gil.pk}")
    assert asked.context["names"] == ["Ines Abbott · ines@oak.example"]
    assert asked.context["skipped"] == [("Gil Haddad", "Can sign in already.")]
    client.post("guardians/invite/", {"selected": [ines.pk, scene.gil.pk]})
    with oak.open():
        assert [one.person_id for one in Invitation.objects.all()] == [ines.person_id]


def test_guardian_label_selected_prints_names_with_those_of_the_children(oak, client_of):
    scene = running(oak)
    client = client_of(oak.ana)
    assert client.get(f"guardians/labels/?selected={scene.gil.pk}").context["names"] == ["Gil Haddad"]
    printed = client.post(
        "guardians/labels/", {"selected": scene.gil.pk, "sheet": "30", "first": 1, "with_lines": "on"}
    )
    assert printed.headers["Content-Type"] == "application/pdf"


def test_guardian_sheet_selected_asks_for_a_title(oak, client_of):
    scene = running(oak)
    assert client_of(oak.ana).get(f"guardians/sign-in-sheet/?selected={scene.gil.pk}").status_code == 200


# How families are reached


def test_guardian_reach_counts_families_and_links_to_each_list(oak, client_of):
    scene = running(oak)
    with oak.open():
        parent("Ines Abbott", of=scene.lou, person={"email": ""})
    client = client_of(oak.ana)
    page = client.get("guardians/reached/")
    assert page.context["counts"] == {"email": 1, "text": 0, "paper": 1, "not": 0}
    assert "1 family can’t be reached by email" in " ".join(page.text.split())
    assert names_on(client.get("guardians/reached/?way=paper")) == ["Abbott, Lou"]
    assert names_on(client.get("guardians/reached/?way=no_email")) == ["Abbott, Lou"]
    there = client.get(f"guardians/reached/?school={oak.school.pk}")
    assert there.context["counts"] == {"email": 1, "text": 0, "paper": 0, "not": 0}
    assert f"?school={oak.school.pk}&amp;way=email" in there.text


def test_guardian_reach_goes_by_what_came_back(oak, client_of):
    running(oak)
    with oak.open():
        MessageFactory(person=oak.gil, state="bounced")
    page = client_of(oak.ana).get("guardians/reached/")
    assert page.context["counts"] == {"email": 0, "text": 0, "paper": 1, "not": 1}


def test_guardian_reach_export_gives_the_list(oak, client_of):
    running(oak)
    answer = client_of(oak.ana).get("guardians/reached/export/?way=email&column=signers&column=way")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Student,Reached,Who may sign", '"Haddad, Sam",By email,Gil Haddad']


@pytest.mark.parametrize("count", [1, 4])
def test_guardian_reach_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    scene = running(oak)
    with oak.open():
        for number in range(count):
            parent(f"Zoe Zimmer{number}", of=scene.sam)
            CourtOrderFactory(student=scene.sam, about=oak.gil)
    client = client_of(oak.ana)
    client.get("guardians/reached/")
    with django_assert_num_queries(GUARDIAN_REACH_QUERIES):
        client.get("guardians/reached/")


GUARDIAN_REACH_QUERIES = 20


# One parent's page


def test_guardian_detail_shows_children_basis_and_how_to_reach_them(oak, client_of):
    scene = running(oak)
    with oak.open():
        Guardianship.objects.update(basis_note="Birth certificate", is_emergency_contact=True)
    page = client_of(oak.ana).get(f"guardians/{scene.gil.pk}/")
    for words in ("Sam Haddad", "Parent (Birth certificate)", "call in an emergency", "gil@oak.example", "By email"):
        assert words in page.text
    with oak.open():
        assert AuditEvent.objects.filter(verb="person.read", target_id=oak.gil.pk).count() == 1


def test_guardian_edit_changes_phone_and_wishes_and_names_them_in_the_log(oak, client_of):
    scene = running(oak)
    details = {"given_name": "Gil", "family_name": "Haddad", "email": "gil@oak.example", "language": "es"}
    client = client_of(oak.ana)
    client.post(f"guardians/{scene.gil.pk}/edit/", {**details, "phone": "(312) 555-0123", "needs_interpreter": "on"})
    with oak.open():
        gil = Guardian.objects.prefetch_related("person").get(pk=scene.gil.pk)
        changed = {one.verb: one.facts["changed"] for one in AuditEvent.objects.filter(verb__in=CHANGES)}
    assert (gil.person.phone, gil.person.language, gil.needs_interpreter) == ("+13125550123", "es", True)
    assert changed == {"person.change": ["phone", "language"], "guardian.change": ["needs_interpreter"]}


CHANGES = ("person.change", "guardian.change")


def test_guardian_edit_keeps_what_was_typed_when_something_is_wrong(oak, client_of):
    scene = running(oak)
    page = client_of(oak.ana).post(f"guardians/{scene.gil.pk}/edit/", {"given_name": "", "phone": "12"})
    assert page.status_code == 422
    assert {"given_name", "phone"} <= set(page.context["form"].errors)


def test_a_coordinator_of_one_school_changes_parents_of_its_students_alone(oak, client_of):
    scene = running(oak)
    with oak.open():
        scoped_to(oak.ana, oak.school)
        GuardianshipFactory(student=scene.sam, guardian=(both := parent("Ines Abbott", of=scene.lou)))
    client = client_of(oak.ana)
    assert client.get(f"guardians/{scene.gil.pk}/edit/").status_code == 200
    assert client.get(f"guardians/{both.pk}/edit/").status_code == 403


def test_a_parent_who_is_an_administrator_too_is_not_changed_by_a_coordinator(oak, client_of):
    scene = running(oak)
    with oak.open():
        ada = GuardianshipFactory(student=scene.sam, guardian=GuardianFactory(person=oak.ada)).guardian
    assert client_of(oak.ana).get(f"guardians/{ada.pk}/edit/").status_code == 403


def test_a_counselor_reads_and_does_not_change(oak, client_of):
    scene = running(oak)
    client = client_of(oak.cole)
    assert f"guardians/{scene.gil.pk}/edit/" not in client.get(f"guardians/{scene.gil.pk}/").text
    assert client.get(f"guardians/{scene.gil.pk}/edit/").status_code == 403


# A parent's own wishes


def test_guardian_own_changes_phone_language_and_wishes(oak, client_of):
    scene = running(oak)
    client = client_of(oak.gil)
    client.post("guardians/my-details/", {"phone": "312 555 0123", "language": "es", "prefers_paper": "on"})
    with oak.open():
        gil = Person.objects.get(pk=oak.gil.pk)
        assert (gil.phone, gil.language) == ("+13125550123", "es")
        assert Guardian.objects.get(pk=scene.gil.pk).prefers_paper is True
    assert client.get("guardians/my-details/").context["form"].initial["prefers_paper"] is True


def test_guardian_own_says_what_is_wrong(oak, client_of):
    running(oak)
    page = client_of(oak.gil).post("guardians/my-details/", {"phone": "12", "language": "xx"})
    assert page.status_code == 422


def test_staff_have_no_page_of_a_parent(oak, client_of):
    assert client_of(oak.ana).get("guardians/my-details/").status_code == 403
