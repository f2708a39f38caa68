"""Duplicates: found, compared, merged by somebody who looked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Invitation, Seat
from correspondence.models import Message, TextConsent
from mentoring.models import ClassGroupStudent, Guardian, Guardianship, Mentor, ProgramStudent, Student
from screening.models import SafetyHold, TrainingRecord
from tenancy.models import AuditEvent, Membership, MembershipSchool, Person, PersonGrant, Scope
from tenancy.permissions import Role
from tests.factories.accounts import SeatFactory
from tests.factories.correspondence import MessageFactory
from tests.factories.mentoring import (
    ClassGroupStudentFactory,
    CourtOrderFactory,
    GuardianFactory,
    GuardianshipFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramMentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.screening import TrainingRecordFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mentoring.scene import running

SURE = {"is_sure": "on"}


def twin_of(person, role=None, **changed):
    """The same human once more."""
    details = {"given_name": person.given_name, "family_name": person.family_name, "email": person.email}
    twin = PersonFactory(**{**details, **changed})
    if role:
        MembershipFactory(person=twin, role=role)
    return twin


def merge(client, kept, gone, **answers):
    """Merge, and answer with the page."""
    return client.post(f"people/{kept.pk}/merge/{gone.pk}/", {**SURE, **answers})


# Finding them


def test_person_merge_list_names_people_with_the_same_name_and_something_else(oak, elm, client_of):
    with oak.open():
        twin_of(oak.tom)
        twin_of(oak.cole, email="other@oak.example")
        PersonFactory(given_name="Pia", family_name="Raman", email="", phone="+13125550199")
        PersonFactory(given_name="Somebody", family_name="Else", email=oak.fay.email)
    page = client_of(oak.ana).get("people/duplicates/")
    assert [str(row.name) for row in page.context["table"].rows] == ["Whelan, Tom"]
    assert "Nobody seems to be here twice" in client_of(elm.ana).get("people/duplicates/").text


def test_two_entries_of_a_mother_are_likely_one_by_their_child_and_two_students_by_their_birthday(oak, client_of):
    scene = running(oak)
    with oak.open():
        gil = twin_of(oak.gil, email="")
        GuardianshipFactory(student=scene.sam, guardian=GuardianFactory(person=gil))
        Student.objects.filter(pk=scene.lou.pk).update(birth_on=date(2010, 5, 5))
        StudentFactory(person=twin_of(scene.lou.person, email=""), birth_on=date(2010, 5, 5))
        StudentFactory(person=twin_of(oak.sam, email=""), birth_on=date(2010, 5, 6))
    page = client_of(oak.ana).get("people/duplicates/")
    assert [str(row.name) for row in page.context["table"].rows] == ["Abbott, Lou", "Haddad, Gil"]


def test_who_was_said_to_be_two_people_is_not_shown_again(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom)
    client = client_of(oak.ana)
    client.post(f"people/{twin.pk}/merge/{oak.tom.pk}/no/")
    assert "Nobody seems to be here twice" in client.get("people/duplicates/").text
    with oak.open():
        event = AuditEvent.objects.get(verb="person.apart")
        assert (event.target_id, event.facts) == (oak.tom.pk, {"of": twin.pk})


@pytest.mark.parametrize("count", [1, 4])
def test_person_merge_list_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    with oak.open():
        for _number in range(count):
            twin_of(oak.tom, role=Role.TEACHER)
    client = client_of(oak.ana)
    client.get("people/duplicates/")
    with django_assert_num_queries(PERSON_MERGE_LIST_QUERIES):
        client.get("people/duplicates/")


PERSON_MERGE_LIST_QUERIES = 14


def test_person_merge_find_looks_for_the_same_family_name_first(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom, given_name="Thomas")
    client = client_of(oak.ana)
    assert [name for name, _told, _url in client.get(f"people/{oak.tom.pk}/merge/").context["hits"]] == [
        "Thomas Whelan"
    ]
    assert f"/d/oak/people/{oak.tom.pk}/merge/{twin.pk}/" in client.get(f"people/{oak.tom.pk}/merge/").text
    assert "Nobody found" in client.get(f"people/{oak.tom.pk}/merge/?q=zzz").text


# Looking


def test_person_merge_shows_both_side_by_side_and_merges_nothing_by_itself(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom, role=Role.FRONT_OFFICE, email="t.whelan@oak.example", source="sis", sourced_id="t-9")
    page = client_of(oak.ana).get(f"people/{oak.tom.pk}/merge/{twin.pk}/")
    for words in ("t.whelan@oak.example", "Front office", "sis, number t-9", "Sign-ins", "It cannot be undone."):
        assert words in page.text
    unsure = client_of(oak.ana).post(f"people/{oak.tom.pk}/merge/{twin.pk}/", {"email": "gone"})
    assert unsure.status_code == 422
    with oak.open():
        assert Person.objects.get(pk=twin.pk).merged_into_id is None


def test_the_one_who_goes_leads_to_the_one_who_stays_and_to_their_history(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom, email="t.whelan@oak.example", phone="+13125550188")
        older = twin_of(oak.tom, merged_into=twin)
    answer = merge(client_of(oak.ana), oak.tom, twin, email="gone")
    assert answer.url == f"/d/oak/people/{oak.tom.pk}/"
    assert client_of(oak.ana).get(f"people/{twin.pk}/").url == f"/d/oak/people/{oak.tom.pk}/"
    with oak.open():
        tom = Person.objects.get(pk=oak.tom.pk)
        assert (tom.email, tom.phone) == ("t.whelan@oak.example", "+13125550188")
        gone = Person.objects.filter(pk__in=[twin.pk, older.pk]).values_list("merged_into", flat=True)
        assert set(gone) == {oak.tom.pk}
        event = AuditEvent.objects.get(verb="person.merge")
        assert (event.target_id, event.facts) == (tom.pk, {"of": twin.pk, "changed": ["email", "phone"]})
    assert "merged a duplicate" in client_of(oak.ada).get(f"people/{oak.tom.pk}/").text


# What moves


def test_roles_of_both_are_one_persons_in_the_schools_of_both(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom, role=Role.FRONT_OFFICE)
        same = MembershipFactory(person=twin, role=Role.TEACHER, scope=Scope.SCHOOLS)
        Membership.objects.filter(person=oak.tom).update(scope=Scope.SCHOOLS)
        MembershipSchool.objects.create(membership=same, school=oak.school)
    merge(client_of(oak.ana), oak.tom, twin)
    with oak.open():
        live = Membership.objects.live().filter(person=oak.tom)
        assert {one.role: [row.school_id for row in one.school_rows.all()] for one in live} == {
            "teacher": [oak.school.pk],
            "front_office": [],
        }
        assert Membership.objects.filter(person=oak.tom).count() == 3


def test_sign_ins_of_both_stand_for_one_and_open_invitations_are_over(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom, email="t.whelan@oak.example")
        SeatFactory(person=twin, district=oak.district)
        other = twin_of(oak.tom, email="third@oak.example")
        Invitation.objects.create(person=other, channel="email", expires_at=timezone.now() + timedelta(days=3))
    merge(client_of(oak.ana), oak.tom, twin, email="kept")
    merge(client_of(oak.ana), oak.tom, other, email="kept")
    with oak.open():
        emails = Seat.objects.filter(person=oak.tom).values_list("user__email", flat=True)
        assert set(emails) == {"tom@oak.example", "t.whelan@oak.example"}
        assert not Invitation.objects.open().exists()


def test_a_students_sign_in_never_comes_to_stand_for_somebody_else(oak, client_of):
    scene = running(oak)
    with oak.open():
        twin = twin_of(oak.sam, role=Role.STUDENT, email="")
        shared = SeatFactory(person=oak.mia, district=oak.district, user__email="home@oak.example")
        Seat.objects.create(user=shared.user, district=oak.district, person=twin, kind=Seat.Kind.ADULT)
    page = client_of(oak.ana).get(f"people/{oak.sam.pk}/merge/{twin.pk}/")
    assert "A student’s sign-in cannot be shared" in page.text
    assert merge(client_of(oak.ana), oak.sam, twin).status_code == 422
    assert scene.sam.pk


def test_messages_that_wait_go_to_the_one_who_stays_and_stopped_texts_stay_stopped(oak, client_of):
    with oak.open():
        oak.gil.phone = "+13125550123"
        oak.gil.save()
        twin = twin_of(oak.gil, phone="+13125550123")
        waiting = MessageFactory(person=twin, state="waiting")
        sent = MessageFactory(person=twin)
        now = timezone.now()
        for person, stopped in ((oak.gil, None), (twin, now)):
            TextConsent.objects.create(
                person=person,
                phone="+13125550123",
                how="paper",
                opted_in_at=now - timedelta(days=9),
                stopped_at=stopped,
            )
    merge(client_of(oak.ana), oak.gil, twin)
    with oak.open():
        people = dict(Message.objects.filter(pk__in=[waiting.pk, sent.pk]).values_list("pk", "person"))
        assert people == {waiting.pk: oak.gil.pk, sent.pk: twin.pk}
        assert [one.stopped_at is None for one in TextConsent.objects.all()] == [False]


def test_of_two_shares_the_longer_one_stays(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom)
        user = Seat.objects.get(person=oak.cole).user
        permission = PersonGrant._meta.get_field("permission").related_model.objects.get(codename="see_by_grant")
        for target, days in ((oak.tom, 3), (twin, 30)):
            PersonGrant.all_grants.create(
                person=oak.cole,
                user=user,
                content_object=target,
                permission=permission,
                reason=f"{days} days",
                expires_at=timezone.now() + timedelta(days=days),
            )
    merge(client_of(oak.ana), oak.tom, twin)
    with oak.open():
        assert [(one.content_object_id, one.reason) for one in PersonGrant.all_grants.all()] == [
            (oak.tom.pk, "30 days")
        ]


def test_two_entries_of_a_parent_become_one_for_all_their_children(oak, client_of):
    scene = running(oak)
    with oak.open():
        second = GuardianFactory(person=twin_of(oak.gil, role=Role.GUARDIAN), needs_interpreter=True)
        GuardianshipFactory(student=scene.lou, guardian=second)
        GuardianshipFactory(student=scene.sam, guardian=second, may_sign=False, basis="", is_emergency_contact=True)
        order = CourtOrderFactory(student=scene.lou, about=second.person)
    merge(client_of(oak.ana), oak.gil, second.person)
    with oak.open():
        gil = Guardian.objects.get()
        assert (gil.person_id, gil.needs_interpreter) == (oak.gil.pk, True)
        held = {one.student_id: (one.may_sign, one.is_emergency_contact) for one in Guardianship.objects.all()}
        assert held == {scene.lou.pk: (True, False), scene.sam.pk: (False, True)}
        order.refresh_from_db()
        assert order.about_id == oak.gil.pk


def test_two_entries_of_a_student_become_one_with_places_groups_and_chosen_facts(oak, client_of):
    scene = running(oak)
    with oak.open():
        Student.objects.filter(pk=scene.sam.pk).update(grade="09", birth_on=date(2010, 5, 5))
        ProgramStudent.objects.filter(student=scene.sam).update(state="applied", decided_on=None)
        person = twin_of(oak.sam, role=Role.STUDENT)
        other = StudentFactory(person=person, grade="10", state_student_id="S-7", birth_on=date(2010, 5, 5))
        place = ProgramStudentFactory(program=scene.program, student=other)
        ClassGroupStudentFactory(class_group=scene.group, program_student=place)
        elsewhere = ProgramStudentFactory(student=other)
    page = client_of(oak.ana).get(f"people/{oak.sam.pk}/merge/{person.pk}/")
    assert "grade" in page.context["form"].fields and "birth_on" not in page.context["form"].fields
    answer = merge(client_of(oak.ana), oak.sam, person, grade="gone", school_id="kept", email="kept")
    assert answer.status_code == 302
    with oak.open():
        sam = Student.objects.get(person=oak.sam)
        assert not Student.objects.filter(person=person).exists()
        assert (sam.grade, sam.state_student_id, sam.school_id) == ("10", "S-7", oak.school.pk)
        places = dict(ProgramStudent.objects.filter(student=sam).values_list("program", "state"))
        assert places == {scene.program.pk: "accepted", elsewhere.program_id: "accepted"}
        assert set(ProgramStudent.objects.filter(student=sam).values_list("search_key", flat=True)) == {"haddad sam"}
        assert ClassGroupStudent.objects.filter(program_student__student=sam, left_on=None).count() == 1


def test_two_entries_of_a_mentor_become_one_and_the_same_training_counts_once(oak, client_of):
    scene = running(oak)
    with oak.open():
        twin = twin_of(oak.mia, role=Role.MENTOR)
        other = MentorFactory(person=twin, about="I build bridges.")
        ProgramMentorFactory(program=scene.program, mentor=other)
        ProgramMentorFactory(mentor=other)
        training = TrainingRecordFactory(person=oak.mia)
        TrainingRecordFactory(person=twin, training=training.training, completed_on=training.completed_on)
    assert merge(client_of(oak.ana), oak.mia, twin).status_code == 302
    with oak.open():
        mia = Mentor.objects.get(person=oak.mia)
        assert mia.about == "I build bridges."
        assert mia.programs.count() == 2
        records = TrainingRecord.objects.filter(person=oak.mia)
        assert sorted(one.taken_back_at is None for one in records) == [False, True]


# What is refused


def test_two_students_with_different_state_ids_are_two(oak, client_of):
    scene = running(oak)
    with oak.open():
        Student.objects.filter(pk=scene.sam.pk).update(state_student_id="S-1")
        twin = StudentFactory(person=twin_of(oak.sam, role=Role.STUDENT), state_student_id="S-2").person
    assert "different state student IDs" in merge(client_of(oak.ana), oak.sam, twin).text


def test_two_students_with_a_mentor_of_their_own_each_are_settled_first(oak, client_of):
    running(oak)
    with oak.open():
        twin = StudentFactory(person=twin_of(oak.sam, role=Role.STUDENT))
        MatchStudentFactory(student=twin, is_alone=True)
    assert "Both have a mentor of their own." in merge(client_of(oak.ana), oak.sam, twin.person).text


def test_parent_and_child_of_one_name_are_never_merged(oak, client_of):
    scene = running(oak)
    with oak.open():
        junior = twin_of(oak.gil, role=Role.STUDENT)
        GuardianshipFactory(student=StudentFactory(person=junior), guardian=scene.gil)
    page = merge(client_of(oak.ana), oak.gil, junior)
    assert page.status_code == 422
    assert len(page.context["refusals"]) == 3


def test_nobody_is_merged_away_from_under_a_safety_hold(oak, client_of):
    with oak.open():
        twin = twin_of(oak.mia)
        SafetyHold.objects.create(person=oak.mia, placed_by=oak.ana, placed_at=timezone.now())
    page = merge(client_of(oak.ana), twin, oak.mia)
    assert "Mia Fischer is on a safety hold." in page.text
    with oak.open():
        assert Person.objects.get(pk=oak.mia.pk).merged_into_id is None


def test_a_coordinator_merges_neither_administrators_nor_themselves(oak, client_of):
    with oak.open():
        twin = twin_of(oak.ada)
    client = client_of(oak.ana)
    assert client.get(f"people/{twin.pk}/merge/{oak.ada.pk}/").status_code == 403
    assert client.get(f"people/{oak.ada.pk}/merge/{twin.pk}/").status_code == 403
    assert "You cannot merge yourself." in merge(client_of(oak.ada), oak.ada, twin).text


def test_the_last_administrator_stays(oak, client_of):
    with oak.open():
        second = MembershipFactory(role=Role.ADMINISTRATOR).person
        SeatFactory(person=second, district=oak.district)
        twin = twin_of(oak.ada)
    assert merge(client_of(second), twin, oak.ada).status_code == 302
    with oak.open():
        assert Membership.objects.live().filter(person=twin, role=Role.ADMINISTRATOR).exists()


def test_who_works_for_some_schools_merges_nobody(oak, client_of):
    with oak.open():
        twin = twin_of(oak.tom)
        own = Membership.objects.get(person=oak.ana)
        own.scope = Scope.SCHOOLS
        own.save()
        MembershipSchool.objects.create(membership=own, school=oak.school)
    client = client_of(oak.ana)
    for path in ("people/duplicates/", f"people/{oak.tom.pk}/merge/", f"people/{oak.tom.pk}/merge/{twin.pk}/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("who", ["tom", "pia", "cole", "gil"])
def test_others_merge_nobody(oak, client_of, who):
    assert client_of(getattr(oak, who)).get("people/duplicates/").status_code == 403


def test_elm_merges_nobody_of_oak(oak, elm, client_of):
    with oak.open():
        twin = twin_of(oak.tom)
    client = client_of(elm.ada)
    assert client.get(f"people/{oak.tom.pk}/merge/").status_code == 404
    assert merge(client, oak.tom, twin).status_code == 404
    assert merge(client, elm.tom, twin).status_code == 404
    assert client.post(f"people/{elm.tom.pk}/merge/{twin.pk}/no/").status_code == 404
