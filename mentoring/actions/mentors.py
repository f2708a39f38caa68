"""Mentors are added, say things of themselves, leave and come back; what they are to students is noted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, Model
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring.actions import program_mentors
from mentoring.models import Match, MatchMentor, Mentor, MentorTie, ProgramMentor, Student
from tenancy import audit
from tenancy.actions import memberships, people
from tenancy.actor import Actor
from tenancy.models import Membership, Person
from tenancy.permissions import Role

#: What staff may change of a mentor.
DETAILS = (
    "occupation",
    "career_areas",
    "about",
    "languages",
    "availability",
    "places",
    "most_students",
    "other_roles",
    "born_on",
    "is_adult_attested",
    "unpaid_attested_on",
)
#: What mentors say of themselves.
OWN = (
    "occupation",
    "career_areas",
    "about",
    "languages",
    "availability",
    "places",
    "most_students",
    "other_roles",
    "said_employer",
    "said_title",
    "said_ties",
    "unpaid_attested_on",
)


class CannotAdd(Exception):
    """Nobody is added; the text says why."""


class CannotNote(Exception):
    """The tie is not noted; the text says why."""


@transaction.atomic
def add(*, person: Person, on: date, by: Actor, **details: Any) -> Mentor:
    """Make somebody of the district a mentor, with the role. Refuses (CannotAdd) who is one already."""
    if Mentor.objects.of(person.district).filter(person=person).exists():
        raise CannotAdd(_("%(name)s is a mentor already.") % {"name": person.name})
    mentor = Mentor(district_id=person.district_id, person=person, search_key=person.search_key, **details)
    mentor.save()
    audit.record(by=by, verb="mentor.add", target=mentor, facts={"person": person.pk})
    program_mentors.give_role(person, on=on, by=by)
    return mentor


@transaction.atomic
def add_person(*, of_person: Mapping[str, Any], on: date, by: Actor, invite: bool = False, **details: Any) -> Mentor:
    """Add a new person who is a mentor. With ``invite`` an invitation to sign in leaves as well."""
    person = people.add(role=Role.MENTOR, on=on, by=by, invite=invite, **of_person)
    return add(person=person, on=on, by=by, **details)


@transaction.atomic
def take_away(*, mentor: Mentor, at: datetime, by: Actor) -> bool:
    """Delete a mentor who was only just added, the person too, unless anything else speaks of them by now.

    Mail to them that has not left is stopped, and names nobody any more; mail that left keeps them here. Returns
    whether they are gone.
    """
    person = mentor.person
    mail = Message.objects.of(person.district).filter(person=person)
    for message in mail.filter(state=Leaving.WAITING):
        messages.cancel(message, at=at, by=by)
    if _is_spoken_of(person, beside=_OF_NEW_PERSON) or _is_spoken_of(mentor, beside=_OF_NEW_MENTOR):
        return False
    roles = Membership.objects.of(person.district).filter(person=person).exclude(role=Role.MENTOR)
    if roles.exists() or mail.exclude(state=Leaving.CANCELLED).exists():
        return False
    assert Message.personal is not None
    mail.update(person=None, **Message.personal.emptied)
    mentor.delete()
    person.delete()
    return True


#: What comes with somebody who is added as a mentor, and goes with them.
_OF_NEW_PERSON = frozenset(
    {"mentoring.Mentor", "tenancy.Membership", "screening.Asked", "accounts.Invitation", "correspondence.Message"}
)
_OF_NEW_MENTOR = frozenset({"mentoring.Employment"})


def _is_spoken_of(row: Model, *, beside: Collection[str]) -> bool:
    """Whether rows of any other table point at this one."""
    keys = [one for one in row._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    return any(
        one.related_model._base_manager.filter(**{one.field.name: row.pk}).exists()
        for one in keys
        if one.related_model._meta.label not in beside
    )


@transaction.atomic
def change(*, mentor: Mentor, by: Actor, **details: Any) -> list[str]:
    """Change what is known of a mentor; returns what really changed, and the log keeps the names of that alone."""
    changed = _changed(mentor, {name: value for name, value in details.items() if name in DETAILS})
    if changed:
        audit.record(by=by, verb="mentor.change", target=mentor, facts={"changed": changed})
    return changed


@transaction.atomic
def say(*, mentor: Mentor, on: date, by: Actor, is_unpaid: bool, **details: Any) -> list[str]:
    """Keep what a mentor says of themselves. Employer and ties wait for a coordinator; the attestation has its day."""
    before = Mentor.objects.of(mentor.district).get(pk=mentor.pk)
    values = {name: value for name, value in details.items() if name in OWN}
    values["unpaid_attested_on"] = (before.unpaid_attested_on or on) if is_unpaid else None
    if values["said_ties"] != before.said_ties:
        values["said_ties_on"] = on if values["said_ties"] else None
    if (values["said_employer"], values["said_title"]) != (before.said_employer, before.said_title):
        values["said_employer_on"] = on if values["said_employer"] else None
    changed = _changed(mentor, values)
    if changed:
        audit.record(by=by, verb="mentor.say", target=mentor, facts={"changed": changed})
    return changed


@transaction.atomic
def note_read(*, mentor: Mentor, by: Actor) -> None:
    """A coordinator has read which students a mentor knows: it needs nobody any more. The words stay."""
    if mentor.said_ties_on is not None:
        _changed(mentor, {"said_ties_on": None})
        audit.record(by=by, verb="mentor.read_ties", target=mentor)


def running_matches(mentor: Mentor) -> Collection[MatchMentor]:
    """The mentor's places in matches that have not ended, with the students."""
    rows = MatchMentor.objects.of(mentor.district).filter(mentor=mentor, left_on=None, match__ended_on=None)
    return rows.prefetch_related("match__student_rows__student__person", "match__program").order_by("pk")


