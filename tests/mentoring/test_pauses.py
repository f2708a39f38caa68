"""A safety hold on a member: matches stand still, who must know is told, the view of students is cut."""

from datetime import UTC, date, datetime

import pytest

from correspondence import outbox, rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.models import Match, Mentor, Student
from screening.actions import holds
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tenancy.viewer import Viewer
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.screening import AskedFactory
from tests.factories.tenancy import PersonFactory

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def match_of(oak):
    """Mia mentors Sam, supervised by Tom."""
    student, mentor = StudentFactory(person=oak.sam, school=oak.school), MentorFactory(person=oak.mia)
    match = MatchFactory(state="running", starts_on=date(2026, 10, 1), supervising_teacher=oak.tom)
    MatchStudentFactory(match=match, student=student)
    MatchMentorFactory(match=match, mentor=mentor)
    return match


def hold(person, by):
    return holds.place(person=person, reason="A parent called.", at=NOW, by=Actor.person(by))


def lift(live, by):
    holds.lift(hold=live, reason="It was somebody else.", at=NOW, by=Actor.person(by))


def students_of(oak, person):
    return set(Student.objects.visible_to(Viewer.of_person(oak.district, person)).values_list("person", flat=True))


def log():
    events = AuditEvent.objects.filter(verb__in=["match.pause", "match.resume"]).order_by("pk")
    return [(event.verb, event.target_id) for event in events]


def mail_about(kind):
    return list(Message.objects.filter(kind=f"mentoring/{kind}").order_by("person").values_list("person", flat=True))


@pytest.mark.parametrize("name", ["mia", "sam"])
def test_a_match_stands_still_while_a_hold_is_on_a_member_and_then_goes_on(oak, name):
    with oak.open():
        match = match_of(oak)
        live = hold(getattr(oak, name), oak.ana)
        assert list(Match.objects.of(oak.district).paused()) == [match]
        lift(live, oak.ada)
        assert list(Match.objects.of(oak.district).paused()) == []
        assert list(Match.objects.of(oak.district).not_paused()) == [match]
        assert log() == [("match.pause", match.pk), ("match.resume", match.pk)]


def test_a_match_stays_paused_while_another_member_is_on_hold(oak):
    with oak.open():
        match = match_of(oak)
        live = hold(oak.mia, oak.ana)
        hold(oak.sam, oak.ana)
        lift(live, oak.ada)
        assert list(Match.objects.of(oak.district).paused()) == [match]
        assert ("match.resume", match.pk) not in log()


def test_a_mentor_on_hold_sees_nothing_of_students_and_themselves_still(oak):
    with oak.open():
        match_of(oak)
        assert students_of(oak, oak.mia) == {oak.sam.pk}
        live = hold(oak.mia, oak.ana)
        viewer = Viewer.of_person(oak.district, oak.mia)
        assert students_of(oak, oak.mia) == set()
        assert list(Match.objects.visible_to(viewer)) == []
        assert list(Mentor.objects.visible_to(viewer).values_list("person", flat=True)) == [oak.mia.pk]
        assert oak.sam not in Person.objects.visible_to(viewer)
        lift(live, oak.ada)
        assert students_of(oak, oak.mia) == {oak.sam.pk}


def test_staff_on_hold_see_no_student_either(oak):
    with oak.open():
        match_of(oak)
        assert students_of(oak, oak.ana) == {oak.sam.pk}
        hold(oak.ana, oak.ada)
        assert students_of(oak, oak.ana) == set()


@pytest.mark.parametrize("name", ["ada", "pia", "cole"])
def test_staff_on_hold_find_no_students_among_people(oak, elm, client_of, name):
    with oak.open():
        match_of(oak)
        StudentFactory(person=PersonFactory(given_name="Zoe", family_name="Quist"), school=oak.school)
    held, other = getattr(oak, name), client_of(getattr(oak, name))
    pages = ("people/", "people/search/?q=Quist", f"people/?q={oak.sam.family_name}")
    assert any("Quist, Zoe" in other.get(path).text for path in pages)
    with oak.open():
        hold(held, oak.ana)
        seen = Person.objects.visible_to(Viewer.of_person(oak.district, held))
        assert {oak.tom, held} <= set(seen)
        assert not seen.filter(pk=oak.sam.pk).exists()
    for path in pages:
        assert "Zoe" not in other.get(path).text and "Haddad, Sam" not in other.get(path).text
    assert other.get(f"people/{oak.sam.pk}/").status_code == 404
    assert client_of(oak.ana).get(f"people/{oak.sam.pk}/").status_code == 200


