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

    def ready(self) -> None:
        """Everything is loaded."""
        from agreements import checks  # noqa: F401, PLC0415  registers them
