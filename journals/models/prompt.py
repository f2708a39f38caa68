"""What a journal entry answers (S-16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from journals.querysets.prompts import PromptQuerySet
from tenancy.models.owned import DistrictOwned
from tenancy.spoken import in_reader_language


class Prompt(DistrictOwned):
    """A question that students may choose for an entry: for a whole program, or for one class group of it.

    With ``focus`` it belongs to what the class works on. ``ended_on``: it is offered no more.
    """

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="prompts", db_index=False)
    class_group = models.ForeignKey(
        "mentoring.ClassGroup",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="prompts",
        verbose_name=_("only for this class group"),
        db_index=False,
    )
    focus = models.ForeignKey(
        "classes.ClassFocus", models.SET_NULL, null=True, blank=True, related_name="prompts", db_index=False
    )
    text = models.CharField(_("question"), max_length=300)
    text_es = models.CharField(_("in Spanish"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    added_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = PromptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "program", "position", "id"], name="journals_prompt_program"),
            models.Index(fields=["district", "class_group"], name="journals_prompt_group"),
            models.Index(fields=["district", "focus"], name="journals_prompt_focus"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def reader_text(self) -> str:
        """The question in the reader's language, where there is one."""
        return in_reader_language(self.text, self.text_es)
