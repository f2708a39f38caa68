"""What other floors read of classes, many students at a time."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from classes.models import ClassFocus
from mentoring.models import ClassGroupStudent
from tenancy.context import current_district


def focuses_of(student_ids: Collection[int], on: date) -> dict[int, list[ClassFocus]]:
    """By student: what their class groups work on that day, with the class group read along. Two queries and one.

    Only where the program's policy lets mentors read it. A student without a focus is left out.
    """
    seats = ClassGroupStudent.objects.filter(
        Q(left_on=None) | Q(left_on__gt=on),
        district=current_district(),
        program_student__student__in=student_ids,
        joined_on__lte=on,
    )
    groups_of: dict[int, set[int]] = {}
    for student_id, group_id in seats.values_list("program_student__student", "class_group"):
        groups_of.setdefault(student_id, set()).add(group_id)
    by_group = _shared_focuses({one for groups in groups_of.values() for one in groups}, on)
    found = {
        student_id: [focus for group_id in sorted(groups) for focus in by_group.get(group_id, [])]
        for student_id, groups in groups_of.items()
    }
    return {student_id: focuses for student_id, focuses in found.items() if focuses}


def _shared_focuses(group_ids: set[int], on: date) -> dict[int, list[ClassFocus]]:
    """By class group: what mentors may read of it that day."""
    shared = ClassFocus.objects.filter(
        district=current_district(),
        class_group__in=group_ids,
        class_group__program__archived_on=None,
        class_group__program__policies__shares_class_focus=True,
    )
    by_group: dict[int, list[ClassFocus]] = {}
    for focus in shared.on(on).order_by("pk").prefetch_related("class_group"):
        by_group.setdefault(focus.class_group_id, []).append(focus)
    return by_group
