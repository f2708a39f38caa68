"""Note mails that came back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence import bounces
from correspondence.actions import messages
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.context import NoDistrict, district


class Command(BaseCommand):
    """For the mail server's pipe: ``waymark-bounces: "|manage.py read_bounces -"``; or a file, or a folder of files.

    Never fails on what it cannot read, so that a notice is not itself sent back.
    """

    help = "Reads delivery status notifications (a file, a folder of .eml files, or - for standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the notices are."""
        parser.add_argument("path", help="a file, a folder, or - for standard input")

    def handle(self, **options: Any) -> None:
        """Read, and say how many of ours came back."""
        notices = _notices(str(options["path"]))
        noted = sum(_note(raw) for raw in notices)
        self.stdout.write(f"Read {len(notices)}, noted {noted}.")


def _notices(path: str) -> list[bytes]:
    if path == "-":
        return [sys.stdin.buffer.read()]
    given = Path(path)
    try:
        return [file.read_bytes() for file in (sorted(given.glob("*.eml")) if given.is_dir() else [given])]
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}.") from fault


def _note(raw: bytes) -> bool:
    """Mark the message that came back. False for anything that is not one of ours, or was noted before."""
    bounce = bounces.read(raw)
    if bounce is None:
        return False
    try:
        with district(bounce.district_pk) as at:
            message = Message.objects.of(at).filter(message_id=bounce.message_id).first()
            if message is None:
                return False
            by = Actor.system("read_bounces")
            messages.mark_bounced(message, at=timezone.now(), by=by, reply=bounce.status)
    except (NoDistrict, messages.TooLate):
        return False
    return True
