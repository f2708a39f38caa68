"""Whom somebody may know of through what they are to each other: a mentor's students, a child's parents.

Floors above know these relations. They name functions ``(viewer) -> Q`` on people, on one page:
``config/person_pages.py`` (``settings.PERSON_RELATIONS``).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from tenancy.viewer import Viewer

Relation = Callable[["Viewer"], Q]


def related_to(viewer: "Viewer") -> Q:
    """A condition on people: those whom any relation joins with this viewer. Empty when no floor knows relations."""
    relations: Sequence[Relation] = import_string(settings.PERSON_RELATIONS)
    joined = Q()
    for relation in relations:
        joined |= relation(viewer)
    return joined
