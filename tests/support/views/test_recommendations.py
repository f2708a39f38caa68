"""What follows from feedback: given to an owner, done, dropped, taken back."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from correspondence.models import Message
from support.feedback_todo import todos
from support.models import Recommendation
from tenancy.models import AuditEvent
from tenancy.viewer import Viewer
from tests.factories.feedback import FeedbackRoundFactory, RecommendationFactory
from tests.mentoring.scene import running
from tests.support.asked import drafted

COLUMNS = "&".join(f"column={one}" for one in ("owner", "due", "state", "program", "why"))


@pytest.fixture
def scene(oak):
    return running(oak)


@pytest.fixture
def fall(oak, scene):
    with oak.open():
        return FeedbackRoundFactory(program=scene.program, name="Fall")


def lines(cast, name):
    with cast.open():
        return [(one.group, one.sentence) for one in todos(Viewer.of_person(cast.district, getattr(cast, name)))]


def given(oak, fall, **values):
    with oak.open():
        return RecommendationFactory(round=fall, **{"owner": oak.tom, "due_on": oak.today, **values})


def test_recommendation_add_tells_the_owner_once(oak, elm, fall, client_of):
    ana, url = client_of(oak.ana), f"feedback/{fall.pk}/recommend/"
    told = {"what": "Two more visits", "why": "Asked for", "owner": oak.tom.pk, "due_on": oak.today}
    for wrong in ({"what": ""}, {"owner": oak.mia.pk}, {"owner": elm.tom.pk}):
        assert ana.post(url, {**told, **wrong}).status_code == 422
    assert ana.post(url, {**told, "due_on": oak.today - timedelta(days=1)}).status_code == 422
    assert ana.post(url, told).status_code == 302
    with oak.open():
        made = Recommendation.objects.get()
        assert (made.owner, made.given_by, made.state) == (oak.tom, oak.ana, "open")
        message = Message.objects.get(kind="support/recommendation_given")
        assert (message.person, message.link_purpose) == (oak.tom, "support.recommendation")
        assert AuditEvent.objects.filter(verb="recommendation.give").count() == 1
    assert "Two more visits" in ana.get(f"feedback/{fall.pk}/").content.decode()
    assert lines(oak, "tom") == [("ready", f"After feedback, until {date_format(oak.today)}: Two more visits")]
    assert ana.post(url, {**told, "owner": oak.ana.pk}).status_code == 302
    with oak.open():
        assert Message.objects.filter(kind="support/recommendation_given").count() == 1  # Ana knows
    assert client_of(elm.ana).get(url).status_code == 404
    for name in ("pia", "tom", "mia"):
        assert client_of(getattr(oak, name)).get(url).status_code == 403


def test_recommendation_add_follows_from_what_was_sent(oak, scene, client_of):
    draft = drafted(oak, scene)
    page = client_of(oak.ana).get(f"{draft.path}recommend/", follow=True).content.decode()
    assert "Send the round first." in page


def test_recommendation_detail_is_for_owners_and_readers_of_the_round(oak, elm, fall, client_of):
    one = given(oak, fall)
    page = client_of(oak.tom).get(f"recommendations/{one.pk}/").content.decode()
    assert "It is done" in page and "Read the results" not in page  # teachers do not read what was said
    page = client_of(oak.pia).get(f"recommendations/{one.pk}/").content.decode()
    assert "It is done" not in page and "Read the results" in page
    assert client_of(oak.cole).get(f"recommendations/{one.pk}/").status_code == 404
    assert client_of(oak.mia).get(f"recommendations/{one.pk}/").status_code == 403
    assert client_of(elm.ana).get(f"recommendations/{one.pk}/").status_code == 404


def test_recommendation_finish_by_the_owner_is_undone(oak, elm, fall, client_of):
    one, tom = given(oak, fall, due_on=oak.today - timedelta(days=2)), client_of(oak.tom)
    url = f"recommendations/{one.pk}/"
    assert [group for group, _words in lines(oak, "tom")] == ["overdue"]
    assert tom.post(f"{url}done/", {"outcome": ""}).status_code == 422
    page = tom.post(f"{url}done/", {"outcome": "Planned for March."}, follow=True).content.decode()
    assert "Planned for March." in page and f"{url}reopen/" in page
    assert tom.post(f"{url}drop/", {"outcome": "No"}).status_code == 422  # settled
    assert lines(oak, "tom") == []
    with oak.open():
        one.refresh_from_db()
        assert (one.state, one.closed_on, one.closed_by) == ("done", oak.today, oak.tom)
    assert tom.post(f"{url}reopen/").status_code == 302
    with oak.open():
        one.refresh_from_db()
        assert (one.state, one.outcome, one.closed_on) == ("open", "", None)
    assert client_of(oak.pia).post(f"{url}done/", {"outcome": "x"}).status_code == 404
    assert client_of(elm.tom).post(f"{url}done/", {"outcome": "x"}).status_code == 404


def test_recommendation_drop_needs_a_reason_and_reopen_something_settled(oak, elm, fall, client_of):
    one, ana = given(oak, fall), client_of(oak.ana)
    url = f"recommendations/{one.pk}/"
    assert "There is nothing to take back." in ana.post(f"{url}reopen/", follow=True).content.decode()
    assert "Why not?" in ana.get(f"{url}drop/").content.decode()
    assert ana.post(f"{url}drop/", {"outcome": "No money."}).status_code == 302
    with oak.open():
        one.refresh_from_db()
        assert (one.state, one.outcome) == ("dropped", "No money.")
    for path in ("drop/", "done/", "reopen/"):
        assert client_of(elm.ana).post(f"{url}{path}").status_code == 404


def test_recommendation_edit_gives_it_to_somebody_else_who_is_told(oak, elm, fall, client_of):
    one, ana = given(oak, fall, due_on=oak.today - timedelta(days=9)), client_of(oak.ana)
    url = f"recommendations/{one.pk}/edit/"
    told = {"what": one.what, "why": "", "owner": oak.cole.pk, "due_on": one.due_on}
    assert ana.post(url, told).status_code == 302  # a day that was set before may stay
    with oak.open():
        one.refresh_from_db()
        assert one.owner == oak.cole
        assert Message.objects.get(kind="support/recommendation_given").person == oak.cole
    assert client_of(oak.tom).get(url).status_code == 403
    assert client_of(elm.ana).get(url).status_code == 404


def test_recommendations_of_archived_programs_stay_as_they_are(oak, scene, fall, client_of):
    one = given(oak, fall)
    with oak.open():
        scene.program.archived_on = oak.today
        scene.program.save()
    answer = client_of(oak.tom).post(f"recommendations/{one.pk}/done/", {"outcome": "Planned"})
    assert answer.status_code == 422 and "This program is archived." in answer.content.decode()
    assert lines(oak, "tom") == []


@pytest.mark.parametrize("count", [1, 4])
def test_recommendation_list(oak, elm, fall, client_of, count, django_assert_num_queries):
    for number in range(count):
        given(oak, fall, what=f"Visit {number}", due_on=oak.today - timedelta(days=1))
    given(oak, fall, what="Old", state="done", outcome="Planned", closed_on=oak.today)
    ana = client_of(oak.ana)
    ana.get(f"recommendations/?{COLUMNS}")
    with django_assert_num_queries(15):
        page = ana.get(f"recommendations/?{COLUMNS}").content.decode()
    assert page.count("Overdue") >= count and ">Old<" not in page
    assert ">Old<" in ana.get("recommendations/?state=done").content.decode()
    assert ">Old<" in client_of(oak.tom).get("recommendations/?state=all").content.decode()  # their own
    assert "Visit 0" not in client_of(elm.ana).get("recommendations/?state=all").content.decode()
    assert "Visit 0" not in client_of(oak.cole).get("recommendations/?state=all").content.decode()
    assert "Visit 0" not in ana.get("recommendations/?state=mine").content.decode()
    body = b"".join(ana.get("recommendations/export/?state=overdue").streaming_content).decode()
    assert len(body.strip().splitlines()) == count + 1
