"""A district with somebody in every role and one row of every kind, all of them with names found nowhere else."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Permission as DjangoPermission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from django.utils import timezone

import tests.factories
from accounts.models import InvitationSecret, Seat
from accounts.secrets import new_token
from agreements import tokens
from meetings import tokens as log_tokens
from meetings.actions import calendar_feeds
from mentoring import portfolio_files
from mentoring.models import PortfolioItem, Program, StudentApplication
from support import feedback_tokens
from tenancy.actor import Actor
from tenancy.context import district, platform
from tenancy.district_tables import district_models
from tenancy.models import District, Feature, Membership, Person, School
from tenancy.models.owned import DistrictOwned
from tenancy.permissions import Role
from tests.clients import DistrictClient
from tests.factories.accounts import SeatFactory, UserFactory
from tests.factories.mentoring import MatchMentorFactory, ProgramStudentFactory, StudentFactory
from tests.factories.tenancy import DistrictFactory, MembershipFactory, PersonFactory

#: Who tries the doors: every role, and those without one.
VISITORS = [*(str(role) for role in Role), "stranger", "platform_staff", "nobody"]


class NotTaught(Exception):
    """The crawl cannot make a row of this kind; the text says how to teach it."""


@dataclass
class Crowd:
    """A district, its people by role, one row of each kind by model label."""

    district: District
    people: dict[Role, Person] = field(default_factory=dict)
    rows: dict[str, models.Model] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)

    def open(self) -> AbstractContextManager[District]:
        """Open the district."""
        return district(self.district.pk)

    @property
    def names(self) -> set[str]:
        """Words that stand in this district's pages only."""
        return {word for person in self.people.values() for word in (person.family_name, person.email)}

    def client_of(self, visitor: str) -> Client:
        """A browser of somebody in this role, of a sign-in without a seat, or of nobody."""
        if visitor in set(Role):
            client: Client = DistrictClient(self.people[Role(visitor)])
        else:
            client = Client()
            if visitor != "nobody":
                client.force_login(UserFactory(email=f"{visitor}@nowhere.example"))
        client.raise_request_exception = False
        return client


def crowd_of(slug: str, mark: str) -> Crowd:
    """Fill a district; ``mark`` is part of every name in it."""
    with platform("a test needs a district"):
        crowd = Crowd(DistrictFactory(slug=slug, name=f"{mark} School District", features=Feature.values))
    with district(crowd.district.pk):
        for role in Role:
            family_name = f"{mark}{role.value.replace('_', '')}"
            person = PersonFactory(
                given_name="Kim", family_name=family_name, email=f"{family_name}@{slug}.example".lower()
            )
            MembershipFactory(person=person, role=role)
            SeatFactory(person=person, district=crowd.district, role=role)
            crowd.people[role] = person
        crowd.rows["tenancy.Membership"] = Membership.objects.get(person=crowd.people[Role.COORDINATOR])
        crowd.rows["tenancy.Person"] = crowd.people[Role.MENTOR]
        crowd.rows["accounts.User"] = Seat.objects.get(person=crowd.rows["tenancy.Person"]).user
        _program_life(crowd)
        for model in district_models():
            row_of(model, crowd)
        crowd.words |= {key: make(crowd) for key, make in WORDS.items()}
    return crowd


def _program_life(crowd: Crowd) -> None:
    """The student of the crowd is a student, in a program, with an application and a portfolio."""
    program = row_of(Program, crowd)
    student = StudentFactory(person=crowd.people[Role.STUDENT], school=row_of(School, crowd))
    place = ProgramStudentFactory(program=program, student=student, state="applied", decided_on=None)
    crowd.rows |= {
        "mentoring.Student": student,
        "mentoring.ProgramStudent": place,
        "mentoring.StudentApplication": StudentApplication.objects.create(
            program_student=place, why="To see a lab", saved_at=timezone.now(), sent_at=timezone.now()
        ),
        "mentoring.PortfolioItem": PortfolioItem.objects.create(
            student=student,
            kind="work",
            title="Model of a heart",
            added_on=timezone.localdate(),
            file=portfolio_files.keep(
                SimpleUploadedFile("heart.pdf", b"%PDF-1.7 heart"), district_id=crowd.district.pk
            ).file,
            file_name="heart.pdf",
        ),
    }


def _apply_code(crowd: Crowd) -> str:
    return str(crowd.rows["mentoring.Program"].apply_code)


def _invitation_token(crowd: Crowd) -> str:
    token = new_token()
    InvitationSecret.objects.keep(crowd.rows["accounts.Invitation"], token)
    return token


