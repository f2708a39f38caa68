"""What somebody allowed for a student, and may take back."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.models import STANDING, Permission, State
from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class Allowed:
    """The answers of one person for one student, as they stand now."""

    student: Person
    answers: Sequence[Permission]


def answers_of(viewer: Viewer) -> DistrictQuerySet[Permission]:
    """Every answer that a viewer gave in a document that is out or stands."""
    live = [str(one) for one in (State.OUT, *STANDING)]
    given = Permission.objects.of(viewer.district).filter(
        party__person=viewer.person_id, party__agreement__state__in=live
    )
    return given.prefetch_related("party__agreement__packet__student")


def allowed_by(viewer: Viewer) -> list[Allowed]:
    """Student by student, the newest document first. Five queries for however many."""
    order = list(Permission.Kind)
    by_student: dict[int, list[Permission]] = {}
    for answer in answers_of(viewer).order_by("-party__agreement", "pk"):
        mine = by_student.setdefault(answer.party.agreement.packet.student_id, [])
        if not any(one.kind == answer.kind for one in mine):
            mine.append(answer)
    return [
        Allowed(answers[0].party.agreement.packet.student, sorted(answers, key=lambda one: order.index(one.kind)))  # type: ignore[arg-type]  # the field's value
        for answers in by_student.values()
    ]
