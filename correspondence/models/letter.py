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


class LeftOut(models.TextChoices):
    """Why a letter of a batch is not made, as staff read it."""

    ALREADY = "already", _("They have this letter already")
    MISSING = "missing", _("The text asks for something that is not known")
    BY_HAND = "by_hand", _("Left out by hand")
    TAKEN_BACK = "taken_back", _("Taken back")


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

    Never changed: a new version takes its place, and a letter keeps the one that it was made from. A version that
    ``is_built_in`` says that Waymark's own words stand again.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(_("heading"), max_length=160)
    body = models.TextField(_("text"), max_length=5000)
    is_built_in = models.BooleanField(default=False)
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

    ``print_file`` is where the storage keeps all of them in one file; with ``is_duplex`` each begins on a new sheet
    of paper that is printed on both sides. ``job`` is the long work that makes or sends them at present, or did last.
    """

    personal = Personal(
        of=lambda person_id: Q(letters__person=person_id) | Q(letters__subjects__person=person_id),
        emptied={"print_file": ""},
        files=("print_file",),
    )

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
    is_duplex = models.BooleanField(_("printed on both sides"), default=True)
    #: Nobody where platform staff put it together.
    made_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "-created_at", "-id"], name="correspondence_batch_newest")]

    def __str__(self) -> str:
        return f"letters {self.pk}"


class Letter(DistrictOwned):
    """One letter to one addressee. ``values`` fill the merge fields; ``file`` is where the storage keeps the PDF.

    ``dedupe_key`` says for what it is ("thank_mentor:match:17"): of all letters that are not left out, one has it,
    unless somebody wanted it again (``is_again``). Without ``text`` it is made from Waymark's own words. ``message`` is
    the mail that takes it to its addressee; ``posted_on`` the day on which it went by post or was handed over.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id) | Q(subjects__person=person_id),
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
    posted_on = models.DateField(_("mailed or handed over"), null=True, blank=True)
    left_out = models.CharField(_("left out"), max_length=10, choices=LeftOut, blank=True)
    #: What is missing (a field's name), or since when they have it (a day).
    left_out_detail = models.CharField(max_length=60, blank=True)
    is_again = models.BooleanField(default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "batch", "dedupe_key", name="correspondence_letter_once"),
            models.UniqueConstraint(
                "district",
                "dedupe_key",
                condition=Q(left_out="", is_again=False),
                name="correspondence_letter_never_twice",
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(message=None, posted_on=None) | Q(left_out="taken_back"),
                name="correspondence_letter_left_out_stays",
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | Q(made_at__isnull=False) & ~Q(sha256=""),
                name="correspondence_letter_made",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "dedupe_key"], name="correspondence_letter_key"),
            models.Index(fields=["district", "person"], name="correspondence_letter_person"),
            models.Index(fields=["district", "batch", "id"], name="correspondence_letter_batch"),
            models.Index(fields=["district", "message"], name="correspondence_letter_message"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class LetterSubject(DistrictOwned):
    """Somebody of whom a letter speaks by name: each student of a thank-you letter, each mentor of an employer’s."""

    letter = models.ForeignKey("correspondence.Letter", models.CASCADE, related_name="subjects", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)

    objects = DistrictQuerySet["LetterSubject"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "letter", "person", name="correspondence_subject_once")]
        indexes = [models.Index(fields=["district", "person"], name="correspondence_subject_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in letter {self.letter_id}"
