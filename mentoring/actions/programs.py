"""Programs are added, planned, changed, put away and continued into the next year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    Match,
    MembershipProgram,
    Phase,
    Policy,
    Preset,
    Program,
    ProgramMentor,
    ProgramPhase,
    ProgramSchool,
    ProgramStudent,
)
from mentoring.presets import ASKED, POLICIES, phase_days
from screening.actions import asked, requirement_sets
from screening.models import Asked, RequirementSet
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, School, SchoolYear

#: What a form changes of a program itself; its schools are rows of their own.
DETAILS = ("name", "name_es", "about", "about_es", "apply_code", "takes_students", "takes_mentors", "requirement_set")
#: The highest grade: whoever is in it does not come back next year.
_LAST_GRADES = frozenset({"12", "13"})
#: What is copied of a policy; everything but what makes it the policy of one program.
_NOT_COPIED = frozenset({"id", "district", "program"})
#: An apply code holds this many letters, of which a year and a number may take the last ones.
_CODE_LENGTH, _STEM_LENGTH = 20, 14


class CannotChange(Exception):
    """The program stays as it is; the text says why."""


class CannotArchive(Exception):
    """The program is not put away; the text says why."""


class CannotContinue(Exception):
    """Nothing is copied; the text says why."""


def refuse_archived(program: Program) -> None:
    """Refuse (CannotChange) any change in a program that is put away. Call it with a row that was just read."""
    if program.is_archived:
        raise CannotChange(_("This program is archived. Take it back before you change anything in it."))


@transaction.atomic
def add(
    *,
    name: str,
    school_year: SchoolYear,
    schools: Sequence[School],
    preset: Preset,
    on: date,
    by: Actor,
    about: str = "",
) -> Program:
    """Add a program with the policy, the phases and the requirement set of a preset. Nobody can apply yet."""
    program = Program.objects.create(
        district_id=school_year.district_id,
        name=name,
        about=about,
        school_year=school_year,
        apply_code=free_code(school_year.district, name),
        requirement_set=requirement_sets.create_from_preset(ASKED[preset], by=by, on=on, name=name[:80]),
    )
    Policy.objects.create(district_id=program.district_id, program=program, preset=preset, **POLICIES[preset])
    _set_schools(program, schools)
    first = max(school_year.starts_on, on) if on < school_year.ends_on else school_year.starts_on
    _set_phases(program, phase_days(first, school_year.ends_on))
    audit.record(by=by, verb="program.add", target=program, facts={"preset": str(preset)})
    return program


@transaction.atomic
def change(*, program: Program, schools: Sequence[School], on: date, by: Actor, **details: Any) -> list[str]:
    """Change a program's details and schools. Returns the names of what changed.

    With another requirement set, its mentors are asked that one from this day on. Refuses (CannotChange) to take out a
    school that has class groups, and anything in an archived program.
    """
    before = _locked(program)
    changed = [name for name in DETAILS if name in details and details[name] != getattr(before, name)]
    there = {row.school_id for row in before.school_rows.all()}
    if there != {school.pk for school in schools}:
        _refuse_school_with_groups(before, gone=there - {school.pk for school in schools})
        changed.append("schools")
        _set_schools(before, schools)
    if not changed:
        return []
    for name in details:
        setattr(program, name, details[name])
    program.save(update_fields=[name for name in changed if name != "schools"])
    audit.record(by=by, verb="program.change", target=program, facts={"changed": changed})
    if "requirement_set" in changed:
        _ask_anew(program, instead_of=before.requirement_set, on=on, by=by)
    return changed


@transaction.atomic
def schedule(*, program: Program, days: Mapping[Phase, date], by: Actor) -> None:
    """Say when the six phases begin. Refuses (CannotChange) days that are not in order."""
    _locked(program)
    if sorted(days.values()) != [days[phase] for phase in Phase]:
        raise CannotChange(_("Each phase begins on the day of the one before it, or later."))
    _set_phases(program, days)
    facts: dict[str, audit.Fact] = {phase.value: day.isoformat() for phase, day in days.items()}
    audit.record(by=by, verb="program.schedule", target=program, facts=facts)


@transaction.atomic
def archive(*, program: Program, on: date, by: Actor) -> None:
    """Put a program away: it can be read and not changed. Refuses (CannotArchive) while matches have not ended."""
    locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if locked.is_archived:
        return
    if running := Match.objects.of(locked.district).open().filter(program=locked).count():
        words = ngettext(
            "%(count)s match has not ended. End it or continue it first.",
            "%(count)s matches have not ended. End or continue them first.",
            running,
        )
        raise CannotArchive(words % {"count": running})
    program.archived_on = on
    program.save(update_fields=["archived_on"])
    audit.record(by=by, verb="program.archive", target=program)


@transaction.atomic
def take_back(*, program: Program, by: Actor) -> None:
    """Open an archived program again. Doing it twice changes nothing."""
    if not program.is_archived:
        return
    program.archived_on = None
    program.save(update_fields=["archived_on"])
    audit.record(by=by, verb="program.take_back", target=program)


@transaction.atomic
def continue_into(
    *,
    program: Program,
    school_year: SchoolYear,
    name: str,
    on: date,
    by: Actor,
    copies_groups: bool = True,
    copies_students: bool = False,
) -> Program:
    """Copy a program into a later school year: policy, phases, schools, what is asked of mentors, who works in it.

    With ``copies_groups`` its class groups come along; with ``copies_students`` their accepted students too, except
    those of the last grade: they are asked to apply again, since nobody is accepted without being asked. Refuses
    (CannotContinue) a school year that is not later, and a program that was continued already.
    """
    locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if school_year.starts_on <= locked.school_year.starts_on:
        raise CannotContinue(_("Choose a later school year."))
    if Program.objects.of(locked.district).filter(continues=locked).exists():
        raise CannotContinue(_("This program was continued already."))
    copy = Program.objects.create(
        district_id=locked.district_id,
        name=name,
        name_es=locked.name_es if name == locked.name else "",
        about=locked.about,
        about_es=locked.about_es,
        school_year=school_year,
        continues=locked,
        apply_code=free_code(locked.district, locked.apply_code, year=school_year.starts_on.year),
        requirement_set=locked.requirement_set,
    )
    _copy_rules(locked, copy)
    if copies_groups:
        _copy_groups(locked, copy, with_students=copies_students, on=on)
    audit.record(by=by, verb="program.continue", target=copy, facts={"continues": locked.pk})
    return copy


def free_code(district: District, wanted: str, *, year: int | None = None) -> str:
    """A short address that no other program of the district has, made of a name: "health-careers", "health-27"."""
    stem = slugify(wanted)[:_STEM_LENGTH].strip("-") or "mentoring"
    if year is not None:
        stem = f"{stem.rstrip('0123456789').rstrip('-') or stem}-{year % 100:02}"
    taken = set(Program.objects.of(district).values_list("apply_code", flat=True))
    codes = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 1000))
    return next(code for code in codes if code not in taken)[:_CODE_LENGTH]


def _locked(program: Program) -> Program:
    locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    refuse_archived(locked)
    return locked


def _set_schools(program: Program, schools: Sequence[School]) -> None:
    program.school_rows.all().delete()
    ProgramSchool.objects.bulk_create(
        ProgramSchool(district_id=program.district_id, program=program, school=school) for school in schools
    )


def _set_phases(program: Program, days: Mapping[Phase, date]) -> None:
    program.phases.all().delete()
    ProgramPhase.objects.bulk_create(
        ProgramPhase(district_id=program.district_id, program=program, phase=phase, starts_on=day)
        for phase, day in days.items()
    )


def _refuse_school_with_groups(program: Program, gone: set[int]) -> None:
    group = ClassGroup.objects.of(program.district).filter(program=program, school__in=gone).first()
    if group is not None:
        raise CannotChange(
            _("%(school)s still has class groups in this program. Remove them first.") % {"school": group.school.name}
        )


def _ask_anew(program: Program, *, instead_of: RequirementSet | None, on: date, by: Actor) -> None:
    """Ask the new set of accepted mentors, and of others of whom the old one was asked."""
    mine = ProgramMentor.objects.of(program.district).filter(program=program).prefetch_related("mentor__person")
    asked_before = Asked.objects.of(program.district).live().filter(requirement_set=instead_of).values("person")
    wanted = Q(state=ProgramMentor.State.ACCEPTED) | Q(mentor__person__in=asked_before)
    people = [place.mentor.person for place in mine.filter(wanted)]
    if instead_of is not None:
        still = _people_who_need(instead_of, besides=program)
        gone = [person for person in people if person.pk not in still]
        asked.stop_asking(people=gone, requirement_set=instead_of, on=on, by=by)
    if program.requirement_set is not None:
        asked.ask(people=people, requirement_set=program.requirement_set, on=on, by=by)


def _people_who_need(requirement_set: RequirementSet, *, besides: Program) -> set[int]:
    """Ids of the people of whom another program that goes on asks the same."""
    elsewhere = ProgramMentor.objects.of(besides.district).filter(
        program__requirement_set=requirement_set, program__archived_on=None, state=ProgramMentor.State.ACCEPTED
    )
    return set(elsewhere.exclude(program=besides).values_list("mentor__person", flat=True))


def _copy_rules(program: Program, copy: Program) -> None:
    """Policy, schools and the roles that hold in the program; phases by as many weeks later as the years are apart."""
    for policy in program.policies.all():
        values = {one.name: getattr(policy, one.name) for one in Policy._meta.concrete_fields}
        kept = {name: value for name, value in values.items() if name not in _NOT_COPIED}
        Policy.objects.create(district_id=copy.district_id, program=copy, **kept)
    _set_schools(copy, [row.school for row in program.school_rows.prefetch_related("school")])
    later = _whole_weeks(program.school_year, copy.school_year)
    phases = {Phase(row.phase): row.starts_on for row in program.phases.all()}
    _set_phases(copy, {phase: date.fromordinal(day.toordinal() + later) for phase, day in phases.items()})
    named = MembershipProgram.objects.of(program.district).filter(program=program, membership__ended_on=None)
    MembershipProgram.objects.bulk_create(
        MembershipProgram(district_id=copy.district_id, membership_id=pk, program=copy)
        for pk in named.values_list("membership", flat=True)
    )


def _whole_weeks(earlier: SchoolYear, later: SchoolYear) -> int:
    """Days from one year to another so that weekdays stay: 364 for the next."""
    return round((later.starts_on - earlier.starts_on).days / 7) * 7


def _copy_groups(program: Program, copy: Program, *, with_students: bool, on: date) -> None:
    for group in ClassGroup.objects.of(program.district).filter(program=program).order_by("pk"):
        made = ClassGroup.objects.create(
            district_id=copy.district_id,
            program=copy,
            school_id=group.school_id,
            name=group.name,
            supervising_teacher_id=group.supervising_teacher_id,
        )
        if with_students:
            _copy_students(group, made, on=on)


def _copy_students(group: ClassGroup, made: ClassGroup, *, on: date) -> None:
    rows = group.student_rows.filter(left_on=None, program_student__state=ProgramStudent.State.ACCEPTED)
    for row in rows.prefetch_related("program_student__student"):
        student = row.program_student.student
        if student.grade in _LAST_GRADES or student.left_on is not None:
            continue
        place = ProgramStudent.objects.create(
            district_id=made.district_id,
            program_id=made.program_id,
            student=student,
            state=ProgramStudent.State.INVITED,
            search_key=student.search_key,
            added_on=on,
        )
        ClassGroupStudent.objects.create(
            district_id=made.district_id, class_group=made, program_student=place, joined_on=on
        )
