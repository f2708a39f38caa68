"""Schools and school years of a roster. A district has dozens, so they are read into memory and written one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from rosters.models import RosterRecord
from rosters.oneroster.work import Work
from tenancy.models import School, SchoolYear

#: How many steps up from a department its school is looked for.
DEEP = 6


@dataclass
class Org:
    """A row of orgs.csv."""

    line: int
    key: str
    name: str
    place: str
    parent: str
    ended: bool
    marks: str


@dataclass
class Places:
    """Which school a key of the roster means. Negative ids: schools that a dry run would make."""

    schools: dict[str, int | None] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


class Schools:
    """The schools of a roster beside ours."""

    def __init__(self, work: Work) -> None:
        self.work = work
        of = {"source": work.run.source, "kind": RosterRecord.Kind.SCHOOL}
        found = RosterRecord.objects.of(work.run.district).filter(**of).prefetch_related("school")
        self.records = {one.sourced_id: one for one in found}
        ours = list(School.objects.of(work.run.district))
        self.by_key = {one.sourced_id: one for one in ours if one.source == work.run.source and one.sourced_id}
        self.by_name = {one.name.casefold(): one for one in ours}
        self.orgs = {org.key: org for org in self._read()}

    def _read(self) -> Iterator[Org]:
        work, seen = self.work, dict[str, int]()
        for line, column, why, *cells in work.read("orgs.csv"):
            key, name, place, parent, ended, marks = cells
            if why:
                work.fail("orgs.csv", line, column, why, key)
            elif key in seen:
                work.fail(
                    "orgs.csv",
                    line,
                    "sourcedId",
                    _("Line # has the same one. That line counts.").replace("#", str(seen[key])),
                    key,
                )
            else:
                seen[key] = line
                yield Org(line, key, name, place, parent, bool(ended), marks)

    def places(self) -> Places:
        """What each key means: a school's own, that of the school above a department, None for the district itself."""
        found = Places()
        for key, record in self.records.items():
            if record.school_id is not None:
                found.schools[key] = record.school_id
        for org in self.orgs.values():
            if org.place == "school" and not org.ended and org.key not in found.schools:
                ours = self._ours(org)
                found.schools[org.key] = ours.pk if ours else -org.line
        for org in self.orgs.values():
            above = self._school_above(org)
            if org.place == "district" or (org.place == "part" and above is None):
                found.schools[org.key] = None
            elif org.place == "part" and above is not None and above.key in found.schools:
                found.schools[org.key] = found.schools[above.key]
        return found

    def _school_above(self, org: Org) -> Org | None:
        for _step in range(DEEP):
            above = self.orgs.get(org.parent)
            if above is None or above.place == "school":
                return above
            org = above
        return None

    def _ours(self, org: Org) -> School | None:
        """Our school of this key; else one of this name that somebody added by hand."""
        known = self.by_key.get(org.key)
        same = self.by_name.get(org.name.casefold())
        return known or (same if same is not None and not same.sourced_id else None)

    def bring_in(self) -> None:
        """Count, and unless the run is dry, write what is new, changed, back or gone."""
        work, made = self.work, list[str]()
        for org in self.orgs.values():
            if org.place != "school" or org.ended:
                continue
            record = self.records.get(org.key)
            if record is None:
                adopted = self._ours(org)
                work.count("schools", **({"created": 1} if adopted is None else {"unchanged": 1}))
                if adopted is None:
                    made.append(org.name)
                if not work.is_dry:
                    self._add(org, adopted)
            elif record.fingerprint != org.marks or record.ended_on:
                work.count("schools", updated=1)
                work.sample("schools", "updated", [org.name])
                if not work.is_dry:
                    self._change(org, record)
            else:
                work.count("schools", unchanged=1)
        work.sample("schools", "created", made)
        self._end()

    def _add(self, org: Org, adopted: School | None) -> None:
        school = adopted or School(name=self._free_name(org))
        school.district_id = self.work.run.district_id
        school.source, school.sourced_id = self.work.run.source, org.key
        school.save()
        self.by_name[school.name.casefold()] = school
        record = RosterRecord(
            district_id=school.district_id,
            kind=RosterRecord.Kind.SCHOOL,
            source=school.source,
            sourced_id=org.key,
            school=school,
            fingerprint=org.marks,
        )
        record.save()

    def _change(self, org: Org, record: RosterRecord) -> None:
        school = record.school
        if school is None:
            return
        if record.fingerprint != org.marks:
            school.name = self._free_name(org, besides=school)
        if record.ended_on:
            school.is_active = True
        school.save(update_fields=["name", "is_active"])
        record.fingerprint, record.ended_on = org.marks, None
        record.save(update_fields=["fingerprint", "ended_on"])

    def _free_name(self, org: Org, besides: School | None = None) -> str:
        """The school's name; with its key behind it where another school has the same."""
        taken = self.by_name.get(org.name.casefold())
        if taken is None or (besides is not None and taken.pk == besides.pk):
            return org.name
        return f"{org.name[:80]} ({org.key[:36]})"

    def _end(self) -> None:
        work = self.work
        live = [one for one in self.records.values() if one.ended_on is None]
        failed = set(work.stage.rows("SELECT sourced_id FROM roster_faults WHERE file = 'orgs.csv'"))
        gone = []
        for record in live:
            org = self.orgs.get(record.sourced_id)
            missing = org is None and work.is_bulk("orgs.csv") and (record.sourced_id,) not in failed
            if missing or (org is not None and (org.ended or org.place != "school")):
                gone.append(record)
        work.ending("schools", len(gone), len(live))
        work.sample("schools", "ended", (one.school.name for one in gone if one.school))
        if not work.is_dry:
            School.objects.of(work.run.district).filter(pk__in=[one.school_id for one in gone]).update(is_active=False)
            ended = RosterRecord.objects.of(work.run.district).filter(pk__in=[one.pk for one in gone])
            ended.update(ended_on=work.today)


