"""Assignments, school events, going deeper: posted, read by whom they concern, changed, withdrawn."""

from datetime import timedelta

import pytest

from classes.models import Assignment
from correspondence.models import Message
from tenancy.models import AuditEvent
from tests.factories.classes import AssignmentFactory
from tests.factories.mentoring import ClassGroupFactory
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
