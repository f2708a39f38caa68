from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="extra_step_asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
