"""What a person must have before meeting students, and what they have."""

from django.apps import AppConfig

from screening.verbs import VERBS


class ScreeningConfig(AppConfig):
    """What a person must have before meeting students, and what they have."""

    name = "screening"
    happenings = ("clearance.changed", "person.held", "person.hold_lifted")
    audit_verbs = VERBS
