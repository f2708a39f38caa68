"""Programs, students, guardians, mentors, employers, matches and meetings."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """Programs, students, guardians, mentors, employers, matches and meetings."""

    name = "mentoring"
