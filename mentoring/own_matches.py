"""What students and mentors read of their own proposed matches and questions: nothing that is the other side's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mentoring.grades import grade_words
from mentoring.models import Answer, Interest, Match, MatchInterview, MatchMentor, MatchStudent, Mentor, Student
from mentoring.own_words import cleared_words
from screening.models import Asked
from screening.querysets.holds import is_free, is_not_held
from tenancy.models import Person
from tenancy.tables import Kind
from tenancy.viewer import Viewer

State = Match.State
Member = MatchStudent | MatchMentor


@dataclass(frozen=True)
class OwnMatch:
    """A match as one of its members reads it: with whom, how it stands in neutral words, whose turn it is."""

    match: Match
    member: Member
    others: str
    words: str
    kind: Kind
    url: str
    is_my_turn: bool
    interview: MatchInterview | None


def own_matches(viewer: Viewer, states: Sequence[str] = (State.PROPOSED, State.AGREED)) -> list[OwnMatch]:
    """The viewer's matches that are on their way, the newest first. A dozen queries, however many."""
    if viewer.person_id is None:
        return []
    mine = Match.objects.of(viewer.district).with_member(viewer.person_id).filter(state__in=states)
    return _read(mine.not_paused().order_by("-created_at", "-pk"), viewer)


def own_match(viewer: Viewer, pk: int) -> OwnMatch | None:
    """One match of which the viewer is or was a member, whatever became of it; None when it is none of theirs, and
    while a safety hold is on them.
    """
    if viewer.person_id is None or not is_free(viewer):
        return None
    mine = Match.objects.of(viewer.district).naming(Person.objects.of(viewer.district).filter(pk=viewer.person_id))
    found = _read(mine.filter(pk=pk), viewer)
    return found[0] if found else None


def _read(matches: "object", viewer: Viewer) -> list[OwnMatch]:
    read_along = ("program", "student_rows__student__person", "student_rows__student__school")
    rows = list(
        matches.prefetch_related(*read_along, "mentor_rows__mentor__person", "interviews__adult")  # type: ignore[attr-defined]
    )
    return [_own(one, viewer) for one in rows]


def _own(match: Match, viewer: Viewer) -> OwnMatch:
    there = {None, match.ended_on}
    students = sorted((row for row in match.student_rows.all()), key=lambda row: row.pk)
    mentors = sorted((row for row in match.mentor_rows.all()), key=lambda row: row.pk)
    learning = [row for row in students if row.student.person_id == viewer.person_id]
    member: Member = (
        learning[-1] if learning else [row for row in mentors if row.mentor.person_id == viewer.person_id][-1]
    )
    others = (
        ", ".join(row.mentor.person.name for row in mentors if row.left_on in there)
        if learning
        else ", ".join(first_name(row.student.person) for row in students if row.left_on in there)
    )
    interview = _interview(match)
    words, kind, is_my_turn = _standing(match, member, interview)
    url = reverse("mentoring:match_answer", args=[match.pk])
    return OwnMatch(match, member, others, words, kind, url, is_my_turn, interview)


def _interview(match: Match) -> MatchInterview | None:
    """The interview that was held, else the one that is planned."""
    talks = sorted((one for one in match.interviews.all() if one.canceled_on is None), key=lambda one: one.pk)
    return next((one for one in talks if one.held_on), talks[-1] if talks else None)


def _standing(match: Match, member: Member, interview: MatchInterview | None) -> tuple[str, Kind, bool]:
    """Words, color, and whether this member should answer now. What the other side said is never told."""
    if member.left_on is not None or match.ended_on is not None:
        return _("Does not come about this time"), "mute", False
    if match.state == State.RUNNING:
        return _("Running"), "ok", False
    if match.state == State.AGREED:
        return _("You both said yes. The agreement comes next."), "ok", False
    if member.answer == Answer.YES:
        return _("You said yes. We write to you as soon as it is settled."), "info", False
    if match.format == "one_to_one" and interview is None:
        return _("First you meet and talk. Your coordinator plans it."), "info", False
    if match.format == "one_to_one" and interview is not None and interview.held_on is None:
        when = date_format(localtime(interview.planned_at), "DATETIME_FORMAT")
        return _("You meet on %(when)s. Answer afterwards.") % {"when": when}, "info", False
    return _("Your answer is wanted"), "warn", True


