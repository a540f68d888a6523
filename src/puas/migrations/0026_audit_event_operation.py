"""What happened, without reading the whole trail: the operations are told from an index of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("puas", "0025_result_index_of_any_length")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["operation", "object_type", "unit_id"], name="audit_event_operation"
            ),
        )
    ]
