"""How families are reached: by email, by text message, or on paper. ``signing_rules.signers`` for whole lists.

A family is a student with those who may sign for them. It is reached by email if one of these has an address that
works, else by text message if one agreed to them, else on paper. Who wants letters on paper gets paper. Where nobody
may sign yet, somebody must be asked first.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from correspondence.models import TextConsent
from correspondence.reach import is_dead_address, texts_are_on
from mentoring.age_rules import OF_AGE
from mentoring.models import CourtOrder, Guardianship, Student
from mentoring.querysets.guardians import GuardianQuerySet
from mentoring.querysets.students import StudentQuerySet
from tenancy.models import District


class Way(models.TextChoices):
    """How a family or a parent is reached."""

    EMAIL = "email", _("By email")
    TEXT = "text", _("By text message")
    PAPER = "paper", _("On paper")
    #: Of a family: nobody may sign yet. Of a parent: neither an email address nor a phone.
    NOT = "not", _("Not at all")


def born_by(on: date) -> date:
    """The latest date of birth with which somebody is 18 on that day."""
    try:
        return on.replace(year=on.year - OF_AGE)
    except ValueError:
        return date(on.year - OF_AGE, 2, 28)


def with_ways(students: StudentQuerySet, district: District, on: date) -> Any:
    """The students, each with ``way``: how their family is reached on that day."""
    adults = _signing(on)
    themselves = Student.objects.filter(
        district=OuterRef("district"), pk=OuterRef("pk"), person__deactivated_at=None, person__merged_into=None
    )
    wanting_mail = adults.filter(guardian__prefers_paper=False)
    by_email = _either(on, themselves.filter(_by_email("person")), wanting_mail.filter(_by_email("guardian__person")))
    by_text = _either(
        on, themselves.filter(_by_text("person", district)), wanting_mail.filter(_by_text("guardian__person", district))
    )
    return students.annotate(way=_way(by_email, by_text, _either(on, themselves, adults)))


def guardians_with_ways(guardians: GuardianQuerySet, district: District) -> Any:
    """The parents and guardians, each with ``way``: how they are reached themselves."""
    wants_mail = Q(prefers_paper=False)
    return guardians.annotate(
        way=_way(
            _by_email("person") & wants_mail,
            _by_text("person", district) & wants_mail,
            ~wants_mail | ~Q(person__phone=""),
        )
    )


def _way(by_email: Q, by_text: Q, on_paper: Q) -> Case:
    return Case(
        When(by_email, then=Value(Way.EMAIL.value)),
        When(by_text, then=Value(Way.TEXT.value)),
        When(on_paper, then=Value(Way.PAPER.value)),
        default=Value(Way.NOT.value),
        output_field=models.CharField(),
    )


def _either(on: date, themselves: "QuerySet[Student]", adults: "QuerySet[Guardianship]") -> Q:
    """Of a student who is 18 that day: the student; of others: any of these adults."""
    is_of_age = Q(birth_on__isnull=False, birth_on__lte=born_by(on))
    is_younger = Q(birth_on=None) | Q(birth_on__gt=born_by(on))
    return (is_of_age & Q(Exists(themselves))) | (is_younger & Q(Exists(adults)))


def _signing(on: date) -> "QuerySet[Guardianship]":
    """Who may sign for the outer student, be they 18 or not."""
    orders = CourtOrder.objects.barring(on).filter(
        district=OuterRef("district"), student=OuterRef("student"), about=OuterRef("guardian__person")
    )
    return Guardianship.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on),
        ~Exists(orders),
        district=OuterRef("district"),
        student=OuterRef("pk"),
        may_sign=True,
        guardian__person__deactivated_at=None,
        guardian__person__merged_into=None,
    )


def _by_email(person: str) -> Q:
    """Whether the person at this path has an email address that works."""
    return ~Q(**{f"{person}__email": ""}) & ~Q(is_dead_address(person))


def _by_text(person: str, district: District) -> Q:
    """Whether the person at this path agreed to text messages to their phone, where any can be sent."""
    if not texts_are_on(district):
        return Q(pk__in=[])
    agreed = TextConsent.objects.live().filter(
        district=OuterRef("district"), person=OuterRef(person), phone=OuterRef(f"{person}__phone")
    )
    return ~Q(**{f"{person}__phone": ""}) & Q(Exists(agreed))
