"""What programs know of merging people: students, guardians and mentors of both become one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.grades import grade_words
from mentoring.models import (
    ClassGroupStudent,
    Employment,
    Enrollment,
    Guardian,
    Guardianship,
    MatchMentor,
    MatchStudent,
    Mentor,
    MentorTie,
    ProgramMentor,
    ProgramStudent,
    PublicityConsent,
    Student,
)
from tenancy.merging import Choice, FloorMerging, Move, drop, move_deeper
from tenancy.models import Person

#: What a student's row takes over where its own is empty; of the chosen ones, also where both have one.
_STUDENT_FACTS = (
    "school_id",
    "grade",
    "state_student_id",
    "birth_on",
    "career_area",
    "career_course_codes",
    "helps_at_meetings",
    "transport",
)
_MENTOR_FACTS = (
    "occupation",
    "career_areas",
    "about",
    "languages",
    "availability",
    "places",
    "other_roles",
    "born_on",
    "unpaid_attested_on",
)
#: The further on, the higher: of two places in a program, the one that is further on counts.
_FURTHER = {"left": 0, "declined": 1, "other_role": 1, "invited": 2, "applied": 3, "waitlisted": 4, "accepted": 5}


# Whether two can be one


def refusals(kept: Person, gone: Person) -> Iterable[str]:
    """Two students with different state IDs are two; so are parent and child, and a student and an adult."""
    mine, theirs = _student(kept), _student(gone)
    if mine and theirs:
        yield from _two_students(mine, theirs)
    if bool(mine) != bool(theirs):
        adult = gone if mine else kept
        if _is_adult(adult):
            yield _("%(name)s is a parent or a mentor, and the other is a student. They are never merged.") % {
                "name": adult.name
            }
    pair = Guardianship.objects.of(kept.district).filter(
        Q(student__person=kept, guardian__person=gone) | Q(student__person=gone, guardian__person=kept)
    )
    if pair.exists():
        yield _("One of the two is listed as a parent or guardian of the other.")


def _two_students(mine: Student, theirs: Student) -> Iterable[str]:
    ids = {mine.state_student_id, theirs.state_student_id} - {""}
    if len(ids) > 1:
        yield _("The two have different state student IDs, so they are two students.")
    alone = MatchStudent.objects.of(mine.district).filter(student__in=[mine, theirs], is_alone=True, left_on=None)
    if alone.count() > 1:
        yield _("Both have a mentor of their own. End one of the two matches first.")


def _student(person: Person) -> Student | None:
    return Student.objects.of(person.district).filter(person=person).first()


def _is_adult(person: Person) -> bool:
    return any(model.objects.of(person.district).filter(person=person).exists() for model in (Guardian, Mentor))


def choices(kept: Person, gone: Person) -> Iterable[Choice]:
    """Of two students: school, grade, date of birth and career area, where they differ."""
    mine, theirs = _student(kept), _student(gone)
    if mine is None or theirs is None:
        return
    for key, label, one, other in (
        ("school_id", _("School"), mine.school, theirs.school),
        ("grade", _("Grade"), grade_words(mine.grade), grade_words(theirs.grade)),
        ("birth_on", _("Date of birth"), _day(mine.birth_on), _day(theirs.birth_on)),
        ("career_area", _("Career area"), mine.get_career_area_display(), theirs.get_career_area_display()),
    ):
        if one and other and one != other:
            yield Choice(key, label, one, other)


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


# What happens to rows of which one side has its own


def _leave_match(row: MatchStudent, kept: Student) -> None:
    MatchStudent.objects.filter(pk=row.pk).update(left_on=row.joined_on, student=kept)


def _leave_match_as_mentor(row: MatchMentor, kept: Mentor) -> None:
    MatchMentor.objects.filter(pk=row.pk).update(left_on=row.joined_on, mentor=kept)


def _leave_group(row: ClassGroupStudent, kept: ProgramStudent) -> None:
    ClassGroupStudent.objects.filter(pk=row.pk).update(left_on=row.joined_on, program_student=kept)


def _end_enrollment(row: Enrollment, kept: Person) -> None:
    """The roster lists both in one section: its next run says so again of its own rows."""
    Enrollment.objects.filter(pk=row.pk).update(ended_on=row.starts_on or timezone.localdate(), person=kept)


def _one_answer(row: PublicityConsent, kept: Mentor) -> None:
    """Both said whether they may be shown: a no beats a yes; the other answer ends."""
    twin = PublicityConsent.objects.of(kept.district).get(mentor=kept, ended_at=None)
    ends = twin if twin.is_granted and not row.is_granted else row
    PublicityConsent.objects.filter(pk=ends.pk).update(ended_at=max(row.recorded_at, twin.recorded_at))
    PublicityConsent.objects.filter(pk=row.pk).update(mentor=kept)


def _one_guardianship(row: Guardianship, kept: Any) -> None:
    """Both stand for one student: what either knows is known; nobody may sign who may not as the other."""
    ours = {"student": kept, "guardian": row.guardian_id} if isinstance(kept, Student) else {}
    twin = Guardianship.objects.of(kept.district).get(**(ours or {"student": row.student_id, "guardian": kept}))
    if row.ended_on is None and twin.ended_on is not None:
        _take(twin, row, ("may_sign", "basis", "basis_note", "relationship"), of=None)
        twin.ended_on = None
    elif row.ended_on is None:
        _join_signing(twin, row)
    twin.relationship = twin.relationship or row.relationship
    twin.is_emergency_contact = twin.is_emergency_contact or row.is_emergency_contact
    twin.save()
    row.delete()


def _join_signing(twin: Guardianship, row: Guardianship) -> None:
    """A no beats a yes, and both beat that nobody has said."""
    if twin.may_sign is False or row.may_sign is False:
        twin.may_sign, twin.basis = False, ""
    elif twin.may_sign is None and row.may_sign:
        twin.may_sign, twin.basis = True, row.basis
    twin.basis_note = twin.basis_note or row.basis_note


def _one_place(row: ProgramStudent, kept: Student) -> None:
    """Both are in one program: the place that is further on counts, with everything of both."""
    twin = ProgramStudent.objects.of(kept.district).get(program=row.program_id, student=kept)
    _take_further(twin, row, ("state", "decided_on", "decided_by_id", "reason", "exception_reason", "waiting_number"))
    move_deeper(twin, row)
    row.delete()


def _one_place_of_mentor(row: ProgramMentor, kept: Mentor) -> None:
    twin = ProgramMentor.objects.of(kept.district).get(program=row.program_id, mentor=kept)
    _take_further(twin, row, ("state", "decided_on", "decided_by_id", "reason"))
    row.delete()


def _take_further(twin: Any, row: Any, names: Sequence[str]) -> None:
    if _FURTHER.get(row.state, 0) > _FURTHER.get(twin.state, 0):
        _take(twin, row, names, of=None)
        twin.save()


def _one_student(row: Student, kept: Person) -> None:
    twin = Student.objects.of(kept.district).get(person=kept)
    state_id = row.state_student_id
    Student.objects.filter(pk=row.pk).update(state_student_id="")
    _take(twin, row, _STUDENT_FACTS, of=())
    twin.state_student_id = twin.state_student_id or state_id
    twin.left_on = None if row.left_on is None or twin.left_on is None else max(row.left_on, twin.left_on)
    twin.save()
    move_deeper(twin, row)
    row.delete()


def _one_guardian(row: Guardian, kept: Person) -> None:
    twin = Guardian.objects.of(kept.district).get(person=kept)
    twin.needs_interpreter = twin.needs_interpreter or row.needs_interpreter
    twin.prefers_paper = twin.prefers_paper or row.prefers_paper
    twin.save()
    move_deeper(twin, row)
    row.delete()


def _one_mentor(row: Mentor, kept: Person) -> None:
    twin = Mentor.objects.of(kept.district).get(person=kept)
    _take(twin, row, _MENTOR_FACTS, of=())
    twin.left_on = None if row.left_on is None or twin.left_on is None else max(row.left_on, twin.left_on)
    twin.save()
    move_deeper(twin, row)
    row.delete()


def _take(twin: Any, row: Any, names: Sequence[str], *, of: Sequence[str] | None) -> None:
    """Fill what is empty in the row that stays from the one that goes; the names in ``of``, or all for None, anyway."""
    for name in names:
        if of is None or name in of or not getattr(twin, name):
            setattr(twin, name, getattr(row, name))


def take_chosen(kept: Person, gone_student: Student | None, from_gone: frozenset[str]) -> None:
    """Of two students: what was chosen to survive as the one that goes has it. Before their rows become one."""
    mine = _student(kept)
    chosen = from_gone & set(_STUDENT_FACTS)
    if mine and gone_student and chosen:
        _take(mine, gone_student, sorted(chosen), of=None)
        mine.save(update_fields=sorted(chosen))


def _end_tie(row: MentorTie, kept: Any) -> None:
    """The tie stands already."""
    row.delete()


def _end_employment(row: Employment, kept: Mentor) -> None:
    """Both work somewhere at present: the same place is one; of two places, the other one is kept as over."""
    twin = Employment.objects.of(kept.district).get(mentor=kept, ends_on=None)
    if twin.employer_id == row.employer_id:
        row.delete()
    else:
        Employment.objects.filter(pk=row.pk).update(mentor=kept, ends_on=row.starts_on or timezone.localdate())


_OF_PLACES = (
    Move("mentoring.ClassGroupStudent", "program_student", "", _leave_group),
    Move("mentoring.StudentApplication", "program_student", "", drop),
    Move("mentoring.StudentInterview", "program_student"),
    Move("mentoring.Goal", "program_student"),
)
_OF_STUDENTS = (
    Move("mentoring.ProgramStudent", "student", "", _one_place),
    Move("mentoring.Guardianship", "student", "", _one_guardianship),
    Move("mentoring.CourtOrder", "student"),
    Move("mentoring.MatchStudent", "student", "", _leave_match),
    Move("mentoring.Interest", "student", "", drop),
    Move("mentoring.MentorTie", "student", "", _end_tie),
    Move("mentoring.PortfolioItem", "student"),
)
_OF_GUARDIANS = (Move("mentoring.Guardianship", "guardian", "", _one_guardianship),)
_OF_MENTORS = (
    Move("mentoring.ProgramMentor", "mentor", "", _one_place_of_mentor),
    Move("mentoring.MentorApplication", "mentor"),
    Move("mentoring.Employment", "mentor", "", _end_employment),
    Move("mentoring.MatchMentor", "mentor", "", _leave_match_as_mentor),
    Move("mentoring.Interest", "mentor", "", drop),
    Move("mentoring.PublicityConsent", "mentor", "", _one_answer),
    Move("mentoring.MentorTie", "mentor", "", _end_tie),
)

MERGING = FloorMerging(
    moves=[
        Move("mentoring.Student", "person", gettext_lazy("As a student"), _one_student),
        Move("mentoring.Guardian", "person", gettext_lazy("As a parent or guardian"), _one_guardian),
        Move("mentoring.Mentor", "person", gettext_lazy("As a mentor"), _one_mentor),
        Move("mentoring.CourtOrder", "about", gettext_lazy("Court orders about them")),
        Move("mentoring.Enrollment", "person", gettext_lazy("Classes in the roster"), _end_enrollment),
        Move("mentoring.ClassGroup", "supervising_teacher", gettext_lazy("Class groups")),
        Move("mentoring.Match", "supervising_teacher", gettext_lazy("Supervised matches")),
        Move("mentoring.Match", "adult_in_charge", gettext_lazy("Matches they are in charge of")),
        Move("mentoring.MatchInterview", "adult", gettext_lazy("First talks they attend")),
    ],
    deeper=[*_OF_STUDENTS, *_OF_GUARDIANS, *_OF_MENTORS, *_OF_PLACES],
    stays={
        "mentoring.CourtOrder.recorded_by": "who wrote it down then",
        "mentoring.Match.proposed_by": "who proposed it then",
        "mentoring.Match.started_by": "who started it then",
        "mentoring.MatchMentor.answered_by": "who gave or typed the answer then",
        "mentoring.MatchStudent.answered_by": "who gave or typed the answer then",
        "mentoring.MatchException.allowed_by": "who allowed it then",
        "mentoring.MatchException.asked_by": "who asked for it then",
        "mentoring.MatchPause.decided_by": "who decided then",
        "mentoring.WorkplaceApproval.approved_by": "who approved it then",
        "mentoring.WorkplaceApproval.asked_by": "who asked for it then",
        "mentoring.MatchStudent.paper_attested_by": "who saw the paper then",
        "mentoring.MembershipProgram.membership": "a role held in some programs is never joined with another",
        "mentoring.MentorApplication.decided_by": "who decided then",
        "mentoring.ProgramMentor.decided_by": "who decided then",
        "mentoring.ProgramStudent.decided_by": "who decided then",
        "mentoring.PublicityConsent.recorded_by": "who wrote it down then",
        "mentoring.StudentApplication.typed_by": "who typed it then",
        "mentoring.StudentInterview.held_by": "who talked with the student then",
    },
    refusals=refusals,
    choices=choices,
)


# Who is likely here twice


def shares_child() -> Q:
    """Both are listed as a parent of the same student."""
    theirs = Guardianship.objects.filter(
        district=OuterRef("district"),
        guardian__person=OuterRef("pk"),
        student__guardianships__guardian__person=OuterRef(OuterRef("pk")),
    )
    return Q(Exists(theirs))


def shares_birthday() -> Q:
    """Both are students born on the same day."""
    twin = Student.objects.filter(
        district=OuterRef("district"), person=OuterRef(OuterRef(OuterRef("pk"))), birth_on=OuterRef("birth_on")
    )
    return Q(Exists(Student.objects.filter(Exists(twin), district=OuterRef("district"), person=OuterRef("pk"))))
