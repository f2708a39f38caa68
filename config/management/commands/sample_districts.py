"""Make the sample districts, if they are not there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.sample import districts


class Command(BaseCommand):
    """Afterwards Oak and Elm stand; a second run changes nothing. Refused outside the sample setting."""

    help = "Makes the two sample districts, Oak and Elm (sample setting only). Does nothing when they are there."

    def handle(self, **options: Any) -> None:
        """Build what is missing and say so."""
        try:
            made = districts.build_all()
        except districts.NotTheSampleSetting as refusal:
            raise CommandError(str(refusal)) from refusal
        for name in made:
            self.stdout.write(f"Made {name}.")
