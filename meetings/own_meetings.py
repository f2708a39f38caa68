"""Meetings as mentors, students and parents read them: on their own page, and on the pages about a student."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mail_words as words
from meetings.meeting_table import state_badge
from meetings.models import Meeting, MeetingProposal, Participation
from mentoring.models import Student
from mentoring.page_parts import PagePart
from tenancy.permissions import Permission
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Meetings that a page about a student shows, and those that one's own page shows of each kind.
MOST_ON_PART, MOST_COMING, MOST_PAST = 4, 40, 30


@dataclass(frozen=True)
class OwnProposal:
    """Another time that somebody proposed, in words; one's own can be taken back."""

    text: str
    note: str = ""
    withdraw_url: str = ""


@dataclass(frozen=True)
class OwnMeeting:
    """One meeting in words, as whoever takes part or is a parent reads it; with what they may do."""

    pk: int
    when: str
    how_long: str
    where: str
    with_whom: str
    adult: str
    transport: str
    status: str
    kind: Kind
    why: str
    late: str
    deeds: Sequence[tuple[str, str]]
    proposals: Sequence[OwnProposal]
    calendar_url: str


def coming(viewer: Viewer, now: datetime) -> list[OwnMeeting]:
    """What is still to come, and what was canceled of it, the next first."""
    rows = Meeting.objects.of(viewer.district).own(viewer).ahead(viewer.today)
    return told(rows.in_list_order()[:MOST_COMING], viewer, now)


def past(viewer: Viewer, now: datetime) -> list[OwnMeeting]:
    """What was, the last first; what was written down today is among it."""
    rows = Meeting.objects.of(viewer.district).own(viewer).behind(viewer.today)
    return told(rows.order_by("-sorted_at", "-pk")[:MOST_PAST], viewer, now)


def in_charge(viewer: Viewer, now: datetime) -> list[OwnMeeting]:
    """What is still to come with the viewer as the adult in charge, for staff."""
    rows = Meeting.objects.visible_to(viewer).planned().filter(on__gte=viewer.today, adult=viewer.person_id or 0)
    return told(rows.in_list_order()[:MOST_COMING], viewer, now)


def told(rows: "QuerySet[Meeting]", viewer: Viewer, now: datetime) -> list[OwnMeeting]:
    """These meetings in words, in a fixed number of queries."""
    meetings = list(rows.prefetch_related("match", "adult"))
    if not meetings:
        return []
    own = Meeting.objects.of(viewer.district).of_member(viewer).filter(pk__in=[one.pk for one in meetings])
    members = set(own.values_list("pk", flat=True))
    names, proposed = _names(meetings, viewer), _proposed(meetings, viewer)
    return [_told(one, names[one.pk], proposed[one.pk], one.pk in members, viewer, now) for one in meetings]


def _told(
    meeting: Meeting,
    with_whom: str,
    proposed: Sequence[MeetingProposal],
    is_member: bool,
    viewer: Viewer,
    now: datetime,
) -> OwnMeeting:
    status, kind = state_badge(meeting, is_over=meeting.ends_at < now)
    is_planned = meeting.state == Meeting.State.PLANNED
    if is_planned and meeting.ends_at < now and not is_member:
        status, kind = "", ""
    transport = _("The mentor drives.") if meeting.mentor_drives else meeting.transport
    return OwnMeeting(
        pk=meeting.pk,
        when=words.when(meeting),
        how_long=words.minutes_words(meeting.minutes),
        where=words.where(meeting),
        with_whom=with_whom,
        adult=meeting.adult.name if meeting.adult and is_planned else "",
        transport=transport if is_planned else "",
        status=status,
        kind=kind,
        why=meeting.cancel_note or meeting.get_cancel_cause_display() if meeting.is_canceled else "",
        late=_late(meeting) if is_planned else "",
        deeds=_deeds(meeting, proposed, viewer, now) if is_member and is_planned else (),
        proposals=[_proposal(one, viewer) for one in proposed] if is_planned and meeting.ends_at > now else (),
        calendar_url=reverse("meetings:meeting_calendar", args=[meeting.pk])
        if is_planned and meeting.ends_at > now
        else "",
    )


def _late(meeting: Meeting) -> str:
    if not meeting.late_minutes:
        return ""
    return _("Somebody is running about %(count)s minutes late.") % {"count": meeting.late_minutes}


def _deeds(
    meeting: Meeting, proposed: Sequence[MeetingProposal], viewer: Viewer, now: datetime
) -> list[tuple[str, str]]:
    """What a member may do: say that they are late today, or that they cannot come; propose another time."""
    if meeting.ends_at < now:
        return []
    found = []
    if meeting.on == timezone.localdate(now):
        found.append((_("Running late"), reverse("meetings:meeting_say_late", args=[meeting.pk])))
    has_proposed = any(one.is_open and one.proposed_by_id == viewer.person_id for one in proposed)
    if meeting.starts_at is not None and meeting.starts_at > now and not has_proposed:
        found.append((_("Propose another time"), reverse("meetings:meeting_propose", args=[meeting.pk])))
    found.append((_("I cannot come"), reverse("meetings:meeting_call_off", args=[meeting.pk])))
    return found


