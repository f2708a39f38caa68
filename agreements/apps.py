"""Documents that are signed: templates, parties, signatures, seals."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Documents that are signed: templates, parties, signatures, seals."""

    name = "agreements"
