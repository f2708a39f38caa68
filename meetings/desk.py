"""Who comes to a school today: what the front desk reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings import mail_words as words
from meetings.models import DayAbsence, Meeting, Participation
from mentoring.models import Student
from screening.models import Asked
from tenancy.models import Person, School
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Kind, Row, Table
from tenancy.viewer import Viewer

Standing = Participation.Standing


@dataclass(frozen=True)
class Guest:
    """Somebody who comes from outside, and until when they are cleared."""

    name: str
    phone: str
    cleared: str
    is_cleared: bool


@dataclass(frozen=True)
class Visit:
    """One meeting of today, as the front desk reads it."""

    pk: int
    hour: str
    guests: Sequence[Guest]
    students: Sequence[str]
    where: str
    is_here: bool
    adult: str
    status: str
    kind: Kind
    note: str
    change_url: str


@dataclass(frozen=True)
class Desk:
    """A school's day."""

    school: School | None
    visits: Sequence[Visit]
    absent: Sequence[DayAbsence]


def schools_of(viewer: Viewer) -> list[School]:
    """The schools whose front desk the viewer looks after, by name."""
    reach = viewer.reach(Permission.FRONT_DESK_VIEW)
    schools = School.objects.of(viewer.district)
    return list((schools if reach.whole_district else schools.filter(pk__in=reach.school_ids)).order_by("name"))


def desk_of(school: School | None, viewer: Viewer) -> Desk:
    """Today's meetings of a school, in a fixed number of queries; without one, of all whose desk the viewer sees."""
    rows = Meeting.objects.of(viewer.district).at_desk(viewer)
    if school is not None:
        rows = rows.at_school(school.pk)
    meetings = list(rows.in_list_order().prefetch_related("match", "adult"))
    parts = _parts(meetings, viewer)
    guests = {
        row.match_mentor.mentor.person_id: row.match_mentor.mentor.person
        for found in parts.values()
        for row in found
        if row.match_mentor
    }
    cleared = _cleared_until(guests, viewer)
    absences = DayAbsence.objects.visible_to(viewer).live().filter(day=viewer.today)
    if school is not None:
        absences = absences.filter(student__school=school)
    absent = list(absences.order_by("student__search_key", "pk").prefetch_related("student__person"))
    noted = {one.student_id for one in absent}
    visits = [_contradicted(_visit(one, parts[one.pk], cleared, viewer), one, parts[one.pk], noted) for one in meetings]
    return Desk(school, visits, absent)


def uncleared_guests(viewer: Viewer, most: int) -> list[str]:
    """Who comes today and is not checked and trained, by name: of the first meetings that still shall take place.

    Three queries, and one on days when nobody comes.
    """
    planned = Meeting.objects.of(viewer.district).at_desk(viewer).planned().in_list_order()
    ids = list(planned.values_list("pk", flat=True)[:most])
    if not ids:
        return []
    rows = Participation.objects.of(viewer.district).filter(meeting__in=ids, match_mentor__left_on=None)
    found = rows.exclude(match_mentor=None).order_by("pk").select_related("match_mentor__mentor__person")
    parts = sorted(found, key=lambda row: ids.index(row.meeting_id))
    people = [row.match_mentor.mentor.person for row in parts if row.match_mentor]
    cleared = _cleared_until([one.pk for one in people], viewer)
    guests = [_guest(one, cleared, viewer.today) for one in people]
    return list(dict.fromkeys(one.name for one in guests if not one.is_cleared))


def table_of(desk: Desk, viewer: Viewer, *, is_print: bool = False) -> Table:
    """The day as a table, for the screen and for paper."""
    labels = [_("Time"), _("Who comes"), _("Checked and trained"), _("Student"), _("Where"), _("Adult in charge"),
              _("State")]  # fmt: skip
    body = [Row(_cells(one, is_print=is_print), pk=one.pk) for one in desk.visits]
    caption = _("Who comes on %(day)s") % {"day": date_format(viewer.today)}
    return Table(caption=caption, columns=[Column(one) for one in labels], body=body, is_caption_hidden=not is_print)


