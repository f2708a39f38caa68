"""Messages about logs: how was it, what is still to be written down, what coordinators must hear of at once."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, absolute, minter, opening
from correspondence.models import Message
from meetings import tokens
from meetings.models import LogLink, Meeting, MeetingLog, Participation, Worry
from mentoring.match_mails import coordinators_of, counselors_of
from mentoring.models import Match, MatchMentor, MatchStudent
from mentoring.own_matches import first_name
from mentoring.page_parts import Side
from screening.querysets.holds import held_people
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person
from tenancy.permissions import Role

State = Meeting.State
#: Who writes what nobody asked for.
BY = Actor.system("meetings")

logged(MeetingLog, _("Log of a meeting"))
logged(Worry, _("Worry about a meeting"))


# To the mentor, with the link


@minter("meetings.log")
def log_link(participation_pk: int) -> str:
    """A fresh link by which the mentor of this participation logs the meeting. Raises Outdated once it is settled."""
    row = _waiting(participation_pk)
    person = _person(row)
    token = tokens.new_link(row.meeting, person, at=timezone.now())
    return opening(district_url(row.district, "meetings:log_open", token))


@kind("meetings/how_was_it", label=_("How was the meeting?"), muted_by=[Role.MENTOR])
def how_was_it_context(message: Message) -> Mapping[str, object]:
    """Whom the mentor met, and when."""
    return _asked(message)


@kind("meetings/log_missing", label=_("A meeting is not written down"), for_digest=True, muted_by=[Role.MENTOR])
def log_missing_context(message: Message) -> Mapping[str, object]:
    """Whom the mentor met, and when."""
    return _asked(message)


def how_was_it(row: Participation) -> Message:
    """Ask a mentor how the meeting was, once, with the link to log it."""
    return outbox.post(
        kind="meetings/how_was_it",
        to=_person(row),
        by=BY,
        link=Link("meetings.log", row.pk),
        context={"participation": row.pk},
        dedupe_key=how_was_it_key(row),
    )


def how_was_it_key(row: Participation) -> str:
    """Under which this mentor is asked once; anew when the meeting was moved."""
    return f"meetings.how_was_it:{row.pk}:{row.meeting.on}"


def link_again(link: LogLink, *, by: Actor) -> Message | None:
    """A new link for a mentor who has an old one and asked for it just now."""
    rows = Participation.objects.filter(
        district=link.district_id, meeting=link.meeting_id, match_mentor__mentor__person=link.person_id
    )
    row = rows.first()
    if row is None:
        return None
    return outbox.post(
        kind="meetings/how_was_it",
        to=link.person,
        by=by,
        link=Link("meetings.log", row.pk),
        context={"participation": row.pk},
        leave_after=timedelta(0),
    )


def _asked(message: Message) -> Mapping[str, object]:
    """What both mails say. Raises Outdated once the meeting is settled, or the mentor may not see the student now."""
    if "participation" not in message.context:
        return {"students": "", "on": timezone.localdate(), "starts_at": None}
    row = _waiting(int(message.context["participation"]))
    students = MatchStudent.objects.filter(district=row.district_id, match=row.meeting.match_id, left_on=None)
    names = [first_name(one.student.person) for one in students.order_by("pk").prefetch_related("student__person")]
    return {"students": ", ".join(names), "on": row.meeting.on, "starts_at": row.meeting.starts_at}


def _waiting(participation_pk: int) -> Participation:
    """A mentor's part in a meeting that is not written down yet, if they may see its students. Raises Outdated."""
    rows = Participation.objects.filter(pk=participation_pk, match_mentor__isnull=False)
    row = rows.prefetch_related("meeting__match", "match_mentor__mentor__person").first()
    if row is None or row.meeting.state == State.CANCELED or row.meeting.on > timezone.localdate():
        raise Outdated
    if row.meeting.logs.exists() or row.match_mentor is None:
        raise Outdated
    if row.match_mentor.left_on not in {None, row.meeting.match.ended_on}:
        raise Outdated
    students = MatchStudent.objects.filter(district=row.district_id, match=row.meeting.match_id).values(
        "student__person"
    )
    held = held_people(row.district)
    if held.filter(person=_person(row)).exists() or held.filter(person__in=students).exists():
        raise Outdated
    return row


