"""Sent mail: the list, its file, one message, and what staff can do with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence import outbox
from correspondence.links import Link
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, MembershipSchool
from tests.correspondence.delivering import deliver, verbs
from tests.factories.correspondence import MessageFactory


def rows_on(page):
    return [[str(cell.text) for cell in row.cells][:3] for row in page.context["table"].rows]


def message_to(oak, person, **fields):
    with oak.open():
        return MessageFactory(person=person, **fields)


@pytest.fixture
def sent(oak):
    """Three messages: Gil's left, Mia's came back, Sam's waits."""
    message_to(oak, oak.gil)
    message_to(oak, oak.mia, state="bounced", fault="came_back")
    message_to(oak, oak.sam, state="waiting", kind="tests/invitation")


def test_message_list_shows_state_and_why(oak, sent, client_of):
    page = client_of(oak.ana).get("mail/")
    assert rows_on(page) == [
        ["Sam Haddad", "Invitation", "Waiting"],
        ["Mia Fischer", "Daily summary", "Came back"],
        ["Gil Haddad", "Daily summary", "Sent"],
    ]
    assert "It was sent and then came back as undeliverable." in page.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("to=fisch", ["Mia Fischer"]),
        ("state=waiting", ["Sam Haddad"]),
        ("kind=correspondence/digest", ["Mia Fischer", "Gil Haddad"]),
        ("days=7&state=sent", ["Gil Haddad"]),
        ("state=nonsense", ["Sam Haddad", "Mia Fischer", "Gil Haddad"]),
    ],
)
def test_message_list_is_narrowed_by_its_filters(oak, sent, client_of, query, names):
    assert [row[0] for row in rows_on(client_of(oak.ana).get(f"mail/?{query}"))] == names


def test_message_list_of_days_begins_at_midnight_of_the_district(oak, client_of):
    old = message_to(oak, oak.gil)
    with oak.open():
        Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert client_of(oak.ana).get("mail/?days=7").context["page_of_messages"].rows == []
    assert len(rows_on(client_of(oak.ana).get("mail/?days=30"))) == 1


def test_message_list_says_that_nothing_was_sent_and_that_nothing_fits(oak, client_of):
    assert "Nothing has been sent yet" in client_of(oak.ana).get("mail/").text
    assert "Nothing fits these filters" in client_of(oak.ana).get("mail/?state=failed").text


MESSAGE_LIST_QUERIES = 11


@pytest.mark.parametrize("count", [1, 4])
def test_message_list_asks_as_many_queries_for_four_messages_as_for_one(
    oak, client_of, django_assert_num_queries, count
):
    for person in [oak.gil, oak.mia, oak.sam, oak.tom][:count]:
        message_to(oak, person)
    client = client_of(oak.ana)
    client.get("mail/")
    with django_assert_num_queries(MESSAGE_LIST_QUERIES):
        assert len(rows_on(client.get("mail/"))) == count


def test_message_list_goes_on_over_pages(oak, client_of):
    with oak.open():
        MessageFactory.create_batch(30, person=oak.gil)
    first = client_of(oak.ana).get("mail/")
    second = client_of(oak.ana).get(f"mail/{first.context['page_of_messages'].next_url}")
    assert (len(rows_on(first)), len(rows_on(second))) == (25, 5)


def test_staff_of_one_school_see_the_mail_of_people_whom_they_see(oak, sent, client_of):
    with oak.open():
        role = Membership.objects.get(person=oak.ana)
        role.scope = "schools"
        role.save()
        MembershipSchool.objects.create(membership=role, school=oak.school)
        Membership.objects.filter(person=oak.gil).update(scope="schools")
    names = [row[0] for row in rows_on(client_of(oak.ana).get("mail/"))]
    assert "Gil Haddad" not in names
    with oak.open():
        gils = Message.objects.get(person=oak.gil)
    assert client_of(oak.ana).get(f"mail/{gils.pk}/").status_code == 404


def test_message_export_gives_just_what_is_shown_and_is_written_down(oak, sent, client_of):
    answer = client_of(oak.ana).get("mail/export/?state=bounced")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "To,Message,Subject,State,Remark,Written (America/Chicago)"
    assert lines[1].startswith("Mia Fischer,Daily summary,What happened today,Came back,It was sent and then came back")
    assert len(lines) == 2
    with oak.open():
        assert AuditEvent.objects.get(verb="message.export").facts == {"kind": "", "state": "bounced", "days": ""}


def test_message_detail_tells_the_life_of_a_message(oak, client_of, smtp, made):
    with oak.open():
        message = outbox.post(
            kind="tests/invitation",
            to=oak.gil,
            by=Actor.person(oak.ana),
            link=Link("tests.invitation", 7),
            leave_after=timedelta(0),
        )
    deliver(message, oak)
    page = client_of(oak.ana).get(f"mail/{message.pk}/")
    assert [event.title for event in page.context["events"]] == [
        "Accepted for delivery",
        "Handed to the mail server or text service",
        "Written",
    ]
    assert "Invitation, to Gil Haddad" in page.text
    assert "[link]" in page.text
    assert made.links[0] not in page.text


