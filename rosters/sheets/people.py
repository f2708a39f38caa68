"""People of a spreadsheet: found without guessing, changed where the sheet knows better, added with their role."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from rosters.guarded import REFUSAL, is_guarded
from rosters.sheets.rows import SOURCE, Place, RowRefused, ambiguous
from tenancy.actions import memberships
from tenancy.happenings import happened
from tenancy.models import Membership, MembershipSchool, Person, School, Scope
from tenancy.names import fold
from tenancy.permissions import STAFF_ROLES, Role
from tenancy.querysets.people import PersonQuerySet

_NAMES = frozenset({"given_name", "family_name", "preferred_name"})
_SEARCH_KEYS = ("search_key", "search_key_given", "search_key_preferred")


def active(place: Place) -> PersonQuerySet:
    """The people of the district who are still there."""
    return Person.objects.of(place.district).active()


def ids(found: PersonQuerySet, *, most: int) -> list[int]:
    """The first so many of them, read at once.

    Whom a row means is looked up by an index, then what they are by another: within a step that has just written
    thousands of rows, no statistics tell the database to do the same with one query.
    """
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def called(given_name: str, family_name: str) -> Q:
    """A condition: the person has this name, folded; the preferred name counts as well."""
    key = fold(given_name, family_name)
    return Q(search_key_given=key) | Q(search_key_preferred=key)


def has_name(person: Person, given_name: str, family_name: str) -> bool:
    """Whether a person goes by that name; a name that is not given fits everybody."""
    if not (given_name and family_name):
        return True
    return fold(given_name, family_name) in {person.search_key_given, person.search_key_preferred}


def add(place: Place, role: Role, details: Mapping[str, str], *, school: School | None = None) -> Person:
    """A new person with one role, in a school where one is given."""
    language = details.get("language") or place.district.language
    person = Person(district=place.district, **{**details, "language": language}).with_search_keys()
    person.save()
    membership = Membership.objects.create(
        district=place.district,
        person=person,
        role=role,
        scope=Scope.SCHOOLS if school else Scope.DISTRICT,
        started_on=place.on,
    )
    if school is not None:
        MembershipSchool.objects.create(district=place.district, membership=membership, school=school)
    return person


def give_role(place: Place, person: Person, role: Role) -> bool:
    """Give somebody who is here already a further role; True when they did not have it."""
    if Membership.objects.of(place.district).live().filter(person=person, role=role).exists():
        return False
    memberships.give(person=person, role=role, on=place.on, by=place.by)
    return True


def update(place: Place, person: Person, details: Mapping[str, str], *, key: str = "email") -> list[str]:
    """Change what is given and differs. What the roster says of somebody's name and address stays as it is there.

    Raises RowRefused, about the column ``key``, for another address of somebody whose address no file changes.
    """
    kept = {*_NAMES, "email"} if person.source not in ("", SOURCE) else set()
    changed = [
        name
        for name, value in details.items()
        if value and getattr(person, name) != value and not (name in kept and getattr(person, name))
    ]
    if not changed:
        return []
    if "email" in changed and is_guarded(place.district, person):
        raise RowRefused(str(REFUSAL), key)
    for name in changed:
        setattr(person, name, details[name])
    person.with_search_keys().save(update_fields=[*changed, *_SEARCH_KEYS])
    if "email" in changed:
        happened("person.address_changed", person=person, by=place.by)
    if not _NAMES.isdisjoint(changed):
        happened("person.renamed", person=person, by=place.by)
    return changed


def staff(place: Place, typed: str, key: str) -> Person:
    """Somebody of the staff by email or full name. Refuses nobody, and several."""
    held = Membership.objects.of(place.district).live().filter(role__in=STAFF_ROLES).values("person")
    colleagues = active(place).filter(pk__in=held)
    if "@" in typed:
        found = list(colleagues.filter(email=typed.lower())[:3])
    else:
        family, comma, given = typed.partition(",")
        name = fold(given, family) if comma else fold(typed)
        found = list(colleagues.filter(Q(search_key_given=name) | Q(search_key_preferred=name))[:9])
    if not found:
        words = _("Nobody of the staff here is called “%(name)s”. Write their email address.")
        raise RowRefused(words % {"name": typed[:60]}, key)
    if len(found) > 1:
        raise ambiguous(len(found), key)
    return found[0]
