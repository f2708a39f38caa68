"""Messages about journals, to students and to mentors. No words of an entry are in them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, minter, opening
from correspondence.models import Message, State
from journals.models import Entry, Grade
from mentoring.models import MatchMentor
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Role

OVERDUE, GIVEN_BACK = "journals/entry_overdue", "journals/entry_given_back"
SHARED, VISIBLE = "journals/entry_shared", "journals/grades_visible"
#: Purposes of links.
WRITE, READ = "journals.entry_write", "journals.entry_shared"


@kind(OVERDUE, label=_("Journal entry overdue"), for_digest=True, muted_by=[Role.STUDENT])
def entry_overdue_context(message: Message) -> Mapping[str, object]:
    """Which entry. Raises Outdated when it was handed in or excused, and while the match is paused."""
    if "entry" not in message.context:
        return {"entry": None}
    rows = Entry.objects.of(message.district).filter(pk=message.context["entry"]).open().in_running_matches()
    entry = rows.prefetch_related("meeting").first()
    if entry is None:
        raise Outdated
    return {"entry": entry}


@kind(GIVEN_BACK, label=_("Journal entry given back"))
def entry_given_back_context(message: Message) -> Mapping[str, object]:
    """Which entry. Raises Outdated when it is handed in again."""
    if "entry" not in message.context:
        return {"entry": None, "url": ""}
    rows = Entry.objects.of(message.district).filter(pk=message.context["entry"], state=Entry.State.GIVEN_BACK)
    entry = rows.prefetch_related("meeting").first()
    if entry is None:
        raise Outdated
    return {"entry": entry, "url": _url(message, "journals:entry_write", entry.pk)}


@kind(VISIBLE, label=_("Journal grades are visible"))
def grades_visible_context(message: Message) -> Mapping[str, object]:
    """How many grades and comments the student reads now. Raises Outdated when they were hidden again."""
    if "release" not in message.context:
        return {"count": 0, "url": ""}
    event = AuditEvent.objects.of(message.district).filter(pk=message.context["release"]).first()
    ids = event.facts.get("grades", []) if event is not None else []
    mine = Grade.objects.of(message.district).released().filter(pk__in=ids)
    count = mine.filter(entry__match_student__student__person=message.person_id).count()
    if not count:
        raise Outdated
    return {"count": count, "url": _url(message, "journals:entry_own_list")}


@kind(SHARED, label=_("Journal entry shared with the mentor"), for_digest=True, muted_by=[Role.MENTOR])
def entry_shared_context(message: Message) -> Mapping[str, object]:
    """Whose entry. Raises Outdated when the student shows it no more, or the mentor has no view of the student."""
    if "entry" not in message.context:
        return {"student": ""}
    rows = Entry.objects.of(message.district).filter(pk=message.context["entry"], state=Entry.State.HANDED_IN)
    seen = rows.exclude(mentor_sees=Entry.MentorSees.NOTHING).in_running_matches()
    entry = seen.prefetch_related("match_student__student__person").first()
    if entry is None:
        raise Outdated
    person = entry.match_student.student.person
    return {"student": person.preferred_name or person.given_name}


@minter(WRITE)
def entry_write_link(entry_pk: int) -> str:
    """Where a student writes an entry, signed in. Raises Outdated when nothing is owed any more."""
    return _link(entry_pk, "journals:entry_write")


@minter(READ)
def entry_shared_link(entry_pk: int) -> str:
    """The mentor's page of the student who shares an entry, signed in. Raises Outdated when the entry is gone."""
    return _link(entry_pk, "mentoring:mentee_detail")


def _link(entry_pk: int, name: str) -> str:
    entry = Entry.objects.filter(pk=entry_pk).prefetch_related("district", "match_student").first()
    if entry is None:
        raise Outdated
    about = entry_pk if name == "journals:entry_write" else entry.match_student.student_id
    return opening(district_url(entry.district, name, about))


def entry_overdue(entry: Entry, *, on: date, by: Actor) -> Message:
    """Remind a student of an entry now, once a day; in two minutes, so that Undo can stop it."""
    return outbox.post(
        kind=OVERDUE,
        to=entry.match_student.student.person,
        by=by,
        context={"entry": entry.pk},
        link=Link(WRITE, entry.pk),
        about=_about(entry),
        urgent=True,
        dedupe_key=f"journal_reminder:{entry.pk}:{on:%Y-%m-%d}",
    )


def entry_given_back(entry: Entry, *, by: Actor) -> Message | None:
    """Tell the student that there is something to add."""
    student = entry.match_student.student.person
    if not student.is_active:
        return None
    return outbox.post(kind=GIVEN_BACK, to=student, by=by, context={"entry": entry.pk}, about=_about(entry))


def told_of_giving_back(entry: Entry) -> "QuerySet[Message]":
    """What told the student, or will: the newest message, which Undo stops."""
    rows = Message.objects.of(entry.district).filter(
        kind=GIVEN_BACK, about_url_name="journals:entry_detail", about_pk=entry.pk
    )
    newest = rows.order_by("-pk").values("pk")[:1]
    return rows.filter(pk__in=list(newest.values_list("pk", flat=True))).order_by("pk")


def grades_visible(person: Person, *, release: int, by: Actor) -> Message:
    """Tell a student that grades can be read."""
    return outbox.post(kind=VISIBLE, to=person, by=by, context={"release": release})


def told_of_release(event: AuditEvent) -> Iterable[Message]:
    """What tells students of a release, whatever became of it, but what was stopped already."""
    rows = Message.objects.of(event.district).filter(kind=VISIBLE, context__release=event.pk)
    return rows.exclude(state=State.CANCELLED).order_by("pk")


def entry_shared(entry: Entry, *, by: Actor) -> None:
    """Tell the mentors of the match that a student shares an entry with them, in their summary of the day."""
    mentors = MatchMentor.objects.of(entry.district).filter(match=entry.match_student.match_id, left_on=None)
    for row in mentors.order_by("pk").prefetch_related("mentor__person"):
        if row.mentor.person.is_active:
            outbox.post(
                kind=SHARED,
                to=row.mentor.person,
                by=by,
                context={"entry": entry.pk},
                link=Link(READ, entry.pk),
                dedupe_key=f"entry_shared:{entry.pk}:{entry.version}:{row.pk}",
            )


def _about(entry: Entry) -> About:
    return About(str(_("Journal entry")), "journals:entry_detail", entry.pk)


def _url(message: Message, name: str, *args: int) -> str:
    return opening(district_url(message.district, name, *args))
