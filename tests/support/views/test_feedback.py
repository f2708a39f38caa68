"""Rounds of feedback on the coordinator's pages, and the page on which people say how it goes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from support.actions import feedback
from support.feedback_todo import todos
from support.models import FeedbackAudience, FeedbackInvitation, FeedbackQuestion, FeedbackRound
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership
from tenancy.permissions import Role
from tenancy.viewer import Viewer
from tests.factories.feedback import (
    FeedbackAudienceFactory,
    FeedbackCommentFactory,
    FeedbackQuestionFactory,
    FeedbackRoundFactory,
    FeedbackTallyFactory,
    RecommendationFactory,
)
from tests.factories.mentoring import ProgramFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running
from tests.support.asked import drafted, sent

COLUMNS = "&".join(f"column={one}" for one in ("program", "state", "answered", "last", "recommended"))


def lines(cast, name):
    with cast.open():
        return " ".join(one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name))))


def outside(cast):
    """A browser in which nobody is signed in."""
    client = Client()
    return lambda method, path, data=None: getattr(client, method)(f"{cast.district.mount_point}{path}", data)


def body(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def scene(oak):
    return running(oak)


# Preparing and sending


def test_feedback_round_add_prepares_and_asks_nobody(oak, scene, client_of):
    ana, soon = client_of(oak.ana), oak.today + timedelta(days=14)
    page = ana.get(f"feedback/add/?program={scene.program.pk}").content.decode()
    assert "Who is asked?" in page
    told = {"program": scene.program.pk, "name": "Fall", "audiences": ["students", "mentors"], "last_on": soon}
    for wrong in ({"name": ""}, {"audiences": []}, {"last_on": oak.today}, {"ended_from_on": soon}):
        assert ana.post("feedback/add/", {**told, **wrong}).status_code == 422
    page = ana.post("feedback/add/", told, follow=True).content.decode()
    assert "Nobody is asked yet" in page and "Would you mentor again?" in page
    with oak.open():
        made = FeedbackRound.objects.get()
        assert (made.program, made.created_by, made.is_draft) == (scene.program, oak.ana, True)
        assert sorted(made.audiences.values_list("audience", flat=True)) == ["mentors", "students"]
        assert not FeedbackInvitation.objects.exists()
    for name in ("pia", "tom", "mia", "gil", "sam"):
        assert client_of(getattr(oak, name)).get("feedback/add/").status_code == 403


def test_feedback_round_edit_changes_a_draft_and_keeps_names_apart(oak, elm, scene, client_of):
    ana = client_of(oak.ana)
    one, _other = drafted(oak, scene), drafted(oak, scene, name="Winter")
    told = {"name": "Autumn", "audiences": ["mentors"], "last_on": oak.today + timedelta(days=3)}
    assert ana.post(f"{one.path}edit/", {**told, "name": "Winter"}).status_code == 422
    assert ana.post(f"{one.path}edit/", told).status_code == 302
    with oak.open():
        assert FeedbackRound.objects.get(pk=one.round.pk).name == "Autumn"
    assert client_of(elm.ana).post(f"{one.path}edit/", told).status_code == 404


def test_feedback_audience_edit_drops_and_adds_questions(oak, elm, scene, client_of):
    there, ana = drafted(oak, scene), client_of(oak.ana)
    with oak.open():
        mentors = there.round.audiences.get(audience="mentors")
    url = f"feedback/questions/{mentors.pk}/"
    assert "Your own question 3" in ana.get(url).content.decode()
    assert ana.post(url, {"words_1": ""}).status_code == 422
    own = {"words_1": "Would a parking card help you?", "kind_1": "yes_no", "words_3": "How was the picnic?"}
    assert ana.post(url, {"kept": ["mentor_again"], **own}).status_code == 302
    with oak.open():
        found = FeedbackQuestion.objects.filter(audience=mentors).order_by("position")
        assert [(one.code or one.words, one.kind) for one in found] == [
            ("mentor_again", "yes_no"),
            ("Would a parking card help you?", "yes_no"),
            ("How was the picnic?", "scale"),
        ]
    page = ana.get(f"{url}preview/?language=es").content.decode()
    assert "Would a parking card help you?" in page and 'lang="es"' in page
    assert client_of(oak.pia).get(f"{url}preview/").status_code == 200
    assert client_of(oak.pia).get(url).status_code == 403
    for path in (url, f"{url}preview/"):
        assert client_of(elm.ana).get(path).status_code == 404


def test_feedback_round_send_asks_first_then_everybody(oak, elm, scene, client_of):
    with oak.open():
        oak.gil.email = ""
        oak.gil.save()
    there, ana = drafted(oak, scene), client_of(oak.ana)
    page = ana.get(f"{there.path}send/").content.decode()
    assert "Mentors: 1 person" in page and "1 without an email address" in page
    assert "1 of them has no email address" in ana.get(there.path).content.decode()
    assert client_of(elm.ana).post(f"{there.path}send/").status_code == 404
    assert client_of(oak.pia).post(f"{there.path}send/").status_code == 403
    assert "Sent. Answers come in" in ana.post(f"{there.path}send/", follow=True).content.decode()
    with oak.open():
        assert FeedbackInvitation.objects.count() == 4
    page = ana.get(f"{there.path}send/", follow=True).content.decode()
    assert "This round was sent." in page
    assert "This round was sent." in ana.post(f"{there.path}delete/", follow=True).content.decode()


def test_feedback_round_send_says_why_not(oak, scene, client_of):
    there = drafted(oak, scene)
    with oak.open():
        FeedbackRound.objects.update(last_on=oak.today)
    assert "Choose a later one first." in client_of(oak.ana).get(f"{there.path}send/").content.decode()
    page = client_of(oak.ana).post(f"{there.path}send/", follow=True).content.decode()
    assert "Choose a later one first." in page


def test_feedback_round_delete_asks_first(oak, elm, scene, client_of):
    there = drafted(oak, scene)
    assert "never sent" in client_of(oak.ana).get(f"{there.path}delete/").content.decode()
    assert client_of(elm.ana).post(f"{there.path}delete/").status_code == 404
    assert client_of(oak.ana).post(f"{there.path}delete/").status_code == 302
    with oak.open():
        assert not FeedbackRound.objects.exists()


def test_archived_programs_are_read_and_not_changed(oak, scene, client_of):
    there, ana = sent(oak, scene), client_of(oak.ana)
    link = there.link(oak.mia)
    with oak.open():
        scene.program.archived_on = oak.today
        scene.program.save()
    page = ana.get(there.path).content.decode()
    assert "nothing can be changed" in page and "Recommend something" not in page
    assert "This program is archived." in ana.post(f"{there.path}close/", follow=True).content.decode()
    assert "No more answers are taken" in outside(oak)("get", link).content.decode()
    assert lines(oak, "mia") == ""


# Answering


def test_feedback_answer_opens_without_signing_in_and_is_sent_once(oak, elm, scene, client_of):
    there, ask = sent(oak, scene), outside(oak)
    link = there.link(oak.mia)
    first = ask("get", link)
    assert first.headers["Cache-Control"] == "private, no-store"
    page = first.content.decode()
    assert "Your answers are kept without your name" in page and "Teachers do not." in page
    assert "Sent answers cannot be changed." in page and "tell the school counselor" in page
    assert ask("post", link, {}).status_code == 422
    said = there.said("mentors", scale=5, text="More visits")
    wrong = ask("post", link, {**said, next(iter(said)): "9"})
    assert wrong.status_code == 422 and "More visits" in wrong.content.decode()  # what was typed stays
    assert ask("post", link, said).status_code == 302
    thanks = ask("get", link).content.decode()
    assert "Thank you" in thanks and "More visits" not in thanks
    again = ask("post", link, said)
    assert again.status_code == 200 and "Thank you" in again.content.decode()
    with oak.open():
        assert FeedbackAudience.objects.get(round=there.round, audience="mentors").answered == 1
    assert outside(elm)("get", link).status_code == 404
    assert ask("get", "feedback/answer/made-up/").status_code == 404


def test_feedback_answer_speaks_spanish_and_sends_worries_elsewhere(oak, scene):
    with oak.open():
        oak.gil.language = "es"
        oak.gil.save()
    there, ask = sent(oak, scene), outside(oak)
    page = ask("get", there.link(oak.gil)).content.decode()
    assert '<html lang="es"' in page
    assert f"students/{scene.sam.pk}/tell-the-counselor/" in ask("get", there.link(oak.sam)).content.decode()
    assert "tell-the-counselor" not in page  # parents call the school


def test_feedback_answer_is_closed_with_the_round(oak, scene, client_of):
    there, ask = sent(oak, scene), outside(oak)
    link = there.link(oak.sam)
    with oak.open():
        FeedbackRound.objects.update(last_on=oak.today - timedelta(days=1))
    assert "No more answers are taken" in ask("get", link).content.decode()
    with oak.open():
        FeedbackRound.objects.update(last_on=oak.today)
    page = client_of(oak.ana).get(f"{there.path}close/").content.decode()
    assert "Who was asked and who has answered is forgotten" in page
    assert client_of(oak.pia).post(f"{there.path}close/").status_code == 403
    assert client_of(oak.ana).post(f"{there.path}close/").status_code == 302
    assert ask("get", link).status_code == 404


def test_a_home_asks_until_somebody_has_answered_or_it_is_over(oak, elm, scene, client_of):
    there = sent(oak, scene)
    for name in ("sam", "mia", "gil", "tom"):
        assert "Tell us how it goes in Career mentoring." in lines(oak, name)
        assert there.link(getattr(oak, name)) in client_of(getattr(oak, name)).get("").content.decode()
    assert lines(elm, "mia") == "" and lines(oak, "fay") == ""
    outside(oak)("post", there.link(oak.sam), there.said("students"))
    assert lines(oak, "sam") == ""
    with oak.open():
        SafetyHoldFactory(person=oak.mia, placed_by=oak.ana)
    assert lines(oak, "mia") == ""
    with oak.open():
        FeedbackRound.objects.update(last_on=oak.today - timedelta(days=1))
    assert lines(oak, "gil") == ""
    assert "1 person has answered “Fall”." in lines(oak, "ana")
    with oak.open():
        RecommendationFactory(round=there.round, owner=oak.ana, due_on=oak.today)
    assert "has answered" not in lines(oak, "ana")


# Results


def with_answers(oak, scene, *, name, mentors, days=0, scale=4):
    """A round in which so many mentors have answered, who all chose the same."""
    with oak.open():
        at = timezone.now() - timedelta(days=days)
        made = FeedbackRoundFactory(program=scene.program, name=name, sent_at=at)
        audience = FeedbackAudienceFactory(round=made, answered=mentors, asked=9)
        asked = FeedbackQuestionFactory(audience=audience, position=1)
        FeedbackTallyFactory(question=asked, choice=scale, count=mentors)
        text = FeedbackQuestionFactory(audience=audience, position=2, kind="text", code="mentor_best")
        FeedbackCommentFactory(question=text, text=f"Comment of {name}")
    return made


def test_feedback_round_detail_shows_an_audience_from_three_answers_on(oak, scene, client_of):
    few, ana = with_answers(oak, scene, name="Few", mentors=2), client_of(oak.ana)
    page = ana.get(f"feedback/{few.pk}/").content.decode()
    assert "2 of 9 have answered" in page and "at least 3 of this group" in page
    assert "Comment of Few" not in page and "on average" not in page
    file = body(ana.get(f"feedback/{few.pk}/export/?format=csv"))
    assert "Not shown: fewer than 3 have answered" in file and "Comment of Few" not in file


def test_feedback_round_detail_lays_a_round_beside_the_one_before(oak, elm, scene, client_of):
    with_answers(oak, scene, name="Spring", mentors=4, days=90, scale=3)
    fall, ana = with_answers(oak, scene, name="Fall", mentors=3), client_of(oak.ana)
    page = ana.get(f"feedback/{fall.pk}/").content.decode()
    assert "3 of 9 have answered (4 of 9 in the round before)" in page
    assert "4.0 of 5 on average, 3.0 in the round before." in page
    assert "Comment of Fall" in page and "Comment of Spring" not in page
    assert "The dark lines: round before" in page
    file = body(ana.get(f"feedback/{fall.pk}/export/?format=csv"))
    assert "Mentors,Is your time as a mentor well spent?,4,3,0" in file.replace("\r", "")
    assert ana.get(f"feedback/{fall.pk}/export/?format=pdf").status_code == 400
    with oak.open():
        assert AuditEvent.objects.filter(verb="feedback_round.export").count() == 1
    assert client_of(oak.pia).get(f"feedback/{fall.pk}/").status_code == 200
    for name in ("tom", "cole", "fay", "mia", "gil", "sam"):
        assert client_of(getattr(oak, name)).get(f"feedback/{fall.pk}/").status_code == 403
    for path in ("", "export/"):
        assert client_of(elm.ana).get(f"feedback/{fall.pk}/{path}").status_code == 404


def test_feedback_round_detail_is_read_by_principals_of_the_programs_schools(oak, client_of):
    with oak.open():
        elsewhere = FeedbackRoundFactory(program=ProgramFactory())
        membership = Membership.objects.get(person=oak.pia, role=Role.PRINCIPAL)
    answer = client_of(oak.pia).get(f"feedback/{elsewhere.pk}/")
    assert answer.status_code == (200 if membership.scope == "district" else 404)


def test_feedback_round_export_of_a_draft_leads_back(oak, scene, client_of):
    there = drafted(oak, scene)
    page = client_of(oak.ana).get(f"{there.path}export/", follow=True).content.decode()
    assert "nothing to export before" in page


@pytest.mark.parametrize("questions", [1, 4])
def test_feedback_round_detail_asks_the_database_so_often(oak, scene, client_of, questions, django_assert_num_queries):
    made = with_answers(oak, scene, name="Fall", mentors=3)
    with oak.open():
        for code in ("guardians", "teachers", "students")[: questions - 1]:
            audience = FeedbackAudienceFactory(round=made, audience=code, answered=3)
            for _number in range(questions):
                FeedbackTallyFactory(question=FeedbackQuestionFactory(audience=audience))
        for _number in range(questions):
            RecommendationFactory(round=made, owner=oak.ana)
    ana = client_of(oak.ana)
    ana.get(f"feedback/{made.pk}/")
    with django_assert_num_queries(24):
        ana.get(f"feedback/{made.pk}/")


@pytest.mark.parametrize("count", [1, 4])
def test_feedback_round_list(oak, elm, scene, client_of, count, django_assert_num_queries):
    with oak.open():
        for number in range(count):
            made = FeedbackRoundFactory(program=scene.program, name=f"Round {number}")
            FeedbackAudienceFactory(round=made, answered=2)
            RecommendationFactory(round=made, owner=oak.ana)
    ana = client_of(oak.ana)
    ana.get(f"feedback/?{COLUMNS}")
    with django_assert_num_queries(16):
        page = ana.get(f"feedback/?{COLUMNS}").content.decode()
    assert page.count("2 of 5") == count and page.count("Answers come in") >= count
    assert "Round 0" not in client_of(elm.ana).get("feedback/").content.decode()
    assert client_of(oak.tom).get("feedback/").status_code == 403


def test_feedback_round_list_is_filtered(oak, scene, client_of):
    ana = client_of(oak.ana)
    drafted(oak, scene, name="Later")
    sent(oak, scene, name="Now")
    over = sent(oak, scene, name="Before")
    with oak.open():
        feedback.close(round_=over.round, on=oak.today, by=Actor.person(oak.ana))
    for state, name in (("draft", "Later"), ("open", "Now"), ("over", "Before")):
        page = ana.get(f"feedback/?state={state}&program={scene.program.pk}").content.decode()
        assert [one for one in ("Later", "Now", "Before") if f">{one}<" in page] == [name]
