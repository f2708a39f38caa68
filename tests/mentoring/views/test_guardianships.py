"""Parents and guardians of a student: adding, changing, ending; who may sign."""

from datetime import date

from mentoring.models import Guardian, Guardianship
from tenancy.models import AuditEvent, Membership, Person
from tenancy.permissions import Role
from tests.factories.mentoring import GuardianFactory, GuardianshipFactory, StudentFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mentoring.scene import running
from tests.mentoring.views.test_guardians import scoped_to

YES = {"relationship": "mother", "signs": "yes", "basis": "parent"}
INES = {"given_name": "Ines", "family_name": "Abbott", "email": "Ines@oak.example", "phone": "", "language": "es"}


def held_by(name):
    """The guardianship of the parent with this first name."""
    return Guardianship.objects.get(guardian__person__given_name=name)


# Adding


def test_guardianship_add_of_somebody_new(oak, client_of):
    scene = running(oak)
    answer = client_of(oak.ana).post(
        f"students/{scene.lou.pk}/guardians/add/?new=1", {**INES, **YES, "basis_note": "", "needs_interpreter": "on"}
    )
    assert answer.url == f"/d/oak/students/{scene.lou.pk}/"
    with oak.open():
        held = held_by("Ines")
        person = Person.objects.get(given_name="Ines")
        guardian = Guardian.objects.get(person=person)
        assert (held.student_id, held.relationship, held.may_sign, held.basis) == (
            scene.lou.pk,
            "mother",
            True,
            "parent",
        )
        assert (person.email, guardian.search_key, guardian.needs_interpreter) == (
            "ines@oak.example",
            "abbott ines",
            True,
        )
        assert Membership.objects.get(person=person).role == Role.GUARDIAN
        assert AuditEvent.objects.get(verb="guardianship.add").facts == {
            "person": person.pk,
            "of": scene.lou.person_id,
            "may_sign": True,
            "basis": "parent",
        }


def test_guardianship_add_asks_once_when_somebody_alike_is_here(oak, client_of):
    scene = running(oak)
    client, path = client_of(oak.ana), f"students/{scene.lou.pk}/guardians/add/?new=1"
    asked = client.post(path, {**INES, **YES, "given_name": "Gil", "family_name": "Haddad"})
    assert asked.status_code == 422
    assert f"?person={oak.gil.pk}" in asked.text
    client.post(path, {**INES, **YES, "given_name": "Gil", "family_name": "Haddad", "add_anyway": "yes"})
    with oak.open():
        assert Guardian.objects.count() == 2


def test_guardianship_add_of_somebody_found_gives_the_role_of_a_parent(oak, client_of):
    scene = running(oak)
    client, path = client_of(oak.ana), f"students/{scene.lou.pk}/guardians/add/"
    found = client.get(f"{path}?q=whelan")
    assert [(name, url) for name, _told, url in found.context["hits"]] == [("Tom Whelan", f"?person={oak.tom.pk}")]
    assert client.get(f"{path}?q=nobodyhere").context["hits"] == []
    assert client.get(path).status_code == 200
    client.post(f"{path}?person={oak.tom.pk}", YES)
    with oak.open():
        assert held_by("Tom").student_id == scene.lou.pk
        roles = Membership.objects.filter(person=oak.tom).values_list("role", flat=True)
        assert set(roles) == {"teacher", "guardian"}


def test_guardianship_add_refuses_who_is_listed_and_the_student(oak, client_of):
    scene = running(oak)
    client, path = client_of(oak.ana), f"students/{scene.sam.pk}/guardians/add/"
    listed = client.post(f"{path}?person={oak.gil.pk}", YES)
    assert listed.status_code == 422
    assert "Gil Haddad is listed for this student already." in listed.text
    assert "not their own parent" in client.post(f"{path}?person={oak.sam.pk}", YES).text


