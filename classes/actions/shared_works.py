"""Students share work with their mentor and take it back; mentors, students and teachers comment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classes import mails, rules
from classes.authors import author_of
from classes.models import Assignment, SharedWork, WorkComment
from mentoring.models import PortfolioItem, Student
from tenancy import audit
from tenancy.actor import Actor


class CannotShare(Exception):
    """Nothing is shared; the text says why."""


class CannotComment(Exception):
    """The comment does not stand; the text says why."""


@transaction.atomic
def share(
    *,
    assignment: Assignment,
    student: Student,
    at: datetime,
    by: Actor,
    text: str = "",
    link: str = "",
    item: PortfolioItem | None = None,
) -> SharedWork:
    """Share work of an assignment with the mentor, or change what is shared. The mentor is told when it is new to them.

    Refuses (CannotShare) without anything to share, an assignment that is not for mentors or was withdrawn, a student
    without a mentor, and a piece of somebody else's portfolio.
    """
    locked = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    if refusal := sharing_refusal(assignment, locked):
        raise CannotShare(refusal)
    if item is not None and (item.student_id != locked.pk or item.deleted_at is not None):
        raise CannotShare(_("This piece is not in your portfolio."))
    if not (text or link or item):
        raise CannotShare(_("Write something, add a link, or choose a piece of your portfolio."))
    before = SharedWork.objects.of(locked.district).filter(assignment=assignment, student=locked).first()
    work = before or SharedWork(district_id=locked.district_id, assignment=assignment, student=locked)
    is_new = before is None or before.taken_back_at is not None
    work.text, work.link, work.item, work.taken_back_at = text, link, item, None
    if is_new:
        work.shared_at = at
    work.save()
    verb = "shared_work.share" if is_new else "shared_work.change"
    audit.record(by=by, verb=verb, target=work, facts=_facts(work))
    if is_new:
        mails.work_shared(work, by=by)
    return work


def sharing_refusal(assignment: Assignment, student: Student) -> str:
    """Why this student cannot share work of this assignment now; empty when they can."""
    if assignment.withdrawn_at is not None or not assignment.is_for_mentors:
        return _("This is not shared with mentors. Ask your teacher.")
    if not rules.has_mentor(student, assignment.class_group.program_id):
        return _("You have no mentor at the moment. You can share your work once you meet.")
    return ""


@transaction.atomic
def take_back(*, work: SharedWork, at: datetime, by: Actor) -> None:
    """Nobody but the student reads it any more. It can be shared again."""
    if work.taken_back_at is None:
        work.taken_back_at = at
        work.save(update_fields=["taken_back_at"])
        audit.record(by=by, verb="shared_work.take_back", target=work, facts=_facts(work))


@transaction.atomic
def share_again(*, work: SharedWork, at: datetime, by: Actor) -> None:
    """Undo of ``take_back``: share it as it was. Refuses as ``share``."""
    if work.taken_back_at is not None:
        share(
            assignment=work.assignment,
            student=work.student,
            text=work.text,
            link=work.link,
            item=work.item,
            at=at,
            by=by,
        )


@transaction.atomic
def comment(*, work: SharedWork, text: str, at: datetime, by: Actor) -> WorkComment:
    """Say something of shared work. The student and the mentor read it, the teachers get a copy.

    Refuses (CannotComment) once it was taken back.
    """
    locked = SharedWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if locked.taken_back_at is not None:
        raise CannotComment(_("The student has taken this work back."))
    said = WorkComment.objects.create(
        district_id=work.district_id, work=work, author_id=author_of(by), text=text, at=at
    )
    audit.record(by=by, verb="work_comment.add", target=said, facts=_facts(work))
    mails.work_commented(said, by=by)
    return said


@transaction.atomic
def delete_comment(*, comment: WorkComment, at: datetime, by: Actor) -> None:
    """Take a comment out of everybody's sight; what has not left yet is not sent."""
    if comment.deleted_at is None:
        comment.deleted_at = at
        comment.save(update_fields=["deleted_at"])
        audit.record(by=by, verb="work_comment.delete", target=comment, facts=_facts(comment.work))


@transaction.atomic
def restore_comment(*, comment: WorkComment, by: Actor) -> None:
    """Bring a deleted comment back."""
    if comment.deleted_at is not None:
        comment.deleted_at = None
        comment.save(update_fields=["deleted_at"])
        audit.record(by=by, verb="work_comment.restore", target=comment, facts=_facts(comment.work))


def _facts(work: SharedWork) -> dict[str, audit.Fact]:
    return {"person": work.student.person_id, "assignment": work.assignment_id}
