"""What the audit log calls the things of this floor."""

from django.utils.translation import gettext_lazy as _

from journals.models import BankedComment, Entry, Grade, Prompt, Rubric
from tenancy.logged import logged

logged(BankedComment, _("Kept comment"))
logged(Entry, _("Journal entry"))
logged(Grade, _("Grade"))
logged(Prompt, _("Question for journals"), naming=str)
logged(Rubric, _("Rubric"), naming=str)
