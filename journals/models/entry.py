"""Journal entries: owed, written, handed in, given back (S-16)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journals.querysets.entries import EntryQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Entry(DistrictOwned):
    """One reflection that a student of a match owes or has written.

    Owed after a ``meeting``, or for the days from ``period_from`` (a week's or month's first), or written freely
    (neither). ``prompt_text`` is the question as it was answered. ``version`` grows with each saving, so that a second
    window does not write over the first. ``mentor_sees``: what the student lets their mentor read, once handed in;
    ``mentor_text`` is what they wrote for the mentor alone.

    ``opened_at``: since when a teacher has it open for grading; from then on the student cannot take it back.
    """

    personal = Personal(
        of=lambda person_id: Q(match_student__student__person=person_id),
        emptied={"text": "", "mentor_text": "", "given_back_note": "", "excuse_reason": ""},
    )

    class State(models.TextChoices):
        OWED = "owed", _("Not begun")
        DRAFT = "draft", _("Draft")
        HANDED_IN = "handed_in", _("Handed in")
        GIVEN_BACK = "given_back", _("Please add to this")
        EXCUSED = "excused", _("Not needed")

    class MentorSees(models.TextChoices):
        NOTHING = "nothing", _("Nothing")
        PART = "part", _("Only what I write for them below")
        ALL = "all", _("The whole entry")

    match_student = models.ForeignKey("mentoring.MatchStudent", models.PROTECT, related_name="entries", db_index=False)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="entries", db_index=False
    )
    period_from = models.DateField(null=True, blank=True)
    prompt = models.ForeignKey(
        "journals.Prompt",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("question"),
        db_index=False,
    )
    prompt_text = models.CharField(max_length=300, blank=True, editable=False)
    text = models.TextField(_("your entry"), max_length=10_000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OWED)
    mentor_sees = models.CharField(
        _("what your mentor may read"), max_length=8, choices=MentorSees, default=MentorSees.NOTHING
    )
    mentor_text = models.TextField(_("for your mentor"), max_length=2000, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    given_back_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    given_back_note = models.CharField(_("what to add"), max_length=500, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    excuse_reason = models.CharField(_("why it is not needed"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "match_student",
                "meeting",
                condition=Q(meeting__isnull=False),
                name="journals_entry_meeting_once",
            ),
            models.UniqueConstraint(
                "district",
                "match_student",
                "period_from",
                condition=Q(period_from__isnull=False),
                name="journals_entry_period_once",
            ),
            models.CheckConstraint(
                condition=Q(meeting=None) | Q(period_from=None), name="journals_entry_owed_for_one_thing"
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_in") | Q(handed_in_at__isnull=False) & ~Q(text=""),
                name="journals_entry_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(state="excused", excused_at__isnull=False) | ~Q(state="excused") & Q(excused_at=None),
                name="journals_entry_excused",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "match_student", "due_on"], name="journals_entry_student"),
            models.Index(fields=["district", "state", "due_on"], name="journals_entry_due"),
            models.Index(fields=["district", "meeting"], name="journals_entry_meeting"),
            models.Index(
                fields=["district", "due_on", "id"],
                condition=Q(state__in=["owed", "draft", "given_back"]),
                name="journals_entry_open",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def reader_prompt(self) -> str:
        """The question that was answered, in the reader's language; as it was answered, if it was reworded since."""
        if self.prompt and self.prompt_text in {self.prompt.text, self.prompt.text_es}:
            return self.prompt.reader_text
        return self.prompt_text


class EntryVersion(DistrictOwned):
    """An entry as it was handed in before it was given back, so that a grade can be read against its text."""

    personal = Personal(of=lambda person_id: Q(entry__match_student__student__person=person_id), emptied={"text": ""})

    entry = models.ForeignKey("journals.Entry", models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()

    objects = DistrictQuerySet["EntryVersion"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "entry", "number", name="journals_entry_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="journals_entry_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of entry {self.entry_id}"
