"""Another time for a meeting, as somebody who takes part proposes it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.querysets.proposals import MeetingProposalQuerySet
from tenancy.models.owned import DistrictOwned, Personal


class MeetingProposal(DistrictOwned):
    """A mentor or student would rather meet at another day or hour; whoever plans the meeting decides.

    ``was_at`` is when the meeting was planned for as it was proposed: once the meeting is at another time, the proposal
    is about nothing any more. The school alone reads ``note``, and ``reply`` only who proposed.
    """

    personal = Personal(of=lambda person_id: Q(proposed_by=person_id), emptied={"note": "", "reply": ""})

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OUTDATED = "outdated", _("No longer needed")

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="proposals", db_index=False)
    proposed_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    was_at = models.DateTimeField()
    starts_at = models.DateTimeField(_("would start"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reply = models.CharField(_("reply"), max_length=300, blank=True)

    objects = MeetingProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "meeting",
                "proposed_by",
                condition=Q(state="open"),
                name="meetings_proposal_open_once",
                violation_error_message=_("You have proposed another time already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="meetings_proposal_closed",
            ),
            models.CheckConstraint(condition=~Q(starts_at=F("was_at")), name="meetings_proposal_another_time"),
        ]
        indexes = [
            models.Index(fields=["district", "meeting", "state"], name="meetings_proposal_meeting"),
            models.Index(fields=["district", "state", "starts_at"], name="meetings_proposal_open"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody may still decide."""
        return self.state == self.State.OPEN
