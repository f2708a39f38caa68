"""What classes know of merging people: a student's absences and shared work go along."""

from classes.models import ClassAbsence, SharedWork, WorkComment
from mentoring.models import ProgramStudent, Student
from tenancy.merging import FloorMerging, Move, move


def _one_work(row: SharedWork, kept: Student) -> None:
    """Both shared work of one assignment: what was said of either stays, with the work of the one who stays."""
    twin = SharedWork.objects.of(kept.district).get(assignment=row.assignment_id, student=kept)
    if twin.taken_back_at is not None and row.taken_back_at is None:
        twin.text, twin.link, twin.item = row.text, row.link, row.item
        twin.taken_back_at, twin.shared_at = None, row.shared_at
        twin.save()
    WorkComment.objects.of(kept.district).filter(work=row).update(work=twin)
    row.delete()


def _one_absence(row: ClassAbsence, kept: ProgramStudent) -> None:
    """Both were noted for one day: what the one who stays has to follow up stays, else the other's."""
    twin = ClassAbsence.objects.of(kept.district).get(class_day=row.class_day_id, program_student=kept)
    if twin.follow_up_by_id is None and row.follow_up_by_id is not None:
        twin.follow_up, twin.follow_up_by_id = row.follow_up, row.follow_up_by_id
        twin.followed_up_on = row.followed_up_on
        twin.save()
    row.delete()


OF_STUDENTS = (Move("classes.SharedWork", "student", "", _one_work),)
OF_PLACES = (Move("classes.ClassAbsence", "program_student", "", _one_absence),)

MERGING = FloorMerging(
    moves=[Move("classes.ClassAbsence", "follow_up_by"), Move("classes.WorkComment", "author")],
    deeper=[*OF_STUDENTS, *OF_PLACES],
    stays={
        "classes.Assignment.posted_by": "who posted it then",
        "classes.ClassDay.taken_by": "who took attendance then",
        "classes.ClassFocus.posted_by": "who posted it then",
    },
)


def move_students(kept: Student, gone: Student) -> None:
    """What hangs on the one student, and on their places in programs in which both are, hangs on the other."""
    move(OF_STUDENTS, kept, gone)
    twins = {one.program_id: one for one in ProgramStudent.objects.of(kept.district).filter(student=kept)}
    for place in ProgramStudent.objects.of(kept.district).filter(student=gone, program__in=twins):
        move(OF_PLACES, twins[place.program_id], place)
