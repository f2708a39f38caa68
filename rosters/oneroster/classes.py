"""Classes of a roster and who sits or teaches in them. Nobody changes these rows by hand: the roster's word counts."""

from django.utils.translation import gettext as _

from mentoring.models import Enrollment, Section
from rosters.oneroster.work import Work

_SECTION = ("school_id", "school_year_id", "title", "course_code", "course_title", "grades")
_ENROLLMENT = ("section_id", "person_id", "role", "is_primary", "starts_on", "ended_on")


# --- Sections --------------------------------------------------------------------------------------------------------
def bring_in_sections(work: Work) -> None:
    """Count what the files change of sections, and unless the run is dry, change it."""
    _stage_sections(work)
    stage, entity = work.stage, "sections"
    ((created, updated, unchanged),) = stage.rows(
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed AND NOT is_new), "
        "count(*) FILTER (WHERE NOT is_changed AND NOT is_new) FROM roster_sections"
    )
    work.count(entity, created=created, updated=updated, unchanged=unchanged)
    for verb, where in (("created", "is_new"), ("updated", "is_changed AND NOT is_new")):
        titles = stage.rows(f"SELECT title FROM roster_sections WHERE {where} ORDER BY line LIMIT 5")
        work.sample(entity, verb, (title for (title,) in titles))
    _end(work, "classes.csv", "mentoring_section", "roster_classes", entity)
    if not work.is_dry:
        _write_sections(work)
    work.write_failures(["classes.csv", "courses.csv"])


def _stage_sections(work: Work) -> None:
    stage = work.stage
    work.load_once("classes.csv", "roster_classes")
    work.load_once("courses.csv", "roster_courses")
    work.fail_where(
        "classes.csv",
        "roster_classes",
        """
        NOT t.ended AND NOT EXISTS (
            SELECT FROM roster_places p WHERE p.sourced_id = t.school AND p.school_id IS NOT NULL)
        """,
        "schoolSourcedId",
        _("This is no school of the roster."),
    )
    stage.make(
        "roster_sections",
        """
        SELECT c.line, c.sourced_id, p.school_id, c.title,
               (SELECT min(y.school_year_id) FROM roster_years y
                WHERE y.sourced_id = ANY(string_to_array(c.terms, %(between)s))) AS school_year_id,
               coalesce(k.code, s.course_code, '') AS course_code,
               coalesce(k.title, s.course_title, '') AS course_title,
               string_to_array(c.grades, %(between)s)::varchar[] AS grades,
               s.id AS own_id, s.id IS NULL AS is_new, false AS is_changed, NULL::bigint AS section_id
        FROM roster_classes c
        JOIN roster_places p ON p.sourced_id = c.school
        LEFT JOIN roster_courses k ON k.sourced_id = c.course AND c.course <> ''
        LEFT JOIN mentoring_section s
            ON s.district_id = %(district)s AND s.source = %(source)s AND s.sourced_id = c.sourced_id
        WHERE NOT c.ended
        """,
    )
    differs = " OR ".join(f"s.{name} IS DISTINCT FROM n.{name}" for name in _SECTION)
    stage.run(
        f"""
        UPDATE roster_sections n SET is_changed = s.ended_on IS NOT NULL OR {differs}
        FROM mentoring_section s WHERE s.district_id = %(district)s AND s.id = n.own_id
        """
    )
    fresh = "-line" if work.is_dry else stage.sequence(Section)
    stage.run(f"UPDATE roster_sections SET section_id = CASE WHEN is_new THEN {fresh} ELSE own_id END")


def _write_sections(work: Work) -> None:
    stage = work.stage
    given = {name: name for name in _SECTION}
    stage.insert(
        Section,
        {"id": "section_id", **given, "source": "%(source)s", "sourced_id": "sourced_id"},
        "FROM roster_sections WHERE is_new ORDER BY line",
    )
    fields = ", ".join(f"{name} = n.{name}" for name in _SECTION)
    stage.run(
        f"""
        UPDATE mentoring_section s SET {fields}, ended_on = NULL FROM roster_sections n
        WHERE s.district_id = %(district)s AND s.id = n.own_id AND n.is_changed
        """
    )


