"""Attendance: all present except, corrected later, listed and exported."""

from datetime import date, timedelta

import pytest

from classes.models import ClassAbsence, ClassDay
from correspondence.models import Message
from tenancy.models import AuditEvent
from tests.factories.classes import ClassAbsenceFactory, ClassDayFactory
from tests.factories.meetings import DayAbsenceFactory
from tests.factories.mentoring import ClassGroupFactory, ClassGroupStudentFactory, ProgramStudentFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import running

CLASS_DAY_LIST_QUERIES = 20


@pytest.fixture
def scene(oak):
    """Tom supervises the class group of Sam, and of Zoe Adams."""
    found = running(oak)
    with oak.open():
        zoe = PersonFactory(given_name="Zoe", family_name="Adams")
        place = ProgramStudentFactory(program=found.program, student__person=zoe, student__school=oak.school)
        ClassGroupStudentFactory(class_group=found.group, program_student=place)
    found.zoe = place
    return found


def path(scene, day=""):
    return f"classes/{scene.group.pk}/attendance/" + (f"?day={day}" if day else "")


def seen(client, scene, day=""):
    """What the page says of when it was taken, sent along with the answer."""
    return client.get(path(scene, day)).context["form"]["seen_at"].value()


def missed(oak):
    """Who missed class: family name → how."""
    with oak.open():
        rows = ClassAbsence.objects.prefetch_related("program_student__student__person")
        return {one.program_student.student.person.family_name: one.kind for one in rows}


def test_class_day_take_notes_everybody_as_here_but_those_who_are_tapped(oak, client_of, scene):
    tom = client_of(oak.tom)
    page = tom.get(path(scene))
    assert [line.name for line in page.context["form"].lines] == ["Zoe Adams", "Sam Haddad"]
    assert [line.kind.value() for line in page.context["form"].lines] == ["here", "here"]
    answer = tom.post(path(scene), {f"kind_{scene.sam_in_program.pk}": "absent"}, follow=True)
    assert "1 absent." in answer.text
    assert missed(oak) == {"Haddad": "absent"}
    with oak.open():
        day = ClassDay.objects.get()
        assert (day.day, day.student_count, day.is_held, day.taken_by) == (oak.today, 2, True, oak.tom)
        facts = AuditEvent.objects.get(verb="class_day.take").facts
        assert facts["changed"] == [scene.sam_in_program.pk]


def test_with_nobody_missing_one_button_is_enough(oak, client_of, scene):
    assert "All here." in client_of(oak.tom).post(path(scene), {"note": ""}, follow=True).text
    assert missed(oak) == {}


def test_a_day_is_corrected_later_and_the_log_says_whom_it_was_about(oak, client_of, scene):
    tom = client_of(oak.tom)
    tom.post(path(scene), {f"kind_{scene.sam_in_program.pk}": "absent"})
    answers = {f"kind_{scene.zoe.pk}": "late", "seen_at": seen(tom, scene)}
    tom.post(path(scene), answers)
    assert missed(oak) == {"Adams": "late"}
    with oak.open():
        facts = AuditEvent.objects.get(verb="class_day.change").facts
        assert facts["changed"] == sorted([scene.sam_in_program.pk, scene.zoe.pk])


def test_what_somebody_else_took_meanwhile_is_not_written_over(oak, client_of, scene):
    tom, ana = client_of(oak.tom), client_of(oak.ana)
    ana.post(path(scene), {f"kind_{scene.zoe.pk}": "late"})
    page = tom.post(path(scene), {f"kind_{scene.sam_in_program.pk}": "absent", "seen_at": ""})
    assert page.status_code == 422 and "Somebody else has taken attendance" in page.text
    assert missed(oak) == {"Adams": "late"}


def test_an_earlier_day_is_taken_with_who_was_in_the_class_then(oak, client_of, scene):
    with oak.open():
        day = oak.today - timedelta(days=7)
        scene.group.student_rows.filter(program_student=scene.zoe).update(joined_on=oak.today)
    tom = client_of(oak.tom)
    assert [line.name for line in tom.get(path(scene, day)).context["form"].lines] == ["Sam Haddad"]
    tom.post(path(scene, day), {f"kind_{scene.zoe.pk}": "absent", f"kind_{scene.sam_in_program.pk}": "excused"})
    assert missed(oak) == {"Haddad": "excused"}


def test_no_day_to_come_is_taken(oak, client_of, scene):
    tomorrow = oak.today + timedelta(days=1)
    page = client_of(oak.tom).get(path(scene, tomorrow))
    assert page.context["day"] == oak.today
    assert client_of(oak.tom).get(path(scene, "nonsense")).context["day"] == oak.today


def test_there_was_no_class(oak, client_of, scene):
    tom = client_of(oak.tom)
    tom.post(path(scene), {f"kind_{scene.sam_in_program.pk}": "absent"})
    tom.post(path(scene), {"no_class": "yes", "note": "Assembly", "seen_at": seen(tom, scene)})
    assert missed(oak) == {}
    with oak.open():
        day = ClassDay.objects.get()
        assert (day.is_held, day.note, day.student_count) == (False, "Assembly", 0)
        assert AuditEvent.objects.filter(verb="class_day.cancel").count() == 1


