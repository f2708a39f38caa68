"""Students from a spreadsheet, with their guardians, custody notes and place in a program."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from mentoring.models import CourtOrder, Guardian, Guardianship, Program, ProgramStudent, Student
from rosters.sheets import people
from rosters.sheets.rows import SOURCE, Place, RowRefused, SheetRow, Taken, ambiguous, change, taken
from rosters.sheets.student_columns import GUARDIANS
from tenancy.models import Membership, MembershipSchool, Person, School
from tenancy.names import fold
from tenancy.permissions import Role

Relationship, Basis = Guardianship.Relationship, Guardianship.Basis
#: Why somebody may sign who says no more than what they are to the student.
_BASIS_OF: dict[str, str] = {
    Relationship.MOTHER: Basis.PARENT,
    Relationship.FATHER: Basis.PARENT,
    Relationship.PARENT: Basis.PARENT,
    Relationship.LEGAL_GUARDIAN: Basis.GUARDIAN,
    Relationship.AGENCY: Basis.AGENCY,
}


class Students:
    """Takes rows of students for one run. Raises RowRefused for a row that is not taken."""

    who: tuple[str, ...] = ("name", "family_name", "given_name", "state_student_id", "local_id")
    can_do_without = frozenset({"program", "custody_ends_on", *(f"{prefix}may_sign" for prefix in GUARDIANS)})
    entities: tuple[str, ...] = ("students", "guardians", "court_orders")
    of_unknown_age: Mapping[int, int] = {}

    def __init__(self, place: Place) -> None:
        self.place = place

    def finish(self) -> None:
        """Nothing waits for the other rows."""

    def attempt(self, row: SheetRow) -> list[Taken]:
        """What ``take`` does: nothing is remembered from row to row."""
        return self.take(row)

    def take(self, row: SheetRow) -> list[Taken]:
        """Find or add the student of a row, then what belongs to them."""
        program = self.place.program_called(row.text("program"))
        student, created, changed = self._student(row)
        changed += self._joins(student, program)
        label = student.person.sorted_name + (f" · {student.grade}" if student.grade else "")
        result = [taken("students", created=created, changed=changed, person_id=student.person_id, label=label)]
        for prefix in GUARDIANS:
            if any(row.get(key) is not None for key in row.values if key.startswith(prefix)):
                result.append(self._guardian(row, student, prefix))
        if row.text("custody_note"):
            result.append(self._court_order(row, student))
        return result

    def _student(self, row: SheetRow) -> tuple[Student, bool, list[str]]:
        found = self.find(row)
        school = self.place.school_called(row.text("school"))
        if found is None:
            return self._new(row, school), True, []
        if not self.place.reaches_school(found.school_id):
            raise RowRefused(_("This student goes to a school that is not yours."))
        if found.left_on is not None:
            raise RowRefused(_("This student has left. Take them back on their page first."))
        return found, False, self._changed(row, found, school)

    def _changed(self, row: SheetRow, student: Student, school: School | None) -> list[str]:
        """Change what the row says of a student who is here."""
        given, family = row.name("")
        names = (
            {"given_name": given, "family_name": family}
            if self._is_same_spelling(student.person, given, family)
            else {}
        )
        details = {**names, **{name: row.text(name) for name in ("preferred_name", "email", "phone")}}
        changed = people.update(self.place, student.person, details)
        facts = self._facts(row)
        is_of_roster = student.person.source not in ("", SOURCE)
        if is_of_roster and student.grade:
            facts.pop("grade")
        if row.text("school") and school and not (is_of_roster and student.school_id):
            facts["school_id"] = school.pk
        changed += change(student, facts)
        if "school_id" in changed and school:
            self._move(student.person, school)
        if changed:
            change(student, {"search_key": student.person.search_key})
        return changed

    def _is_same_spelling(self, person: Person, given: str, family: str) -> bool:
        """Whether a name of the row may replace the person's: the same letters, perhaps with accents or capitals."""
        return fold(given, family) == person.search_key_given

    def _facts(self, row: SheetRow) -> dict[str, object]:
        keys = (
            "grade",
            "state_student_id",
            "birth_on",
            "career_area",
            "career_course_codes",
            "transport",
            "helps_at_meetings",
        )
        return {key: row.get(key) or "" for key in keys}

    def _move(self, person: Person, school: School) -> None:
        """The role follows the school."""
        roles = Membership.objects.of(self.place.district).live().filter(person=person, role=Role.STUDENT)
        for membership in roles:
            membership.school_rows.all().delete()
            MembershipSchool.objects.create(district=self.place.district, membership=membership, school=school)

    def _new(self, row: SheetRow, school: School | None) -> Student:
        given, family = row.name("")
        if not self.place.creates:
            raise RowRefused(_("No student here has this name or ID."))
        if not (given and family):
            raise RowRefused(_("No student here has this ID. To add them, write first and last name."))
        if school is None:
            raise RowRefused(_("Write the school: there is more than one."), "school")
        details = {name: row.text(name) for name in ("preferred_name", "email", "phone")}
        if row.text("local_id"):
            details |= {"source": SOURCE, "sourced_id": row.text("local_id")}
        person = people.add(
            self.place, Role.STUDENT, {"given_name": given, "family_name": family, **details}, school=school
        )
        facts = {key: value for key, value in self._facts(row).items() if value}
        return Student.objects.create(
            district=self.place.district, person=person, school=school, search_key=person.search_key, **facts
        )

    def find(self, row: SheetRow, *, prefix: str = "", key: str = "") -> Student | None:
        """The student of a row: by state ID, local ID, email, then by exact name and school. Refuses to guess.

        Raises RowRefused when several could be meant, and when an ID belongs to somebody of another name.
        """
        given, family = row.name(prefix)
        state_id, local_id = row.text(f"{prefix}state_student_id"), row.text(f"{prefix}local_id")
        for at, candidates in (
            ("state_student_id", self._by_state_id(state_id) if state_id else []),
            ("local_id", self._of_person(source__in=self._sources, sourced_id=local_id) if local_id else []),
        ):
            if len(candidates) > 1:
                raise ambiguous(len(candidates), f"{prefix}{at}")
            if candidates and not self._could_be(candidates[0].person, given, family):
                raise RowRefused(_("This ID belongs to a student of another name."), f"{prefix}{at}")
            if candidates:
                return candidates[0]
        return self._by_name(row, given, family, prefix=prefix, key=key, state_id=state_id)

    def _by_name(
        self, row: SheetRow, given: str, family: str, *, prefix: str, key: str, state_id: str
    ) -> Student | None:
        email = row.text(f"{prefix}email")
        if email:
            same = [one for one in self._of_person(email=email) if people.has_name(one.person, given, family)]
            if len(same) == 1:
                return same[0]
        if not (given and family):
            return None
        found = self._called(given, family)
        school = self.place.school_called(row.text(f"{prefix}school"))
        if school is not None and row.text(f"{prefix}school"):
            found = [one for one in found if one.school_id in (school.pk, None)]
        born = row.day(f"{prefix}birth_on")
        if born is not None:
            found = [one for one in found if one.birth_on in (born, None)]
        if state_id:
            found = [one for one in found if one.state_student_id in (state_id, "")]
        if len(found) > 1:
            raise ambiguous(len(found), key)
        return found[0] if found else None

    def _called(self, given: str, family: str) -> list[Student]:
        same = people.ids(people.active(self.place).filter(people.called(given, family)), most=50)
        return [one for one in self._of(same) if self.place.reaches_school(one.school_id)]

    def _by_state_id(self, state_id: str) -> list[Student]:
        found = Student.objects.of(self.place.district).filter(state_student_id=state_id)
        return list(found.prefetch_related("person"))

    def _of_person(self, **known: object) -> list[Student]:
        return self._of(people.ids(people.active(self.place).filter(**known), most=9))

    def _of(self, person_ids: Sequence[int]) -> list[Student]:
        if not person_ids:
            return []
        found = Student.objects.of(self.place.district).filter(person__in=person_ids)
        return list(found.order_by("pk").prefetch_related("person"))

    @cached_property
    def _sources(self) -> list[str]:
        """Where people of this district come from: an ID is looked up by its source, as the index has it."""
        known = Person.objects.of(self.place.district).exclude(sourced_id="").order_by()
        return list(known.values_list("source", flat=True).distinct())

    def _could_be(self, person: Person, given: str, family: str) -> bool:
        """Whether an ID and a name can mean the same student: one of the two names is theirs, or none was given."""
        if not (given or family):
            return True
        same_family = bool(family) and fold(family) == fold(person.family_name)
        same_given = bool(given) and fold(given) in {fold(person.given_name), fold(person.preferred_name)}
        return same_family or same_given

    def _joins(self, student: Student, program: Program | None) -> list[str]:
        """The student stands in the program, asked to apply; whoever is in it already stays as they are."""
        if program is None:
            return []
        _row, is_new = ProgramStudent.objects.get_or_create(
            district=self.place.district,
            program=program,
            student=student,
            defaults={"search_key": student.search_key, "added_on": self.place.on},
        )
        return ["program"] if is_new else []

    # --- Guardians ---------------------------------------------------------------------------------------------------

    def _guardian(self, row: SheetRow, student: Student, prefix: str) -> Taken:
        given, family = row.name(prefix)
        if not (given and family):
            raise RowRefused(_("Write first and last name of the parent or guardian."), f"{prefix}family_name")
        details = {name: row.text(f"{prefix}{name}") for name in ("email", "phone", "language")}
        guardian = self._guardian_of(student, given, family, details, prefix)
        created = guardian is None
        changed: list[str] = []
        if guardian is None:
            person = people.add(self.place, Role.GUARDIAN, {"given_name": given, "family_name": family, **details})
            guardian = Guardian.objects.create(
                district=self.place.district, person=person, search_key=person.search_key
            )
        else:
            changed = people.update(self.place, guardian.person, details, key=f"{prefix}email")
        needs = row.get(f"{prefix}needs_interpreter")
        if isinstance(needs, bool) and needs != guardian.needs_interpreter:
            guardian.needs_interpreter = needs
            guardian.save(update_fields=["needs_interpreter"])
            changed.append("needs_interpreter")
        changed += self._guardianship(row, student, guardian, prefix)
        label = f"{guardian.person.sorted_name} · {student.person.name}"
        return taken("guardians", created=created, changed=changed, person_id=guardian.person_id, label=label)

    def _guardian_of(
        self, student: Student, given: str, family: str, details: dict[str, str], prefix: str
    ) -> Guardian | None:
        """A guardian listed for the student already by that name; or one here of that name who is reached likewise."""
        here = Guardian.objects.of(self.place.district).prefetch_related("person")
        same = people.active(self.place).filter(people.called(given, family))
        theirs = list(here.filter(guardianships__student=student, person__in=same.values("pk"))[:9])
        if not theirs:
            reached = [one for one in same[:50] if _is_reached(one, details)]
            theirs = [self._as_guardian(one, prefix) for one in reached]
        if len(theirs) > 1:
            raise ambiguous(len(theirs), f"{prefix}family_name")
        return theirs[0] if theirs else None

    def _as_guardian(self, person: Person, prefix: str) -> Guardian:
        """Somebody who is here already, a colleague perhaps, as a guardian. Refuses a student."""
        roles = Membership.objects.of(self.place.district).live().filter(person=person, role=Role.STUDENT)
        if roles.exists():
            raise RowRefused(
                _("This parent or guardian has the name and address of a student here. Check the row."),
                f"{prefix}family_name",
            )
        people.give_role(self.place, person, Role.GUARDIAN)
        guardian, _is_new = Guardian.objects.get_or_create(
            district=self.place.district, person=person, defaults={"search_key": person.search_key}
        )
        return guardian

    def _guardianship(self, row: SheetRow, student: Student, guardian: Guardian, prefix: str) -> list[str]:
        relationship = str(row.get(f"{prefix}relationship") or "")
        may_sign = row.get(f"{prefix}may_sign")
        tie, is_new = Guardianship.objects.get_or_create(
            district=self.place.district, student=student, guardian=guardian, defaults={"source": SOURCE}
        )
        if tie.ended_on is not None:
            raise RowRefused(
                _("This parent or guardian is no longer listed for the student. Change that on the student’s page."),
                f"{prefix}family_name",
            )
        basis = str(row.get(f"{prefix}basis") or "")
        if may_sign is True and not (basis or tie.basis):
            basis = _BASIS_OF.get(relationship or tie.relationship, "")
            if not basis:
                raise RowRefused(_("Say on what basis they may sign."), f"{prefix}may_sign")
        changed = change(tie, {"relationship": relationship, "basis": basis})
        if isinstance(may_sign, bool):
            changed += change(tie, {"may_sign": may_sign})
        return [*(["student"] if is_new else []), *changed]

    # --- Court orders ------------------------------------------------------------------------------------------------

    def _court_order(self, row: SheetRow, student: Student) -> Taken:
        """A note that somebody reads and completes: its kind is left open, and it is marked as not checked."""
        says, source = row.text("custody_note"), row.text("custody_source")
        ends_on = row.day("custody_ends_on")
        if ends_on is not None and ends_on < self.place.on:
            raise RowRefused(_("This custody note is over already. Leave it out."), "custody_ends_on")
        orders = CourtOrder.objects.of(self.place.district).filter(student=student, says=says)
        order = orders.first()
        label = student.person.sorted_name
        if order is not None:
            changed = change(order, {"ends_on": ends_on})
            return taken("court_orders", created=False, changed=changed, person_id=student.person_id, label=label)
        CourtOrder.objects.create(
            district=self.place.district,
            student=student,
            kind=CourtOrder.Kind.OTHER,
            says=says,
            source=(source or _("A spreadsheet"))[:200],
            is_checked=False,
            starts_on=self.place.on,
            ends_on=ends_on,
            recorded_by_id=self.place.by.person_id,
        )
        return taken("court_orders", created=True, changed=(), person_id=student.person_id, label=label)


def _is_reached(person: Person, details: dict[str, str]) -> bool:
    """Whether somebody of the same name is reached at the same email address or phone."""
    return any(details[name] and details[name] == getattr(person, name) for name in ("email", "phone"))
