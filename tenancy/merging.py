"""Two rows of one human become one: how rows move from one person to the other, and what each floor knows of it.

Each floor declares a ``FloorMerging`` in its ``merging.py``; all stand on ``config/person_pages.py``. Rows move when
``person.merged`` happens: each floor's follower calls ``move`` with its own declaration. A guard test holds every key
to a person against these declarations: it moves, or says why it stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenancy.models import District, Person, PersonApart
from tenancy.querysets.people import PersonQuerySet

Words = str | Promise


class CannotMerge(Exception):
    """The two stay apart; the text says why."""


@dataclass(frozen=True)
class Move:
    """A key whose rows move along: ``Move("mentoring.CourtOrder", "student", _("Court orders"))``.

    ``clash(row, kept)`` is called for a row that cannot move because the other side has one like it; without it the
    two are not merged. Empty ``words`` are not shown in the preview.
    """

    label: str
    field: str
    words: Words = ""
    clash: Callable[[Any, Any], object] | None = None

    @property
    def key(self) -> str:
        """ "mentoring.CourtOrder.student"."""
        return f"{self.label}.{self.field}"

    def rows_of(self, owner: Any) -> "models.QuerySet[Any]":
        """The rows of a person, or of what hangs on one."""
        model: type[models.Model] = apps.get_model(self.label)
        return model._base_manager.filter(**{"district": owner.district_id, self.field: owner.pk})


@dataclass(frozen=True)
class Choice:
    """Something that both have and that differs: which of the two survives is chosen."""

    key: str
    label: Words
    of_kept: object
    of_gone: object


def _none(kept: Person, gone: Person) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class FloorMerging:
    """What one floor knows of merging.

    ``moves``: keys to a person. ``deeper``: keys to what hangs on a person (a student's, a mentor's), moved when both
    have one. ``stays``: keys that stay where they are → why. ``refusals``: why the two cannot be one. ``choices``: what
    both have and differs, besides the person's own fields.
    """

    moves: Sequence[Move] = ()
    deeper: Sequence[Move] = ()
    stays: Mapping[str, str] = field(default_factory=dict)
    refusals: Callable[[Person, Person], Iterable[str]] = _none
    choices: Callable[[Person, Person], Iterable[Choice]] = _none


def move(moves: Iterable[Move], kept: Any, gone: Any) -> None:
    """Move every row of these keys from one to the other. Raises CannotMerge for what cannot stand twice.

    Rows go one by one, each in a savepoint: a person has few of a kind, and only the database knows which clash.
    """
    for one in moves:
        for row in list(one.rows_of(gone).order_by("pk")):
            try:
                with transaction.atomic():
                    one.rows_of(gone).filter(pk=row.pk).update(**{one.field: kept.pk})
            except IntegrityError:
                if one.clash is None:
                    raise CannotMerge(
                        _("Both have something that one person has only once: %(what)s. End one of the two first.")
                        % {"what": one.words or apps.get_model(one.label)._meta.verbose_name}
                    ) from None
                one.clash(row, kept)


def move_deeper(kept: models.Model, gone: models.Model) -> None:
    """Move to a row what any floor hangs on its twin (a student’s, a mentor’s). Raises CannotMerge as ``move``."""
    of = type(kept)
    moves = [one for floor in declared() for one in floor.deeper if _target_of(one) is of]
    move(moves, kept, gone)


def _target_of(one: Move) -> object:
    return apps.get_model(one.label)._meta.get_field(one.field).related_model


def drop(row: models.Model, kept: object) -> None:
    """For ``clash``: the other side says the same already."""
    row.delete()


def declared() -> "Sequence[FloorMerging]":
    """Every floor's declaration, from the lowest one up."""
    found: Sequence[FloorMerging] = import_string(settings.PERSON_MERGING)
    return found


def refusals(kept: Person, gone: Person) -> list[str]:
    """Every reason why the two cannot be one; empty when they can."""
    return [one for floor in declared() for one in floor.refusals(kept, gone)]


def choices(kept: Person, gone: Person) -> list[Choice]:
    """What floors let one choose besides the person's own fields."""
    return [one for floor in declared() for one in floor.choices(kept, gone)]


def belongings(person: Person) -> dict[Words, int]:
    """How much of each kind a person has, for the preview."""
    shown = [one for floor in declared() for one in floor.moves if one.words]
    return {one.words: one.rows_of(person).count() for one in shown}


# Who is likely here twice


def likely_duplicates(district: District) -> PersonQuerySet:
    """People with the same name as somebody who was here before, and the same email, phone, child or birthday.

    Each has ``twin_id``: the older of the two. What floors above know of likeness is on config/person_pages.py.
    """
    here = Person.objects.of(district).active()
    twice = here.values("search_key_given").annotate(many=models.Count("pk")).filter(many__gt=1)
    twins = here.filter(_alike(), search_key_given=OuterRef("search_key_given"), pk__lt=OuterRef("pk"))
    apart = PersonApart.objects.of(district).filter(person=OuterRef("pk"), other=OuterRef(OuterRef("pk")))
    oldest = twins.filter(~Exists(apart)).order_by("pk").values("pk")[:1]
    found = here.filter(search_key_given__in=twice.values("search_key_given"))
    return found.annotate(twin_id=Subquery(oldest)).filter(twin_id__isnull=False)


#: Why two people of the same name are likely one: a condition on the older one, about the outer younger one.
Likeness = Callable[[], Q]


def likenesses() -> Sequence[Likeness]:
    """What floors above know of likeness."""
    found: Sequence[Likeness] = import_string(settings.PERSON_LIKENESS)
    return found


def _alike() -> Q:
    same = Q(email=OuterRef("email")) & ~Q(email="")
    same |= Q(phone=OuterRef("phone")) & ~Q(phone="")
    for source in likenesses():
        same |= source()
    return same
