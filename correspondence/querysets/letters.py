"""Who sees which letters, and how far they are."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission
from tenancy.relations import not_withheld

if TYPE_CHECKING:
    from datetime import datetime

    from correspondence.models.letter import Letter, LetterBatch  # noqa: F401  named as the rows' type
    from tenancy.querysets.people import PersonQuerySet
    from tenancy.viewer import Viewer

#: How far letters are.
TO_MAKE = Q(made_at=None, left_out="")
_WAS_MADE = Q(left_out="", posted_on=None) & ~Q(file="")
_STAYED = Q(message=None) | Q(message__state="cancelled")
TO_MAIL = _WAS_MADE & _STAYED & (Q(person__isnull=False) & ~Q(person__email="") | Q(person=None) & ~Q(to_email=""))
TO_POST = _WAS_MADE & (Q(person__email="") | Q(person=None, to_email=""))
GONE_OUT = Q(posted_on__isnull=False) | Q(message__isnull=False) & ~Q(message__state="cancelled")


def _people() -> "PersonQuerySet":
    people: PersonQuerySet = apps.get_model("tenancy", "Person")._default_manager.all()
    return people


def _subjects() -> "QuerySet[Any]":
    """Whom the outer letter names."""
    subjects = apps.get_model("correspondence", "LetterSubject")._default_manager
    return subjects.filter(district=OuterRef("district"), letter=OuterRef("pk"))


def _names_nobody_withheld(viewer: "Viewer") -> Q:
    """A condition on letters: they name nobody of whom this viewer may not know now, as while on a safety hold."""
    known = _people().filter(not_withheld(viewer), district=OuterRef("district"), pk=OuterRef("person"))
    return ~Q(Exists(_subjects().filter(~Q(Exists(known)))))


class LetterBatchQuerySet(DistrictQuerySet["LetterBatch"]):
    """Batches of letters."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Batches that this viewer put together, or with a letter that they may see."""
        if not viewer.can(Permission.LETTERS_EDIT):
            return self.none()
        mine = self.of(viewer.district)
        if viewer.reach(Permission.LETTERS_EDIT).whole_district:
            return mine
        letters = apps.get_model("correspondence", "Letter")._default_manager.visible_to(viewer)
        seen = letters.filter(district=OuterRef("district"), batch=OuterRef("pk"))
        return mine.filter(Q(made_by=viewer.person_id) | Exists(seen))


class LetterQuerySet(DistrictQuerySet["Letter"]):
    """Letters."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Letters that this viewer may work with: of their own batches, to people or about students whom they see.

        None that names somebody of whom they may not know now.
        """
        if not viewer.can(Permission.LETTERS_EDIT):
            return self.none()
        mine = self.of(viewer.district).filter(_names_nobody_withheld(viewer))
        if viewer.reach(Permission.LETTERS_EDIT).whole_district:
            return mine
        people = _people().visible_to(viewer).values("pk")
        names_them = Q(Exists(_subjects().filter(person__in=people)))
        return mine.filter(Q(batch__made_by=viewer.person_id) | Q(person__in=people) | names_them)

    def own(self, viewer: "Viewer", *, before: "datetime") -> Self:
        """Letters to this viewer that went out before an instant: what Undo may still stop is not theirs yet.

        While a safety hold is on them, none that names students.
        """
        theirs = Q(person=viewer.person_id) | Q(person__merged_into=viewer.person_id)
        out = (
            Q(posted_on__isnull=False) | Q(message__state="sent") | Q(message__isnull=False, batch__sent_at__lt=before)
        )
        known = _names_nobody_withheld(viewer)
        return self.of(viewer.district).filter(theirs, out, known, left_out="").exclude(file="")

    def withheld_from(self, viewer: "Viewer") -> Self:
        """Letters that name somebody of whom this viewer may not know now."""
        return self.filter(~_names_nobody_withheld(viewer))

    def to_make(self) -> Self:
        """Letters of a draft that are to be made and are not yet."""
        return self.filter(TO_MAKE)

    def to_mail(self) -> Self:
        """Made letters with an email address that are not on their way: never mailed, or stopped before they left."""
        return self.filter(TO_MAIL)

    def to_post(self) -> Self:
        """Made letters without an email address that were not handed over."""
        return self.filter(TO_POST)

    def gone_out(self) -> Self:
        """Letters that have left, or wait to leave, or were handed over."""
        return self.filter(GONE_OUT)

    def counted(self) -> dict[str, int]:
        """How many of these letters are how far. One query."""
        conditions = {
            "letters": Q(left_out=""),
            "skipped": ~Q(left_out=""),
            "to_make": TO_MAKE,
            "to_mail": TO_MAIL,
            "to_post": TO_POST,
            "waiting": Q(message__state__in=["waiting", "claimed"]),
        }
        return self.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in conditions.items()})
