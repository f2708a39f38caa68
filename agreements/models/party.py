"""A party: who signs a document as what, and the evidence that they did."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.querysets.parties import PartyQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Role(models.TextChoices):
    """As what somebody signs."""

    STUDENT = "student", _("Student")
    GUARDIAN = "guardian", _("Parent or guardian")
    MENTOR = "mentor", _("Mentor")
    SCHOOL = "school", _("School")


class PartyState(models.TextChoices):
    """How far a party is. Whether the school's turn has come depends on the others: it signs last."""

    WAITING = "waiting", _("Not asked yet")
    INVITED = "invited", _("Asked")
    OPENED = "opened", _("Has opened it")
    SIGNED = "signed", _("Signed")
    DECLINED = "declined", _("Declined")
    RELEASED = "released", _("Not needed any more")


class Method(models.TextChoices):
    """How somebody signed."""

    LINK = "link", _("By a link")
    SIGNED_IN = "signed_in", _("Signed in")
    IN_PERSON = "in_person", _("On a device of the school")
    PAPER = "paper", _("On paper")


class Party(DistrictOwned):
    """One signature that a document needs, or got.

    ``any_of``: one signature of those of the same role who have it is enough; the others are then released.
    ``name`` and ``capacity`` ("Mother", "Principal") are as printed in the document, ``basis`` says why they may sign.
    Everything from ``method`` on is evidence, written once with the signature. ``strokes`` is a drawn signature: lists
    of points in a box of 600 × 200, never a picture from the browser.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id),
        emptied={
            "name": "",
            "typed_name": "",
            "strokes": [],
            "internet_address": None,
            "browser": "",
            "reason": "",
            "paper_filed_at": "",
        },
    )

    agreement = models.ForeignKey("agreements.Agreement", models.CASCADE, related_name="parties", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(_("signs as"), max_length=8, choices=Role)
    name = models.CharField(_("name"), max_length=200)
    capacity = models.CharField(_("in what capacity"), max_length=80, blank=True)
    basis = models.CharField(_("on what basis"), max_length=16, blank=True)
    any_of = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=8, choices=PartyState, default=PartyState.WAITING)
    invited_at = models.DateTimeField(_("asked"), null=True)
    reminded_at = models.DateTimeField(_("last reminded"), null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    signed_at = models.DateTimeField(_("signed"), null=True)
    declined_at = models.DateTimeField(_("declined"), null=True)
    reason = models.CharField(_("why they declined"), max_length=500, blank=True)

    method = models.CharField(_("how they signed"), max_length=10, choices=Method, blank=True)
    language = models.CharField(_("language shown"), max_length=10, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    disclosure_version = models.PositiveSmallIntegerField(null=True)
    consented_at = models.DateTimeField(null=True)
    code_confirmed_at = models.DateTimeField(null=True)
    shared_address = models.BooleanField(default=False)
    typed_name = models.CharField(_("name as typed"), max_length=200, blank=True)
    strokes = models.JSONField(default=list, blank=True)
    internet_address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    host = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    paper_signed_on = models.DateField(_("signed on paper on"), null=True)
    paper_filed_at = models.CharField(_("filed at"), max_length=200, blank=True)
    paper_attested_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    scan = models.ForeignKey("agreements.PaperScan", models.PROTECT, null=True, related_name="parties", db_index=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "agreement", "person", name="agreements_party_once"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False) & ~Q(method="")
                | (~Q(state="signed") & Q(signed_at=None)),
                name="agreements_party_signed",
            ),
            models.CheckConstraint(
                condition=Q(state="declined", declined_at__isnull=False) | (~Q(state="declined") & Q(declined_at=None)),
                name="agreements_party_declined",
            ),
            models.CheckConstraint(
                condition=~Q(method="in_person") | Q(host__isnull=False), name="agreements_party_hosted"
            ),
            models.CheckConstraint(
                condition=~Q(method="paper")
                | (Q(paper_signed_on__isnull=False, paper_attested_by__isnull=False) & ~Q(paper_filed_at="")),
                name="agreements_party_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "agreement"], name="agreements_party_of"),
            models.Index(fields=["district", "person", "state"], name="agreements_party_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.agreement_id}"

    @property
    def signs_as(self) -> str:
        """As what they sign: "Mother", "Principal"; of mentors what they do stands beside it: "Mentor, Pharmacist"."""
        role = str(self.get_role_display())
        if self.role == Role.MENTOR and self.capacity:
            return f"{role}, {self.capacity}"
        return self.capacity or role


class PaperScan(DistrictOwned):
    """A scan of a signed paper, as re-drawn by us: pictures of pages, nothing of the file that came."""

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="scans", db_index=False)
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    uploaded_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField()

    objects = DistrictQuerySet["PaperScan"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "agreement"], name="agreements_scan_of")]

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Permission(DistrictOwned):
    """One yes or no that stands on its own, by one party. It can be withdrawn at any time; the agreement stays."""

    personal = Personal(of=lambda person_id: Q(party__person=person_id), emptied={"withdrawn_note": ""})

    class Kind(models.TextChoices):
        REMOTE_CONTACT = "remote_contact", _("Calls and messages")
        OUTINGS = "outings", _("Outings")
        MEDIA = "media", _("Photos and stories")
        RECORDS = "records", _("Records to the mentor")

    party = models.ForeignKey("agreements.Party", models.CASCADE, related_name="permissions", db_index=False)
    kind = models.CharField(_("permission"), max_length=16, choices=Kind)
    is_granted = models.BooleanField(_("yes"))
    answered_at = models.DateTimeField(_("answered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_note = models.CharField(max_length=300, blank=True)

    objects = DistrictQuerySet["Permission"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "party", "kind", name="agreements_permission_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, is_granted=True),
                name="agreements_permission_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.party_id}"
