import django.core.validators
import django.db.models.deletion
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
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("planned", "The promised time is over"), ("early", "It ends early")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "initiator",
                    models.CharField(
                        choices=[
                            ("plan", "As planned"),
                            ("student", "Student"),
                            ("mentor", "Mentor"),
                            ("guardian", "Parent or guardian"),
                            ("school", "School"),
                        ],
                        max_length=8,
                        verbose_name="who wished it",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("opened_on", models.DateField(verbose_name="begun")),
                ("last_meeting_on", models.DateField(blank=True, null=True, verbose_name="last meeting")),
                ("presentation_on", models.DateField(blank=True, null=True, verbose_name="presentation")),
                ("presentation_waived", models.BooleanField(default=False, verbose_name="no presentation")),
                (
                    "profile_updated_on",
                    models.DateField(blank=True, null=True, verbose_name="skills profile and career plan updated"),
                ),
                ("next_step", models.CharField(blank=True, max_length=500, verbose_name="the student’s next step")),
                ("contact_after", models.CharField(blank=True, max_length=300, verbose_name="contact afterwards")),
                ("finished_on", models.DateField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
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
                    "finished_by",
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
                        related_name="closings",
                        to="mentoring.match",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "finished_on"], name="support_closing_open")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        condition=models.Q(("taken_back_at", None)),
                        name="support_closing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "planned"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="support_closing_early_has_reason",
                        violation_error_message="Say why it ends early.",
                    ),
                    tenancy.constraints.DistrictKey(name="support_closing_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_closing_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="match", name="support_closing_match_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="opened_by", name="support_closing_opened_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="finished_by", name="support_closing_finished_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Continuation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(verbose_name="asked")),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "became",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.match",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continuations",
                        to="mentoring.match",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "program"], name="support_again_program")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        condition=models.Q(("closed_on", None)),
                        name="support_again_one_open",
                    ),
                    tenancy.constraints.DistrictKey(name="support_continuation_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_continuation_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="support_continuation_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="support_continuation_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="asked_by", name="support_continuation_asked_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="became", name="support_continuation_became_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContinuationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=4, verbose_name="answer"
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "continuation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="support.continuation",
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
            ],
            options={
                "indexes": [models.Index(fields=["district", "person"], name="support_again_person")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("continuation"),
                        models.F("person"),
                        name="support_again_answer_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="support_again_answered",
                    ),
                    tenancy.constraints.DistrictKey(name="support_continuationanswer_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_continuationanswer_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="continuation", name="support_continuationanswer_continuation_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_continuationanswer_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounselorBackup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_on", models.DateField()),
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
                    "named_by",
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
                        verbose_name="back-up",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("school"), name="support_backup_once"),
                    tenancy.constraints.DistrictKey(name="support_counselorbackup_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_counselorbackup_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="support_counselorbackup_school_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_counselorbackup_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="named_by", name="support_counselorbackup_named_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExitInterview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("mentor", "Mentor"), ("student", "Student"), ("guardian", "Parent or guardian")],
                        max_length=8,
                        verbose_name="who",
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="talked on")),
                (
                    "quality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="how was it, from 1 to 10?",
                    ),
                ),
                ("best", models.CharField(blank=True, max_length=500, verbose_name="what was best")),
                ("better", models.CharField(blank=True, max_length=500, verbose_name="what could be better")),
                ("told", models.TextField(blank=True, max_length=2000, verbose_name="what else they told")),
                ("skipped_on", models.DateField(blank=True, null=True)),
                ("skip_reason", models.CharField(blank=True, max_length=200, verbose_name="why not")),
                (
                    "closing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interviews",
                        to="support.closing",
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
                    "held_by",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("closing"), models.F("person"), name="support_exit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_on", None), ("skipped_on", None), _connector="OR"),
                        name="support_exit_held_or_not",
                    ),
                    tenancy.constraints.DistrictKey(name="support_exitinterview_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_exitinterview_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="closing", name="support_exitinterview_closing_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_exitinterview_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="held_by", name="support_exitinterview_held_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(verbose_name="asked")),
                ("due_on", models.DateField(verbose_name="due")),
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
                    "match",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_reviews",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "match", "-asked_on"], name="support_review_match"),
                    models.Index(
                        condition=models.Q(("closed_on", None)),
                        fields=["district", "due_on", "id"],
                        name="support_review_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        condition=models.Q(("closed_on", None)),
                        name="support_review_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))), name="support_review_due_later"
                    ),
                    tenancy.constraints.DistrictKey(name="support_goalreview_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_goalreview_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="match", name="support_goalreview_match_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="closed_by", name="support_goalreview_closed_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="how far are you?",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("answered_at", models.DateTimeField()),
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
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="mentoring.matchobjective",
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
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="support.goalreview",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "person"], name="support_answer_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "review", "person", "objective"),
                        name="support_answer_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing", None), ("standing__range", (1, 4)), _connector="OR"),
                        name="support_answer_standing",
                    ),
                    tenancy.constraints.DistrictKey(name="support_goalanswer_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_goalanswer_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="review", name="support_goalanswer_review_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_goalanswer_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="objective", name="support_goalanswer_objective_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectiveState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "Working on it"), ("reached", "Reached"), ("dropped", "No longer a goal")],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("said_at", models.DateTimeField()),
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
                    "objective",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="mentoring.matchobjective",
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
                "indexes": [models.Index(fields=["district", "objective", "-said_at"], name="support_objective_state")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="support_objectivestate_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_objectivestate_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="objective", name="support_objectivestate_objective_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="said_by", name="support_objectivestate_said_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("passed_at", models.DateTimeField(blank=True, null=True, verbose_name="passed to the back-up")),
                (
                    "raised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="raised with the administrators"),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "backup",
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
                    "counselor",
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
                    "opened_by",
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
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="mentoring.student",
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
                    models.Index(fields=["district", "opened_at", "written_at"], name="support_referral_unread"),
                    models.Index(fields=["district", "-written_at", "-id"], name="support_referral_newest"),
                    models.Index(fields=["district", "written_by"], name="support_referral_author"),
                    models.Index(fields=["district", "student"], name="support_referral_student"),
                    models.Index(fields=["district", "counselor"], name="support_referral_counselor"),
                    models.Index(fields=["district", "backup"], name="support_referral_backup"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="support_referral_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("opened_at__isnull", False), _connector="OR"),
                        name="support_referral_closed_after_reading",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at", None), ("opened_at__gte", models.F("written_at")), _connector="OR"
                        ),
                        name="support_referral_opened_later",
                    ),
                    tenancy.constraints.DistrictKey(name="support_referral_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_referral_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="support_referral_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="school", name="support_referral_school_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="written_by", name="support_referral_written_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="counselor", name="support_referral_counselor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="backup", name="support_referral_backup_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="opened_by", name="support_referral_opened_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=3000, verbose_name="what the counselor should know")),
                ("at", models.DateTimeField()),
                (
                    "author",
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
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="support.referral",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "referral", "at"], name="support_referral_text")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="support_referraltext_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_referraltext_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="referral", name="support_referraltext_referral_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="author", name="support_referraltext_author_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("mentor", "Mentor"), ("student", "Student"), ("guardian", "Parent or guardian")],
                        max_length=8,
                        verbose_name="who",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("rhythm", "Due by the program’s rules"),
                            ("no_show", "Did not come twice"),
                            ("quiet", "No meeting for a while"),
                            ("asked", "Asked for"),
                        ],
                        default="rhythm",
                        max_length=8,
                        verbose_name="why",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("asked_why", models.CharField(blank=True, max_length=200, verbose_name="what it is about")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="talked on")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone"),
                            ("in_person", "In person"),
                            ("video", "Video call"),
                            ("message", "Message"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "is_safe",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=6,
                        verbose_name="is the student safe and well in this match?",
                    ),
                ),
                (
                    "quality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="how is it going, from 1 to 10?",
                    ),
                ),
                ("told", models.TextField(blank=True, max_length=2000, verbose_name="what they told")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="what happens next")),
                ("skipped_on", models.DateField(blank=True, null=True)),
                ("skip_reason", models.CharField(blank=True, max_length=200, verbose_name="why not")),
                ("follow_up", models.CharField(blank=True, max_length=500, verbose_name="what was done")),
                ("followed_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
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
                    "caller",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                        verbose_name="who calls",
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
                    "followed_up_by",
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
                    "held_by",
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
                        related_name="support_calls",
                        to="mentoring.match",
                    ),
                ),
                (
                    "match_student",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_calls",
                        to="mentoring.matchstudent",
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
                "indexes": [
                    models.Index(fields=["district", "due_on", "id"], name="support_call_due"),
                    models.Index(fields=["district", "match", "due_on"], name="support_call_match"),
                    models.Index(fields=["district", "person"], name="support_call_person"),
                    models.Index(fields=["district", "match_student"], name="support_call_student"),
                    models.Index(
                        condition=models.Q(("held_on", None), ("skipped_on", None)),
                        fields=["district", "due_on"],
                        name="support_call_open",
                    ),
                    models.Index(
                        condition=models.Q(("followed_up_at", None), ("is_safe__in", ["no", "unsure"])),
                        fields=["district", "held_on"],
                        name="support_call_unsafe",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", ""), ("held_by", None), ("held_on", None), ("is_safe", "")),
                            models.Q(
                                ("held_by__isnull", False),
                                ("held_on__isnull", False),
                                models.Q(("channel", ""), _negated=True),
                                models.Q(("is_safe", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="support_call_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_on", None), ("skipped_on", None), _connector="OR"),
                        name="support_call_held_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("skipped_on", None), models.Q(("skip_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="support_call_skip_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quality", None), ("quality__range", (1, 10)), _connector="OR"),
                        name="support_call_quality",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("match_student", None), ("role", "mentor")),
                            models.Q(models.Q(("role", "mentor"), _negated=True), ("match_student__isnull", False)),
                            _connector="OR",
                        ),
                        name="support_call_about_student",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("follow_up", ""), ("followed_up_at", None), ("followed_up_by", None)),
                            models.Q(
                                ("followed_up_at__isnull", False),
                                ("followed_up_by__isnull", False),
                                ("is_safe__in", ["no", "unsure"]),
                                models.Q(("follow_up", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="support_call_followed_up",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("person"),
                        models.F("cause"),
                        models.F("due_on"),
                        name="support_call_once",
                        violation_error_message="This talk is planned already.",
                    ),
                    tenancy.constraints.DistrictKey(name="support_supportcall_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_supportcall_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="match", name="support_supportcall_match_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="support_supportcall_person_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="match_student", name="support_supportcall_match_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="asked_by", name="support_supportcall_asked_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="caller", name="support_supportcall_caller_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="held_by", name="support_supportcall_held_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="followed_up_by", name="support_supportcall_followed_up_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThankYouLines",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=600, verbose_name="your own lines")),
                ("written_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("given_back_note", models.CharField(blank=True, max_length=300, verbose_name="what to change")),
                (
                    "approved_by",
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
                    "match_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thank_you_lines",
                        to="mentoring.matchstudent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("match_student"), name="support_lines_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="support_lines_approved",
                    ),
                    tenancy.constraints.DistrictKey(name="support_thankyoulines_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_thankyoulines_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match_student", name="support_thankyoulines_match_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="approved_by", name="support_thankyoulines_approved_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned for")),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="visited on")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="mentoring.match",
                    ),
                ),
                (
                    "visited_by",
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
                    models.Index(fields=["district", "match", "visited_on"], name="support_visit_match"),
                    models.Index(fields=["district", "planned_on", "id"], name="support_visit_planned"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_on__isnull", False), ("visited_on__isnull", False), _connector="OR"
                        ),
                        name="support_visit_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visited_on", None), ("visited_by__isnull", False), _connector="OR"),
                        name="support_visit_by",
                    ),
                    tenancy.constraints.DistrictKey(name="support_visit_district_key"),
                    tenancy.constraints.DistrictPolicy(name="support_visit_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="match", name="support_visit_match_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="visited_by", name="support_visit_visited_by_district_fk"
                    ),
                ],
            },
        ),
    ]
