"""Class groups are made, changed and removed; students move between them; teachers hand them over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.actions.programs import refuse_archived
from mentoring.models import ClassGroup, ClassGroupStudent, Match, Program, ProgramStudent, Section
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person, School

#: Who is or may become part of a program: they can sit in its class groups.
TAKING_PART = (
    ProgramStudent.State.INVITED,
    ProgramStudent.State.APPLIED,
    ProgramStudent.State.WAITLISTED,
    ProgramStudent.State.ACCEPTED,
)
_LONGEST_NAME = 120


class CannotDelete(Exception):
    """The class group stays; the text says why."""


@dataclass(frozen=True)
class FromSection:
    """A section of the roster that becomes a class group, with its teacher and those of its students who take part."""

    section: Section
    teacher: Person | None
    places: Sequence[ProgramStudent]


@transaction.atomic
def add(
    *,
    program: Program,
    school: School,
    name: str,
    by: Actor,
    supervising_teacher: Person | None = None,
    section: Section | None = None,
) -> ClassGroup:
    """Add an empty class group. Refuses (programs.CannotChange) in an archived program."""
    _open(program.pk)
    group = ClassGroup.objects.create(
        district_id=program.district_id,
        program=program,
        school=school,
        name=name,
        supervising_teacher=supervising_teacher,
        section=section,
    )
    facts: dict[str, audit.Fact] = {"program": program.pk, "section": section.pk if section else None}
    audit.record(by=by, verb="class_group.add", target=group, facts=facts)
    return group


@transaction.atomic
def add_from_sections(*, program: Program, found: Iterable[FromSection], on: date, by: Actor) -> list[ClassGroup]:
    """Make a class group of each section. Its students join, unless they sit in a group of the program already."""
    _open(program.pk)
    made = []
    for one in found:
        group = add(
            program=program,
            school=one.section.school,
            name=_free_name(program, one.section),
            supervising_teacher=one.teacher,
            section=one.section,
            by=by,
        )
        seated = set(
            ClassGroupStudent.objects.of(program.district)
            .filter(left_on=None, program_student__in=one.places)
            .values_list("program_student", flat=True)
        )
        move(places=[place for place in one.places if place.pk not in seated], to=group, on=on, by=by)
        made.append(group)
    return made


@transaction.atomic
def change(*, group: ClassGroup, name: str, supervising_teacher: Person | None, by: Actor) -> list[str]:
    """Rename a class group or give it another teacher. Returns the names of what changed.

    Open matches of its students that the former teacher supervised follow to the new one.
    """
    _open(group.program_id)
    before = ClassGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    changed = [
        field
        for field, is_other in (
            ("name", name != before.name),
            ("supervising_teacher", supervising_teacher != before.supervising_teacher),
        )
        if is_other
    ]
    if not changed:
        return []
    group.name, group.supervising_teacher = name, supervising_teacher
    group.save(update_fields=changed)
    if supervising_teacher is not None:
        _take_matches_along(before, supervising_teacher)
    facts: dict[str, audit.Fact] = {"changed": changed}
    audit.record(by=by, verb="class_group.change", target=group, facts=facts)
    return changed


@transaction.atomic
def hand_over(*, groups: Iterable[ClassGroup], to: Person, by: Actor) -> int:
    """Give class groups to another teacher, with the open matches that go with them. Returns how many changed."""
    return sum(bool(change(group=group, name=group.name, supervising_teacher=to, by=by)) for group in groups)


@transaction.atomic
def delete(*, group: ClassGroup, by: Actor) -> None:
    """Remove a class group. Refuses (CannotDelete) while students sit in it."""
    _open(group.program_id)
    locked = ClassGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if locked.student_rows.filter(left_on=None).exists():
        raise CannotDelete(_("There are students in this class group. Move them to another one first."))
    audit.record(by=by, verb="class_group.delete", target=group, facts={"program": group.program_id})
    locked.delete()


@transaction.atomic
def move(*, places: Sequence[ProgramStudent], to: ClassGroup, on: date, by: Actor) -> dict[int, int | None]:
    """Put students into a class group and out of the one in which they sat. Whoever sits in it already stays.

    Returns for each who moved (by place in the program) the row of the group they left, or None; ``move_back`` takes
    it. Refuses (programs.CannotChange) in an archived program. Raises ValueError for students of another program.
    """
    _open(to.program_id)
    if any(place.program_id != to.program_id for place in places):
        raise ValueError("Students sit in class groups of their own program.")
    ids = [place.pk for place in places]
    sitting = ClassGroupStudent.objects.of(to.district).filter(left_on=None, program_student__in=ids)
    left = {row.program_student_id: row for row in sitting.select_for_update(of=("self",)).order_by("pk")}
    moving = [pk for pk in ids if pk not in left or left[pk].class_group_id != to.pk]
    if not moving:
        return {}
    rows = [left[pk] for pk in moving if pk in left]
    for row in rows:
        row.left_on = max(on, row.joined_on)
    ClassGroupStudent.objects.bulk_update(rows, ["left_on"])
    ClassGroupStudent.objects.bulk_create(
        ClassGroupStudent(district_id=to.district_id, class_group=to, program_student_id=pk, joined_on=on)
        for pk in moving
    )
    audit.record(by=by, verb="class_group.move_students", target=to, facts={"students": len(moving), "places": moving})
    return {pk: left[pk].pk if pk in left else None for pk in moving}


@transaction.atomic
def move_back(*, moved: Mapping[int, int | None], group: ClassGroup, by: Actor) -> int:
    """Put students who came into this group back to where they were. Returns how many; who moved on since stays."""
    _open(group.program_id)
    here = group.student_rows.filter(left_on=None, program_student__in=list(moved))
    back = list(here.select_for_update(of=("self",)).values_list("program_student", flat=True))
    here.filter(program_student__in=back).delete()
    former = [pk for place, pk in moved.items() if place in back and pk is not None]
    ClassGroupStudent.objects.of(group.district).filter(pk__in=former).update(left_on=None)
    if back:
        facts: dict[str, audit.Fact] = {"students": len(back), "places": back}
        audit.record(by=by, verb="class_group.move_back", target=group, facts=facts)
    return len(back)


def _open(program_id: int) -> None:
    """Lock the program, so that it is not put away meanwhile; refuse when it is."""
    refuse_archived(Program.objects.select_for_update(of=("self",)).get(pk=program_id))


def _free_name(program: Program, section: Section) -> str:
    taken = set(
        ClassGroup.objects.of(program.district)
        .filter(program=program, school=section.school_id)
        .values_list("name", flat=True)
    )
    title = section.title[: _LONGEST_NAME - 6]
    names = (title if number == 1 else f"{title} ({number})" for number in range(1, 1000))
    return next(name for name in names if name not in taken)


def _take_matches_along(before: ClassGroup, teacher: Person) -> None:
    sitting = before.student_rows.filter(left_on=None).values("program_student__student")
    theirs = (
        Match.objects.of(before.district)
        .open()
        .filter(
            program=before.program_id,
            supervising_teacher=before.supervising_teacher_id,
            student_rows__student__in=sitting,
            student_rows__left_on=None,
        )
    )
    ids = list(theirs.values_list("pk", flat=True).distinct())
    Match.objects.of(before.district).filter(pk__in=ids).update(supervising_teacher=teacher)
