"""People of a roster: students, parents and guardians, teachers; what they are to each other; their roles and schools.

Everything is worked out in temporary tables first, for the dry run and for good alike; only then is anything written,
by ``people_writing`` and ``guardianships``.
"""

from django.utils.translation import gettext as _

from rosters import guarded
from rosters.oneroster import guardianships, people_writing
from rosters.oneroster.marks import MARKS, is_news
from rosters.oneroster.work import Work
from tenancy.models import Person

#: How many schools that a roster does not have are named.
MOST_NAMED = 10
ROLES = (("students", "student"), ("guardians", "guardian"), ("teachers", "teacher"))


def bring_in(work: Work) -> None:
    """Count what the files change of people, and unless the run is dry, change it."""
    _stage(work)
    _meet(work)
    _say_who_ends(work)
    _count(work)
    if not work.is_dry:
        people_writing.write_people(work)
    guardianships.bring_in(work)
    if not work.is_dry:
        people_writing.write_what_follows(work)
    work.write_failures(["users.csv", "roles.csv", "demographics.csv", "relationships.csv"])


# --- What the files say ----------------------------------------------------------------------------------------------
def _stage(work: Work) -> None:
    """roster_users, roster_roles, roster_births and roster_kin, as they stand in the files."""
    stage = work.stage
    work.load_once("users.csv", "roster_users")
    work.load("roles.csv", "roster_roles")
    work.load_once("demographics.csv", "roster_births")
    work.load("relationships.csv", "roster_kin")
    # Whom each user's row points at: file, line, who, whom, as what.
    stage.make(
        "roster_pointing",
        """
        SELECT 'users.csv' AS file, u.line, u.sourced_id, a AS other, '' AS relationship
        FROM roster_users u, unnest(string_to_array(u.agents, %(between)s)) a
        WHERE u.agents <> '' AND NOT coalesce(u.ended, false)
        UNION ALL
        SELECT 'relationships.csv', line, sourced_id, guardian, relationship FROM roster_kin
        """,
    )
    stage.make(
        "roster_known",
        """
        SELECT sourced_id, 'student' = ANY(string_to_array(roles, ' ')) AS is_student FROM rosters_rosterrecord
        WHERE district_id = %(district)s AND kind = 'person' AND source = %(source)s AND sourced_id <> ''
          AND sourced_id IN (SELECT other FROM roster_pointing UNION SELECT sourced_id FROM roster_pointing)
          AND sourced_id NOT IN (SELECT sourced_id FROM roster_users)
        UNION ALL
        SELECT u.sourced_id,
               u.role = 'student' OR u.sourced_id IN (
                   SELECT sourced_id FROM roster_roles WHERE role = 'student' AND NOT coalesce(ended, false)
               )
        FROM roster_users u WHERE NOT coalesce(u.ended, false)
        """,
    )
    stage.run(
        """
        WITH gone AS (
            DELETE FROM roster_pointing t
            WHERE NOT EXISTS (SELECT FROM roster_known k WHERE k.sourced_id = t.other)
               OR NOT EXISTS (SELECT FROM roster_known k WHERE k.sourced_id = t.sourced_id)
            RETURNING t.*
        )
        INSERT INTO roster_faults
        SELECT file, line, CASE file WHEN 'users.csv' THEN 'agentSourcedIds' ELSE 'relationshipUserSourcedId' END,
               replace(%(why)s, '#', left(other, 60)), sourced_id
        FROM gone
        """,
        why=_("It points at # or is itself a user who was not brought in."),
    )
    # Either side may point at the other; the student is the one who is a student.
    stage.make(
        "roster_links",
        """
        SELECT student, guardian, max(relationship) AS relationship FROM (
            SELECT CASE WHEN k.is_student THEN p.sourced_id ELSE p.other END AS student,
                   CASE WHEN k.is_student THEN p.other ELSE p.sourced_id END AS guardian,
                   p.relationship
            FROM roster_pointing p
            JOIN roster_known k ON k.sourced_id = p.sourced_id
            JOIN roster_known o ON o.sourced_id = p.other
            WHERE k.is_student <> o.is_student
        ) either GROUP BY student, guardian
        """,
    )
    _stage_roles(work)


