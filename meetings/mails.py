"""Messages about meetings: planned, moved, canceled, back again; who is absent or late; what is tomorrow.

They wait for the daily summary unless they concern today or tomorrow. What they say is read when they leave. Those that
change what calendars must know carry a calendar file.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from classes.reading import focuses_of
from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, minter, opening
from correspondence.models import Message
from correspondence.reach import Unreachable, address_of, reader_of
from meetings import mail_files as files
from meetings import mail_words as words
from meetings.mail_words import GUARDIAN, MENTOR, STAFF, STUDENT, Seen
from meetings.models import DayAbsence, Meeting, Participation
from meetings.rules import is_soon
from mentoring.models import Match
from mentoring.telling_rules import people_to_tell
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.models import Person
from tenancy.permissions import Role

PLANNED, SERIES, MOVED = "meetings/meeting_planned", "meetings/series_planned", "meetings/meeting_moved"
CANCELED, SEVERAL, BACK = "meetings/meeting_canceled", "meetings/meetings_canceled", "meetings/meeting_back"
EXCUSED = "meetings/member_excused"
ABSENT, PRESENT, LATE = "meetings/student_absent", "meetings/student_present", "meetings/running_late"
TOMORROW, STOPPED = "meetings/meeting_tomorrow", "meetings/meetings_stopped"
#: Purpose of the link to one's own meetings.
OWN = "meetings.own"
#: What must not wait, not even for Undo or for the end of the quiet hours.
AT_ONCE = timedelta(0)
#: Days of a series that a message names.
MOST_DAYS = 6
_EMPTY: Mapping[str, object] = {"lead": "", "facts": [], "url": "", "when": "", "days": [], "propose_url": ""}

Cause, State = Meeting.Cause, Meeting.State
Words = str | Promise


# Who is told


def readers_of(meeting: Meeting, *, on: date, family: bool = True) -> list[Person]:
    """Who hears of a meeting: mentors and students who are expected, the students’ families, the adult in charge."""
    told: list[Person] = []
    rows = Participation.objects.of(meeting.district).filter(meeting=meeting).order_by("pk")
    for row in rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person"):
        if row.match_student is not None and row.match_student.left_on is None:
            student = row.match_student.student
            told += people_to_tell(student, on=on) if family else [student.person]
        if row.match_mentor is not None and row.match_mentor.left_on is None:
            told.append(row.match_mentor.mentor.person)
    if meeting.adult is not None:
        told.append(meeting.adult)
    return [one for one in dict.fromkeys(told) if one.is_active]


def mentors_of(meeting: Meeting) -> list[Person]:
    """The mentors who are expected."""
    rows = Participation.objects.of(meeting.district).filter(
        meeting=meeting, match_mentor__isnull=False, match_mentor__left_on=None
    )
    found = rows.order_by("pk").prefetch_related("match_mentor__mentor__person")
    return [row.match_mentor.mentor.person for row in found if row.match_mentor]


def is_reached(person: Person, name: str) -> bool:
    """Whether a message of this kind would go anywhere: to an email address, or to a phone that agreed."""
    if person.email:
        return person.is_active
    try:
        address_of(reader_of(person), name)
    except Unreachable:
        return False
    return True


def _post(
    name: str,
    readers: Iterable[Person],
    meeting: Meeting,
    context: Mapping[str, int | str],
    *,
    by: Actor,
    urgent: bool,
    leave_after: timedelta | None = None,
) -> list[Message]:
    return [
        outbox.post(
            kind=name,
            to=one,
            by=by,
            context=context,
            urgent=urgent,
            leave_after=leave_after,
            about=about(meeting),
        )
        for one in readers
        if one.pk != by.person_id and is_reached(one, name)
    ]


def about(meeting: Meeting) -> About:
    """What lists of messages say it is about."""
    return About(str(_("Meeting")), "meetings:meeting_detail", meeting.pk)


# Planned


@kind(PLANNED, label=_("Meeting planned"), for_digest=True, attachments=files.of_meeting("planned", State.PLANNED))
def meeting_planned_context(message: Message) -> Mapping[str, object]:
    """When and where. Raises Outdated when it does not take place any more."""
    meeting = _found(message, "planned", State.PLANNED)
    if meeting is None:
        return _EMPTY
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("A meeting with %(students)s is planned."),
        STUDENT: gettext("A meeting with %(mentors)s is planned."),
        GUARDIAN: gettext("A meeting of %(students)s with %(mentors)s is planned."),
        STAFF: gettext("You are the adult in charge of a meeting of %(students)s with %(mentors)s."),
    }
    told = _told(message, meeting, seen, lead)
    return {**told, "propose_url": words.propose_page(message, meeting, seen.reader)}


def meeting_planned(meeting: Meeting, *, at: datetime, by: Actor) -> list[Message]:
    """Tell everybody who is expected, the families, and the adult in charge."""
    on = timezone.localdate(at)
    context = {"planned": meeting.pk}
    return _post(PLANNED, readers_of(meeting, on=on), meeting, context, by=by, urgent=is_soon(meeting.on, on))


@kind(SERIES, label=_("Meetings planned"), for_digest=True, attachments=files.of_series)
def series_planned_context(message: Message) -> Mapping[str, object]:
    """The coming meetings of a match, from one of them on. Raises Outdated when none is planned any more."""
    if "first" not in message.context or "how" not in message.context:
        return _EMPTY
    first = Meeting.objects.of(message.district).filter(pk=message.context["first"]).first()
    if first is None:
        raise Outdated
    rows = Meeting.objects.of(message.district).planned().filter(match=first.match_id, on__gte=first.on)
    found = list(rows.in_list_order().prefetch_related("match", "adult"))
    if not found:
        raise Outdated
    seen = words.seen_by(message, found[0].match)
    return {**_told(message, found[0], seen, _SEVERAL_WORDS[str(message.context["how"])]), **_days(found)}


#: What is said of several meetings: newly planned, planned another way, not canceled any more.
_SEVERAL_WORDS: Mapping[str, Mapping[str, Words]] = {
    "planned": {
        MENTOR: _("Meetings with %(students)s are planned."),
        STUDENT: _("Meetings with %(mentors)s are planned."),
        GUARDIAN: _("Meetings of %(students)s with %(mentors)s are planned."),
        STAFF: _("You are the adult in charge of meetings of %(students)s with %(mentors)s."),
    },
    "moved": {
        MENTOR: _("Your meetings with %(students)s have changed."),
        STUDENT: _("Your meetings with %(mentors)s have changed."),
        GUARDIAN: _("The meetings of %(students)s with %(mentors)s have changed."),
        STAFF: _("Meetings of %(students)s with %(mentors)s have changed."),
    },
    "back": {
        MENTOR: _("Your meetings with %(students)s take place after all."),
        STUDENT: _("Your meetings with %(mentors)s take place after all."),
        GUARDIAN: _("The meetings of %(students)s with %(mentors)s take place after all."),
        STAFF: _("The meetings of %(students)s with %(mentors)s take place after all."),
    },
}


def series_planned(
    meetings: Sequence[Meeting],
    *,
    how: str = "planned",
    readers: Iterable[Person] | None = None,
    at: datetime,
    by: Actor,
) -> list[Message]:
    """Tell the same people of several meetings of a match at once: "planned", "moved", or "back"."""
    first, on = meetings[0], timezone.localdate(at)
    told = readers_of(first, on=on) if readers is None else readers
    return _post(SERIES, told, first, {"first": first.pk, "how": how}, by=by, urgent=is_soon(first.on, on))


# Moved


@kind(MOVED, label=_("Meeting moved"), for_digest=True, attachments=files.of_meeting("moved", State.PLANNED))
def meeting_moved_context(message: Message) -> Mapping[str, object]:
    """How it was and how it is. Raises Outdated when it was moved again, or canceled."""
    meeting = _found(message, "moved", State.PLANNED)
    if meeting is None:
        return _EMPTY
    if meeting.sequence != message.context["now"]:
        raise Outdated
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("Your meeting with %(students)s has changed. It was planned for %(before)s."),
        STUDENT: gettext("Your meeting with %(mentors)s has changed. It was planned for %(before)s."),
        GUARDIAN: gettext("The meeting of %(students)s with %(mentors)s has changed. It was planned for %(before)s."),
        STAFF: gettext("A meeting of %(students)s with %(mentors)s has changed. It was planned for %(before)s."),
    }
    before = words.at_words(
        date.fromisoformat(str(message.context["was_on"])), time.fromisoformat(str(message.context["was_at"]))
    )
    told = _told(message, meeting, seen, lead, before=before)
    return {**told, "propose_url": words.propose_page(message, meeting, seen.reader)}


def meeting_moved(
    meeting: Meeting,
    *,
    was_on: date,
    was_at: time,
    tells_family: bool,
    also: Collection[Person],
    at: datetime,
    by: Actor,
) -> list[Message]:
    """Tell who is expected; families only of another day, hour or kind of place. ``also``: who was in charge before."""
    on = timezone.localdate(at)
    context: Mapping[str, int | str] = {
        "moved": meeting.pk,
        "now": meeting.sequence,
        "was_on": was_on.isoformat(),
        "was_at": was_at.strftime("%H:%M"),
    }
    readers = dict.fromkeys([*readers_of(meeting, on=on, family=tells_family), *also])
    urgent = is_soon(meeting.on, on) or is_soon(was_on, on)
    return _post(MOVED, readers, meeting, context, by=by, urgent=urgent)


# Canceled, and back


@kind(CANCELED, label=_("Meeting canceled"), for_digest=True, attachments=files.of_meeting("canceled", State.CANCELED))
def meeting_canceled_context(message: Message) -> Mapping[str, object]:
    """Which meeting, and why, in neutral words. Raises Outdated when it takes place after all."""
    meeting = _found(message, "canceled", State.CANCELED)
    if meeting is None:
        return _EMPTY
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("Your meeting with %(students)s does not take place. %(why)s"),
        STUDENT: gettext("Your meeting with %(mentors)s does not take place. %(why)s"),
        GUARDIAN: gettext("The meeting of %(students)s with %(mentors)s does not take place. %(why)s"),
        STAFF: gettext("The meeting of %(students)s with %(mentors)s does not take place. %(why)s"),
    }
    told = _told(message, meeting, seen, lead, why=why(meeting))
    return {**told, "facts": words.facts(meeting, seen.reader)[:1], "note": meeting.cancel_note}


def why(meeting: Meeting) -> str:
    """Why a meeting does not take place, in a sentence that blames nobody; nothing for a pause."""
    said = {
        Cause.SCHOOL_CLOSED: gettext("School is closed that day."),
        Cause.STUDENT_ABSENT: gettext("The student is not at school that day."),
        Cause.STUDENT: gettext("The student cannot come."),
        Cause.MENTOR: gettext("The mentor cannot come."),
        Cause.PAUSED: gettext("Your coordinator will be in touch."),
    }
    return said.get(Cause(meeting.cancel_cause), "") if meeting.cancel_cause else ""


def meetings_canceled(meetings: Sequence[Meeting], *, at: datetime, by: Actor) -> list[Message]:
    """Tell everybody who was expected; of several meetings of one match at once."""
    on = timezone.localdate(at)
    by_match: dict[int, list[Meeting]] = {}
    for one in sorted(meetings, key=lambda row: (row.on, row.pk)):
        by_match.setdefault(one.match_id, []).append(one)
    posted: list[Message] = []
    for theirs in by_match.values():
        first = theirs[0]
        readers = readers_of(first, on=on)
        urgent = is_soon(first.on, on)
        if len(theirs) == 1:
            posted += _post(CANCELED, readers, first, {"canceled": first.pk}, by=by, urgent=urgent)
        else:
            context: Mapping[str, int | str] = {
                "first": first.pk,
                "last_on": theirs[-1].on.isoformat(),
                "stopped": first.sequence,
            }
            posted += _post(SEVERAL, readers, first, context, by=by, urgent=urgent)
    return posted


@kind(SEVERAL, label=_("Meetings canceled"), for_digest=True, attachments=files.of_canceled)
def meetings_canceled_context(message: Message) -> Mapping[str, object]:
    """Which meetings of a match from one day to another. Raises Outdated when all take place after all."""
    if "first" not in message.context or "last_on" not in message.context:
        return _EMPTY
    first = Meeting.objects.of(message.district).filter(pk=message.context["first"]).first()
    if first is None:
        raise Outdated
    until = date.fromisoformat(str(message.context["last_on"]))
    rows = Meeting.objects.of(message.district).filter(
        match=first.match_id, state=State.CANCELED, on__gte=first.on, on__lte=until
    )
    found = list(rows.filter(canceled_at=first.canceled_at).in_list_order().prefetch_related("match", "adult"))
    if not found:
        raise Outdated
    seen = words.seen_by(message, found[0].match)
    lead = {
        MENTOR: gettext("These meetings with %(students)s do not take place. %(why)s"),
        STUDENT: gettext("These meetings with %(mentors)s do not take place. %(why)s"),
        GUARDIAN: gettext("These meetings of %(students)s with %(mentors)s do not take place. %(why)s"),
        STAFF: gettext("These meetings of %(students)s with %(mentors)s do not take place. %(why)s"),
    }
    told = _told(message, found[0], seen, lead, why=why(found[0]))
    return {**told, "facts": [], "note": found[0].cancel_note, **_days(found)}


@kind(
    BACK, label=_("Meeting takes place after all"), for_digest=True, attachments=files.of_meeting("back", State.PLANNED)
)
def meeting_back_context(message: Message) -> Mapping[str, object]:
    """Which meeting. Raises Outdated when it was canceled again."""
    meeting = _found(message, "back", State.PLANNED)
    if meeting is None:
        return _EMPTY
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("Your meeting with %(students)s takes place after all."),
        STUDENT: gettext("Your meeting with %(mentors)s takes place after all."),
        GUARDIAN: gettext("The meeting of %(students)s with %(mentors)s takes place after all."),
        STAFF: gettext("The meeting of %(students)s with %(mentors)s takes place after all."),
    }
    return _told(message, meeting, seen, lead)


def meeting_back(meeting: Meeting, readers: Iterable[Person], *, at: datetime, by: Actor) -> list[Message]:
    """Tell those who were told that it does not."""
    urgent = is_soon(meeting.on, timezone.localdate(at))
    return _post(BACK, readers, meeting, {"back": meeting.pk}, by=by, urgent=urgent)


@kind(STOPPED, label=_("Meetings stopped for now"))
def meetings_stopped_context(message: Message) -> Mapping[str, object]:
    """That nothing takes place until further notice: nobody is named and no reason given. Raises Outdated once over."""
    if "stopped_match" not in message.context:
        return _EMPTY
    match = Match.objects.of(message.district).paused().filter(pk=message.context["stopped_match"]).first()
    if match is None:
        raise Outdated
    lead = gettext(
        "Your meetings in the mentoring program do not take place until further notice. Please do not meet until you "
        "hear from us. Your coordinator will be in touch."
    )
    return {**_EMPTY, "lead": lead}


def meetings_stopped(meeting: Meeting, *, at: datetime, by: Actor) -> list[Message]:
    """Tell everybody of a match that stands still because of a hold on somebody, at once and never why."""
    on = timezone.localdate(at)
    context = {"stopped_match": meeting.match_id}
    return _post(STOPPED, readers_of(meeting, on=on), meeting, context, by=by, urgent=True)


# Absent, late


@kind(
    ABSENT,
    label=_("Student absent today"),
    attachments=files.of_meeting("at_meeting", State.CANCELED, otherwise_none=True),
)
def student_absent_context(message: Message) -> Mapping[str, object]:
    """Who is not at school, and whether the meeting takes place with the others. Raises Outdated when taken back."""
    return _of_absence(message, is_live=True)


@kind(
    PRESENT,
    label=_("Student is there after all"),
    attachments=files.of_meeting("at_meeting", State.PLANNED, otherwise_none=True),
)
def student_present_context(message: Message) -> Mapping[str, object]:
    """Who is at school after all. Raises Outdated when said absent again."""
    return _of_absence(message, is_live=False)


def _of_absence(message: Message, *, is_live: bool) -> Mapping[str, object]:
    if "absent" not in message.context:
        return _EMPTY
    rows = DayAbsence.objects.of(message.district).filter(pk=message.context["absent"])
    absence = rows.prefetch_related("student__person").first()
    meeting = Meeting.objects.of(message.district).filter(pk=message.context["at_meeting"]).first()
    if absence is None or meeting is None or (absence.taken_back_at is None) != is_live:
        raise Outdated
    person = absence.student.person
    seen = words.seen_by(message, meeting.match)
    name = {"name": person.name if seen.reader == STAFF else person.preferred_name or person.given_name}
    if not is_live:
        lead = gettext("%(name)s is at school after all. The meeting takes place.") % name
    elif meeting.is_canceled:
        lead = gettext("%(name)s is not at school today. Your meeting does not take place.") % name
    else:
        lead = gettext("%(name)s is not at school today. The meeting takes place with the others.") % name
    url = words.page_of(message, meeting, seen.reader)
    return {**_EMPTY, "lead": lead, "facts": words.facts(meeting, seen.reader)[:3], "url": url}


def student_absent(absence: DayAbsence, meeting: Meeting, *, by: Actor) -> list[Message]:
    """Tell the mentors before they drive, and the adult in charge: at once, whatever the hour."""
    return _of_day(ABSENT, absence, meeting, by)


def student_present(absence: DayAbsence, meeting: Meeting, *, by: Actor) -> list[Message]:
    """Tell the same people that the student is there after all."""
    return _of_day(PRESENT, absence, meeting, by)


def _of_day(name: str, absence: DayAbsence, meeting: Meeting, by: Actor) -> list[Message]:
    readers = dict.fromkeys([*mentors_of(meeting), *([meeting.adult] if meeting.adult else [])])
    context = {"absent": absence.pk, "at_meeting": meeting.pk}
    return _post(name, readers, meeting, context, by=by, urgent=True, leave_after=AT_ONCE)


@kind(LATE, label=_("Somebody is running late"))
def running_late_context(message: Message) -> Mapping[str, object]:
    """Who comes later, and by how much. Raises Outdated when it was taken back."""
    meeting = _found(message, "late_at", State.PLANNED)
    if meeting is None:
        return _EMPTY
    person = Person.objects.of(message.district).filter(pk=meeting.late_said_by_id or 0).first()
    if person is None or not meeting.late_minutes or meeting.late_minutes != message.context["late_by"]:
        raise Outdated
    seen = words.seen_by(message, meeting.match)
    by_name = person.name if seen.reader == STAFF or person.name in seen.mentors else person.given_name
    lead = ngettext(
        "%(name)s is running about %(count)s minute late.",
        "%(name)s is running about %(count)s minutes late.",
        meeting.late_minutes,
    ) % {"name": by_name, "count": meeting.late_minutes}
    url = words.page_of(message, meeting, seen.reader)
    return {**_EMPTY, "lead": lead, "facts": words.facts(meeting, seen.reader)[:3], "url": url}


def running_late(meeting: Meeting, *, at: datetime, by: Actor) -> list[Message]:
    """Tell the others who are expected, and the adult in charge: at once."""
    readers = readers_of(meeting, on=timezone.localdate(at), family=False)
    context = {"late_at": meeting.pk, "late_by": meeting.late_minutes or 0}
    return _post(LATE, readers, meeting, context, by=by, urgent=True, leave_after=AT_ONCE)


@kind(EXCUSED, label=_("Somebody cannot come to a meeting"))
def member_excused_context(message: Message) -> Mapping[str, object]:
    """Who cannot come; the meeting takes place with the others. Raises Outdated when it was taken back."""
    meeting = _found(message, "excused_from", State.PLANNED)
    if meeting is None:
        return _EMPTY
    rows = Participation.objects.of(message.district).filter(pk=message.context["who"], meeting=meeting)
    row = rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person").first()
    if row is None or row.standing != Participation.Standing.EXCUSED:
        raise Outdated
    seen = words.seen_by(message, meeting.match)
    if row.match_mentor is not None:
        name = row.match_mentor.mentor.person.name
    else:
        person = row.match_student.student.person  # type: ignore[union-attr]  # one of the two is named
        name = person.name if seen.reader == STAFF else person.preferred_name or person.given_name
    lead = gettext("%(name)s cannot come. The meeting takes place with the others.") % {"name": name}
    url = words.page_of(message, meeting, seen.reader)
    return {**_EMPTY, "lead": lead, "facts": words.facts(meeting, seen.reader)[:3], "url": url}


def member_excused(meeting: Meeting, row: Participation, *, at: datetime, by: Actor) -> list[Message]:
    """Tell the mentors and the adult in charge."""
    readers = dict.fromkeys([*mentors_of(meeting), *([meeting.adult] if meeting.adult else [])])
    context = {"excused_from": meeting.pk, "who": row.pk}
    return _post(EXCUSED, readers, meeting, context, by=by, urgent=True)


# Tomorrow


@minter(OWN)
def own_link(meeting_pk: int) -> str:
    """One's own meetings, signed in. Raises Outdated when the meeting is gone."""
    meeting = Meeting.objects.filter(pk=meeting_pk).prefetch_related("district").first()
    if meeting is None:
        raise Outdated
    return opening(district_url(meeting.district, "meetings:meeting_own_list"))


