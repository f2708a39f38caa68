"""What a class does is posted, changed, withdrawn; its students are told, and their mentors."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from classes import mails
from classes.authors import author_of
from classes.models import Assignment
from mentoring.actions.programs import refuse_archived
from mentoring.models import ClassGroup
from tenancy import audit
from tenancy.actor import Actor

DETAILS = ("kind", "title", "text", "due_on", "time", "place", "is_for_mentors")


@transaction.atomic
def post(*, groups: Collection[ClassGroup], at: datetime, by: Actor, **details: object) -> list[Assignment]:
    """Post something for each of these class groups. Students read it in their daily summary; mentors, where it is for
    them.

    Refuses (programs.CannotChange) a class group of an archived program.
    """
    made = []
    for group in groups:
        refuse_archived(group.program)
        assignment = Assignment.objects.create(
            district_id=group.district_id, class_group=group, posted_by_id=author_of(by), posted_at=at, **details
        )
        audit.record(by=by, verb="assignment.post", target=assignment, facts=_facts(assignment))
        mails.assignment_posted(assignment, by=by)
        made.append(assignment)
    mails.assignments_given(made, by=by)
    return made


@transaction.atomic
def change(*, assignment: Assignment, by: Actor, **details: object) -> list[str]:
    """Change what an assignment says. Returns the names of what changed. Whoever may read it now for the first time is
    told; nobody is written to twice.
    """
    refuse_archived(assignment.class_group.program)
    changed = [name for name in DETAILS if name in details and details[name] != getattr(assignment, name)]
    if changed:
        for name in changed:
            setattr(assignment, name, details[name])
        assignment.save(update_fields=changed)
        audit.record(
            by=by, verb="assignment.change", target=assignment, facts={**_facts(assignment), "changed": changed}
        )
        if "is_for_mentors" in changed:
            mails.assignment_posted(assignment, by=by)
    return changed


@transaction.atomic
def withdraw(*, assignment: Assignment, at: datetime, by: Actor) -> None:
    """Take an assignment away from students, parents and mentors. What was shared of it stays with who reads it."""
    refuse_archived(assignment.class_group.program)
    if assignment.withdrawn_at is None:
        assignment.withdrawn_at = at
        assignment.save(update_fields=["withdrawn_at"])
        audit.record(by=by, verb="assignment.withdraw", target=assignment, facts=_facts(assignment))


@transaction.atomic
def bring_back(*, assignment: Assignment, by: Actor) -> None:
    """Show a withdrawn assignment again."""
    refuse_archived(assignment.class_group.program)
    if assignment.withdrawn_at is not None:
        assignment.withdrawn_at = None
        assignment.save(update_fields=["withdrawn_at"])
        audit.record(by=by, verb="assignment.bring_back", target=assignment, facts=_facts(assignment))


def _facts(assignment: Assignment) -> dict[str, audit.Fact]:
    return {"class_group": assignment.class_group_id, "kind": str(assignment.kind)}
