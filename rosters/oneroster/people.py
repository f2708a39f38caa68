"""People of a roster: students, parents and guardians, teachers; what they are to each other; their roles and schools.

Everything is worked out in temporary tables first, for the dry run and for good alike; only then is anything written.
What the roster said last time is kept as a fingerprint with eight letters for each of MARKS. A field is written only
when its letters differ, so what somebody changed by hand stays until the roster itself says something new.
"""

from django.utils.translation import gettext as _

from mentoring.models import Guardian, Guardianship, Student
from rosters import guarded
from rosters.models import ImportChange, RosterRecord
from rosters.oneroster.work import Work
from rosters.staging import in_batches
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Membership, MembershipSchool, Person

#: The parts of a person's fingerprint, in order. The first five are columns of the person.
MARKS = ("given_name", "family_name", "preferred_name", "email", "phone", "grade", "birth_on", "places")
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
        _write_people(work)
        _write_students_and_guardians(work)
    _guardianships(work)
    if not work.is_dry:
        _write_endings(work)
        _write_roles(work)
        _write_records(work)
        _write_changes(work)
        _tell(work)
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
        f"UPDATE roster_people n SET is_moved = record_id IS NULL OR was_ended IS NOT NULL OR {_is_news('places')}"
    )
    fresh = "-line" if work.is_dry else stage.sequence(Person)
    stage.run(f"UPDATE roster_people SET person_id = {fresh} WHERE is_new")
    stage.run("CREATE INDEX ON roster_people (person_id); CREATE INDEX ON roster_people (sourced_id)")
    _find_differences(work)


def _is_news(part: str) -> str:
    """SQL: the roster says something else of this part than last time."""
    start = MARKS.index(part) * 8 + 1
    said = f"substr(n.marks, {start}, 8)"
    return f"({said} <> '--------' AND {said} <> substr(n.old_marks, {start}, 8))"


def _find_differences(work: Work) -> None:
    """``what``: the fields of each person we have that will be written, because the roster changed them."""
    stage = work.stage
    plain = ", ".join(f"CASE WHEN {_is_news(name)} AND p.{name} <> n.{name} THEN '{name}' END" for name in MARKS[:5])
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
            CASE WHEN {_is_news("grade")} AND s.grade <> n.grade THEN 'grade' END,
            CASE WHEN {_is_news("birth_on")} AND s.birth_on IS DISTINCT FROM n.birth_on THEN 'birth_on' END,
            CASE WHEN {_is_news("places")} AND s.school_id IS DISTINCT FROM n.school_id THEN 'school' END
        ], NULL)
        FROM roster_people n JOIN mentoring_student s ON s.district_id = %(district)s AND s.person_id = n.person_id
        WHERE t.sourced_id = n.sourced_id AND n.marks <> n.old_marks AND 'student' = ANY(n.roles)
        """
    )
    stage.run(
        f"""
        UPDATE roster_people n SET what = what || ARRAY['places']
        WHERE NOT n.is_new AND 'teacher' = ANY(n.roles) AND 'teacher' = ANY(n.old_roles) AND n.says_places
          AND {_is_news("places")}
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


# --- Writing ---------------------------------------------------------------------------------------------------------
def _write_people(work: Work) -> None:
    stage = work.stage
    stage.insert(
        Person,
        {
            "id": "person_id",
            "given_name": "given_name",
            "family_name": "family_name",
            "preferred_name": "preferred_name",
            "email": "email",
            "phone": "phone",
            "language": "%(language)s",
            "source": "%(source)s",
            "sourced_id": "sourced_id",
            "search_key": "left(key_family || ' ' || coalesce(nullif(key_preferred, ''), key_given), 250)",
            "search_key_given": "left(key_given || ' ' || key_family, 250)",
            "search_key_preferred": "CASE WHEN key_preferred = '' THEN '' ELSE key_preferred || ' ' || key_family END",
        },
        "FROM roster_people WHERE is_new ORDER BY line",
        language=work.run.district.language,
    )
    fields = ", ".join(
        f"{name} = CASE WHEN '{name}' = ANY(n.what) THEN n.{name} ELSE p.{name} END" for name in MARKS[:5]
    )
    stage.run(
        f"""
        UPDATE tenancy_person p SET {fields} FROM roster_people n
        WHERE p.district_id = %(district)s AND p.id = n.own_id AND n.what && %(columns)s
        """,
        columns=list(MARKS[:5]),
    )


