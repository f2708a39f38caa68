"""Applications of mentors: they arrive through a public page, are rated, taken up or declined, and forgotten."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring import mails
from mentoring.actions import employers, mentors, program_mentors
from mentoring.models import Mentor, MentorApplication, Program, ProgramMentor
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, District, Person

State = MentorApplication.State

#: How long what a declined applicant wrote is kept, in case they ask or apply again.
KEPT_FOR = timedelta(days=365)
RATINGS = ("rated_supports", "rated_explores", "rated_cares", "rated_encourages")
#: What goes over into the profile of a mentor who was taken up.
_TAKEN_OVER = ("career_areas", "other_roles", "availability", "is_adult_attested")


class CannotDecide(Exception):
    """The application stays as it was; the text says why."""


def send(*, program: Program, at: datetime, **answers: Any) -> MentorApplication | None:
    """Keep what an applicant sent and tell them by mail that it arrived.

    None when one with this address waits already: the first one stands, nothing is sent, and the page says the same.
    Nobody of the staff gets a mail: applications wait on their first page, so that a flood fills no mailbox.
    """
    by = Actor.link("mentoring.apply", program.pk)
    try:
        with transaction.atomic():
            application = MentorApplication.objects.create(
                district_id=program.district_id, program=program, sent_at=at, **answers
            )
            audit.record(by=by, verb="mentor_application.send", target=application, facts={"program": program.pk})
            mails.application_received(application, by=by)
    except IntegrityError:
        waiting = MentorApplication.objects.of(program.district).filter(program=program, state=State.NEW)
        if not waiting.filter(email=answers["email"]).exists():
            raise
        return None
    return application


@transaction.atomic
def rate(*, application: MentorApplication, by: Actor, **ratings: int | None) -> None:
    """Keep how somebody rates the four abilities (S-3). The log keeps that, not the ratings."""
    changed = [name for name in RATINGS if name in ratings and ratings[name] != getattr(application, name)]
    for name in changed:
        setattr(application, name, ratings[name])
    if changed:
        application.save(update_fields=changed)
        audit.record(by=by, verb="mentor_application.rate", target=application, facts={"changed": changed})


@transaction.atomic
def take_up(
    *,
    application: MentorApplication,
    state: ProgramMentor.State,
    at: datetime,
    on: date,
    by: Actor,
    person: Person | None = None,
    reason: str = "",
    is_told: bool = True,
    invite: bool = False,
) -> ProgramMentor:
    """Make the applicant a mentor of the program: accepted, on the waiting list, or kept for other roles.

    ``person``: somebody of the district who it is, as a human has decided; without one, a new person is added. What
    they wrote of themselves fills what their profile lacks. Refuses (CannotDecide) an application that is decided on,
    and who is too young or in the program already.
    """
    locked = _locked(application, State.NEW)
    mentor = _mentor(locked, person, invite=invite, on=on, by=by)
    try:
        place = _place(mentor, locked.program) or program_mentors.add(
            mentor=mentor, program=locked.program, state=ProgramMentor.State.APPLIED, on=on, by=by
        )
        if place.state != state:
            program_mentors.decide(place=place, state=state, on=on, by=by, reason=reason, is_told=is_told)
    except (program_mentors.CannotAdd, program_mentors.CannotDecide) as refusal:
        raise CannotDecide(str(refusal)) from None
    locked.state, locked.mentor = State.ACCEPTED, mentor
    _decided(locked, at=at, by=by, reason=reason)
    facts: dict[str, audit.Fact] = {"mentor": mentor.pk, "state": str(state), "person_is_new": person is None}
    audit.record(by=by, verb="mentor_application.take_up", target=locked, facts=facts)
    place.refresh_from_db()
    return place


@transaction.atomic
def decline(
    *, application: MentorApplication, reason: str, at: datetime, on: date, by: Actor, is_told: bool = True
) -> None:
    """Decline an application, with a kind mail that does not tell the reason. It is forgotten after a year.

    Refuses (CannotDecide) an application that is decided on.
    """
    locked = _locked(application, State.NEW)
    locked.state, locked.forget_on = State.DECLINED, on + KEPT_FOR
    _decided(locked, at=at, by=by, reason=reason)
    audit.record(by=by, verb="mentor_application.decline", target=locked)
    if is_told:
        mails.application_declined(locked, by=by)


@transaction.atomic
def reopen(*, application: MentorApplication, at: datetime, on: date, by: Actor) -> None:
    """Take a decision back: the application is new again, and a mail that has not left is stopped.

    Of who was taken up, the place in the program is taken back; a person who was added for it goes as well, unless
    something else speaks of them by now.

    Refuses (CannotDecide) what is new, what was forgotten, and a second application from the same address.
    """
    locked = MentorApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if refusal := reopening_refusal(locked):
        raise CannotDecide(refusal)
    _stop_mail(locked, at=at, by=by)
    added = locked.mentor if locked.mentor and _was_added(locked) else None
    if locked.mentor is not None:
        _take_out(locked.mentor, locked.program, at=at, on=on, by=by)
    locked.state, locked.mentor, locked.forget_on = State.NEW, None, None
    locked.decided_at, locked.decided_by_id, locked.reason = None, None, ""
    locked.save(update_fields=["state", "mentor", "forget_on", "decided_at", "decided_by", "reason"])
    is_gone = added is not None and mentors.take_away(mentor=added, at=at, by=by)
    audit.record(by=by, verb="mentor_application.reopen", target=locked, facts={"person_taken_away": is_gone})


def reopening_refusal(application: MentorApplication) -> str:
    """Why a decision cannot be taken back; empty when it can."""
    if application.state == State.NEW:
        return _("This application is new.")
    if not application.email:
        return _("What they wrote was deleted since.")
    same = MentorApplication.objects.of(application.district).filter(program=application.program, state=State.NEW)
    if same.filter(email=application.email).exists():
        return _("A newer application from the same address is waiting.")
    if application.mentor is not None and application.mentor.match_rows.filter(
        match__program=application.program_id, left_on=None
    ):
        return _("They are in a match already.")
    return ""


@transaction.atomic
def forget_due(*, district: District, on: date) -> int:
    """Empty what declined applicants wrote, once its day has come; returns of how many. Counts and dates stay."""
    assert MentorApplication.personal is not None
    due = MentorApplication.objects.of(district).filter(state=State.DECLINED, forget_on__lte=on)
    ids = list(due.values_list("pk", flat=True))
    due.update(**MentorApplication.personal.emptied, forget_on=None)
    sent = Message.objects.of(district).filter(kind__in=mails.TO_APPLICANTS, about_pk__in=ids)
    sent.update(to_name="–", to_address="", subject="", text="", about_label="")
    if ids:
        audit.record(by=Actor.system("retention"), verb="mentor_application.forget", facts={"applications": ids})
    return len(ids)


def _locked(application: MentorApplication, state: State) -> MentorApplication:
    found = MentorApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if found.state != state:
        raise CannotDecide(_("Somebody has decided on this application meanwhile."))
    return found


def _mentor(application: MentorApplication, person: Person | None, *, invite: bool, on: date, by: Actor) -> Mentor:
    """The mentor whom an application is about: of that person, or of a new one."""
    said = _said(application)
    if person is None:
        of_person: Mapping[str, Any] = {
            name: getattr(application, name) for name in ("given_name", "family_name", "email", "phone", "language")
        }
        mentor = mentors.add_person(of_person=of_person, invite=invite, on=on, by=by, **said)
    else:
        there = Mentor.objects.of(person.district).filter(person=person).first()
        mentor = there or mentors.add(person=person, on=on, by=by, **said)
        if there is not None:
            lacking = {name: value for name, value in said.items() if value and not getattr(there, name)}
            mentors.change(mentor=there, by=by, **lacking)
    employers.take_word(mentor=mentor, name=application.employer_name, title=application.job_title, on=on, by=by)
    return mentor


def _said(application: MentorApplication) -> dict[str, Any]:
    said = {name: getattr(application, name) for name in _TAKEN_OVER}
    sent_on = timezone.localdate(application.sent_at)
    return {
        **said,
        "occupation": application.job_title,
        "about": application.why,
        "unpaid_attested_on": sent_on if application.is_unpaid_attested else None,
    }


def _decided(application: MentorApplication, *, at: datetime, by: Actor, reason: str) -> None:
    application.decided_at, application.decided_by_id, application.reason = at, by.person_id, reason
    application.save(update_fields=["state", "mentor", "forget_on", "decided_at", "decided_by", "reason"])


def _place(mentor: Mentor, program: Program) -> ProgramMentor | None:
    """Where the mentor is in the program, unless that is over."""
    over = [ProgramMentor.State.LEFT, ProgramMentor.State.DECLINED]
    here = ProgramMentor.objects.of(mentor.district).filter(mentor=mentor, program=program)
    return here.exclude(state__in=over).first()


def _take_out(mentor: Mentor, program: Program, *, at: datetime, on: date, by: Actor) -> None:
    """Back to what the mentor was in the program before; a place that began with the application goes."""
    place = _place(mentor, program)
    if place is None or not place.earlier_state:
        return
    program_mentors.undo(place=place, at=at, on=on, by=by)
    place.refresh_from_db()
    if place.state == ProgramMentor.State.APPLIED:
        place.delete()


def _was_added(application: MentorApplication) -> bool:
    """Whether the person came into the district when the application was last taken up."""
    events = AuditEvent.objects.of(application.district).filter(
        verb="mentor_application.take_up",
        target_kind=MentorApplication._meta.label_lower,
        target_id=application.pk,
    )
    last = events.order_by("-pk").first()
    return last is not None and bool(last.facts.get("person_is_new"))


def _stop_mail(application: MentorApplication, *, at: datetime, by: Actor) -> None:
    waiting = Message.objects.of(application.district).filter(
        kind="mentoring/application_declined", state=Leaving.WAITING, about_pk=application.pk
    )
    for message in waiting:
        messages.cancel(message, at=at, by=by)
