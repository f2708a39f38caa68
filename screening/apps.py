"""What a person must have before meeting students, and what they have."""

from django.apps import AppConfig

from screening.verbs import VERBS


class ScreeningConfig(AppConfig):
    """What a person must have before meeting students, and what they have."""

    name = "screening"
    happenings = ("clearance.changed", "person.held", "person.hold_lifted")
    audit_verbs = VERBS

    def ready(self) -> None:
        """The audit log calls things of this floor by their names."""
        # It reads models, which exist only from here on.
        from screening import logged_kinds  # noqa: F401, PLC0415
