"""What the pages about files show: a run in words, its counts, samples and warnings as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rosters.kinds import IMPORT_KINDS, ImportKind
from rosters.models import ImportChange, ImportRun
from rosters.progress import told
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Kind, Row, Table
from tenancy.viewer import Viewer

State = ImportRun.State

_BADGES: dict[str, Kind] = {
    State.KEPT: "warn",
    State.CHECKING: "info",
    State.CHECKED: "warn",
    State.RUNNING: "info",
    State.DONE: "ok",
    State.REFUSED: "bad",
    State.FAILED: "bad",
    State.CANCELED: "mute",
}
_VERBS = {
    "created": gettext_lazy("New"),
    "updated": gettext_lazy("Changed"),
    "ended": gettext_lazy("Ended"),
    "unchanged": gettext_lazy("As before"),
    "failed": gettext_lazy("Failed"),
}
#: What a change was about, in words; other codes are left out.
_WHAT = {
    "given_name": gettext_lazy("first name"),
    "family_name": gettext_lazy("last name"),
    "preferred_name": gettext_lazy("goes by"),
    "email": gettext_lazy("email"),
    "phone": gettext_lazy("phone"),
    "grade": gettext_lazy("grade"),
    "birth_on": gettext_lazy("date of birth"),
    "school": gettext_lazy("school"),
    "places": gettext_lazy("schools"),
    "student": gettext_lazy("student"),
    "guardian": gettext_lazy("parent or guardian"),
    "teacher": gettext_lazy("teacher"),
    "state_student_id": gettext_lazy("state student ID"),
    "career_area": gettext_lazy("career area"),
    "career_course_codes": gettext_lazy("career courses"),
    "transport": gettext_lazy("transport"),
    "helps_at_meetings": gettext_lazy("what helps at meetings"),
    "school_id": gettext_lazy("school"),
    "program": gettext_lazy("program"),
    "language": gettext_lazy("language"),
    "needs_interpreter": gettext_lazy("interpreter"),
    "relationship": gettext_lazy("relationship"),
    "may_sign": gettext_lazy("may sign"),
    "basis": gettext_lazy("on what basis"),
    "court_orders": gettext_lazy("custody note"),
    "career_areas": gettext_lazy("career areas"),
    "other_roles": gettext_lazy("other roles"),
    "occupation": gettext_lazy("job title"),
    "employer": gettext_lazy("employer"),
    "checks": gettext_lazy("background check"),
    "trainings": gettext_lazy("training"),
    "matches": gettext_lazy("match"),
    "match_students": gettext_lazy("match"),
}


@dataclass(frozen=True)
class Samples:
    """A few of one entity, to recognize what a file would do."""

    heading: str
    words: Sequence[str]


@dataclass(frozen=True)
class FailedFile:
    """Failed rows of one file, and where they are given back."""

    name: str
    words: str
    url: str


class RunPage:
    """One run as its page shows it."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.kind = IMPORT_KINDS.get(run.kind)

    @property
    def title(self) -> str:
        """The kind of file."""
        return kind_title(self.run)

    @property
    def badge(self) -> str:
        """How the state looks."""
        return badge_of(self.run)

    @property
    def lead(self) -> str:
        """The file's name and when it was given."""
        when = date_format(timezone.localtime(self.run.created_at), "DATETIME_FORMAT")
        return " · ".join(filter(None, [self.run.file_name, when]))

    @property
    def bar(self) -> tuple[int, int, str]:
        """Done, total and words for the bar of what is at work."""
        job = self.run.job
        done, total = (job.done, job.total or 0) if job else (0, 0)
        place = told(self.run)
        if place is not None:
            words = _("Reading %(file)s: %(rows)s rows") % {"file": place.file, "rows": f"{place.rows:,}"}
            return min(done + place.rows, total or done + place.rows), total or done + place.rows + 1, words
        if total > 1:
            words = _("%(done)s of about %(total)s rows") % {"done": f"{done:,}", "total": f"{total:,}"}
            return done, total, words
        return 0, 1, _("Beginning")

    @property
    def counts(self) -> Table | None:
        """New, changed, ended, as before and failed of each entity; None before anything was counted."""
        if not self.run.counts:
            return None
        body = [Row([self._entity(entity), *self._cells(entity)]) for entity in self._entities()]
        body.append(Row([_("Together"), *(Cell(f"{number:,}") for number in self.run.total.values())]))
        heads = [Column(str(_VERBS[verb]), is_number=True) for verb in self.run.total]
        caption = _("What was done") if self.run.state == State.DONE else _("What would be done")
        return Table(caption, [Column(_("What")), *heads], body)

    def _cells(self, entity: str) -> Iterable[Cell]:
        counts = self.run.counts[entity]
        for verb in self.run.total:
            number = counts.get(verb, 0)
            yield Cell(f"{number:,}", kind="bad" if verb == "failed" and number else "")

    def _entities(self) -> list[str]:
        known = list(self.kind.entities) if self.kind else []
        return [entity for entity in known if any(self.run.counts.get(entity, {}).values())] + [
            entity for entity in self.run.counts if entity not in known
        ]

    def _entity(self, entity: str) -> str:
        return str(self.kind.entities.get(entity, entity)) if self.kind else entity

    @property
    def stops(self) -> list[str]:
        """Which entities would end by so many that somebody must say so."""
        words = _("%(entity)s: %(ended)s of %(of)s would be ended")
        return [
            words % {"entity": self._entity(entity), "ended": f"{stop['ended']:,}", "of": f"{stop['of']:,}"}
            for entity, stop in self.run.stops.items()
        ]

    @property
    def samples(self) -> list[Samples]:
        """A few of what is new, changed or ended."""
        found = []
        for entity, by_verb in self.run.samples.items():
            for verb, words in by_verb.items():
                heading = f"{self._entity(entity)} · {_VERBS.get(verb, verb)}"
                found.append(Samples(heading, [_in_words(one) for one in words]))
        return found

    @property
    def warnings(self) -> list[str]:
        """What was put up with, one sentence each."""
        found = []
        for one in self.run.warnings:
            place = str(one["file"])
            if one["line"]:
                place = _("%(file)s, line %(line)s") % {"file": place, "line": one["line"]}
            count = int(one["count"])
            times = f" ({count:,}×)" if count > 1 else ""
            found.append(f"{place}: {one['text']}{times}")
        return found

    @property
    def failed_files(self) -> list[FailedFile]:
        """Files with failed rows. Reads the database."""
        names = self.run.failures.order_by("file").values_list("file", flat=True).distinct()
        base = reverse("rosters:import_failures", args=[self.run.pk])
        found = []
        for name in names:
            count = self.run.failures.filter(file=name).count()
            words = ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}
            found.append(FailedFile(name, words, f"{base}?file={name}"))
        return found

    @property
    def failures(self) -> Table | None:
        """The first failed rows: file, line, column, why. Reads the database."""
        first = list(self.run.failures.order_by("file", "line")[:20])
        if not first:
            return None
        columns = [Column(_("File")), Column(_("Line"), is_number=True), Column(_("Column")), Column(_("Why"))]
        return Table(
            _("Failed rows"),
            columns,
            [Row([one.file, Cell(one.line), one.column, one.why]) for one in first],
            is_caption_hidden=True,
        )

    @property
    def changed_people(self) -> int:
        """How many people were added, changed or ended. Reads the database."""
        return self.run.changes.count()

    @property
    def continue_url(self) -> str:
        """Where a run that waits for an answer goes on, or its answers are changed while nothing is brought in yet."""
        is_open = self.run.state in {State.KEPT, State.CHECKED}
        return self.kind.continue_url(self.run) if self.kind and is_open else ""