def _write_students_and_guardians(work: Work) -> None:
    stage = work.stage
    key = "left(coalesce(p.search_key, ''), 250)"
    joined = "JOIN tenancy_person p ON p.district_id = %(district)s AND p.id = n.person_id"
    stage.insert(
        Student,
        {
            "person_id": "n.person_id",
            "school_id": "n.school_id",
            "grade": "n.grade",
            "birth_on": "n.birth_on",
            "search_key": key,
        },
        f"""
        FROM (
            SELECT DISTINCT ON (person_id) * FROM roster_people WHERE 'student' = ANY(roles) ORDER BY person_id, line
        ) n
        {joined}
        WHERE NOT EXISTS (
            SELECT FROM mentoring_student s WHERE s.district_id = %(district)s AND s.person_id = n.person_id)
        """,
    )
    stage.run(
        """
        UPDATE mentoring_student s SET
            grade = CASE WHEN 'grade' = ANY(n.what) THEN n.grade ELSE s.grade END,
            birth_on = CASE WHEN 'birth_on' = ANY(n.what) THEN n.birth_on ELSE s.birth_on END,
            school_id = CASE WHEN 'school' = ANY(n.what) THEN n.school_id ELSE s.school_id END,
            left_on = CASE WHEN n.was_ended IS NULL THEN s.left_on END
        FROM roster_people n
        WHERE s.district_id = %(district)s AND s.person_id = n.person_id AND 'student' = ANY(n.roles)
          AND (n.what && ARRAY['grade', 'birth_on', 'school'] OR n.was_ended IS NOT NULL)
        """
    )
    stage.insert(
        Guardian,
        {"person_id": "n.person_id", "search_key": key},
        f"""
        FROM (SELECT DISTINCT person_id FROM roster_people WHERE 'guardian' = ANY(roles)) n {joined}
        WHERE NOT EXISTS (
            SELECT FROM mentoring_guardian g WHERE g.district_id = %(district)s AND g.person_id = n.person_id)
        """,
    )


def _guardianships(work: Work) -> None:
    """Who is whose parent or guardian. What people wrote down by hand is neither changed nor ended."""
    stage = work.stage
    stage.make(
        "roster_who",
        """
        SELECT sourced_id, person_id FROM roster_people
        UNION ALL
        SELECT p.sourced_id, coalesce(p.merged_into_id, p.id) FROM tenancy_person p
        WHERE p.district_id = %(district)s AND p.source = %(source)s
          AND p.sourced_id IN (SELECT student FROM roster_links UNION SELECT guardian FROM roster_links)
          AND NOT EXISTS (SELECT FROM roster_people n WHERE n.sourced_id = p.sourced_id)
        """,
    )
    stage.make(
        "roster_pairs",
        """
        SELECT l.*, k.id AS guardianship_id, k.ended_on, k.relationship AS ours, k.source AS ours_source
        FROM (
            SELECT s.person_id AS student_person, g.person_id AS guardian_person, max(l.relationship) AS relationship
            FROM roster_links l
            JOIN roster_who s ON s.sourced_id = l.student JOIN roster_who g ON g.sourced_id = l.guardian
            WHERE s.person_id <> g.person_id GROUP BY 1, 2
        ) l
        LEFT JOIN mentoring_student s ON s.district_id = %(district)s AND s.person_id = l.student_person
        LEFT JOIN mentoring_guardian g ON g.district_id = %(district)s AND g.person_id = l.guardian_person
        LEFT JOIN mentoring_guardianship k
            ON k.district_id = %(district)s AND k.student_id = s.id AND k.guardian_id = g.id
        """,
    )
    back = "(ended_on IS NOT NULL AND ours_source = %(source)s)"
    news = f"guardianship_id IS NOT NULL AND ({back} OR (ours = '' AND relationship <> ''))"
    ((created, updated, unchanged),) = stage.rows(
        f"""
        SELECT count(*) FILTER (WHERE guardianship_id IS NULL), count(*) FILTER (WHERE {news}),
               count(*) FILTER (WHERE guardianship_id IS NOT NULL AND NOT ({news}))
        FROM roster_pairs
        """
    )
    work.count("guardianships", created=created, updated=updated, unchanged=unchanged)
    _end_guardianships(work)
    if work.is_dry:
        return
    stage.insert(
        Guardianship,
        {
            "student_id": "s.id",
            "guardian_id": "g.id",
            "relationship": "l.relationship",
            "source": "%(source)s",
        },
        """
        FROM roster_pairs l
        JOIN mentoring_student s ON s.district_id = %(district)s AND s.person_id = l.student_person
        JOIN mentoring_guardian g ON g.district_id = %(district)s AND g.person_id = l.guardian_person
        WHERE l.guardianship_id IS NULL
        """,
    )
    stage.run(
        f"""
        UPDATE mentoring_guardianship k SET
            ended_on = CASE WHEN k.source = %(source)s THEN NULL ELSE k.ended_on END,
            relationship = coalesce(nullif(k.relationship, ''), l.relationship)
        FROM roster_pairs l WHERE k.district_id = %(district)s AND k.id = l.guardianship_id
          AND l.guardianship_id IN (SELECT guardianship_id FROM roster_pairs WHERE {news})
        """
    )


