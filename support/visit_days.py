"""When somebody of the school looks in at a workplace next (S-27)."""

from datetime import date
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mentoring.models import Match, PlaceKind, Policy
from mentoring.querysets.matches import MatchQuerySet
from support.models import Visit


def at_workplaces(matches: MatchQuerySet) -> Any:
    """The running matches among these that meet at a workplace, each with ``last_visit_on`` and ``visit_due_on``.

    The last visit, None without one; the next is due so many days after it, or after the start, as the rules say.
    """
    visits = Visit.objects.filter(district=OuterRef("district"), match=OuterRef("pk"), visited_on__isnull=False)
    last = visits.order_by().values("match").annotate(day=Max("visited_on")).values("day")
    planned = Visit.objects.filter(district=OuterRef("district"), match=OuterRef("pk"), visited_on=None)
    every = Policy.objects.filter(district=OuterRef("district"), program=OuterRef("program"))
    running = matches.filter(
        state=Match.State.RUNNING, program__archived_on=None, places__overlap=[PlaceKind.WORKPLACE.value]
    )
    return running.annotate(
        last_visit_on=Subquery(last[:1], output_field=DateField()),
        planned_visit_on=Subquery(planned.order_by("-planned_on").values("planned_on")[:1]),
        visit_every=Subquery(every.values("visit_every_days")[:1]),
    ).annotate(
        visit_due_on=ExpressionWrapper(
            Coalesce(F("last_visit_on"), F("starts_on")) + F("visit_every"), output_field=DateField()
        )
    )


def overdue(on: date) -> Q:
    """Of matches ``at_workplaces``: those whose visit is due and for which none is planned from today on."""
    return Q(visit_due_on__lte=on) & (Q(planned_visit_on=None) | Q(planned_visit_on__lt=on))
