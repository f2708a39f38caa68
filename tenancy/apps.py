"""Wiring of the ground floor."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from tenancy.verbs import VERBS


class TenancyConfig(AppConfig):
    """Puts the district's constraints on every model and keeps the database roles in their bounds."""

    name = "tenancy"
    happenings = (
        "calendar.changed",
        "membership.ended",
        "membership.given",
        "person.address_changed",
        "person.deactivated",
        "person.invitation_wanted",
        "person.merged",
        "person.reactivated",
        "person.renamed",
    )
    audit_verbs = VERBS

    def ready(self) -> None:
        """All models are loaded now: walk them."""
        # These read models, which exist only from here on.
        from tenancy import checks, lookups  # noqa: F401, PLC0415
        from tenancy.district_tables import add_district_constraints  # noqa: PLC0415

        add_district_constraints()
        connection_created.connect(checks.refuse_too_much_power, dispatch_uid="tenancy.refuse_too_much_power")
        post_migrate.connect(_grant_rights, sender=self, dispatch_uid="tenancy.grant_rights")


def _grant_rights(using: str, **kwargs: Any) -> None:
    """Give both roles their rights after each migrate; default privileges are a database's own and easily forgotten.

    All apps have migrated when the first is told so, thus every table is there.
    """
    from tenancy.district_tables import rights_sql  # noqa: PLC0415

    connection = connections[using]
    with connection.cursor() as cursor:
        # Fewer than all when an app was migrated back to nothing.
        tables = set(connection.introspection.table_names(cursor))
        for statement in rights_sql(tables):
            cursor.execute(statement)
