"""What messages know of merging people."""

from django.utils.translation import gettext_lazy

from correspondence.models import TextConsent
from tenancy.merging import FloorMerging, Move, drop
from tenancy.models import Person


def _stricter(row: TextConsent, kept: Person) -> None:
    """Of two agreements about one phone: if either was stopped, text messages stay stopped."""
    twin = TextConsent.objects.of(kept.district).get(person=kept, phone=row.phone)
    if row.stopped_at and not twin.stopped_at:
        TextConsent.objects.filter(pk=twin.pk).update(stopped_at=max(row.stopped_at, twin.opted_in_at))
    row.delete()


MERGING = FloorMerging(
    moves=[
        Move("correspondence.Letter", "person", gettext_lazy("Letters")),
        Move("correspondence.LetterSubject", "person", "", drop),
        Move("correspondence.Letterhead", "signer"),
        Move("correspondence.MutedKind", "person", "", drop),
        Move("correspondence.TextConsent", "person", gettext_lazy("Agreements to text messages"), _stricter),
    ],
    stays={
        "correspondence.LetterBatch.made_by": "who put them together then",
        "correspondence.LetterText.written_by": "who wrote it then",
        "correspondence.Message.person": "those that have not left move; sent ones stay as they were written",
        "correspondence.Message.posted_by": "who caused it then",
        "correspondence.MessageEvent.person": "never changed",
        "correspondence.TextConsent.recorded_by": "who wrote it down then",
    },
)
