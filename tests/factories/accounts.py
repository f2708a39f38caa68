"""Sign-ins and seats."""

import factory

from accounts.models import Seat, User
from tenancy.permissions import Role


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ["email"]

    email = factory.Sequence(lambda n: f"user{n}@school.example")


class SeatFactory(factory.django.DjangoModelFactory):
    """A seat for a person; their address becomes the sign-in's."""

    class Meta:
        model = Seat

    class Params:
        role = Role.TEACHER

    user = factory.SubFactory(UserFactory, email=factory.SelfAttribute("..person.email"))
    kind = factory.LazyAttribute(lambda made: Seat.Kind.STUDENT if made.role == Role.STUDENT else Seat.Kind.ADULT)
