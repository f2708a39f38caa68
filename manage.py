#!/usr/bin/env python
"""Django's command line. Commands that change tables connect as the owner; everything else as app_rt."""

import os
import sys

#: Commands that need the tables' owner (settings.DATABASE_OWNER_URL). Nothing else may run with that much power.
OWNER_COMMANDS = {"makemigrations", "migrate", "retire", "showmigrations"}


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["WAYMARK_AS"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
