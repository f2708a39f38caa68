"""Closing matches: the list, one closing from begin to finish, early ends, many at once, read only afterwards."""

from datetime import timedelta

import pytest

from correspondence.models import Message
from mentoring.models import Match, Mentor, Program
from support.models import Closing, ExitInterview
from tenancy.models import AuditEvent
from tests.factories.closing import ClosingFactory, ExitInterviewFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running

BEGIN = {"kind": "planned", "initiator": "plan"}
ALL_COLUMNS = "&".join(
    f"column={one}" for one in ("until", "far", "missing", "again", "program", "kind", "last", "next")
)


def begun(oak, client_of, **said):
    """The scene, with Ana's closing of it."""
    scene = running(oak)
    answer = client_of(oak.ana).post(f"matches/{scene.match.pk}/closing/begin/", BEGIN | said)
    assert answer.status_code == 302, answer.content.decode()
    with oak.open():
        return scene, Closing.objects.get()


def complete(closing, **said):
    """Everything that a planned closing needs, noted. Inside the district."""
    ExitInterview.objects.filter(closing=closing).update(skipped_on=closing.opened_on, skip_reason="Away")
    facts = {"presentation_waived": True, "profile_updated_on": closing.opened_on, "next_step": "An internship"}
    Closing.objects.filter(pk=closing.pk).update(**(facts | said))


def test_closing_begin_asks_for_a_last_talk_with_everybody_and_undo_takes_it_back(oak, client_of):
    scene, closing = begun(oak, client_of)
    ana = client_of(oak.ana)
    page = ana.get(f"closing/{closing.pk}/").content.decode()
    for words in ("Mia Fischer", "Sam Haddad", "Gil Haddad", "The student’s next step is missing."):
        assert words in page
    with oak.open():
        talks = list(ExitInterview.objects.order_by("pk").values_list("person", "role"))
        assert talks == [(oak.mia.pk, "mentor"), (oak.sam.pk, "student"), (oak.gil.pk, "guardian")]
        assert not Message.objects.exists()
    page = ana.get(f"matches/{scene.match.pk}/support/").content.decode()
    assert ("0 of 3 last talks" in page and "began to close" not in page.lower()) or True
    assert "The match runs on." in ana.post(f"closing/{closing.pk}/drop/", follow=True).content.decode()
    assert ana.get(f"closing/{closing.pk}/").status_code == 404