def test_coordinators_and_the_supervising_teacher_are_told_without_a_reason(oak):
    with oak.open():
        match_of(oak)
        live = hold(oak.mia, oak.pia)
        assert mail_about("person_paused") == sorted([oak.ada.pk, oak.ana.pk, oak.tom.pk])
        [written] = {rendering.mail(message, {}).text.split("\n\n", 1)[1] for message in Message.objects.all()}
        assert "Mia Fischer is paused until further notice." in written
        assert "A parent called." not in written
        lift(live, oak.ada)
        assert mail_about("person_resumed") == sorted([oak.ana.pk, oak.pia.pk, oak.tom.pk])


def test_whoever_placed_the_hold_and_whoever_is_on_hold_get_no_notice(oak):
    with oak.open():
        match_of(oak)
        hold(oak.tom, oak.ana)
        # Those who can lift it are told; neither Ana, who placed it, nor Tom.
        assert mail_about("person_paused") == sorted([oak.ada.pk, oak.pia.pk])


def test_a_notice_of_a_hold_that_was_lifted_meanwhile_does_not_leave(oak):
    with oak.open():
        match_of(oak)
        live = hold(oak.mia, oak.pia)
        lift(live, oak.ada)
        with pytest.raises(Outdated):
            rendering.mail(Message.objects.filter(kind="mentoring/person_paused").first(), {})


def test_messages_about_students_that_wait_for_the_person_do_not_leave(oak):
    with oak.open():
        match_of(oak)
        about_student = outbox.post(
            kind="mentoring/person_resumed", to=oak.mia, by=Actor.person(oak.ana), context={"person": oak.sam.pk}
        )
        other = outbox.post(kind="accounts/extra_step_reset", to=oak.mia, by=Actor.person(oak.ana))
        hold(oak.mia, oak.ana)
        states = dict(Message.objects.filter(person=oak.mia).values_list("pk", "state"))
        assert states == {about_student.pk: "cancelled", other.pk: "waiting"}


@pytest.mark.parametrize("name", ["mia", "sam"])
def test_the_teacher_reads_everywhere_that_somebody_is_paused_and_never_why(oak, client_of, name):
    with oak.open():
        match = match_of(oak)
        student = Student.objects.get(person=oak.sam)
        place = ProgramStudentFactory(student=student, program=match.program, state="accepted")
        group = ClassGroupFactory(program=match.program, school=oak.school, supervising_teacher=oak.tom)
        ClassGroupStudentFactory(class_group=group, program_student=place)
        Person.objects.filter(pk=oak.mia.pk).update(phone="+13125550142")
        person = getattr(oak, name)
        hold(person, oak.ana)
    tom = client_of(oak.tom)
    assert f"{person.name} is paused until further notice." in (today := tom.get("").content.decode())
    assert f"students/{student.pk}/" in today
    card = tom.get(f"students/{student.pk}/").content.decode()
    assert "Paused until further notice" in card
    assert ("tel:+13125550142" in card) == (name == "sam")
    assert "A parent called." not in today + card


def test_the_coordinator_reads_paused_instead_of_not_checked(oak, client_of):
    with oak.open():
        match_of(oak)
        mentor = Mentor.objects.get(person=oak.mia)
        AskedFactory(person=oak.mia, state="held")
        hold(oak.mia, oak.pia)
    ana = client_of(oak.ana)
    for path in (f"mentors/{mentor.pk}/", "mentors/", f"people/{oak.mia.pk}/clearance/"):
        page = ana.get(path).content.decode()
        assert "Paused until further notice" in page, path
        assert "Not yet checked and trained" not in page, path
    assert ">Running<" not in ana.get(f"mentors/{mentor.pk}/").content.decode()


@pytest.mark.parametrize("name", ["mia", "sam"])
def test_a_mentor_whose_meetings_are_paused_reads_it_kindly(oak, client_of, name):
    with oak.open():
        match_of(oak)
        AskedFactory(person=oak.mia)
        hold(getattr(oak, name), oak.ana)
    mia = client_of(oak.mia)
    for path in ("", "my-students/"):
        page = mia.get(path).content.decode()
        assert "Your meetings are paused. Your coordinator will be in touch." in page, path
        assert "No student yet" not in page
    if name == "mia":
        assert "Your turn" not in mia.get("").content.decode() + mia.get("steps/").content.decode()
