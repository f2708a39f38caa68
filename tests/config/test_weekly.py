"""The weekly summary names those who did nothing, whoever is away."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from accounts.actions import covers
from config.weekly import MOST, Names, readers, week_of
from correspondence import tasks
from correspondence.models import Message
from meetings.models import Meeting
from mentoring.models import Match
from tenancy.actor import Actor
from tenancy.models import Membership, MembershipSchool, Person, Scope
from tests.conftest import Cast
from tests.correspondence.conftest import smtp
from tests.correspondence.delivering import run
from tests.factories.accounts import SeatFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mail_server import MailServer, text_of
from tests.mentoring.scene import Scene, running

#: Fixtures of elsewhere.
__all__ = ["smtp"]

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 16)


def monday(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-16T{clock}:00").replace(tzinfo=CHICAGO)


def long_running(oak: Cast) -> Scene:
    """Sam and Mia have been matched since September."""
    scene = running(oak)
    with oak.open():
        Match.objects.update(state=Match.State.RUNNING, starts_on=date(2026, 9, 8))
        scene.match.student_rows.update(joined_on=date(2026, 9, 8))
        scene.match.mentor_rows.update(joined_on=date(2026, 9, 8))
    return scene


def met(scene: Scene, on: date) -> None:
    Meeting.objects.create(match=scene.match, on=on, minutes=60, place="school", state=Meeting.State.HELD)


def test_who_met_nobody_for_four_weeks_is_named(oak: Cast) -> None:
    scene = long_running(oak)
    with oak.open():
        week = week_of(oak.ana, MONDAY)
        assert (week.running, week.held) == (1, 0)
        assert week.quiet.names == ["Sam Haddad and Mia Fischer"]
        assert week.mentors.names == ["Mia Fischer"]
        assert week.students.names == ["Sam Haddad"]
        met(scene, MONDAY - timedelta(days=3))
        week = week_of(oak.ana, MONDAY)
        assert (week.held, week.quiet.names, week.mentors.names) == (1, [], [])


def test_a_match_whose_teacher_has_left_is_in_it_and_named(oak: Cast) -> None:
    long_running(oak)
    with oak.open():
        assert week_of(oak.ana, MONDAY).teacherless.names == []
        Person.objects.filter(pk=oak.tom.pk).update(deactivated_at=monday("06:00"))
        week = week_of(oak.ana, MONDAY)
        assert week.teacherless.names == ["Sam Haddad and Mia Fischer"]
        assert week.quiet.count == 1


def test_what_no_coordinator_looks_after_goes_to_the_administrators(oak: Cast) -> None:
    scene = long_running(oak)
    with oak.open():
        assert week_of(oak.ada, MONDAY).uncovered.count == 0
        role = Membership.objects.get(person=oak.ana, role="coordinator")
        Membership.objects.filter(pk=role.pk).update(scope=Scope.SCHOOLS)
        MembershipSchool.objects.create(membership=role, school=scene.bell)
        assert week_of(oak.ana, MONDAY).running == 0
        assert week_of(oak.ada, MONDAY).uncovered.names == ["Sam Haddad and Mia Fischer"]


def test_it_reaches_whoever_stands_in_for_a_coordinator_who_is_away(oak: Cast, smtp: MailServer) -> None:
    long_running(oak)
    with oak.open():
        bea = PersonFactory(given_name="Bea", family_name="Stand", email="bea@oak.example")
        MembershipFactory(person=bea, role="teacher")
        SeatFactory(person=bea, district=oak.district, role="teacher")
        covers.name(
            memberships=[Membership.objects.get(person=oak.ana, role="coordinator")],
            to=bea,
            reason="In hospital",
            starts_at=monday("05:00"),
            expires_at=monday("05:00") + timedelta(days=30),
            by=Actor.person(oak.ada),
        )
        with time_machine.travel(monday("08:00"), tick=False):
            assert [one.given_name for one in readers(oak.district, at=monday("08:00"))] == ["Ada", "Ana", "Bea"]
            assert week_of(bea, MONDAY).mentors.names == ["Mia Fischer"]


def test_it_comes_once_a_week_on_the_first_open_day(oak: Cast, smtp: MailServer) -> None:
    long_running(oak)
    for day in range(16, 21):
        with time_machine.travel(monday("06:25") + timedelta(days=day - 16), tick=False) as clock:
            run(tasks.write_reminders, of=oak)
            clock.move_to(monday("08:00") + timedelta(days=day - 16))
            run(tasks.deliver_due, of=oak)
    mails = [mail for mail in smtp.received if mail["Subject"] == "Your week with Oak School District"]
    assert sorted(str(mail["To"]) for mail in mails) == ["ada@oak.example", "ana@oak.example"]
    text = next(text_of(mail) for mail in mails if mail["To"] == "ana@oak.example")
    assert "1 match is running." in text
    assert "* Sam Haddad and Mia Fischer" in text
    assert "* Mia Fischer" in text


def test_a_district_without_matches_hears_nothing(oak: Cast) -> None:
    with time_machine.travel(monday("06:25"), tick=False):
        run(tasks.write_reminders, of=oak)
    with oak.open():
        assert not Message.objects.filter(kind="config/weekly").exists()


def test_a_summary_tells_nothing_of_the_other_district(oak: Cast, elm: Cast) -> None:
    long_running(oak)
    with elm.open():
        week = week_of(elm.ana, MONDAY)
    assert (week.running, week.quiet.count, week.uncovered.count) == (0, 0, 0)


def test_long_lists_are_cut_and_counted() -> None:
    names = Names.of(f"Student {number:02}" for number in range(40))
    assert (len(names.names), names.count, names.more) == (MOST, 40, 40 - MOST)


def test_its_cost_does_not_grow_with_the_matches(oak: Cast, django_assert_num_queries) -> None:
    scene = long_running(oak)
    with oak.open():
        ana = Person.objects.prefetch_related("district").get(pk=oak.ana.pk)
        with django_assert_num_queries(24):
            week_of(ana, MONDAY)
        for _number in range(3):
            match = MatchFactory(
                program=scene.program, supervising_teacher=oak.tom, state="running", starts_on=date(2026, 9, 8)
            )
            MatchStudentFactory(match=match, student__school=oak.school, joined_on=date(2026, 9, 8))
            MatchMentorFactory(match=match, joined_on=date(2026, 9, 8))
        with django_assert_num_queries(24):
            assert week_of(ana, MONDAY).quiet.count == 4
