"""Every visit of a public page asks for the newest event about what such pages show: an index of its own."""

from django.db import migrations, models

SHOWN_TYPES = ("Agency", "CalendarRule", "Report", "Service", "Unit", "UnitChange", "UnitImport")


class Migration(migrations.Migration):
    dependencies = [("puas", "0036_flag_counts")]
    operations = [
        migrations.AddIndex(
            "auditevent",
            models.Index(
                fields=["sequence"],
                condition=models.Q(object_type__in=SHOWN_TYPES),
                name="audit_event_shown",
            ),
        ),
    ]
