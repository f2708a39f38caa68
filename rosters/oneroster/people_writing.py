"""The people of a roster, written: what ``people`` worked out in temporary tables comes into the district's own.

First the people themselves; then, once it is known who is whose parent, who left, the roles and schools, what the
roster said this time, and the word to everybody whom it concerns.
"""

from mentoring.models import Guardian, Student
from rosters.models import ImportChange, RosterRecord
from rosters.oneroster.marks import MARKS
from rosters.oneroster.work import Work
from rosters.staging import in_batches
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Membership, MembershipSchool, Person


def write_people(work: Work) -> None:
    """Add and change people, students and guardians of roster_people."""
    _write_persons(work)
    _write_students_and_guardians(work)


def write_what_follows(work: Work) -> None:
    """End what ended, write roles with their schools, remember what was said and changed, and tell what happened."""
    _write_endings(work)
    _write_roles(work)
    _write_records(work)
    _write_changes(work)
    _tell(work)


def _write_persons(work: Work) -> None:
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
