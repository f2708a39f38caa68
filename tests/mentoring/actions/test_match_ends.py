"""A match ends: who is told, what taking it back stops; and the same people go on in the next year."""

import pytest

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.actions import interviews, match_continuations, match_ends
from mentoring.models import Match, MatchInterview, MatchObjective, MatchStudent, ProgramMentor, ProgramStudent
from tenancy.actor import Actor
from tests.factories.mentoring import ProgramFactory
from tests.factories.tenancy import SchoolYearFactory
from tests.mentoring.scene import running


def render(message):
    return rendering.mail(message, {})


def posted(kind):
    return {one.person: one for one in Message.objects.filter(kind=kind).order_by("pk").prefetch_related("person")}


def next_program(scene):
    year = scene.program.school_year
    later = SchoolYearFactory(
        name="The next one",
        starts_on=year.starts_on.replace(year=year.starts_on.year + 1),
        ends_on=year.ends_on.replace(year=year.ends_on.year + 1),
    )
    return ProgramFactory(name="Career mentoring", school_year=later, continues=scene.program)


def test_mentor_student_and_parent_are_told_kindly_that_a_running_match_has_ended(oak):
    scene = running(oak)
    with oak.open():
        match_ends.end(match=scene.match, reason="Sam moves away.", on=oak.today, by=Actor.person(oak.ana))
        told = posted("mentoring/match_ended")
        assert list(told) == [oak.sam, oak.gil, oak.mia]
        mails = {person: render(one) for person, one in told.items()}
    assert "Your mentoring with Sam ended on" in mails[oak.mia].text
    assert "Your mentoring with Mia Fischer ended on" in mails[oak.sam].text
    assert "The mentoring of Sam with Mia Fischer ended on" in mails[oak.gil].text
    assert all("moves away" not in one.text for one in mails.values())
    assert all("Sam" not in one.subject for one in mails.values())


def test_taking_the_end_back_stops_the_mails(oak):
    scene = running(oak)
    with oak.open():
        event = match_ends.end(match=scene.match, reason="By mistake.", on=oak.today, by=Actor.person(oak.ana))
        match_ends.take_back(event=event, by=Actor.person(oak.ana))

        for one in posted("mentoring/match_ended").values():
            with pytest.raises(Outdated):
                render(one)


def test_everybody_who_was_asked_to_come_hears_that_a_first_talk_is_canceled(oak):
    scene = running(oak)
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(state="proposed", starts_on=None)
        talk = MatchInterview.objects.create(
            match=scene.match, planned_at="2026-12-01T16:00Z", place="school", adult=oak.tom
        )
        interviews.cancel(interview=talk, on=oak.today, by=Actor.person(oak.ana))
        told = posted("mentoring/interview_canceled")
        assert list(told) == [oak.sam, oak.mia, oak.tom]
        assert "Your first talk with Sam" in render(told[oak.mia]).text
        assert render(told[oak.mia]).subject == "Your first talk is canceled"
        assert "you were the adult in charge" in render(told[oak.tom]).text


def test_the_adult_hears_that_a_talk_is_canceled_when_the_proposal_ends(oak):
    scene = running(oak)
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(state="proposed", starts_on=None)
        MatchInterview.objects.create(match=scene.match, planned_at="2026-12-01T16:00Z", place="school", adult=oak.tom)
        scene.match.refresh_from_db()
        match_ends.end(match=scene.match, reason="No.", on=oak.today, by=Actor.person(oak.ana))
        assert list(posted("mentoring/interview_canceled")) == [oak.tom]
        assert list(posted("mentoring/match_not_started")) == [oak.sam, oak.mia]
        assert not posted("mentoring/match_ended")


def test_the_same_people_go_on_with_plan_history_and_places_in_the_next_program(oak):
    scene = running(oak)
    with oak.open():
        program = next_program(scene)
        Match.objects.filter(pk=scene.match.pk).update(schedule="Tuesdays", planned_meetings=9)
        MatchObjective.objects.create(match=scene.match, position=1, text="Explain doses", standard="HS.1")
        made = match_continuations.continue_into(
            match=scene.match, program=program, on=oak.today, by=Actor.person(oak.ana)
        )
        assert (made.state, made.continues, made.schedule, made.planned_meetings) == (
            "agreed", scene.match, "Tuesdays", 9,
        )  # fmt: skip
        assert made.starts_on == program.school_year.starts_on
        assert list(made.objectives.values_list("text", "standard")) == [("Explain doses", "HS.1")]
        assert ProgramStudent.objects.get(program=program).state == "accepted"
        assert ProgramMentor.objects.get(program=program).state == "accepted"
        row = made.student_rows.get()
        assert (row.answer, row.is_alone, row.packet) == ("yes", False, None)
        # Once this year's ends, next year's is the student's own; taking the end back gives that back, too.
        event = match_ends.end(match=scene.match, reason="Year over.", on=oak.today, by=Actor.person(oak.ana))
        assert MatchStudent.objects.get(match=made).is_alone
        match_ends.take_back(event=event, by=Actor.person(oak.ana))
        assert not MatchStudent.objects.get(match=made).is_alone
        assert MatchStudent.objects.get(match=scene.match).left_on is None
        with pytest.raises(match_continuations.CannotContinue, match="continued already"):
            match_continuations.continue_into(
                match=scene.match, program=program, on=oak.today, by=Actor.person(oak.ana)
            )


def test_a_match_goes_on_in_the_program_that_continues_its_own_alone(oak):
    scene = running(oak)
    with oak.open():
        other = ProgramFactory(name="Another")
        by = Actor.person(oak.ana)
        with pytest.raises(match_continuations.CannotContinue, match="Continue the program"):
            match_continuations.continue_into(match=scene.match, program=other, on=oak.today, by=by)
        program = next_program(scene)
        oak.mia.deactivated_at = "2026-11-01T12:00Z"
        oak.mia.save()
        with pytest.raises(match_continuations.CannotContinue, match="Mia Fischer is no longer a mentor"):
            match_continuations.continue_into(match=scene.match, program=program, on=oak.today, by=by)
