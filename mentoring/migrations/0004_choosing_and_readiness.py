import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_documents"),
        ("mentoring", "0003_court_orders_to_check"),
        ("tenancy", "0003_who_is_gone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="why you would like to meet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Asked"),
                            ("yes", "Would like to meet"),
                            ("no", "Not this time"),
                            ("unavailable", "No time at present"),
                            ("expired", "Not answered in time"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked")),
                ("answer_until", models.DateField(verbose_name="to be answered by")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
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
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="mentoring.match",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to="mentoring.mentor",
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
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "student"], name="mentoring_interest_student"),
                    models.Index(fields=["district", "mentor", "state"], name="mentoring_interest_mentor"),
                    models.Index(fields=["district", "state", "answer_until"], name="mentoring_interest_due"),
                    models.Index(fields=["district", "match"], name="mentoring_interest_match"),
                    models.Index(fields=["district", "-asked_on", "-id"], name="mentoring_interest_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("student"),
                        models.F("mentor"),
                        condition=models.Q(("state", "open")),
                        name="mentoring_interest_once",
                        violation_error_message="You have asked this mentor already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_until__gte", models.F("asked_on"))),
                        name="mentoring_interest_answer_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on", None), ("state__in", ["open", "expired"])),
                            models.Q(
                                models.Q(("state__in", ["open", "expired"]), _negated=True),
                                ("answered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_interest_answered",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_interest_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_interest_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_interest_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_interest_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_interest_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="match", name="mentoring_interest_match_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("asked_on", models.DateField(null=True, verbose_name="asked on")),
                ("allowed_on", models.DateField(null=True, verbose_name="allowed on")),
                ("expires_on", models.DateField(verbose_name="until")),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "allowed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "asked_by",
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
                        related_name="exceptions",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("allowed_on"))),
                        name="mentoring_exception_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="mentoring_exception_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allowed_by__isnull", False), ("allowed_on__isnull", False)),
                            models.Q(
                                ("allowed_by", None),
                                ("allowed_on", None),
                                ("asked_by__isnull", False),
                                ("asked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_exception_asked_or_allowed",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("code"),
                        condition=models.Q(("withdrawn_on", None)),
                        name="mentoring_exception_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchexception_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchexception_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchexception_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="asked_by", name="mentoring_matchexception_asked_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="allowed_by", name="mentoring_matchexception_allowed_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchInterview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("planned_at", models.DateTimeField(verbose_name="when")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("school", "At school"),
                            ("workplace", "At the workplace"),
                            ("outing", "Approved outing"),
                            ("online", "Approved online channel"),
                        ],
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("place_note", models.CharField(blank=True, max_length=200, verbose_name="room or address")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("canceled_on", models.DateField(blank=True, null=True)),
                ("notes", models.CharField(blank=True, max_length=1000, verbose_name="notes")),
                (
                    "adult",
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
                    "match",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interviews",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "match"], name="mentoring_match_interview_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("held_on", None), ("canceled_on", None), _connector="OR"),
                        name="mentoring_interview_held_or_not",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        condition=models.Q(("canceled_on", None), ("held_on", None)),
                        name="mentoring_interview_one_planned",
                        violation_error_message="An interview is planned already.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchinterview_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchinterview_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchinterview_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="adult", name="mentoring_matchinterview_adult_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="learning objective")),
                ("standard", models.CharField(blank=True, max_length=80, verbose_name="course standard")),
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
                        related_name="objectives",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("position"),
                        name="mentoring_objective_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 3)),
                        name="mentoring_objective_one_to_three",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchobjective_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchobjective_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchobjective_match_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("clearance", "A check or training ran out"),
                            ("permission", "A permission was withdrawn"),
                            ("agreement", "The agreement no longer stands"),
                            ("court_order", "A court order"),
                        ],
                        max_length=12,
                        verbose_name="cause",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Waits for a decision"), ("in_force", "Paused"), ("ended", "Over")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="found")),
                ("began_at", models.DateTimeField(null=True, verbose_name="paused")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="over")),
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
                    "match",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="mentoring.match",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "state"], name="mentoring_pause_state_of")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("cause"),
                        condition=models.Q(("state", "ended"), _negated=True),
                        name="mentoring_pause_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("began_at", None), ("ended_at", None), ("state", "proposed")),
                            models.Q(("began_at__isnull", False), ("ended_at", None), ("state", "in_force")),
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            _connector="OR",
                        ),
                        name="mentoring_pause_state",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchpause_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchpause_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchpause_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="decided_by", name="mentoring_matchpause_decided_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkplaceApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(null=True, verbose_name="asked on")),
                ("approved_on", models.DateField(null=True, verbose_name="approved on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="good through")),
                ("areas", models.CharField(max_length=300, verbose_name="areas that students may enter")),
                ("protection", models.CharField(blank=True, max_length=300, verbose_name="protective equipment")),
                ("insurance", models.CharField(blank=True, max_length=200, verbose_name="insurance")),
                ("supervisor", models.CharField(max_length=160, verbose_name="who supervises there")),
                ("employer_agreed_on", models.DateField(blank=True, null=True, verbose_name="employer agreed on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "asked_by",
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
                    "employer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="mentoring.employer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "employer"], name="mentoring_workplace_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None), ("expires_on__gte", models.F("approved_on")), _connector="OR"
                        ),
                        name="mentoring_workplace_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                            models.Q(
                                ("approved_by", None),
                                ("approved_on", None),
                                ("asked_by__isnull", False),
                                ("asked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_workplace_asked_or_approved",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_workplaceapproval_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_workplaceapproval_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="employer", name="mentoring_workplaceapproval_employer_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="asked_by", name="mentoring_workplaceapproval_asked_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="approved_by", name="mentoring_workplaceapproval_approved_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="mentoring_match_ended_on",
        ),
        migrations.AddField(
            model_name="match",
            name="activities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                default=list,
                size=None,
                verbose_name="planned activities",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="adult_in_charge",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.person",
                verbose_name="adult in charge",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="mentoring.match",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="meeting_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(15),
                    django.core.validators.MaxValueValidator(480),
                ],
                verbose_name="minutes of a meeting",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="place_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="room or address"),
        ),
        migrations.AddField(
            model_name="match",
            name="places",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("school", "At school"),
                        ("workplace", "At the workplace"),
                        ("outing", "Approved outing"),
                        ("online", "Approved online channel"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="where they meet",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="planned_meetings",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)],
                verbose_name="planned meetings",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.person",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="schedule",
            field=models.CharField(blank=True, max_length=200, verbose_name="when they meet"),
        ),
        migrations.AddField(
            model_name="match",
            name="started_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.person",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="transport",
            field=models.CharField(blank=True, max_length=200, verbose_name="how the student gets there"),
        ),
        migrations.AddField(
            model_name="matchmentor",
            name="answer",
            field=models.CharField(
                choices=[("open", "Has not answered"), ("yes", "Yes"), ("no", "No")],
                default="open",
                max_length=4,
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="matchmentor",
            name="answer_said",
            field=models.CharField(blank=True, max_length=200, verbose_name="how they said so"),
        ),
        migrations.AddField(
            model_name="matchmentor",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.person",
            ),
        ),
        migrations.AddField(
            model_name="matchmentor",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered"),
        ),
        migrations.AddField(
            model_name="matchmentor",
            name="rating",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="answer",
            field=models.CharField(
                choices=[("open", "Has not answered"), ("yes", "Yes"), ("no", "No")],
                default="open",
                max_length=4,
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="answer_said",
            field=models.CharField(blank=True, max_length=200, verbose_name="how they said so"),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.person",
            ),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered"),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="packet",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.packet",
            ),
        ),
        migrations.AddField(
            model_name="matchstudent",
            name="rating",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="asks_at_once",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                verbose_name="open questions a student",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="days_to_answer",
            field=models.PositiveSmallIntegerField(
                default=7,
                validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(30)],
                verbose_name="days to answer",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="several_mentors",
            field=models.BooleanField(default=False, verbose_name="a student may have several mentors of their own"),
        ),
        migrations.AddField(
            model_name="policy",
            name="students_may_ask",
            field=models.BooleanField(default=True, verbose_name="students may ask to meet mentors"),
        ),
        migrations.AlterField(
            model_name="match",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("agreed", "Both said yes"),
                    ("running", "Running"),
                    ("ended", "Ended"),
                    ("not_started", "Did not come about"),
                ],
                default="proposed",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["district", "-created_at", "-id"], name="mentoring_match_newest"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["district", "continues"], name="mentoring_match_continues"),
        ),
        migrations.AddIndex(
            model_name="matchstudent",
            index=models.Index(fields=["district", "packet"], name="mentoring_match_student_packet"),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", False), ("state__in", ["ended", "not_started"])),
                    models.Q(models.Q(("state__in", ["ended", "not_started"]), _negated=True), ("ended_on", None)),
                    _connector="OR",
                ),
                name="mentoring_match_ended_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="adult_in_charge", name="mentoring_match_adult_in_charge_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="proposed_by", name="mentoring_match_proposed_by_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="started_by", name="mentoring_match_started_by_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="continues", name="mentoring_match_continues_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchmentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                name="mentoring_match_mentor_rating",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchmentor",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="answered_by", name="mentoring_matchmentor_answered_by_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchstudent",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                name="mentoring_match_student_rating",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchstudent",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="answered_by", name="mentoring_matchstudent_answered_by_district_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchstudent",
            constraint=tenancy.constraints.DistrictForeignKey(
                field="packet", name="mentoring_matchstudent_packet_district_fk"
            ),
        ),
    ]