def _stage_roles(work: Work) -> None:
    """roster_said: each role of each person and where it was said to be; roster_roles_of: one row a person."""
    stage = work.stage
    stage.make(
        "roster_said",
        """
        SELECT u.sourced_id, u.role, coalesce(o, '') AS org, coalesce(n, 0) AS place
        FROM roster_users u
        LEFT JOIN LATERAL unnest(string_to_array(u.orgs, %(between)s)) WITH ORDINALITY AS orgs(o, n) ON true
        WHERE u.role IN ('student', 'guardian', 'teacher') AND NOT coalesce(u.ended, false)
        UNION
        SELECT r.sourced_id, r.role, r.org, r.line
        FROM roster_roles r JOIN roster_users u ON u.sourced_id = r.sourced_id AND NOT coalesce(u.ended, false)
        WHERE r.role IN ('student', 'guardian', 'teacher') AND NOT coalesce(r.ended, false)
        UNION
        SELECT DISTINCT l.guardian, 'guardian', '', 0
        FROM roster_links l JOIN roster_users u ON u.sourced_id = l.guardian AND NOT coalesce(u.ended, false)
        """,
    )
    stage.make(
        "roster_roles_of",
        """
        SELECT s.sourced_id, array_agg(DISTINCT s.role) AS roles,
               (array_agg(p.school_id ORDER BY s.role <> 'student', s.place)
                    FILTER (WHERE p.school_id IS NOT NULL))[1] AS school_id,
               coalesce(array_agg(DISTINCT p.school_id) FILTER (WHERE p.school_id IS NOT NULL), '{}') AS school_ids,
               bool_or(p.sourced_id IS NOT NULL AND p.school_id IS NULL) AS is_everywhere,
               left(md5(coalesce(string_agg(DISTINCT s.role || p.school_id, ',' ORDER BY s.role || p.school_id)
                    FILTER (WHERE s.role <> 'guardian'), '')), 8) AS mark
        FROM roster_said s LEFT JOIN roster_places p ON p.sourced_id = s.org
        GROUP BY s.sourced_id
        """,
    )
    stage.make(
        "roster_grades",
        "SELECT sourced_id, min(grade) AS grade FROM roster_roles WHERE grade <> '' AND role = 'student' GROUP BY 1",
    )
    _note_oddities(work)


def _note_unknown_schools(work: Work) -> None:
    """How many people say a school that the roster does not have, students by themselves, and which schools."""
    strange = "s.org <> '' AND NOT EXISTS (SELECT FROM roster_places p WHERE p.sourced_id = s.org)"
    for condition, words in (
        ("s.role = 'student'", _("Students belong to a school that is not in the roster: %(ids)s.")),
        ("s.role <> 'student'", _("People belong to a school that is not in the roster: %(ids)s.")),
    ):
        of = f"FROM roster_said s WHERE {condition} AND {strange}"
        if count := work.stage.number(f"SELECT count(DISTINCT s.sourced_id) {of}"):
            rows = work.stage.rows(f"SELECT DISTINCT left(s.org, 60) {of} ORDER BY 1 LIMIT {MOST_NAMED + 1}")
            ids = ", ".join([*(str(row[0]) for row in rows[:MOST_NAMED]), *(["…"] if len(rows) > MOST_NAMED else [])])
            work.warn("users.csv", words % {"ids": ids}, count)


def _note_oddities(work: Work) -> None:
    _note_unknown_schools(work)
    nobody = work.stage.number(
        """
        SELECT count(*) FROM roster_users u
        WHERE NOT coalesce(u.ended, false) AND u.role = ''
          AND NOT EXISTS (SELECT FROM roster_roles_of r WHERE r.sourced_id = u.sourced_id)
          AND NOT EXISTS (SELECT FROM roster_roles r WHERE r.sourced_id = u.sourced_id)
        """
    )
    if nobody and not work.says("users.csv", "role"):
        work.warn("users.csv", _("People without any role were left out."), nobody)
    elif nobody:
        work.fail_where(
            "users.csv",
            "roster_users",
            """
            t.role = '' AND NOT coalesce(t.ended, false)
            AND NOT EXISTS (SELECT FROM roster_roles_of r WHERE r.sourced_id = t.sourced_id)
            AND NOT EXISTS (SELECT FROM roster_roles r WHERE r.sourced_id = t.sourced_id)
            """,
            "role",
            _("This is empty. Every row needs it."),
        )


# --- What that means for whom we have --------------------------------------------------------------------------------
def _marks(work: Work) -> str:
    """SQL for the fingerprint of a staged person: five parts of the row itself, then grade, birth date and places."""
    says_grades = "true" if work.says("users.csv", "grades") else "g.grade IS NOT NULL"
    return f"""
        left(u.marks, 40)
        || CASE WHEN {says_grades} THEN left(md5(coalesce(nullif(u.grade, ''), g.grade, '')), 8) ELSE '--------' END
        || CASE WHEN b.born IS NULL THEN '--------' ELSE left(md5(b.born), 8) END
        || CASE WHEN {_says_places(work)} THEN s.mark ELSE '--------' END
    """


def _says_places(work: Work) -> bool:
    return (
        work.has("roles.csv")
        or work.says("users.csv", "orgSourcedIds")
        or work.says("users.csv", "primaryOrgSourcedId")
    )


