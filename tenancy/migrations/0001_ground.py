import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.district
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="web address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64, validators=[tenancy.models.district.validate_time_zone], verbose_name="time zone"
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="main language")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None, verbose_name="languages"
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0), verbose_name="quiet hours start")),
                ("quiet_until", models.TimeField(default=datetime.time(7, 0), verbose_name="quiet hours end")),
                ("digest_at", models.TimeField(default=datetime.time(7, 30), verbose_name="daily summary leaves at")),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("text_messages", "Text messages"), ("equity_reporting", "Equity reporting")],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="features",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="contact email")),
                ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="contact phone")),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("time_zone", ""), _negated=True), name="tenancy_district_time_zone_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                        name="tenancy_district_quiet_hours_end",
                    ),
                    tenancy.constraints.DistrictSelfPolicy(name="tenancy_district_self_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_name", models.CharField(max_length=80, verbose_name="first name")),
                ("family_name", models.CharField(max_length=80, verbose_name="last name")),
                ("preferred_name", models.CharField(blank=True, max_length=80, verbose_name="goes by")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="mobile phone")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("source", models.CharField(blank=True, editable=False, max_length=40)),
                ("sourced_id", models.CharField(blank=True, editable=False, max_length=255)),
                ("deactivated_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("search_key_given", models.CharField(db_collation="C", editable=False, max_length=250)),
                (
                    "search_key_preferred",
                    models.CharField(blank=True, db_collation="C", editable=False, max_length=250),
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
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "permissions": [("see_by_grant", "See this person by a grant")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("source"),
                        models.F("sourced_id"),
                        condition=models.Q(("sourced_id", ""), _negated=True),
                        name="tenancy_person_sourced_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="tenancy_person_not_merged_into_itself",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_person_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_person_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="merged_into", name="tenancy_person_merged_into_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "search_key", "id"], name="tenancy_person_search_family"),
                    models.Index(fields=["district", "search_key_given"], name="tenancy_person_search_given"),
                    models.Index(fields=["district", "search_key_preferred"], name="tenancy_person_search_pref"),
                    models.Index(fields=["district", "email"], name="tenancy_person_email"),
                    models.Index(fields=["district", "phone"], name="tenancy_person_phone"),
                    models.Index(fields=["district", "merged_into"], name="tenancy_person_merged_into"),
                ],
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("source", models.CharField(blank=True, editable=False, max_length=40)),
                ("sourced_id", models.CharField(blank=True, editable=False, max_length=255)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                    models.UniqueConstraint(models.F("district"), models.F("name"), name="tenancy_school_name"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("source"),
                        models.F("sourced_id"),
                        condition=models.Q(("sourced_id", ""), _negated=True),
                        name="tenancy_school_sourced_id",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_school_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_school_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
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
                    models.UniqueConstraint(models.F("district"), models.F("name"), name="tenancy_school_year_name"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="tenancy_school_year_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            (
                                models.Func(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="tenancy_school_year_no_overlap",
                        violation_error_message="These days overlap another school year.",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_schoolyear_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_schoolyear_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "District administrator"),
                            ("principal", "Principal"),
                            ("coordinator", "Coordinator"),
                            ("teacher", "Teacher"),
                            ("counselor", "Counselor"),
                            ("front_office", "Front office"),
                            ("auditor", "Auditor"),
                            ("mentor", "Mentor"),
                            ("guardian", "Parent or guardian"),
                            ("student", "Student"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("district", "The whole district"),
                            ("schools", "Some schools"),
                            ("programs", "Some programs"),
                        ],
                        default="district",
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="job title")),
                ("started_on", models.DateField(verbose_name="since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                        related_name="memberships",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "permissions": [("cover_by_grant", "Stand in for this role by a grant")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("role"),
                        condition=models.Q(("ended_on", None)),
                        name="tenancy_membership_once",
                        violation_error_message="This person has that role already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="tenancy_membership_ends_later",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_membership_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_membership_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="tenancy_membership_person_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "role", "ended_on"], name="tenancy_membership_role"),
                    models.Index(fields=["district", "person"], name="tenancy_membership_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Stopped by a fault"),
                            ("cancelled", "Canceled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("parameters", models.JSONField(default=dict)),
                ("progress", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("total", None), ("done__lte", models.F("total")), _connector="OR"),
                        name="tenancy_job_no_more_than_all",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_job_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_job_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="created_by", name="tenancy_job_created_by_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "state", "lease_until"], name="tenancy_job_state"),
                    models.Index(fields=["district", "-created_at"], name="tenancy_job_created"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("verb", models.CharField(max_length=60, verbose_name="what")),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("system", "Waymark"),
                            ("platform", "Platform staff"),
                            ("link", "Link in a message"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_label", models.CharField(blank=True, max_length=80)),
                ("target_kind", models.CharField(blank=True, max_length=60)),
                ("target_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("facts", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, max_length=40)),
                (
                    "actor_user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "actor_person",
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
                    tenancy.constraints.DistrictKey(name="tenancy_auditevent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_auditevent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="actor_person", name="tenancy_auditevent_actor_person_district_fk"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["district", "-at", "-id"], name="tenancy_audit_at"),
                    models.Index(fields=["district", "verb", "-at"], name="tenancy_audit_verb"),
                    models.Index(fields=["district", "target_kind", "target_id", "-at"], name="tenancy_audit_target"),
                    models.Index(fields=["district", "actor_person", "-at"], name="tenancy_audit_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                (
                    "content_object",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
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
                    "granted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("permission"),
                        models.F("content_object"),
                        name="tenancy_persongrant_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("starts_at"))),
                        name="tenancy_persongrant_ends_later",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_persongrant_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_persongrant_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="tenancy_persongrant_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="granted_by", name="tenancy_persongrant_granted_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="content_object", name="tenancy_persongrant_content_object_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "content_object"], name="tenancy_persongrant_object")],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[("closed", "Closed"), ("early_release", "Early release"), ("testing", "Testing")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("dismissed_at", models.TimeField(blank=True, null=True, verbose_name="school ends at")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="name or reason")),
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
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_days",
                        to="tenancy.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "day", "school", "kind"),
                        name="tenancy_calendar_day_once",
                        nulls_distinct=False,
                        violation_error_message="This day is in the calendar already.",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_calendarday_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_calendarday_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="tenancy_calendarday_school_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                (
                    "content_object",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="tenancy.membership",
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
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        models.F("permission"),
                        models.F("content_object"),
                        name="tenancy_membershipgrant_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("starts_at"))),
                        name="tenancy_membershipgrant_ends_later",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_membershipgrant_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_membershipgrant_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="tenancy_membershipgrant_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="granted_by", name="tenancy_membershipgrant_granted_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="content_object", name="tenancy_membershipgrant_content_object_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "content_object"], name="tenancy_membershipgrant_object")],
            },
        ),
        migrations.CreateModel(
            name="MembershipSchool",
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
                    "membership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="school_rows",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("membership"),
                        models.F("school"),
                        name="tenancy_membership_school_once",
                    ),
                    tenancy.constraints.DistrictKey(name="tenancy_membershipschool_district_key"),
                    tenancy.constraints.DistrictPolicy(name="tenancy_membershipschool_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="membership", name="tenancy_membershipschool_membership_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="tenancy_membershipschool_school_district_fk"
                    ),
                ],
                "indexes": [models.Index(fields=["district", "school"], name="tenancy_membership_school")],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="schools",
            field=models.ManyToManyField(related_name="+", through="tenancy.MembershipSchool", to="tenancy.school"),
        ),
    ]
