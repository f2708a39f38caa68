import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("tenancy", "0001_ground"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80, verbose_name="kind")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Email"), ("text", "Text message")],
                        default="email",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("context", models.JSONField(default=dict)),
                ("link_purpose", models.CharField(blank=True, max_length=60)),
                ("link_party", models.BigIntegerField(null=True)),
                ("about_label", models.CharField(blank=True, max_length=200)),
                ("about_url_name", models.CharField(blank=True, max_length=80)),
                ("about_pk", models.BigIntegerField(null=True)),
                ("dedupe_key", models.CharField(blank=True, max_length=160)),
                ("is_urgent", models.BooleanField(default=False)),
                ("for_digest", models.BooleanField(default=False)),
                ("was_asked_for", models.BooleanField(default=False)),
                ("is_automatic", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Leaving now"),
                            ("collected", "In a daily summary"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("cancelled", "Canceled"),
                            ("bounced", "Came back"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_reached", "There is no email address and no phone that agreed to text messages."),
                            ("left", "This person is no longer active here."),
                            ("address_refused", "The mail server of this address does not accept it."),
                            ("number_refused", "The phone number cannot receive text messages."),
                            ("stopped", "This phone number answered STOP to text messages."),
                            ("unreachable", "Our mail server or text service did not answer."),
                            (
                                "not_written",
                                "Waymark could not write this message. Tell whoever runs it for your district.",
                            ),
                            ("outdated", "What this message was about no longer exists."),
                            ("came_back", "It was sent and then came back as undeliverable."),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("leave_at", models.DateTimeField(verbose_name="leaves")),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("message_id", models.CharField(max_length=120)),
                ("provider_id", models.CharField(blank=True, max_length=64)),
                ("to_address", models.CharField(blank=True, max_length=254, verbose_name="to")),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="subject")),
                ("text", models.TextField(blank=True)),
                (
                    "digest",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collected",
                        to="correspondence.message",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "resend_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resends",
                        to="correspondence.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("dedupe_key"),
                        condition=models.Q(("dedupe_key", ""), _negated=True),
                        name="correspondence_message_once",
                    ),
                    models.UniqueConstraint(
                        models.F("district"), models.F("message_id"), name="correspondence_message_id_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link_party", None), ("link_purpose", "")),
                            models.Q(models.Q(("link_purpose", ""), _negated=True), ("link_party__isnull", False)),
                            _connector="OR",
                        ),
                        name="correspondence_message_link_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about_pk", None), ("about_url_name", "")),
                            models.Q(models.Q(("about_url_name", ""), _negated=True), ("about_pk__isnull", False)),
                            _connector="OR",
                        ),
                        name="correspondence_message_about_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state__in", ["sent", "bounced"])),
                            models.Q(models.Q(("state__in", ["sent", "bounced"]), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="correspondence_message_sent_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest__isnull", False), ("state", "collected")),
                            models.Q(models.Q(("state", "collected"), _negated=True), ("digest", None)),
                            _connector="OR",
                        ),
                        name="correspondence_message_collected_into",
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_message_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_message_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_message_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="posted_by", name="correspondence_message_posted_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="digest", name="correspondence_message_digest_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="resend_of", name="correspondence_message_resend_of_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "-created_at", "-id"], name="correspondence_message_list"),
                    models.Index(
                        fields=["district", "person", "-created_at", "-id"], name="correspondence_message_person"
                    ),
                    models.Index(
                        fields=["district", "state", "-created_at", "-id"], name="correspondence_message_state"
                    ),
                    models.Index(fields=["district", "kind", "-created_at", "-id"], name="correspondence_message_kind"),
                    models.Index(fields=["district", "digest"], name="correspondence_message_digest"),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "claimed"))),
                        fields=["district", "due_at"],
                        name="correspondence_message_due",
                    ),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["district", "provider_id"],
                        name="correspondence_message_prov",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("template_prefix", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=10)),
                ("sealed_context", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Leaving now"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("reply", models.CharField(blank=True, max_length=40)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("due_at", models.DateTimeField()),
                ("give_up_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "claimed"])),
                        fields=["due_at"],
                        name="correspondence_sign_in_due",
                    ),
                    models.Index(fields=["created_at"], name="correspondence_sign_in_created"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "claimed"]), ("sealed_context", ""), _connector="OR"
                        ),
                        name="correspondence_sign_in_mail_wiped",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone", models.CharField(max_length=20, verbose_name="mobile phone")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("paper", "On a paper form"),
                            ("spoken", "In person or by phone"),
                            ("online", "On their own page"),
                            ("text", "By answering START"),
                        ],
                        max_length=10,
                        verbose_name="how they agreed",
                    ),
                ),
                ("opted_in_at", models.DateTimeField(verbose_name="agreed")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stopped")),
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
                        related_name="text_consents",
                        to="tenancy.person",
                    ),
                ),
                (
                    "recorded_by",
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
                        models.F("person"),
                        models.F("phone"),
                        name="correspondence_text_consent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at", None), ("stopped_at__gte", models.F("opted_in_at")), _connector="OR"
                        ),
                        name="correspondence_text_consent_stops_later",
                    ),
                    tenancy.constraints.DistrictKey(name="correspondence_textconsent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_textconsent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_textconsent_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="correspondence_textconsent_recorded_by_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "phone"], name="correspondence_consent_phone")],
            },
        ),
        migrations.CreateModel(
            name="MessageEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("posted", "Written"),
                            ("sending", "Handed to the mail server or text service"),
                            ("sent", "Accepted for delivery"),
                            ("delivered", "Delivered to the phone"),
                            ("delayed", "Could not leave yet; it will be tried again"),
                            ("held", "Held until quiet hours or closed days are over"),
                            ("collected", "Put into a daily summary"),
                            ("failed", "Given up"),
                            ("retried", "Tried again by hand"),
                            ("cancelled", "Canceled"),
                            ("bounced", "Came back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_reached", "There is no email address and no phone that agreed to text messages."),
                            ("left", "This person is no longer active here."),
                            ("address_refused", "The mail server of this address does not accept it."),
                            ("number_refused", "The phone number cannot receive text messages."),
                            ("stopped", "This phone number answered STOP to text messages."),
                            ("unreachable", "Our mail server or text service did not answer."),
                            (
                                "not_written",
                                "Waymark could not write this message. Tell whoever runs it for your district.",
                            ),
                            ("outdated", "What this message was about no longer exists."),
                            ("came_back", "It was sent and then came back as undeliverable."),
                        ],
                        max_length=20,
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=40)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="correspondence.message",
                    ),
                ),
                (
                    "person",
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
                    tenancy.constraints.DistrictKey(name="correspondence_messageevent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="correspondence_messageevent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="message", name="correspondence_messageevent_message_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="correspondence_messageevent_person_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "message", "at", "id"], name="correspondence_event_message")
                ],
            },
        ),
    ]
