"""Logs of meetings signed in: mentors write their own, staff those of others; lists, history, seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from meetings.actions import logs
from meetings.log_table import LOGS
from meetings.models import DayAbsence, Meeting, MeetingLog, Worry
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import DayAbsenceFactory, MeetingFactory
from tests.factories.mentoring import MatchStudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.meetings.met import Met, answers, logged, met

EVERY = "&".join(f"column={column.key}" for column in LOGS.columns[1:])


def log(cast: Cast, there: Met, **other: object) -> MeetingLog:
    """Mia's log of the meeting."""
    with cast.open():
        return logs.log(
            match=there.match,
            meeting=there.meeting,
            logged=logged(there, **other),
            author=cast.mia,
            at=timezone.now(),
            by=Actor.person(cast.mia),
        )


# Absent, as the office says


def test_a_meeting_with_a_student_noted_absent_is_saved_and_both_is_said(
    oak: Cast, client_of: type[DistrictClient]
) -> None:
    there = met(oak)
    day = date_format(there.meeting.on)
    with oak.open():
        DayAbsenceFactory(student=there.sam.student, day=there.meeting.on, said_by=oak.fay)
    mia, path = client_of(oak.mia), f"meetings/{there.meeting.pk}/log/"
    page = mia.get(path)
    assert f"The office noted Sam absent on {day}." in page.text
    answer = mia.post(path, answers(there, warned=page.context["form"]["warned"].value()))
    assert "Your coordinator sees both" in mia.get(answer.headers["Location"]).text
    ana = client_of(oak.ana)
    assert "1 meeting took place, as its mentor says, with a student whom the office noted absent." in ana.get("").text
    assert "Sam Haddad" in ana.get("meetings/logs/?look=absent_new").text
    assert "the office noted Sam Haddad absent on this day" in ana.get(answer.headers["Location"]).text
    with oak.open():
        DayAbsence.objects.update(taken_back_at=timezone.now())
    assert "noted Sam Haddad absent" not in ana.get(answer.headers["Location"]).text
    assert "Sam Haddad" not in ana.get("meetings/logs/?look=absent_new").text


def test_a_meeting_on_any_day_with_a_student_noted_absent_is_asked_about_once(
    oak: Cast, client_of: type[DistrictClient]
) -> None:
    there = met(oak)
    other = there.today - timedelta(days=9)
    with oak.open():
        DayAbsenceFactory(student=there.sam.student, day=other, said_by=oak.fay)
    mia, path = client_of(oak.mia), f"meetings/{there.meeting.pk}/log/"
    assert "absent on" not in mia.get(path).text, "the days that are offered are others"
    typed = answers(there, when="other", day=other.isoformat(), note="Job ads.")

    asked = mia.post(path, typed)

    assert asked.status_code == 422
    assert f"The office noted Sam absent on {date_format(other)}. Is the day right?" in asked.text
    assert "Job ads." in asked.text
    with oak.open():
        assert not MeetingLog.objects.exists()
    assert mia.post(path, {**typed, "warned": asked.context["form"]["warned"].value()}).status_code == 302
    with oak.open():
        assert MeetingLog.objects.get().meeting.on == other


def test_a_student_who_missed_the_meeting_is_not_asked_about(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        DayAbsenceFactory(student=there.sam.student, day=there.meeting.on, said_by=oak.fay)
    typed = answers(there, outcome="missed", missed_as="absent")
    assert client_of(oak.mia).post(f"meetings/{there.meeting.pk}/log/", typed).status_code == 302


# Writing


def test_log_write_is_for_mia_of_her_own_meeting(oak: Cast, client_of: type[DistrictClient]) -> None:
    there, path = met(oak), ""
    path = f"meetings/{there.meeting.pk}/log/"

    page = client_of(oak.mia).get(path)
    answer = client_of(oak.mia).post(path, answers(there, note="Job ads."))

    assert page.context["form"]["adult"].value() == str(oak.tom.pk)
    with oak.open():
        made = MeetingLog.objects.get()
    assert answer.headers["Location"].endswith(f"meetings/logs/{made.pk}/?arrived=m{there.meeting.pk}")
    after = client_of(oak.mia).get(answer.headers["Location"])
    assert f'data-arrived="m{there.meeting.pk}.{oak.mia.pk}"' in after.content.decode()
    assert client_of(oak.mia).get(path).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 200), ("tom", 200), ("pia", 403), ("cole", 403), ("fay", 403), ("sam", 403), ("gil", 403)],
)
def test_log_write_for_a_mentor_is_for_coordinators_and_the_teacher(
    oak: Cast, client_of: type[DistrictClient], who: str, status: int
) -> None:
    there = met(oak)
    assert client_of(getattr(oak, who)).get(f"meetings/{there.meeting.pk}/log/").status_code == status


