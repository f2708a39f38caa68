"""Career areas: the fourteen clusters of the National Career Clusters Framework of 2024.

The names are those of Advance CTE (careertech.org/career-clusters); the codes are our own.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareerArea(models.TextChoices):
    """What kind of work somebody is interested in, or does."""

    MANUFACTURING = "manufacturing", _("Advanced Manufacturing")
    AGRICULTURE = "agriculture", _("Agriculture")
    ARTS = "arts", _("Arts, Entertainment, & Design")
    CONSTRUCTION = "construction", _("Construction")
    DIGITAL = "digital", _("Digital Technology")
    EDUCATION = "education", _("Education")
    ENERGY = "energy", _("Energy & Natural Resources")
    FINANCE = "finance", _("Financial Services")
    HEALTH = "health", _("Healthcare & Human Services")
    HOSPITALITY = "hospitality", _("Hospitality, Events, & Tourism")
    MANAGEMENT = "management", _("Management & Entrepreneurship")
    MARKETING = "marketing", _("Marketing & Sales")
    PUBLIC_SERVICE = "public_service", _("Public Service & Safety")
    TRANSPORT = "transport", _("Supply Chain & Transportation")
