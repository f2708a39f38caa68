"""Messages about another time for a meeting: somebody proposed one; it did not work.

That it did work is told as every move is. They wait for the daily summary unless the meeting is within two days.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated
from correspondence.models import PENDING, Message, State
from meetings import mail_words as words
from meetings.mail_words import GUARDIAN, MENTOR, STAFF, STUDENT, Seen
from meetings.mails import about, is_reached, readers_of
from meetings.models import Meeting, MeetingProposal
from mentoring.match_mails import staff_to_tell
from mentoring.models import MatchMentor, MatchStudent
from tenancy.actor import Actor
from tenancy.models import Person

PROPOSED, DECLINED = "meetings/time_proposed", "meetings/proposal_declined"
#: What concerns so few days ahead does not wait for the daily summary.
SOON = timedelta(days=2)
_EMPTY: Mapping[str, object] = {"lead": "", "facts": [], "url": "", "when": "", "note": ""}


@kind(PROPOSED, label=_("Another time proposed for a meeting"), for_digest=True)
def time_proposed_context(message: Message) -> Mapping[str, object]:
    """Who would rather meet when; staff reads the note. Raises Outdated once it is settled."""
    proposal = _found(message, MeetingProposal.State.OPEN)
    if proposal is None:
        return _EMPTY
    meeting = proposal.meeting
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("%(name)s proposed %(wanted)s for your meeting. The school decides."),
        STUDENT: gettext("%(name)s proposed %(wanted)s for your meeting. The school decides."),
        GUARDIAN: gettext("%(name)s proposed %(wanted)s for the meeting of %(students)s. The school decides."),
        STAFF: gettext("%(name)s proposes %(wanted)s for the meeting of %(students)s with %(mentors)s."),
    }[seen.reader]
    named = {**seen.names, "name": _name(proposal, seen), "wanted": words.instant_words(proposal.starts_at)}
    return {
        **_EMPTY,
        "lead": lead % named,
        "facts": [(gettext("Planned so far"), words.when(meeting)), (gettext("Where"), words.where(meeting))],
        "note": proposal.note if seen.reader == STAFF else "",
        "url": words.page_of(message, meeting, seen.reader),
    }


def time_proposed(proposal: MeetingProposal, *, at: datetime, by: Actor) -> list[Message]:
    """Tell the coordinators and the supervising teacher, who decide, and the others who take part."""
    meeting = proposal.meeting
    members = _members(meeting)
    deciding = [one for one in staff_to_tell(meeting.match) if one.pk not in members]
    others = readers_of(meeting, on=timezone.localdate(at), family=False)
    return _post(PROPOSED, proposal, dict.fromkeys([*deciding, *others]), at=at, by=by)


@kind(DECLINED, label=_("A meeting stays as planned"), for_digest=True)
def proposal_declined_context(message: Message) -> Mapping[str, object]:
    """That the meeting stays as it is. Raises Outdated when it does not stay so any more."""
    proposal = _found(message, MeetingProposal.State.DECLINED)
    if proposal is None:
        return _EMPTY
    meeting = proposal.meeting
    seen = words.seen_by(message, meeting.match)
    is_own = message.person_id == proposal.proposed_by_id
    thanks = gettext("Thank you for proposing another time. The school cannot do so: you meet on %(when)s, as planned.")
    stays = gettext("The school keeps the meeting on %(when)s, as planned.")
    return {
        **_EMPTY,
        "lead": (thanks if is_own else stays) % {"when": words.when(meeting)},
        "facts": [(gettext("Where"), words.where(meeting))],
        "note": proposal.reply if is_own else "",
        "url": words.page_of(message, meeting, seen.reader),
    }


def proposal_declined(proposal: MeetingProposal, *, at: datetime, by: Actor) -> list[Message]:
    """Tell who proposed it, and the others who take part as far as they had heard of it."""
    heard = Message.objects.of(proposal.district).filter(kind=PROPOSED, context__proposal=proposal.pk)
    told = set(heard.exclude(state__in=[*PENDING, State.CANCELLED]).values_list("person", flat=True))
    others = readers_of(proposal.meeting, on=timezone.localdate(at), family=False)
    readers = dict.fromkeys([proposal.proposed_by, *(one for one in others if one.pk in told)])
    return _post(DECLINED, proposal, readers, at=at, by=by)


def _post(
    name: str, proposal: MeetingProposal, readers: Collection[Person], *, at: datetime, by: Actor
) -> list[Message]:
    meeting, soon = proposal.meeting, timezone.localdate(at) + SOON
    return [
        outbox.post(
            kind=name,
            to=one,
            by=by,
            context={"proposal": proposal.pk},
            urgent=meeting.on <= soon or timezone.localdate(proposal.starts_at) <= soon,
            about=about(meeting),
        )
        for one in readers
        if one.pk != by.person_id and one.is_active and is_reached(one, name)
    ]


def _found(message: Message, state: MeetingProposal.State) -> MeetingProposal | None:
    """The proposal that a message names, or None where it names none.

    Raises Outdated when it is in another state, or the meeting not where it was.
    """
    if "proposal" not in message.context:
        return None
    rows = MeetingProposal.objects.of(message.district).filter(pk=message.context["proposal"], state=state)
    found = rows.prefetch_related("meeting__match", "meeting__adult", "proposed_by").first()
    if found is None or found.meeting.state != Meeting.State.PLANNED or found.meeting.starts_at != found.was_at:
        raise Outdated
    return found


def _name(proposal: MeetingProposal, seen: Seen) -> str:
    """Who proposed it as the reader knows them: mentors by name, students by first name, to other students by none."""
    person = proposal.proposed_by
    first_name = person.preferred_name or person.given_name
    if seen.reader == STAFF or person.name in seen.mentors:
        return person.name
    if seen.reader == STUDENT or (seen.reader == GUARDIAN and first_name not in seen.students):
        return gettext("Another student")
    return first_name


def _members(meeting: Meeting) -> set[int]:
    mentors = MatchMentor.objects.of(meeting.district).filter(match=meeting.match_id)
    students = MatchStudent.objects.of(meeting.district).filter(match=meeting.match_id)
    return {*mentors.values_list("mentor__person", flat=True), *students.values_list("student__person", flat=True)}
