"""The audit log: read, filter, export."""

import re
from datetime import UTC, datetime

import pytest

from accounts.models import Seat
from tenancy import audit, grants
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, PersonGrant
from tests.factories.correspondence import MessageFactory
from tests.factories.tenancy import CalendarDayFactory, SchoolYearFactory


def lines_on(page):
    return [[str(cell.text) for cell in row.cells][1:] for row in page.context["table"].rows]


@pytest.fixture
def log(oak):
    """Ana changed Tom; Waymark gave up a job; Ada ended Cole's role, saying why."""
    with oak.open():
        cole = Membership.objects.get(person=oak.cole)
        audit.record(by=Actor.person(oak.ana), verb="person.change", target=oak.tom, facts={"changed": ["email"]})
        audit.record(by=Actor.system("jobs"), verb="job.fail", facts={"fault": "ValueError"})
        facts = {"person": oak.cole.pk, "role": "counselor"}
        audit.record(by=Actor.person(oak.ada), verb="membership.end", target=cole, reason="Retired", facts=facts)


def test_audit_event_list_tells_in_words_newest_first(oak, log, client_of):
    assert lines_on(client_of(oak.ada).get("audit/")) == [
        ["Ada Okafor", "ended a role", "Cole Nguyen", "Counselor · Reason: Retired"],
        ["Waymark", "gave up long work after a fault", "", "fault: ValueError"],
        ["Ana García", "changed a person’s details", "Tom Whelan", "what: email"],
    ]


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("actor=ana", ["Ana García"]),
        ("actor=nobody", []),
        ("verb=job.fail", ["Waymark"]),
        ("target=tenancy.membership", ["Ada Okafor"]),
        ("last=2020-01-01", []),
        ("first=0001-01-01&last=9999-12-31", ["Ada Okafor", "Waymark", "Ana García"]),
        ("first=2020-01-01&last=not-a-day", ["Ada Okafor", "Waymark", "Ana García"]),
    ],
)
def test_audit_event_list_is_narrowed_by_its_filters(oak, log, client_of, query, who):
    assert [line[0] for line in lines_on(client_of(oak.ada).get(f"audit/?{query}"))] == who


def test_audit_event_list_shows_what_concerns_one_person(oak, log, client_of):
    page = client_of(oak.ada).get(f"audit/?person={oak.cole.pk}")
    assert "Only what concerns Cole Nguyen." in page.text
    assert [line[1] for line in lines_on(page)] == ["ended a role"]


AUDIT_EVENT_LIST_QUERIES = 11


@pytest.mark.parametrize("count", [1, 4])
def test_audit_event_list_asks_as_many_queries_for_four_events_as_for_one(
    oak, client_of, django_assert_num_queries, count
):
    with oak.open():
        for person in [oak.tom, oak.ana, oak.mia, oak.sam][:count]:
            audit.record(by=Actor.person(oak.ana), verb="person.change", target=person)
    client = client_of(oak.ada)
    client.get("audit/")
    with django_assert_num_queries(AUDIT_EVENT_LIST_QUERIES):
        assert len(lines_on(client.get("audit/"))) == count


def test_audit_event_export_gives_the_same_lines_and_is_written_down(oak, log, client_of):
    answer = client_of(oak.ada).get("audit/export/?verb=membership.end")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "When (America/Chicago),Who,What,About,Details"
    assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d,", lines[1])
    assert lines[1].endswith(",Ada Okafor,ended a role,Cole Nguyen,Counselor · Reason: Retired")
    assert len(lines) == 2
    with oak.open():
        event = AuditEvent.objects.get(verb="audit_event.export")
    assert (event.actor_person_id, event.facts["verb"]) == (oak.ada.pk, "membership.end")


