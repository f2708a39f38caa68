import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("mentoring", "0002_policy_of_the_year"),
        ("tenancy", "0004_snoozes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
                    models.UniqueConstraint(models.F("district"), models.F("token_digest"), name="meetings_feed_token"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("person"),
                        condition=models.Q(("ended_at", None)),
                        name="meetings_feed_once",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_calendarfeed_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_calendarfeed_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="meetings_calendarfeed_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayAbsence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("said_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
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
                    "said_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_absences",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "day"], name="meetings_day_absence_day")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("student"),
                        models.F("day"),
                        condition=models.Q(("taken_back_at", None)),
                        name="meetings_day_absence_once",
                        violation_error_message="This student is noted as absent on this day already.",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_dayabsence_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_dayabsence_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="meetings_dayabsence_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="said_by", name="meetings_dayabsence_said_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "every_weeks",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="every so many weeks",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first meeting")),
                ("until_on", models.DateField(verbose_name="until")),
                ("created_at", models.DateTimeField()),
                ("ended_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
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
                    "match",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_series",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "match"], name="meetings_series_match")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("first_on"))),
                        name="meetings_series_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    models.CheckConstraint(condition=models.Q(("every_weeks__gte", 1)), name="meetings_series_weeks"),
                    tenancy.constraints.DistrictKey(name="meetings_meetingseries_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_meetingseries_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="meetings_meetingseries_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="created_by", name="meetings_meetingseries_created_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("school", "At school"),
                            ("workplace", "At the workplace"),
                            ("outing", "Approved outing"),
                            ("online", "Approved online channel"),
                            ("elsewhere", "Elsewhere"),
                        ],
                        max_length=20,
                        verbose_name="place",
                    ),
                ),
                ("place_note", models.CharField(blank=True, max_length=200, verbose_name="room or address")),
                ("transport", models.CharField(blank=True, max_length=200, verbose_name="how the student gets there")),
                ("mentor_drives", models.BooleanField(default=False, verbose_name="the mentor drives the student")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("missed", "Somebody did not come"),
                            ("canceled", "Canceled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancel_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("school_closed", "School closed"),
                            ("student_absent", "Student absent from school"),
                            ("student", "Student could not come"),
                            ("mentor", "Mentor could not come"),
                            ("paused", "The match is paused"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                        verbose_name="why",
                    ),
                ),
                ("cancel_note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("canceled_at", models.DateTimeField(blank=True, null=True)),
                ("late_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "sorted_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.Coalesce(
                            models.F("starts_at"),
                            models.Func(
                                models.F("on"),
                                output_field=models.DateTimeField(),
                                template="(%(expressions)s::timestamp AT TIME ZONE 'UTC')",
                            ),
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "adult",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                        verbose_name="adult in charge",
                    ),
                ),
                (
                    "canceled_by",
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
                    "late_said_by",
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
                    "match",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="mentoring.match",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mentoring.matchobjective",
                        verbose_name="objective",
                    ),
                ),
                (
                    "planned_by",
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
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="meetings.meetingseries",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "sorted_at", "id"], name="meetings_meeting_list"),
                    models.Index(fields=["district", "on"], name="meetings_meeting_day"),
                    models.Index(fields=["district", "match", "on"], name="meetings_meeting_match"),
                    models.Index(fields=["district", "state", "on"], name="meetings_meeting_state"),
                    models.Index(fields=["district", "series"], name="meetings_meeting_series"),
                    models.Index(fields=["district", "adult", "on"], name="meetings_meeting_adult"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (5, 600))),
                        name="meetings_meeting_minutes",
                        violation_error_message="A meeting lasts from 5 minutes to 10 hours.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("canceled_at__isnull", False),
                                ("state", "canceled"),
                                models.Q(("cancel_cause", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "canceled"), _negated=True),
                                ("cancel_cause", ""),
                                ("canceled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="meetings_meeting_canceled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "planned"), _negated=True),
                            models.Q(("starts_at__isnull", False), models.Q(("place", "elsewhere"), _negated=True)),
                            _connector="OR",
                        ),
                        name="meetings_meeting_planned",
                    ),
                    models.UniqueConstraint(models.F("district"), models.F("uid"), name="meetings_meeting_uid"),
                    tenancy.constraints.DistrictKey(name="meetings_meeting_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_meeting_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="match", name="meetings_meeting_match_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="series", name="meetings_meeting_series_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="adult", name="meetings_meeting_adult_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="objective", name="meetings_meeting_objective_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="canceled_by", name="meetings_meeting_canceled_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="late_said_by", name="meetings_meeting_late_said_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="planned_by", name="meetings_meeting_planned_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(max_length=64)),
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "meeting"], name="meetings_link_meeting")],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("token_digest"), name="meetings_link_token"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("minted_at"))),
                        name="meetings_link_expires_later",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_loglink_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_loglink_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="meeting", name="meetings_loglink_meeting_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="person", name="meetings_loglink_person_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_allowed_place", models.BooleanField(default=True)),
                (
                    "adult_name",
                    models.CharField(blank=True, max_length=120, verbose_name="adult in charge, if not listed"),
                ),
                (
                    "activities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("talk", "Talked about the job and the way there"),
                                ("tour", "Looked around the workplace"),
                                ("shadow", "Watched somebody at work"),
                                ("project", "Worked on a project"),
                                ("skill", "Practiced a skill"),
                                ("resume", "Résumé or application"),
                                ("interview", "Practiced an interview"),
                                ("college", "Looked at training or college"),
                                ("classwork", "Worked on a class assignment"),
                                ("event", "Went to an event"),
                                ("other", "Something else"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="what you did",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("learned", models.TextField(blank=True, max_length=1000, verbose_name="what was learned")),
                (
                    "next_steps",
                    models.TextField(blank=True, max_length=1000, verbose_name="who does what until next time"),
                ),
                (
                    "special",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing special"),
                            ("gift", "Gift"),
                            ("ticket", "Ticket"),
                            ("trip", "Trip"),
                            ("meal", "Meal"),
                            ("introduction", "Introduction to somebody"),
                            ("other", "Something else"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="anything special?",
                    ),
                ),
                ("special_note", models.CharField(blank=True, max_length=200, verbose_name="what it was")),
                (
                    "special_dollars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="worth about (dollars)",
                    ),
                ),
                ("logged_at", models.DateTimeField(verbose_name="logged")),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
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
                    "logged_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "seen_by",
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
                "indexes": [
                    models.Index(fields=["district", "-logged_at", "-id"], name="meetings_log_newest"),
                    models.Index(fields=["district", "logged_by", "-logged_at"], name="meetings_log_author"),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("meeting"), name="meetings_log_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="meetings_log_seen",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_meetinglog_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_meetinglog_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="meeting", name="meetings_meetinglog_meeting_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="logged_by", name="meetings_meetinglog_logged_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="seen_by", name="meetings_meetinglog_seen_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
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
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="meetings.meetinglog",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("log"), models.F("number"), name="meetings_log_version_once"
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_logversion_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_logversion_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="log", name="meetings_logversion_log_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="changed_by", name="meetings_logversion_changed_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("came", "Came"),
                            ("absent", "Absent from school"),
                            ("excused", "Excused"),
                            ("no_show", "Did not come"),
                        ],
                        default="expected",
                        max_length=8,
                        verbose_name="standing",
                    ),
                ),
                ("said_at", models.DateTimeField(blank=True, null=True)),
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
                    "match_mentor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="mentoring.matchmentor",
                    ),
                ),
                (
                    "match_student",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="mentoring.matchstudent",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "said_by",
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
                "indexes": [
                    models.Index(fields=["district", "match_student", "standing"], name="meetings_part_student"),
                    models.Index(fields=["district", "match_mentor", "standing"], name="meetings_part_mentor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("match_mentor__isnull", False), ("match_student", None)),
                            models.Q(("match_mentor", None), ("match_student__isnull", False)),
                            _connector="OR",
                        ),
                        name="meetings_participation_of_one",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("meeting"),
                        models.F("match_student"),
                        condition=models.Q(("match_student__isnull", False)),
                        name="meetings_participation_student",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("meeting"),
                        models.F("match_mentor"),
                        condition=models.Q(("match_mentor__isnull", False)),
                        name="meetings_participation_mentor",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_participation_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_participation_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="meeting", name="meetings_participation_meeting_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="match_student", name="meetings_participation_match_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="match_mentor", name="meetings_participation_match_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="said_by", name="meetings_participation_said_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="what worried you")),
                ("said_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="what was done")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="worries",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "said_by",
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
                    models.Index(fields=["district", "closed_at", "said_at"], name="meetings_worry_open"),
                    models.Index(fields=["district", "meeting"], name="meetings_worry_meeting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="meetings_worry_closed",
                    ),
                    tenancy.constraints.DistrictKey(name="meetings_worry_district_key"),
                    tenancy.constraints.DistrictPolicy(name="meetings_worry_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="meeting", name="meetings_worry_meeting_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="said_by", name="meetings_worry_said_by_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="closed_by", name="meetings_worry_closed_by_district_fk"
                    ),
                ],
            },
        ),
    ]