def _end_guardianships(work: Work) -> None:
    """Those that the roster gave and no longer says of students whose relations it tells in full."""
    stage = work.stage
    tells = work.says("users.csv", "agentSourcedIds") or work.is_bulk("relationships.csv")
    stage.make(
        "roster_guardianship_endings",
        """
        SELECT k.id
        FROM mentoring_guardianship k
        JOIN mentoring_student s ON s.district_id = %(district)s AND s.id = k.student_id
        JOIN mentoring_guardian g ON g.district_id = %(district)s AND g.id = k.guardian_id
        LEFT JOIN (SELECT DISTINCT person_id FROM roster_endings WHERE role = 'guardian') gone
            ON gone.person_id = g.person_id
        LEFT JOIN (
            SELECT DISTINCT n.person_id FROM roster_people n LEFT JOIN roster_faults f ON f.sourced_id = n.sourced_id
            WHERE 'student' = ANY(n.roles) AND f.sourced_id IS NULL
        ) told ON told.person_id = s.person_id
        LEFT JOIN roster_pairs l ON l.guardianship_id = k.id
        WHERE k.district_id = %(district)s AND k.source = %(source)s AND k.ended_on IS NULL
          AND (gone.person_id IS NOT NULL
               OR (%(tells)s AND told.person_id IS NOT NULL AND l.guardianship_id IS NULL))
        """,
        tells=tells,
    )
    live = stage.number(
        "SELECT count(*) FROM mentoring_guardianship "
        "WHERE district_id = %(district)s AND source = %(source)s AND ended_on IS NULL"
    )
    work.ending("guardianships", stage.number("SELECT count(*) FROM roster_guardianship_endings"), live)
    if not work.is_dry:
        stage.run(
            """
            UPDATE mentoring_guardianship k SET ended_on = %(today)s FROM roster_guardianship_endings e
            WHERE k.district_id = %(district)s AND k.id = e.id
            """
        )


def _write_endings(work: Work) -> None:
    """Students have left, roles have ended. Nobody is deleted; who has nothing left here is let go."""
    stage = work.stage
    stage.run(
        """
        UPDATE mentoring_student s SET left_on = %(today)s FROM roster_endings e
        WHERE s.district_id = %(district)s AND s.person_id = e.person_id AND e.role = 'student' AND s.left_on IS NULL
        """
    )
    stage.make(
        "roster_ended_roles",
        """
        SELECT m.id FROM tenancy_membership m JOIN roster_endings e ON e.person_id = m.person_id AND e.role = m.role
        WHERE m.district_id = %(district)s AND m.ended_on IS NULL
        """,
    )
    stage.run(
        """
        UPDATE tenancy_membership m SET ended_on = greatest(m.started_on, %(today)s) FROM roster_ended_roles e
        WHERE m.district_id = %(district)s AND m.id = e.id
        """
    )


