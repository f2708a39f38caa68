"""Whom somebody may know of through what they are to each other: a mentor's students, a child's parents.

Floors above know these relations. They name functions ``(viewer) -> Q`` on people, on one page:
``config/person_pages.py`` (``settings.PERSON_RELATIONS``). For what only work allows (outcomes of checks, incidents)
they name functions ``(viewer, permission) -> Q`` there too (``settings.PERSON_REACH``). Whom somebody who works here
may not know of all the same, they say by functions ``(viewer) -> Q`` of what is left (``settings.PERSON_LIMITS``).
What nearly every page asks of whoever is looking is read along with their roles (``settings.VIEWER_FACTS``).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.db.models.expressions import BaseExpression
from django.utils.module_loading import import_string

from tenancy.permissions import Permission

if TYPE_CHECKING:
    from tenancy.viewer import Viewer

Relation = Callable[["Viewer"], Q]
WorkRelation = Callable[["Viewer", Permission], Q]
#: What it tells of the person of an outer role; its value stands in ``Viewer.kept`` by the function.
Fact = Callable[[], BaseExpression]


def related_to(viewer: "Viewer") -> Q:
    """A condition on people: those whom any relation joins with this viewer. Empty when no floor knows relations."""
    relations: Sequence[Relation] = import_string(settings.PERSON_RELATIONS)
    joined = Q()
    for relation in relations:
        joined |= relation(viewer)
    return joined


def not_withheld(viewer: "Viewer") -> Q:
    """A condition on people: those whom no floor withholds from this viewer."""
    limits: Sequence[Relation] = import_string(settings.PERSON_LIMITS)
    left = Q()
    for limit in limits:
        left &= limit(viewer)
    return left


def related_at_work(viewer: "Viewer", permission: Permission) -> Q:
    """A condition on people: those for whom the viewer's own staff roles hold this permission, as floors above know."""
    relations: Sequence[WorkRelation] = import_string(settings.PERSON_REACH)
    joined = Q(pk__in=[])
    for relation in relations:
        joined |= relation(viewer, permission)
    return joined


def viewer_facts() -> Sequence[Fact]:
    """What is read of a viewer along with their roles, as floors above know it."""
    facts: Sequence[Fact] = import_string(settings.VIEWER_FACTS)
    return facts