def test_the_log_calls_things_by_their_names_while_they_are_there(oak, client_of):
    with oak.open():
        year, day = SchoolYearFactory(name="2026–27"), CalendarDayFactory(note="Thanksgiving")
        message = MessageFactory(person=oak.gil, kind="accounts/invitation")
        for verb, thing in [("school.change", oak.school), ("school_year.change", year), ("message.retry", message)]:
            audit.record(by=Actor.person(oak.ada), verb=verb, target=thing)
        for number in range(2):
            audit.record(by=Actor.person(oak.ada), verb="calendar_day.add", target=day, facts={"kind": "closed"})
            if number:
                day.delete()
    client = client_of(oak.ada)
    assert [line[2:] for line in lines_on(client.get("audit/"))] == [
        ["Calendar day", "kind: Closed"],
        ["Calendar day", "kind: Closed"],
        ["Invitation to sign in, Gil Haddad", ""],
        ["2026–27", ""],
        ["Oak High School", ""],
    ]


def test_the_log_says_who_was_shared_with_whom_and_until_which_day(oak, client_of):
    with oak.open():
        user = Seat.objects.get(person_id=oak.cole.pk).user
        end = datetime(2199, 6, 5, 5, tzinfo=UTC)
        grants.give(
            PersonGrant, to=oak.cole, user=user, target=oak.tom, reason="Trip", expires_at=end, by=Actor.person(oak.ana)
        )
    assert lines_on(client_of(oak.ada).get("audit/")) == [
        ["Ana García", "shared by exception", "Tom Whelan", "to: Cole Nguyen · until: June 4, 2199 · Reason: Trip"]
    ]


def test_the_filter_knows_the_kinds_that_people_know(oak, client_of):
    kinds = dict(client_of(oak.ada).get("audit/").context["form"].fields["target"].choices)
    assert sorted(str(words) for words in kinds.values()) == [
        "Absence from a class",
        "Absence on a day",
        "Any",
        "Application",
        "Application of a mentor",
        "Approval of a workplace",
        "Asked to meet",
        "Assignment",
        "Attendance of a class",
        "Back-up of a counselor",
        "Calendar day",
        "Class focus",
        "Class group",
        "Comment on shared work",
        "Court order",
        "Cover",
        "District",
        "Document",
        "Employer",
        "Grade",
        "Incident",
        "Interview",
        "Invitation",
        "Journal entry",
        "Kept comment",
        "Letter",
        "Letter to the counselor",
        "Letterhead",
        "Letters",
        "List of requirements",
        "Log of a meeting",
        "Long work",
        "Look at the goals of a match",
        "Match",
        "Meeting",
        "Mentor",
        "Mentor in a program",
        "Message",
        "Parent or guardian",
        "Parent or guardian of a student",
        "Permission",
        "Person",
        "Piece of a portfolio",
        "Policy",
        "Press contact",
        "Private calendar address",
        "Program",
        "Question for journals",
        "Recommendation",
        "Role",
        "Round of feedback",
        "Rubric",
        "Rules of a program",
        "School",
        "School year",
        "Shared work",
        "Sharing",
        "Student",
        "Student in a program",
        "Support call",
        "Text of letters",
        "Training",
        "Visit to a workplace",
        "What was allowed once",
        "Where a goal stands",
        "Worry about a meeting",
    ]


def test_days_out_of_order_are_said_at_the_field_and_stay_typed(oak, log, client_of):
    page = client_of(oak.ada).get("audit/?first=2026-11-20&last=2026-11-10")
    assert page.context["form"].errors == {"last": ["The last day must not be before the first day."]}
    assert 'value="2026-11-10"' in page.text
    part = client_of(oak.ada).get("audit/?first=2026-11-20&last=2026-11-10", headers={"HX-Request": "true"})
    assert "The last day must not be before the first day." in part.text


def test_the_log_of_oak_is_not_for_elm_nor_for_teachers(oak, elm, log, client_of):
    assert lines_on(client_of(elm.ada).get("audit/")) == []
    assert client_of(elm.ada).get("/d/oak/audit/").status_code == 404
    assert client_of(oak.tom).get("audit/").status_code == 403
    assert client_of(oak.tom).get("audit/export/").status_code == 403


def test_the_fold_of_the_filters_is_open_while_one_is_on(oak, client_of):
    client = client_of(oak.ada)
    assert re.search(r'<details class="filters-fold"\s*>', client.get("audit/").text)
    assert re.search(r'<details class="filters-fold"\s+open\s*>', client.get("audit/?actor=ana").text)
