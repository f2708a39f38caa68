import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("tenancy", "0002_people_who_are_two"),
    ]

    operations = [
        migrations.CreateModel(
            name="Packet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about_label", models.CharField(max_length=120)),
                ("about_url_name", models.CharField(max_length=80)),
                ("about_pk", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "student",
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
                    models.Index(fields=["district", "student"], name="agreements_packet_student"),
                    models.Index(fields=["district", "about_url_name", "about_pk"], name="agreements_packet_about"),
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="agreements_packet_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_packet_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="agreements_packet_student_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mentorship", "Mentorship agreement"), ("permissions", "Permissions")],
                        max_length=12,
                        verbose_name="document",
                    ),
                ),
                ("wording", models.PositiveSmallIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("public_id", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("out", "Out for signatures"),
                            ("all_signed", "Signed by all"),
                            ("sealing", "Being sealed"),
                            ("sealed", "Sealed"),
                            ("seal_failed", "Could not be sealed yet"),
                            ("declined", "Declined"),
                            ("voided", "Voided"),
                            ("expired", "Not signed in time"),
                            ("superseded", "Replaced by a newer version"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("expires_on", models.DateField(null=True, verbose_name="to be signed by")),
                ("completed_at", models.DateTimeField(null=True, verbose_name="signed by all")),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was declined or voided")),
                ("seal_tries", models.PositiveSmallIntegerField(default=0)),
                ("seal_lease_until", models.DateTimeField(null=True)),
                ("seal_fault", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="agreements.packet",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "packet"], name="agreements_agreement_packet"),
                    models.Index(fields=["district", "state", "expires_on"], name="agreements_agreement_state"),
                    models.Index(fields=["district", "supersedes"], name="agreements_agreement_newer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("public_id"), name="agreements_agreement_public_id"
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("packet"),
                        models.F("kind"),
                        condition=models.Q(
                            ("state__in", ["draft", "out", "all_signed", "sealing", "sealed", "seal_failed"])
                        ),
                        name="agreements_agreement_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                models.Q(
                                    models.Q(("expires_on__isnull", False), ("sent_at__isnull", False)),
                                    ("state", "voided"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_agreement_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["all_signed", "sealing", "sealed", "seal_failed"]), _negated=True),
                            ("completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="agreements_agreement_completed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state__in", ["declined", "voided", "expired", "superseded"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["declined", "voided", "expired", "superseded"]), _negated=True),
                                ("ended_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_agreement_ended",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_agreement_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_agreement_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="packet", name="agreements_agreement_packet_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="supersedes", name="agreements_agreement_supersedes_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("says", models.CharField(max_length=500, verbose_name="what is corrected")),
                ("noted_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="agreements.agreement",
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
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "agreement"], name="agreements_correction_of")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="agreements_correction_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_correction_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_correction_agreement_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="noted_by", name="agreements_correction_noted_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("html", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="agreements.agreement",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("agreement"), models.F("language"), name="agreements_text_once"
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_documenttext_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_documenttext_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_documenttext_agreement_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("pages", models.PositiveSmallIntegerField()),
                ("uploaded_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="agreements.agreement",
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
                    "uploaded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "agreement"], name="agreements_scan_of")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="agreements_paperscan_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_paperscan_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_paperscan_agreement_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="uploaded_by", name="agreements_paperscan_uploaded_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "Student"),
                            ("guardian", "Parent or guardian"),
                            ("mentor", "Mentor"),
                            ("school", "School"),
                        ],
                        max_length=8,
                        verbose_name="signs as",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("capacity", models.CharField(blank=True, max_length=80, verbose_name="in what capacity")),
                ("basis", models.CharField(blank=True, max_length=16, verbose_name="on what basis")),
                ("any_of", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not asked yet"),
                            ("invited", "Asked"),
                            ("opened", "Has opened it"),
                            ("signed", "Signed"),
                            ("declined", "Declined"),
                            ("released", "Not needed any more"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("invited_at", models.DateTimeField(null=True, verbose_name="asked")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="last reminded")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="signed")),
                ("declined_at", models.DateTimeField(null=True, verbose_name="declined")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why they declined")),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "By a link"),
                            ("signed_in", "Signed in"),
                            ("in_person", "On a device of the school"),
                            ("paper", "On paper"),
                        ],
                        max_length=10,
                        verbose_name="how they signed",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language shown")),
                ("text_digest", models.CharField(blank=True, max_length=64)),
                ("disclosure_version", models.PositiveSmallIntegerField(null=True)),
                ("consented_at", models.DateTimeField(null=True)),
                ("code_confirmed_at", models.DateTimeField(null=True)),
                ("shared_address", models.BooleanField(default=False)),
                ("typed_name", models.CharField(blank=True, max_length=200, verbose_name="name as typed")),
                ("strokes", models.JSONField(blank=True, default=list)),
                ("internet_address", models.GenericIPAddressField(null=True)),
                ("browser", models.CharField(blank=True, max_length=200)),
                ("paper_signed_on", models.DateField(null=True, verbose_name="signed on paper on")),
                ("paper_filed_at", models.CharField(blank=True, max_length=200, verbose_name="filed at")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="agreements.agreement",
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
                    "host",
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
                    "paper_attested_by",
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="agreements.paperscan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "agreement"], name="agreements_party_of"),
                    models.Index(fields=["district", "person", "state"], name="agreements_party_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("agreement"), models.F("person"), name="agreements_party_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", False),
                                ("state", "signed"),
                                models.Q(("method", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "signed"), _negated=True), ("signed_at", None)),
                            _connector="OR",
                        ),
                        name="agreements_party_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at__isnull", False), ("state", "declined")),
                            models.Q(models.Q(("state", "declined"), _negated=True), ("declined_at", None)),
                            _connector="OR",
                        ),
                        name="agreements_party_declined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "in_person"), _negated=True), ("host__isnull", False), _connector="OR"
                        ),
                        name="agreements_party_hosted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "paper"), _negated=True),
                            models.Q(
                                ("paper_attested_by__isnull", False),
                                ("paper_signed_on__isnull", False),
                                models.Q(("paper_filed_at", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_party_paper",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_party_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_party_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_party_agreement_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="person", name="agreements_party_person_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="host", name="agreements_party_host_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="paper_attested_by", name="agreements_party_paper_attested_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="scan", name="agreements_party_scan_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Permission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remote_contact", "Calls and messages"),
                            ("outings", "Outings"),
                            ("media", "Photos and stories"),
                            ("records", "Records to the mentor"),
                        ],
                        max_length=16,
                        verbose_name="permission",
                    ),
                ),
                ("is_granted", models.BooleanField(verbose_name="yes")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                ("withdrawn_note", models.CharField(blank=True, max_length=300)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="agreements.party",
                    ),
                ),
                (
                    "withdrawn_by",
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
                    models.UniqueConstraint(
                        models.F("district"), models.F("party"), models.F("kind"), name="agreements_permission_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("is_granted", True), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="agreements_permission_withdrawn",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_permission_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_permission_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="party", name="agreements_permission_party_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="withdrawn_by", name="agreements_permission_withdrawn_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=200)),
                ("chain_head", models.CharField(max_length=64)),
                ("key_fingerprint", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="agreements.agreement",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("agreement"), name="agreements_sealed_once"),
                    models.UniqueConstraint(models.F("district"), models.F("digest"), name="agreements_sealed_digest"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="agreements_sealed_size"),
                    tenancy.constraints.DistrictKey(name="agreements_sealeddocument_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_sealeddocument_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_sealeddocument_agreement_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField(default=dict)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="agreements.agreement",
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="agreements.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "party"], name="agreements_event_party")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("agreement"), models.F("number"), name="agreements_event_number"
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="agreements_event_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("previous", "")),
                            models.Q(("number__gt", 1), models.Q(("previous", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="agreements_event_chain",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_signatureevent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_signatureevent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="agreement", name="agreements_signatureevent_agreement_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="party", name="agreements_signatureevent_party_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_digest", models.CharField(max_length=64)),
                ("address_digest", models.CharField(blank=True, max_length=64)),
                ("minted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="agreements.party",
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
                "indexes": [models.Index(fields=["district", "person", "minted_at"], name="agreements_code_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("minted_at"))),
                        name="agreements_code_expires_later",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_signingcode_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_signingcode_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="agreements_signingcode_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="party", name="agreements_signingcode_party_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(max_length=64)),
                ("address_digest", models.CharField(blank=True, max_length=64)),
                ("minted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="agreements.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "party"], name="agreements_link_party")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("token_digest"), name="agreements_link_token"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("minted_at"))),
                        name="agreements_link_expires_later",
                    ),
                    tenancy.constraints.DistrictKey(name="agreements_signinglink_district_key"),
                    tenancy.constraints.DistrictPolicy(name="agreements_signinglink_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="party", name="agreements_signinglink_party_district_fk"
                    ),
                ],
            },
        ),
    ]
