"""A meeting is logged by a mailed link, on a phone, without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import tokens
from meetings.models import LogLink, MeetingLog
from tenancy.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factories.screening import SafetyHoldFactory
from tests.meetings.met import Met, answers, met


def link_of(cast: Cast, there: Met, person: Person | None = None) -> str:
    """A fresh link of Mia, or of somebody else."""
    with cast.open() as district:
        token = tokens.new_link(there.meeting, person or cast.mia, at=timezone.now())
        return f"{district.mount_point}log/{token}/"


def phone() -> Client:
    """A browser in which nobody is signed in, that checks forms as real ones do."""
    return Client(enforce_csrf_checks=True)


def send(client: Client, path: str, data: dict[str, object]) -> object:
    """Fill in the page and send it, without a referrer: the browser says Origin: null."""
    page = client.get(path)
    token = page.context["csrf_token"]
    return client.post(path, {**data, "csrfmiddlewaretoken": str(token)}, headers={"origin": "null"})


def test_mia_opens_the_link_as_often_as_she_likes_and_logs_once(oak: Cast) -> None:
    there = met(oak)
    path, client = link_of(oak, there), phone()

    for _look in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page.headers["Cache-Control"]
        assert "Your meeting with Sam" in page.content.decode()
    with oak.open():
        assert not LogLink.objects.filter(used_at__isnull=False).exists()

    answer = send(client, path, answers(there, note="We looked at job ads."))

    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    with oak.open():
        log = MeetingLog.objects.get()
        assert (log.meeting, log.logged_by, log.note) == (there.meeting, oak.mia, "We looked at job ads.")
        assert (log.meeting.state, log.meeting.minutes) == ("held", 60)
        event = AuditEvent.objects.get(verb="meeting.log")
        assert (event.actor_kind, event.actor_person_id) == ("link", None)
    after = client.get(path)
    assert "It is written down" in after.content.decode()
    assert f'data-arrived="l{used_link(oak)}"' in after.content.decode()
    # Sent again, by the back button say: nothing more is written.
    again = client.post(path, answers(there), headers={"origin": "null"})
    assert again.status_code in {200, 403}
    with oak.open():
        assert MeetingLog.objects.count() == 1


def used_link(cast: Cast) -> int:
    with cast.open():
        return LogLink.objects.get(used_at__isnull=False).pk


def test_what_is_prefilled_is_enough(oak: Cast) -> None:
    there = met(oak)
    path, client = link_of(oak, there), phone()
    form = client.get(path).context["form"]

    sent = {name: form[name].value() for name in form.fields if form[name].value() not in {None, ""}}

    assert send(client, path, sent).status_code == 302
    with oak.open():
        log = MeetingLog.objects.get()
        assert log.is_allowed_place
        assert {row.standing for row in log.meeting.participations.all()} == {"came"}


@pytest.mark.parametrize("days", [22, 400])
def test_an_old_link_offers_a_new_one(oak: Cast, days: int) -> None:
    there = met(oak)
    path = link_of(oak, there)
    with oak.open():
        then = timezone.now() - timedelta(days=days)
        LogLink.objects.update(minted_at=then, expires_at=then + tokens.LINK_LASTS)

    page = phone().get(path)

    assert (page.status_code, "Send me a new link" in page.content.decode()) == (200, True)
    assert "with Sam" not in page.content.decode()


def test_a_token_that_never_was_opens_nothing(oak: Cast) -> None:
    there = met(oak)
    path = link_of(oak, there)

    page = phone().get(path[:-5] + "x/")

    assert page.status_code == 404
    assert "with Sam" not in page.content.decode()


def test_elm_does_not_open_links_of_oak(oak: Cast, elm: Cast) -> None:
    there = met(oak)
    path = link_of(oak, there).replace(oak.district.slug, elm.district.slug)

    assert phone().get(path).status_code == 404


def test_a_held_mentor_reads_nothing_of_the_student(oak: Cast) -> None:
    there = met(oak)
    path = link_of(oak, there)
    with oak.open():
        SafetyHoldFactory(person=oak.mia, placed_by=oak.ana)

    page = phone().get(path)

    assert page.status_code == 404
    assert "with Sam" not in page.content.decode()


def test_a_link_of_somebody_who_left_the_match_opens_nothing(oak: Cast) -> None:
    there = met(oak)
    path = link_of(oak, there)
    with oak.open():
        there.mia.left_on = there.today
        there.mia.save()

    assert phone().get(path).status_code == 404


def test_mia_had_to_cancel(oak: Cast) -> None:
    there = met(oak)
    path, client = link_of(oak, there), phone()

    answer = send(client, path, answers(there, outcome="canceled", note="I was ill."))

    assert answer.status_code == 302
    with oak.open():
        there.meeting.refresh_from_db()
        assert (there.meeting.state, there.meeting.cancel_cause, there.meeting.cancel_note) == (
            "canceled",
            "mentor",
            "I was ill.",
        )
        assert not MeetingLog.objects.exists()
    assert "nothing to write down" in client.get(path).content.decode()


def test_a_day_to_come_is_refused_at_the_field_and_the_link_stays_good(oak: Cast) -> None:
    there = met(oak)
    path, client = link_of(oak, there), phone()
    tomorrow = there.today + timedelta(days=1)

    answer = send(client, path, answers(there, when="other", day=tomorrow.isoformat()))

    assert answer.status_code == 422
    assert "still to come" in answer.context["form"].errors["day"][0]
    assert send(client, path, answers(there)).status_code == 302


def test_the_page_speaks_spanish_to_whoever_reads_it(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        Person.objects.filter(pk=oak.mia.pk).update(language="es")

    page = phone().get(link_of(oak, there))

    assert 'lang="es"' in page.content.decode()


def test_looking_at_the_page_costs_a_fixed_number_of_queries(oak: Cast, django_assert_num_queries) -> None:
    there = met(oak)
    path, client = link_of(oak, there), phone()
    client.get(path)

    with django_assert_num_queries(30):
        client.get(path)
