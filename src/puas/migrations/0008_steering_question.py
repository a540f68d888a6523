from django.db import migrations, models


class Migration(migrations.Migration):
    """Surveys that exist already do not ask: everybody answers the same form until they close."""

    dependencies = [
        ("puas", "0007_ways_to_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="asks_steering",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="survey",
            name="asks_steering",
            field=models.BooleanField(default=True),
        ),
    ]
