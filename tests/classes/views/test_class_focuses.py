"""What classes work on: posted for several class groups, one a day, told to mentors, changed, withdrawn."""

from datetime import timedelta

import pytest

from classes.models import ClassFocus
from correspondence import kinds
from correspondence.links import Outdated
from correspondence.models import Message
from tenancy.models import AuditEvent
from tenancy.viewer import Viewer
from tests.factories.classes import ClassFocusFactory
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    ProgramStudentFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running

ADD = "classes/focus/add/"


@pytest.fixture
def scene(oak):
    """Tom supervises Sam's class group, Mia mentors Sam."""
    return running(oak)


def answers(oak, *groups, days=4, **others):
    return {
        "groups": [one.pk for one in groups],
        "from_on": oak.today.isoformat(),
        "until_on": (oak.today + timedelta(days=days)).isoformat(),
        "text": "Reading a lab report",
        "go_deeper": "Bring a report of your own.",
        **others,
    }


def told(oak):
    """Whom messages about a focus go to."""
    with oak.open():
        return sorted(Message.objects.filter(kind="classes/focus_posted").values_list("person__given_name", flat=True))


def test_class_focus_add_posts_for_several_class_groups_at_once(oak, client_of, scene):
    with oak.open():
        second = ClassGroupFactory(program=scene.program, school=oak.school, supervising_teacher=oak.tom, name="Third")
    page = client_of(oak.tom).post(ADD, answers(oak, scene.group, second), follow=True)
    assert "Posted for 2 class groups." in page.text
    with oak.open():
        assert set(ClassFocus.objects.values_list("class_group", flat=True)) == {scene.group.pk, second.pk}
        assert AuditEvent.objects.filter(verb="class_focus.post").count() == 2


def test_mentors_of_the_class_are_told_in_their_daily_summary_and_nobody_else(oak, client_of, scene):
    with oak.open():
        elsewhere = MatchFactory(program=scene.program)
        MatchStudentFactory(match=elsewhere, student=scene.lou)
        MatchMentorFactory(match=elsewhere)
    client_of(oak.tom).post(ADD, answers(oak, scene.group))
    assert told(oak) == ["Mia"]
    with oak.open():
        message = Message.objects.get(kind="classes/focus_posted")
        assert message.for_digest and not message.is_urgent
        found = kinds.find(message.kind).context(message)
        assert (found["names"], found["focus"].text) == ("Sam", "Reading a lab report")


def test_mentors_are_not_told_where_the_program_keeps_it_to_itself(oak, client_of, scene):
    with oak.open():
        scene.program.policies.update(shares_class_focus=False)
    client_of(oak.tom).post(ADD, answers(oak, scene.group))
    assert told(oak) == []
    assert "Reading a lab report" not in client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").text


@pytest.mark.parametrize("held", ["mia", "sam"])
def test_a_safety_hold_cuts_mentors_off(oak, client_of, scene, held):
    with oak.open():
        ClassFocusFactory(class_group=scene.group)
        SafetyHoldFactory(person=getattr(oak, held))
        assert not ClassFocus.objects.visible_to(_viewer(oak, oak.mia)).exists()
    client_of(oak.tom).post(ADD, answers(oak, scene.group, text="More", from_on="2028-01-10", until_on="2028-01-14"))
    assert told(oak) == []


def _viewer(oak, person):
    return Viewer.of_person(oak.district, person)


def test_what_was_withdrawn_before_the_mail_left_is_not_sent(oak, client_of, scene):
    client_of(oak.tom).post(ADD, answers(oak, scene.group))
    with oak.open():
        message = Message.objects.get(kind="classes/focus_posted")
        ClassFocus.objects.update(withdrawn_at=message.created_at)
        with pytest.raises(Outdated):
            kinds.find(message.kind).context(message)


def test_a_day_has_one_focus(oak, client_of, scene):
    tom = client_of(oak.tom)
    tom.post(ADD, answers(oak, scene.group))
    page = tom.post(ADD, answers(oak, scene.group, days=1))
    assert page.status_code == 422
    assert "Period 2 works on “Reading a lab report” from" in page.text
    assert tom.post(ADD, answers(oak, scene.group, until_on="2020-01-01")).status_code == 422


