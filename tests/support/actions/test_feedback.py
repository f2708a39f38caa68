"""Rounds of feedback: who is asked, what is kept of the answers, what is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from correspondence.models import Message
from mentoring.models import CourtOrder, Match
from support.actions import feedback
from support.actions.feedback import CannotAnswer, CannotClose, CannotPrepare, CannotSend, Plan
from support.feedback_people import invited_of
from support.feedback_tokens import invitation_of, token_of
from support.followers import person_merged
from support.models import (
    Audience,
    FeedbackAudience,
    FeedbackComment,
    FeedbackInvitation,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackTally,
)
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Job
from tests.factories.feedback import (
    FeedbackAudienceFactory,
    FeedbackInvitationFactory,
    FeedbackQuestionFactory,
    FeedbackTallyFactory,
    RecommendationFactory,
)
from tests.factories.mentoring import CourtOrderFactory, MatchFactory, MatchMentorFactory, MentorFactory
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import PersonFactory
from tests.support.asked import drafted, sent


def names_of(there):
    with there.cast.open():
        found = invited_of(there.round, Audience.values, there.cast.today)
        return {(one.person.given_name, one.audience) for one in found}


def test_everybody_around_a_match_is_asked_once(oak):
    there = drafted(oak, ended_from_on=oak.today - timedelta(days=30))
    assert names_of(there) == {("Sam", "students"), ("Mia", "mentors"), ("Gil", "guardians"), ("Tom", "teachers")}
    with oak.open():
        ended = {"program": there.scene.program, "state": Match.State.ENDED, "supervising_teacher": oak.mia}
        for days, name in ((10, "Lee"), (60, "Max")):
            day = oak.today - timedelta(days=days)
            match = MatchFactory(**ended, ended_on=day, starts_on=day - timedelta(days=90))
            mentor = MentorFactory(person=PersonFactory(given_name=name))
            MatchMentorFactory(match=match, mentor=mentor, joined_on=match.starts_on, left_on=day)
            gone = MentorFactory(person=PersonFactory(given_name="Gone"))
            before = day - timedelta(days=9)
            MatchMentorFactory(match=match, mentor=gone, joined_on=match.starts_on, left_on=before)
    found = names_of(there)
    assert ("Lee", "mentors") in found  # lately; Max's match ended long before, Gone had left theirs
    assert not {"Max", "Gone"} & {name for name, _audience in found}
    assert [audience for name, audience in found if name == "Mia"] == ["mentors"]  # a teacher as well: asked once


def test_nobody_is_asked_who_may_not_know_of_the_student(oak):
    there = drafted(oak)
    with oak.open():
        order = CourtOrderFactory(student=there.scene.sam, about=oak.gil, kind=CourtOrder.Kind.NO_CONTACT)
        assert order.pk
        SafetyHoldFactory(person=oak.mia, placed_by=oak.ana)
        oak.tom.deactivated_at = timezone.now()
        oak.tom.save()
    assert names_of(there) == {("Sam", "students")}


def test_a_round_asks_in_each_language_with_one_message(oak):
    with oak.open():
        oak.gil.language = "es"
        oak.gil.save()
    there = sent(oak)
    with oak.open():
        messages = Message.objects.filter(kind="support/feedback_asked")
        assert {(one.person_id, one.language) for one in messages} == {
            (oak.sam.pk, "en"),
            (oak.mia.pk, "en"),
            (oak.gil.pk, "es"),
            (oak.tom.pk, "en"),
        }
        assert {one.link_purpose for one in messages} == {"support.feedback"}
        audiences = FeedbackAudience.objects.filter(round=there.round)
        assert {one.audience: one.asked for one in audiences} == dict.fromkeys(Audience.values, 1)
        with pytest.raises(CannotSend):
            feedback.send(round_=there.round, at=timezone.now(), on=oak.today, by=Actor.person(oak.ana))
        assert messages.count() == 4
        assert AuditEvent.objects.filter(verb="feedback_round.send").count() == 1


def test_many_are_asked_by_long_work_each_once(oak, monkeypatch):
    monkeypatch.setattr(feedback, "SENT_AT_ONCE", 3)
    there = sent(oak)
    with oak.open():
        job = Job.objects.get(kind="feedback.send")
        assert (there.round.job, job.total) == (job, 4)
        assert not Message.objects.filter(kind="support/feedback_asked").exists()
        claimed = jobs.claim(pk=job.pk, at=timezone.now())
        while jobs.advance(job=claimed, at=timezone.now()):
            pass
        assert Message.objects.filter(kind="support/feedback_asked").count() == 4
        job.refresh_from_db()
        assert (job.state, job.done) == (Job.State.DONE, 4)


@pytest.mark.parametrize("wrong", ["nobody", "no question", "past", "archived"])
def test_a_round_is_not_sent(oak, wrong):
    there = drafted(oak)
    with oak.open():
        if wrong == "nobody":
            Match.objects.update(state=Match.State.PROPOSED)
        if wrong == "no question":
            FeedbackQuestion.objects.filter(audience__audience=Audience.MENTORS).delete()
        if wrong == "past":
            FeedbackRound.objects.update(last_on=oak.today)
        if wrong == "archived":
            there.scene.program.archived_on = oak.today
            there.scene.program.save()
        with pytest.raises(CannotSend):
            feedback.send(round_=there.round, at=timezone.now(), on=oak.today, by=Actor.person(oak.ana))
        assert not FeedbackInvitation.objects.exists()


def answered(there, person, **said):
    with there.cast.open():
        invitation = FeedbackInvitation.objects.get(round=there.round, person=person)
        answers = {int(key[1:]): value for key, value in there.said(invitation.audience, **said).items()}
        feedback.answer(invitation=invitation, said=answers, on=there.cast.today)


def test_answers_are_counted_and_nothing_leads_back_to_the_person(oak):
    there = sent(oak)
    with oak.open():
        events = AuditEvent.objects.count()
    answered(there, oak.mia, scale=5, text="The visits")
    with oak.open():
        assert AuditEvent.objects.count() == events  # a line with its instant would tell
        assert set(FeedbackTally.objects.values_list("choice", "count")) == {(5, 1), (1, 1)}
        assert set(FeedbackComment.objects.values_list("text", flat=True)) == {"The visits"}
        mentors = FeedbackAudience.objects.get(round=there.round, audience="mentors")
        assert (mentors.asked, mentors.answered) == (1, 1)
        assert FeedbackInvitation.objects.get(person=oak.mia).has_answered
    with pytest.raises(CannotAnswer):
        answered(there, oak.mia)


def test_what_was_said_has_no_key_no_time_and_no_person_in_the_database():
    asked, said = {FeedbackInvitation}, [FeedbackTally, FeedbackComment]
    assert {one.name for one in FeedbackTally._meta.local_fields} == {"id", "district", "question", "choice", "count"}
    assert {one.name for one in FeedbackComment._meta.local_fields} == {"id", "district", "question", "text"}
    for model in (*said, FeedbackQuestion, FeedbackAudience):
        fields = model._meta.local_fields
        assert not any(isinstance(one, models.DateField) for one in fields)
        keys = {one.related_model for one in fields if isinstance(one, models.ForeignKey)}
        assert not keys & asked
        assert "Person" not in {one.__name__ for one in keys}
    assert not any(isinstance(one, models.DateField) for one in FeedbackInvitation._meta.local_fields)


def test_who_was_asked_is_forgotten_when_a_round_is_over(oak):
    there = sent(oak)
    answered(there, oak.mia)
    later = there.round.last_on + timedelta(days=1)
    with oak.open() as district:
        assert feedback.settle(district=district, on=there.round.last_on) == 0
        assert feedback.settle(district=district, on=later) == 1
        assert feedback.settle(district=district, on=later) == 0
        assert not FeedbackInvitation.objects.exists()
        assert FeedbackAudience.objects.get(round=there.round, audience="mentors").answered == 1
        assert FeedbackTally.objects.exists()
        closed = FeedbackRound.objects.get()
        assert (closed.closed_on, closed.closed_by) == (later, None)


def test_a_round_is_closed_once_and_takes_no_answers_then(oak):
    there, by = sent(oak), Actor.person(oak.ana)
    with oak.open():
        invitation = FeedbackInvitation.objects.get(person=oak.sam)
        over = there.round.last_on + timedelta(days=1)
        with pytest.raises(CannotAnswer):
            feedback.answer(invitation=invitation, said={}, on=over)
        feedback.close(round_=there.round, on=oak.today, by=by)
        with pytest.raises(CannotClose):
            feedback.close(round_=there.round, on=oak.today, by=by)


def test_only_drafts_are_changed_and_deleted(oak):
    there, by = drafted(oak), Actor.person(oak.ana)
    plan = Plan("Winter", oak.today + timedelta(days=3), ["mentors"])
    with oak.open():
        mentors = there.round.audiences.get(audience="mentors")
        feedback.choose_questions(audience=mentors, codes=["mentor_again"], own=[], by=by)
        feedback.change(round_=there.round, plan=plan, by=by)
        assert [one.audience for one in FeedbackAudience.objects.all()] == ["mentors"]
        assert [one.code for one in FeedbackQuestion.objects.all()] == ["mentor_again"]  # kept
        feedback.send(round_=there.round, at=timezone.now(), on=oak.today, by=by)
        for deed in (
            lambda: feedback.change(round_=there.round, plan=plan, by=by),
            lambda: feedback.choose_questions(audience=mentors, codes=[], own=[], by=by),
            lambda: feedback.delete(round_=there.round, by=by),
        ):
            with pytest.raises(CannotPrepare):
                deed()
    draft = drafted(oak, there.scene, name="Spring")
    with oak.open():
        feedback.delete(round_=draft.round, by=by)
        assert not FeedbackRound.objects.filter(name="Spring").exists()


def test_a_link_is_of_one_invitation_and_cannot_be_made_up(settings):
    token = token_of(17)
    assert len(token) == 43  # as long as logs look for
    assert invitation_of(token) == 17
    assert invitation_of(token_of(18)[:12] + token[12:]) is None
    assert [invitation_of(wrong) for wrong in ("", "x", "é" * 43, "A" * 43, token + "A")] == [None] * 5
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert invitation_of(token) == 17


def test_of_two_entries_of_a_person_who_has_answered_has_answered_as_both(oak):
    there = sent(oak)
    with oak.open():
        twin = PersonFactory(given_name="Mia")
        FeedbackInvitationFactory(round=there.round, person=twin, has_answered=True)
        given = RecommendationFactory(round=there.round, owner=twin)
        person_merged(kept=oak.mia, gone=twin)
        assert FeedbackInvitation.objects.get(round=there.round, person=oak.mia).has_answered
        assert not FeedbackInvitation.objects.filter(person=twin).exists()
        given.refresh_from_db()
        assert given.owner == oak.mia


def test_what_holds_in_the_database(oak):
    there = sent(oak)
    with oak.open():
        question = FeedbackQuestionFactory()
        for wrong in (
            lambda: FeedbackInvitationFactory(round=there.round, person=oak.mia),
            lambda: FeedbackAudienceFactory(round=there.round, audience="mentors"),
            lambda: FeedbackAudience.objects.filter(round=there.round).update(answered=9),
            lambda: FeedbackQuestionFactory(code="", words=""),
            lambda: FeedbackQuestionFactory(code="x", words="y"),
            lambda: FeedbackTallyFactory(question=question, choice=6),
            lambda: [FeedbackTallyFactory(question=question) for _ in range(2)],
            lambda: FeedbackRound.objects.filter(pk=there.round.pk).update(sent_at=None, closed_on=oak.today),
            lambda: RecommendationFactory(state="done", closed_on=oak.today),
            lambda: RecommendationFactory(state="open", outcome="Done"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                wrong()
