import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import screening.social_security
import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("tenancy", "0003_who_is_gone"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackgroundCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "check_type",
                    models.CharField(
                        choices=[
                            ("name", "Criminal record by name"),
                            ("fingerprint", "Fingerprints, state and FBI"),
                            ("sex_offender", "Sex offender registry"),
                            ("child_abuse", "Child abuse registry"),
                            ("driving", "Driving record"),
                            ("other", "Another check"),
                        ],
                        max_length=20,
                        verbose_name="what is checked",
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "At school, staff in the room"),
                            (2, "School or workplace"),
                            (3, "Outings and online"),
                        ],
                        default=2,
                        verbose_name="good enough for",
                    ),
                ),
                ("disclosed_on", models.DateField(blank=True, null=True, verbose_name="told that a check is made")),
                ("consented_on", models.DateField(blank=True, null=True, verbose_name="agreed to it")),
                ("ordered_on", models.DateField(blank=True, null=True, verbose_name="ordered")),
                (
                    "vendor",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[screening.social_security.refuse],
                        verbose_name="who makes the check",
                    ),
                ),
                (
                    "order_number",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[screening.social_security.refuse],
                        verbose_name="order number",
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="result received")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the outcome"),
                            ("review", "Being decided"),
                            ("clear", "Clear"),
                            ("not_clear", "Not clear"),
                            ("stopped", "Stopped before an outcome"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                ("first_notice_on", models.DateField(blank=True, null=True, verbose_name="copy and first notice sent")),
                ("disputed_on", models.DateField(blank=True, null=True, verbose_name="person disputed it")),
                ("final_notice_on", models.DateField(blank=True, null=True, verbose_name="final notice sent")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="good through")),
                ("renewed_on", models.DateField(blank=True, null=True, verbose_name="last renewed by the yearly form")),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("district", "The district"),
                            ("employer", "The employer"),
                            ("person", "The person"),
                            ("grant", "A grant"),
                        ],
                        max_length=10,
                        verbose_name="paid by",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="amount"),
                ),
                (
                    "account_code",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[screening.social_security.refuse],
                        verbose_name="account code",
                    ),
                ),
                ("retain_until", models.DateField(blank=True, null=True, verbose_name="keep until")),
                (
                    "decided_by",
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["district", "person"], name="scr_backgroundcheck_person"),
                    models.Index(fields=["district", "batch"], name="scr_backgroundcheck_batch"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consented_on", None),
                            ("disclosed_on", None),
                            ("consented_on__gte", models.F("disclosed_on")),
                            _connector="OR",
                        ),
                        name="screening_check_consent_follows",
                        violation_error_message="People are told of a check before they agree to it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ordered_on", None),
                                ("consented_on", None),
                                ("ordered_on__gte", models.F("consented_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ordered_on", None),
                                ("disclosed_on", None),
                                ("ordered_on__gte", models.F("disclosed_on")),
                                _connector="OR",
                            ),
                        ),
                        name="screening_check_order_follows",
                        violation_error_message="A check is ordered after the person agreed to it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", False), ("outcome__in", ["clear", "not_clear"])),
                            models.Q(("decided_on", None), ("outcome__in", ["pending", "review", "stopped"])),
                            _connector="OR",
                        ),
                        name="screening_check_decided",
                        violation_error_message="An outcome has a day, and a check without one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on", None),
                            ("ordered_on", None),
                            ("decided_on__gte", models.F("ordered_on")),
                            _connector="OR",
                        ),
                        name="screening_check_decided_later",
                        violation_error_message="The outcome cannot be older than the order.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None),
                            ("decided_on", None),
                            ("expires_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="screening_check_expires_later",
                        violation_error_message="It cannot run out before it was decided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("final_notice_on", None),
                            models.Q(
                                ("final_notice_on__gte", models.F("first_notice_on")),
                                ("first_notice_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="screening_check_notices_in_order",
                        violation_error_message="The first notice, with a copy, goes out before the final one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="screening_check_amount",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("check_type"),
                        condition=models.Q(("outcome__in", ["pending", "review"]), ("taken_back_at", None)),
                        name="screening_check_one_open",
                        violation_error_message="A check of this kind is running for this person already.",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("check_type"),
                        models.F("decided_on"),
                        condition=models.Q(("decided_on__isnull", False), ("taken_back_at", None)),
                        name="screening_check_once_a_day",
                        violation_error_message="A check of this kind with this day is recorded already.",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("vendor"),
                        models.F("order_number"),
                        condition=models.Q(models.Q(("order_number", ""), _negated=True), ("taken_back_at", None)),
                        name="screening_check_order_number",
                        violation_error_message="There is a check with this order number already.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_backgroundcheck_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_backgroundcheck_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_backgroundcheck_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="screening_backgroundcheck_recorded_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="decided_by", name="screening_backgroundcheck_decided_by_district_fk"
                    ),
                ],
            },
        ),
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
                "indexes": [
                    models.Index(fields=["district", "happened_at", "id"], name="screening_incident_when"),
                    models.Index(fields=["district", "reported_by"], name="screening_incident_author"),
                ],
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
                "indexes": [
                    models.Index(fields=["district", "incident", "written_at"], name="screening_incident_note")
                ],
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
                "indexes": [models.Index(fields=["district", "person"], name="screening_incident_person")],
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
            },
        ),
        migrations.CreateModel(
            name="PolicyDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[screening.social_security.refuse], verbose_name="title"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=5, verbose_name="minutes it takes to read")),
                ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                ("is_active", models.BooleanField(default=True, editable=False)),
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
                        models.F("title"),
                        name="screening_policy_document_title",
                        violation_error_message="There is one with this title already.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_policydocument_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_policydocument_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("published_on", models.DateField(verbose_name="published")),
                ("takes_effect_on", models.DateField(verbose_name="takes effect")),
                ("asks_again", models.BooleanField(default=True, verbose_name="everybody agrees anew")),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="screening.policydocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("document"),
                        models.F("number"),
                        name="screening_policy_version_number",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_policyversion_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_policyversion_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="document", name="screening_policyversion_document_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                ("acknowledged_on", models.DateField(verbose_name="agreed on")),
                (
                    "how",
                    models.CharField(
                        choices=[("online", "On their own page"), ("paper", "On paper")],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10)),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.policyversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["district", "person"], name="scr_acknowledgement_person"),
                    models.Index(fields=["district", "batch"], name="scr_acknowledgement_batch"),
                    models.Index(fields=["district", "version"], name="screening_ack_version"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("version"),
                        models.F("acknowledged_on"),
                        condition=models.Q(("taken_back_at", None)),
                        name="screening_acknowledgement_once",
                        violation_error_message="This is recorded already.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_acknowledgement_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_acknowledgement_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_acknowledgement_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="screening_acknowledgement_recorded_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="version", name="screening_acknowledgement_version_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
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
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="screening.policyversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("version"),
                        models.F("language"),
                        name="screening_policy_text_once",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_policytext_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_policytext_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="version", name="screening_policytext_version_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "referee_name",
                    models.CharField(
                        max_length=80, validators=[screening.social_security.refuse], verbose_name="who gives it"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[screening.social_security.refuse],
                        verbose_name="how they know the person",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("asked", "Asked for"), ("good", "Speaks for them"), ("doubtful", "Raises doubts")],
                        default="asked",
                        max_length=10,
                        verbose_name="what it says",
                    ),
                ),
                (
                    "trust",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("reserved", "With reservations"), ("no", "No")],
                        default="",
                        max_length=10,
                        verbose_name="would they trust this person with a student?",
                    ),
                ),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["district", "person"], name="scr_reference_person"),
                    models.Index(fields=["district", "batch"], name="scr_reference_batch"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "asked"), ("received_on", None)),
                            models.Q(models.Q(("outcome", "asked"), _negated=True), ("received_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="screening_reference_received",
                        violation_error_message="A reference that came in has a day; one that is asked for has none yet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_on", None),
                            ("received_on", None),
                            ("received_on__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="screening_reference_in_order",
                        violation_error_message="It cannot come in before it was asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("trust", ""), ("received_on__isnull", False), _connector="OR"),
                        name="screening_reference_trust_received",
                        violation_error_message="What a reference says is known once it came in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trust", "no"), _negated=True),
                            models.Q(("outcome", "good"), _negated=True),
                            _connector="OR",
                        ),
                        name="screening_reference_trust_fits",
                        violation_error_message="Who would not trust them with a student raises doubts. Choose that.",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("referee_name"),
                        condition=models.Q(("taken_back_at", None)),
                        name="screening_reference_once",
                        violation_error_message="A reference by this person is recorded already.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_reference_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_reference_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_reference_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="screening_reference_recorded_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(max_length=80, validators=[screening.social_security.refuse], verbose_name="name"),
                ),
                ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("current", "In use"), ("retired", "No longer used")],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
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
                        models.F("name"),
                        name="screening_requirement_set_name",
                        violation_error_message="There is one with this name already.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_requirementset_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_requirementset_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(verbose_name="asked since")),
                ("ended_on", models.DateField(null=True, verbose_name="asked until")),
                (
                    "state",
                    models.CharField(
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
                ("covers_until", models.DateField(null=True)),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("refreshed_on", models.DateField(null=True)),
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
                        related_name="asked",
                        to="tenancy.person",
                    ),
                ),
                (
                    "requirement_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="screening.requirementset",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "person"], name="screening_asked_person"),
                    models.Index(fields=["district", "requirement_set", "ended_on"], name="screening_asked_set"),
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["district", "covers_until"],
                        name="screening_asked_until",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["district", "state"],
                        name="screening_asked_state",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("requirement_set"),
                        condition=models.Q(("ended_on", None)),
                        name="screening_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="screening_asked_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("covers_until__isnull", False), ("state", "clear")),
                            models.Q(models.Q(("state", "clear"), _negated=True), ("covers_until", None)),
                            _connector="OR",
                        ),
                        name="screening_asked_clear_until",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_asked_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_asked_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="person", name="screening_asked_person_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="requirement_set", name="screening_asked_requirement_set_district_fk"
                    ),
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
                "indexes": [
                    models.Index(fields=["district", "person"], name="screening_hold_person"),
                    models.Index(fields=["district", "placed_at", "id"], name="screening_hold_placed"),
                ],
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
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[screening.social_security.refuse], verbose_name="title"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("training", "Training"), ("orientation", "Orientation")],
                        default="training",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="minutes it takes")),
                ("url", models.URLField(blank=True, verbose_name="web address")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("supervised", "Meetings are always supervised"),
                                ("equity", "Equity"),
                                ("confidentiality", "Confidentiality"),
                                ("resource", "A resource, not a counselor"),
                                ("industry", "All sides of an industry"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="topics",
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="cost per person"
                    ),
                ),
                ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                ("is_active", models.BooleanField(default=True, editable=False)),
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
                        models.F("title"),
                        name="screening_training_title",
                        violation_error_message="There is one with this title already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        name="screening_training_cost",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_training_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_training_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("background_check", "Background check"),
                            ("training", "Training"),
                            ("orientation", "Orientation"),
                            ("acknowledgement", "Policy to read and agree to"),
                            ("reference", "Reference"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[screening.social_security.refuse], verbose_name="what people read"
                    ),
                ),
                (
                    "check_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("name", "Criminal record by name"),
                            ("fingerprint", "Fingerprints, state and FBI"),
                            ("sex_offender", "Sex offender registry"),
                            ("child_abuse", "Child abuse registry"),
                            ("driving", "Driving record"),
                            ("other", "Another check"),
                        ],
                        max_length=20,
                        verbose_name="what is checked",
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "At school, staff in the room"),
                            (2, "School or workplace"),
                            (3, "Outings and online"),
                        ],
                        default=1,
                        verbose_name="good enough for",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="counts for (months)"),
                ),
                ("renews_yearly", models.BooleanField(default=False, verbose_name="renewed every year by a form")),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes it takes")),
                (
                    "before_first_day",
                    models.BooleanField(default=True, verbose_name="must be done before the first day"),
                ),
                ("counts_from_on", models.DateField(blank=True, null=True, verbose_name="counts from")),
                ("from_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("until_version", models.PositiveSmallIntegerField(editable=False, null=True)),
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.policydocument",
                    ),
                ),
                (
                    "requirement_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="screening.requirementset",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.training",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "requirement_set"], name="scr_requirement_set"),
                    models.Index(fields=["district", "training"], name="scr_requirement_training"),
                    models.Index(fields=["district", "document"], name="scr_requirement_document"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "background_check"), _negated=True),
                            models.Q(("check_type", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="screening_requirement_check_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["training", "orientation"]), _negated=True),
                            ("training__isnull", False),
                            _connector="OR",
                        ),
                        name="screening_requirement_training",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "acknowledgement"), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="screening_requirement_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version", None), ("until_version__gte", models.F("from_version")), _connector="OR"
                        ),
                        name="screening_requirement_ends_later",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="screening_requirement_number"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_months", None), ("valid_months__gte", 1), _connector="OR"),
                        name="screening_requirement_months",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_requirement_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_requirement_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="requirement_set", name="screening_requirement_requirement_set_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="training", name="screening_requirement_training_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="document", name="screening_requirement_document_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                ("completed_on", models.DateField(verbose_name="done on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="good through")),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.training",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["district", "person"], name="scr_trainingrecord_person"),
                    models.Index(fields=["district", "batch"], name="scr_trainingrecord_batch"),
                    models.Index(fields=["district", "training"], name="screening_training_rec_which"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("training"),
                        models.F("completed_on"),
                        condition=models.Q(("taken_back_at", None)),
                        name="screening_training_record_once",
                        violation_error_message="This is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None), ("expires_on__gte", models.F("completed_on")), _connector="OR"
                        ),
                        name="screening_training_expires_later",
                        violation_error_message="It cannot run out before it was done.",
                    ),
                    tenancy.constraints.DistrictKey(name="screening_trainingrecord_district_key"),
                    tenancy.constraints.DistrictPolicy(name="screening_trainingrecord_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="screening_trainingrecord_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="screening_trainingrecord_recorded_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="training", name="screening_trainingrecord_training_district_fk"
                    ),
                ],
            },
        ),
    ]
