"""Applications arrive, are rated, taken up or declined, and forgotten."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from mentoring.actions import mentor_applications
from mentoring.models import Mentor, MentorApplication, ProgramMentor
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Role
from tests.factories.mentoring import EmployerFactory, MentorApplicationFactory, ProgramFactory, ProgramMentorFactory
from tests.factories.screening import TrainingRecordFactory
from tests.factories.tenancy import MembershipFactory

State = ProgramMentor.State
ON = date(2026, 11, 2)


def _answers(**more):
    return {"given_name": "Noor", "family_name": "Aziz", "email": "noor@work.example", "language": "es", **more}


def _take_up(application, oak, state=State.ACCEPTED, **more):
    return mentor_applications.take_up(
        application=application, state=state, at=timezone.now(), on=ON, by=Actor.person(oak.ana), **more
    )


def _reopen(application, oak):
    mentor_applications.reopen(application=application, at=timezone.now(), on=ON, by=Actor.person(oak.ana))


def _noor(**more):
    return MentorApplicationFactory(is_adult_attested=True, **more)


def test_an_application_is_kept_and_its_arrival_told_at_once(oak):
    with oak.open():
        application = mentor_applications.send(program=ProgramFactory(), at=timezone.now(), **_answers())
        message = Message.objects.get()
        assert (message.kind, message.to_address, message.language) == (
            "mentoring/application_received",
            "noor@work.example",
            "es",
        )
        assert message.leave_at <= timezone.now()
        assert application.state == "new"


def test_a_second_one_from_the_same_address_changes_and_sends_nothing(oak):
    with oak.open():
        program = ProgramFactory()
        mentor_applications.send(program=program, at=timezone.now(), **_answers())
        assert mentor_applications.send(program=program, at=timezone.now(), **_answers(given_name="X")) is None
        assert MentorApplication.objects.get().given_name == "Noor"
        assert Message.objects.count() == 1


def test_taken_up_becomes_a_person_with_what_they_said(oak):
    with oak.open():
        employer = EmployerFactory(name="Walgreens")
        application = _noor(employer_name="walgreens", job_title="Pharmacist", why="I like to teach")
        place = _take_up(application, oak)
        mentor = Mentor.objects.get(pk=place.mentor_id)
        application.refresh_from_db()

        assert mentor.person.name == "Noor Aziz"
        assert (mentor.about, mentor.occupation) == ("I like to teach", "Pharmacist")
        assert mentor.employments.get().employer == employer
        assert (application.state, application.mentor, place.state) == ("accepted", mentor, State.ACCEPTED)


def test_taken_up_they_need_not_say_again_that_they_are_not_paid(oak):
    with oak.open():
        application = _noor(is_unpaid_attested=True)
        mentor = _take_up(application, oak).mentor
        assert mentor.unpaid_attested_on == timezone.localdate(application.sent_at)


def test_an_employer_nobody_knows_waits_for_a_coordinator(oak):
    with oak.open():
        place = _take_up(_noor(employer_name="Hopewell Hospital"), oak)
        assert (place.mentor.said_employer, place.mentor.employments.count()) == ("Hopewell Hospital", 0)


def test_taken_up_as_somebody_who_is_here_adds_nobody(oak):
    with oak.open():
        before = Person.objects.count()
        place = _take_up(_noor(), oak, person=oak.tom)
        assert (place.mentor.person, Person.objects.count()) == (oak.tom, before)


def test_whoever_was_invited_before_is_decided_on_where_they_are(oak):
    with oak.open():
        place = ProgramMentorFactory(state=State.INVITED, decided_on=None)
        application = _noor(program=place.program)
        taken = _take_up(application, oak, person=place.mentor.person, state=State.WAITLISTED)
        assert (taken.pk, taken.state) == (place.pk, State.WAITLISTED)


def test_nobody_too_young_is_taken_up_and_nothing_stays_of_the_try(oak):
    with oak.open():
        before = Person.objects.count()
        application = MentorApplicationFactory()
        with pytest.raises(mentor_applications.CannotDecide, match="at least 21"):
            _take_up(application, oak)
        application.refresh_from_db()
        assert (application.state, Person.objects.count()) == ("new", before)


def test_undo_of_taking_up_takes_back_the_place_and_who_was_added(oak):
    with oak.open():
        EmployerFactory(name="Walgreens")
        before = Person.objects.count(), Mentor.objects.count()
        application = _noor(employer_name="Walgreens")
        place = _take_up(application, oak, invite=True)
        _reopen(application, oak)
        application.refresh_from_db()
        assert (application.state, application.mentor) == ("new", None)
        assert not ProgramMentor.objects.filter(pk=place.pk).exists()
        stopped = Message.objects.get(kind="mentoring/mentor_accepted")
        assert (stopped.state, stopped.person, stopped.to_name) == ("cancelled", None, "–")
        assert (Person.objects.count(), Mentor.objects.count()) == before
        assert AuditEvent.objects.get(verb="mentor_application.reopen").facts == {"person_taken_away": True}
        _take_up(application, oak)
        assert Person.objects.filter(family_name="Aziz").count() == 1


@pytest.mark.parametrize("since", ["a training", "a role", "a mail"])
def test_who_was_added_stays_where_something_else_speaks_of_them(oak, since):
    with oak.open():
        application = _noor()
        person = _take_up(application, oak).mentor.person
        if since == "a training":
            TrainingRecordFactory(person=person)
        elif since == "a role":
            MembershipFactory(person=person, role=Role.TEACHER)
        else:
            Message.objects.filter(person=person).update(state="sent", sent_at=timezone.now())
        _reopen(application, oak)
        application.refresh_from_db()
        assert (application.state, application.mentor) == ("new", None)
        assert Person.objects.filter(pk=person.pk).exists()


def test_undo_of_taking_up_somebody_who_was_here_leaves_them(oak):
    with oak.open():
        application = _noor()
        _take_up(application, oak, person=oak.tom)
        _reopen(application, oak)
        assert Mentor.objects.filter(person=oak.tom).exists()


def test_declined_is_told_kindly_kept_a_year_and_can_be_taken_back(oak):
    with oak.open():
        application = _noor()
        by = Actor.person(oak.ana)
        mentor_applications.decline(application=application, reason="No room", at=timezone.now(), on=ON, by=by)
        application.refresh_from_db()
        assert (application.state, application.forget_on) == ("declined", ON + timedelta(days=365))
        message = Message.objects.get(kind="mentoring/application_declined")
        assert message.state == "waiting"

        _reopen(application, oak)
        application.refresh_from_db()
        message.refresh_from_db()
        assert (application.state, application.forget_on, message.state) == ("new", None, "cancelled")


def test_what_a_declined_applicant_wrote_is_forgotten_on_its_day(oak):
    with oak.open():
        application = mentor_applications.send(program=ProgramFactory(), at=timezone.now(), **_answers(why="Secret"))
        by = Actor.person(oak.ana)
        mentor_applications.decline(application=application, reason="No room", at=timezone.now(), on=ON, by=by)
        day = ON + timedelta(days=365)
        assert mentor_applications.forget_due(district=oak.district, on=day - timedelta(days=1)) == 0
        assert mentor_applications.forget_due(district=oak.district, on=day) == 1
        application.refresh_from_db()
        assert (application.family_name, application.email, application.why, application.reason) == ("–", "", "", "")
        assert {one.to_address for one in Message.objects.all()} == {""}
        with pytest.raises(mentor_applications.CannotDecide, match="deleted"):
            _reopen(application, oak)


def test_nobody_decides_twice(oak):
    with oak.open():
        application = _noor()
        _take_up(application, oak)
        with pytest.raises(mentor_applications.CannotDecide, match="meanwhile"):
            _take_up(application, oak)


def test_ratings_are_kept_and_the_log_holds_only_that(oak):
    with oak.open():
        application = _noor()
        by = Actor.person(oak.ana)
        mentor_applications.rate(application=application, by=by, rated_cares=4, rated_supports=None)
        application.refresh_from_db()
        assert (application.rated_cares, application.rated_supports) == (4, None)