def _meet(work: Work) -> None:
    """roster_people: whoever is a student, guardian or teacher, beside the row we have of them, and what differs."""
    stage = work.stage
    stage.make(
        "roster_people",
        f"""
        SELECT u.line, u.sourced_id, u.given_name, u.family_name, u.preferred_name, u.email, u.phone,
               coalesce(nullif(u.grade, ''), g.grade, '') AS grade, nullif(b.born, '')::date AS birth_on,
               u.key_given, u.key_family, u.key_preferred,
               s.roles, s.school_id, s.school_ids, s.is_everywhere, {_marks(work)} AS marks,
               r.id AS record_id, coalesce(r.fingerprint, '') AS old_marks, r.ended_on AS was_ended,
               coalesce(string_to_array(nullif(r.roles, ''), ' '), '{{}}') AS old_roles,
               p.id AS own_id, coalesce(p.merged_into_id, p.id) AS person_id, p.id IS NULL AS is_new,
               p.merged_into_id IS NOT NULL AS is_merged,
               '{{}}'::text[] AS what, {_says_places(work)} AS says_places,
               false AS is_moved
        FROM roster_users u
        JOIN roster_roles_of s ON s.sourced_id = u.sourced_id
        LEFT JOIN roster_grades g ON g.sourced_id = u.sourced_id
        LEFT JOIN roster_births b ON b.sourced_id = u.sourced_id
        LEFT JOIN tenancy_person p
            ON p.district_id = %(district)s AND p.source = %(source)s AND p.sourced_id = u.sourced_id
        LEFT JOIN rosters_rosterrecord r
            ON r.district_id = %(district)s AND r.kind = 'person' AND r.source = %(source)s
           AND r.sourced_id = u.sourced_id
        WHERE NOT coalesce(u.ended, false)
        """,
    )
    stage.run(
        f"UPDATE roster_people n SET is_moved = record_id IS NULL OR was_ended IS NOT NULL OR {is_news('places')}"
    )
    fresh = "-line" if work.is_dry else stage.sequence(Person)
    stage.run(f"UPDATE roster_people SET person_id = {fresh} WHERE is_new")
    stage.run("CREATE INDEX ON roster_people (person_id); CREATE INDEX ON roster_people (sourced_id)")
    _find_differences(work)


def _find_differences(work: Work) -> None:
    """``what``: the fields of each person we have that will be written, because the roster changed them."""
    stage = work.stage
    plain = ", ".join(f"CASE WHEN {is_news(name)} AND p.{name} <> n.{name} THEN '{name}' END" for name in MARKS[:5])
    stage.run(
        f"""
        UPDATE roster_people t SET what = array_remove(ARRAY[{plain}], NULL)
        FROM roster_people n JOIN tenancy_person p ON p.district_id = %(district)s AND p.id = n.own_id
        WHERE t.sourced_id = n.sourced_id AND n.marks <> n.old_marks AND NOT n.is_merged
        """
    )
    _keep_guarded_addresses(work)
    stage.run(
        f"""
        UPDATE roster_people t SET what = t.what || array_remove(ARRAY[
            CASE WHEN {is_news("grade")} AND s.grade <> n.grade THEN 'grade' END,
            CASE WHEN {is_news("birth_on")} AND s.birth_on IS DISTINCT FROM n.birth_on THEN 'birth_on' END,
            CASE WHEN {is_news("places")} AND s.school_id IS DISTINCT FROM n.school_id THEN 'school' END
        ], NULL)
        FROM roster_people n JOIN mentoring_student s ON s.district_id = %(district)s AND s.person_id = n.person_id
        WHERE t.sourced_id = n.sourced_id AND n.marks <> n.old_marks AND 'student' = ANY(n.roles)
        """
    )
    stage.run(
        f"""
        UPDATE roster_people n SET what = what || ARRAY['places']
        WHERE NOT n.is_new AND 'teacher' = ANY(n.roles) AND 'teacher' = ANY(n.old_roles) AND n.says_places
          AND {is_news("places")}
        """
    )


def _keep_guarded_addresses(work: Work) -> None:
    """The roster does not change the address of an administrator and the like: it says so every time until one does."""
    at = MARKS.index("email") * 8
    work.stage.run(
        f"""
        WITH kept AS (
            UPDATE roster_people SET
                what = array_remove(what, 'email'),
                marks = left(marks, {at}) || rpad(substr(old_marks, {at + 1}, 8), 8, '-') || substr(marks, {at + 9})
            WHERE 'email' = ANY(what) AND own_id IN ({guarded.IDS})
            RETURNING line, sourced_id
        )
        INSERT INTO roster_faults SELECT 'users.csv', line, 'email', %(why)s, sourced_id FROM kept
        """,
        guarded=list(guarded.GUARDED),
        why=str(guarded.REFUSAL),
    )


