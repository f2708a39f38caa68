"""Who sees which people, and how they are found by name."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tenancy.models.owned import DistrictQuerySet
from tenancy.names import fold
from tenancy.permissions import STAFF_ROLES, Permission
from tenancy.relations import not_withheld, related_at_work, related_to

if TYPE_CHECKING:
    from tenancy.models.person import Person
    from tenancy.viewer import Viewer


_SEARCH_KEYS = ("search_key", "search_key_given", "search_key_preferred")


class PersonQuerySet(DistrictQuerySet["Person"]):
    """People of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The people this viewer may know of.

        With FAMILIES_VIEW: everybody of the district, or, when scoped to schools, everybody who belongs to these. With
        PEOPLE_VIEW alone: colleagues of their schools and of the whole district. Everybody sees themselves,
        and whoever was shared with them by a grant that is still live. Floors above add the people of their relations
        (a teacher's class group, a parent's children), and withhold some from staff: ``tenancy/relations.py``.
        """
        mine = self.of(viewer.district)
        if viewer.can(Permission.PEOPLE_VIEW):
            mine = mine.filter(not_withheld(viewer))
        families, colleagues = viewer.reach(Permission.FAMILIES_VIEW), viewer.reach(Permission.PEOPLE_VIEW)
        if families.whole_district:
            return mine
        allowed = Q(pk=viewer.person_id) | Q(pk__in=viewer.granted_person_ids)
        if families.school_ids:
            allowed |= Q(Exists(_roles_in(families.school_ids, or_everywhere=False)))
        if colleagues.whole_district:
            allowed |= Q(Exists(_live_roles().filter(role__in=STAFF_ROLES)))
        elif colleagues.school_ids:
            allowed |= Q(Exists(_roles_in(colleagues.school_ids).filter(role__in=STAFF_ROLES)))
        return mine.filter(allowed | related_to(viewer))

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The people for whom the viewer's own roles hold this permission.

        Everybody, or whoever has a role in the viewer's schools, and the students, families and mentors of their
        schools and programs. Not who was shared with them, nor whom they know as a parent, nor who is here for the
        whole district: mentors and parents of other schools are among these.
        """
        mine, reach = self.of(viewer.district), viewer.reach(permission)
        if reach.whole_district:
            return mine
        here = Q(Exists(_roles_in(reach.school_ids, or_everywhere=False)))
        return mine.filter(here | related_at_work(viewer, permission))

    def active(self) -> Self:
        """People who are still with the district, each once."""
        return self.filter(deactivated_at=None, merged_into=None)

    def inactive(self) -> Self:
        """People who were let go and may come back."""
        return self.exclude(deactivated_at=None).filter(merged_into=None)

    def gone(self) -> Self:
        """People who were let go, and those who turned out to be somebody else: few, with an index of their own.

        "None of these" costs a long list far less than looking at each of its people.
        """
        return self.exclude(deactivated_at=None, merged_into=None)

    def holding(self, roles: Collection[str] = (), school_id: int | None = None) -> Self:
        """People with a live role: one of these, and one that holds in this school. Neither given: everybody."""
        if not roles and school_id is None:
            return self
        held = _live_roles() if school_id is None else _roles_in(frozenset({school_id}))
        return self.filter(Exists(held.filter(role__in=roles) if roles else held))

    def alike(self, *, given_name: str, family_name: str, email: str) -> Self:
        """People with this name, folded, or with this email address: perhaps the same human."""
        same = Q(search_key_given=fold(given_name, family_name))
        return self.filter(same | Q(email=email.lower()) if email else same)

    def named(self, text: str) -> Self:
        """People whose family, given or preferred name starts with the text, or whose email or phone it is exactly.

        Prefix search by ``^@`` on the folded keys: LIKE cannot use an index under row-level security.
        """
        key = fold(text)
        if not key:
            return self.none()
        found = _reached_at(text)
        for name in _SEARCH_KEYS:
            found |= Q(**{f"{name}__starts_with_key": key})
        return self.filter(found)

    def first_named(self, text: str, most: int) -> "list[Person]":
        """The first few people whom ``named`` finds, in list order.

        One short walk along the index of each key: asked for all keys at once, the database would read and sort every
        García of a large district.
        """
        key = fold(text)
        if not key:
            return []
        plain = self.prefetch_related(None)
        walks = [
            plain.filter(**{f"{name}__starts_with_key": key}).order_by(name).values("pk")[:most]
            for name in _SEARCH_KEYS
        ]
        if reached_at := _reached_at(text):
            walks.append(plain.filter(reached_at).values("pk")[:most])
        found = walks[0].union(*walks[1:]).values_list("pk", flat=True)
        return sorted(self.filter(pk__in=list(found)), key=lambda person: (person.search_key, person.pk))[:most]

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")


def _roles_in(school_ids: frozenset[int], *, or_everywhere: bool = True) -> models.QuerySet[models.Model]:
    """Live roles of the outer person in these schools, or in the whole district."""
    in_school = apps.get_model("tenancy", "MembershipSchool")._default_manager.filter(
        membership=OuterRef("pk"), district=OuterRef("district"), school__in=school_ids
    )
    here = Q(Exists(in_school))
    return _live_roles().filter(here | Q(scope="district") if or_everywhere else here)


def _live_roles() -> models.QuerySet[models.Model]:
    """Live roles of the outer person."""
    membership = apps.get_model("tenancy", "Membership")
    return membership._default_manager.filter(person=OuterRef("pk"), district=OuterRef("district"), ended_on=None)


def _reached_at(text: str) -> Q:
    """Whose email or phone the text is; an empty condition when it can be neither."""
    found = Q()
    if "@" in text:
        found |= Q(email=text.strip().lower())
    if digits := "".join(letter for letter in text if letter.isdigit()):
        found |= Q(phone="+" + digits) | Q(phone="+1" + digits)
    return found
