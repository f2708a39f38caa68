"""Messages about one match, document or person are found by what they are about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0008_reminder_passes")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("about_pk__isnull", False)),
                fields=["district", "about_url_name", "about_pk"],
                name="correspondence_message_about",
            ),
        ),
    ]