def in_matches(several: Collection[Mentor]) -> frozenset[int]:
    """Ids of those of these mentors who are in a match that has not ended."""
    rows = MatchMentor.objects.filter(mentor__in=[one.pk for one in several], left_on=None, match__ended_on=None)
    return frozenset(rows.values_list("mentor_id", flat=True))


@transaction.atomic
def leave(*, mentor: Mentor, reason: str, on: date, by: Actor) -> None:
    """A mentor stops. They leave their programs and matches, which go on without them, and the role ends.

    Nothing is asked of them any more. ``come_back`` takes it back. Twice is once.
    """
    if mentor.left_on is not None:
        return
    for row in running_matches(mentor):
        row.left_on, row.left_reason = max(on, row.joined_on), reason
        row.save(update_fields=["left_on", "left_reason"])
    for place in _places(mentor).exclude(state__in=[ProgramMentor.State.LEFT, ProgramMentor.State.DECLINED]):
        program_mentors.decide(place=place, state=ProgramMentor.State.LEFT, on=on, by=by, reason=reason, is_told=False)
    mentor.left_on = on
    mentor.save(update_fields=["left_on"])
    audit.record(by=by, verb="mentor.leave", target=mentor, reason=reason)
    for role in Membership.objects.of(mentor.district).live().filter(person=mentor.person_id, role=Role.MENTOR):
        memberships.end(membership=role, reason=reason, on=on, by=by)


@transaction.atomic
def come_back(*, mentor: Mentor, on: date, by: Actor) -> None:
    """Take a mentor back. What ended on the day they left goes on: places in programs, and matches that still run."""
    if mentor.left_on is None:
        return
    left_on, mentor.left_on = mentor.left_on, None
    mentor.save(update_fields=["left_on"])
    audit.record(by=by, verb="mentor.come_back", target=mentor)
    program_mentors.give_role(mentor.person, on=on, by=by)
    left = _places(mentor).filter(state=ProgramMentor.State.LEFT, decided_on=left_on).exclude(earlier_state="")
    for place in left:
        place.state, place.earlier_state, place.decided_on, place.reason = place.earlier_state, "", None, ""
        place.save(update_fields=["state", "earlier_state", "decided_on", "reason"])
        program_mentors.settle(mentor, [place.program], on=on, by=by)
    rows = MatchMentor.objects.of(mentor.district).filter(mentor=mentor, left_on=left_on)
    rows.exclude(match__state=Match.State.ENDED).update(left_on=None, left_reason="")


@transaction.atomic
def note_tie(*, mentor: Mentor, student: Student, kind: MentorTie.Kind, on: date, by: Actor) -> MentorTie:
    """Note what a mentor is to a student outside the program. Refuses (CannotNote) what is noted already."""
    live = MentorTie.objects.of(mentor.district).filter(mentor=mentor, student=student, kind=kind, ended_on=None)
    if live.exists():
        raise CannotNote(_("This is noted already."))
    tie = MentorTie.objects.create(
        district_id=mentor.district_id, mentor=mentor, student=student, kind=kind, noted_on=on
    )
    facts: dict[str, audit.Fact] = {"student": student.pk, "kind": str(kind)}
    audit.record(by=by, verb="mentor.note_tie", target=mentor, facts=facts)
    return tie


@transaction.atomic
def end_tie(*, tie: MentorTie, on: date, by: Actor) -> None:
    """They are that to each other no more. Twice is once."""
    if tie.ended_on is None:
        tie.ended_on = on
        tie.save(update_fields=["ended_on"])
        audit.record(by=by, verb="mentor.end_tie", target=tie.mentor, facts={"student": tie.student_id})


def _places(mentor: Mentor) -> Any:
    """The mentor's places in programs that go on; archived ones stay as they were."""
    mine = ProgramMentor.objects.of(mentor.district).filter(mentor=mentor, program__archived_on=None)
    return mine.prefetch_related("program", "mentor")


def _changed(mentor: Mentor, values: Mapping[str, Any]) -> list[str]:
    before = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)  # a form has changed the one at hand
    changed = [name for name, value in values.items() if value != getattr(before, name)]
    for name in changed:
        setattr(mentor, name, values[name])
    if changed:
        mentor.save(update_fields=changed)
    return changed
