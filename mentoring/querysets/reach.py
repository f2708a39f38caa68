"""Where a viewer's permissions hold on this floor: in whole districts, in schools, or in some programs."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from tenancy.permissions import ROLE_PERMISSIONS, Permission

if TYPE_CHECKING:
    from tenancy.viewer import Viewer


def rows(model: str) -> Any:
    """Every row of a model of this floor, for a subquery of its siblings' querysets."""
    return apps.get_model("mentoring", model)._default_manager.all()


def is_one_of(key: str, few: Any) -> Func:
    """A condition: the key names one of these few rows, which are read once, before anything else of the query.

    ``__in`` leaves the order to the planner, and in tables that nothing has analyzed yet it tries each pair of rows:
    thirty rows in each of six tables took half a minute.
    """
    read = ArraySubquery(few.values("pk"))
    return Func(F(key), read, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def programs_named(viewer: "Viewer", permission: Permission) -> Any:
    """Ids of the programs that the viewer's roles "in some programs" name, for this permission; None without any."""
    holders = {
        (held.covering_id or viewer.person_id, held.role)
        for held in viewer.roles_held
        if held.scope == "programs" and permission in ROLE_PERMISSIONS[held.role]
    }
    if not holders:
        return None
    held_by = Q()
    for person_id, role in holders:
        held_by |= Q(membership__person=person_id, membership__role=role)
    return (
        rows("MembershipProgram").filter(held_by, district=viewer.district, membership__ended_on=None).values("program")
    )


def in_reach(viewer: "Viewer", permission: Permission, *, program: str, has_schools: bool = True) -> Q:
    """A condition: the program at this path is one where the permission holds. ``program`` is "pk" or a key's name.

    Call it only for viewers who do not hold the permission in the whole district. Nothing matches when they hold it
    nowhere.
    """
    allowed = Q(pk__in=[])
    named = programs_named(viewer, permission)
    if named is not None:
        allowed |= Q(**{f"{program}__in": named})
    school_ids = viewer.reach(permission).school_ids
    if school_ids and has_schools:
        there = rows("ProgramSchool").filter(
            district=OuterRef("district"), program=OuterRef(program), school__in=school_ids
        )
        allowed |= Q(Exists(there))
    return allowed


def same_persons(viewer: "Viewer", permission: Permission) -> set[int]:
    """The viewer and the colleagues whom they cover, as far as the roles give this permission."""
    ids = {
        held.covering_id or viewer.person_id for held in viewer.roles_held if permission in ROLE_PERMISSIONS[held.role]
    }
    return {one for one in ids if one is not None}
