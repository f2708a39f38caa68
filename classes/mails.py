"""Messages about what classes do: to mentors before they meet, to students, to teachers when somebody comments."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from classes import rules
from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus, SharedWork, WorkComment
from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, absolute, minter, opening
from correspondence.models import Message
from mentoring.models import ClassGroup, ClassGroupStudent, Mentor
from mentoring.own_matches import first_name
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person
from tenancy.permissions import Role

logged(ClassFocus, _("Class focus"))
logged(Assignment, _("Assignment"))
logged(SharedWork, _("Shared work"))
logged(WorkComment, _("Comment on shared work"))
logged(ClassDay, _("Attendance of a class"))
logged(ClassAbsence, _("Absence from a class"))

FOCUS, ASSIGNMENT = "classes/focus_posted", "classes/assignment_posted"
GIVEN = "classes/assignment_given"
SHARED, COMMENTED = "classes/work_shared", "classes/work_commented"
FOLLOW_UP = "classes/follow_up_given"


# To mentors


@kind(FOCUS, label=_("What a class works on"), for_digest=True, muted_by=[Role.MENTOR])
def focus_posted_context(message: Message) -> Mapping[str, object]:
    """The focus and whose class it is. Outdated once it is over or withdrawn, or for whoever mentors nobody there."""
    focus = _find(message, "focus", ClassFocus.objects.of(message.district).posted())
    if focus is None:
        return {}
    group = focus.class_group
    if focus.until_on < timezone.localdate() or not rules.shares_focus(group):
        raise Outdated
    return {"focus": focus, **_of_class(message, group)}


def focus_posted(focus: ClassFocus, *, by: Actor) -> list[Message]:
    """Tell the mentors of a class's students what it works on, where the program shares it. Once each."""
    group = focus.class_group
    if not rules.shares_focus(group):
        return []
    return [
        outbox.post(
            kind=FOCUS,
            to=one,
            by=by,
            context={"focus": focus.pk},
            about=About(str(_("Class focus")), "classes:class_group_detail", group.pk),
            dedupe_key=f"classes.focus:{focus.pk}:{one.pk}",
        )
        for one in rules.mentors_of_class(group)
    ]


@kind(ASSIGNMENT, label=_("Assignment or school event"), for_digest=True, muted_by=[Role.MENTOR])
def assignment_posted_context(message: Message) -> Mapping[str, object]:
    """The assignment and whose class it is. Outdated once it is over or withdrawn."""
    assignment = _find(message, "posted", Assignment.objects.of(message.district).posted())
    if assignment is None:
        return {}
    is_over = assignment.due_on is not None and assignment.due_on < timezone.localdate()
    if is_over or not assignment.is_for_mentors:
        raise Outdated
    return {"assignment": assignment, **_of_class(message, assignment.class_group)}


def assignment_posted(assignment: Assignment, *, by: Actor) -> list[Message]:
    """Tell the mentors of a class's students of an assignment, or invite them to a school event. Once each."""
    group = assignment.class_group
    return [
        outbox.post(
            kind=ASSIGNMENT,
            to=one,
            by=by,
            context={"posted": assignment.pk},
            about=About(str(_("Assignment")), "classes:assignment_detail", assignment.pk),
            dedupe_key=f"classes.assignment:{assignment.pk}:{one.pk}",
        )
        for one in (rules.mentors_of_class(group) if assignment.is_for_mentors else [])
    ]


# To students


@minter("classes.assignment")
def assignment_link(assignment_pk: int) -> str:
    """Where a student reads an assignment, signed in. Raises Outdated once it is over or withdrawn."""
    current = Assignment.objects.not_over(timezone.localdate()).filter(pk=assignment_pk)
    assignment = current.prefetch_related("district").first()
    if assignment is None:
        raise Outdated
    return opening(district_url(assignment.district, "classes:assignment_detail", assignment.pk))


@kind(GIVEN, label=_("New assignment or event in class"), for_digest=True, muted_by=[Role.STUDENT])
def assignment_given_context(message: Message) -> Mapping[str, object]:
    """The assignment and its class. Outdated once it is over or withdrawn, or for whoever is in the class no more."""
    today = timezone.localdate()
    assignment = _find(message, "assignment", Assignment.objects.of(message.district).not_over(today))
    if assignment is None:
        return {}
    group = assignment.class_group
    if message.person_id not in {one.pk for one in rules.students_to_tell([group], today).get(group.pk, ())}:
        raise Outdated
    return {"assignment": assignment, "group": group}


def assignments_given(assignments: Collection[Assignment], *, by: Actor) -> int:
    """Tell the students of each class of what was posted for it, in their daily summary; returns how many are told.

    Once for each assignment and student. What is over already is told to nobody. A fixed number of queries.
    """
    today = timezone.localdate()
    current = [one for one in assignments if one.due_on is None or one.due_on >= today]
    students = rules.students_to_tell([one.class_group for one in current], today)
    postings = [
        outbox.Posting(
            student,
            dedupe_key=f"classes.given:{one.pk}:{student.pk}",
            context={"assignment": one.pk},
            link=Link("classes.assignment", one.pk),
            about=About(str(_("Assignment")), "classes:assignment_detail", one.pk),
        )
        for one in current
        for student in students.get(one.class_group_id, ())
    ]
    if not postings:
        return 0
    return outbox.post_many(kind=GIVEN, postings=postings, district=current[0].district, by=by)


# Shared work


