"""Messages about going on together in the next year, and about a student's own lines of thanks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, opening
from correspondence.models import Message
from mentoring.models import Guardianship, Match, MatchMentor, MatchStudent
from mentoring.telling_rules import people_to_tell
from support.models import Continuation, ContinuationAnswer, ThankYouLines
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.models import Person

ASKED, TOLD = "support/again_asked", "support/again_told"
AGREED, ENDED = "support/again_agreed", "support/again_ended"
#: What tells people that it is asked.
AGAIN_ASKED = (ASKED, TOLD)


# "Same pair again?"


@kind(ASKED, label=_("Asked to go on next year"))
def again_asked_context(message: Message) -> Mapping[str, object]:
    """With whom, in which program, and where one answers. Raises Outdated once it is settled."""
    found = _read(message, Q(closed_on=None, became=None))
    row = _own_answer(message)
    url = district_url(message.district, "support:continuation_answer", pk=row.pk) if row else ""
    return {**found, "url": opening(url) if url else ""}


@kind(TOLD, label=_("Parents told that going on is asked"))
def again_told_context(message: Message) -> Mapping[str, object]:
    """Who is asked. Raises Outdated once it is settled."""
    return _read(message, Q(closed_on=None, became=None))


@kind(AGREED, label=_("Going on next year"))
def again_agreed_context(message: Message) -> Mapping[str, object]:
    """With whom it goes on, and what comes next."""
    return _read(message, Q(became__isnull=False))


@kind(ENDED, label=_("Not going on next year"))
def again_ended_context(message: Message) -> Mapping[str, object]:
    """That it does not go on. Never who said so, never why."""
    return _read(message, Q(closed_on__isnull=False))


def again_asked(asked: Continuation, *, to: Iterable[Person], by: Actor) -> None:
    """Ask students and mentors; in two minutes, so that Undo can stop it."""
    for one in to:
        if _is_reachable(one):
            _post(ASKED, asked, one, by)


def again_told(asked: Continuation, *, on: date, by: Actor) -> None:
    """Tell parents and guardians that it is asked; nothing is needed from them."""
    for one in _parents_of(asked, on):
        _post(TOLD, asked, one, by)


def again_agreed(asked: Continuation, *, on: date, by: Actor) -> None:
    """Tell everybody that they go on together."""
    for one in [*_members_of(asked), *_parents_of(asked, on)]:
        _post(AGREED, asked, one, by)


def again_ended(asked: Continuation, *, spared: Collection[int], on: date, by: Actor) -> None:
    """Tell everybody who knew of the question, but these, in neutral words that it does not go on."""
    for one in [*_members_of(asked), *_parents_of(asked, on)]:
        if one.pk not in spared:
            _post(ENDED, asked, one, by)


def _post(name: str, asked: Continuation, to: Person, by: Actor) -> Message:
    about = About(str(_("Match")), "mentoring:match_detail", asked.match_id)
    key = f"{name}:{asked.pk}:{to.pk}"
    return outbox.post(kind=name, to=to, by=by, context={"again": asked.pk}, about=about, dedupe_key=key)


def _is_reachable(person: Person) -> bool:
    return bool(person.is_active and person.email)


def _members_of(asked: Continuation) -> list[Person]:
    rows = ContinuationAnswer.objects.of(asked.district).filter(continuation=asked).order_by("pk")
    return [row.person for row in rows.prefetch_related("person") if _is_reachable(row.person)]


def _parents_of(asked: Continuation, on: date) -> list[Person]:
    found: dict[Person, None] = {}
    for row in _students_of(asked.match):
        told = people_to_tell(row.student, on=on)
        found |= dict.fromkeys(one for one in told if one.pk != row.student.person_id)
    return list(found)


def _students_of(match: Match) -> list[MatchStudent]:
    rows = MatchStudent.objects.of(match.district).filter(match=match, left_on=match.ended_on)
    return list(rows.order_by("pk").prefetch_related("student__person"))


def _own_answer(message: Message) -> ContinuationAnswer | None:
    rows = ContinuationAnswer.objects.of(message.district).filter(continuation=message.context.get("again"))
    return rows.filter(person=message.person_id).first()


def _read(message: Message, wanted: Q) -> Mapping[str, object]:
    """Names as the reader knows them: students by their first name, a family reads of its own alone."""
    if "again" not in message.context:
        return {"reader": "", "students": "", "mentors": "", "program": "", "year": ""}
    rows = Continuation.objects.of(message.district).filter(wanted, pk=message.context["again"])
    asked = rows.prefetch_related("match", "program__school_year").first()
    if asked is None:
        raise Outdated
    match = asked.match
    students = [row.student for row in _students_of(match)]
    mentors = MatchMentor.objects.of(message.district).filter(match=match, left_on=match.ended_on).order_by("pk")
    named = [row.mentor.person for row in mentors.prefetch_related("mentor__person")]
    reader, reads = "guardian", students
    if message.person_id in {one.pk for one in named}:
        reader = "mentor"
    elif message.person_id in {one.person_id for one in students}:
        reader = "student"
    else:
        theirs = Guardianship.objects.of(message.district).live().filter(guardian__person=message.person_id)
        own = set(theirs.values_list("student_id", flat=True))
        reads = [one for one in students if one.pk in own]
    return {
        "reader": reader,
        "students": ", ".join(one.person.preferred_name or one.person.given_name for one in reads),
        "mentors": ", ".join(one.name for one in named),
        "program": asked.program.reader_name,
        "year": asked.program.school_year.name,
    }


# Lines of thanks


@kind("support/lines_given_back", label=_("Lines of thanks to change"), for_digest=True)
def lines_given_back_context(message: Message) -> Mapping[str, object]:
    """Where one changes them. Raises Outdated once they were written anew."""
    rows = ThankYouLines.objects.of(message.district).filter(pk=message.context.get("lines"))
    lines = rows.exclude(given_back_note="").first()
    if lines is None and "lines" in message.context:
        raise Outdated
    row = lines.match_student_id if lines else 0
    url = district_url(message.district, "support:thank_you_write", match_student_pk=row)
    return {"note": lines.given_back_note if lines else "", "url": opening(url)}


def lines_given_back(lines: ThankYouLines, *, by: Actor) -> Message | None:
    """Ask a student to look at their lines once more."""
    to = lines.match_student.student.person
    if not _is_reachable(to):
        return None
    return outbox.post(
        kind="support/lines_given_back",
        to=to,
        by=by,
        context={"lines": lines.pk},
        dedupe_key=f"support.lines_given_back:{lines.pk}:{lines.written_at.isoformat()}",
    )
