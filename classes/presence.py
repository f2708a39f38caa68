"""How often students were in class, out of how many days, worked out from who was not."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from classes.models import ClassAbsence, ClassDay
from mentoring.models import ClassGroup, ClassGroupStudent, ProgramStudent


@dataclass
class Presence:
    """One student: on how many days there was class while they were in it, and how they missed it."""

    held: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def absent(self) -> int:
        """Days on which they were absent."""
        return self.counts.get(ClassAbsence.Kind.ABSENT, 0)

    @property
    def excused(self) -> int:
        """Days on which they were excused."""
        return self.counts.get(ClassAbsence.Kind.EXCUSED, 0)

    @property
    def late(self) -> int:
        """Days on which they came late; they were here."""
        return self.counts.get(ClassAbsence.Kind.LATE, 0)

    @property
    def here(self) -> int:
        """Days on which they were here, late or not."""
        return self.held - self.absent - self.excused

    @property
    def words(self) -> str:
        """ "11 of 12"; a dash while there was no class."""
        return _("%(here)s of %(held)s") % {"here": self.here, "held": self.held} if self.held else "–"


def presences(group: ClassGroup, places: Collection[ProgramStudent]) -> dict[int, Presence]:
    """By place: presence in this class. Three queries, however many students and days."""
    ids = [one.pk for one in places]
    found = {pk: Presence() for pk in ids}
    held = list(ClassDay.objects.of(group.district).filter(class_group=group).held().values_list("day", flat=True))
    seats = ClassGroupStudent.objects.of(group.district).filter(class_group=group, program_student__in=ids)
    for place_id, joined_on, left_on in seats.values_list("program_student", "joined_on", "left_on"):
        found[place_id].held += sum(joined_on <= day < (left_on or date.max) for day in held)
    missed = ClassAbsence.objects.of(group.district).filter(class_day__class_group=group, program_student__in=ids)
    for place_id, kind in missed.values_list("program_student", "kind"):
        counts = found[place_id].counts
        counts[kind] = counts.get(kind, 0) + 1
    return found
