"""The bar of pages above the lists of programs and class groups."""

from django.urls import reverse
from django.utils.translation import gettext as _


def program_tabs(current: str) -> list[dict[str, object]]:
    """Programs that go on, those put away, class groups, who sits in them; ``current`` is the name of one."""
    programs = reverse("mentoring:program_list")
    pages = [
        ("current", _("Current"), programs),
        ("archived", _("Archived"), f"{programs}?state=archived"),
        ("class_groups", _("Class groups"), reverse("mentoring:class_group_list")),
        ("students", _("Students by class group"), reverse("mentoring:class_group_student_list")),
    ]
    return [{"label": label, "url": url, "is_current": name == current} for name, label, url in pages]