@kind(
    TOMORROW,
    label=_("Meeting on the next day"),
    for_digest=True,
    muted_by={Role.MENTOR, Role.STUDENT},
)
def meeting_tomorrow_context(message: Message) -> Mapping[str, object]:
    """When and where, and for mentors what the class works on. Raises Outdated when it does not take place."""
    meeting = _found(message, "tomorrow", State.PLANNED)
    if meeting is None:
        return _EMPTY
    seen = words.seen_by(message, meeting.match)
    lead = {
        MENTOR: gettext("You meet %(students)s on %(day)s."),
        STUDENT: gettext("You meet %(mentors)s on %(day)s."),
        GUARDIAN: gettext("%(students)s and %(mentors)s meet on %(day)s."),
        STAFF: gettext("%(students)s and %(mentors)s meet on %(day)s. You are the adult in charge."),
    }
    told = _told(message, meeting, seen, lead, day=words.when(meeting))
    return {**told, "focus": focus_of(meeting) if seen.reader == MENTOR else []}


def focus_of(meeting: Meeting) -> list[str]:
    """What the classes of the students who are expected work on that day, where the rules let mentors read it."""
    rows = Participation.objects.of(meeting.district).filter(
        meeting=meeting, match_student__isnull=False, match_student__left_on=None
    )
    ids = list(rows.values_list("match_student__student", flat=True))
    found = focuses_of(ids, meeting.on)
    return list(dict.fromkeys(one.text for focuses in found.values() for one in focuses))