# --- Enrollments -----------------------------------------------------------------------------------------------------
def bring_in_enrollments(work: Work) -> None:
    """Count what the file changes of enrollments, and unless the run is dry, change it."""
    _stage_enrollments(work)
    stage, entity = work.stage, "enrollments"
    ((created, updated, unchanged),) = stage.rows(
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed AND NOT is_new AND NOT is_ending), "
        "count(*) FILTER (WHERE NOT is_changed AND NOT is_new) FROM roster_enrollments_now"
    )
    work.count(entity, created=created, updated=updated, unchanged=unchanged)
    _end(work, "enrollments.csv", "mentoring_enrollment", "roster_enrollments", entity)
    if not work.is_dry:
        _write_enrollments(work)
    work.write_failures(["enrollments.csv"])


def _stage_enrollments(work: Work) -> None:
    stage = work.stage
    work.load_once("enrollments.csv", "roster_enrollments", "sourcedId")
    stage.run("DELETE FROM roster_enrollments WHERE role = 'other'")
    _stage_who_and_where(work)
    missing = "NOT t.ended AND NOT EXISTS (SELECT FROM {} w WHERE w.sourced_id = t.{})"
    for column, table, own, why in (
        ("classSourcedId", "roster_where", "section", _("There is no such class among those brought in.")),
        ("userSourcedId", "roster_who", "person", _("There is no such student or teacher among those brought in.")),
    ):
        work.fail_where("enrollments.csv", "roster_enrollments", missing.format(table, own), column, why)
    stage.make(
        "roster_enrollments_now",
        """
        SELECT r.line, r.sourced_id, w.section_id, p.person_id, r.role, coalesce(r.is_primary, false) AS is_primary,
               nullif(r.begins, '')::date AS starts_on,
               CASE WHEN nullif(r.ends, '')::date < %(today)s THEN nullif(r.ends, '')::date END AS ended_on,
               e.id AS own_id, e.id IS NULL AS is_new, false AS is_changed, false AS is_ending
        FROM roster_enrollments r
        JOIN roster_where w ON w.sourced_id = r.section
        JOIN roster_who p ON p.sourced_id = r.person
        LEFT JOIN mentoring_enrollment e
            ON e.district_id = %(district)s AND e.source = %(source)s AND e.sourced_id = r.sourced_id
        WHERE NOT r.ended
        """,
    )
    _take_out_doubles(work)
    differs = " OR ".join(f"e.{name} IS DISTINCT FROM n.{name}" for name in _ENROLLMENT)
    stage.run(
        f"""
        UPDATE roster_enrollments_now n SET is_changed = {differs},
               is_ending = e.ended_on IS NULL AND n.ended_on IS NOT NULL
        FROM mentoring_enrollment e WHERE e.district_id = %(district)s AND e.id = n.own_id
        """
    )


def _stage_who_and_where(work: Work) -> None:
    """roster_who and roster_where: whose and which row a key means, of those we have and, when dry, would have."""
    stage = work.stage
    fresh_people = "SELECT sourced_id, person_id FROM roster_people WHERE is_new" if work.is_dry else ""
    fresh_sections = "SELECT sourced_id, section_id FROM roster_sections WHERE is_new" if work.is_dry else ""
    ours = """
        SELECT sourced_id, coalesce(merged_into_id, id) AS person_id FROM tenancy_person
        WHERE district_id = %(district)s AND source = %(source)s AND sourced_id <> ''
    """
    sections = """
        SELECT sourced_id, id AS section_id FROM mentoring_section
        WHERE district_id = %(district)s AND source = %(source)s
    """
    stage.make("roster_who", f"{ours} UNION ALL {fresh_people}" if fresh_people else ours)
    stage.make("roster_where", f"{sections} UNION ALL {fresh_sections}" if fresh_sections else sections)