@dataclass
class Session:
    """A row of academicSessions.csv."""

    line: int
    key: str
    title: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    ended: bool


class Years:
    """The school years of a roster beside ours. Days may not overlap, so a year that is there already is used."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.ours = list(SchoolYear.objects.of(work.run.district).order_by("starts_on"))
        of = {"source": work.run.source, "kind": RosterRecord.Kind.SCHOOL_YEAR}
        self.records = {one.sourced_id: one for one in RosterRecord.objects.of(work.run.district).filter(**of)}
        self.sessions = list(self._read())

    def _read(self) -> Iterator[Session]:
        for line, column, why, *cells in self.work.read("academicsessions.csv"):
            key, title, kind, starts, ends, ended = cells
            if why:
                self.work.fail("academicsessions.csv", line, column, why, key)
            else:
                yield Session(line, key, title, kind, _day(starts), _day(ends), bool(ended))

    def places(self) -> dict[str, int]:
        """Which school year each session's key means, by its days. Negative ids: years that a dry run would make."""
        years = [(one.starts_on, one.ends_on, one.pk) for one in self.ours]
        for one in self.sessions:
            if one.kind == "year" and not one.ended and one.starts_on and one.ends_on and not self._overlapping(one):
                years.append((one.starts_on, one.ends_on, -one.line))
        found = {}
        for one in self.sessions:
            known = self.records.get(one.key)
            if known is not None and known.school_year_id is not None:
                found[one.key] = known.school_year_id
            elif one.starts_on is not None:
                day = one.starts_on
                inside = [pk for first, last, pk in years if first <= day <= last]
                near = [pk for first, last, pk in years if one.ends_on and first <= one.ends_on and day <= last]
                if inside or near:
                    found[one.key] = (inside or near)[0]
        return found

    def _overlapping(self, one: Session) -> list[SchoolYear]:
        first, last = one.starts_on, one.ends_on
        return [year for year in self.ours if first and last and year.starts_on <= last and first <= year.ends_on]

    def bring_in(self) -> None:
        """Count, and unless the run is dry, write years that are new or that the roster moved."""
        work = self.work
        for one in self.sessions:
            if one.kind != "year" or one.ended or one.starts_on is None or one.ends_on is None:
                continue
            record, marks = self.records.get(one.key), f"{one.starts_on:%Y%m%d}{one.ends_on:%Y%m%d}"
            if record is None:
                self._meet(one, marks)
            elif record.fingerprint == marks:
                work.count("school_years", unchanged=1)
            else:
                self._move(one, record, marks)

    def _meet(self, one: Session, marks: str) -> None:
        """A year of the roster that was not here before: one of ours at the same time is used."""
        work, there, first, last = self.work, self._overlapping(one), one.starts_on, one.ends_on
        if first is None or last is None:
            return
        work.count("school_years", **({"unchanged": 1} if there else {"created": 1}))
        if there:
            year = max(there, key=lambda ours: min(ours.ends_on, last) - max(ours.starts_on, first))
        else:
            work.sample("school_years", "created", [one.title])
            year = SchoolYear(name=self._free_name(one.title), starts_on=first, ends_on=last)
            year.district_id = work.run.district_id
            self.ours.append(year)
        if work.is_dry:
            return
        if not there:
            year.save()
        RosterRecord.objects.create(
            district_id=work.run.district_id,
            kind=RosterRecord.Kind.SCHOOL_YEAR,
            source=work.run.source,
            sourced_id=one.key,
            school_year=year,
            fingerprint=marks,
        )

    def _move(self, one: Session, record: RosterRecord, marks: str) -> None:
        """The roster has new days for a year: they count, unless they would overlap another year of ours."""
        work = self.work
        others = [year for year in self._overlapping(one) if year.pk != record.school_year_id]
        if others:
            why = _("These days overlap the school year %(name)s.") % {"name": others[0].name}
            work.fail("academicsessions.csv", one.line, "startDate", why, one.key)
            return
        work.count("school_years", updated=1)
        if not work.is_dry:
            days = {"starts_on": one.starts_on, "ends_on": one.ends_on}
            SchoolYear.objects.of(work.run.district).filter(pk=record.school_year_id or 0).update(**days)
            record.fingerprint = marks
            record.save(update_fields=["fingerprint"])

    def _free_name(self, title: str) -> str:
        taken = {year.name for year in self.ours}
        return title if title not in taken else f"{title[:30]} ({len(taken) + 1})"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def bring_in(work: Work) -> None:
    """Schools and school years."""
    Schools(work).bring_in()
    Years(work).bring_in()
    work.write_failures(["orgs.csv", "academicsessions.csv"])


def stage_places(work: Work) -> None:
    """roster_places: what each key of an organization means; roster_years: what each key of a session means.

    Faults of those two files were noted when they were brought in themselves, so they are left out here.
    """
    notes, rows_read = work.notes, work.rows_read
    work.notes = {}
    schools, years = Schools(work).places(), Years(work).places()
    work.notes, work.rows_read = notes, rows_read
    work.stage.copy(
        "roster_places",
        {"sourced_id": "text", "school_id": "bigint"},
        ([key, school] for key, school in schools.schools.items()),
    )
    work.stage.copy("roster_years", {"sourced_id": "text", "school_year_id": "bigint"}, years.items())
    work.stage.run("DELETE FROM roster_faults WHERE file IN ('orgs.csv', 'academicsessions.csv')")
