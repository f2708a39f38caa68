"""When two entries of a student are merged, absences and shared work become those of the one who stays."""

from classes.followers import person_merged
from classes.models import ClassAbsence, SharedWork, WorkComment
from tenancy.actor import Actor
from tests.factories.classes import (
    AssignmentFactory,
    ClassAbsenceFactory,
    ClassDayFactory,
    SharedWorkFactory,
    WorkCommentFactory,
)
from tests.factories.mentoring import ProgramStudentFactory
from tests.mentoring.scene import running


def test_what_both_have_becomes_one(oak):
    scene = running(oak)
    with oak.open():
        twin = ProgramStudentFactory(program=scene.program)
        first, second = (AssignmentFactory(class_group=scene.group) for _number in range(2))
        kept = SharedWorkFactory(assignment=first, student=scene.sam)
        WorkCommentFactory(work=SharedWorkFactory(assignment=first, student=twin.student), author=twin.student.person)
        SharedWorkFactory(assignment=second, student=twin.student)
        both, one = ClassDayFactory(class_group=scene.group), ClassDayFactory(class_group=scene.group)
        ClassAbsenceFactory(class_day=both, program_student=scene.sam_in_program)
        ClassAbsenceFactory(class_day=both, program_student=twin, follow_up="Call", follow_up_by=oak.tom)
        ClassAbsenceFactory(class_day=one, program_student=twin)
        person_merged(
            kept=oak.sam, gone=twin.student.person, from_gone=frozenset(), on=oak.today, by=Actor.person(oak.ana)
        )
        assert set(SharedWork.objects.values_list("assignment", "student")) == {
            (first.pk, scene.sam.pk),
            (second.pk, scene.sam.pk),
        }
        comment = WorkComment.objects.get()
        assert (comment.work, comment.author) == (kept, oak.sam)
        found = {row.class_day_id: row for row in ClassAbsence.objects.filter(program_student=scene.sam_in_program)}
        assert set(found) == {both.pk, one.pk} and found[both.pk].follow_up == "Call"
        assert ClassAbsence.objects.count() == 2
