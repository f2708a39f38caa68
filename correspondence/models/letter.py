"""Letters on paper and as PDF: the district's letterhead and texts, batches, and each letter (S-24)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from correspondence.querysets.letters import LetterBatchQuerySet, LetterQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class LetterKind(models.TextChoices):
    """What a letter is for."""

    THANK_MENTOR = "thank_mentor", _("Thank-you letter to a mentor")
    THANK_EMPLOYER = "thank_employer", _("Thank-you letter to an employer")
    CERTIFICATE = "certificate", _("Certificate of recognition")


class Letterhead(DistrictOwned):
    """What stands at the head of a district's letters, and who signs them. Pictures are files of the storage."""

    personal = Personal(
        of=lambda person_id: Q(signer=person_id),
        emptied={"signer_name": "", "signature": ""},
        files=("signature",),
    )

    name = models.CharField(_("name at the head"), max_length=120)
    address = models.TextField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    logo = models.CharField(max_length=200, blank=True, editable=False)
    signer = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_title = models.CharField(_("title"), max_length=120, blank=True)
    signature = models.CharField(max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = DistrictQuerySet["Letterhead"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", name="correspondence_letterhead_once")]

    def __str__(self) -> str:
        return self.name


class LetterText(DistrictOwned):
    """A district's own words for one kind of letter in one language, with merge fields in curly braces.

    Never changed: a new version takes its place, and a letter keeps the one that it was made from.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(_("heading"), max_length=160)
    body = models.TextField(_("text"), max_length=5000)
    written_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    objects = DistrictQuerySet["LetterText"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "kind", "language", "version", name="correspondence_letter_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"


class LetterBatch(DistrictOwned):
    """Letters that were made together: previewed, drawn one by one, printed as one file, mailed.

    ``print_file`` is where the storage keeps all of them in one file.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        MAKING = "making", _("Being made")
        MADE = "made", _("Made")
        SENT = "sent", _("Sent")
        TAKEN_BACK = "taken_back", _("Taken back")

    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind)
    label = models.CharField(_("for"), max_length=160)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    dated_on = models.DateField(_("date on the letters"))
    job = models.ForeignKey("tenancy.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    print_file = models.CharField(max_length=200, blank=True, editable=False)
    made_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "-created_at", "-id"], name="correspondence_batch_newest")]

    def __str__(self) -> str:
        return f"letters {self.pk}"


class Letter(DistrictOwned):
    """One letter to one addressee. ``values`` fill the merge fields; ``file`` is where the storage keeps the PDF.

    ``dedupe_key`` says for what it is ("thank_mentor:match:17"), so that asking twice makes one letter.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id) | Q(about_person=person_id),
        emptied={"to_name": "–", "to_lines": "", "to_email": "", "values": {}, "file": ""},
        files=("file",),
    )

    batch = models.ForeignKey("correspondence.LetterBatch", models.CASCADE, related_name="letters", db_index=False)
    text = models.ForeignKey(
        "correspondence.LetterText", models.PROTECT, null=True, related_name="letters", db_index=False
    )
    person = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    about_person = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_name = models.CharField(_("to"), max_length=160)
    to_lines = models.TextField(_("address"), max_length=300, blank=True)
    to_email = models.EmailField(_("email"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    values = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120)
    file = models.CharField(max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        "correspondence.Message", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    left_out_reason = models.CharField(max_length=160, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "batch", "dedupe_key", name="correspondence_letter_once"),
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | Q(made_at__isnull=False) & ~Q(sha256=""),
                name="correspondence_letter_made",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "dedupe_key"], name="correspondence_letter_key"),
            models.Index(fields=["district", "person"], name="correspondence_letter_person"),
            models.Index(fields=["district", "batch", "made_at", "id"], name="correspondence_letter_batch"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