def test_a_yes_needs_a_basis_and_a_note_holds_no_address(oak, client_of):
    scene = running(oak)
    client, path = client_of(oak.ana), f"students/{scene.lou.pk}/guardians/add/?person={oak.tom.pk}"
    page = client.post(path, {"signs": "yes", "basis_note": "Lives at 12 Oak Street"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"basis", "basis_note"}
    assert "A court may protect where somebody lives" in page.text
    assert client.post(path, {**YES, "basis_note": "SSN 123-45-6789"}).status_code == 422


# Changing and ending


def test_guardianship_edit_changes_and_tells_the_log_what(oak, client_of):
    scene = running(oak)
    with oak.open():
        held = held_by("Gil")
    client_of(oak.ana).post(f"guardianships/{held.pk}/", {"relationship": "father", "signs": "no", "basis": "parent"})
    with oak.open():
        held = held_by("Gil")
        assert (held.relationship, held.may_sign, held.basis) == ("father", False, "")
        changed = AuditEvent.objects.get(verb="guardianship.change").facts["changed"]
        assert changed == ["relationship", "may_sign", "basis"]
    assert scene.sam.pk == held.student_id


def test_guardianship_end_hides_the_child_and_can_be_undone(oak, client_of):
    scene = running(oak)
    with oak.open():
        held = held_by("Gil")
    ana, gil = client_of(oak.ana), client_of(oak.gil)
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 200
    assert "no longer a parent or guardian of Sam Haddad?" in ana.get(f"guardianships/{held.pk}/end/").text
    done = ana.post(f"guardianships/{held.pk}/end/", follow=True)
    assert f"/d/oak/guardianships/{held.pk}/bring-back/" in done.text
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 404
    ana.post(f"guardianships/{held.pk}/bring-back/")
    assert gil.get(f"children/{scene.sam.pk}/").status_code == 200


def test_who_was_ended_can_be_added_again(oak, client_of):
    scene = running(oak)
    with oak.open():
        Guardianship.objects.update(ended_on=date(2026, 10, 1))
    client_of(oak.ana).post(f"students/{scene.sam.pk}/guardians/add/?person={oak.gil.pk}", YES)
    with oak.open():
        held = held_by("Gil")
        assert (held.ended_on, held.relationship) == (None, "mother")


def test_a_coordinator_of_one_school_changes_its_families_alone(oak, client_of):
    scene = running(oak)
    with oak.open():
        scoped_to(oak.ana, oak.school)
        elsewhere = GuardianshipFactory(student=scene.lou)
    client = client_of(oak.ana)
    assert client.get(f"students/{scene.sam.pk}/guardians/add/").status_code == 200
    assert client.get(f"students/{scene.lou.pk}/guardians/add/").status_code == 404
    for path in ("", "end/", "bring-back/"):
        assert client.post(f"guardianships/{elsewhere.pk}/{path}").status_code == 404


def test_elm_touches_no_family_of_oak(oak, elm, client_of):
    scene = running(oak)
    client = client_of(elm.ada)
    with oak.open():
        held = held_by("Gil")
    assert client.get(f"students/{scene.sam.pk}/guardians/add/").status_code == 404
    for path in ("", "end/", "bring-back/"):
        assert client.post(f"guardianships/{held.pk}/{path}").status_code == 404


# Who may sign, for many


def test_guardianship_answer_selected_fills_in_from_the_relationship_and_saves_at_once(oak, client_of):
    scene = running(oak)
    with oak.open():
        rows = [
            GuardianshipFactory(student=scene.lou, relationship=relationship, may_sign=None, basis="", source="roster")
            for relationship in ("mother", "caregiver", "grandparent", "father")
        ]
        gil = held_by("Gil")
    query = "&".join(f"selected={one.guardian_id}" for one in [*rows, gil])
    client = client_of(oak.ana)
    form = client.get(f"guardians/who-may-sign/?{query}").context["form"]
    assert [field.initial for field in form] == ["parent", "caregiver", "", "parent"]
    assert "from the roster" in form[f"answer-{rows[0].pk}"].help_text
    said = {f"answer-{rows[0].pk}": "parent", f"answer-{rows[1].pk}": "caregiver", f"answer-{rows[3].pk}": "no"}
    client.post("guardians/who-may-sign/", {"selected": [one.guardian_id for one in [*rows, gil]], **said})
    with oak.open():
        answers = [Guardianship.objects.get(pk=one.pk) for one in rows]
        assert [(one.may_sign, one.basis) for one in answers] == [
            (True, "parent"),
            (True, "caregiver"),
            (None, ""),
            (False, ""),
        ]
        assert AuditEvent.objects.filter(verb="guardianship.change").count() == 3


def test_guardianship_answer_selected_has_nothing_to_ask(oak, client_of):
    scene = running(oak)
    page = client_of(oak.ana).get(f"guardians/who-may-sign/?selected={scene.gil.pk}")
    assert "Nobody to ask about" in page.text
    assert client_of(oak.cole).get("guardians/who-may-sign/").status_code == 403


# On the person's page


def test_a_students_page_names_parents_and_what_is_known_of_signing(oak, client_of):
    running(oak)
    page = client_of(oak.ana).get(f"people/{oak.sam.pk}/")
    assert "Parents and guardians" in page.text and "May sign" in page.text
    assert "Gil Haddad" not in client_of(oak.fay).get(f"people/{oak.sam.pk}/").text


def test_a_parents_page_names_their_children(oak, client_of):
    scene = running(oak)
    assert f"/d/oak/guardians/{scene.gil.pk}/" in client_of(oak.ana).get(f"people/{oak.gil.pk}/").text


def test_two_parents_and_two_children(oak, client_of):
    scene = running(oak)
    with oak.open():
        MembershipFactory(person=(ines := PersonFactory(given_name="Ines")), role=Role.GUARDIAN)
        kim = StudentFactory(person=PersonFactory(given_name="Kim", family_name="Haddad"), school=oak.school)
        second = GuardianFactory(person=ines)
        for student in (scene.sam, kim):
            GuardianshipFactory(student=student, guardian=second)
        GuardianshipFactory(student=kim, guardian=scene.gil)
    home = client_of(oak.gil).get("").text
    assert home.index(f"/children/{kim.pk}/") < home.index(f"/children/{scene.sam.pk}/")
    page = client_of(oak.ana).get(f"people/{oak.sam.pk}/")
    assert "Ines" in page.text and "Gil Haddad" in page.text
