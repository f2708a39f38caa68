"""A letter no longer names a single person besides its addressee: it has subjects."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0011_subjects_of_letters")]

    operations = [
        migrations.RemoveConstraint(model_name="letter", name="correspondence_letter_about_person_district_fk"),
        migrations.RemoveIndex(model_name="letter", name="correspondence_letter_about"),
        migrations.RemoveField(model_name="letter", name="about_person"),
    ]
