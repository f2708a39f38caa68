"""Who of running matches may be shown in photos and stories (S-25): everybody in the picture must have said yes.

Students answer, or their parents for them, in the permissions document; mentors on their own profile; employers to the
coordinator, who writes down who said it and when. What a safety hold or a pause stops is not shown either.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Permission
from agreements.rules import PermissionStanding, permissions_of
from mentoring.models import Employer, Employment, Match, MatchMentor, MatchStudent, Mentor, PublicityConsent, Student
from tenancy.permissions import Permission as Right
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Answers that a page of an employer or mentor shows.
MOST_ANSWERS = 5


@dataclass(frozen=True)
class Voice:
    """One who would be in the picture, and what they said: yes, no, or nothing yet."""

    name: str
    said: bool | None
    said_on: date | None = None
    said_by: str = ""
    is_withdrawn: bool = False

    @property
    def words(self) -> str:
        """ "Sam Reyes: yes"."""
        if self.is_withdrawn:
            answer = _("taken back")
        else:
            answer = {True: _("yes"), False: _("no"), None: _("not answered")}[self.said]
        return _("%(name)s: %(answer)s") % {"name": self.name, "answer": answer}

    @property
    def details(self) -> str:
        """Who said it and when, as far as somebody wrote it down."""
        return ", ".join(filter(None, [self.said_by, date_format(self.said_on) if self.said_on else ""]))


@dataclass(frozen=True)
class Showing:
    """What everybody in one match said."""

    students: Sequence[Voice]
    mentors: Sequence[Voice]
    employers: Sequence[Voice]
    is_paused: bool

    @property
    def may_be_shown(self) -> bool:
        """Whether all said yes and nothing stops the match. A mentor without an employer has nobody to ask."""
        voices = [*self.students, *self.mentors, *self.employers]
        is_whole = bool(self.students) and bool(self.mentors)
        return is_whole and not self.is_paused and all(one.said for one in voices)

    @property
    def standing(self) -> tuple[str, Kind]:
        """In words and color."""
        if self.may_be_shown:
            return _("May be shown"), "ok"
        if self.is_paused:
            return _("Paused"), "mute"
        voices = [*self.students, *self.mentors, *self.employers]
        if any(one.said is False for one in voices):
            return _("Not to be shown"), "bad"
        return _("Still to ask"), "warn"


def kind_of(voices: Sequence[Voice]) -> Kind:
    """The color of what several said."""
    if any(one.said is False for one in voices):
        return "bad"
    return "ok" if voices and all(one.said for one in voices) else "warn"


def showings_of(matches: Sequence[Match], viewer: Viewer) -> dict[int, Showing]:
    """What everybody in these matches said, by the matches' ids. A fixed number of queries, however many.

    Students whom the viewer does not see count, and have no name.
    """
    ids = [one.pk for one in matches]
    students, mentors, employers = _students(ids, viewer), _mentors(ids, viewer), _employers(ids, viewer)
    paused = set(Match.objects.of(viewer.district).paused().filter(pk__in=ids).values_list("pk", flat=True))
    return {pk: Showing(students[pk], mentors[pk], employers[pk], pk in paused) for pk in ids}


def _students(match_ids: Sequence[int], viewer: Viewer) -> Mapping[int, list[Voice]]:
    rows = MatchStudent.objects.of(viewer.district).filter(match__in=match_ids, left_on=None)
    found = list(rows.order_by("pk").prefetch_related("student__person"))
    permitted = permissions_of([row.packet_id for row in found if row.packet_id])
    known = Student.objects.known_to_staff(viewer).filter(pk__in=[row.student_id for row in found])
    seen = set(known.values_list("pk", flat=True))
    voices: dict[int, list[Voice]] = defaultdict(list)
    for row in found:
        standing = permitted.get(row.packet_id or 0, {}).get(Permission.Kind.MEDIA, PermissionStanding())
        withdrawn = standing.withdrawn_at
        voices[row.match_id].append(
            Voice(
                row.student.person.name if row.student_id in seen else _("Another student"),
                standing.is_granted,
                said_on=timezone.localdate(withdrawn) if withdrawn else None,
                is_withdrawn=withdrawn is not None,
            )
        )
    return voices


def _mentors(match_ids: Sequence[int], viewer: Viewer) -> Mapping[int, list[Voice]]:
    rows = MatchMentor.objects.of(viewer.district).filter(match__in=match_ids, left_on=None)
    found = list(rows.order_by("pk").prefetch_related("mentor__person"))
    said = answers_of(viewer, mentor__in={row.mentor_id for row in found})
    voices: dict[int, list[Voice]] = defaultdict(list)
    for row in found:
        voices[row.match_id].append(_voice(row.mentor.person.name, said.get(("mentor", row.mentor_id))))
    return voices


def _employers(match_ids: Sequence[int], viewer: Viewer) -> Mapping[int, list[Voice]]:
    """Of each mentor who works for one now; the same employer of two mentors once."""
    rows = MatchMentor.objects.of(viewer.district).filter(match__in=match_ids, left_on=None)
    by_mentor: dict[int, list[int]] = defaultdict(list)
    for match_id, mentor_id in rows.order_by("pk").values_list("match", "mentor"):
        by_mentor[mentor_id].append(match_id)
    now = Q(ends_on=None) | Q(ends_on__gte=viewer.today)
    work = Employment.objects.of(viewer.district).filter(now, mentor__in=by_mentor).order_by("pk")
    jobs = list(work.prefetch_related("employer"))
    said = answers_of(viewer, employer__in={one.employer_id for one in jobs})
    voices: dict[int, dict[int, Voice]] = defaultdict(dict)
    for job in jobs:
        for match_id in by_mentor[job.mentor_id]:
            voices[match_id][job.employer_id] = _voice(job.employer.name, said.get(("employer", job.employer_id)))
    return defaultdict(list, {pk: list(found.values()) for pk, found in voices.items()})


def answers_of(viewer: Viewer, **which: object) -> dict[tuple[str, int], PublicityConsent]:
    """The answers that count now, by whom they are of: ("mentor", 7) or ("employer", 4). One query."""
    rows = PublicityConsent.objects.of(viewer.district).filter(ended_at=None, **which)
    return {
        ("mentor", one.mentor_id) if one.mentor_id is not None else ("employer", one.employer_id or 0): one
        for one in rows
    }


def _voice(name: str, answer: PublicityConsent | None) -> Voice:
    if answer is None:
        return Voice(name, None)
    return Voice(name, answer.is_granted, said_on=answer.said_on, said_by=answer.said_by)


# On the pages of employers and mentors


def employer_section(employer: Employer, viewer: Viewer) -> PersonSection:
    """What somebody at an employer said, newest first, and where it is written down."""
    said = PublicityConsent.objects.of(viewer.district).filter(employer=employer)
    rows = [_row(one) for one in said.order_by("-recorded_at", "-pk").prefetch_related("recorded_by")[:MOST_ANSWERS]]
    may_record = viewer.can(Right.MENTORS_EDIT) and employer.ended_on is None
    links = [(_("Note their answer"), reverse("mentoring:publicity_consent_record", args=[employer.pk]))]
    older = {
        True: _("Yes, noted without a name and a day. Ask again before anybody is shown."),
        False: _("No, noted without a name and a day."),
        None: _("Not asked yet. Without a yes, nobody who works here is shown."),
    }[employer.may_be_named]
    return PersonSection(_("In photos and stories"), rows=rows, links=links if may_record else [], empty=older)


def mentor_section(mentor: Mentor, viewer: Viewer) -> PersonSection:
    """What a mentor said themselves, for staff."""
    said = PublicityConsent.objects.of(viewer.district).filter(mentor=mentor)
    rows = [_row(one) for one in said.order_by("-recorded_at", "-pk")[:MOST_ANSWERS]]
    empty = _("Not answered yet. Mentors are asked on their own profile.")
    return PersonSection(_("In photos and stories"), rows=rows, empty=empty)


def own_answer(mentor: Mentor) -> PublicityConsent | None:
    """What a mentor said last."""
    return PublicityConsent.objects.of(mentor.district).filter(mentor=mentor, ended_at=None).first()


def _row(answer: PublicityConsent) -> SectionRow:
    said = _("May be shown") if answer.is_granted else _("Not to be shown")
    recorded = answer.recorded_by.name if answer.employer_id and answer.recorded_by else ""
    noted = _("noted by %(name)s") % {"name": recorded} if recorded else ""
    note = [answer.said_by, date_format(answer.said_on), noted]
    if answer.ended_at is not None:
        return SectionRow(said, note=" · ".join(filter(None, note)), kind="mute", status=_("Before"))
    kind: Kind = "ok" if answer.is_granted else "bad"
    status = _("Yes") if answer.is_granted else _("No")
    return SectionRow(said, note=" · ".join(filter(None, note)), kind=kind, status=status)
