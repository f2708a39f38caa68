"""Assignments, school events, going deeper: posted, read by whom they concern, changed, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from classes import mails
from classes.models import Assignment
from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message, MutedKind
from mentoring.models import ProgramStudent, Student
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tests.factories.classes import AssignmentFactory
from tests.factories.mentoring import ClassGroupFactory, ClassGroupStudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running

ADD = "classes/assignments/add/"


@pytest.fixture
def scene(oak):
    """Tom supervises Sam's class group, Mia mentors Sam."""
    return running(oak)


def answers(*groups, **others):
    return {
        "groups": [one.pk for one in groups],
        "kind": "assignment",
        "title": "Interview a nurse",
        "is_for_mentors": "on",
        **others,
    }


def test_assignment_add_posts_for_several_class_groups_and_tells_mentors(oak, client_of, scene):
    with oak.open():
        second = ClassGroupFactory(program=scene.program, school=oak.school, supervising_teacher=oak.tom, name="Third")
    client_of(oak.tom).post(ADD, answers(scene.group, second))
    with oak.open():
        assert Assignment.objects.count() == 2
        message = Message.objects.get(kind="classes/assignment_posted")
        assert (message.person, message.for_digest) == (oak.mia, True)


def test_an_event_needs_a_day_and_invites(oak, client_of, scene):
    tom = client_of(oak.tom)
    event = answers(scene.group, kind="event", title="Career night", place="Library", time="18:30")
    assert tom.post(ADD, event).status_code == 422
    tom.post(ADD, {**event, "due_on": oak.today + timedelta(days=5)})
    page = client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").text
    assert "You are invited" in page and "Library" in page


def test_what_is_not_for_mentors_stays_in_class(oak, client_of, scene):
    client_of(oak.tom).post(ADD, answers(scene.group, is_for_mentors=""))
    with oak.open():
        pk = Assignment.objects.get().pk
        assert not Message.objects.filter(kind="classes/assignment_posted").exists()
    assert client_of(oak.mia).get(f"classes/assignments/{pk}/").status_code == 404
    assert "Share with my mentor" not in client_of(oak.sam).get(f"classes/assignments/{pk}/").text
    client_of(oak.tom).post(f"classes/assignments/{pk}/edit/", answers())
    with oak.open():
        assert AuditEvent.objects.get(verb="assignment.change").facts["changed"] == ["is_for_mentors"]
        assert Message.objects.get(kind="classes/assignment_posted").person == oak.mia


def digest_of(oak, person):
    """What the person reads in the next daily summary. Inside the district."""
    message = Message.objects.get(kind="classes/assignment_given", person=person)
    return rendering.mail(message, {message.pk: mails.assignment_link(message.link_party)})


def test_students_read_of_a_new_assignment_in_their_daily_summary_in_their_language(oak, client_of, scene):
    with oak.open():
        Person.objects.filter(pk=oak.sam.pk).update(language="es")
    client_of(oak.tom).post(ADD, answers(scene.group, due_on=oak.today + timedelta(days=3), is_for_mentors=""))
    with oak.open():
        message = Message.objects.get(kind="classes/assignment_given")
        assert (message.person, message.for_digest, message.state) == (oak.sam, True, "waiting")
        read = digest_of(oak, oak.sam)
        assert read.subject == "Nuevo en clase: Interview a nurse"
        assert f"/d/oak/classes/assignments/{Assignment.objects.get().pk}/" in read.text
        Assignment.objects.update(withdrawn_at=timezone.now())
        with pytest.raises(Outdated):
            digest_of(oak, oak.sam)


def test_nobody_is_told_twice_of_an_assignment(oak, scene):
    with oak.open():
        posted = AssignmentFactory(class_group=scene.group, posted_by=oak.tom)
        told = [mails.assignments_given([posted], by=Actor.person(oak.tom)) for _time in range(2)]
    assert told == [1, 0]


