"""Things of this floor of which the audit log speaks by name."""

from django.utils.translation import gettext_lazy as _

from screening.models import PolicyDocument, RequirementSet, Training
from tenancy.logged import logged

logged(PolicyDocument, _("Policy"), naming=str)
logged(RequirementSet, _("List of requirements"), naming=str)
logged(Training, _("Training"), naming=str)