def _take_out_doubles(work: Work) -> None:
    """Somebody sits in a section once at a time: of several rows that are open, the first counts."""
    work.stage.run(
        """
        WITH doubled AS (
            SELECT sourced_id, row_number() OVER (
                PARTITION BY section_id, person_id, role ORDER BY own_id IS NULL, line) AS place
            FROM roster_enrollments_now WHERE ended_on IS NULL
        ), others AS (
            SELECT sourced_id FROM doubled WHERE place > 1
            UNION ALL
            SELECT n.sourced_id FROM roster_enrollments_now n
            JOIN mentoring_enrollment e
                ON e.district_id = %(district)s AND e.section_id = n.section_id AND e.person_id = n.person_id
               AND e.role = n.role AND e.ended_on IS NULL
            WHERE n.ended_on IS NULL AND (e.source <> %(source)s OR e.sourced_id <> n.sourced_id)
              AND NOT EXISTS (SELECT FROM roster_enrollments r WHERE r.sourced_id = e.sourced_id AND r.ended)
              AND NOT (%(is_bulk)s AND e.source = %(source)s
                       AND NOT EXISTS (SELECT FROM roster_enrollments r WHERE r.sourced_id = e.sourced_id))
              AND NOT EXISTS (SELECT FROM roster_enrollments_now x
                              WHERE x.sourced_id = e.sourced_id
                                AND (x.ended_on IS NOT NULL OR x.section_id <> e.section_id
                                     OR x.person_id <> e.person_id OR x.role <> e.role))
        ), gone AS (
            DELETE FROM roster_enrollments_now n USING others o WHERE o.sourced_id = n.sourced_id
            RETURNING n.line, n.sourced_id
        )
        INSERT INTO roster_faults SELECT 'enrollments.csv', line, 'userSourcedId', %(why)s, sourced_id FROM gone
        """,
        why=_("This person has this place in the class by another row already."),
        is_bulk=work.is_bulk("enrollments.csv"),
    )


def _write_enrollments(work: Work) -> None:
    """What ends or moves first, so that the place is free for what is new."""
    stage = work.stage
    fields = ", ".join(f"{name} = n.{name}" for name in _ENROLLMENT)
    for where in ("n.ended_on IS NOT NULL", "n.ended_on IS NULL"):
        stage.run(
            f"""
            UPDATE mentoring_enrollment e SET {fields} FROM roster_enrollments_now n
            WHERE e.district_id = %(district)s AND e.id = n.own_id AND n.is_changed AND {where}
            """
        )
    given = {name: name for name in _ENROLLMENT}
    stage.insert(
        Enrollment,
        {**given, "source": "%(source)s", "sourced_id": "sourced_id"},
        "FROM roster_enrollments_now WHERE is_new ORDER BY line",
    )


# --- Ending ----------------------------------------------------------------------------------------------------------
def _end(work: Work, name: str, table: str, staged: str, entity: str) -> None:
    """End rows that the file says are gone, and, when it is the whole truth, those that it does not mention."""
    ends_by_day = staged == "roster_enrollments"
    work.stage.make(
        f"{staged}_endings",
        f"""
        SELECT x.id FROM {table} x LEFT JOIN {staged} r ON r.sourced_id = x.sourced_id
        WHERE x.district_id = %(district)s AND x.source = %(source)s AND x.ended_on IS NULL
          AND (r.ended OR (r.sourced_id IS NULL AND %(is_bulk)s))
          AND NOT EXISTS (SELECT FROM roster_faults f WHERE f.file = %(file)s AND f.sourced_id = x.sourced_id)
        """,
        is_bulk=work.is_bulk(name),
        file=name,
    )
    ended = work.stage.number(f"SELECT count(*) FROM {staged}_endings")
    if ends_by_day:
        ended += work.stage.number("SELECT count(*) FROM roster_enrollments_now WHERE is_ending")
    live = work.stage.number(
        f"SELECT count(*) FROM {table} WHERE district_id = %(district)s AND source = %(source)s AND ended_on IS NULL"
    )
    work.ending(entity, ended, live)
    if not work.is_dry:
        work.stage.run(
            f"""
            UPDATE {table} x SET ended_on = %(today)s FROM {staged}_endings e
            WHERE x.district_id = %(district)s AND x.id = e.id
            """
        )
