"""What parents and court orders ask of somebody today."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import CourtOrder, Guardianship
from mentoring.querysets.guardians import CourtOrderQuerySet
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: So long before a court order ends, somebody should look whether it is prolonged.
BEFORE_ORDERS_END = timedelta(days=30)
#: Of more orders than this, one line says how many there are.
MOST_ORDERS = 3
#: So many orders are read to find these few.
MOST_READ = 50


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Court orders that nobody has checked, or that end soon; parents of whom nobody has said whether they may sign."""
    if viewer.can(Permission.STUDENTS_EDIT):
        yield from _unsaid(viewer)
        if viewer.can(Permission.COURT_ORDERS_VIEW):
            yield from _orders_to_check(viewer)
            yield from _orders_ending(viewer)


def _orders_to_check(viewer: Viewer) -> Iterator[Todo]:
    """Orders that came in a spreadsheet: until somebody says whom one is about, it keeps nobody from signing."""
    waiting = CourtOrder.objects.visible_to(viewer).to_check(viewer.today)
    students = [order.student for order in _first_of_each(waiting)]
    for student in students[:MOST_ORDERS]:
        words = _("A court order about %(name)s came in a spreadsheet. Check whom it keeps from signing.")
        yield Todo(
            key=f"court_orders.to_check:{student.pk}",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("Not checked"),
            sentence=words % {"name": student.person.name},
            action=_("Check the order"),
            url=reverse("mentoring:court_order_list", args=[student.pk]),
        )


def _first_of_each(orders: CourtOrderQuerySet) -> Iterator[CourtOrder]:
    """One order of each student, the oldest first."""
    seen: set[int] = set()
    for order in orders.order_by("pk").prefetch_related("student__person")[:MOST_READ]:
        if order.student_id not in seen:
            seen.add(order.student_id)
            yield order


def _orders_ending(viewer: Viewer) -> Iterator[Todo]:
    last = viewer.today + BEFORE_ORDERS_END
    ending = CourtOrder.objects.visible_to(viewer).filter(
        ends_on__gte=viewer.today, ends_on__lte=last, student__left_on=None
    )
    for order in ending.prefetch_related("student__person").order_by("ends_on", "pk")[:MOST_ORDERS]:
        words = {"name": order.student.person.name, "day": date_format(order.ends_on or last)}
        yield Todo(
            key=f"court_orders.ending:{order.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Ends soon"),
            sentence=_("A court order about %(name)s ends on %(day)s. Ask whether it is prolonged.") % words,
            action=_("See the order"),
            url=reverse("mentoring:court_order_list", args=[order.student_id]),
        )


def _unsaid(viewer: Viewer) -> Iterator[Line]:
    """Parents of students in programs of whom nobody has said whether they may sign."""

    def line(count: int) -> Todo:
        words = ngettext(
            "Of %(count)s parent nobody has said whether they may sign.",
            "Of %(count)s parents nobody has said whether they may sign.",
            count,
        )
        return Todo(
            key="guardians.unsaid",
            group="waiting",
            harm=3,
            kind="info",
            status=_("Ask"),
            sentence=words % {"count": counted(count)},
            action=_("Say who may sign"),
            url=f"{reverse('mentoring:guardian_list')}?signs=to_say",
        )

    yield Counted(Guardianship.objects.to_say(viewer).values("guardian").distinct(), line)
