import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("agreements", "0002_verify_digest"),
        ("screening", "0001_clearance"),
        ("tenancy", "0003_who_is_gone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "career_area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manufacturing", "Advanced Manufacturing"),
                            ("agriculture", "Agriculture"),
                            ("arts", "Arts, Entertainment, & Design"),
                            ("construction", "Construction"),
                            ("digital", "Digital Technology"),
                            ("education", "Education"),
                            ("energy", "Energy & Natural Resources"),
                            ("finance", "Financial Services"),
                            ("health", "Healthcare & Human Services"),
                            ("hospitality", "Hospitality, Events, & Tourism"),
                            ("management", "Management & Entrepreneurship"),
                            ("marketing", "Marketing & Sales"),
                            ("public_service", "Public Service & Safety"),
                            ("transport", "Supply Chain & Transportation"),
                        ],
                        max_length=20,
                        verbose_name="career area",
                    ),
                ),
                ("address", models.TextField(blank=True, max_length=300, verbose_name="address")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact")),
                ("contact_title", models.CharField(blank=True, max_length=80, verbose_name="contact’s job title")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="contact’s email")),
                ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="contact’s phone")),
                ("may_be_named", models.BooleanField(null=True, verbose_name="may be named in public")),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="takes part until")),
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
                        models.F("search_key"),
                        name="mentoring_employer_name",
                        violation_error_message="There is an employer of this name already.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_employer_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_employer_district_policy"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="needs an interpreter")),
                ("prefers_paper", models.BooleanField(default=False, verbose_name="wants letters on paper")),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
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
                        related_name="guardians",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["district", "search_key", "id"], include=("person",), name="mentoring_guardian_name"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("person"), name="mentoring_guardian_person"),
                    tenancy.constraints.DistrictKey(name="mentoring_guardian_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_guardian_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="mentoring_guardian_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occupation", models.CharField(blank=True, max_length=120, verbose_name="occupation")),
                (
                    "career_areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("manufacturing", "Advanced Manufacturing"),
                                ("agriculture", "Agriculture"),
                                ("arts", "Arts, Entertainment, & Design"),
                                ("construction", "Construction"),
                                ("digital", "Digital Technology"),
                                ("education", "Education"),
                                ("energy", "Energy & Natural Resources"),
                                ("finance", "Financial Services"),
                                ("health", "Healthcare & Human Services"),
                                ("hospitality", "Hospitality, Events, & Tourism"),
                                ("management", "Management & Entrepreneurship"),
                                ("marketing", "Marketing & Sales"),
                                ("public_service", "Public Service & Safety"),
                                ("transport", "Supply Chain & Transportation"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="career areas",
                    ),
                ),
                ("about", models.TextField(blank=True, max_length=1500, verbose_name="about you")),
                ("languages", models.CharField(blank=True, max_length=120, verbose_name="languages you speak")),
                ("availability", models.TextField(blank=True, max_length=500, verbose_name="when you have time")),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
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
                        verbose_name="where you can meet",
                    ),
                ),
                (
                    "most_students",
                    models.PositiveSmallIntegerField(default=1, verbose_name="how many students at most"),
                ),
                (
                    "other_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("speaker", "Speak to a class"),
                                ("tour", "Show my workplace"),
                                ("mock_interview", "Practice interviews with students"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="also glad to",
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                ("is_adult_attested", models.BooleanField(default=False, verbose_name="old enough, attested")),
                (
                    "unpaid_attested_on",
                    models.DateField(blank=True, null=True, verbose_name="attested not to be paid for it on"),
                ),
                ("said_employer", models.CharField(blank=True, max_length=160, verbose_name="employer")),
                ("said_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("said_employer_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "said_ties",
                    models.TextField(blank=True, max_length=1000, verbose_name="students you know outside the program"),
                ),
                ("said_ties_on", models.DateField(blank=True, editable=False, null=True)),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
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
                        related_name="mentors",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["district", "search_key", "id"],
                        include=("left_on", "person"),
                        name="mentoring_mentor_name",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("said_ties_on__isnull", False), ("said_employer_on__isnull", False), _connector="OR"
                        ),
                        fields=["district", "search_key", "id"],
                        name="mentoring_mentor_said",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("person"), name="mentoring_mentor_person"),
                    tenancy.constraints.DistrictKey(name="mentoring_mentor_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_mentor_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="person", name="mentoring_mentor_person_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments",
                        to="mentoring.employer",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="employments",
                        to="mentoring.mentor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "mentor"], name="mentoring_employment_mentor"),
                    models.Index(fields=["district", "employer"], name="mentoring_employment_employer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("mentor"),
                        condition=models.Q(("ends_on", None)),
                        name="mentoring_employment_one_at_present",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("starts_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="mentoring_employment_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_employment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_employment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_employment_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="employer", name="mentoring_employment_employer_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_es", models.CharField(blank=True, default="", max_length=120, verbose_name="name in Spanish")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="what it is about")),
                (
                    "about_es",
                    models.TextField(
                        blank=True, default="", max_length=1000, verbose_name="what it is about, in Spanish"
                    ),
                ),
                (
                    "apply_code",
                    models.SlugField(db_index=False, max_length=20, verbose_name="short address for applications"),
                ),
                ("takes_students", models.BooleanField(default=False, verbose_name="students may apply")),
                ("takes_mentors", models.BooleanField(default=False, verbose_name="mentors may apply")),
                ("archived_on", models.DateField(blank=True, editable=False, null=True, verbose_name="archived on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="mentoring.program",
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
                    "requirement_set",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="screening.requirementset",
                        verbose_name="what is asked of mentors",
                    ),
                ),
                (
                    "school_year",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.schoolyear",
                        verbose_name="school year",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "requirement_set"], name="mentoring_program_asks")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("school_year"),
                        models.F("name"),
                        name="mentoring_program_name",
                        violation_error_message="There is a program of this name in that school year.",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("apply_code"),
                        name="mentoring_program_apply_code",
                        violation_error_message="Another program uses this short address.",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("continues"),
                        condition=models.Q(("continues", None), _negated=True),
                        name="mentoring_program_continued_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_program_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_program_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="school_year", name="mentoring_program_school_year_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="continues", name="mentoring_program_continues_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="requirement_set", name="mentoring_program_requirement_set_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("one_to_one", "One mentor, one student"),
                            ("small_group", "One mentor, up to four students"),
                            ("team", "Several mentors, up to four students each"),
                            ("large_group", "Large group"),
                            ("peer", "Older student"),
                            ("online", "Online, together with another way"),
                        ],
                        max_length=20,
                        verbose_name="who meets whom",
                    ),
                ),
                (
                    "state",
                    models.CharField(
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
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="planned until")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ended")),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
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
                ("place_note", models.CharField(blank=True, max_length=200, verbose_name="room or address")),
                ("schedule", models.CharField(blank=True, max_length=200, verbose_name="when they meet")),
                (
                    "planned_meetings",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="planned meetings",
                    ),
                ),
                (
                    "meeting_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="minutes of a meeting",
                    ),
                ),
                (
                    "activities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="planned activities",
                    ),
                ),
                ("transport", models.CharField(blank=True, max_length=200, verbose_name="how the student gets there")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "adult_in_charge",
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
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
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
                    "proposed_by",
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
                    "started_by",
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
                    "supervising_teacher",
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["district", "program", "state"], include=("id",), name="mentoring_match_program"
                    ),
                    models.Index(fields=["district", "-created_at", "-id"], name="mentoring_match_newest"),
                    models.Index(fields=["district", "supervising_teacher"], name="mentoring_match_teacher"),
                    models.Index(fields=["district", "continues"], name="mentoring_match_continues"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("starts_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="mentoring_match_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", False), ("state__in", ["ended", "not_started"])),
                            models.Q(
                                models.Q(("state__in", ["ended", "not_started"]), _negated=True), ("ended_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_match_ended_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True), ("starts_on__isnull", False), _connector="OR"
                        ),
                        name="mentoring_match_runs_from",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_match_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_match_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="program", name="mentoring_match_program_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="supervising_teacher", name="mentoring_match_supervising_teacher_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="adult_in_charge", name="mentoring_match_adult_in_charge_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="proposed_by", name="mentoring_match_proposed_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="started_by", name="mentoring_match_started_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="continues", name="mentoring_match_continues_district_fk"
                    ),
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
            name="MatchMentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("open", "Has not answered"), ("yes", "Yes"), ("no", "No")],
                        default="open",
                        max_length=4,
                        verbose_name="answer",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                ("answer_said", models.CharField(blank=True, max_length=200, verbose_name="how they said so")),
                ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("left_reason", models.CharField(blank=True, max_length=300)),
                (
                    "answered_by",
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
                        related_name="mentor_rows",
                        to="mentoring.match",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_rows",
                        to="mentoring.mentor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "mentor", "left_on"], name="mentoring_match_mentor"),
                    models.Index(fields=["district", "match"], name="mentoring_match_mentor_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("mentor"),
                        condition=models.Q(("left_on", None)),
                        name="mentoring_match_mentor_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                        name="mentoring_match_mentor_leaves_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                        name="mentoring_match_mentor_rating",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchmentor_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchmentor_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchmentor_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_matchmentor_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="answered_by", name="mentoring_matchmentor_answered_by_district_fk"
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
            name="MembershipProgram",
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
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "program"], name="mentoring_membership_program")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("membership"),
                        models.F("program"),
                        name="mentoring_membership_program_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_membershipprogram_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_membershipprogram_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="membership", name="mentoring_membershipprogram_membership_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_membershipprogram_program_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MentorApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_name", models.CharField(max_length=80, verbose_name="first name")),
                ("family_name", models.CharField(max_length=80, verbose_name="last name")),
                ("email", models.EmailField(max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="mobile phone")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("employer_name", models.CharField(blank=True, max_length=160, verbose_name="employer")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "career_areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("manufacturing", "Advanced Manufacturing"),
                                ("agriculture", "Agriculture"),
                                ("arts", "Arts, Entertainment, & Design"),
                                ("construction", "Construction"),
                                ("digital", "Digital Technology"),
                                ("education", "Education"),
                                ("energy", "Energy & Natural Resources"),
                                ("finance", "Financial Services"),
                                ("health", "Healthcare & Human Services"),
                                ("hospitality", "Hospitality, Events, & Tourism"),
                                ("management", "Management & Entrepreneurship"),
                                ("marketing", "Marketing & Sales"),
                                ("public_service", "Public Service & Safety"),
                                ("transport", "Supply Chain & Transportation"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="career areas",
                    ),
                ),
                (
                    "other_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("speaker", "Speak to a class"),
                                ("tour", "Show my workplace"),
                                ("mock_interview", "Practice interviews with students"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="also glad to",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=1500, verbose_name="why you would like to mentor")),
                (
                    "supports",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="how you help somebody grow and learn skills"
                    ),
                ),
                (
                    "explores",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="how you help somebody look at options and values"
                    ),
                ),
                ("cares", models.TextField(blank=True, max_length=1000, verbose_name="how you show that you care")),
                (
                    "encourages",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="how you strengthen somebody’s self-worth"
                    ),
                ),
                ("availability", models.TextField(blank=True, max_length=500, verbose_name="when you have time")),
                ("is_adult_attested", models.BooleanField(default=False, verbose_name="old enough")),
                ("is_unpaid_attested", models.BooleanField(default=False, verbose_name="not paid for it")),
                (
                    "rated_supports",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Not yet"), (2, "Somewhat"), (3, "Well"), (4, "Very well")],
                        null=True,
                        verbose_name="helps somebody grow and learn skills",
                    ),
                ),
                (
                    "rated_explores",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Not yet"), (2, "Somewhat"), (3, "Well"), (4, "Very well")],
                        null=True,
                        verbose_name="helps somebody look at options and values",
                    ),
                ),
                (
                    "rated_cares",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Not yet"), (2, "Somewhat"), (3, "Well"), (4, "Very well")],
                        null=True,
                        verbose_name="shows that they care",
                    ),
                ),
                (
                    "rated_encourages",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Not yet"), (2, "Somewhat"), (3, "Well"), (4, "Very well")],
                        null=True,
                        verbose_name="strengthens somebody’s self-worth",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("accepted", "Added as a mentor"), ("declined", "Not accepted")],
                        default="new",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("forget_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "decided_by",
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
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="mentoring.mentor",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["district", "program", "state", "-sent_at"], name="mentoring_application_list"
                    ),
                    models.Index(fields=["district", "state", "-sent_at", "-id"], name="mentoring_application_newest"),
                    models.Index(fields=["district", "mentor"], name="mentoring_application_mentor"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("email"),
                        condition=models.Q(("state", "new")),
                        name="mentoring_mentor_application_once",
                        violation_error_message="There is an application with this email already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("forget_on", None), ("state", "declined"), _connector="OR"),
                        name="mentoring_mentor_application_forgotten",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rated_supports", None), ("rated_supports__range", (1, 4)), _connector="OR"
                        ),
                        name="mentoring_application_rated_supports",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rated_explores", None), ("rated_explores__range", (1, 4)), _connector="OR"
                        ),
                        name="mentoring_application_rated_explores",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rated_cares", None), ("rated_cares__range", (1, 4)), _connector="OR"),
                        name="mentoring_application_rated_cares",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rated_encourages", None), ("rated_encourages__range", (1, 4)), _connector="OR"
                        ),
                        name="mentoring_application_rated_encourages",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_mentorapplication_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_mentorapplication_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_mentorapplication_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="decided_by", name="mentoring_mentorapplication_decided_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_mentorapplication_mentor_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "preset",
                    models.CharField(
                        choices=[
                            ("group_at_school", "Groups at school, staff in the room"),
                            ("one_to_one", "One-to-one at school or workplace"),
                            ("outings_online", "Outings and online"),
                        ],
                        max_length=20,
                        verbose_name="begins with",
                    ),
                ),
                (
                    "minimum_grade",
                    models.PositiveSmallIntegerField(
                        default=9,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(13),
                        ],
                        verbose_name="lowest grade",
                    ),
                ),
                (
                    "requires_career_course",
                    models.BooleanField(default=False, verbose_name="a career course is needed"),
                ),
                (
                    "career_course_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="career courses",
                    ),
                ),
                ("requires_career_area", models.BooleanField(default=True, verbose_name="a career area is needed")),
                (
                    "requires_interview",
                    models.BooleanField(default=True, verbose_name="students are interviewed first"),
                ),
                (
                    "minimum_mentor_age",
                    models.PositiveSmallIntegerField(
                        default=21,
                        validators=[
                            django.core.validators.MinValueValidator(18),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="lowest age of mentors",
                    ),
                ),
                (
                    "formats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("one_to_one", "One mentor, one student"),
                                ("small_group", "One mentor, up to four students"),
                                ("team", "Several mentors, up to four students each"),
                                ("large_group", "Large group"),
                                ("peer", "Older student"),
                                ("online", "Online, together with another way"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="who meets whom",
                    ),
                ),
                (
                    "students_may_ask",
                    models.BooleanField(default=True, verbose_name="students may ask to meet mentors"),
                ),
                (
                    "asks_at_once",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="open questions a student",
                    ),
                ),
                (
                    "days_to_answer",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="days to answer",
                    ),
                ),
                (
                    "several_mentors",
                    models.BooleanField(default=False, verbose_name="a student may have several mentors of their own"),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("school", "At school"),
                                ("workplace", "At the workplace"),
                                ("outing", "Approved outing"),
                                ("online", "Approved online channel"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="where they meet",
                    ),
                ),
                (
                    "promised_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="promised months",
                    ),
                ),
                (
                    "planned_meetings",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="planned meetings",
                    ),
                ),
                (
                    "meeting_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="minutes of a meeting",
                    ),
                ),
                (
                    "quiet_school_days",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="school days without a meeting",
                    ),
                ),
                (
                    "remote_contact",
                    models.CharField(
                        choices=[
                            ("none", "Not at all"),
                            ("second_adult", "With a second adult taking part"),
                            ("copy", "With a copy to the school"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="calls and messages",
                    ),
                ),
                (
                    "shares_class_focus",
                    models.BooleanField(default=True, verbose_name="mentors read what the class works on"),
                ),
                (
                    "perks",
                    models.CharField(
                        choices=[("none", "None"), ("limit", "Up to a value"), ("ask", "Ask the coordinator first")],
                        default="ask",
                        max_length=8,
                        verbose_name="gifts and extras",
                    ),
                ),
                (
                    "perks_limit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="up to (dollars)",
                    ),
                ),
                (
                    "visit_every_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days between visits to a workplace",
                    ),
                ),
                (
                    "mentor_may_supervise",
                    models.BooleanField(
                        default=False, verbose_name="mentors may be the adult in charge at the workplace"
                    ),
                ),
                ("mentor_may_drive", models.BooleanField(default=False, verbose_name="mentors may drive students")),
                (
                    "signers",
                    models.CharField(
                        choices=[("any", "One is enough"), ("all", "All who may sign")],
                        default="any",
                        max_length=4,
                        verbose_name="parents and guardians who sign",
                    ),
                ),
                (
                    "tells_guardian_at_18",
                    models.BooleanField(default=True, verbose_name="parents are told when a student of 18 signs"),
                ),
                (
                    "journal_rhythm",
                    models.CharField(
                        choices=[
                            ("none", "No journal"),
                            ("meeting", "After each meeting"),
                            ("week", "Every week"),
                            ("month", "Every month"),
                        ],
                        default="meeting",
                        max_length=8,
                        verbose_name="journal entries are due",
                    ),
                ),
                ("grades_journal", models.BooleanField(default=False, verbose_name="teachers grade the journal")),
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("program"), name="mentoring_policy_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("perks", "limit"), ("perks_limit__isnull", False)),
                            models.Q(models.Q(("perks", "limit"), _negated=True), ("perks_limit", None)),
                            _connector="OR",
                        ),
                        name="mentoring_policy_perks_limit",
                        violation_error_message="Say up to which value.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("journal_rhythm", "none"), _negated=True),
                            ("grades_journal", False),
                            _connector="OR",
                        ),
                        name="mentoring_policy_graded_journal",
                        violation_error_message="Without a journal there is nothing to grade.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("requires_career_course", True), _negated=True),
                            models.Q(("career_course_codes", []), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_policy_career_courses",
                        violation_error_message="Name at least one career course.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_policy_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_policy_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_policy_program_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramMentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("applied", "Applied"),
                            ("waitlisted", "On the waiting list"),
                            ("accepted", "Accepted"),
                            ("other_role", "Kept for other roles"),
                            ("declined", "Not accepted"),
                            ("left", "Left"),
                        ],
                        default="invited",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "earlier_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("invited", "Invited"),
                            ("applied", "Applied"),
                            ("waitlisted", "On the waiting list"),
                            ("accepted", "Accepted"),
                            ("other_role", "Kept for other roles"),
                            ("declined", "Not accepted"),
                            ("left", "Left"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("added_on", models.DateField(verbose_name="added on")),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                (
                    "decided_by",
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
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="mentoring.mentor",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentors",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "mentor"], name="mentoring_program_mentor"),
                    models.Index(
                        fields=["district", "program", "search_key", "id"], name="mentoring_program_mentor_list"
                    ),
                    models.Index(fields=["district", "program", "state"], name="mentoring_program_mentor_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("mentor"),
                        name="mentoring_program_mentor_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_programmentor_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_programmentor_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_programmentor_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_programmentor_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="decided_by", name="mentoring_programmentor_decided_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramPhase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("plan", "Plan"),
                            ("recruit", "Recruit and select"),
                            ("prepare", "Prepare"),
                            ("start", "Match, agree, start"),
                            ("support", "Support"),
                            ("close", "Close and continue"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phases",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("phase"),
                        name="mentoring_program_phase_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_programphase_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_programphase_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_programphase_program_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramSchool",
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="school_rows",
                        to="mentoring.program",
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
                "indexes": [models.Index(fields=["district", "school"], name="mentoring_program_school")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("school"),
                        name="mentoring_program_school_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_programschool_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_programschool_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_programschool_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="mentoring_programschool_school_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("course_code", models.CharField(blank=True, max_length=40, verbose_name="course code")),
                ("course_title", models.CharField(blank=True, max_length=200, verbose_name="course")),
                (
                    "grades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="grades",
                    ),
                ),
                ("source", models.CharField(editable=False, max_length=40)),
                ("sourced_id", models.CharField(editable=False, max_length=255)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=32)),
                ("ended_on", models.DateField(blank=True, editable=False, null=True)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
                (
                    "school_year",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.schoolyear",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "school", "title"], name="mentoring_section_school"),
                    models.Index(fields=["district", "course_code"], name="mentoring_section_course"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("source"),
                        models.F("sourced_id"),
                        name="mentoring_section_sourced_id",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_section_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_section_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="school", name="mentoring_section_school_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="school_year", name="mentoring_section_school_year_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
                (
                    "supervising_teacher",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_groups",
                        to="tenancy.person",
                        verbose_name="supervising teacher",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="class_groups",
                        to="mentoring.program",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mentoring.section",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "name", "id"], name="mentoring_class_group_list"),
                    models.Index(fields=["district", "supervising_teacher"], name="mentoring_class_group_teacher"),
                    models.Index(fields=["district", "section"], name="mentoring_class_group_section"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("school"),
                        models.F("name"),
                        name="mentoring_class_group_name",
                        violation_error_message="There is a class group of this name already.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_classgroup_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_classgroup_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_classgroup_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="school", name="mentoring_classgroup_school_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="supervising_teacher", name="mentoring_classgroup_supervising_teacher_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="section", name="mentoring_classgroup_section_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrollment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("student", "Student"), ("teacher", "Teacher")], max_length=10)),
                ("is_primary", models.BooleanField(default=False)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(editable=False, max_length=40)),
                ("sourced_id", models.CharField(editable=False, max_length=255)),
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
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrollments",
                        to="mentoring.section",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "person", "role"], name="mentoring_enrollment_person"),
                    models.Index(fields=["district", "section", "role"], name="mentoring_enrollment_section"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("section"),
                        models.F("person"),
                        models.F("role"),
                        condition=models.Q(("ended_on", None)),
                        name="mentoring_enrollment_once",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("source"),
                        models.F("sourced_id"),
                        name="mentoring_enrollment_sourced_id",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_enrollment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_enrollment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="section", name="mentoring_enrollment_section_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="person", name="mentoring_enrollment_person_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Student",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grade", models.CharField(blank=True, max_length=10, verbose_name="grade")),
                ("state_student_id", models.CharField(blank=True, max_length=40, verbose_name="state student ID")),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "career_area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manufacturing", "Advanced Manufacturing"),
                            ("agriculture", "Agriculture"),
                            ("arts", "Arts, Entertainment, & Design"),
                            ("construction", "Construction"),
                            ("digital", "Digital Technology"),
                            ("education", "Education"),
                            ("energy", "Energy & Natural Resources"),
                            ("finance", "Financial Services"),
                            ("health", "Healthcare & Human Services"),
                            ("hospitality", "Hospitality, Events, & Tourism"),
                            ("management", "Management & Entrepreneurship"),
                            ("marketing", "Marketing & Sales"),
                            ("public_service", "Public Service & Safety"),
                            ("transport", "Supply Chain & Transportation"),
                        ],
                        max_length=20,
                        verbose_name="career area",
                    ),
                ),
                (
                    "career_course_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="career courses",
                    ),
                ),
                (
                    "helps_at_meetings",
                    models.TextField(blank=True, max_length=300, verbose_name="what helps at meetings"),
                ),
                ("transport", models.CharField(blank=True, max_length=200, verbose_name="transport")),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=32)),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
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
                        related_name="students",
                        to="tenancy.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
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
                    models.Index(
                        fields=["district", "search_key", "id"], include=("left_on",), name="mentoring_student_name"
                    ),
                    models.Index(fields=["district", "school", "search_key", "id"], name="mentoring_student_school"),
                    models.Index(fields=["district", "birth_on"], include=("left_on",), name="mentoring_student_birth"),
                    models.Index(
                        condition=models.Q(("career_area", ""), ("left_on", None)),
                        fields=["district", "id"],
                        name="mentoring_student_no_area",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("person"), name="mentoring_student_person"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("state_student_id"),
                        condition=models.Q(("state_student_id", ""), _negated=True),
                        name="mentoring_student_state_id",
                        violation_error_message="Another student has this state student ID.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_student_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_student_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="person", name="mentoring_student_person_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="school", name="mentoring_student_school_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourtOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_contact", "Somebody may have no contact"),
                            ("no_records", "Somebody may not see records or sign"),
                            ("custody", "Who has custody"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("says", models.CharField(max_length=300, verbose_name="what it says")),
                ("source", models.CharField(max_length=200, verbose_name="seen in")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("is_checked", models.BooleanField(default=True, editable=False, verbose_name="checked")),
                (
                    "about",
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="court_orders",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "student"], name="mentoring_court_order_student"),
                    models.Index(fields=["district", "about"], name="mentoring_court_order_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="mentoring_court_order_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_courtorder_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_courtorder_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_courtorder_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="about", name="mentoring_courtorder_about_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="recorded_by", name="mentoring_courtorder_recorded_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "relationship",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("parent", "Parent"),
                            ("stepparent", "Stepparent"),
                            ("grandparent", "Grandparent"),
                            ("relative", "Relative"),
                            ("foster_parent", "Foster parent"),
                            ("legal_guardian", "Legal guardian"),
                            ("caregiver", "Caregiver"),
                            ("agency", "Agency"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="relationship",
                    ),
                ),
                ("may_sign", models.BooleanField(null=True, verbose_name="may sign")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("parent", "Parent"),
                            ("guardian", "Legal guardian"),
                            ("caregiver", "Caregiver’s statement"),
                            ("rights_holder", "Holds the educational rights"),
                            ("agency", "Agency responsible for the child"),
                            ("liaison", "Liaison for a youth on their own"),
                        ],
                        max_length=16,
                        verbose_name="on what basis",
                    ),
                ),
                ("basis_note", models.CharField(blank=True, max_length=200, verbose_name="document seen")),
                ("is_emergency_contact", models.BooleanField(default=False, verbose_name="called in an emergency")),
                ("source", models.CharField(blank=True, editable=False, max_length=40)),
                ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ended on")),
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
                    "guardian",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardianships",
                        to="mentoring.guardian",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardianships",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "guardian"], name="mentoring_guardianship_of"),
                    models.Index(
                        condition=models.Q(("ended_on", None), ("may_sign", None)),
                        fields=["district", "guardian"],
                        name="mentoring_guardianship_unsaid",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("student"),
                        models.F("guardian"),
                        name="mentoring_guardianship_once",
                        violation_error_message="This person is listed for the student already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("may_sign", True), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_guardianship_basis",
                        violation_error_message="Say on what basis this person may sign.",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_guardianship_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_guardianship_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_guardianship_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="guardian", name="mentoring_guardianship_guardian_district_fk"
                    ),
                ],
            },
        ),
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
            name="MatchStudent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_alone", models.BooleanField(default=False)),
                (
                    "answer",
                    models.CharField(
                        choices=[("open", "Has not answered"), ("yes", "Yes"), ("no", "No")],
                        default="open",
                        max_length=4,
                        verbose_name="answer",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                ("answer_said", models.CharField(blank=True, max_length=200, verbose_name="how they said so")),
                ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("left_reason", models.CharField(blank=True, max_length=300)),
                ("paper_signed_on", models.DateField(blank=True, null=True, verbose_name="signed on paper on")),
                ("paper_filed_at", models.CharField(blank=True, max_length=200, verbose_name="filed at")),
                (
                    "answered_by",
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
                        related_name="student_rows",
                        to="mentoring.match",
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.packet",
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
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_rows",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "student", "left_on"], name="mentoring_match_student"),
                    models.Index(fields=["district", "match"], name="mentoring_match_student_of"),
                    models.Index(fields=["district", "packet"], name="mentoring_match_student_packet"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match"),
                        models.F("student"),
                        condition=models.Q(("left_on", None)),
                        name="mentoring_match_student_once",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("student"),
                        condition=models.Q(("is_alone", True), ("left_on", None)),
                        name="mentoring_match_student_alone_once",
                        violation_error_message="This student has a mentor of their own already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                        name="mentoring_match_student_leaves_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                        name="mentoring_match_student_rating",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper_filed_at", ""), ("paper_signed_on", None)),
                            models.Q(
                                ("paper_signed_on__isnull", False), models.Q(("paper_filed_at", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_match_student_paper",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_matchstudent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_matchstudent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match", name="mentoring_matchstudent_match_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_matchstudent_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="answered_by", name="mentoring_matchstudent_answered_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="packet", name="mentoring_matchstudent_packet_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="paper_attested_by", name="mentoring_matchstudent_paper_attested_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MentorTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("teacher", "Teacher"),
                            ("counselor", "Counselor"),
                            ("coach", "Coach"),
                            ("supervisor", "Supervisor at work or internship host"),
                            ("relative", "Relative"),
                            ("household", "Lives in the same home"),
                        ],
                        max_length=12,
                        verbose_name="what they are to each other",
                    ),
                ),
                ("noted_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                    "mentor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="mentoring.mentor",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "mentor"], name="mentoring_mentor_tie_mentor"),
                    models.Index(fields=["district", "student"], name="mentoring_mentor_tie_student"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("mentor"),
                        models.F("student"),
                        models.F("kind"),
                        condition=models.Q(("ended_on", None)),
                        name="mentoring_mentor_tie_once",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_mentortie_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_mentortie_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="mentor", name="mentoring_mentortie_mentor_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_mentortie_student_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PortfolioItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("work", "Something I made"),
                            ("skill", "Something I can do"),
                            ("experience", "Something I did"),
                            ("award", "Award or certificate"),
                            ("resume", "Résumé"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="about it")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("file", models.CharField(blank=True, editable=False, max_length=200)),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_for_mentor", models.BooleanField(default=False, verbose_name="my mentor may see it")),
                ("added_on", models.DateField()),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
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
                        related_name="portfolio",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "student", "-added_on"], name="mentoring_portfolio_student")
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="mentoring_portfolioitem_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_portfolioitem_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_portfolioitem_student_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramStudent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Asked to apply"),
                            ("applied", "Applied"),
                            ("waitlisted", "On the waiting list"),
                            ("accepted", "Accepted"),
                            ("declined", "Not accepted"),
                            ("left", "Left"),
                        ],
                        default="invited",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "exception_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why an exception is made"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("waiting_number", models.PositiveIntegerField(editable=False, null=True)),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("added_on", models.DateField(verbose_name="added on")),
                (
                    "decided_by",
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
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="students",
                        to="mentoring.program",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "student"], name="mentoring_program_student"),
                    models.Index(
                        fields=["district", "program", "search_key", "id"], name="mentoring_program_student_list"
                    ),
                    models.Index(fields=["district", "program", "state"], name="mentoring_program_student_stat"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        models.F("student"),
                        name="mentoring_program_student_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on", None),
                            models.Q(("state__in", ["invited", "applied"]), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_program_student_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("waiting_number", None), ("state", "waitlisted"), _connector="OR"),
                        name="mentoring_program_student_waits",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_programstudent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_programstudent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program", name="mentoring_programstudent_program_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="mentoring_programstudent_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="decided_by", name="mentoring_programstudent_decided_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassGroupStudent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "class_group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="student_rows",
                        to="mentoring.classgroup",
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
                    "program_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="class_group_rows",
                        to="mentoring.programstudent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "class_group", "left_on"], name="mentoring_class_group_student"),
                    models.Index(fields=["district", "program_student"], name="mentoring_class_group_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program_student"),
                        condition=models.Q(("left_on", None)),
                        name="mentoring_class_group_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                        name="mentoring_class_group_leaves_later",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_classgroupstudent_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_classgroupstudent_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="mentoring_classgroupstudent_class_group_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="program_student", name="mentoring_classgroupstudent_program_student_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="goal")),
                ("set_on", models.DateField(verbose_name="set on")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="dropped on")),
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
                    "program_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="mentoring.programstudent",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "program_student"], name="mentoring_goal_student")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reached_on", None), ("dropped_on", None), _connector="OR"),
                        name="mentoring_goal_reached_or_dropped",
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_goal_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_goal_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program_student", name="mentoring_goal_program_student_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudentApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "career_area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manufacturing", "Advanced Manufacturing"),
                            ("agriculture", "Agriculture"),
                            ("arts", "Arts, Entertainment, & Design"),
                            ("construction", "Construction"),
                            ("digital", "Digital Technology"),
                            ("education", "Education"),
                            ("energy", "Energy & Natural Resources"),
                            ("finance", "Financial Services"),
                            ("health", "Healthcare & Human Services"),
                            ("hospitality", "Hospitality, Events, & Tourism"),
                            ("management", "Management & Entrepreneurship"),
                            ("marketing", "Marketing & Sales"),
                            ("public_service", "Public Service & Safety"),
                            ("transport", "Supply Chain & Transportation"),
                        ],
                        max_length=20,
                        verbose_name="career area",
                    ),
                ),
                ("interests", models.TextField(blank=True, max_length=1500, verbose_name="what interests you")),
                ("why", models.TextField(blank=True, max_length=1500, verbose_name="why you would like a mentor")),
                ("availability", models.TextField(blank=True, max_length=500, verbose_name="when you have time")),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
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
                    "program_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="mentoring.programstudent",
                    ),
                ),
                (
                    "typed_by",
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
                        models.F("district"), models.F("program_student"), name="mentoring_student_application_once"
                    ),
                    tenancy.constraints.DistrictKey(name="mentoring_studentapplication_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_studentapplication_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program_student", name="mentoring_studentapplication_program_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="typed_by", name="mentoring_studentapplication_typed_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudentInterview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("note", models.TextField(blank=True, max_length=1500, verbose_name="note")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "program_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interviews",
                        to="mentoring.programstudent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "program_student", "held_on"], name="mentoring_interview_student")
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="mentoring_studentinterview_district_key"),
                    tenancy.constraints.DistrictPolicy(name="mentoring_studentinterview_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="program_student", name="mentoring_studentinterview_program_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="held_by", name="mentoring_studentinterview_held_by_district_fk"
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
        migrations.AddField(
            model_name="program",
            name="schools",
            field=models.ManyToManyField(related_name="+", through="mentoring.ProgramSchool", to="tenancy.school"),
        ),
    ]