def first_name(person: Person) -> str:
    """What a student is called among those who do not know them yet."""
    return person.preferred_name or person.given_name


def student_facts(student: Student) -> list[tuple[str, object]]:
    """What a mentor reads of a student before they have agreed: no family name, nothing private."""
    return [
        (_("First name"), first_name(student.person)),
        (_("Grade"), grade_words(student.grade) if student.grade else ""),
        (_("School"), student.school.name if student.school else ""),
        (_("Career area"), student.get_career_area_display()),
    ]


def mentor_facts(mentor: Mentor, cleared: str) -> list[tuple[str, object]]:
    """What a student reads of a mentor: what they do, and until when they are checked and trained."""
    return [
        (_("Name"), mentor.person.name),
        (_("Occupation"), mentor.occupation),
        (_("Career areas"), ", ".join(mentor.career_area_words)),
        (_("About"), mentor.about),
        (_("Speaks"), mentor.languages),
        (_("Checked and trained"), cleared),
    ]


def cleared_of(mentors: Sequence[Mentor], on: date) -> dict[int, str]:
    """By mentor: "Checked and trained until May 2027", in words. One query."""
    if not mentors:
        return {}
    ids = [one.person_id for one in mentors]
    rows = Asked.objects.filter(district=mentors[0].district_id, ended_on=None, person__in=ids)
    by_person: dict[int, list[Asked]] = {}
    for row in rows.order_by("pk"):
        by_person.setdefault(row.person_id, []).append(row)
    return {one.pk: cleared_words(by_person.get(one.person_id, []), on)[0] for one in mentors}


# Questions


def open_questions(viewer: Viewer) -> list[Interest]:
    """What students asked this mentor and waits for an answer, the oldest first."""
    mine = Interest.objects.of(viewer.district).open().filter(is_not_held(viewer), mentor__person=viewer.person_id)
    return list(mine.order_by("answer_until", "pk").prefetch_related("student__person", "program"))


def taken_up_questions(viewer: Viewer) -> list[Interest]:
    """What this mentor said yes to, as long as nobody has proposed the match: the coordinator plans the first talk."""
    mine = Interest.objects.of(viewer.district).filter(is_not_held(viewer), mentor__person=viewer.person_id)
    said_yes = mine.filter(state=Interest.State.YES, match=None)
    return list(said_yes.order_by("answered_on", "pk").prefetch_related("student__person"))


def asked_questions(viewer: Viewer, program_id: int | None = None) -> list[tuple[Interest, str, Kind]]:
    """What this student asked, the newest first, each with kind words of how it stands."""
    mine = Interest.objects.of(viewer.district).filter(student__person=viewer.person_id)
    mine = mine.filter(Q(match=None) | Q(match__ended_on=None))
    if program_id is not None:
        mine = mine.filter(program=program_id)
    rows = mine.order_by("-asked_on", "-pk").prefetch_related("mentor__person", "program")[:20]
    return [(one, *_question_words(one)) for one in rows]


def _question_words(interest: Interest) -> tuple[str, Kind]:
    if interest.match_id is not None:
        return _("Your coordinator has proposed that you meet"), "ok"
    day = date_format(interest.answer_until)
    words: dict[str, tuple[str, Kind]] = {
        Interest.State.OPEN: (_("Asked. An answer comes by %(day)s.") % {"day": day}, "info"),
        Interest.State.YES: (_("Would like to meet. Your coordinator plans it."), "ok"),
        Interest.State.NO: (_("Cannot this time"), "mute"),
        Interest.State.UNAVAILABLE: (_("Has no time at present"), "mute"),
        Interest.State.EXPIRED: (_("Has not answered in time"), "mute"),
        Interest.State.WITHDRAWN: (_("You took it back"), "mute"),
    }
    return words[interest.state]
