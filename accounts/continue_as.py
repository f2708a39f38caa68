"""For whom a sign-in stands in a district, and whom it chose where it stands for several."""

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef

from accounts.models import Seat, User
from tenancy.models import District, Membership, Person
from tenancy.permissions import Role

_CHOICES = "accounts.continue_as"


def districts_of(user: User) -> list[District]:
    """The districts in which this sign-in stands for somebody, by name."""
    return _districts_of(user, is_active=True)


def closed_districts_of(user: User) -> list[District]:
    """The districts closed at present in which this sign-in stands for somebody, by name."""
    return _districts_of(user, is_active=False)


def _districts_of(user: User, *, is_active: bool) -> list[District]:
    mine = Seat.objects.filter(user=user).values("district_id")
    return list(District.objects.filter(pk__in=mine, is_active=is_active).order_by("name", "pk"))


def is_in_several(user: User) -> bool:
    """Whether this sign-in stands for somebody in more than one district."""
    return Seat.objects.filter(user=user).values("district_id").distinct().count() > 1


def people_of(user: User, district: District) -> tuple[list[Person], bool]:
    """The people of the district for whom this sign-in may stand, by name; and whether it has another district too.

    Nobody who left or was merged into another. If one of several is a student, only that student: roles may have
    changed since the seats were given, and a child's sign-in must never stand for a parent.
    """
    elsewhere = Exists(Seat.objects.filter(user=user).exclude(district=OuterRef("district")))
    seats = list(
        Seat.objects.filter(user=user, district=district).select_related("person").annotate(elsewhere=elsewhere)
    )
    live = [seat for seat in seats if seat.person.is_active]
    for seat in live:
        seat.person.district = district  # it is at hand: nobody asks for it again
    people = sorted((seat.person for seat in live), key=lambda person: (person.search_key, person.pk))
    if len(people) > 1:
        students = _students_among(people, district) | {
            seat.person_id for seat in live if seat.kind == Seat.Kind.STUDENT
        }
        people = [person for person in people if person.pk in students] or people
    return people, any(seat.elsewhere for seat in seats)


def chosen(session: SessionBase, district: District, people: list[Person]) -> Person | None:
    """Who is looking: the only person there is, or whom this session chose; None when it still has to choose."""
    if len(people) == 1:
        return people[0]
    choice = session.get(_CHOICES, {}).get(str(district.pk))
    return next((person for person in people if person.pk == choice), None)


def choose(session: SessionBase, district: District, person: Person) -> None:
    """Go on as this person until the session ends or chooses again."""
    session[_CHOICES] = {**session.get(_CHOICES, {}), str(district.pk): person.pk}


def _students_among(people: list[Person], district: District) -> set[int]:
    students = Membership.objects.of(district).live().filter(role=Role.STUDENT, person__in=people)
    return set(students.values_list("person_id", flat=True))
