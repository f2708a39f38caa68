"""What signing in knows of merging people."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Seat
from accounts.rules import kind_of
from tenancy.merging import FloorMerging, Move
from tenancy.models import Person


def refusals(kept: Person, gone: Person) -> Iterable[str]:
    """A sign-in that stands for a student stands for nobody else of the district, after merging too."""
    both = [kept.pk, gone.pk]
    users = Seat.objects.filter(district=kept.district_id, person__in=both).values("user")
    others = Seat.objects.filter(district=kept.district_id, user__in=users).exclude(person__in=both)
    is_student = Seat.Kind.STUDENT in {kind_of(kept), kind_of(gone)}
    if others.exists() and (is_student or others.filter(kind=Seat.Kind.STUDENT).exists()):
        yield _(
            "A sign-in of one of the two also stands for somebody else here. A student’s sign-in cannot be shared: "
            "unlink it first."
        )


MERGING = FloorMerging(
    moves=[Move("accounts.Seat", "person", gettext_lazy("Sign-ins"))],
    stays={"accounts.Invitation.person": "open ones are taken back; accepted ones tell how somebody came in then"},
    refusals=refusals,
)