def _person(row: Participation) -> Person:
    if row.match_mentor is None:
        raise LookupError("A student is never asked to log a meeting.")
    return row.match_mentor.mentor.person


# To the staff, at once


@kind("meetings/place_not_allowed", label=_("A meeting was not at an allowed place"))
def place_not_allowed_context(message: Message) -> Mapping[str, object]:
    """Where one reads it. The mail names nobody."""
    return _page(message, "log", "meetings:log_detail")


def place_not_allowed(log: MeetingLog, *, by: Actor) -> None:
    """Tell the coordinators, and the teacher who supervises, at once. Once for each version of a log."""
    match = log.meeting.match
    teacher = match.supervising_teacher
    told = [*coordinators_of(match.program), *([teacher] if teacher is not None and teacher.is_active else [])]
    for one in _outside(match, told):
        outbox.post(
            kind="meetings/place_not_allowed",
            to=one,
            by=by,
            context={"log": log.pk},
            leave_after=timedelta(0),
            dedupe_key=f"meetings.place_not_allowed:{log.pk}:{log.version}:{one.pk}",
            about=About(str(_("Log of a meeting")), "meetings:log_detail", log.pk),
        )


@kind("meetings/worry_said", label=_("Something about a meeting worried somebody"))
def worry_said_context(message: Message) -> Mapping[str, object]:
    """Where one reads it. The mail says neither what nor about whom."""
    return _page(message, "worry", "meetings:worry_detail")


def worry_said(worry: Worry, *, by: Actor) -> None:
    """Tell the coordinators and the counselors at once that there is something to read."""
    program = worry.meeting.match.program
    for one in _outside(worry.meeting.match, [*coordinators_of(program), *counselors_of(program)]):
        outbox.post(
            kind="meetings/worry_said",
            to=one,
            by=by,
            context={"worry": worry.pk},
            leave_after=timedelta(0),
            dedupe_key=f"meetings.worry_said:{worry.pk}:{one.pk}",
            about=About(str(_("Worry about a meeting")), "meetings:worry_detail", worry.pk),
        )


@kind("meetings/mentor_missed", label=_("A mentor did not come"), for_digest=True)
def mentor_missed_context(message: Message) -> Mapping[str, object]:
    """Which mentor, and on which day. Raises Outdated when it was taken back."""
    if "participation" not in message.context:
        return {"mentor": "", "on": timezone.localdate(), "url": ""}
    rows = Participation.objects.of(message.district).filter(standing=Participation.Standing.NO_SHOW)
    row = (
        rows.prefetch_related("meeting", "match_mentor__mentor__person")
        .filter(pk=message.context["participation"])
        .first()
    )
    if row is None:
        raise Outdated
    url = district_url(message.district, "mentoring:match_detail", pk=row.meeting.match_id, side=Side.MEETINGS)
    return {"mentor": _person(row).name, "on": row.meeting.on, "url": absolute(url)}


def mentor_missed(row: Participation, *, by: Actor) -> None:
    """Tell the coordinators, in their daily summary, that a mentor did not come."""
    match = row.meeting.match
    for one in _outside(match, coordinators_of(match.program)):
        outbox.post(
            kind="meetings/mentor_missed",
            to=one,
            by=by,
            context={"participation": row.pk},
            dedupe_key=f"meetings.mentor_missed:{row.pk}:{row.meeting.on}:{one.pk}",
            about=About(str(_("Match")), "mentoring:match_detail", match.pk),
        )


def _outside(match: Match, people: Iterable[Person]) -> list[Person]:
    """These people, each once, but for those who are in the match themselves."""
    mentors = MatchMentor.objects.filter(district=match.district_id, match=match)
    students = MatchStudent.objects.filter(district=match.district_id, match=match)
    members = {*mentors.values_list("mentor__person", flat=True), *students.values_list("student__person", flat=True)}
    return [one for one in dict.fromkeys(people) if one.pk not in members]


def _page(message: Message, name: str, url_name: str) -> Mapping[str, object]:
    if name not in message.context:
        return {"url": ""}
    return {"url": absolute(district_url(message.district, url_name, pk=message.context[name]))}
