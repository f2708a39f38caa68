import django.db.models.deletion
from django.db import migrations, models

import tenancy.constraints
import tenancy.models.owned
from tenancy.migrating import TablesTogether


class Migration(TablesTogether):
    initial = True

    dependencies = [
        ("classes", "0001_class_life"),
        ("meetings", "0001_meetings"),
        ("mentoring", "0002_policy_of_the_year"),
        ("tenancy", "0004_snoozes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankedComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="comment")),
                ("position", models.PositiveSmallIntegerField(default=1)),
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
                    "teacher",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "teacher", "position", "id"], name="journals_comment_teacher")
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="journals_bankedcomment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_bankedcomment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="teacher", name="journals_bankedcomment_teacher_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prompt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("text_es", models.CharField(blank=True, max_length=300, verbose_name="in Spanish")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                ("added_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "class_group",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prompts",
                        to="mentoring.classgroup",
                        verbose_name="only for this class group",
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
                    "focus",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="prompts",
                        to="classes.classfocus",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prompts",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "program", "position", "id"], name="journals_prompt_program"),
                    models.Index(fields=["district", "class_group"], name="journals_prompt_group"),
                    models.Index(fields=["district", "focus"], name="journals_prompt_focus"),
                ],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="journals_prompt_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_prompt_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="program", name="journals_prompt_program_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="journals_prompt_class_group_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="focus", name="journals_prompt_focus_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="added_by", name="journals_prompt_added_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_from", models.DateField(blank=True, null=True)),
                ("prompt_text", models.CharField(blank=True, editable=False, max_length=300)),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="your entry")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("owed", "Not begun"),
                            ("draft", "Draft"),
                            ("handed_in", "Handed in"),
                            ("given_back", "Please add to this"),
                            ("excused", "Not needed"),
                        ],
                        default="owed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "mentor_sees",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing"),
                            ("part", "Only what I write for them below"),
                            ("all", "The whole entry"),
                        ],
                        default="nothing",
                        max_length=8,
                        verbose_name="what your mentor may read",
                    ),
                ),
                ("mentor_text", models.TextField(blank=True, max_length=2000, verbose_name="for your mentor")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("given_back_at", models.DateTimeField(blank=True, null=True)),
                ("given_back_note", models.CharField(blank=True, max_length=500, verbose_name="what to add")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="last reminded")),
                ("excused_at", models.DateTimeField(blank=True, null=True)),
                ("excuse_reason", models.CharField(blank=True, max_length=200, verbose_name="why it is not needed")),
                ("version", models.PositiveIntegerField(default=0)),
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
                    "excused_by",
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
                    "given_back_by",
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
                    "match_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="mentoring.matchstudent",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "prompt",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="entries",
                        to="journals.prompt",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "match_student", "due_on"], name="journals_entry_student"),
                    models.Index(fields=["district", "state", "due_on"], name="journals_entry_due"),
                    models.Index(fields=["district", "meeting"], name="journals_entry_meeting"),
                    models.Index(
                        condition=models.Q(("state__in", ["owed", "draft", "given_back"])),
                        fields=["district", "due_on", "id"],
                        name="journals_entry_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match_student"),
                        models.F("meeting"),
                        condition=models.Q(("meeting__isnull", False)),
                        name="journals_entry_meeting_once",
                    ),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("match_student"),
                        models.F("period_from"),
                        condition=models.Q(("period_from__isnull", False)),
                        name="journals_entry_period_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("meeting", None), ("period_from", None), _connector="OR"),
                        name="journals_entry_owed_for_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed_in"), _negated=True),
                            models.Q(("handed_in_at__isnull", False), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journals_entry_handed_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("excused_at__isnull", False), ("state", "excused")),
                            models.Q(models.Q(("state", "excused"), _negated=True), ("excused_at", None)),
                            _connector="OR",
                        ),
                        name="journals_entry_excused",
                    ),
                    tenancy.constraints.DistrictKey(name="journals_entry_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_entry_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="match_student", name="journals_entry_match_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="meeting", name="journals_entry_meeting_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="prompt", name="journals_entry_prompt_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="given_back_by", name="journals_entry_given_back_by_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="excused_by", name="journals_entry_excused_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("handed_in_at", models.DateTimeField()),
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
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="journals.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("entry"), models.F("number"), name="journals_entry_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="journals_entry_version_from_one"
                    ),
                    tenancy.constraints.DistrictKey(name="journals_entryversion_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_entryversion_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="entry", name="journals_entryversion_entry_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("added_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "added_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rubrics",
                        to="mentoring.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("program"),
                        condition=models.Q(("ended_on", None)),
                        name="journals_rubric_one_in_use",
                    ),
                    tenancy.constraints.DistrictKey(name="journals_rubric_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_rubric_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="program", name="journals_rubric_program_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="added_by", name="journals_rubric_added_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="criterion")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="what it looks at")),
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
                    "rubric",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="journals.rubric",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("rubric"),
                        models.F("position"),
                        name="journals_criterion_position",
                    ),
                    tenancy.constraints.DistrictKey(name="journals_criterion_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_criterion_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="rubric", name="journals_criterion_rubric_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="points")),
                ("out_of", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="out of")),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                ("graded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("entry_version", models.PositiveIntegerField(default=0)),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="visible since")),
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
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grades",
                        to="journals.entry",
                    ),
                ),
                (
                    "graded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="journals.rubric",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "graded_by", "released_at"], name="journals_grade_by"),
                    models.Index(fields=["district", "released_at"], name="journals_grade_released"),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("entry"), name="journals_grade_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("out_of", None), ("points", None)),
                            models.Q(
                                ("out_of__isnull", False),
                                ("points__isnull", False),
                                ("points__lte", models.F("out_of")),
                            ),
                            _connector="OR",
                        ),
                        name="journals_grade_points",
                    ),
                    tenancy.constraints.DistrictKey(name="journals_grade_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_grade_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="entry", name="journals_grade_entry_district_fk"),
                    tenancy.constraints.DistrictForeignKey(field="rubric", name="journals_grade_rubric_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="graded_by", name="journals_grade_graded_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField(verbose_name="points")),
                ("words", models.CharField(max_length=60, verbose_name="what it is like")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="journals.criterion",
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
                        models.F("district"), models.F("criterion"), models.F("points"), name="journals_level_points"
                    ),
                    tenancy.constraints.DistrictKey(name="journals_level_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_level_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="criterion", name="journals_level_criterion_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.criterion",
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
                    "grade",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="journals.grade",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.level",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("grade"), models.F("criterion"), name="journals_mark_once"
                    ),
                    tenancy.constraints.DistrictKey(name="journals_mark_district_key"),
                    tenancy.constraints.DistrictPolicy(name="journals_mark_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="grade", name="journals_mark_grade_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="criterion", name="journals_mark_criterion_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="level", name="journals_mark_level_district_fk"),
                ],
            },
        ),
    ]
