"""Who may sign for a student (S-38)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.age_rules import is_of_age
from mentoring.models import CourtOrder, Guardianship, Student
from mentoring.querysets.guardians import BARRING
from tenancy.models import Person

#: What ``signers`` needs read along with students.
WITH_SIGNERS = ("person", "guardianships__guardian__person", "court_orders")


class Signing(StrEnum):
    """Whether one parent or guardian may sign for one student."""

    MAY = "may"
    MAY_NOT = "may_not"
    #: Nobody has said: somebody must be asked.
    UNSAID = "unsaid"
    #: A court order in force is about them.
    BARRED = "barred"
    #: The student signs for themselves.
    OF_AGE = "of_age"
    #: They are no longer the student's parent or guardian here, or left.
    ENDED = "ended"


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign for a student; ``guardianship`` says as what, and is None for the student."""

    person: Person
    guardianship: Guardianship | None = None


def is_in_force(order: CourtOrder, on: date) -> bool:
    """Whether a court order holds on that day; its last day counts."""
    return order.starts_on <= on and (order.ends_on is None or on <= order.ends_on)


def has_order_to_check(orders: Iterable[CourtOrder], on: date) -> bool:
    """Whether an order in force came in a spreadsheet and nobody has said yet whom it keeps from what."""
    return any(not order.is_checked and is_in_force(order, on) for order in orders)


def barred(orders: Iterable[CourtOrder], on: date) -> frozenset[int]:
    """Ids of the people whom the orders in force on that day keep from signing."""
    return frozenset(
        order.about_id for order in orders if order.about_id and order.kind in BARRING and is_in_force(order, on)
    )


def signing(held: Guardianship, student: Student, orders: Iterable[CourtOrder], on: date) -> Signing:
    """Whether this parent or guardian may sign for the student on that day. Nothing overrides a court order."""
    person = held.guardian.person
    if (held.ended_on is not None and held.ended_on <= on) or not person.is_active:
        return Signing.ENDED
    if person.pk in barred(orders, on):
        return Signing.BARRED
    if is_of_age(student, on):
        return Signing.OF_AGE
    if held.may_sign is None:
        return Signing.UNSAID
    return Signing.MAY if held.may_sign else Signing.MAY_NOT


def signers_among(
    student: Student, guardianships: Iterable[Guardianship], orders: Sequence[CourtOrder], on: date
) -> list[Signer]:
    """Who may sign for the student on that day, out of rows that were read: the student alone once they are 18."""
    if is_of_age(student, on):
        return [Signer(student.person)] if student.person.is_active else []
    return [
        Signer(held.guardian.person, held)
        for held in guardianships
        if signing(held, student, orders, on) == Signing.MAY
    ]


def signers(student: Student, on: date) -> list[Signer]:
    """Who may sign for a student, read with WITH_SIGNERS, on that day."""
    return signers_among(student, student.guardianships.all(), list(student.court_orders.all()), on)