# Another time


def _proposed(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, list[MeetingProposal]]:
    """By the meetings' ids: what waits for the school, and what it declined of the viewer's own for the time as it is.

    One query where nobody proposed anything.
    """
    rows = MeetingProposal.objects.of(viewer.district).filter(meeting__in=[one.pk for one in meetings])
    states = [MeetingProposal.State.OPEN, MeetingProposal.State.DECLINED]
    shown = rows.filter(state__in=states).order_by("proposed_at", "pk")
    planned_at = {one.pk: one.starts_at for one in meetings}
    found: dict[int, list[MeetingProposal]] = defaultdict(list)
    for one in shown.prefetch_related("proposed_by", "meeting__match__mentor_rows__mentor"):
        is_about_now = one.was_at == planned_at[one.meeting_id]
        if is_about_now and (one.is_open or one.proposed_by_id == viewer.person_id):
            found[one.meeting_id].append(one)
    return found


def _proposal(proposal: MeetingProposal, viewer: Viewer) -> OwnProposal:
    wanted = {"wanted": words.instant_words(proposal.starts_at)}
    if proposal.proposed_by_id != viewer.person_id:
        name = _proposer(proposal, viewer)
        return OwnProposal(_("%(name)s proposed %(wanted)s: the school decides.") % {"name": name, **wanted})
    if proposal.is_open:
        withdraw_url = reverse("meetings:meeting_proposal_withdraw", args=[proposal.pk])
        return OwnProposal(_("You proposed %(wanted)s: the school decides.") % wanted, withdraw_url=withdraw_url)
    return OwnProposal(_("You proposed %(wanted)s: the school keeps the time as it is.") % wanted, note=proposal.reply)


def _proposer(proposal: MeetingProposal, viewer: Viewer) -> str:
    """Who proposed it: mentors by name, students by first name to mentors, to staff and to their own parents."""
    person = proposal.proposed_by
    mentors = {row.mentor.person_id for row in proposal.meeting.match.mentor_rows.all()}
    if person.pk in mentors:
        return person.name
    is_child = viewer.can(Permission.CHILDREN_VIEW) and _is_child(person.pk, viewer)
    if viewer.person_id in mentors or viewer.is_staff or is_child:
        return person.preferred_name or person.given_name
    return _("Another student")


def _is_child(person_id: int, viewer: Viewer) -> bool:
    return Student.objects.of(viewer.district).children_of(viewer).filter(person=person_id).exists()


def _names(meetings: Sequence[Meeting], viewer: Viewer) -> dict[int, str]:
    """With whom: the mentor reads the students, a student the mentors, a parent their own children and the mentors."""
    rows = Participation.objects.of(viewer.district).filter(meeting__in=[one.pk for one in meetings]).order_by("pk")
    students: dict[int, list[Student]] = defaultdict(list)
    mentors: dict[int, list[str]] = defaultdict(list)
    own: set[int] = set()
    for row in rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person"):
        if row.match_student is not None:
            students[row.meeting_id].append(row.match_student.student)
        elif row.match_mentor is not None:
            mentors[row.meeting_id].append(row.match_mentor.mentor.person.name)
            if row.match_mentor.mentor.person_id == viewer.person_id:
                own.add(row.meeting_id)
    children = _children(viewer, {one.pk for found in students.values() for one in found})
    return {one.pk: _with_whom(students[one.pk], mentors[one.pk], one.pk in own, children, viewer) for one in meetings}


def _children(viewer: Viewer, student_ids: Collection[int]) -> set[int]:
    if not viewer.can(Permission.CHILDREN_VIEW):
        return set()
    mine = Student.objects.of(viewer.district).children_of(viewer).filter(pk__in=student_ids)
    return set(mine.values_list("pk", flat=True))


def _with_whom(
    students: Iterable[Student], mentors: Iterable[str], is_mentor: bool, children: set[int], viewer: Viewer
) -> str:
    learning, named = list(students), ", ".join(mentors)
    if is_mentor:
        return words.first_names(learning)
    if viewer.person_id in {one.person_id for one in learning}:
        return named
    shown = [one for one in learning if one.pk in children] if children and not viewer.is_staff else learning
    return _("%(students)s and %(mentors)s") % {"students": words.first_names(shown), "mentors": named}


# On the pages about a student


def of_student(student: Student, viewer: Viewer) -> PagePart | None:
    """The coming meetings of a student, as mentor, parent or the student themselves read them."""
    now = timezone.now()
    rows = Meeting.objects.of(viewer.district).own(viewer).of_student(student.pk).ahead(viewer.today)
    found = told(rows.in_list_order()[:MOST_ON_PART], viewer, now)
    part = {"meetings": found, "url": reverse("meetings:meeting_own_list")}
    return PagePart("meetings/parts/coming.html", part)
