"""Rows of the ground floor. Make them inside ``with district(…)``; only districts are made by the platform."""

from datetime import date

import factory

from tenancy.models import CalendarDay, District, Membership, Person, PersonApart, School, SchoolYear
from tenancy.permissions import Role


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"district-{n}")
    name = factory.LazyAttribute(lambda made: f"{made.slug.title()} School District")
    time_zone = "America/Chicago"
    languages = ["en", "es"]


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"School {n}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    email = factory.Sequence(lambda n: f"person{n}@school.example")

    @classmethod
    def _create(cls, model_class: type[Person], *args: object, **kwargs: object) -> Person:
        person = model_class(*args, **kwargs).with_search_keys()
        person.save()
        return person


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    role = Role.TEACHER
    started_on = date(2026, 8, 1)


class SchoolYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolYear
        django_get_or_create = ["name"]

    name = factory.LazyAttribute(lambda made: f"{made.starts_on:%Y}–{made.ends_on:%y}")
    starts_on = date(2026, 8, 17)
    ends_on = date(2027, 6, 4)


class CalendarDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarDay

    day = date(2026, 11, 26)
    kind = CalendarDay.Kind.CLOSED


class PersonApartFactory(factory.django.DjangoModelFactory):
    """Two people who were looked at; the first is the older row."""

    class Meta:
        model = PersonApart

    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
