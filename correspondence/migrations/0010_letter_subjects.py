"""Everybody whom a letter names, in rows of their own."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0009_messages_about_something"),
        ("tenancy", "0004_snoozes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="correspondence.letter",
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
                "indexes": [models.Index(fields=["district", "person"], name="correspondence_subject_person")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("letter"),
                        models.F("person"),
                        name="correspondence_subject_once",
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_lettersubject_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_lettersubject_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="letter", name="correspondence_lettersubject_letter_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_lettersubject_person_district_fk"
                    ),
                ],
            },
        ),
    ]