def _write_roles(work: Work) -> None:
    """Each has their role, in their schools: students and teachers in their own, guardians in their children's."""
    stage = work.stage
    stage.make(
        "roster_new_roles",
        """
        SELECT DISTINCT ON (n.person_id, x.role) n.person_id, x.role, n.is_new,
               x.role = 'teacher' AND n.is_everywhere AND n.school_ids = '{}' AS is_everywhere
        FROM roster_people n CROSS JOIN LATERAL unnest(n.roles) AS x(role)
        WHERE (n.is_moved OR x.role <> 'teacher' OR NOT 'teacher' = ANY(n.old_roles))
          AND NOT EXISTS (
              SELECT FROM tenancy_membership m WHERE m.district_id = %(district)s AND m.person_id = n.person_id
                AND m.role = x.role AND m.ended_on IS NULL)
        """,
    )
    stage.insert(
        Membership,
        {
            "person_id": "person_id",
            "role": "role",
            "scope": "CASE WHEN is_everywhere THEN 'district' ELSE 'schools' END",
            "started_on": "%(today)s",
        },
        "FROM roster_new_roles",
    )
    _write_role_schools(work)


def _write_role_schools(work: Work) -> None:
    stage = work.stage
    stage.make(
        "roster_role_schools",
        """
        SELECT m.id AS membership_id, x.school_id
        FROM roster_people n
        JOIN tenancy_membership m ON m.district_id = %(district)s AND m.person_id = n.person_id AND m.ended_on IS NULL
        CROSS JOIN LATERAL unnest(n.school_ids) AS x(school_id)
        WHERE m.role = ANY(n.roles) AND m.role IN ('student', 'teacher')
        UNION
        SELECT m.id, s.school_id
        FROM roster_people n
        JOIN tenancy_membership m
            ON m.district_id = %(district)s AND m.person_id = n.person_id AND m.role = 'guardian' AND m.ended_on IS NULL
        JOIN mentoring_guardian g ON g.district_id = %(district)s AND g.person_id = n.person_id
        JOIN mentoring_guardianship k
            ON k.district_id = %(district)s AND k.guardian_id = g.id AND k.ended_on IS NULL
        JOIN mentoring_student s ON s.district_id = %(district)s AND s.id = k.student_id AND s.left_on IS NULL
        WHERE s.school_id IS NOT NULL AND 'guardian' = ANY(n.roles)
        """,
    )
    # Schools are written when the roster says new ones: a coordinator may have widened a teacher's by hand.
    stage.make(
        "roster_roles_to_place",
        """
        SELECT DISTINCT m.id AS membership_id
        FROM roster_people n
        JOIN tenancy_membership m ON m.district_id = %(district)s AND m.person_id = n.person_id AND m.ended_on IS NULL
        LEFT JOIN roster_new_roles w ON w.person_id = m.person_id AND w.role = m.role
        WHERE m.role = ANY(n.roles)
          AND (m.role = 'guardian'
               OR (n.says_places AND m.role IN ('student', 'teacher')
                   AND (n.is_moved OR w.person_id IS NOT NULL OR NOT m.role = ANY(n.old_roles))))
        """,
    )
    stage.run(
        """
        DELETE FROM tenancy_membershipschool x USING roster_roles_to_place t
        WHERE x.district_id = %(district)s AND x.membership_id = t.membership_id AND NOT EXISTS (
            SELECT FROM roster_role_schools w
            WHERE w.membership_id = x.membership_id AND w.school_id = x.school_id)
        """
    )
    stage.insert(
        MembershipSchool,
        {"membership_id": "w.membership_id", "school_id": "w.school_id"},
        """
        FROM roster_role_schools w JOIN roster_roles_to_place t ON t.membership_id = w.membership_id
        WHERE NOT EXISTS (
            SELECT FROM tenancy_membershipschool x WHERE x.district_id = %(district)s
              AND x.membership_id = w.membership_id AND x.school_id = w.school_id)
        """,
    )
    stage.run(
        """
        UPDATE tenancy_membership m SET scope = 'schools' FROM roster_roles_to_place t
        WHERE m.district_id = %(district)s AND m.id = t.membership_id AND m.scope = 'district' AND m.role = 'teacher'
          AND EXISTS (SELECT FROM roster_role_schools w WHERE w.membership_id = m.id)
        """
    )