def test_message_cancel_is_the_undo_of_deeds_that_send_mail(oak, client_of, smtp):
    with oak.open():
        message = outbox.post(kind="tests/invitation", to=oak.gil, by=Actor.person(oak.ana))
    page = client_of(oak.ana).post(f"mail/{message.pk}/cancel/", follow=True)
    assert "The message was canceled. Nothing was sent." in page.text
    assert deliver(message, oak).state == "cancelled"
    assert verbs(message, oak) == ["cancelled"]
    with oak.open():
        assert AuditEvent.objects.get(verb="message.cancel").actor_person_id == oak.ana.pk


def test_message_cancel_of_one_that_left_says_so(oak, client_of):
    message = message_to(oak, oak.gil)
    page = client_of(oak.ana).post(f"mail/{message.pk}/cancel/", follow=True)
    assert "has left already" in page.text
    with oak.open():
        assert Message.objects.get(pk=message.pk).state == "sent"


def test_message_send_now_does_not_wait_for_the_summary(oak, client_of, smtp):
    with oak.open():
        message = outbox.post(kind="tests/note", to=oak.gil, by=Actor.person(oak.ana))
    client_of(oak.ana).post(f"mail/{message.pk}/send-now/")
    assert deliver(message, oak).state == "sent"
    assert smtp.subjects == ["A note for Gil"]


def test_message_retry_tries_one_that_was_given_up(oak, client_of, smtp):
    message = message_to(oak, oak.gil, state="failed", fault="unreachable", attempts=11, kind="tests/invitation")
    client_of(oak.ana).post(f"mail/{message.pk}/retry/")
    message = deliver(message, oak)
    assert (message.state, message.attempts, message.fault) == ("sent", 1, "")


def test_message_retry_selected_names_them_and_tries_them_again(oak, client_of, sent):
    lost = [message_to(oak, person, state="failed", fault="unreachable") for person in (oak.tom, oak.cole)]
    with oak.open():
        gone = Message.objects.get(person=oak.gil)
    client, query = client_of(oak.ana), "&".join(f"selected={one.pk}" for one in [*lost, gone])
    assert "Try the selected messages again" in client.get("mail/").text
    page = client.get(f"mail/try-again/?{query}&selected=nonsense")
    assert "Try 2 messages again?" in page.text
    assert page.context["left_out"] == [("Gil Haddad", "Sent")]
    page = client.post("mail/try-again/", {"selected": [one.pk for one in [*lost, gone]]}, follow=True)
    assert "2 messages are tried again now." in page.text
    with oak.open():
        retried = Message.objects.filter(pk__in=[one.pk for one in lost])
        assert set(retried.values_list("state", flat=True)) == {"waiting"}
        assert Message.objects.get(pk=gone.pk).state == "sent"


def test_message_retry_selected_without_any_says_so(oak, client_of):
    assert "No message to try again" in client_of(oak.ana).get("mail/try-again/").text


def test_message_resend_sends_a_new_one_with_a_fresh_link(oak, client_of, smtp, made):
    with oak.open():
        first = outbox.post(
            kind="tests/invitation",
            to=oak.gil,
            by=Actor.person(oak.ana),
            link=Link("tests.invitation", 7),
            leave_after=timedelta(0),
            dedupe_key="invitation:7",
        )
    deliver(first, oak)
    page = client_of(oak.ana).post(f"mail/{first.pk}/resend/", follow=True)
    again = page.context["message"]
    assert again.resend_of_id == first.pk
    assert deliver(again, oak).state == "sent"
    assert len(set(made.links)) == 2
    assert smtp.received[0]["Message-ID"] != smtp.received[1]["Message-ID"]


def test_message_bounce_asks_first(oak, client_of):
    message = message_to(oak, oak.gil)
    assert "Did this message come back?" in client_of(oak.ana).get(f"mail/{message.pk}/came-back/").text
    client_of(oak.ana).post(f"mail/{message.pk}/came-back/")
    with oak.open():
        message.refresh_from_db()
    assert (message.state, message.fault) == ("bounced", "came_back")


@pytest.mark.parametrize("deed", ["cancel", "send-now", "retry", "resend", "came-back"])
def test_oaks_mail_is_not_for_elm_nor_for_teachers(oak, elm, client_of, deed):
    message = message_to(oak, oak.gil)
    assert client_of(elm.ana).post(f"mail/{message.pk}/{deed}/").status_code == 404
    assert client_of(elm.ana).get(f"mail/{message.pk}/").status_code == 404
    assert client_of(oak.tom).post(f"mail/{message.pk}/{deed}/").status_code == 403
    assert client_of(oak.tom).get("mail/").status_code == 403


def test_a_persons_page_shows_their_newest_messages(oak, sent, client_of):
    page = client_of(oak.ana).get(f"people/{oak.mia.pk}/")
    assert "Messages" in page.text
    assert "Came back" in page.text
    assert f"mail/?person={oak.mia.pk}" in page.text