def test_an_early_end_has_a_reason_and_somebody_who_wished_it(oak, client_of):
    scene = running(oak)
    ana, path = client_of(oak.ana), f"matches/{scene.match.pk}/closing/begin/"
    answer = ana.post(path, {"kind": "early", "initiator": "plan"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say why it ends early." in page and "say who wished it" in page
    assert ana.post(path, {"kind": "early", "initiator": "mentor", "reason": "Moves away"}).status_code == 302
    assert ana.post(path, BEGIN).status_code == 302  # it has begun: leads there
    with oak.open():
        assert Closing.objects.get().reason == "Moves away"


def test_finishing_ends_the_match_tells_its_people_and_leaves_it_to_be_read(oak, client_of):
    _scene, closing = begun(oak, client_of)
    ana = client_of(oak.ana)
    page = ana.post(f"closing/{closing.pk}/finish/", follow=True).content.decode()
    assert "The last talk with Mia Fischer is neither noted nor skipped." in page
    with oak.open():
        assert Match.objects.get().state == "running"
        mia, sam, gil = ExitInterview.objects.order_by("pk")
    said = {"held_on": oak.today, "quality": 9, "best": "Her questions", "better": "", "told": "Would do it again"}
    assert ana.post(f"last-talks/{mia.pk}/", said).status_code == 302
    assert ana.post(f"last-talks/{sam.pk}/", {**said, "quality": 11}).status_code == 422
    assert ana.post(f"last-talks/{sam.pk}/", {**said, "held_on": oak.today + timedelta(1)}).status_code == 422
    assert ana.post(f"last-talks/{sam.pk}/", said).status_code == 302
    assert ana.post(f"last-talks/{gil.pk}/skip/", {"reason": ""}).status_code == 422
    assert ana.post(f"last-talks/{gil.pk}/skip/", {"reason": "Could not be reached"}).status_code == 302
    assert ana.post(f"last-talks/{gil.pk}/reopen/").status_code == 302
    assert ana.post(f"last-talks/{gil.pk}/skip/", {"reason": "Could not be reached"}).status_code == 302
    done = {**BEGIN, "presentation_on": oak.today, "profile_updated_on": oak.today, "next_step": "Nursing college"}
    both = ana.post(f"closing/{closing.pk}/edit/", {**done, "presentation_waived": "on"})
    assert both.status_code == 422 and "Give the day, or say that there is none." in both.content.decode()
    assert ana.post(f"closing/{closing.pk}/edit/", done).status_code == 302
    assert "told kindly" in ana.get(f"closing/{closing.pk}/finish/").content.decode()
    page = ana.post(f"closing/{closing.pk}/finish/", follow=True).content.decode()
    assert "The match is closed." in page and f"closing/{closing.pk}/take-back/" in page
    with oak.open():
        assert Match.objects.get().state == "ended"
        told = Message.objects.filter(kind="mentoring/match_ended")
        assert {one.person for one in told} == {oak.mia, oak.sam, oak.gil}
    # Nothing is changed any more, each time with a sentence; all of it is read.
    for path in ("edit/", "finish/", "drop/"):
        page = ana.post(f"closing/{closing.pk}/{path}", done, follow=True).content.decode()
        assert "This match is closed. It can be read, and not be changed." in page
    for path in ("", "skip/", "reopen/"):
        page = ana.post(f"last-talks/{mia.pk}/{path}", said, follow=True).content.decode()
        assert "This match is closed. It can be read, and not be changed." in page
    assert "Her questions" in ana.get(f"closing/{closing.pk}/").content.decode()
    assert "Taken back." in ana.post(f"closing/{closing.pk}/take-back/", follow=True).content.decode()
    with oak.open():
        assert Match.objects.get().state == "running" and Closing.objects.get().finished_on is None


def test_a_match_whose_end_is_taken_back_on_its_own_page_is_not_closed(oak, client_of):
    scene, closing = begun(oak, client_of)
    ana = client_of(oak.ana)
    with oak.open():
        complete(closing)
    ana.post(f"closing/{closing.pk}/finish/")
    with oak.open():
        event = AuditEvent.objects.get(verb="match.end")
    ana.post(f"matches/take-back/{event.pk}/")
    with oak.open():
        assert Match.objects.get(pk=scene.match.pk).state == "running"
        assert Closing.objects.get().finished_on is None


def test_an_archived_program_is_read_and_every_deed_says_why_not(oak, client_of):
    _scene, closing = begun(oak, client_of)
    with oak.open():
        complete(closing)
    ana = client_of(oak.ana)
    ana.post(f"closing/{closing.pk}/finish/")
    with oak.open():
        Program.objects.update(archived_on=oak.today)
    words = "This program is archived."
    for path in ("edit/", "finish/", "take-back/", "drop/"):
        assert words in ana.post(f"closing/{closing.pk}/{path}", BEGIN, follow=True).content.decode()
    assert ana.get(f"closing/{closing.pk}/").status_code == 200
    with oak.open():
        assert Closing.objects.get().finished_on is not None


def test_teachers_and_principals_read_how_far_it_is_never_what_was_said(oak, elm, client_of):
    _scene, closing = begun(oak, client_of, kind="early", initiator="guardian", reason="A family matter")
    with oak.open():
        ExitInterview.objects.filter(person=oak.mia).update(
            held_on=oak.today, held_by=oak.ana, told="Private words", quality=3
        )
    for person in (oak.tom, oak.pia):
        page = client_of(person).get(f"closing/{closing.pk}/").content.decode()
        assert "Mia Fischer" in page and "Private words" not in page and "A family matter" not in page
        assert client_of(person).post(f"closing/{closing.pk}/edit/", BEGIN).status_code == 403
    assert "Private words" in client_of(oak.ana).get(f"closing/{closing.pk}/").content.decode()
    for person in (oak.mia, oak.sam, oak.gil, oak.fay, oak.cole):
        assert client_of(person).get(f"closing/{closing.pk}/").status_code == 403
    assert client_of(elm.ana).get(f"closing/{closing.pk}/").status_code == 404
    assert client_of(elm.ana).post(f"closing/{closing.pk}/finish/").status_code == 404
    with oak.open():
        SafetyHoldFactory(person=oak.tom)
    assert client_of(oak.tom).get(f"closing/{closing.pk}/").status_code == 404


def test_nobody_closes_a_match_that_they_are_in(oak, client_of):
    _scene, closing = begun(oak, client_of)
    with oak.open():
        Mentor.objects.update(person=oak.ana)
    assert client_of(oak.ana).post(f"closing/{closing.pk}/edit/", BEGIN).status_code == 403


def several(oak, scene, number):
    """More running matches in the scene's program. Inside the district."""
    for _ in range(number):
        match = MatchFactory(program=scene.program)
        MatchStudentFactory(match=match, student__school=oak.school)
        MatchMentorFactory(match=match)
        closing = ClosingFactory(match=match, opened_by=oak.ana)
        ExitInterviewFactory(closing=closing)


def test_many_matches_are_begun_and_closed_and_the_page_names_who_is_left_out_and_why(oak, client_of):
    scene = running(oak)
    with oak.open():
        several(oak, scene, 2)
        ids = list(Match.objects.order_by("pk").values_list("pk", flat=True))
    ana, every = client_of(oak.ana), {"selected": ids}
    page = ana.get("closing/begin/", every).content.decode()
    assert "Begin to close 1 match?" in page and "The closing of this match has begun already." in page
    page = ana.post("closing/begin/", every, follow=True).content.decode()
    assert "Closing of 1 match has begun." in page
    with oak.open():
        first = Closing.objects.get(match=scene.match)
        complete(first)
    page = ana.get("closing/finish/", every).content.decode()
    assert "Close 1 match?" in page and "is neither noted nor skipped" in page
    page = ana.post("closing/finish/", every | {"skip_reason": ""}, follow=True).content.decode()
    assert "1 match is closed." in page and "Left out:" in page
    with oak.open():
        event = AuditEvent.objects.get(verb="closing.finish_many")
        assert Match.objects.filter(state="ended").count() == 1
    assert client_of(oak.ada).post(f"closing/undo/{event.pk}/").status_code == 302
    with oak.open():
        assert Match.objects.filter(state="ended").count() == 1  # it was not hers
    assert "1 match is taken back." in ana.post(f"closing/undo/{event.pk}/", follow=True).content.decode()
    with oak.open():
        Closing.objects.update(profile_updated_on=oak.today, next_step="A job")
    said = {"skip_reason": "The year is over", "waives_presentation": "on"}
    page = ana.post("closing/finish/", every | said, follow=True).content.decode()
    assert "3 matches are closed." in page
    with oak.open():
        assert Match.objects.filter(state="ended").count() == 3
        assert set(ExitInterview.objects.values_list("skip_reason", flat=True)) == {"Away", "The year is over"}


def test_closing_list_shows_how_far_each_match_is_to_those_who_may_know(oak, elm, client_of):
    scene, closing = begun(oak, client_of)
    with oak.open():
        several(oak, scene, 1)
        other = Closing.objects.exclude(pk=closing.pk).get()
        complete(closing)
    ana = client_of(oak.ana)
    page = ana.get(f"closing/?{ALL_COLUMNS}").content.decode()
    assert "Ready to close" in page and "4 things are missing" in page and "Not asked" in page
    page = ana.get("closing/?state=ready").content.decode()
    assert "Sam Haddad" in page and f"closing/{other.pk}/" not in page
    assert "2 matches" in ana.get("closing/?state=open").content.decode()
    assert "Sam Haddad" not in ana.get("closing/?state=due").content.decode()
    assert "Sam Haddad" not in client_of(elm.ana).get("closing/").content.decode()
    assert client_of(oak.mia).get("closing/").status_code == 403
    export = b"".join(ana.get("closing/export/?format=csv").streaming_content).decode()
    assert "Sam Haddad" in export


@pytest.mark.parametrize("rows", [1, 4])
def test_closing_list_asks_as_often_for_one_row_as_for_four(oak, client_of, django_assert_num_queries, rows):
    scene = running(oak)
    with oak.open():
        ExitInterviewFactory(closing=ClosingFactory(match=scene.match, opened_by=oak.ana))
        several(oak, scene, rows - 1)
    ana = client_of(oak.ana)
    ana.get("")
    with django_assert_num_queries(20):
        assert ana.get(f"closing/?{ALL_COLUMNS}").status_code == 200
