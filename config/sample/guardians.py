"""Families of the sample districts in each of their states: court orders, text messages, paper, people here twice."""

from datetime import date, datetime, timedelta

from correspondence.actions import text_consents
from correspondence.models import TextConsent
from mentoring.actions import court_orders, guardianships
from mentoring.models import CourtOrder, Guardian, Guardianship
from tenancy.actor import Actor
from tenancy.models import Person

_Basis, _Relationship = Guardianship.Basis, Guardianship.Relationship


def add(leads: dict[str, Person], today: date, now: datetime) -> None:
    """Give families what they have in life, by the same actions that people use."""
    staff = Actor.person(leads["coordinator"])
    held = list(
        Guardianship.objects.exclude(guardian__person=leads["guardian"])
        .exclude(student__person=leads["student"])
        .prefetch_related("guardian__person", "student__person")
        .order_by("pk")
    )
    _caregivers(held, staff)
    _orders(held, staff, today)
    _reached_otherwise(leads["guardian"], staff, now)
    _twice(held, staff, today)


def _caregivers(held: list[Guardianship], staff: Actor) -> None:
    """Somebody signs by a caregiver’s statement, somebody may not sign."""
    guardianships.change(
        guardianship=held[2],
        relationship=_Relationship.GRANDPARENT,
        may_sign=True,
        basis=_Basis.CAREGIVER,
        basis_note="Caregiver’s statement of August 12, in the office",
        by=staff,
    )
    guardianships.change(guardianship=held[4], may_sign=False, basis="", by=staff)


def _orders(held: list[Guardianship], staff: Actor, today: date) -> None:
    """One order that keeps a parent away, one that ends in three weeks, one that is over."""
    second = next((one for one in held if one.relationship == _Relationship.GRANDPARENT), held[0])
    court_orders.add(
        student=second.student,
        kind=CourtOrder.Kind.NO_RECORDS,
        about=second.guardian.person,
        says="May not see school records and may not sign.",
        source="Order of the family court, copy in the counselor’s office",
        starts_on=today - timedelta(days=200),
        ends_on=None,
        by=staff,
    )
    for student, days_ago, days_left in ((held[6].student, 340, 21), (held[7].student, 700, -40)):
        court_orders.add(
            student=student,
            kind=CourtOrder.Kind.CUSTODY,
            about=None,
            says="The mother has sole custody. Call her first.",
            source="Order shown by the mother",
            starts_on=today - timedelta(days=days_ago),
            ends_on=today + timedelta(days=days_left),
            by=staff,
        )


def _reached_otherwise(lead: Person, staff: Actor, now: datetime) -> None:
    """Of those without an address: some agreed to text messages; others, and some with one, want paper."""
    without = list(
        Guardian.objects.filter(person__email="").exclude(person=lead).prefetch_related("person").order_by("pk")
    )
    for number, guardian in enumerate(without):
        person = guardian.person
        person.phone = f"+1312555{4000 + person.pk % 1000:04d}"
        person.save(update_fields=["phone"])
        if number % 3 != 2:
            text_consents.opt_in(person=person, how=TextConsent.How.PAPER, at=now - timedelta(days=50), by=staff)
    reached = (
        Guardian.objects.exclude(person__email="").exclude(person=lead).order_by("pk").values_list("pk", flat=True)
    )
    Guardian.objects.filter(pk__in=list(reached)[3:30:9]).update(prefers_paper=True)


def _twice(held: list[Guardianship], staff: Actor, today: date) -> None:
    """A parent who came in twice, once for each of two siblings, and one under a second address."""
    for number, one in enumerate((held[9], held[11])):
        original = one.guardian.person
        guardianships.add_new(
            student=one.student if number == 0 else held[12].student,
            person={
                "given_name": original.given_name,
                "family_name": original.family_name,
                "email": f"{original.given_name}.{original.pk}@home.example".lower() if number == 0 else original.email,
                "phone": "",
                "language": original.language,
            },
            wishes={},
            relationship=_Relationship.PARENT,
            may_sign=None,
            basis="",
            on=today,
            by=staff,
        )