def _cells(visit: Visit, *, is_print: bool) -> list[Cell]:
    names = ", ".join(one.name for one in visit.guests)
    phones = ", ".join(one.phone for one in visit.guests if one.phone)
    cleared = [one.cleared for one in visit.guests]
    is_good = all(one.is_cleared for one in visit.guests)
    adult = Cell(visit.adult, url="" if is_print else visit.change_url, note="" if is_print else _("Change"))
    if not visit.change_url or is_print:
        adult = Cell(visit.adult)
    return [
        Cell(visit.hour),
        Cell(names, note=phones),
        Cell(", ".join(cleared), kind="ok" if is_good else "bad"),
        Cell(", ".join(visit.students)),
        Cell(visit.where, note="" if visit.is_here else _("Not at school")),
        adult,
        Cell(visit.status, kind=visit.kind, note=visit.note),
    ]


def _parts(meetings: Iterable[Meeting], viewer: Viewer) -> Mapping[int, list[Participation]]:
    ids = [one.pk for one in meetings]
    rows = Participation.objects.of(viewer.district).filter(meeting__in=ids).order_by("pk")
    found: dict[int, list[Participation]] = defaultdict(list)
    for row in rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person"):
        member = row.match_student or row.match_mentor
        if member is not None and member.left_on is None:
            found[row.meeting_id].append(row)
    return found


def _cleared_until(people: Iterable[int], viewer: Viewer) -> dict[int, date | None]:
    """The last day on which everything counts that is asked of these people; None where something is missing."""
    asked = Asked.objects.of(viewer.district).live().filter(person__in=list(people))
    until: dict[int, date | None] = {}
    for person_id, last in asked.values_list("person_id", "covers_until"):
        known = until.get(person_id, date.max)
        until[person_id] = min(known, last) if known and last else None
    return until


def _visit(
    meeting: Meeting, parts: Sequence[Participation], cleared: Mapping[int, date | None], viewer: Viewer
) -> Visit:
    guests = [_guest(row.match_mentor.mentor.person, cleared, viewer.today) for row in parts if row.match_mentor]
    students = [_student_words(row.match_student.student, row) for row in parts if row.match_student]
    status, kind = _status(meeting)
    hour = words.hour_words(meeting.starts_at) if meeting.starts_at else ""
    late = _("running about %(count)s minutes late") % {"count": meeting.late_minutes} if meeting.late_minutes else ""
    why = str(meeting.get_cancel_cause_display()) if meeting.is_canceled else late
    change = reverse("meetings:meeting_change_adult", args=[meeting.pk])
    return Visit(
        pk=meeting.pk,
        hour=hour,
        guests=guests,
        students=students,
        where=words.where(meeting),
        is_here=meeting.place == "school",
        adult=meeting.adult.name if meeting.adult else _("Nobody yet"),
        status=status,
        kind=kind,
        note=why,
        change_url=change if meeting.state == Meeting.State.PLANNED else "",
    )


def _contradicted(visit: Visit, meeting: Meeting, parts: Sequence[Participation], noted: Collection[int]) -> Visit:
    """A meeting that took place, as its mentor says, with somebody who is noted absent today: the line says so."""
    if meeting.state != Meeting.State.HELD:
        return visit
    came = [row.match_student.student for row in parts if row.match_student and row.standing == Standing.CAME]
    names = ", ".join(one.person.name for one in came if one.pk in noted)
    return replace(visit, kind="warn", note=_("Noted absent: %(names)s") % {"names": names}) if names else visit


def _status(meeting: Meeting) -> tuple[str, Kind]:
    if meeting.state == Meeting.State.PLANNED:
        return (_("Running late"), "warn") if meeting.late_minutes else (_("Expected"), "info")
    kinds: Mapping[str, Kind] = {Meeting.State.HELD: "ok", Meeting.State.MISSED: "warn"}
    return str(meeting.get_state_display()), kinds.get(meeting.state, "mute")


def _guest(person: Person, cleared: Mapping[int, date | None], today: date) -> Guest:
    until = cleared.get(person.pk)
    if until is None or until < today:
        return Guest(person.name, person.phone, _("Not now"), is_cleared=False)
    words_of_it = _("Yes") if until == date.max else _("until %(day)s") % {"day": date_format(until)}
    return Guest(person.name, person.phone, words_of_it, is_cleared=True)


def _student_words(student: Student, row: Participation) -> str:
    name = student.person.name
    if row.standing in {Standing.ABSENT, Standing.EXCUSED, Standing.NO_SHOW}:
        return _("%(name)s (%(standing)s)") % {"name": name, "standing": row.get_standing_display()}
    return name
