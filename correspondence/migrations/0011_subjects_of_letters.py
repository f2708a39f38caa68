"""The one person of whom a letter spoke is the first of its subjects."""

from django.db import migrations

FORWARDS = """
INSERT INTO correspondence_lettersubject (district_id, letter_id, person_id)
SELECT district_id, id, about_person_id FROM correspondence_letter WHERE about_person_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
#: There was room for one only: of several, the one who was noted first.
BACKWARDS = """
UPDATE correspondence_letter AS letter SET about_person_id = first.person_id
FROM (
    SELECT DISTINCT ON (district_id, letter_id) district_id, letter_id, person_id
    FROM correspondence_lettersubject ORDER BY district_id, letter_id, id
) AS first
WHERE letter.district_id = first.district_id AND letter.id = first.letter_id
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0010_letter_subjects")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