def test_class_focus_edit_keeps_to_one_a_day(oak, client_of, scene):
    with oak.open():
        now = ClassFocusFactory(class_group=scene.group, from_on=oak.today, until_on=oak.today)
        later = ClassFocusFactory(
            class_group=scene.group, from_on=oak.today + timedelta(days=1), until_on=oak.today + timedelta(days=4)
        )
    tom, changed = client_of(oak.tom), {"until_on": now.until_on, "text": "Spreadsheets"}
    page = tom.post(f"classes/focus/{later.pk}/", {**changed, "from_on": now.from_on, "until_on": later.until_on})
    assert page.status_code == 422
    tom.post(f"classes/focus/{now.pk}/", {**changed, "from_on": now.from_on})
    with oak.open():
        now.refresh_from_db()
        assert now.text == "Spreadsheets"
        assert AuditEvent.objects.get(verb="class_focus.change").facts["changed"] == ["text"]


def test_class_focus_withdraw_can_be_undone_unless_something_else_took_its_days(oak, client_of, scene):
    with oak.open():
        focus = ClassFocusFactory(class_group=scene.group, text="Old words")
    tom, mia = client_of(oak.tom), client_of(oak.mia)
    assert "Old words" in mia.get(f"my-students/{scene.sam.pk}/").text
    assert "was withdrawn" in tom.post(f"classes/focus/{focus.pk}/withdraw/", follow=True).text
    assert "Old words" not in mia.get(f"my-students/{scene.sam.pk}/").text
    tom.post(f"classes/focus/{focus.pk}/bring-back/")
    assert "Old words" in mia.get(f"my-students/{scene.sam.pk}/").text
    tom.post(f"classes/focus/{focus.pk}/withdraw/")
    tom.post(ADD, answers(oak, scene.group))
    assert "Choose other days" in tom.post(f"classes/focus/{focus.pk}/bring-back/", follow=True).text


def test_an_earlier_focus_is_copied_for_the_days_after_it(oak, client_of, scene):
    with oak.open():
        last = ClassFocusFactory(class_group=scene.group, from_on=oak.today, until_on=oak.today + timedelta(days=4))
    initial = client_of(oak.tom).get(f"{ADD}?group={scene.group.pk}&copy={last.pk}").context["form"].initial
    assert initial["text"] == last.text
    assert initial["from_on"] > last.until_on and initial["from_on"].weekday() < 5
    assert initial["until_on"] - initial["from_on"] == timedelta(days=4)


def test_students_and_parents_read_what_the_class_works_on(oak, client_of, scene):
    with oak.open():
        ClassFocusFactory(class_group=scene.group, text="Reading a lab report", go_deeper="Only for mentors")
    for who, path in ((oak.sam, "my-program/"), (oak.gil, f"children/{scene.sam.pk}/")):
        page = client_of(who).get(path).text
        assert "Reading a lab report" in page and "Only for mentors" not in page
    assert "Only for mentors" in client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").text
    assert "Reading a lab report" in client_of(oak.ana).get(f"matches/{scene.match.pk}/class/").text


def test_nobody_posts_for_classes_of_others(oak, elm, client_of, scene):
    with oak.open():
        focus = ClassFocusFactory(class_group=scene.group)
        other = ClassGroupFactory(program=scene.program, school=oak.school, name="Somebody else’s")
    running(elm)
    assert client_of(oak.tom).post(ADD, answers(oak, other)).status_code == 422
    for who in (elm.tom, elm.ana):
        client = client_of(who)
        assert client.post(ADD, answers(oak, scene.group)).status_code == 422
        assert client.get(f"classes/focus/{focus.pk}/").status_code == 404
        for deed in ("withdraw", "bring-back"):
            assert client.post(f"classes/focus/{focus.pk}/{deed}/").status_code == 404
    for who in (oak.pia, oak.mia, oak.sam, oak.gil):
        assert client_of(who).post(ADD, answers(oak, scene.group)).status_code == 403


def test_a_mentor_reads_of_the_program_in_which_they_meet_alone(oak, client_of, scene):
    with oak.open():
        other = ClassGroupFactory(school=oak.school, name="Another program’s")
        place = ProgramStudentFactory(program=other.program, student=scene.sam)
        ClassGroupStudentFactory(class_group=other, program_student=place)
        ClassFocusFactory(class_group=other, text="Welding")
    assert "Welding" not in client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").text
