"""What clearance knows of merging people: what is recorded of both counts for one."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import BackgroundCheck, SafetyHold
from tenancy.merging import CannotMerge, FloorMerging, Move, drop
from tenancy.models import Person


def refusals(kept: Person, gone: Person) -> Iterable[str]:
    """Nobody is merged away from under a safety hold, and no two checks of a kind run at once."""
    both = [kept, gone]
    held = SafetyHold.objects.of(kept.district).filter(person__in=both, lifted_at=None).prefetch_related("person")
    for hold in held:
        words = _("%(name)s is on a safety hold. Merge the two once it is lifted.")
        yield words % {"name": hold.person.name}
    running = BackgroundCheck.objects.of(kept.district).filter(
        person__in=both, taken_back_at=None, outcome__in=["pending", "review"]
    )
    kinds = [one.get_check_type_display() for one in running]
    for kind in sorted({one for one in kinds if kinds.count(one) > 1}):
        yield _("A check of the same kind is running for both (%(kind)s). Record how one of them ended first.") % {
            "kind": kind
        }


def _take_back(row: Any, kept: Person) -> None:
    """Both say the same: the record of the one that goes is taken back, and stays to be read."""
    type(row)._base_manager.filter(pk=row.pk).update(taken_back_at=timezone.now(), person=kept)


def _same_outcome(row: BackgroundCheck, kept: Person) -> None:
    """Two checks of a kind on one day are the same check, unless they say different things."""
    twins = BackgroundCheck.objects.of(kept.district).filter(
        person=kept, check_type=row.check_type, decided_on=row.decided_on, taken_back_at=None
    )
    if twins.exclude(outcome=row.outcome).exists():
        raise CannotMerge(
            _("Two checks of the same kind on the same day have different outcomes. Take the wrong one back first.")
        )
    _take_back(row, kept)


MERGING = FloorMerging(
    moves=[
        Move("screening.Asked", "person", gettext_lazy("What is asked of them"), drop),
        Move("screening.BackgroundCheck", "person", gettext_lazy("Background checks"), _same_outcome),
        Move("screening.TrainingRecord", "person", gettext_lazy("Trainings"), _take_back),
        Move("screening.Acknowledgement", "person", gettext_lazy("Policies agreed to"), _take_back),
        Move("screening.Reference", "person", gettext_lazy("References"), _take_back),
        Move("screening.SafetyHold", "person", gettext_lazy("Safety holds")),
    ],
    stays={
        "screening.Acknowledgement.recorded_by": "who wrote it down then",
        "screening.BackgroundCheck.decided_by": "who decided then",
        "screening.BackgroundCheck.recorded_by": "who wrote it down then",
        "screening.Incident.reported_by": "never changed",
        "screening.IncidentNote.written_by": "never changed",
        "screening.IncidentPerson.person": "never changed; the row that went leads to the one that stayed",
        "screening.Reference.recorded_by": "who wrote it down then",
        "screening.SafetyHold.lifted_by": "who lifted it then",
        "screening.SafetyHold.placed_by": "who placed it then",
        "screening.TrainingRecord.recorded_by": "who wrote it down then",
    },
    refusals=refusals,
)
