import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    dependencies = [
        ("mentoring", "0002_policy_of_the_year"),
        ("support", "0001_support"),
        ("tenancy", "0004_snoozes"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("last_on", models.DateField(verbose_name="last day to answer")),
                (
                    "ended_from_on",
                    models.DateField(blank=True, null=True, verbose_name="also people of matches that ended since"),
                ),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
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
                    "job",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.job",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_rounds",
                        to="mentoring.program",
                    ),
                ),
                (
                    "sent_by",
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
                "indexes": [models.Index(fields=["district", "last_on", "id"], name="support_feedback_round_day")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("name"),
                        name="support_feedback_round_name",
                        violation_error_message="There is a round of this name in that program.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on", None), ("sent_at__isnull", False), _connector="OR"),
                        name="support_feedback_sent_then_closed",
                    ),
                    tenancy.constraints.DistrictKey(name="support_feedbackround_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbackround_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="support_feedbackround_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="created_by", name="support_feedbackround_created_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="sent_by", name="support_feedbackround_sent_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="job", name="support_feedbackround_job_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="closed_by", name="support_feedbackround_closed_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackAudience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("students", "Students"),
                            ("mentors", "Mentors"),
                            ("guardians", "Parents and guardians"),
                            ("teachers", "Teachers"),
                        ],
                        max_length=9,
                        verbose_name="who is asked",
                    ),
                ),
                ("asked", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
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
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audiences",
                        to="support.feedbackround",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("round"),
                        models.F("audience"),
                        name="support_feedback_audience_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered__lte", models.F("asked"))),
                        name="support_feedback_asked_then_answered",
                    ),
                    tenancy.constraints.DistrictKey(name="support_feedbackaudience_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbackaudience_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="round", name="support_feedbackaudience_round_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("students", "Students"),
                            ("mentors", "Mentors"),
                            ("guardians", "Parents and guardians"),
                            ("teachers", "Teachers"),
                        ],
                        max_length=9,
                    ),
                ),
                ("has_answered", models.BooleanField(default=False)),
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
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="support.feedbackround",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "person"], name="support_feedback_asked_person")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("round"), models.F("person"), name="support_feedback_asked_once"
                    ),
                    tenancy.constraints.DistrictKey(name="support_feedbackinvitation_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbackinvitation_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="round", name="support_feedbackinvitation_round_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_feedbackinvitation_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("scale", "From 1 to 5"), ("yes_no", "Yes or no"), ("text", "In their own words")],
                        max_length=6,
                        verbose_name="how it is answered",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=24)),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="question")),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="support.feedbackaudience",
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
                        models.F("district"),
                        models.F("audience"),
                        models.F("position"),
                        name="support_feedback_question_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), models.Q(("words", ""), _negated=True)),
                            models.Q(models.Q(("code", ""), _negated=True), ("words", "")),
                            _connector="OR",
                        ),
                        name="support_feedback_question_words",
                    ),
                    tenancy.constraints.DistrictKey(name="support_feedbackquestion_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbackquestion_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="audience", name="support_feedbackquestion_audience_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000)),
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
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="support.feedbackquestion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "question"], name="support_feedback_comment_of")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="support_feedbackcomment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbackcomment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="question", name="support_feedbackcomment_question_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choice", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
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
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="support.feedbackquestion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("question"),
                        models.F("choice"),
                        name="support_feedback_tally_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__range", (0, 5))), name="support_feedback_tally_choice"
                    ),
                    tenancy.constraints.DistrictKey(name="support_feedbacktally_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_feedbacktally_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="question", name="support_feedbacktally_question_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300, verbose_name="what is to be done")),
                ("why", models.TextField(blank=True, max_length=1000, verbose_name="why")),
                ("due_on", models.DateField(verbose_name="until")),
                ("given_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("outcome", models.TextField(blank=True, max_length=500, verbose_name="what was done, or why not")),
                ("closed_on", models.DateField(blank=True, null=True)),
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
                    "given_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                        verbose_name="who does it",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="support.feedbackround",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "due_on", "id"], name="support_recommendation_due"),
                    models.Index(fields=["district", "round"], name="support_recommendation_round"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["district", "owner"],
                        name="support_recommendation_owner",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("outcome", ""), ("state", "open")),
                            models.Q(
                                ("closed_on__isnull", False),
                                ("state__in", ["done", "dropped"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="support_recommendation_closed",
                    ),
                    tenancy.constraints.DistrictKey(name="support_recommendation_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_recommendation_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="round", name="support_recommendation_round_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="owner", name="support_recommendation_owner_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="given_by", name="support_recommendation_given_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="closed_by", name="support_recommendation_closed_by_district_fk"
                    ),
                ],
            },
        ),
    ]
