"""Who operates the installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions import sign_ins
from accounts.models import User


class Command(BaseCommand):
    """Lets a sign-in operate the installation, or no longer. A new installation needs it once: nobody is there yet."""

    help = "Makes the sign-in with this email address platform staff; --end takes it back. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and which way."""
        parser.add_argument("email", help="the person's own address; the first code is mailed to it")
        parser.add_argument("--end", action="store_true", help="no longer platform staff; all its sessions end")

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        """Find or make the sign-in, and say what comes next."""
        email = str(options["email"]).strip().lower()
        user = User.objects.filter(email=email).first()
        if options["end"]:
            self.stdout.write(self.end(user, email))
            return
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address.") from None
        if user is None:
            sign_ins.make(email=email, is_platform_staff=True)
        else:
            user.is_platform_staff = True
            user.save(update_fields=["is_platform_staff"])
        self.stdout.write(
            f"{email} is platform staff. Next: sign in at {settings.PUBLIC_URL}{settings.LOGIN_URL} with a code by "
            "email, and set up the extra step."
        )

    def end(self, user: User | None, email: str) -> str:
        """Take it back, end the sessions, and say so."""
        if user is None:
            raise CommandError(f"There is no sign-in {email}.")
        user.is_platform_staff = False
        user.save(update_fields=["is_platform_staff"])
        sign_ins.end_sessions(user)
        return f"{email} is no longer platform staff."
