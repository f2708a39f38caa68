"""What agreements know of merging people: what either signed or has to sign belongs to the one who stays."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import LIVE, Party
from tenancy.merging import FloorMerging, Move
from tenancy.models import Person


def refusals(kept: Person, gone: Person) -> Iterable[str]:
    """Two who sign the same document are not one: it would lack a signature."""
    live = Party.objects.of(kept.district).filter(agreement__state__in=LIVE)
    of_gone = live.filter(person=gone).values("agreement")
    for party in live.filter(person=kept, agreement__in=of_gone).prefetch_related("agreement")[:1]:
        yield _("Both sign the same document (%(document)s). Take it back first.") % {"document": party.agreement}


def _leave(row: Party, kept: object) -> None:
    """In a document that ended both stay named; the row that went leads to the one that stayed."""


MERGING = FloorMerging(
    moves=[
        Move("agreements.Packet", "student", gettext_lazy("Documents about them")),
        Move("agreements.Party", "person", gettext_lazy("Documents that they sign"), _leave),
        Move("agreements.SigningCode", "person"),
    ],
    stays={
        "agreements.Correction.noted_by": "who noted it then",
        "agreements.PaperScan.uploaded_by": "who brought it in then",
        "agreements.Party.host": "evidence is never changed",
        "agreements.Party.paper_attested_by": "evidence is never changed",
        "agreements.Permission.withdrawn_by": "who withdrew it then",
    },
    refusals=refusals,
)