@kind(SHARED, label=_("A student shares work"), for_digest=True)
def work_shared_context(message: Message) -> Mapping[str, object]:
    """Whose work, and of which assignment. Outdated once it was taken back, or they meet no more."""
    work = _find(message, "work", SharedWork.objects.of(message.district).live())
    if work is None:
        return {}
    if message.person_id not in {one.pk for one in rules.mentors_of_work(work)}:
        raise Outdated
    return _of_work(message, work)


def work_shared(work: SharedWork, *, by: Actor) -> list[Message]:
    """Tell the mentor that a student shares work. Once each time that it is shared."""
    return [
        _post_work(SHARED, work, one, by, key=f"classes.work:{work.pk}:{work.shared_at.isoformat()}:{one.pk}")
        for one in rules.mentors_of_work(work)
    ]


@kind(COMMENTED, label=_("Comment on shared work"), for_digest=True)
def work_commented_context(message: Message) -> Mapping[str, object]:
    """Who said what of whose work. Outdated once it was deleted, taken back, or the reader may read it no more."""
    comments = WorkComment.objects.of(message.district).filter(deleted_at=None, work__taken_back_at=None)
    comment = _find(message, "comment", comments)
    if comment is None:
        return {}
    if message.person_id not in {one.pk for one in _readers(comment.work)}:
        raise Outdated
    own = message.person_id == comment.work.student.person_id
    return {"comment": comment, "author": comment.author, "is_own": own, **_of_work(message, comment.work)}


def work_commented(comment: WorkComment, *, by: Actor) -> list[Message]:
    """Tell the others who read the work: the student, the mentor, and a copy to the teachers. Once each."""
    return [
        _post_work(COMMENTED, comment.work, one, by, key=f"classes.comment:{comment.pk}:{one.pk}", comment=comment.pk)
        for one in _readers(comment.work)
        if one.pk != comment.author_id
    ]


def _readers(work: SharedWork) -> list[Person]:
    student = work.student.person
    own = [student] if student.is_active and student.email else []
    return list(dict.fromkeys([*own, *rules.mentors_of_work(work), *rules.teachers_of_work(work)]))


def _post_work(name: str, work: SharedWork, to: Person, by: Actor, *, key: str, **context: int) -> Message:
    return outbox.post(
        kind=name,
        to=to,
        by=by,
        context=context or {"work": work.pk},
        about=About(str(_("Shared work")), "classes:shared_work_detail", work.pk),
        dedupe_key=key,
    )


# Follow-ups


@kind(FOLLOW_UP, label=_("A follow-up is asked for"), for_digest=True)
def follow_up_given_context(message: Message) -> Mapping[str, object]:
    """Who was not in class, when, and what is to be done. Outdated once it is done, or somebody else's."""
    absences = ClassAbsence.objects.of(message.district).to_follow_up().filter(follow_up_by=message.person_id)
    absence = _find(message, "absence", absences)
    if absence is None:
        return {}
    return {
        "absence": absence,
        "name": absence.program_student.student.person.name,
        "group": absence.class_day.class_group,
        "url": absolute(district_url(message.district, "classes:class_absence_list")),
    }


def follow_up_given(absence: ClassAbsence, *, by: Actor) -> Message | None:
    """Tell a colleague what they are to follow up; None for oneself, and for whoever has no address."""
    to = absence.follow_up_by
    if to is None or to.pk == by.person_id or not (to.is_active and to.email):
        return None
    return outbox.post(
        kind=FOLLOW_UP,
        to=to,
        by=by,
        context={"absence": absence.pk},
        about=About(str(_("Follow-up")), "classes:class_group_detail", absence.class_day.class_group_id),
        dedupe_key=f"classes.follow_up:{absence.pk}:{to.pk}",
    )


# What they have in common


def _find(message: Message, key: str, rows: Any) -> Any:
    """The row of a message. None in a message without one (as shown to translators); Outdated where it is gone."""
    if key not in message.context:
        return None
    found = rows.filter(pk=message.context[key]).first()
    if found is None:
        raise Outdated
    return found


def _of_class(message: Message, group: ClassGroup) -> dict[str, object]:
    """The first names of the reader's students in the class, and where the mentor reads on."""
    mentor = Mentor.objects.of(message.district).filter(person=message.person_id).first()
    if mentor is None or message.person_id not in {one.pk for one in rules.mentors_of_class(group)}:
        raise Outdated
    seats = ClassGroupStudent.objects.of(message.district).filter(
        class_group=group,
        left_on=None,
        program_student__student__match_rows__left_on=None,
        program_student__student__match_rows__match__state="running",
        program_student__student__match_rows__match__program=group.program_id,
        program_student__student__match_rows__match__mentor_rows__left_on=None,
        program_student__student__match_rows__match__mentor_rows__mentor=mentor,
    )
    students = {one.program_student.student for one in seats.prefetch_related("program_student__student__person")}
    names = sorted(first_name(one.person) for one in students)
    only = next(iter(students)) if len(students) == 1 else None
    url = (
        district_url(message.district, "mentoring:mentee_detail", pk=only.pk)
        if only
        else district_url(message.district, "mentoring:mentee_list")
    )
    return {"names": ", ".join(names), "group": group, "url": opening(url)}


def _of_work(message: Message, work: SharedWork) -> dict[str, object]:
    url = district_url(message.district, "classes:shared_work_detail", pk=work.pk)
    name = first_name(work.student.person)
    return {"work": work, "assignment": work.assignment, "name": name, "url": opening(url)}