def test_log_write_by_staff_stands_for_the_mentor(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    client_of(oak.ana).post(f"meetings/{there.meeting.pk}/log/", answers(there))
    with oak.open():
        made = MeetingLog.objects.get()
        assert made.logged_by == oak.mia
        assert AuditEvent.objects.get(verb="meeting.log").actor_person == oak.ana


def test_log_write_elm_finds_nothing(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    made = log(oak, there)
    for who in (elm.ana, elm.mia):
        client = client_of(who)
        for path in (
            f"meetings/{there.meeting.pk}/log/",
            f"matches/{there.match.pk}/log/",
            f"meetings/logs/{made.pk}/",
            f"meetings/logs/{made.pk}/change/",
        ):
            assert client.get(path).status_code == 404, path


def test_log_write_is_closed_to_a_mentor_on_hold(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        SafetyHoldFactory(person=oak.mia, placed_by=oak.ana)
    assert client_of(oak.mia).get(f"meetings/{there.meeting.pk}/log/").status_code == 404
    assert client_of(oak.mia).get(f"matches/{there.match.pk}/log/").status_code == 404


def test_log_write_is_closed_while_the_student_is_on_hold(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        SafetyHoldFactory(person=oak.sam, placed_by=oak.ana)
    assert client_of(oak.mia).get(f"meetings/{there.meeting.pk}/log/").status_code == 404


def test_log_write_somewhere_else_is_saved_and_says_so(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    sent = answers(there, place="elsewhere", place_note="A coffee shop", adult="nobody")
    answer = client_of(oak.mia).post(f"meetings/{there.meeting.pk}/log/", sent)
    page = client_of(oak.mia).get(answer.headers["Location"]).content.decode()
    with oak.open():
        assert not MeetingLog.objects.get().is_allowed_place
    assert "It was right to write it down" in page
    staff = client_of(oak.ana).get("").content.decode()
    assert "was not at an allowed place" in staff


def test_log_write_unplanned(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    client, path = client_of(oak.mia), f"matches/{there.match.pk}/log/"
    page = client.get(path)
    assert [one.pk for one in page.context["waiting"]] == [there.meeting.pk]
    assert "I had to cancel" not in page.content.decode()
    today = there.today.isoformat()
    sent = answers(there, when=today, once=str(page.context["form"]["once"].value()))

    first, second = client.post(path, sent), client.post(path, sent)

    assert first.headers["Location"] == second.headers["Location"]
    with oak.open():
        made = MeetingLog.objects.get()
        assert (made.meeting.on, made.meeting.starts_at) == (there.today, None)


def test_log_write_with_a_worry_shows_it_to_nobody_else(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    page = client_of(oak.mia).post(f"meetings/{there.meeting.pk}/log/", answers(there, worry="A bruise."), follow=True)
    assert "The coordinators and the counselor were told what worried you." in page.text
    with oak.open():
        made, worry = MeetingLog.objects.get(), Worry.objects.get()
    for who in (oak.ana, oak.tom, oak.pia, oak.mia):
        assert "bruise" not in client_of(who).get(f"meetings/logs/{made.pk}/").content.decode()
    assert client_of(oak.tom).get(f"meetings/worries/{worry.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("otherwise", "field"),
    [
        ({"when": "other"}, "day"),
        ({"length": "other"}, "minutes"),
        ({"length": "other", "minutes": "4"}, "minutes"),
        ({"adult": "other"}, "adult_name"),
        ({"place": "elsewhere"}, "place_note"),
        ({"special": "gift"}, "special_note"),
        ({"adult": ""}, "adult"),
        ({"place": ""}, "place"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_log_write_says_at_the_field_what_is_missing(
    oak: Cast, client_of: type[DistrictClient], otherwise: dict[str, Any], field: str
) -> None:
    there = met(oak)
    answer = client_of(oak.mia).post(f"meetings/{there.meeting.pk}/log/", answers(there, **otherwise))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_log_write_student_missed_it_asks_nothing_more(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    sent = {"when": there.meeting.on.isoformat(), "outcome": "missed", "missed_as": "excused"}
    assert client_of(oak.mia).post(f"meetings/{there.meeting.pk}/log/", sent).status_code == 302
    with oak.open():
        meeting = Meeting.objects.get()
        assert meeting.state == "missed"
        standings = {row.match_student_id is None: row.standing for row in meeting.participations.all()}
        assert standings == {False: "excused", True: "came"}


# Changing


def test_log_edit_by_mia_within_seven_days(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    made = log(oak, there, note="First.")
    client, path = client_of(oak.mia), f"meetings/logs/{made.pk}/change/"
    form = client.get(path).context["form"]
    assert (form["note"].value(), form["length"].value(), form["version"].value()) == ("First.", "60", 1)

    client.post(path, answers(there, note="Second.", version="1"))

    with oak.open():
        made.refresh_from_db()
        assert (made.note, made.version) == ("Second.", 2)
    page = client_of(oak.ana).get(f"meetings/logs/{made.pk}/").content.decode()
    assert "Before this change it said" in page
    assert "First." in page
    assert "First." not in client.get(f"meetings/logs/{made.pk}/").content.decode()


def test_log_edit_is_over_after_seven_days_but_for_staff(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    made = log(oak, there)
    with oak.open():
        MeetingLog.objects.update(logged_at=timezone.now() - timedelta(days=8))
    path = f"meetings/logs/{made.pk}/change/"
    assert client_of(oak.mia).get(path).status_code == 404
    assert "could be changed until" in client_of(oak.mia).get(f"meetings/logs/{made.pk}/").content.decode()
    assert client_of(oak.ana).get(path).status_code == 200


# Lists


@pytest.mark.parametrize("number", [1, 4])
def test_log_list_asks_the_database_so_often(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: Any
) -> None:
    there = met(oak)
    with oak.open():
        for back in range(number):
            there.meeting = MeetingFactory(match=there.match, on=there.today - timedelta(days=back + 3), adult=oak.tom)
            log(oak, there)
    ana = client_of(oak.ana)
    ana.get("meetings/logs/")
    with django_assert_num_queries(20):
        page = ana.get(f"meetings/logs/?{EVERY}")
    assert page.content.decode().count("Sam") >= number


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("tom", 200), ("pia", 200), ("cole", 403), ("mia", 403)])
def test_log_list_is_for_staff_who_see_meetings(
    oak: Cast, client_of: type[DistrictClient], who: str, status: int
) -> None:
    met(oak)
    assert client_of(getattr(oak, who)).get("meetings/logs/").status_code == status


def test_log_list_shows_nothing_of_oak_in_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    log(oak, met(oak), note="Secret of Oak.")
    page = client_of(elm.ana).get(f"meetings/logs/?{EVERY}").content.decode()
    assert "Nothing is written down yet" in page


@pytest.mark.parametrize(
    ("look", "found"), [("place", False), ("special", True), ("off_focus", True), ("missed", False)]
)
def test_log_list_finds_what_stands_out(oak: Cast, client_of: type[DistrictClient], look: str, found: bool) -> None:
    log(oak, met(oak), special="gift", special_note="A book", activities=["other"])
    page = client_of(oak.ana).get(f"meetings/logs/?look={look}").content.decode()
    assert ("Gift: A book" in page) == found


def test_log_export_is_written_to_the_log(oak: Cast, client_of: type[DistrictClient]) -> None:
    log(oak, met(oak), note="Job ads.")
    answer = client_of(oak.ana).get("meetings/logs/export/?format=csv&column=note")
    assert "Job ads." in b"".join(answer.streaming_content).decode()
    with oak.open():
        assert AuditEvent.objects.filter(verb="meeting.export_logs").count() == 1


@pytest.mark.parametrize("number", [1, 4])
def test_log_own_list_asks_the_database_so_often(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: Any
) -> None:
    there = met(oak)
    with oak.open():
        for back in range(number):
            MeetingFactory(match=there.match, on=there.today - timedelta(days=back + 20), adult=oak.tom)
            there.meeting = MeetingFactory(match=there.match, on=there.today - timedelta(days=back + 3), adult=oak.tom)
            log(oak, there)
    mia = client_of(oak.mia)
    mia.get("my-meetings/written/")
    with django_assert_num_queries(18):
        page = mia.get("my-meetings/written/")
    own = page.context["own"]
    assert (own.count, own.hours, len(own.waiting), len(own.written)) == (number, str(number), number + 1, number)


def test_log_own_list_is_empty_while_mia_is_on_hold(oak: Cast, client_of: type[DistrictClient]) -> None:
    log(oak, met(oak))
    with oak.open():
        SafetyHoldFactory(person=oak.mia, placed_by=oak.ana)
    own = client_of(oak.mia).get("my-meetings/written/").context["own"]
    assert (own.count, own.waiting, own.written, own.matches) == (0, [], [], [])


# Seen


def test_log_see_by_ana(oak: Cast, client_of: type[DistrictClient]) -> None:
    made = log(oak, met(oak))
    client_of(oak.ana).post(f"meetings/logs/{made.pk}/seen/")
    with oak.open():
        made.refresh_from_db()
        assert made.seen_by == oak.ana
    assert client_of(oak.pia).post(f"meetings/logs/{made.pk}/seen/").status_code == 403


def test_log_see_selected(oak: Cast, client_of: type[DistrictClient]) -> None:
    made = log(oak, met(oak))
    ana = client_of(oak.ana)
    asked = ana.get(f"meetings/logs/seen/?selected={made.pk}")
    assert asked.context["count"] == 1
    ana.post("meetings/logs/seen/", dict(asked.context["selection"].hidden))
    with oak.open():
        made.refresh_from_db()
        assert made.seen_by == oak.ana


# Groups


def test_log_write_in_a_group_asks_of_each_member(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        lou = MatchStudentFactory(match=there.match, student=there.scene.lou)
    client, path = client_of(oak.mia), f"meetings/{there.meeting.pk}/log/"
    assert len(client.get(path).context["form"].member_fields) == 3

    client.post(path, answers(there, **{f"came_s{there.sam.pk}": "came", f"came_s{lou.pk}": "no_show"}))

    with oak.open():
        meeting = Meeting.objects.get()
        assert meeting.state == "held"
        rows = meeting.participations.filter(match_student__isnull=False)
        assert dict(rows.values_list("match_student", "standing")) == {there.sam.pk: "came", lou.pk: "no_show"}
