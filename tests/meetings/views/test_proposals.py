"""Another time for a meeting, on screen: who proposes, who decides, who reads of it."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from meetings import mails
from meetings.models import Meeting, MeetingProposal
from tenancy.actor import Actor
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory, MeetingProposalFactory
from tests.factories.mentoring import MatchStudentFactory, StudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import PersonFactory
from tests.meetings.scene import teaching
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    made = teaching(oak)
    with oak.open():
        year = made.program.school_year
        year.starts_on, year.ends_on = oak.today - timedelta(days=100), oak.today + timedelta(days=200)
        year.save()
    return made


def ahead(oak: Cast, scene: Scene) -> Meeting:
    """A meeting on a Monday at half past two, in more than a week."""
    on = oak.today + timedelta(days=14 - oak.today.weekday())
    with oak.open():
        at = timezone.make_aware(datetime.combine(on, time(14, 30)))
        return MeetingFactory(match=scene.match, on=on, starts_at=at, adult=oak.tom, place_note="Room 104")


def proposed(oak: Cast, meeting: Meeting, **other: object) -> MeetingProposal:
    with oak.open():
        return MeetingProposalFactory(**{"meeting": meeting, "proposed_by": oak.mia, "note": "Night shift", **other})


def answers(meeting: Meeting) -> dict[str, str]:
    return {"on": (meeting.on + timedelta(days=1)).isoformat(), "starts_at": "15:00", "note": "Night shift"}


def test_meeting_propose_asks_for_day_and_hour_and_can_be_undone(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = ahead(oak, scene)
    client, url = client_of(oak.mia), f"my-meetings/{meeting.pk}/propose/"
    assert f"{url}" in client.get("my-meetings/").content.decode()
    form = client.get(url).content.decode()
    assert f'value="{meeting.on.isoformat()}"' in form
    assert 'value="14:30"' in form
    assert client.post(url, {"on": "", "starts_at": "15:00"}).status_code == 422
    saturday = {**answers(meeting), "on": (meeting.on + timedelta(days=5)).isoformat()}
    refused = client.post(url, saturday)
    assert refused.status_code == 422
    assert "is no school day" in refused.content.decode()
    page = client.post(url, answers(meeting), follow=True).content.decode()
    assert "Proposed. The school decides, and you are told." in page
    assert "You proposed Tuesday" in page
    with oak.open():
        made = MeetingProposal.objects.get()
        assert (made.proposed_by_id, made.note, made.was_at) == (oak.mia.pk, "Night shift", meeting.starts_at)
    again = client.get(url).content.decode()
    assert "You have proposed another time already." in again
    assert "<form" not in again.partition("<main")[2].partition("</main>")[0]
    assert "Taken back" in client.post(f"my-meetings/proposals/{made.pk}/withdraw/", follow=True).content.decode()
    with oak.open():
        assert MeetingProposal.objects.get().state == "withdrawn"


def test_meeting_propose_is_for_those_who_take_part(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = ahead(oak, scene)
    made = proposed(oak, meeting)
    for person, status in ((oak.sam, 200), (oak.gil, 403), (oak.ana, 403), (elm.mia, 404), (elm.sam, 404)):
        assert client_of(person).get(f"my-meetings/{meeting.pk}/propose/").status_code == status, person
    for person, status in ((oak.sam, 404), (oak.gil, 403), (elm.mia, 404)):
        assert client_of(person).post(f"my-meetings/proposals/{made.pk}/withdraw/").status_code == status, person
    with oak.open():
        SafetyHoldFactory(person=oak.mia)
    assert client_of(oak.mia).get(f"my-meetings/{meeting.pk}/propose/").status_code == 404


def test_the_other_side_and_the_family_read_of_it(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        kim = StudentFactory(person=PersonFactory(given_name="Kim", family_name="Zoe"), school=oak.school)
        MatchStudentFactory(match=scene.match, student=kim)
    meeting = ahead(oak, scene)
    proposed(oak, meeting)
    proposed(oak, meeting, proposed_by=oak.sam, starts_at=meeting.starts_at + timedelta(days=2))
    pages = {one: client_of(one).get("my-meetings/").content.decode() for one in (oak.mia, oak.sam, oak.gil)}
    assert "Mia Fischer proposed Tuesday" in pages[oak.sam]
    assert "You proposed Wednesday" in pages[oak.sam]
    assert "Sam proposed Wednesday" in pages[oak.mia]
    assert "Sam proposed Wednesday" in pages[oak.gil]
    assert all("Night shift" not in page and "Take the proposal back" not in pages[oak.gil] for page in pages.values())
    with oak.open():
        MeetingProposal.objects.filter(proposed_by=oak.sam).update(proposed_by=kim.person)
    assert "Another student proposed Wednesday" in client_of(oak.gil).get("my-meetings/").content.decode()
    assert "Kim" not in client_of(oak.sam).get("my-meetings/").content.decode()


def test_who_proposed_reads_that_the_time_stays(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    meeting = ahead(oak, scene)
    proposed(oak, meeting, state="declined", closed_at=timezone.now(), reply="The room is taken.")
    page = client_of(oak.mia).get("my-meetings/").content.decode()
    assert "the school keeps the time as it is. The room is taken." in page
    assert "propose/" in page
    assert "The room is taken." not in client_of(oak.sam).get("my-meetings/").content.decode()


def test_meeting_proposal_accept_moves_the_meeting_with_one_click(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = ahead(oak, scene)
    made = proposed(oak, meeting)
    home = client_of(oak.ana).get("").content.decode()
    assert "would suit Mia Fischer better." in home
    assert f"meetings/{meeting.pk}/" in home
    page = client_of(oak.tom).get(f"meetings/{meeting.pk}/").content.decode()
    assert "Night shift" in page
    assert f"meetings/proposals/{made.pk}/accept/" in page
    for person, status in ((oak.pia, 403), (oak.mia, 403), (elm.ana, 404)):
        assert client_of(person).post(f"meetings/proposals/{made.pk}/accept/").status_code == status, person
    client = client_of(oak.ana)
    page = client.post(f"meetings/proposals/{made.pk}/accept/", follow=True).content.decode()
    assert "1 meeting is changed." in page
    with oak.open():
        assert Meeting.objects.get().on == meeting.on + timedelta(days=1)
    client.post(f"meetings/{meeting.pk}/move-back/")
    with oak.open():
        assert Meeting.objects.get().on == meeting.on
    assert "would suit Mia Fischer" not in client.get("").content.decode()
    page = client.post(f"meetings/proposals/{made.pk}/accept/", follow=True).content.decode()
    assert "This proposal is settled already." in page


def test_meeting_proposal_accept_says_what_speaks_against_it(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = ahead(oak, scene)
    made = proposed(oak, meeting, starts_at=meeting.starts_at + timedelta(days=5))
    page = client_of(oak.ana).post(f"meetings/proposals/{made.pk}/accept/", follow=True).content.decode()
    assert "is no school day" in page
    with oak.open():
        assert MeetingProposal.objects.get().state == "open"


def test_meeting_proposal_decline_keeps_the_time(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = ahead(oak, scene)
    made = proposed(oak, meeting)
    url = f"meetings/proposals/{made.pk}/decline/"
    assert "as Mia Fischer proposed" in client_of(oak.ana).get(url).content.decode()
    assert client_of(elm.ana).get(url).status_code == 404
    assert client_of(oak.mia).get(url).status_code == 403
    page = client_of(oak.ana).post(url, {"reply": "The room is taken."}, follow=True).content.decode()
    assert "The meeting stays as planned." in page
    assert "Declined" in page
    with oak.open():
        made.refresh_from_db()
        assert (made.state, made.reply) == ("declined", "The room is taken.")
    assert client_of(oak.ana).post(url, {}).status_code == 422


def test_the_mail_of_a_planned_meeting_leads_there(oak: Cast, scene: Scene) -> None:
    meeting = ahead(oak, scene)
    with oak.open():
        posted = mails.meeting_planned(meeting, at=timezone.now(), by=Actor.person(oak.ana))
        texts = {one.person: rendering.mail(one, {}).text for one in posted}
    there = f"my-meetings/{meeting.pk}/propose/"
    assert {person for person, words in texts.items() if there in words} == {oak.mia, oak.sam}
