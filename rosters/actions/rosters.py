"""Rosters are brought in: OneRoster 1.0 to 1.2 as CSV, and Microsoft School Data Sync."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from rosters.actions import imports
from rosters.archive import open_archive
from rosters.kinds import ImportKind, WouldEndTooMany, import_kind
from rosters.models import ImportRun
from rosters.oneroster import classes, people, places
from rosters.oneroster.files import FILES, layout_of
from rosters.oneroster.keeping import open_kept, without_what_is_never_kept
from rosters.oneroster.work import Work
from tenancy.actor import Actor
from tenancy.models import District

#: The student system of a district that has one.
SOURCE = "roster"


@import_kind
class Roster(ImportKind):
    """A whole roster in one ZIP. Its options: ``may_end``."""

    code = "roster"
    title = gettext_lazy("Roster")
    add_label = gettext_lazy("Bring in a roster")
    add_url_name = "rosters:import_add"
    lead = gettext_lazy("Schools, classes, students, parents and teachers from your student system.")
    entities = {
        "schools": gettext_lazy("Schools"),
        "school_years": gettext_lazy("School years"),
        "students": gettext_lazy("Students"),
        "guardians": gettext_lazy("Parents and guardians"),
        "guardianships": gettext_lazy("Who is whose parent or guardian"),
        "teachers": gettext_lazy("Teachers"),
        "people": gettext_lazy("People of no known role"),
        "sections": gettext_lazy("Classes"),
        "enrollments": gettext_lazy("Places in classes"),
    }
    #: The order in which a file is brought in: each part needs those before it.
    PARTS = {
        "places": places.bring_in,
        "people": people.bring_in,
        "sections": classes.bring_in_sections,
        "enrollments": classes.bring_in_enrollments,
    }

    @override
    def check(self, run: ImportRun, file: IO[bytes]) -> None:
        with open_kept(file) as (archive, said):
            work = Work(run, archive, layout_of(archive), is_dry=True)
            for part, bring_in in self.PARTS.items():
                if part == "people":
                    places.stage_places(work)
                bring_in(work)
            work.finish()
            run.warnings += said

    @override
    def steps(self, run: ImportRun) -> Sequence[str]:
        return list(self.PARTS)

    @override
    def bring_in(self, run: ImportRun, file: IO[bytes], step: str) -> int:
        warnings = list(run.warnings)
        with open_kept(file) as (archive, _said):
            work = Work(run, archive, layout_of(archive), is_dry=False)
            if step != "places":
                places.stage_places(work)
            self.PARTS[step](work)
        run.warnings = warnings
        if run.stops and not run.options.get("may_end"):
            raise WouldEndTooMany(run.stops)
        run.stops = {}
        return work.rows_read

    @override
    def failure_columns(self, run: ImportRun, file_name: str) -> Sequence[str]:
        return list(FILES[file_name].columns) if file_name in FILES else []


def start(*, file: Path | IO[bytes], file_name: str, district: District, by: Actor, source: str = SOURCE) -> ImportRun:
    """Store a roster, a ZIP or a folder, without what is never kept, and look through it.

    Refuses (CannotRead) what is no roster, and (CannotStart) while another file of the district is at work.
    """
    with open_archive(file) as archive, without_what_is_never_kept(archive) as kept:
        return imports.start(
            kind=Roster.code,
            file=File(kept),
            file_name=f"{PurePath(file_name).stem or Roster.code}.zip",
            district=district,
            source=source,
            by=by,
        )


def words_for_stops(run: ImportRun) -> str:
    """Which entities would end by so many, in one sentence."""
    entities = Roster.entities
    parts = [
        _("%(entity)s: %(ended)s of %(of)s")
        % {"entity": entities.get(entity, entity), "ended": f"{stop['ended']:,}", "of": f"{stop['of']:,}"}
        for entity, stop in run.stops.items()
    ]
    return "; ".join(parts)
