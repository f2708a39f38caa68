"""A student's portfolio."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.querysets.portfolio import PortfolioItemQuerySet
from tenancy.models.owned import DistrictOwned, Personal


class PortfolioItem(DistrictOwned):
    """One piece of a student's portfolio. The student chooses which of them a mentor sees (S-15).

    ``file`` is where the storage keeps a file, below the district's own folder; ``sha256`` is of its content. What the
    student deleted stays for a while, unseen, so that it can be taken back.
    """

    personal = Personal(
        of=lambda person_id: Q(student__person=person_id),
        emptied={"title": "–", "text": "", "link": "", "file": "", "file_name": ""},
        files=("file",),
    )

    class Kind(models.TextChoices):
        WORK = "work", _("Something I made")
        SKILL = "skill", _("Something I can do")
        EXPERIENCE = "experience", _("Something I did")
        AWARD = "award", _("Award or certificate")
        RESUME = "resume", _("Résumé")

    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="portfolio", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("about it"), max_length=2000, blank=True)
    link = models.URLField(_("link"), blank=True)
    file = models.CharField(max_length=200, blank=True, editable=False)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    is_for_mentor = models.BooleanField(_("my mentor may see it"), default=False)
    added_on = models.DateField()
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = PortfolioItemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "student", "-added_on"], name="mentoring_portfolio_student")]

    def __str__(self) -> str:
        return f"portfolio item {self.pk}"
