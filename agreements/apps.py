"""Documents that are signed: templates, parties, signatures, seals."""

from django.apps import AppConfig

from agreements.verbs import VERBS


class AgreementsConfig(AppConfig):
    """Documents that are signed: templates, parties, signatures, seals."""

    name = "agreements"
    happenings = (
        "agreement.completed",
        "agreement.sealed",
        "agreement.declined",
        "agreement.voided",
        "permission.withdrawn",
    )
    audit_verbs = VERBS
