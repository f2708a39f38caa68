import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_clearance"),
        ("tenancy", "0001_ground"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("injury", "Injury"),
                            ("allegation", "Allegation"),
                            ("lost_student", "Lost student"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="what kind",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="when it happened")),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
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
                    "reported_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    tenancy.constraints.DistrictKey(name="screening_incident_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_incident_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="screening_incident_school_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="reported_by", name="screening_incident_reported_by_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "happened_at", "id"], name="screening_incident_when"),
                    models.Index(fields=["district", "reported_by"], name="screening_incident_author"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("placed_at", models.DateTimeField(verbose_name="since")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="until")),
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
                    "lifted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        condition=models.Q(("lifted_at", None)),
                        name="screening_hold_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(
                                ("lifted_at__gte", models.F("placed_at")),
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="screening_hold_lifted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("placed_by", models.F("person")), _negated=True),
                        name="screening_hold_placed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by", None),
                            models.Q(("lifted_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="screening_hold_lifted_by_another",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_safetyhold_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_safetyhold_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_safetyhold_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="placed_by", name="screening_safetyhold_placed_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="lifted_by", name="screening_safetyhold_lifted_by_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "person"], name="screening_hold_person"),
                    models.Index(fields=["district", "placed_at", "id"], name="screening_hold_placed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("text", models.TextField(max_length=6000, verbose_name="what happened")),
                ("others", models.CharField(blank=True, max_length=300, verbose_name="others who were there")),
                ("told", models.TextField(blank=True, max_length=1000, verbose_name="who was told, and when")),
                (
                    "authorities",
                    models.CharField(
                        choices=[
                            ("not_needed", "Nothing to report to the authorities"),
                            ("reported", "Reported to the authorities"),
                            ("to_do", "Must still be reported to the authorities"),
                        ],
                        max_length=12,
                        verbose_name="authorities",
                    ),
                ),
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
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="screening.incident",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    tenancy.constraints.DistrictKey(name="screening_incidentnote_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_incidentnote_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="incident", name="screening_incidentnote_incident_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="written_by", name="screening_incidentnote_written_by_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "incident", "written_at"], name="screening_incident_note")
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_accused", models.BooleanField(default=False)),
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
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_rows",
                        to="screening.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("incident"),
                        models.F("person"),
                        name="screening_incident_person_once",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_incidentperson_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_incidentperson_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="incident", name="screening_incidentperson_incident_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_incidentperson_person_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "person"], name="screening_incident_person")],
            },
        ),
        migrations.CreateModel(
            name="HoldReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moment",
                    models.CharField(
                        choices=[("placed", "Why it was placed"), ("lifted", "Why it was lifted")], max_length=10
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="reason")),
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
                    "hold",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="screening.safetyhold",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("hold"), models.F("moment"), name="screening_hold_reason_once"
                    ),
                    tenancy.constraints.DistrictKey(name="screening_holdreason_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_holdreason_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="hold", name="screening_holdreason_hold_district_fk"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="asked",
            name="state",
            field=models.CharField(
                choices=[
                    ("clear", "Cleared"),
                    ("missing", "Something is missing"),
                    ("pending", "Waiting for an outcome"),
                    ("expired", "Run out"),
                    ("failed", "Not clear"),
                    ("held", "Paused until further notice"),
                ],
                default="missing",
                max_length=10,
            ),
        ),
    ]
