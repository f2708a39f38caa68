"""What must be settled before a student is accepted into a program (S-2)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from mentoring.blockers import Blocker
from mentoring.eligibility_rules import Answer, Eligibility, eligibilities
from mentoring.models import ClassGroupStudent, Policy, ProgramStudent, StudentInterview


def acceptance_blockers(
    place: ProgramStudent,
    found: Eligibility,
    *,
    is_interviewed: bool,
    has_teacher: bool,
    policy: Policy,
    exception_reason: str = "",
) -> list[Blocker]:
    """Why this student cannot be accepted yet. A grade that is too low is waved through by a reason."""
    excepted = found.is_grade_alone and bool(exception_reason or place.exception_reason)
    blockers = []
    for reason in found.open:
        if reason.answer == Answer.NOT_MET and not (excepted and reason.code == "grade"):
            blockers.append(Blocker(reason.code, reason.sentence))
        elif reason.answer == Answer.UNKNOWN:
            fix = ("mentoring:student_edit", place.student_id)
            blockers.append(Blocker(reason.code, reason.sentence, _("you or the student"), fix))
    if policy.requires_interview and not is_interviewed:
        fix = ("mentoring:student_interview_add", place.pk)
        whose = _("the teacher") if has_teacher else _("the coordinator")
        blockers.append(Blocker("interview", _("Nobody has talked about goals yet."), whose, fix, place.added_on))
    return blockers


def acceptance_blockers_of(
    places: Sequence[ProgramStudent], policy: Policy, *, exception_reason: str = ""
) -> Mapping[int, list[Blocker]]:
    """``acceptance_blockers`` of many places of one program by their ids, in a fixed number of queries."""
    found = eligibilities([one.student for one in places], policy)
    held = StudentInterview.objects.filter(program_student__in=[one.pk for one in places])
    interviewed = set(held.values_list("program_student_id", flat=True))
    taught = ClassGroupStudent.objects.filter(
        program_student__in=[one.pk for one in places], left_on=None, class_group__supervising_teacher__isnull=False
    )
    with_teacher = set(taught.values_list("program_student_id", flat=True)) if policy.requires_interview else set()
    return {
        one.pk: acceptance_blockers(
            one,
            found[one.student_id],
            is_interviewed=one.pk in interviewed,
            has_teacher=one.pk in with_teacher,
            policy=policy,
            exception_reason=exception_reason,
        )
        for one in places
    }
