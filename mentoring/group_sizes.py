"""How many students and mentors may meet together (S-8)."""

from django.utils.translation import gettext as _

from mentoring.models import Format

#: How many students for each mentor at most; a large group is counted as a whole.
MOST_FOR_EACH = {Format.ONE_TO_ONE: 1, Format.SMALL_GROUP: 4, Format.TEAM: 4, Format.PEER: 1, Format.ONLINE: 4}
MOST_IN_LARGE_GROUP, MOST_MENTORS_OF_LARGE_GROUP = 10, 2
#: A large group of this size needs two adults.
NEEDS_TWO = range(5, 7)


def size_refusal(how: Format, students: int, mentors: int) -> str:
    """Why so many students and mentors may not meet in this format; empty when they may."""
    if how == Format.LARGE_GROUP:
        return _large_group_refusal(students, mentors)
    most = MOST_FOR_EACH[how]
    if how in {Format.ONE_TO_ONE, Format.PEER} and (students > 1 or mentors > 1):
        return _("One mentor meets one student here. Choose a group for more.")
    if how == Format.SMALL_GROUP and mentors > 1:
        return _("A small group has one mentor. Choose a team for several.")
    if students > most * mentors:
        return _("These are more than %(most)s students for each mentor.") % {"most": most}
    return ""


def _large_group_refusal(students: int, mentors: int) -> str:
    if students > MOST_IN_LARGE_GROUP:
        return _("A large group has at most %(most)s students.") % {"most": MOST_IN_LARGE_GROUP}
    if mentors > MOST_MENTORS_OF_LARGE_GROUP:
        return _("A large group has at most %(most)s mentors.") % {"most": MOST_MENTORS_OF_LARGE_GROUP}
    if students in NEEDS_TWO and mentors < MOST_MENTORS_OF_LARGE_GROUP:
        return _("A group of %(count)s students needs two mentors.") % {"count": students}
    return ""