def _signing_token(crowd: Crowd) -> str:
    return tokens.new_link(crowd.rows["agreements.Party"], at=timezone.now())


def _log_token(crowd: Crowd) -> str:
    """A link to log the crowd's meeting, of a mentor in its match."""
    meeting = crowd.rows["meetings.Meeting"]
    mentor = MatchMentorFactory(match=meeting.match).mentor
    return log_tokens.new_link(meeting, mentor.person, at=timezone.now())


def _calendar_token(crowd: Crowd) -> str:
    """The private calendar address of the crowd's mentor."""
    mentor = crowd.people[Role.MENTOR]
    return calendar_feeds.make(person=mentor, at=timezone.now(), by=Actor.person(mentor))


def _feedback_token(crowd: Crowd) -> str:
    """The link by which somebody of the crowd says how it goes."""
    return feedback_tokens.token_of(crowd.rows["support.FeedbackInvitation"].pk)


#: (name of an address, name of what is filled in) → how to make what stands there, where it is a word and no id.
WORDS: dict[tuple[str, str], Callable[[Crowd], str]] = {
    ("meetings:calendar_feed_read", "token"): _calendar_token,
    ("meetings:log_open", "token"): _log_token,
    ("accounts:invitation_open", "token"): _invitation_token,
    ("agreements:sign_open", "token"): _signing_token,
    ("support:feedback_answer", "token"): _feedback_token,
    ("mentoring:mentor_apply", "apply_code"): _apply_code,
    ("mentoring:mentor_apply_received", "apply_code"): _apply_code,
}


def row_of(model: type[models.Model], crowd: Crowd) -> models.Model:
    """The crowd's row of a kind, made on the first call by its factory, or from the model's fields where it has none.

    Raises NotTaught when neither works.
    """
    label = model._meta.label
    if label not in crowd.rows:
        make = factories().get(label, lambda **kwargs: model._default_manager.create(**kwargs))
        given = {} if label in factories() else dict(_values(model, crowd))
        try:
            with transaction.atomic():
                crowd.rows[label] = make(**given)
        except Exception as fault:
            raise NotTaught(
                f"The crawl cannot make a {label} ({fault}). Write a factory for it in "
                f"tests/factories/{model._meta.app_label}.py."
            ) from fault
    return crowd.rows[label]


def factories() -> dict[str, type[factory.django.DjangoModelFactory]]:
    """Every factory of the tests by the label of its model."""
    found = {}
    for module in pkgutil.iter_modules(tests.factories.__path__, "tests.factories."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, factory.django.DjangoModelFactory) and value._meta.model:
                found[value._meta.get_model_class()._meta.label] = value
    return found


def _values(model: type[models.Model], crowd: Crowd) -> Iterator[tuple[str, Any]]:
    """Something for every field that must be given."""
    for one in model._meta.local_concrete_fields:
        has_default = one.has_default() or getattr(one, "db_default", models.NOT_PROVIDED) is not models.NOT_PROVIDED
        needless = one.null or one.primary_key or has_default or getattr(one, "auto_now_add", False)
        if not needless:
            yield one.name, _value(one, crowd)


def _value(one: models.Field[Any, Any], crowd: Crowd) -> Any:
    """Something that this field takes."""
    if one.choices:
        return one.choices[0][0]
    if isinstance(one, models.ForeignKey):
        return _target(one, crowd)
    if isinstance(one, models.DateField):
        is_end = one.name.startswith(("end", "expire", "until"))
        now = timezone.now() + timedelta(days=20 if is_end else 0)
        return now if isinstance(one, models.DateTimeField) else now.date()
    if isinstance(one, models.BooleanField):
        return False
    if isinstance(one, models.IntegerField):
        return 1
    if one.name == "language" or one.blank:
        return "" if one.blank else "en"
    return f"{crowd.district.slug} {one.name}"[: one.max_length]


def _target(one: models.ForeignKey[Any, Any], crowd: Crowd) -> models.Model:
    model = one.related_model
    if issubclass(model, DistrictOwned):
        return row_of(model, crowd)
    if model is DjangoPermission:
        shared = one.model._meta.get_field("content_object").related_model._meta  # a grant's: it fits what is shared
        return DjangoPermission.objects.filter(
            content_type__app_label=shared.app_label, content_type__model=shared.model_name
        )[0]
    if model._meta.label in crowd.rows:
        return crowd.rows[model._meta.label]
    raise NotTaught(f"{model._meta.label} belongs to no district")