def test_a_follow_up_has_an_owner_who_is_told(oak, client_of, scene):
    pk = scene.sam_in_program.pk
    answers = {f"kind_{pk}": "absent", f"follow_up_{pk}": "Call home", f"follow_up_by_{pk}": oak.cole.pk}
    client_of(oak.tom).post(path(scene), answers)
    with oak.open():
        absence = ClassAbsence.objects.get()
        assert (absence.follow_up, absence.follow_up_by, absence.followed_up_on) == ("Call home", oak.cole, None)
        message = Message.objects.get(kind="classes/follow_up_given")
        assert (message.person, message.for_digest) == (oak.cole, True)
    assert "1 absence from class waits for you" in client_of(oak.cole).get("").text


def test_only_who_missed_class_is_followed_up_by_somebody_of_the_school(oak, elm, client_of, scene):
    pk, tom = scene.sam_in_program.pk, client_of(oak.tom)
    page = tom.post(path(scene), {f"kind_{pk}": "here", f"follow_up_{pk}": "Call"})
    assert page.status_code == 422 and "Say first how the student missed class." in page.text
    answers = {f"kind_{pk}": "absent", f"follow_up_{pk}": "Call", f"follow_up_by_{pk}": elm.tom.pk}
    assert tom.post(path(scene), answers).status_code == 422


def test_what_was_followed_up_stays_so_when_the_day_is_corrected(oak, client_of, scene):
    with oak.open():
        day = ClassDayFactory(class_group=scene.group, day=oak.today, taken_by=oak.tom)
        ClassAbsenceFactory(
            class_day=day,
            program_student=scene.sam_in_program,
            follow_up="Call",
            follow_up_by=oak.tom,
            followed_up_on=oak.today,
        )
    tom, pk = client_of(oak.tom), scene.sam_in_program.pk
    kept = {f"kind_{pk}": "excused", f"follow_up_{pk}": "Call", f"follow_up_by_{pk}": oak.tom.pk}
    tom.post(path(scene), {**kept, "seen_at": seen(tom, scene)})
    with oak.open():
        absence = ClassAbsence.objects.get()
        assert (absence.kind, absence.followed_up_on) == ("excused", oak.today)


@pytest.mark.parametrize("count", [1, 4])
def test_class_day_list_asks_as_many_queries_for_four_days_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        group = ClassGroupFactory(school=oak.school, supervising_teacher=oak.tom)
        for number in range(count):
            day = ClassDayFactory(class_group=group, day=date(2026, 10, 1 + number), taken_by=oak.tom)
            ClassAbsenceFactory(class_day=day)
    running(elm)
    every = "?column=group&column=here&column=absent&column=excused&column=late&column=note&column=taken_by"
    client = client_of(oak.ana)
    client.get(f"classes/attendance/{every}")
    with django_assert_num_queries(CLASS_DAY_LIST_QUERIES):
        page = client.get(f"classes/attendance/{every}")
    assert len(list(page.context["table"].rows)) == count


def test_days_are_narrowed_and_exported(oak, elm, client_of, scene):
    with oak.open():
        ClassDayFactory(class_group=scene.group, day=date(2026, 10, 1), note="Guest speaker")
        ClassDayFactory(class_group=scene.group, day=date(2026, 11, 5))
    ana = client_of(oak.ana)
    found = ana.get(f"classes/attendance/?group={scene.group.pk}&first=2026-11-01").context["table"]
    assert len(list(found.rows)) == 1
    body = b"".join(ana.get("classes/attendance/export/?last=2026-10-31").streaming_content).decode("utf-8-sig")
    assert "Guest speaker" in body and len(body.splitlines()) == 2
    assert client_of(elm.ana).get("classes/attendance/").context["table"].body == []


def test_whom_the_office_noted_absent_is_absent_until_somebody_taps_otherwise(oak, client_of, scene):
    with oak.open():
        DayAbsenceFactory(student=scene.sam, day=oak.today, said_by=oak.fay)
    tom = client_of(oak.tom)
    page = tom.get(path(scene))
    assert [line.kind.value() for line in page.context["form"].lines] == ["here", "absent"]
    assert page.text.count("The office noted this student absent on this day.") == 1
    tom.post(path(scene), {f"kind_{scene.sam_in_program.pk}": "here"})
    page = tom.get(path(scene))
    assert [line.kind.value() for line in page.context["form"].lines] == ["here", "here"]
    assert "The office noted this student absent on this day." in page.text


def test_the_page_says_that_everybody_is_here_only_where_nothing_else_is_known(oak, client_of, scene):
    tom = client_of(oak.tom)
    days = [oak.today - timedelta(days=back) for back in range(7)]
    sunday = next(day for day in days if day.weekday() == 6)
    friday = next(day for day in days if day.weekday() == 4)
    words = "Everybody is here."
    assert words not in tom.get(path(scene, sunday)).text
    assert words in tom.get(path(scene, friday)).text
    tom.post(path(scene, friday), {f"kind_{scene.zoe.pk}": "late"})
    assert words not in tom.get(path(scene, friday)).text