def kind_title(run: ImportRun) -> str:
    """The kind of file, in words."""
    kind = IMPORT_KINDS.get(run.kind)
    return str(kind.title) if kind else run.kind


def badge_of(run: ImportRun) -> Kind:
    """How the state looks."""
    return _BADGES.get(run.state, "mute")


def kinds(viewer: Viewer) -> list[ImportKind]:
    """Every kind of file that this viewer can bring in."""
    is_everywhere = viewer.reach(Permission.ROSTER_IMPORT).whole_district
    return [kind for kind in IMPORT_KINDS.values() if (is_everywhere or kind.keeps_to_places)]


def short_counts(run: ImportRun) -> str:
    """ "12 new, 3 changed", without noughts."""
    return ", ".join(
        f"{number:,} {str(_VERBS[verb]).lower()}" for verb, number in run.total.items() if number and verb in _VERBS
    )


def change_words(change: ImportChange) -> str:
    """What of a person was changed."""
    return ", ".join(dict.fromkeys(str(_WHAT[one]) for one in change.what if one in _WHAT))


def _in_words(sample: str) -> str:
    name, mark, what = sample.partition(" · ")
    codes = what.split(", ")
    return f"{name}{mark}{', '.join(str(_WHAT.get(code, code)) for code in codes)}" if what else name
