"""Who is whose parent or guardian by the roster. What people wrote down by hand is neither changed nor ended.

It reads the temporary tables roster_links, roster_people and roster_endings of ``people``.
"""

from mentoring.models import Guardianship
from rosters.oneroster.work import Work


def bring_in(work: Work) -> None:
    """Count what the files change, and unless the run is dry, change it."""
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
