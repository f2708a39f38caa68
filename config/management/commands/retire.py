"""Empty what is known about a person, or about everybody of a district."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Seat
from tenancy import audit
from tenancy.actor import Actor
from tenancy.context import NoDistrict, district
from tenancy.district_tables import district_models
from tenancy.files import forget
from tenancy.models import District, Person

BY = Actor.system("retire")


class Command(BaseCommand):
    """Empties personal columns in place, as the tables' owner; ids, dates and codes stay, so the audit log stays whole.

    Files of which these columns speak are deleted once it stands. Afterwards the people have no name, address or
    number, no sign-in stands for them, and one audit event says so for each. Cannot be undone. Run again, it changes
    nothing.
    """

    help = "Empties what is known about a person (--person ID) or about all people of a district (--all)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which district, and whom."""
        parser.add_argument("--district", required=True, metavar="SLUG")
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--person", type=int, metavar="ID")
        whom.add_argument("--all", action="store_true", help="everybody of the district")

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        """Empty, and say how many."""
        if not settings.IS_OWNER:
            raise CommandError("Run it by manage.py, which connects as the owner (DATABASE_OWNER_URL).")
        try:
            with district(str(options["district"])) as opened:
                people = Person.objects.of(opened).exclude(given_name="–", family_name="–")
                if options["person"]:
                    people = people.filter(Q(pk=options["person"]) | Q(merged_into=options["person"]))
                ids = list(people.values_list("pk", flat=True))
                if options["person"] and not ids:
                    raise CommandError("There is nobody with this id, or nothing is left to empty.")
                for person_id in ids:
                    empty(opened, person_id)
        except NoDistrict as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Retired {len(ids)} of {opened.name}.")


def empty(of: District, person_id: int) -> None:
    """Empty one person. The owner is not held by the policies, so the district is said with every query."""
    for model in district_models():
        if model.personal:
            rows: QuerySet[Any] = model._base_manager.filter(model.personal.of(person_id), district=of)
            for path in {path for column in model.personal.files for path in rows.values_list(column, flat=True)}:
                forget(path)
            rows.update(**model.personal.emptied)
    Person.objects.of(of).filter(pk=person_id, deactivated_at=None).update(deactivated_at=timezone.now())
    Seat.objects.filter(district=of, person_id=person_id).delete()
    audit.record(by=BY, verb="person.retire", target=Person(pk=person_id, district=of))