def _say_who_ends(work: Work) -> None:
    """roster_endings: each role that the roster gave somebody and takes back now."""
    tells_roles = work.says("users.csv", "role") or work.is_bulk("roles.csv")
    tells_kin = work.says("users.csv", "agentSourcedIds") or work.is_bulk("relationships.csv")
    work.stage.make(
        "roster_endings",
        """
        SELECT r.id AS record_id, coalesce(p.merged_into_id, p.id) AS person_id, r.sourced_id, x.role
        FROM rosters_rosterrecord r
        JOIN tenancy_person p ON p.district_id = r.district_id AND p.id = r.person_id
        CROSS JOIN LATERAL unnest(string_to_array(r.roles, ' ')) AS x(role)
        LEFT JOIN roster_users u ON u.sourced_id = r.sourced_id
        LEFT JOIN roster_people n ON n.sourced_id = r.sourced_id
        WHERE r.district_id = %(district)s AND r.kind = 'person' AND r.source = %(source)s AND r.ended_on IS NULL
          AND r.roles <> ''
          AND NOT EXISTS (
              SELECT FROM roster_faults f WHERE f.sourced_id = r.sourced_id AND f.file IN ('users.csv', 'roles.csv'))
          AND CASE
              WHEN u.ended THEN true
              WHEN u.sourced_id IS NULL THEN %(is_bulk)s
              WHEN x.role = ANY(coalesce(n.roles, '{}')) THEN false
              WHEN x.role = 'guardian' THEN %(tells_roles)s AND %(tells_kin)s
              ELSE %(tells_roles)s OR EXISTS (
                  SELECT FROM roster_roles e WHERE e.sourced_id = r.sourced_id AND e.role = x.role AND e.ended)
              END
        """,
        is_bulk=work.is_bulk("users.csv"),
        tells_roles=tells_roles,
        tells_kin=tells_kin,
    )
    # Somebody merged out of two rows keeps the role that the other row still gives.
    work.stage.run(
        """
        DELETE FROM roster_endings e USING roster_people n
        WHERE n.person_id = e.person_id AND n.sourced_id <> e.sourced_id AND e.role = ANY(n.roles)
        """
    )


# --- Counting --------------------------------------------------------------------------------------------------------
def _count(work: Work) -> None:
    for entity, role in ROLES:
        ((created, updated, unchanged),) = work.stage.rows(
            """
            SELECT count(*) FILTER (WHERE NOT knew),
                   count(*) FILTER (WHERE knew AND (was_ended IS NOT NULL OR what <> '{}')),
                   count(*) FILTER (WHERE knew AND was_ended IS NULL AND what = '{}')
            FROM (
                SELECT %(role)s = ANY(old_roles) OR was_ended IS NOT NULL AS knew, was_ended, what
                FROM roster_people WHERE %(role)s = ANY(roles)
            ) those
            """,
            role=role,
        )
        work.count(entity, created=created, updated=updated, unchanged=unchanged)
        live = work.stage.number(
            """
            SELECT count(*) FROM rosters_rosterrecord
            WHERE district_id = %(district)s AND kind = 'person' AND source = %(source)s AND ended_on IS NULL
              AND %(role)s = ANY(string_to_array(roles, ' '))
            """,
            role=role,
        )
        ended = work.stage.number("SELECT count(*) FROM roster_endings WHERE role = %(role)s", role=role)
        work.ending(entity, ended, live)
        if work.is_dry:
            _show_some(work, entity, role)


def _show_some(work: Work, entity: str, role: str) -> None:
    named = "family_name || ', ' || coalesce(nullif(preferred_name, ''), given_name)"
    knew = "(%(role)s = ANY(old_roles) OR was_ended IS NOT NULL)"
    grade = "CASE WHEN %(role)s = 'student' AND grade <> '' THEN ' · ' || grade ELSE '' END"
    created = (
        f"SELECT {named} || {grade} FROM roster_people WHERE %(role)s = ANY(roles) AND NOT {knew} ORDER BY line LIMIT 5"
    )
    updated = f"""
        SELECT {named} || ' · ' || array_to_string(what, ', ') FROM roster_people
        WHERE %(role)s = ANY(roles) AND {knew} AND (what <> '{{}}' OR was_ended IS NOT NULL) ORDER BY line LIMIT 5
    """
    ended = f"""
        SELECT {named} FROM roster_endings e
        JOIN tenancy_person p ON p.id = e.person_id AND p.district_id = %(district)s
        WHERE e.role = %(role)s ORDER BY e.person_id LIMIT 5
    """
    for verb, query in (("created", created), ("updated", updated), ("ended", ended)):
        work.sample(entity, verb, (str(words) for (words,) in work.stage.rows(query, role=role)))
