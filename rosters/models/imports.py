"""Runs that bring people in from rosters and spreadsheets: what was found, what failed, what was changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rosters.querysets.imports import ImportRunQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal

#: What is counted of each entity.
COUNTED = ("created", "updated", "ended", "unchanged", "failed")


class ImportRun(DistrictOwned):
    """One file brought in: first looked through (a dry run), then, when somebody says so, for good.

    ``counts``: entity → {"created", "updated", "ended", "unchanged", "failed"}. ``samples``: entity → {verb: [words]}.
    ``warnings``: list of {"file", "line", "count", "text"}. ``stops``: entity → {"ended", "of"} of which so many would
    end that a person must say so first. ``options`` is the kind's own.
    """

    class State(models.TextChoices):
        KEPT = "kept", _("Waiting for an answer")
        CHECKING = "checking", _("Being looked through")
        CHECKED = "checked", _("Looked through")
        RUNNING = "running", _("Being brought in")
        DONE = "done", _("Brought in")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Stopped by a fault")
        CANCELED = "canceled", _("Canceled")

    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    source = models.CharField(max_length=40, blank=True)
    file = models.CharField(max_length=200, blank=True, editable=False)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    samples = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    stops = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)
    job = models.ForeignKey("tenancy.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    program = models.ForeignKey("mentoring.Program", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_by = models.ForeignKey("tenancy.Person", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", condition=Q(state__in=["checking", "running"]), name="rosters_import_run_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["district", "-created_at", "-id"], name="rosters_import_run_created")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_at_work(self) -> bool:
        """Whether it is being looked through or brought in."""
        return self.state in {self.State.CHECKING, self.State.RUNNING}

    @property
    def total(self) -> dict[str, int]:
        """The counts of all entities together."""
        return {name: sum(counts.get(name, 0) for counts in self.counts.values()) for name in COUNTED}


class ImportFailure(DistrictOwned):
    """One row that was not brought in: where it stands, what is wrong, and the row without what is never kept."""

    run = models.ForeignKey("rosters.ImportRun", models.CASCADE, related_name="failures", db_index=False)
    file = models.CharField(max_length=120)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300)
    row = models.JSONField(default=dict)

    objects = DistrictQuerySet["ImportFailure"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "run", "file", "line"], name="rosters_import_failure_run")]

    def __str__(self) -> str:
        return f"{self.file} {self.line}"


class ImportChange(DistrictOwned):
    """One person whom a run added, changed or ended. Written once, never changed."""

    append_only = True
    personal = Personal(of=lambda person_id: Q(person=person_id), emptied={})

    class Verb(models.TextChoices):
        CREATED = "created", _("Added")
        UPDATED = "updated", _("Changed")
        ENDED = "ended", _("Ended")

    run = models.ForeignKey(
        "rosters.ImportRun", models.PROTECT, related_name="changes", db_index=False, db_constraint=False
    )
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    verb = models.CharField(max_length=10, choices=Verb)
    what = models.JSONField(default=list)

    objects = DistrictQuerySet["ImportChange"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "run", "verb", "id"], name="rosters_import_change_run"),
            models.Index(fields=["district", "person"], name="rosters_import_change_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.person_id}"


class ImportMapping(DistrictOwned):
    """Which column of somebody's spreadsheet is which of ours: remembered for the next file with the same header."""

    kind = models.CharField(max_length=20)
    header_sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    objects = DistrictQuerySet["ImportMapping"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "kind", "header_sha256", name="rosters_import_mapping_once")]

    def __str__(self) -> str:
        return f"columns of {self.kind}"


class RosterRecord(DistrictOwned):
    """What the roster last said of one of its people, schools or years: which of our rows it is, and a fingerprint.

    The fingerprint has eight letters for each field. The next run changes only fields whose letters differ, so what
    somebody changed by hand stays until the roster itself says something new. ``roles`` are those the roster gave;
    ``let_go_at`` is when the roster deactivated the person, so that it takes back nobody whom a person let go.
    """

    personal = Personal(of=lambda person_id: Q(person=person_id), emptied={"sourced_id": "", "fingerprint": ""})

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        SCHOOL = "school", _("School")
        SCHOOL_YEAR = "year", _("School year")

    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=40)
    sourced_id = models.CharField(max_length=255)
    person = models.ForeignKey(
        "tenancy.Person", models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    school = models.ForeignKey(
        "tenancy.School", models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    school_year = models.ForeignKey(
        "tenancy.SchoolYear", models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    fingerprint = models.CharField(max_length=120, blank=True)
    roles = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True)
    let_go_at = models.DateTimeField(null=True)

    objects = DistrictQuerySet["RosterRecord"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "kind",
                "source",
                "sourced_id",
                condition=~Q(sourced_id=""),
                name="rosters_roster_record_once",
            )
        ]
        indexes = [models.Index(fields=["district", "person"], name="rosters_roster_record_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