def tomorrow_link(meeting: Meeting) -> Link:
    """Where a reminder of a meeting leads."""
    return Link(OWN, meeting.pk)


# What all need


def _found(message: Message, key: str, state: Meeting.State) -> Meeting | None:
    """The meeting that a message names, or None where it names none. Raises Outdated when it is in another state."""
    if key not in message.context:
        return None
    rows = Meeting.objects.of(message.district).filter(pk=message.context[key], state=state)
    meeting = rows.prefetch_related("match", "adult").first()
    if meeting is None:
        raise Outdated
    return meeting


def _told(
    message: Message, meeting: Meeting, seen: Seen, lead: Mapping[str, Words], **values: str
) -> Mapping[str, object]:
    return {
        **_EMPTY,
        "reader": seen.reader,
        "lead": (str(lead[seen.reader]) % {**seen.names, **values}).strip(),
        "facts": words.facts(meeting, seen.reader),
        "when": words.when(meeting),
        "url": words.page_of(message, meeting, seen.reader),
    }


def _days(meetings: Sequence[Meeting]) -> Mapping[str, object]:
    """The first days, and until when the others go on."""
    more = len(meetings) - MOST_DAYS
    rest = ngettext("and %(count)s more, until %(day)s", "and %(count)s more, until %(day)s", more)
    return {
        "days": [words.when(one) for one in meetings[:MOST_DAYS]],
        "more": rest % {"count": more, "day": date_format(meetings[-1].on)} if more > 0 else "",
    }
