"""The base of every table that belongs to a district."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from tenancy.roles import DISTRICT_SETTING

Row = TypeVar("Row", bound=models.Model)


class CurrentDistrict(models.Func):
    """The district of the transaction, as a column default: an INSERT without one takes it, or is refused."""

    template = f"(NULLIF(current_setting('{DISTRICT_SETTING}', true), '')::bigint)"
    arity = 0
    output_field = models.BigIntegerField()

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Written into migrations as itself."""
        return "tenancy.models.owned.CurrentDistrict", [], {}


class DistrictQuerySet(models.QuerySet[Row]):
    """Rows of a district. They are read by ``of(district)`` or, where people differ, ``visible_to``."""

    def of(self, district: models.Model) -> Self:
        """Rows of this district. Said explicitly, and backed up by the database's policy."""
        return self.filter(district=district.pk)  # by its id: half of the work, on every query there is


@dataclass(frozen=True)
class Personal:
    """Which columns of a table tell something about a person, and what they hold once the person is retired.

    ``of`` finds the rows of the person with this id. Ids, dates and codes stay, so that counts and the log do too.
    ``files`` are columns that hold a path in the storage; what is there goes as well.
    """

    of: Callable[[int], models.Q]
    emptied: Mapping[str, object]
    files: tuple[str, ...] = ()


class DistrictOwned(models.Model):
    """A row of one district. The database shows it only in that district's context.

    ``append_only`` tables can be read and added to, never changed or deleted, by anyone but the tables' owner.
    ``personal`` says what ``manage.py retire`` empties.
    """

    append_only: ClassVar[bool] = False
    personal: ClassVar[Personal | None] = None

    district = models.ForeignKey(
        "tenancy.District",
        models.PROTECT,
        db_index=False,
        editable=False,
        related_name="+",
        db_default=CurrentDistrict(),
    )

    class Meta:
        abstract = True
