"""Say of a file whether it is a document that we sealed."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements import verification


class Command(BaseCommand):
    """One word, a second one when the document was replaced or taken back, and an exit code."""

    help = (
        "Prints authentic, intact, intact-key-expired (0), altered (3), not-ours (4), unsealed (5) or not-a-pdf (6), "
        "and after it superseded or voided where it applies."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, **options: Any) -> None:
        """Read the file, say the word, end with its code."""
        try:
            content = options["file"].read_bytes()
        except OSError as reason:
            raise CommandError(f"{options['file']} cannot be read: {reason.strerror}.") from None
        answer = verification.of_file(content)
        self.stdout.write(f"{answer.word} {answer.second_word}".strip())
        if code := verification.EXIT_CODES[answer.word]:
            sys.exit(code)
