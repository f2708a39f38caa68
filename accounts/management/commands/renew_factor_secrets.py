"""Encrypt the secrets of the extra step with the newest key."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.adapter import renewed

#: Where allauth keeps a secret, in the data of an authenticator app and of back-up codes.
SECRETS = ("secret", "seed")


class Command(BaseCommand):
    """Run after a new key was put first into FACTOR_KEYS; then the older keys can go. Safe to run again."""

    help = "Encrypts the secrets of authenticator apps and back-up codes with the first of FACTOR_KEYS."

    def handle(self, **options: Any) -> None:
        """One row at a time, each in a transaction of its own."""
        count = 0
        for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                row = Authenticator.objects.select_for_update().filter(pk=pk).first()
                found = [name for name in SECRETS if row and name in row.data]
                if row and found:
                    row.data |= {name: renewed(row.data[name]) for name in found}
                    row.save(update_fields=["data"])
                    count += 1
        self.stdout.write(f"{count} secrets are encrypted with the newest key.")