def _write_records(work: Work) -> None:
    """What the roster said this time, for the next."""
    stage = work.stage
    stage.make("roster_ended_of", "SELECT record_id, array_agg(role) AS roles FROM roster_endings GROUP BY record_id")
    kept = " || ".join(
        f"CASE WHEN substr(n.marks, {at}, 8) = '--------' AND n.old_marks <> '' "
        f"THEN substr(n.old_marks, {at}, 8) ELSE substr(n.marks, {at}, 8) END"
        for at in range(1, len(MARKS) * 8, 8)
    )
    stage.insert(
        RosterRecord,
        {
            "kind": "'person'",
            "source": "%(source)s",
            "sourced_id": "sourced_id",
            "person_id": "coalesce(own_id, person_id)",
            "fingerprint": "marks",
            "roles": "array_to_string(roles, ' ')",
        },
        "FROM roster_people WHERE record_id IS NULL",
    )
    stage.run(
        f"""
        UPDATE rosters_rosterrecord r SET fingerprint = m.kept, roles = m.roles, ended_on = NULL
        FROM (
            SELECT n.record_id, {kept} AS kept, array_to_string(ARRAY(
                SELECT unnest(n.roles || n.old_roles) EXCEPT SELECT unnest(e.roles) ORDER BY 1), ' ') AS roles
            FROM roster_people n LEFT JOIN roster_ended_of e ON e.record_id = n.record_id
            WHERE n.record_id IS NOT NULL
        ) m
        WHERE r.district_id = %(district)s AND r.id = m.record_id
          AND (r.fingerprint <> m.kept OR r.roles <> m.roles OR r.ended_on IS NOT NULL)
        """
    )
    stage.run(
        """
        UPDATE rosters_rosterrecord r SET
            roles = e.left_over, ended_on = CASE WHEN e.left_over = '' THEN %(today)s::date END
        FROM (
            SELECT r.id, array_to_string(ARRAY(
                SELECT unnest(string_to_array(r.roles, ' ')) EXCEPT SELECT unnest(o.roles) ORDER BY 1
            ), ' ') AS left_over
            FROM rosters_rosterrecord r JOIN roster_ended_of o ON o.record_id = r.id
            LEFT JOIN roster_people n ON n.record_id = r.id
            WHERE r.district_id = %(district)s AND n.record_id IS NULL
        ) e
        WHERE r.district_id = %(district)s AND r.id = e.id
        """
    )


def _write_changes(work: Work) -> None:
    """A row for each person whom this run added, changed or ended."""
    work.stage.insert(
        ImportChange,
        {"run_id": "%(run)s", "person_id": "person_id", "verb": "verb", "what": "what"},
        """
        FROM (
            SELECT DISTINCT ON (person_id) person_id, verb, what FROM (
                SELECT person_id, CASE WHEN is_new THEN 'created' ELSE 'updated' END AS verb,
                       to_jsonb(what || ARRAY(SELECT unnest(roles) EXCEPT SELECT unnest(old_roles))) AS what, 1 AS place
                FROM roster_people
                WHERE is_new OR what <> '{}' OR was_ended IS NOT NULL OR NOT roles <@ old_roles
                UNION ALL
                SELECT person_id, 'ended', to_jsonb(array_agg(role ORDER BY role)), 2
                FROM roster_endings GROUP BY person_id
            ) every ORDER BY person_id, place
        ) changed
        """,
    )


