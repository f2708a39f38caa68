"""Court orders about students: written down, changed, taken out, read."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mentoring.models import CourtOrder, Student
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent

#: What may be changed of an order, and is named in the audit log when it was.
DETAILS = ("kind", "about", "says", "source", "starts_on", "ends_on")


@transaction.atomic
def add(*, student: Student, by: Actor, **details: Any) -> CourtOrder:
    """Write down a court order. From its first day on, whom it bars signs nothing for the student."""
    order = CourtOrder.objects.create(
        district_id=student.district_id, student=student, recorded_by_id=by.person_id, **details
    )
    audit.record(by=by, verb="court_order.add", target=order, facts=_facts(order))
    return order


@transaction.atomic
def change(*, order: CourtOrder, by: Actor, **details: Any) -> list[str]:
    """Change what is written of an order; from then on it is checked. Returns the names of what really changed."""
    before = CourtOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    details["is_checked"] = True
    changed = [name for name in (*DETAILS, "is_checked") if name in details and details[name] != getattr(before, name)]
    for name in changed:
        setattr(before, name, details[name])
    if changed:
        before.save(update_fields=changed)
        audit.record(by=by, verb="court_order.change", target=before, facts={"changed": changed, **_facts(before)})
    return changed


@transaction.atomic
def end(*, order: CourtOrder, ends_on: date, reason: str, by: Actor) -> None:
    """Say that an order ends, or ended, on a day: the day before it started means that it never held here."""
    last_day = max(ends_on, order.starts_on)
    CourtOrder.objects.of(order.district).filter(pk=order.pk).update(ends_on=last_day)
    facts = {**_facts(order), "ends_on": last_day.isoformat()}
    audit.record(by=by, verb="court_order.end", target=order, reason=reason, facts=facts)


def note_reading(*, student: Student, by: Actor, since: datetime) -> None:
    """Write down that somebody read a student's court orders: once for each reader and student since midnight."""
    today = AuditEvent.objects.of(student.district).filter(
        verb="court_order.read", target_kind=Student._meta.label_lower, target_id=student.pk, at__gte=since
    )
    if not today.filter(actor_person_id=by.person_id, actor_user_id=by.user_id).exists():
        audit.record(by=by, verb="court_order.read", target=student, facts={"person": student.person_id})


def _facts(order: CourtOrder) -> dict[str, audit.Fact]:
    return {"kind": str(order.kind), "person": order.student.person_id, "about": order.about_id}
