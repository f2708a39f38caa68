import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("mentoring", "0001_people"),
        ("tenancy", "0003_who_is_gone"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("header_sha256", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField()),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("kind"),
                        models.F("header_sha256"),
                        name="rosters_import_mapping_once",
                    ),
                    tenancy.constraints.DistrictKey(name="rosters_importmapping_district_key"),
                    tenancy.constraints.DistrictPolicy(name="rosters_importmapping_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "Waiting for an answer"),
                            ("checking", "Being looked through"),
                            ("checked", "Looked through"),
                            ("running", "Being brought in"),
                            ("done", "Brought in"),
                            ("refused", "Refused"),
                            ("failed", "Stopped by a fault"),
                            ("canceled", "Canceled"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=40)),
                ("file", models.CharField(blank=True, editable=False, max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("options", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("samples", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=list)),
                ("stops", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("refusal", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.person",
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
                    "job",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.job",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "-created_at", "-id"], name="rosters_import_run_created")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        condition=models.Q(("state__in", ["checking", "running"])),
                        name="rosters_import_run_one_at_a_time",
                    ),
                    tenancy.constraints.DistrictKey(name="rosters_importrun_district_key"),
                    tenancy.constraints.DistrictPolicy(name="rosters_importrun_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="job", name="rosters_importrun_job_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="rosters_importrun_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="created_by", name="rosters_importrun_created_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[("created", "Added"), ("updated", "Changed"), ("ended", "Ended")], max_length=10
                    ),
                ),
                ("what", models.JSONField(default=list)),
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
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="rosters.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "run", "verb", "id"], name="rosters_import_change_run"),
                    models.Index(fields=["district", "person"], name="rosters_import_change_person"),
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="rosters_importchange_district_key"),
                    tenancy.constraints.DistrictPolicy(name="rosters_importchange_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="run", name="rosters_importchange_run_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="rosters_importchange_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=120)),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=120)),
                ("why", models.CharField(max_length=300)),
                ("row", models.JSONField(default=dict)),
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="failures",
                        to="rosters.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "run", "file", "line"], name="rosters_import_failure_run")
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="rosters_importfailure_district_key"),
                    tenancy.constraints.DistrictPolicy(name="rosters_importfailure_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="run", name="rosters_importfailure_run_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("school", "School"), ("year", "School year")], max_length=8
                    ),
                ),
                ("source", models.CharField(max_length=40)),
                ("sourced_id", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(blank=True, max_length=120)),
                ("roles", models.CharField(blank=True, max_length=40)),
                ("ended_on", models.DateField(null=True)),
                ("let_go_at", models.DateTimeField(null=True)),
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
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
                (
                    "school_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.schoolyear",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "person"], name="rosters_roster_record_person")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("kind"),
                        models.F("source"),
                        models.F("sourced_id"),
                        condition=models.Q(("sourced_id", ""), _negated=True),
                        name="rosters_roster_record_once",
                    ),
                    tenancy.constraints.DistrictKey(name="rosters_rosterrecord_district_key"),
                    tenancy.constraints.DistrictPolicy(name="rosters_rosterrecord_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="rosters_rosterrecord_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="rosters_rosterrecord_school_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="school_year", name="rosters_rosterrecord_school_year_district_fk"
                    ),
                ],
            },
        ),
    ]