# --- What follows ----------------------------------------------------------------------------------------------------
def _tell(work: Work) -> None:
    """Tell what happened to people, as every other action does; few are touched in a usual night."""
    stage, by = work.stage, Actor.system("roster")
    people = Person.objects.of(work.run.district)
    renamed = stage.ids(
        "SELECT own_id FROM roster_people "
        "WHERE what && ARRAY['given_name', 'family_name', 'preferred_name'] AND NOT is_new"
    )
    for some in in_batches(renamed):
        found = list(people.filter(pk__in=some))
        for person in found:
            person.with_search_keys()
        Person.objects.bulk_update(found, ["search_key", "search_key_given", "search_key_preferred"])
        for person in found:
            happened("person.renamed", person=person, by=by)
    for some in in_batches(stage.ids("SELECT own_id FROM roster_people WHERE what @> ARRAY['email'] AND NOT is_new")):
        for person in people.filter(pk__in=some):
            happened("person.address_changed", person=person, by=by)
    _tell_of_roles(work, by)
    _let_go(work, by)
    _take_back(work, by)


def _tell_of_roles(work: Work, by: Actor) -> None:
    stage, roles = work.stage, Membership.objects.of(work.run.district)
    for some in in_batches(stage.ids("SELECT id FROM roster_ended_roles")):
        for membership in roles.filter(pk__in=some).prefetch_related("person"):
            happened("membership.ended", membership=membership, by=by)
    given = stage.ids(
        """
        SELECT m.id FROM tenancy_membership m JOIN roster_new_roles r ON r.person_id = m.person_id AND r.role = m.role
        WHERE m.district_id = %(district)s AND m.ended_on IS NULL AND NOT r.is_new
        """
    )
    for some in in_batches(given):
        for membership in roles.filter(pk__in=some).prefetch_related("person"):
            happened("membership.given", membership=membership, by=by)


def _let_go(work: Work, by: Actor) -> None:
    """Whoever has no role left and no match goes: no sign-in, in no list. The roster may bring them back."""
    gone = work.stage.ids(
        """
        SELECT DISTINCT p.id FROM roster_endings e
        JOIN tenancy_person p ON p.district_id = %(district)s AND p.id = e.person_id
        WHERE p.deactivated_at IS NULL AND p.merged_into_id IS NULL
          AND NOT EXISTS (SELECT FROM tenancy_membership m
                          WHERE m.district_id = %(district)s AND m.person_id = p.id AND m.ended_on IS NULL)
          AND NOT EXISTS (SELECT FROM rosters_rosterrecord r
                          WHERE r.district_id = %(district)s AND r.person_id = p.id AND r.ended_on IS NULL)
          AND NOT EXISTS (
              SELECT FROM mentoring_matchstudent x
              JOIN mentoring_student s ON s.district_id = %(district)s AND s.id = x.student_id
              JOIN mentoring_match h ON h.district_id = %(district)s AND h.id = x.match_id
              WHERE x.district_id = %(district)s AND s.person_id = p.id AND x.left_on IS NULL AND h.state <> 'ended')
          AND NOT EXISTS (SELECT FROM mentoring_mentor t
                          WHERE t.district_id = %(district)s AND t.person_id = p.id)
        """
    )
    for some in in_batches(gone):
        found = Person.objects.of(work.run.district).filter(pk__in=some)
        found.update(deactivated_at=work.stage.values["now"])
        RosterRecord.objects.of(work.run.district).filter(person__in=some).update(let_go_at=work.stage.values["now"])
        for person in found:
            happened("person.deactivated", person=person, by=by)


def _take_back(work: Work, by: Actor) -> None:
    """Whom the roster let go and has again; not whom somebody let go by hand."""
    back = work.stage.ids(
        """
        SELECT p.id FROM roster_people n
        JOIN tenancy_person p ON p.district_id = %(district)s AND p.id = n.own_id
        JOIN rosters_rosterrecord r ON r.district_id = %(district)s AND r.id = n.record_id
        WHERE n.was_ended IS NOT NULL AND p.deactivated_at = r.let_go_at
        """
    )
    for some in in_batches(back):
        found = Person.objects.of(work.run.district).filter(pk__in=some)
        found.update(deactivated_at=None)
        for person in found:
            happened("person.reactivated", person=person, by=by)