@pytest.mark.parametrize(
    "why", ["left class", "left program", "left school", "deactivated", "no address", "held", "over"]
)
def test_who_is_in_the_class_no_more_is_told_of_no_assignment(oak, scene, why):
    with oak.open():
        seat = scene.group.student_rows.get()
        match why:
            case "left class":
                scene.group.student_rows.update(left_on=oak.today)
            case "left program":
                ProgramStudent.objects.filter(pk=seat.program_student_id).update(state="left")
            case "left school":
                Student.objects.filter(pk=scene.sam.pk).update(left_on=oak.today)
            case "deactivated":
                Person.objects.filter(pk=oak.sam.pk).update(deactivated_at=timezone.now())
            case "no address":
                Person.objects.filter(pk=oak.sam.pk).update(email="")
            case "held":
                SafetyHoldFactory(person=oak.sam)
        due = oak.today - timedelta(days=1) if why == "over" else None
        posted = AssignmentFactory(class_group=scene.group, posted_by=oak.tom, due_on=due)
        assert mails.assignments_given([posted], by=Actor.person(oak.tom)) == 0


def test_who_does_not_want_to_hear_of_assignments_does_not(oak, client_of, scene):
    page = client_of(oak.sam).get("my-reminders/").text
    assert "New assignment or event in class" in page
    with oak.open():
        MutedKind.objects.create(person=oak.sam, kind=mails.GIVEN, muted_at=timezone.now(), district=oak.district)
    client_of(oak.tom).post(ADD, answers(scene.group))
    with oak.open():
        assert Message.objects.get(kind=mails.GIVEN).state == "cancelled"


@pytest.mark.parametrize("number", [1, 4])
def test_telling_students_asks_the_same_queries_for_one_class_and_four(oak, scene, number, django_assert_num_queries):
    with oak.open():
        posted = [AssignmentFactory(class_group=scene.group, posted_by=oak.tom) for _one in range(number)]
        for place, one in enumerate(posted):
            one.class_group = ClassGroupFactory(program=scene.program, school=oak.school, name=f"Hour {place}")
            seat = ClassGroupStudentFactory(class_group=one.class_group)
            ProgramStudent.objects.filter(pk=seat.program_student_id).update(state="accepted")
            one.save()
        Person.objects.filter(students__isnull=False).update(email="student@oak.example")
        with django_assert_num_queries(10):
            assert mails.assignments_given(posted, by=Actor.person(oak.tom)) == number


def test_assignment_detail_is_for_whom_it_concerns(oak, elm, client_of, scene):
    with oak.open():
        pk = AssignmentFactory(class_group=scene.group, posted_by=oak.tom).pk
    running(elm)
    for who in (oak.tom, oak.ana, oak.pia, oak.sam, oak.mia, oak.gil):
        assert client_of(who).get(f"classes/assignments/{pk}/").status_code == 200
    assert client_of(oak.fay).get(f"classes/assignments/{pk}/").status_code == 403
    for who in (elm.tom, elm.ana, elm.sam, elm.mia, elm.gil):
        assert client_of(who).get(f"classes/assignments/{pk}/").status_code == 404


def test_assignment_withdraw_can_be_undone(oak, client_of, scene):
    with oak.open():
        pk = AssignmentFactory(class_group=scene.group, posted_by=oak.tom).pk
    tom, sam = client_of(oak.tom), client_of(oak.sam)
    tom.post(f"classes/assignments/{pk}/withdraw/")
    assert sam.get(f"classes/assignments/{pk}/").status_code == 404
    assert tom.get(f"classes/assignments/{pk}/").status_code == 200
    tom.post(f"classes/assignments/{pk}/bring-back/")
    assert sam.get(f"classes/assignments/{pk}/").status_code == 200


def test_nobody_changes_assignments_of_others(oak, elm, client_of, scene):
    with oak.open():
        other = ClassGroupFactory(program=scene.program, school=oak.school, name="Somebody else’s")
        pk = AssignmentFactory(class_group=other, posted_by=oak.ana).pk
    for who in (oak.tom, elm.ana):
        client = client_of(who)
        assert client.post(ADD, answers(other)).status_code == 422
        assert client.get(f"classes/assignments/{pk}/edit/").status_code == 404
        for deed in ("withdraw", "bring-back"):
            assert client.post(f"classes/assignments/{pk}/{deed}/").status_code == 404
    assert client_of(oak.sam).post(f"classes/assignments/{pk}/withdraw/").status_code == 403


def test_students_are_asked_to_share_before_it_is_due(oak, client_of, scene):
    with oak.open():
        AssignmentFactory(class_group=scene.group, title="One page", due_on=oak.today + timedelta(days=3))
        AssignmentFactory(class_group=scene.group, title="Later", due_on=oak.today + timedelta(days=30))
    page = client_of(oak.sam).get("").text
    assert "“One page” is due" in page and "“Later” is due" not in page
