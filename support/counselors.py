"""Who reads what is written to the counselor of a school: by role, and a back-up who was named beforehand."""

from collections.abc import Collection, Mapping

from mentoring.models import Policy
from support.models import CounselorBackup
from tenancy.models import District, Membership, Person, School, Scope
from tenancy.permissions import STAFF_ROLES, Role

#: Whoever runs the program or the district does not read what students tell the counselor.
_NEVER = (Role.ADMINISTRATOR, Role.COORDINATOR)
#: School hours to read where a student is in no program.
USUAL_HOURS = 4


def counselors_of(district: District, school: School | None) -> list[Person]:
    """Everybody who counsels at a school, whoever is there alone before those of the whole district."""
    live = Membership.objects.of(district).live().filter(role=Role.COUNSELOR)
    here = live.filter(scope=Scope.SCHOOLS, school_rows__school=school) if school else live.none()
    everywhere = live.filter(scope=Scope.DISTRICT)
    people = Person.objects.of(district).active()
    first = list(people.filter(pk__in=here.values("person")).order_by("pk"))
    others = people.filter(pk__in=everywhere.values("person")).order_by("pk")
    return [*first, *(one for one in others if one not in first)]


def counselors_by_school(district: District) -> "tuple[Mapping[int, list[Person]], list[Person]]":
    """Who counsels at which schools, and who counsels in the whole district. Four queries, however many schools."""
    live = Membership.objects.of(district).live().filter(role=Role.COUNSELOR, person__deactivated_at=None)
    by_school: dict[int, list[Person]] = {}
    everywhere: list[Person] = []
    for one in live.order_by("person").prefetch_related("person", "school_rows"):
        if one.scope == Scope.DISTRICT:
            everywhere.append(one.person)
        for row in one.school_rows.all():
            by_school.setdefault(row.school_id, []).append(one.person)
    return by_school, everywhere


def backup_of(district: District, school: School | None) -> Person | None:
    """The back-up of a school, if one was named who is still here and may read."""
    if school is None:
        return None
    row = CounselorBackup.objects.of(district).filter(school=school).prefetch_related("person").first()
    if row is None or not row.person.is_active or not may_back_up(row.person):
        return None
    return row.person


def may_back_up(person: Person) -> bool:
    """Whether somebody may read in a counselor's place: staff, but nobody who runs programs or the district."""
    roles = set(Membership.objects.of(person.district).live().filter(person=person).values_list("role", flat=True))
    return bool(roles & set(STAFF_ROLES)) and not roles & set(_NEVER)


def people_for_backup(district: District, school: School) -> "list[Person]":
    """Who can be named: staff of the school or of the whole district who run no program, by name."""
    live = Membership.objects.of(district).live()
    staff = live.filter(role__in=[one for one in STAFF_ROLES if one not in {*_NEVER, Role.AUDITOR}])
    here = staff.filter(scope=Scope.SCHOOLS, school_rows__school=school)
    everywhere = staff.filter(scope=Scope.DISTRICT)
    people = (
        Person.objects.of(district).active().filter(pk__in=here.values("person").union(everywhere.values("person")))
    )
    never = live.filter(role__in=_NEVER).values("person")
    return list(people.exclude(pk__in=never).in_list_order())


def hours_to_read(district: District, student_ids: Collection[int]) -> Mapping[int, int]:
    """By student: within how many school hours a letter is read, as the strictest of their programs says. One query."""
    rows = Policy.objects.of(district).filter(program__archived_on=None, program__students__student__in=student_ids)
    found: dict[int, int] = dict.fromkeys(student_ids, 0)
    for student_id, hours in rows.values_list("program__students__student_id", "referral_hours"):
        if student_id in found:
            found[student_id] = min(found[student_id] or hours, hours)
    return {pk: hours or USUAL_HOURS for pk, hours in found.items()}


def administrators(district: District) -> list[Person]:
    """Everybody who administers the district."""
    live = Membership.objects.of(district).live().filter(role=Role.ADMINISTRATOR)
    return list(Person.objects.of(district).active().filter(pk__in=live.values("person")).order_by("pk"))
