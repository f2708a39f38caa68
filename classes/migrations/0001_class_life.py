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
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assignment", "Assignment"),
                            ("event", "School event"),
                            ("go_deeper", "Something to go deeper into"),
                        ],
                        default="assignment",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="what it is about")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due, or takes place")),
                ("time", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("is_for_mentors", models.BooleanField(default=True, verbose_name="mentors see it")),
                ("posted_at", models.DateTimeField(verbose_name="posted")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "class_group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="mentoring.classgroup",
                        verbose_name="class group",
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
                    "posted_by",
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
                    models.Index(fields=["district", "class_group", "-posted_at"], name="classes_assignment_group")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "event"), _negated=True), ("due_on__isnull", False), _connector="OR"
                        ),
                        name="classes_event_has_a_day",
                        violation_error_message="Say on which day it takes place.",
                    ),
                    tenancy.constraints.DistrictKey(name="classes_assignment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_assignment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="classes_assignment_class_group_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="posted_by", name="classes_assignment_posted_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("taken_at", models.DateTimeField()),
                ("is_held", models.BooleanField(default=True, verbose_name="class was held")),
                ("student_count", models.PositiveSmallIntegerField(default=0, verbose_name="students")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "class_group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
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
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "-day", "-id"], name="classes_day_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("class_group"),
                        models.F("day"),
                        name="classes_day_once",
                        violation_error_message="Attendance of this day is taken already.",
                    ),
                    tenancy.constraints.DistrictKey(name="classes_classday_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_classday_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="classes_classday_class_group_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="taken_by", name="classes_classday_taken_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassAbsence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("missed_on", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[("absent", "Absent"), ("excused", "Excused"), ("late", "Late")],
                        default="absent",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("follow_up", models.CharField(blank=True, max_length=300, verbose_name="follow-up")),
                ("followed_up_on", models.DateField(blank=True, null=True, verbose_name="done")),
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
                    "follow_up_by",
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
                    "program_student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="class_absences",
                        to="mentoring.programstudent",
                    ),
                ),
                (
                    "class_day",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="classes.classday",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "program_student", "-missed_on"], name="classes_absence_student"),
                    models.Index(fields=["district", "-missed_on", "-id"], name="classes_absence_newest"),
                    models.Index(
                        condition=models.Q(("follow_up_by__isnull", False), ("followed_up_on", None)),
                        fields=["district", "follow_up_by"],
                        name="classes_absence_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("class_day"),
                        models.F("program_student"),
                        name="classes_absence_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("followed_up_on", None), ("follow_up_by__isnull", False), _connector="OR"),
                        name="classes_absence_done_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follow_up", ""), ("follow_up_by__isnull", False), _connector="OR"),
                        name="classes_absence_has_owner",
                    ),
                    tenancy.constraints.DistrictKey(name="classes_classabsence_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_classabsence_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_day", name="classes_classabsence_class_day_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="program_student", name="classes_classabsence_program_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="follow_up_by", name="classes_classabsence_follow_up_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassFocus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day")),
                ("until_on", models.DateField(verbose_name="last day")),
                ("text", models.CharField(max_length=500, verbose_name="what the class works on")),
                ("competencies", models.CharField(blank=True, max_length=300, verbose_name="skills and competencies")),
                ("go_deeper", models.CharField(blank=True, max_length=500, verbose_name="what mentors can do with it")),
                ("posted_at", models.DateTimeField(verbose_name="posted")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "class_group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focuses",
                        to="mentoring.classgroup",
                        verbose_name="class group",
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
                    "posted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "class_group", "-from_on"], name="classes_focus_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="classes_focus_ends_later",
                        violation_error_message="The last day comes after the first day.",
                    ),
                    tenancy.constraints.DistrictKey(name="classes_classfocus_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_classfocus_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="classes_classfocus_class_group_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="posted_by", name="classes_classfocus_posted_by_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")],
                        verbose_name="weekday",
                    ),
                ),
                (
                    "class_group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="times",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("class_group"), models.F("weekday"), name="classes_time_once"
                    ),
                    tenancy.constraints.DistrictKey(name="classes_classtime_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_classtime_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="class_group", name="classes_classtime_class_group_district_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="your work, or what you would like to ask"
                    ),
                ),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("shared_at", models.DateTimeField(verbose_name="shared")),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="works",
                        to="classes.assignment",
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.portfolioitem",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_works",
                        to="mentoring.student",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "student"], name="classes_work_student")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("assignment"), models.F("student"), name="classes_work_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            ("item__isnull", False),
                            ("taken_back_at__isnull", False),
                            _connector="OR",
                        ),
                        name="classes_work_is_something",
                        violation_error_message="Write something, add a link, or choose a piece of your portfolio.",
                    ),
                    tenancy.constraints.DistrictKey(name="classes_sharedwork_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_sharedwork_district_policy"),
                    tenancy.constraints.DistrictForeignKey(
                        field="assignment", name="classes_sharedwork_assignment_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(
                        field="student", name="classes_sharedwork_student_district_fk"
                    ),
                    tenancy.constraints.DistrictForeignKey(field="item", name="classes_sharedwork_item_district_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
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
                    "work",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="classes.sharedwork",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "work", "at"], name="classes_comment_work")],
                "constraints": [
                    tenancy.constraints.DistrictKey(name="classes_workcomment_district_key"),
                    tenancy.constraints.DistrictPolicy(name="classes_workcomment_district_policy"),
                    tenancy.constraints.DistrictForeignKey(field="work", name="classes_workcomment_work_district_fk"),
                    tenancy.constraints.DistrictForeignKey(
                        field="author", name="classes_workcomment_author_district_fk"
                    ),
                ],
            },
        ),
    ]
