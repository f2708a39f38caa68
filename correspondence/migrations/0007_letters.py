import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    dependencies = [
        ("correspondence", "0006_message_to_outsiders"),
        ("tenancy", "0004_snoozes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thank_mentor", "Thank-you letter to a mentor"),
                            ("thank_employer", "Thank-you letter to an employer"),
                            ("certificate", "Certificate of recognition"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(max_length=160, verbose_name="for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("making", "Being made"),
                            ("made", "Made"),
                            ("sent", "Sent"),
                            ("taken_back", "Taken back"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date on the letters")),
                ("print_file", models.CharField(blank=True, editable=False, max_length=200)),
                ("is_duplex", models.BooleanField(default=True, verbose_name="printed on both sides")),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
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
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "-created_at", "-id"], name="correspondence_batch_newest")
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="correspondence_letterbatch_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_letterbatch_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="job", name="correspondence_letterbatch_job_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="made_by", name="correspondence_letterbatch_made_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name at the head")),
                ("address", models.TextField(blank=True, max_length=300, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.CharField(blank=True, max_length=120, verbose_name="website")),
                ("logo", models.CharField(blank=True, editable=False, max_length=200)),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="signed by")),
                ("signer_title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("signature", models.CharField(blank=True, editable=False, max_length=200)),
                ("changed_at", models.DateTimeField(auto_now=True)),
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
                    "signer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("district"), name="correspondence_letterhead_once"),
                    tenancy.constraints.DistrictKey(name="correspondence_letterhead_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_letterhead_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="signer", name="correspondence_letterhead_signer_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thank_mentor", "Thank-you letter to a mentor"),
                            ("thank_employer", "Thank-you letter to an employer"),
                            ("certificate", "Certificate of recognition"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("version", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=160, verbose_name="heading")),
                ("body", models.TextField(max_length=5000, verbose_name="text")),
                ("is_built_in", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
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
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                        models.F("kind"),
                        models.F("language"),
                        models.F("version"),
                        name="correspondence_letter_text_once",
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_lettertext_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_lettertext_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="written_by", name="correspondence_lettertext_written_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to_name", models.CharField(max_length=160, verbose_name="to")),
                ("to_lines", models.TextField(blank=True, max_length=300, verbose_name="address")),
                ("to_email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("values", models.JSONField(default=dict)),
                ("dedupe_key", models.CharField(max_length=120)),
                ("file", models.CharField(blank=True, editable=False, max_length=200)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="mailed or handed over")),
                (
                    "left_out",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("already", "They have this letter already"),
                            ("missing", "The text asks for something that is not known"),
                            ("by_hand", "Left out by hand"),
                            ("taken_back", "Taken back"),
                        ],
                        max_length=10,
                        verbose_name="left out",
                    ),
                ),
                ("left_out_detail", models.CharField(blank=True, max_length=60)),
                ("is_again", models.BooleanField(default=False)),
                (
                    "about_person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "message",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="correspondence.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="correspondence.letterbatch",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="correspondence.lettertext",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "dedupe_key"], name="correspondence_letter_key"),
                    models.Index(fields=["district", "person"], name="correspondence_letter_person"),
                    models.Index(fields=["district", "about_person"], name="correspondence_letter_about"),
                    models.Index(fields=["district", "batch", "id"], name="correspondence_letter_batch"),
                    models.Index(fields=["district", "message"], name="correspondence_letter_message"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("batch"),
                        models.F("dedupe_key"),
                        name="correspondence_letter_once",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("dedupe_key"),
                        condition=models.Q(("is_again", False), ("left_out", "")),
                        name="correspondence_letter_never_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_out", ""),
                            models.Q(("message", None), ("posted_on", None)),
                            ("left_out", "taken_back"),
                            _connector="OR",
                        ),
                        name="correspondence_letter_left_out_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("sha256", "")),
                            models.Q(("made_at__isnull", False), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="correspondence_letter_made",
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_letter_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_letter_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="batch", name="correspondence_letter_batch_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="text", name="correspondence_letter_text_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_letter_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="about_person", name="correspondence_letter_about_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="message", name="correspondence_letter_message_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MutedKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("muted_at", models.DateTimeField()),
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
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("person"), models.F("kind"), name="correspondence_muted_once"
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_mutedkind_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_mutedkind_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_mutedkind_person_district_fk"
                    ),
                ],
            },
        ),
    ]
