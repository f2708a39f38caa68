"""Make the chain of keys behind the seal, and each year's seal key."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements import seal_keys


class Command(BaseCommand):
    """Run once for a new installation, then once a year with --renew. Never writes over a key."""

    help = (
        "Makes the keys of the seal in SEAL_KEYS_DIR: an offline root, a seal authority, a seal key for one year. "
        "With --renew: the seal key of the next year."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the keys go that leave the machine, and what opens them."""
        parser.add_argument("--offline", required=True, type=Path, metavar="FOLDER", help="for the keys kept offline")
        parser.add_argument(
            "--offline-passphrase-file", type=Path, metavar="FILE", help="what encrypts them; without it you are asked"
        )
        parser.add_argument("--renew", action="store_true", help="make the seal key of the next year")
        parser.add_argument("--name", default="Waymark", help="the name that readers of PDFs show beside the seal")

    def handle(self, **options: Any) -> None:
        """Write the files and say what to do with them."""
        if not settings.SEAL_KEY_PASSPHRASE:
            raise CommandError("Set SEAL_KEY_PASSPHRASE: it encrypts the key that the worker seals with.")
        is_new = not options["renew"]
        values = {
            "passphrase": settings.SEAL_KEY_PASSPHRASE,
            "at": timezone.now(),
            "offline": options["offline"],
            "offline_passphrase": self._offline_passphrase(options["offline_passphrase_file"], new=is_new),
        }
        try:
            if is_new:
                created = seal_keys.create(settings.SEAL_KEYS_DIR, name=options["name"], **values)
            else:
                created = seal_keys.renew(settings.SEAL_KEYS_DIR, **values)
        except seal_keys.CannotCreate as refusal:
            raise CommandError(str(refusal)) from None
        self._say(created, options["offline"])

    def _offline_passphrase(self, file: Path | None, *, new: bool) -> str:
        if file is not None:
            try:
                return file.read_text().strip()
            except OSError as reason:
                raise CommandError(f"{file} cannot be read: {reason.strerror}.") from None
        given = getpass.getpass("Passphrase of the keys that are kept offline: ")
        if new and getpass.getpass("Once more: ") != given:
            raise CommandError("The two are not the same. Nothing was written.")
        return given

    def _say(self, created: seal_keys.Created, offline: Path) -> None:
        lines = [
            f"Certificates, for every process:  {', '.join(str(path) for path in created.certificates)}",
            f"Seal key, for the worker alone:   {created.private}",
            f"It seals until {created.signs_until:%Y-%m-%d}. Run this again with --renew in the month before.",
            "Restart the worker.",
        ]
        if created.offline:
            lines += [
                f"Now take {' and '.join(path.name for path in created.offline)} out of {offline}: keep them on two "
                "sticks in two safes, with the passphrase elsewhere, and delete them here. Whoever has both can seal "
                "as you.",
            ]
        else:
            lines.append(f"Delete the copies in {offline} again: they are needed once a year.")
        lines += [f"Destroyed, for its year is over:  {path}" for path in created.destroyed]
        self.stdout.write("\n".join(lines))
