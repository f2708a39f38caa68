import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_tries"),
        ("tenancy", "0001_ground"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Email"), ("paper", "Printed code")], max_length=10, verbose_name="by"
                    ),
                ),
                ("sign_in_code", models.CharField(blank=True, editable=False, max_length=40)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="invited")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="accepted")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="taken back")),
                (
                    "district",
                    models.ForeignKey(
                        db_default=tenancy.models.owned.CurrentDistrict(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.district",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("channel"),
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        name="accounts_invitation_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                        name="accounts_invitation_one_end",
                    ),
                    tenancy.constraints.DistrictKey(name="accounts_invitation_district_key"),
                    tenancy.constraints.DistrictPolicy(name="accounts_invitation_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="accounts_invitation_person_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "person"], name="accounts_invitation_person")],
            },
        ),
        migrations.CreateModel(
            name="InvitationSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(
                        db_default=tenancy.models.owned.CurrentDistrict(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.district",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secrets",
                        to="accounts.invitation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("digest"), name="accounts_invitation_secret_once"
                    ),
                    tenancy.constraints.DistrictKey(name="accounts_invitationsecret_district_key"),
                    tenancy.constraints.DistrictPolicy(name="accounts_invitationsecret_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="invitation", name="accounts_invitationsecret_invitation_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "invitation"], name="accounts_invitation_secret_of")],
            },
        ),
    ]
